"""A record as its file holds it, and when it is due."""

from dataclasses import replace
from datetime import date

import pytest

from deqi.knowledge.schema import (
    Certainty,
    Provenance,
    Record,
    Review,
    SourceUse,
    UnreadableRecord,
    UnsourcedRecord,
    Use,
)

ORIGIN = Provenance(
    room="room",
    id="x",
    sources=(
        SourceUse("a", Use.SEEN),
        SourceUse("b", Use.MEMORY),
        SourceUse("a", Use.PARTIAL, "2"),
    ),
    certainty=Certainty.SEEN,
    review=Review.UNREVIEWED,
    authored_by="Deqi project",
    checked_by=None,
    as_of=date(2026, 11, 21),
    next_review=date(2027, 11, 21),
)
RECORD = Record(
    ORIGIN, {"title": "T", "codes": ["a", "b"], "tier": [{"when": "x"}], "cap": 12}
)


def test_a_source_that_is_used_twice_is_named_once() -> None:
    assert ORIGIN.source_ids == ("a", "b")


@pytest.mark.parametrize(
    ("day", "is_due"), [(date(2027, 11, 21), False), (date(2027, 11, 22), True)]
)
def test_a_record_is_due_after_its_next_review(day: date, is_due: bool) -> None:
    assert ORIGIN.is_due(day) is is_due


def test_a_record_without_a_source_cannot_be() -> None:
    with pytest.raises(UnsourcedRecord, match="room:x names no source"):
        replace(ORIGIN, sources=())


@pytest.mark.parametrize(
    ("review", "checked_by"),
    [
        (Review.REVIEWED, None),
        (Review.UNREVIEWED, "A. Clinician"),
        (Review.RETIRED, "A. Clinician"),
    ],
)
def test_reviewed_and_signed_are_one(review: Review, checked_by: str | None) -> None:
    with pytest.raises(UnreadableRecord, match="signed by somebody"):
        replace(ORIGIN, review=review, checked_by=checked_by)


def test_signed_is_reviewed() -> None:
    signed = replace(ORIGIN, review=Review.REVIEWED, checked_by="A. Clinician")
    assert (signed.is_reviewed, ORIGIN.is_reviewed) == (True, False)


def test_fields_are_read_by_kind() -> None:
    assert RECORD["cap"] == 12
    assert RECORD.text("title") == "T"
    assert RECORD.text("note", "none") == "none"
    assert RECORD.texts("codes") == ("a", "b")
    assert RECORD.texts("points") == ()
    assert RECORD.tables("tier") == ({"when": "x"},)
    assert RECORD.tables("limit") == ()


def test_a_missing_field_is_named() -> None:
    with pytest.raises(UnreadableRecord, match="room:x lacks note"):
        RECORD["note"]


@pytest.mark.parametrize(
    ("read", "says"),
    [
        (lambda: RECORD.text("note"), "note is no text"),
        (lambda: RECORD.text("cap"), "cap is no text"),
        (lambda: RECORD.texts("title"), "title is no list of texts"),
        (lambda: RECORD.texts("tier"), "tier is no list of texts"),
        (lambda: RECORD.tables("title"), "title is no list of tables"),
        (lambda: RECORD.tables("codes"), "codes is no list of tables"),
    ],
)
def test_a_field_of_another_kind_is_refused(read: object, says: str) -> None:
    assert callable(read)
    with pytest.raises(UnreadableRecord, match=f"room:x: {says}"):
        read()
