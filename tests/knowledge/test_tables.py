"""Tables whose rows are records: cells, provenance, and what is only remembered."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

import pytest

from deqi.knowledge import loader, tables
from deqi.knowledge.schema import (
    Certainty,
    Provenance,
    Record,
    Review,
    SourceUse,
    UnreadableRecord,
    Use,
)
from deqi.knowledge.tables import Line, MemoryFigure

ABOUT = Provenance(
    room="trials",
    id="trials",
    sources=(SourceUse("product", Use.DEFAULT),),
    certainty=Certainty.PARTIAL,
    review=Review.UNREVIEWED,
    authored_by="Deqi project",
    checked_by=None,
    as_of=date(2026, 11, 21),
    next_review=date(2027, 11, 21),
)


class Colour(StrEnum):
    RED = "red"


def line(cells: Mapping[str, str], how: Use = Use.SEEN) -> Line:
    """Return a row that rests on one source."""
    origin = Provenance(
        room="trials",
        id="x",
        sources=(SourceUse("Tu2024", how),),
        certainty=Certainty.SEEN,
        review=Review.UNREVIEWED,
        authored_by="Deqi project",
        checked_by=None,
        as_of=date(2026, 11, 21),
        next_review=date(2027, 11, 21),
    )
    return Line(origin, cells)


@pytest.fixture
def table(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, str]]:
    """Put a table of our own in the place of every table."""
    cells: list[dict[str, str]] = []
    about = {"trials": Record(ABOUT, {"file": "trials.csv"})}
    monkeypatch.setattr(loader, "records", lambda room, file: about)
    monkeypatch.setattr(loader, "rows", lambda room, file: tuple(cells))
    return cells


def test_cells() -> None:
    row = line({"n": "12", "part": "1.5", "none": "", "colour": "red", "year": "2024"})
    assert row.whole("n") == 12
    assert row.number("part") == 1.5
    assert row.number("none") is None
    assert row.given("n") == 12
    assert row.word("colour", Colour) is Colour.RED
    assert row.word("none", Colour) is None
    assert row.year() == 2024
    assert row.year("none") is None


@pytest.mark.parametrize(
    ("scale", "ends"),
    [(("0", "10"), (0, 10)), (("0", ""), (0, None)), (("", ""), None)],
)
def test_the_ends_of_a_scale(
    scale: tuple[str, str], ends: tuple[float | None, float | None] | None
) -> None:
    assert line({"scale_min": scale[0], "scale_max": scale[1]}).scale() == ends


@pytest.mark.parametrize(
    ("read", "says"),
    [
        (lambda row: row.number("zzz"), "trials:x lacks zzz"),
        (lambda row: row.number("word"), "'red' is no number"),
        (lambda row: row.whole("part"), "part is not whole"),
        (lambda row: row.given("none"), "none is blank"),
        (lambda row: row.word("other", Colour), "'blue' is not a valid Colour"),
    ],
)
def test_a_cell_of_the_wrong_kind_is_refused_by_name(read, says: str) -> None:
    row = line({"word": "red", "part": "1.5", "none": "", "other": "blue"})
    with pytest.raises(UnreadableRecord, match=says):
        read(row)


@pytest.mark.parametrize("read", [Line.number, Line.whole, Line.given])
def test_a_number_that_is_only_remembered_is_refused(read) -> None:
    remembered = line({"n": "1403", "none": ""}, Use.MEMORY)
    with pytest.raises(MemoryFigure, match="trials:x: n is only remembered"):
        read(remembered, "n")
    assert remembered.number("none") is None


def test_a_row_partly_looked_up_may_hold_numbers() -> None:
    assert line({"n": "12"}, Use.PARTIAL).number("n") == 12


def test_a_row_without_sources_of_its_own_rests_on_those_of_its_table(
    table: list[dict[str, str]],
) -> None:
    table.append({"id": "a"})
    table.append({"id": "b", "sources": "Tu2024 seen abstract only;product partial",
                  "certainty": "seen"})  # fmt: skip
    bare, own = tables.lines("trials", "trials.csv")
    assert bare.provenance.sources == ABOUT.sources
    assert bare.provenance.certainty is Certainty.PARTIAL
    assert own.provenance.sources == (
        SourceUse("Tu2024", Use.SEEN, "abstract only"),
        SourceUse("product", Use.PARTIAL),
    )
    assert own.provenance.certainty is Certainty.SEEN
    assert set(tables.provenance("trials", tables.ABOUT)) == {"trials", "a", "b"}


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([{"id": "a"}, {"id": "a"}], "the id 'a' is not one"),
        ([{"id": ""}], "the id '' is not one"),
        ([{"id": "a", "sources": "Tu2024 glimpsed"}], "'Tu2024 glimpsed'"),
    ],
)
def test_a_row_that_is_no_record_is_refused(
    table: list[dict[str, str]], rows: list[dict[str, str]], says: str
) -> None:
    table.extend(rows)
    with pytest.raises(UnreadableRecord, match=says):
        tables.read("trials", "trials.csv", lambda row: row)


def test_a_table_that_no_record_speaks_for_is_refused(
    table: list[dict[str, str]],
) -> None:
    table.append({"id": "a"})
    with pytest.raises(UnreadableRecord, match=r"what other\.csv rests on"):
        tables.read("trials", "other.csv", lambda row: row)
