"""Tables whose rows are records: each names its sources and its certainty.

A room with such tables has a ``tables.toml`` with one record a file; its rows inherit
from that record what they do not say themselves.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypedDict, TypeVar

from deqi.knowledge import loader
from deqi.knowledge.schema import (
    Certainty,
    Provenance,
    SourceUse,
    UnreadableRecord,
    Use,
)

ABOUT = "tables.toml"
"""The file of a room that says what its tables rest on."""

Word = TypeVar("Word", bound=StrEnum)
Value = TypeVar("Value")


class MemoryFigure(ValueError):
    """A number in a record that rests on memory alone: it must stand in words only."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table with its provenance.

    Parameters
    ----------
    provenance : Provenance
        What it rests on.
    cells : mapping of str to str
        Column to cell; blank where nothing is known.
    """

    provenance: Provenance
    cells: Mapping[str, str]

    @property
    def is_from_memory(self) -> bool:
        """Return True where nothing of the row was looked up."""
        return all(use.how is Use.MEMORY for use in self.provenance.sources)

    def text(self, column: str) -> str:
        """Return a cell.

        Raises
        ------
        UnreadableRecord
            Where the table has no such column.
        """
        try:
            return self.cells[column]
        except KeyError as missing:
            raise UnreadableRecord(f"{self.provenance.key} lacks {column}") from missing

    def number(self, column: str) -> float | None:
        """Return a figure; None for a blank cell.

        Raises
        ------
        UnreadableRecord
            Where the cell holds no number.
        MemoryFigure
            Where the row rests on memory alone.
        """
        text = self.text(column)
        if not text:
            return None
        if self.is_from_memory:
            raise MemoryFigure(f"{self.provenance.key}: {column} is only remembered")
        try:
            return float(text)
        except ValueError as wrong:
            raise UnreadableRecord(
                f"{self.provenance.key}: {column} {text!r} is no number"
            ) from wrong

    def whole(self, column: str) -> int | None:
        """Return a whole number; None for a blank cell."""
        value = self.number(column)
        if value is not None and value != int(value):
            raise UnreadableRecord(f"{self.provenance.key}: {column} is not whole")
        return None if value is None else int(value)

    def given(self, column: str) -> float:
        """Return a figure that every row must have."""
        value = self.number(column)
        if value is None:
            raise UnreadableRecord(f"{self.provenance.key}: {column} is blank")
        return value

    def year(self, column: str = "year") -> int | None:
        """Return a year; remembered or not, it dates the source and shows nothing."""
        return int(self.text(column)) if self.text(column) else None

    def word(self, column: str, words: type[Word]) -> Word | None:
        """Return one of the words of an enumeration; None for a blank cell."""
        text = self.text(column)
        try:
            return words(text) if text else None
        except ValueError as wrong:
            raise UnreadableRecord(f"{self.provenance.key}: {wrong}") from wrong

    def scale(self) -> tuple[float | None, float | None] | None:
        """Return the ends of the scale; None where neither is known."""
        ends = (self.number("scale_min"), self.number("scale_max"))
        return None if ends == (None, None) else ends


class Origin(TypedDict):
    """What every value takes over from its record, as arguments by name."""

    id: str
    sources: tuple[str, ...]
    certainty: str
    reviewed: bool
    memory: str
    note: str


def origin(line: Line) -> Origin:
    """Return what a value takes over from its record."""
    record = line.provenance
    return {
        "id": record.id,
        "sources": record.source_ids,
        "certainty": str(record.certainty),
        "reviewed": record.is_reviewed,
        "memory": line.cells.get("memory", ""),
        "note": line.cells.get("note", ""),
    }


def read(room: str, file: str, make: Callable[[Line], Value]) -> Mapping[str, Value]:
    """Make a value of every row of a table, by id, in the order of the file.

    Raises
    ------
    UnreadableRecord
        For a row without id, twice the same id, or a cell of the wrong kind.
    MemoryFigure
        For a number that is only remembered.
    """
    return {line.provenance.id: make(line) for line in lines(room, file)}


def lines(room: str, file: str) -> Iterator[Line]:
    """Yield the rows of a table with what they rest on.

    Raises
    ------
    UnreadableRecord
        For a row without id, and for one whose id stood before.
    """
    about = _about(room, file)
    seen: set[str] = set()
    for cells in loader.rows(room, file):
        found = _provenance(about, cells)
        if not found.id or found.id in seen:
            raise UnreadableRecord(f"{room}: {file}: the id {found.id!r} is not one")
        seen.add(found.id)
        yield Line(found, cells)


def provenance(room: str, *files: str) -> Mapping[str, Provenance]:
    """Return the provenance of every record of a room: its TOML files and tables.

    Parameters
    ----------
    room : str
        Folder under ``knowledge``.
    files : str
        Its TOML files, `ABOUT` among them.
    """
    found: dict[str, Provenance] = {}
    for file in files:
        for key, record in loader.records(room, file).items():
            found[key] = record.provenance
    for record in loader.records(room, ABOUT).values():
        for line in lines(room, record.text("file")):
            found[line.provenance.id] = line.provenance
    return found


def _about(room: str, file: str) -> Provenance:
    for record in loader.records(room, ABOUT).values():
        if record.fields.get("file") == file:
            return record.provenance
    raise UnreadableRecord(f"{room}: no record says what {file} rests on")


def _provenance(about: Provenance, cells: Mapping[str, str]) -> Provenance:
    own = cells.get("sources", "")
    certainty = cells.get("certainty", "")
    uses = tuple(_use(text, about) for text in own.split(";")) if own else about.sources
    return replace(
        about,
        id=cells.get("id") or "",
        sources=uses,
        certainty=Certainty(certainty) if certainty else about.certainty,
    )


def _use(text: str, about: Provenance) -> SourceUse:
    name, how, *clause = [*text.split(" ", 2), ""][:3]
    try:
        return SourceUse(name, Use(how), clause[0])
    except ValueError as wrong:
        raise UnreadableRecord(f"{about.key}: {text!r}: {wrong}") from wrong
