"""Clinicians stand for records as they are; a changed one voids what was said."""

from __future__ import annotations

import psycopg
import pytest

from deqi.operations import access, refusals, signoffs
from deqi.operations.signoffs import Verdict
from tests.clinic import House, read, write

KEY = "red_flags:cauda_equina"


def agree(house: House, **changes: object) -> None:
    told = {"mark": signoffs.mark_of(KEY), "verdict": Verdict.AGREES, **changes}
    signoffs.sign_off(write(house.practitioner), KEY, **told)


def of(house: House) -> signoffs.Listed:
    rows = signoffs.listed(read(house.manager), room="red_flags")
    return next(row for row in rows if row.key == KEY)


def test_a_record_is_unreviewed_until_a_clinician_stands_for_it(house: House) -> None:
    assert (of(house).packaged, of(house).agree) == ("unreviewed", 0)
    agree(house)
    assert (of(house).packaged, of(house).agree) == ("unreviewed", 1)
    (standing,) = signoffs.show(read(house.manager), KEY).standings
    assert (standing.verdict, standing.is_void) == (Verdict.AGREES, False)


def test_the_last_word_of_a_clinician_counts(house: House) -> None:
    agree(house)
    agree(house, verdict=Verdict.OBJECTS, note="The urgency is wrong.")
    assert (of(house).agree, of(house).object) == (0, 1)


def test_a_changed_record_voids_what_was_said(
    house: House, owner: psycopg.Connection
) -> None:
    agree(house)
    owner.execute("UPDATE signoffs_signoff SET content_hash = 'of an older record'")
    assert of(house).agree == 0
    (standing,) = signoffs.show(read(house.manager), KEY).standings
    assert standing.is_void


def test_who_read_another_version_is_told(house: House) -> None:
    with pytest.raises(signoffs.RecordChanged):
        agree(house, mark="of an older record")


def test_an_objection_says_why(house: House) -> None:
    with pytest.raises(signoffs.ObjectionUnexplained):
        agree(house, verdict=Verdict.OBJECTS, note=" ")


def test_only_a_licensed_clinician_signs(
    house: House, owner: psycopg.Connection
) -> None:
    owner.execute("UPDATE clinics_credential SET expires = valid_from + 1")
    with pytest.raises(access.NotLicensed):
        agree(house)
    with pytest.raises(refusals.NotPermitted):
        signoffs.sign_off(
            write(house.manager),
            KEY,
            mark=signoffs.mark_of(KEY),
            verdict=Verdict.AGREES,
        )


@pytest.mark.parametrize("key", ["red_flags:none", "nowhere:cauda_equina", "x"])
def test_a_key_without_a_record_is_refused(house: House, key: str) -> None:
    with pytest.raises(signoffs.NoSuchRecord):
        signoffs.show(read(house.manager), key)


def test_a_room_that_is_not_there_is_refused(house: House) -> None:
    with pytest.raises(signoffs.NoSuchRecord):
        signoffs.listed(read(house.manager), room="nowhere")


def test_every_record_of_every_room_is_listed_and_can_be_opened(house: House) -> None:
    rows = signoffs.listed(read(house.manager))
    assert len(rows) > 1000
    for row in rows[:: len(rows) // 40]:
        assert signoffs.show(read(house.manager), row.key).shown.key == row.key


def test_records_are_found_by_what_they_say(house: House) -> None:
    rows = signoffs.listed(read(house.manager), words="cauda EQUINA saddle")
    assert KEY in {row.key for row in rows}
    assert len(rows) < 100
    assert of(house).title == "Signs of pressure on the cauda equina"
    assert signoffs.listed(read(house.manager), words="zyzzyva") == ()
