"""Cuts a charting line into words, quoted texts and segments, with their places."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from deqi.core.needling.values import Place, Problem, Rule

_TOKEN = re.compile(
    r"""
    (?P<space> [^\S\n]+ )
    | (?P<stop> [;\n] )
    | (?P<text> "(?:[^"\\]|\\.)*" | “[^”]*” )
    | (?P<open> ["“].* )
    | (?P<word> [^\s;"“]+ )
    """,
    re.VERBOSE | re.DOTALL,
)
_NUMBER = re.compile(r"[0-9][0-9.,]*", re.ASCII)
_SHOWN = 30
_UNITS = frozenset({"mm", "hz", "min"})


@dataclass(frozen=True, slots=True)
class Token:
    """A word, or a text in quotation marks.

    Parameters
    ----------
    text : str
        As written; a quoted text without its marks.
    at : tuple of (int, int)
        Where in the line, marks included.
    quoted : bool
        True for a text in quotation marks.
    """

    text: str
    at: Place
    quoted: bool = False

    @property
    def word(self) -> str:
        """Return the word in small letters, or nothing for quoted or foreign letters.

        Only plain letters are folded: the long s or the Kelvin sign are no letters of
        a point's code. The sign of multiplication stands for an x.
        """
        plain = self.text.replace("\N{MULTIPLICATION SIGN}", "x")
        return plain.lower() if plain.isascii() and not self.quoted else ""


Segment = tuple[Token, ...]


def cut(line: str) -> tuple[tuple[Segment, ...], tuple[Problem, ...]]:
    """Cut a line at its semicolons and line ends, and those parts into tokens.

    Parameters
    ----------
    line : str
        Any text at all.

    Returns
    -------
    segments : tuple of tuple of Token
        Those that hold anything.
    problems : tuple of Problem
        A quotation mark that is never closed.
    """
    segments: list[list[Token]] = [[]]
    problems: list[Problem] = []
    for found in _TOKEN.finditer(line):
        if found.lastgroup == "stop":
            segments.append([])
        elif found.lastgroup == "open":
            problems.append(_never_closed(found.span()))
        elif found.lastgroup != "space":
            segments[-1].append(_token(found))
    joined = (tuple(_with_units(segment)) for segment in segments)
    return tuple(segment for segment in joined if segment), tuple(problems)


def quote(text: str) -> str:
    """Write a text in quotation marks so that `cut` reads it back."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def shown(token: Token) -> str:
    """Return a token as messages show it: short, on one line."""
    text = " ".join(token.text.split())
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _token(found: re.Match[str]) -> Token:
    text = found.group()
    if found.lastgroup == "word":
        return Token(text, found.span())
    inside = text[1:-1]
    if text.startswith('"'):
        inside = re.sub(r"\\(.)", r"\1", inside, flags=re.DOTALL)
    return Token(inside, found.span(), quoted=True)


def _with_units(segment: list[Token]) -> Iterator[Token]:
    """Join a number and the unit that stands apart from it: ``25 mm``."""
    waiting: Token | None = None
    for token in segment:
        if waiting is not None and token.word in _UNITS:
            place = (waiting.at[0], token.at[1])
            yield replace(waiting, text=waiting.text + token.text, at=place)
            waiting = None
            continue
        if waiting is not None:
            yield waiting
        waiting = token if _NUMBER.fullmatch(token.word) else None
        if waiting is None:
            yield token
    if waiting is not None:
        yield waiting


def _never_closed(place: Place) -> Problem:
    return Problem(Rule.QUOTE_OPEN, "Close the quotation mark that opens here.", place)
