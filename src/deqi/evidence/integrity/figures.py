"""Printed figures as what they may stand for: every true value that rounds to them.

A paper that prints 6.4 may have found anything from 6.35 to 6.45. Each check compares
what may be true, so that rounding alone never raises a finding.

Words
-----
span
    All values that a printed figure, or what is computed from it, may truly have.
row
    One line of a table: the figures of two arms, a rate, or a published pool.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation


class UnreadableFigure(ValueError):
    """A cell that should hold a number and does not."""


@dataclass(frozen=True, slots=True)
class Span:
    """All values from low to high, both in the unit of the figure."""

    low: float
    high: float

    @property
    def middle(self) -> float:
        """Return the value half way."""
        return (self.low + self.high) / 2

    def __neg__(self) -> "Span":
        return Span(-self.high, -self.low)

    def __add__(self, other: "Span") -> "Span":
        return Span(self.low + other.low, self.high + other.high)

    def __sub__(self, other: "Span") -> "Span":
        return self + -other

    def times(self, factor: float) -> "Span":
        """Return the span stretched by a factor that is not negative."""
        return Span(self.low * factor, self.high * factor)

    def over(self, other: "Span") -> "Span":
        """Return the ratio of two sizes, neither below 0; infinite over 0."""
        low = self.low / other.high if other.high else math.inf
        return Span(low, self.high / other.low if other.low else math.inf)

    def size(self) -> "Span":
        """Return the span without sign; from 0 where it holds 0."""
        if self.low >= 0:
            return self
        return -self if self.high <= 0 else Span(0.0, max(-self.low, self.high))

    def log(self) -> "Span | None":
        """Return the natural logarithm; None where the span reaches 0."""
        if self.low <= 0:
            return None
        return Span(math.log(self.low), math.log(self.high))

    def gap(self, other: "Span") -> float:
        """Return how far apart two spans are; 0 where a value may be the same."""
        # Figures are decimal: without this, 0.1 + 0.2 would part two equal spans.
        gap = max(self.low - other.high, other.low - self.high)
        return gap if gap > _NEGLIGIBLE * (1 + abs(self.high)) else 0.0

    def meets(self, other: "Span") -> bool:
        """Return True where one value lies in both."""
        return self.gap(other) == 0


_NEGLIGIBLE = 1e-9

_HALF = 0.5

_MOST_DIGITS = 30
"""Digits that no printed figure has; beyond, squares would leave what floats hold."""


def quadrature(*spans: Span) -> Span:
    """Return the root of the sum of squares of sizes, as standard errors add."""
    return Span(
        math.hypot(*(max(each.low, 0.0) for each in spans)),
        math.hypot(*(each.high for each in spans)),
    )


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """One line of a table with its printed cells.

    Parameters
    ----------
    table : str
        What the table is called.
    number : int
        Which line of data it is, from 1.
    cells : mapping of str to str
        Column to what is printed; blank where nothing is.
    line : int or None
        Where it begins in its file, from 1; None for records of the product.
    """

    table: str
    number: int
    cells: Mapping[str, str]
    line: int | None = None

    def text(self, column: str) -> str:
        """Return a cell without blanks around it; blank where there is no column."""
        return (self.cells.get(column) or "").strip()

    def span(self, column: str) -> Span | None:
        """Return what the printed figure may stand for; None for a blank cell.

        Raises
        ------
        UnreadableFigure
            Where the cell holds no number.
        """
        text = self.text(column)
        return read(text, self.place(column)) if text else None

    def spans(self, *columns: str) -> tuple[Span, ...] | None:
        """Return the figures of several columns; None where one of them is blank."""
        found = [self.span(column) for column in columns]
        known = tuple(each for each in found if each is not None)
        return known if len(known) == len(columns) else None

    def count(self, column: str) -> float | None:
        """Return a figure that is not rounded, such as a number of people."""
        span = self.span(column)
        return None if span is None else span.middle

    def counts(self, *columns: str) -> tuple[float, ...] | None:
        """Return unrounded figures of several columns; None where one is blank."""
        spans = self.spans(*columns)
        return None if spans is None else tuple(span.middle for span in spans)

    @property
    def trial(self) -> str:
        """Return whose row it is: trial, source of a rate, or review."""
        return self.text("trial") or self.text("source") or self.text("review")

    def place(self, column: str) -> str:
        """Return where a cell stands, for somebody who must mend it."""
        where = f"row {self.number}" if self.line is None else f"line {self.line}"
        return f"{self.table} {where}, column {column}"


def read(text: str, place: str) -> Span:
    """Return every value that rounds to a printed number.

    Parameters
    ----------
    text : str
        As printed, such as ``-5.10``: the digits say how it was rounded.
    place : str
        What the refusal names.

    Raises
    ------
    UnreadableFigure
        Where it is no finite number.
    """
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal("nan")
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int) or _too_long(exponent, value.adjusted()):
        raise UnreadableFigure(f"{place}: {text!r} is no number")
    half = float(Decimal(1).scaleb(exponent)) * _HALF
    return Span(float(value) - half, float(value) + half)


def _too_long(*places: int) -> bool:
    return max(abs(place) for place in places) > _MOST_DIGITS


def read_probability(text: str, place: str) -> Span:
    """Return what a printed P value says: ``.03``, ``<.001``, ``>0.05``, ``ns``.

    Raises
    ------
    UnreadableFigure
        Where it is no such value from 0 to 1.
    """
    if text.casefold().replace(".", "") == "ns":
        text = ">.05"
    found = re.fullmatch(r"(?:[Pp]\s*)?([=<>≤≥]?)=?\s*(0?\.\d+|1\.0+|[01])", text)
    if found is None:
        raise UnreadableFigure(f"{place}: {text!r} is no P value")
    sign, figure = found.groups()
    span = read(figure, place)
    if sign in ("<", "≤"):
        return Span(0.0, span.middle)
    if sign in (">", "≥"):
        return Span(span.middle, 1.0)
    return Span(max(span.low, 0.0), min(span.high, 1.0))
