"""What a record must carry to be read at all."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from deqi.knowledge import loader
from deqi.knowledge.schema import (
    Certainty,
    Review,
    SourceUse,
    UnreadableRecord,
    UnsourcedRecord,
    Use,
)

FIELDS: Mapping[str, object] = {
    "id": "x",
    "sources": ["WHO1999 partial 2.2 and 4", "product product_default"],
    "certainty": "partial",
    "review": "unreviewed",
    "authored_by": "Deqi project",
    "as_of": date(2026, 11, 21),
    "next_review": date(2027, 11, 21),
}


def without(name: str) -> dict[str, object]:
    """Return the fields of a record that lacks one."""
    return {key: value for key, value in FIELDS.items() if key != name}


def test_provenance_is_read_whole() -> None:
    read = loader.provenance("room", FIELDS)
    assert read.key == "room:x"
    assert read.sources == (
        SourceUse("WHO1999", Use.PARTIAL, "2.2 and 4"),
        SourceUse("product", Use.DEFAULT),
    )
    assert read.source_ids == ("WHO1999", "product")
    assert (read.certainty, read.review) == (Certainty.PARTIAL, Review.UNREVIEWED)
    assert (read.checked_by, read.certainty_note) == (None, "")


def test_a_review_names_who_signed() -> None:
    signed = {**FIELDS, "review": "reviewed", "checked_by": "A. Clinician"}
    assert loader.provenance("room", signed).is_reviewed


@pytest.mark.parametrize("name", FIELDS)
def test_a_record_that_lacks_a_field_is_refused(name: str) -> None:
    with pytest.raises(UnreadableRecord, match=f"lacks {name}"):
        loader.provenance("room", without(name))


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("id", 3, "3 is no text"),
        ("sources", "WHO1999 seen", "is no list"),
        ("sources", [3], "3 is no text"),
        ("sources", ["WHO1999"], "not enough values"),
        ("sources", ["WHO1999 heard"], "'heard' is not a valid Use"),
        ("certainty", "sure", "'sure' is not a valid Certainty"),
        ("review", "reviewed", "reviewed means signed by somebody"),
        ("checked_by", "A. Clinician", "reviewed means signed by somebody"),
        ("as_of", "2026-11-21", "is no date"),
        ("next_review", None, "is no date"),
    ],
)
def test_a_field_of_the_wrong_kind_is_refused(
    name: str, value: object, says: str
) -> None:
    with pytest.raises(ValueError, match=says):
        loader.provenance("room", {**FIELDS, name: value})


def test_a_record_without_a_source_is_refused() -> None:
    with pytest.raises(UnsourcedRecord, match="room:x"):
        loader.provenance("room", {**FIELDS, "sources": []})


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a room in which a test may write records of its own."""
    monkeypatch.setattr(loader, "files", lambda package: tmp_path)
    (tmp_path / "room").mkdir()
    return tmp_path / "room"


ABOUT = """
[about]
sources = ["product product_default"]
certainty = "own"
review = "unreviewed"
authored_by = "Deqi project"
as_of = 2026-11-21
next_review = 2027-11-21
"""


def test_records_inherit_what_the_file_says_of_all_and_may_say_otherwise(
    room: Path,
) -> None:
    (room / "inherit.toml").write_text(
        ABOUT + '[[record]]\nid = "a"\ntitle = "A"\n'
        '[[record]]\nid = "b"\ncertainty = "seen"\nsources = ["WHO1999 seen"]\n',
        encoding="utf-8",
    )
    read = loader.records("room", "inherit.toml")
    assert list(read) == ["a", "b"]
    assert read["a"].fields == {"id": "a", "title": "A"}
    assert read["a"].provenance.source_ids == ("product",)
    assert read["b"].provenance.source_ids == ("WHO1999",)
    assert read["b"].provenance.certainty is Certainty.SEEN


def test_an_id_that_stands_twice_is_refused(room: Path) -> None:
    text = ABOUT + '[[record]]\nid = "a"\n[[record]]\nid = "a"\n'
    (room / "twice.toml").write_text(text, encoding="utf-8")
    with pytest.raises(UnreadableRecord, match="room:a stands twice"):
        loader.records("room", "twice.toml")


def test_a_file_without_records_holds_none(room: Path) -> None:
    (room / "empty.toml").write_text("", encoding="utf-8")
    assert loader.records("room", "empty.toml") == {}


def test_rows_are_texts_and_empty_where_nothing_is_known(room: Path) -> None:
    (room / "rows.csv").write_text("id,cap\nBL23,30\nBL1,\n", encoding="utf-8")
    assert loader.rows("room", "rows.csv") == (
        {"id": "BL23", "cap": "30"},
        {"id": "BL1", "cap": ""},
    )
