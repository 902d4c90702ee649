"""Rows of a table of trials: their cells, which of them are meant, how alike they are.

The layout is that of trials.csv, or any with the columns it is asked for.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from deqi.evidence import comparators
from deqi.evidence.comparators import Comparator, ComparatorUnknown

_ALIKE = {
    "comparator": "Controls",
    "compared_with": "What controls had",
    "outcome": "Outcomes",
    "timepoint_weeks": "Weeks",
    "condition": "Conditions",
    "value_type": "Kinds of value",
}

_SHOWN = 5


class BadRow(ValueError):
    """A figure that cannot be, or a word that says nothing, with line and column."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table.

    Parameters
    ----------
    line : int
        Where it stands in the file, from 1.
    cells : mapping of str to str
        Column to what stands there.
    """

    line: int
    cells: Mapping[str, str]

    def text(self, column: str) -> str:
        """Return a cell without blanks around it; empty where there is no such column."""
        return self.cells.get(column, "").strip()

    def number(self, column: str) -> float | None:
        """Return a cell as a number; None where it is empty.

        Raises
        ------
        BadRow
            Where something else stands there.
        """
        text = self.text(column)
        if not text:
            return None
        try:
            found = float(text)
        except ValueError as wrong:
            raise self.bad(column, f"{text[:40]!r} is no number") from wrong
        if not math.isfinite(found) or "_" in text:
            raise self.bad(column, f"{text[:40]!r} is no number")
        return found

    def bad(self, column: str, why: str) -> BadRow:
        """Return the refusal of a cell."""
        return BadRow(f"line {self.line}, column {column}: {why}")

    @property
    def label(self) -> str:
        """Return what a page calls the row."""
        return self.text("trial") or self.text("label") or f"line {self.line}"


@dataclass(frozen=True, slots=True)
class Choice:
    """Which rows are meant; what is None chooses nothing.

    Parameters
    ----------
    comparator : Comparator or None
        The kind of control.
    outcome, condition : str or None
        Words that the cell must hold; letters' case is free.
    weeks : tuple of float or None
        First and last week, both included; a row without weeks is not among them.
    """

    comparator: Comparator | None = None
    outcome: str | None = None
    condition: str | None = None
    weeks: tuple[float, float] | None = None

    def takes(self, row: Row) -> bool:
        """Return whether a row is meant.

        Raises
        ------
        BadRow
            Where its weeks are no number.
        """
        return (
            (self.comparator is None or _kind(row) is self.comparator)
            and _holds(row.text("outcome"), self.outcome)
            and _holds(row.text("condition"), self.condition)
            and self._in_time(row)
        )

    def _in_time(self, row: Row) -> bool:
        if self.weeks is None:
            return True
        week = row.number("timepoint_weeks")
        return week is not None and self.weeks[0] <= week <= self.weeks[1]


def caution(rows: Sequence[Row]) -> tuple[str, ...]:
    """Return what a reader must know of rows that are pooled together."""
    told = []
    if twice := _repeated(rows):
        told.append(
            f"{', '.join(twice)}: more than one row of a trial; people counted twice"
            " make a pool too sure. Choose one, or merge the arms."
        )
    for column, name in _ALIKE.items():
        values = sorted({row.text(column) for row in rows} - {""})
        if len(values) > 1:
            told.append(f"{name} differ: {'; '.join(values[:_SHOWN])}{_more(values)}.")
    return tuple(told)


def _more(values: Sequence[str]) -> str:
    return f" and {len(values) - _SHOWN} more" if len(values) > _SHOWN else ""


def _repeated(rows: Sequence[Row]) -> list[str]:
    """Return the names of trials that stand in several rows, by name or by paper."""
    found = set()
    for column in ("trial", "doi_or_pmid"):
        texts = [row.text(column) for row in rows]
        found |= {
            row.label
            for row, text in zip(rows, texts, strict=True)
            if text and texts.count(text) > 1
        }
    return sorted(found)


def _holds(text: str, words: str | None) -> bool:
    return words is None or words.casefold() in text.casefold()


def _kind(row: Row) -> Comparator | None:
    try:
        return comparators.read(row.text("comparator"))
    except ComparatorUnknown:
        return None
