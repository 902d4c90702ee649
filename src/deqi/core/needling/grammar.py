"""Reads segments: one site with its attributes, or items of the whole session.

::

    line      = segment { (";" | line end) segment }
    segment   = site { attribute } | session { session }
    site      = point [level] | "ashi" (level | muscle) | "jiaji" level | muscle
    attribute = side | depth | response | stimulation | frequency | minutes | count
              | "why" quoted
    side      = "b" | "l" | "r"                 (none for midline)
    depth     = number ["mm"]                   response    = "deqi" | "twitch" | "none"
    frequency = number "Hz"                     stimulation = "man" | "ea" | "moxa"
    minutes   = number "min"                    count       = "x" number
    session   = "ret" number ["min"] | "in" number | "out" number | "lot" name
              | "ae" ("none" | event [grade])
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise, zip_longest

from deqi.core.needling.tokens import Segment, Token
from deqi.core.needling.values import Place, Problem, Rule, Vocabulary
from deqi.core.points import Laterality, Muscle, Point, Sides, is_who_code

SESSION_WORDS = frozenset({"ret", "in", "out", "lot", "ae"})
"""Words that begin an item of the whole session."""


class Slot(StrEnum):
    """What an attribute says about its site."""

    SIDES = "sides"
    LEVEL = "level"
    MUSCLE = "muscle"
    DEPTH = "depth"
    RESPONSE = "response"
    STIMULATION = "stimulation"
    FREQUENCY = "frequency"
    MINUTES = "minutes"
    COUNT = "count"
    WHY = "why"


Value = str | float | Sides
_SHOWN = 30

_WORDS: Mapping[str, tuple[Slot, Value]] = {
    "b": (Slot.SIDES, Sides.BOTH),
    "l": (Slot.SIDES, Sides.LEFT),
    "r": (Slot.SIDES, Sides.RIGHT),
    "deqi": (Slot.RESPONSE, "deqi"),
    "twitch": (Slot.RESPONSE, "twitch"),
    "none": (Slot.RESPONSE, "none"),
    "man": (Slot.STIMULATION, "man"),
    "ea": (Slot.STIMULATION, "ea"),
    "moxa": (Slot.STIMULATION, "moxa"),
}
_MEASURE = r"([0-9]{1,4}(?:[.,][0-9]{1,2})?)"
_NUMBERS: tuple[tuple[Slot, re.Pattern[str]], ...] = (
    (Slot.DEPTH, re.compile(rf"{_MEASURE}(?:mm)?")),
    (Slot.FREQUENCY, re.compile(rf"{_MEASURE}hz")),
    (Slot.MINUTES, re.compile(rf"{_MEASURE}min")),
    (Slot.COUNT, re.compile(r"x([0-9]{1,2})")),
)
_ZERO: Mapping[Slot, Rule] = {
    Slot.DEPTH: Rule.DEPTH_ZERO,
    Slot.FREQUENCY: Rule.FREQUENCY_ZERO,
    Slot.MINUTES: Rule.MINUTES_ZERO,
    Slot.COUNT: Rule.COUNT_ZERO,
}
_LEVEL = re.compile(r"[ctls][0-9]{1,3}")
_LIKE: tuple[tuple[re.Pattern[str], Slot, Rule, str], ...] = tuple(
    (re.compile(pattern), slot, rule, says)
    for pattern, slot, rule, says in (
        (
            r"[-+.]?[0-9].*hz",
            Slot.FREQUENCY,
            Rule.VALUE_NOT_A_NUMBER,
            "is no frequency: write one number such as 2Hz.",
        ),
        (
            r"[-+.]?[0-9].*min",
            Slot.MINUTES,
            Rule.VALUE_NOT_A_NUMBER,
            "is no time: write minutes such as 15min.",
        ),
        (
            r"[-+.]?[0-9].*",
            Slot.DEPTH,
            Rule.DEPTH_NOT_A_NUMBER,
            "is no depth: write millimetres such as 25 or 12.5mm.",
        ),
        (
            r"x[-+.]?[0-9].*",
            Slot.COUNT,
            Rule.COUNT_NOT_A_NUMBER,
            "is no count: write x and up to two digits, such as x3.",
        ),
    )
)
"""What a word that cannot be read was meant to be, in the order of trying."""


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


@dataclass(frozen=True, slots=True)
class Item:
    """One site and what is charted of it, before any rule is checked.

    Parameters
    ----------
    site : Site
        The first word.
    values : mapping of Slot to Value
        What each attribute says.
    places : mapping of Slot to tuple of (int, int)
        Where it says so; also of attributes that could not be read.
    at : tuple of (int, int)
        The whole segment.
    """

    site: Site
    values: Mapping[Slot, Value]
    places: Mapping[Slot, Place]
    at: Place

    def text(self, slot: Slot) -> str | None:
        """Return an attribute that is a word."""
        value = self.values.get(slot)
        return value if isinstance(value, str) else None

    def number(self, slot: Slot) -> float | None:
        """Return an attribute that is a number."""
        value = self.values.get(slot)
        return value if isinstance(value, int | float) else None

    def sides(self) -> Sides | None:
        """Return the side that is charted, if any."""
        value = self.values.get(Slot.SIDES)
        return value if isinstance(value, Sides) else None

    def place(self, slot: Slot) -> Place:
        """Return where an attribute stands; the site where it does not."""
        return self.places.get(slot, self.site.at)


@dataclass(frozen=True, slots=True)
class _Said:
    """An attribute that could be read."""

    at: Place
    slot: Slot
    value: Value


@dataclass(frozen=True, slots=True)
class _Broken:
    """A word that could not be read, and the attribute it was meant to be."""

    problem: Problem
    slot: Slot | None = None


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
        code = _site(token, known)
        new_site = bool(code.name) and code.muscle is None and before.word != "lot"
        new_session = token.word in SESSION_WORDS and not in_session
        if new_site or new_session:
            in_session = new_session
            yield index


def _no_separator(token: Token) -> Problem:
    says = f"Put a semicolon before {shown(token)}: it begins an item of its own."
    return Problem(Rule.SEPARATOR_MISSING, says, token.at)


def read_item(segment: Segment, known: Vocabulary) -> tuple[Item, tuple[Problem, ...]]:
    """Read a site and its attributes.

    Returns
    -------
    item : Item
        With whatever could be read.
    problems : tuple of Problem
        Words that could not, and attributes that stand twice.
    """
    site = _site(segment[0], known)
    problems = [] if site.name else [_unknown_point(segment[0], known)]
    values: dict[Slot, Value] = {}
    places: dict[Slot, Place] = {}
    for read in _attributes(segment[1:], known):
        if isinstance(read, _Broken):
            problems.append(read.problem)
            if read.slot is not None:
                places.setdefault(read.slot, read.problem.at)
        elif read.slot in places:
            says = f"Leave out one {read.slot}: it stands twice."
            problems.append(Problem(Rule.TWICE, says, read.at))
        else:
            values[read.slot], places[read.slot] = read.value, read.at
    at = (segment[0].at[0], segment[-1].at[1])
    return Item(site, values, places, at), tuple(problems)


def _site(token: Token, known: Vocabulary) -> Site:
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


def _unknown_point(token: Token, known: Vocabulary) -> Problem:
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


def _attributes(
    tokens: Sequence[Token], known: Vocabulary
) -> Iterator[_Said | _Broken]:
    before = ""
    for token, after in zip_longest(tokens, tokens[1:]):
        if token.word == "why":
            yield _why(token, after)
        elif not token.quoted:
            yield _attribute(token, known)
        elif before != "why":
            says = "Text in quotation marks only follows why or lot."
            yield _broken(token, Rule.UNKNOWN_WORD, says)
        before = token.word


def _why(token: Token, after: Token | None) -> _Said | _Broken:
    if after is None or not after.quoted or not after.text.strip():
        says = 'Write the reason in quotation marks after why: why "reason".'
        return _broken(token, Rule.OVERRULE_WITHOUT_REASON, says, slot=Slot.WHY)
    return _Said((token.at[0], after.at[1]), Slot.WHY, after.text.strip())


def _attribute(token: Token, known: Vocabulary) -> _Said | _Broken:
    word = token.word
    if word in _WORDS:
        return _Said(token.at, *_WORDS[word])
    for slot, pattern in _NUMBERS:
        if found := pattern.fullmatch(word):
            return _number(token, slot, found[1])
    if _LEVEL.fullmatch(word):
        return _level(token, known)
    if word in known.muscles:
        return _Said(token.at, Slot.MUSCLE, word)
    return _unreadable(token)


def _number(token: Token, slot: Slot, digits: str) -> _Said | _Broken:
    value = float(digits.replace(",", "."))
    if value == 0:
        says = f"{shown(token)} is nothing: write a number above 0 or leave it out."
        return _broken(token, _ZERO[slot], says, slot=slot)
    return _Said(token.at, slot, int(value) if value.is_integer() else value)


def _level(token: Token, known: Vocabulary) -> _Said | _Broken:
    code = token.word.upper()
    if code in known.levels:
        return _Said(token.at, Slot.LEVEL, code)
    first, *_, last = known.levels
    says = f"{shown(token)} is no spinal level: write one from {first} to {last}."
    return _broken(token, Rule.LEVEL_UNKNOWN, says, slot=Slot.LEVEL)


def _unreadable(token: Token) -> _Broken:
    for pattern, slot, rule, says in _LIKE:
        if pattern.fullmatch(token.word):
            return _broken(token, rule, f"{shown(token)} {says}", slot=slot)
    says = (
        f"{shown(token)} is no word of a needle: use b, l or r, a depth, deqi, twitch"
        ' or none, man, ea or moxa, 2Hz, 15min, x3, or why "reason".'
    )
    return _broken(token, Rule.UNKNOWN_WORD, says)


def _broken(
    token: Token, rule: Rule, says: str, *, slot: Slot | None = None
) -> _Broken:
    return _Broken(Problem(rule, says, token.at), slot)


def shown(token: Token) -> str:
    """Return a token as messages show it: short, on one line."""
    text = " ".join(token.text.split())
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
