"""Titled tables of cases: pytest runs each row, and ``make docs`` prints the same rows.

A module ``tests/spec/test_<noun>.py`` names its page and its tables::

    PAGE = Page("red_flags", "Red flags", "Which answers stop care, and how soon.")

    CAUDA_EQUINA = Table(
        title="Cauda equina",
        prose="Any one of these sends the person to an emergency department.",
        columns={"facts": "Known", "urgency": "Urgency"},
        rows=[({"saddle_numbness": True}, "emergency")],
    )

    @CAUDA_EQUINA.cases
    def test_cauda_equina(facts, urgency): ...
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

import pytest


@dataclass(frozen=True)
class Page:
    """One page of docs/reference: file name without ending, heading, opening words.

    A diagram is drawn from the table that the code itself goes by, in Mermaid.
    """

    name: str
    title: str
    prose: str = ""
    diagram: str = ""

    def __post_init__(self) -> None:
        """Refuse a name that is no plain file name."""
        if not re.fullmatch(r"[a-z][a-z0-9_]*", self.name):
            raise ValueError(f"{self.name!r} is no name for a page")


@dataclass(frozen=True)
class Table:
    """Cases under one title.

    Parameters
    ----------
    title, prose : str
        What the table shows, for a reader who does not read code.
    columns : mapping of str to str
        Parameter of the test to heading of the column.
    rows : sequence of sequences
        One case each, a cell a column; at least one.
    """

    title: str
    columns: Mapping[str, str]
    rows: Sequence[Sequence[object]]
    prose: str = ""

    def __post_init__(self) -> None:
        """Refuse an empty table, a row of the wrong width, and a case that repeats."""
        if not self.rows:
            raise ValueError(f"{self.title}: a table without cases checks nothing")
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"{self.title}: {row!r} does not fill the columns")
        printed = [self.cells(row) for row in self.rows]
        for row in printed:
            if printed.count(row) > 1:
                raise ValueError(f"{self.title}: {row!r} stands twice")

    @property
    def cases(self) -> pytest.MarkDecorator:
        """Run the test once for each row."""
        names = list(self.columns)
        ids = [" | ".join(self.cells(row)) for row in self.rows]
        values = [row[0] if len(names) == 1 else tuple(row) for row in self.rows]
        return pytest.mark.parametrize(
            names[0] if len(names) == 1 else names, values, ids=ids
        )

    def cells(self, row: Sequence[object]) -> list[str]:
        """Return the cells of a row as a reader sees them."""
        return [words(value) for value in row]

    def markdown(self) -> str:
        """Return the table as the reference prints it."""
        lines = [f"## {self.title}", ""]
        if self.prose:
            lines += [" ".join(self.prose.split()), ""]
        lines.append(_line(list(self.columns.values())))
        lines.append(_line(["---"] * len(self.columns)))
        lines += [_line(self.cells(row)) for row in self.rows]
        return "\n".join(lines) + "\n"


def words(value: object) -> str:
    """Write a value for a reader: yes, no, unknown, days in ISO, lists with commas."""
    match value:
        case None:
            text = "unknown"
        case bool():
            text = "yes" if value else "no"
        case Enum():
            text = str(value.value)
        case date():
            text = value.isoformat()
        case Mapping():
            text = ", ".join(f"{key}: {words(each)}" for key, each in value.items())
        case list() | tuple():
            text = ", ".join(words(each) for each in value)
        case set() | frozenset():
            text = ", ".join(sorted(words(each) for each in value))
        case _:
            text = str(value)
    return text or "(nothing)"


def _line(cells: Sequence[str]) -> str:
    safe = (cell.replace("|", "\\|").replace("\n", " ") for cell in cells)
    return f"| {' | '.join(safe)} |"
