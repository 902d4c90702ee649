"""Finds what each segment is about: a site, or the session as a whole."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from deqi.core.needling.tokens import Segment, Token, shown
from deqi.core.needling.values import Place, Problem, Rule, Vocabulary
from deqi.core.points import Laterality, Muscle, Point, is_who_code

SESSION_WORDS = frozenset({"ret", "in", "out", "lot", "ae"})
"""Words that begin an item of the whole session."""


@dataclass(frozen=True, slots=True)
class Site:
    """What a segment begins with.

    Parameters
    ----------
    name : str
        Code or id as charted; empty for a word that is neither.
    at : tuple of (int, int)
        Where in the line.
    point : Point or None
        Its row; None for a muscle and for a code without a row.
    muscle : Muscle or None
        Where the segment begins with one.
    laterality : Laterality or None
        None where the site is unknown.
    """

    name: str
    at: Place
    point: Point | None = None
    muscle: Muscle | None = None
    laterality: Laterality | None = None


def site_of(token: Token, known: Vocabulary) -> Site:
    """Return the site that a word names; one without a name where it names none."""
    code = known.words.aliases.get(token.word.upper(), token.word.upper())
    if code in known.points:
        point = known.points[code]
        return Site(code, token.at, point=point, laterality=point.laterality)
    if is_who_code(code, known.channels):
        return Site(code, token.at, laterality=known.channels[code[:2]].laterality)
    if token.word in known.muscles:
        muscle = known.muscles[token.word]
        return Site(
            token.word, token.at, muscle=muscle, laterality=Laterality.BILATERAL
        )
    return Site("", token.at)


def unknown_point(token: Token, known: Vocabulary) -> Problem:
    """Say what to do about a segment that begins with no site."""
    channel = known.channels.get(token.word[:2].upper())
    if channel is not None and token.word[2:].isdigit():
        last = f"{channel.code}{channel.last}"
        says = f"is no point: the channel runs from {channel.code}1 to {last}."
    else:
        says = (
            "is no point or muscle known here: begin with a code such as BL23, with"
            " ashi and a level, or with a muscle such as gluteus_medius."
        )
    return Problem(Rule.UNKNOWN_POINT, f"{shown(token)} {says}", token.at)


def is_session(segment: Segment) -> bool:
    """Return True for a segment about the whole session."""
    return segment[0].word in SESSION_WORDS


def part(
    segments: Iterable[Segment], known: Vocabulary
) -> tuple[tuple[Segment, ...], tuple[Problem, ...]]:
    """Part segments where a semicolon was forgotten, so that reading can go on.

    Returns
    -------
    segments : tuple of tuple of Token
        Each with one site, or about the session alone.
    problems : tuple of Problem
        One for each forgotten semicolon.
    """
    parts: list[Segment] = []
    problems: list[Problem] = []
    for segment in segments:
        begins = [0, *_begins(segment, known), len(segment)]
        parts += [segment[start:end] for start, end in pairwise(begins)]
        problems += [_no_separator(segment[start]) for start in begins[1:-1]]
    return tuple(parts), tuple(problems)


def _begins(segment: Segment, known: Vocabulary) -> Iterator[int]:
    """Yield where, past its first word, a segment begins anew."""
    in_session = is_session(segment)
    for index, (before, token) in enumerate(pairwise(segment), start=1):
        code = site_of(token, known)
        new_site = bool(code.name) and code.muscle is None and before.word != "lot"
        new_session = token.word in SESSION_WORDS and not in_session
        if new_site or new_session:
            in_session = new_session
            yield index


def _no_separator(token: Token) -> Problem:
    says = f"Put a semicolon before {shown(token)}: it begins an item of its own."
    return Problem(Rule.SEPARATOR_MISSING, says, token.at)
