"""One record by its key."""

from dataclasses import replace

import pytest

from deqi.knowledge import facts, lookup, rooms
from deqi.knowledge.lookup import UnknownRecord, find, show


def test_a_record_is_found_with_its_fields_and_origin() -> None:
    record = find("red_flags:cauda_equina")
    assert record.provenance.key == "red_flags:cauda_equina"
    assert record.tables("tier")[0]["urgency"] == "emergency"


def test_a_row_is_found_with_the_sources_of_its_own() -> None:
    record = find("points:BL23")
    assert record.fields["pinyin"] == "Shenshu"
    assert record.provenance.id == "BL23"
    assert "WHO2008" in record.provenance.source_ids


def test_a_row_without_sources_of_its_own_stands_on_those_of_its_table() -> None:
    record = find("points:C7")
    assert record.provenance.key == "points:C7"
    assert record.provenance.source_ids == ("product",)


@pytest.mark.parametrize("room", rooms.ROOMS)
def test_every_record_of_a_room_is_found_and_says_something(room: str) -> None:
    for key, origin in rooms.ROOMS[room]().items():
        found = find(f"{room}:{key}")
        assert found.fields
        assert found.provenance == replace(origin, id=key)


def test_a_shown_record_spells_its_sources_out() -> None:
    shown = show("points:BL23")
    assert shown.key == "points:BL23"
    assert {source.id for source in shown.sources} >= {"WHO2008", "product"}
    assert all(source.citation for source in shown.sources)
    assert "id" not in show("red_flags:cauda_equina").fields


def test_a_record_is_found_by_its_file_where_two_share_an_id() -> None:
    assert find("advice:measures/NRS").fields["when"]


def test_every_fact_is_found() -> None:
    for fact in facts.catalogue().specs:
        assert find(f"facts:{fact}").fields["id"] == fact


@pytest.mark.parametrize(
    ("key", "says"),
    [
        ("x", "'x' is no room; there are"),
        ("nowhere:BL23", "'nowhere' is no room"),
        ("points:BL999", "points has no record 'BL999'"),
        ("points", "points has no record ''"),
    ],
)
def test_an_unknown_key_is_refused(key: str, says: str) -> None:
    with pytest.raises(UnknownRecord, match=says):
        find(key)


def test_a_table_that_no_record_speaks_for_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(lookup, "_records", lambda room: iter(()))
    with pytest.raises(
        UnknownRecord, match=r"no record says what levels\.csv rests on"
    ):
        find("points:C7")
