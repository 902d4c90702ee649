"""Reads a segment about one site: the site and its attributes.

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
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import zip_longest

from deqi.core.needling.sites import Site, site_of, unknown_point
from deqi.core.needling.tokens import Segment, Token, shown
from deqi.core.needling.values import Place, Problem, Rule, Vocabulary
from deqi.core.points import Sides


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
_LIKE: tuple[tuple[str, Slot, Rule, str], ...] = (
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
"""What a word that cannot be read was meant to be, in the order of trying."""


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


def read_item(segment: Segment, known: Vocabulary) -> tuple[Item, tuple[Problem, ...]]:
    """Read a site and its attributes.

    Returns
    -------
    item : Item
        With whatever could be read.
    problems : tuple of Problem
        Words that could not, and attributes that stand twice.
    """
    site = site_of(segment[0], known)
    problems = [] if site.name else [unknown_point(segment[0], known)]
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


def reads_as_attribute(word: str, known: Vocabulary) -> bool:
    """Return True for a word that says something about a site, or is meant to."""
    numbered = any(pattern.fullmatch(word) for _, pattern in _NUMBERS)
    meant = any(re.fullmatch(pattern, word) for pattern, *_ in _LIKE)
    named = word in _WORDS or word == "why" or word.upper() in known.levels
    return named or numbered or meant


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
        if re.fullmatch(pattern, token.word):
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
