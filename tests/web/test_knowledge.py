"""Pages of records: rooms, words, one record with its sources, and who stands for it."""

from __future__ import annotations

from uuid import uuid4

import psycopg
import pytest
from django.test import Client

from deqi.operations import signoffs
from deqi.web.knowledge import words
from tests import clinic
from tests.clinic import House, asked, read

HERE = "/network/records/"
SHOW = f"{HERE}red_flags/cauda_equina/"


def sent(**told: str) -> dict[str, str]:
    mark = signoffs.mark_of("red_flags:cauda_equina")
    return {"key": str(uuid4()), "mark": mark, "verdict": "agrees", **told}


@pytest.fixture
def clinician(client: Client, house: House) -> Client:
    clinic.sign_in(client, house.practitioner)
    return client


def test_rooms_say_how_many_records_are_signed_off(clinician: Client) -> None:
    clinician.get(HERE)
    with asked() as queries:
        page = clinician.get(HERE).content.decode()
    assert len(queries) == 8
    assert f'href="{HERE}red_flags/"' in page
    assert "not reviewed by a clinician of yours yet" in page


def test_a_room_lists_its_records_and_words_narrow_them(clinician: Client) -> None:
    page = clinician.get(f"{HERE}red_flags/").content.decode()
    assert "Signs of pressure on the cauda equina" in page
    narrow = clinician.get(HERE, {"words": "saddle cauda"}).content.decode()
    assert SHOW in narrow
    assert "red_flags:cancer" not in narrow
    wide = clinician.get(HERE, {"words": "a"}).content.decode()
    assert "say more words to narrow them down" in wide
    none = clinician.get(HERE, {"words": "zyzzyva"}).content.decode()
    assert "No record says this" in none


def test_what_is_not_there_is_told(clinician: Client) -> None:
    for address in ("nowhere/", "red_flags/none/"):
        assert clinician.get(f"{HERE}{address}").status_code == 404


def test_a_record_shows_its_sources_and_that_nobody_reviewed_it(
    clinician: Client,
) -> None:
    clinician.get(SHOW)
    with asked() as queries:
        page = clinician.get(SHOW).content.decode()
    assert len(queries) == 8
    assert "Not reviewed by a clinician of yours yet" in page
    assert "What it rests on" in page
    assert "Keep, under my name" in page


def test_a_clinician_stands_for_a_record_until_it_changes(
    clinician: Client, owner: psycopg.Connection
) -> None:
    page = clinician.post(SHOW, sent(), follow=True).content.decode()
    assert "Needles Example" in page
    assert "A clinician of yours stands for this record" in page
    assert "signed off" in clinician.get(f"{HERE}red_flags/").content.decode()
    owner.execute("UPDATE signoffs_signoff SET content_hash = 'of an older record'")
    changed = clinician.get(SHOW).content.decode()
    assert "of an older wording: void" in changed
    assert "Not reviewed by a clinician of yours yet" in changed


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"verdict": "objects", "note": ""}, "Say what is wrong with it."),
        ({"mark": "old"}, "The record has changed; read it again first."),
        ({"verdict": "perhaps"}, "There is a problem"),
        ({"key": ""}, "load the page again"),
    ],
)
def test_what_cannot_be_kept_is_told(
    clinician: Client, wrong: dict[str, str], told: str
) -> None:
    answer = clinician.post(SHOW, sent() | wrong)
    assert answer.status_code == 422
    assert told in answer.content.decode()


def test_an_objection_is_shown_with_its_reason(clinician: Client) -> None:
    told = sent(verdict="objects", note="The urgency is wrong.")
    page = clinician.post(SHOW, told, follow=True).content.decode()
    assert "The urgency is wrong." in page
    assert "objected to" in clinician.get(f"{HERE}red_flags/").content.decode()


def test_a_manager_reads_and_signs_nothing(client: Client, house: House) -> None:
    clinic.sign_in(client, house.manager)
    assert "Keep, under my name" not in client.get(SHOW).content.decode()
    assert client.post(SHOW, sent()).status_code == 422
    record = signoffs.show(read(house.manager), "red_flags:cauda_equina")
    assert record.standings == ()


def test_the_desk_has_no_records(client: Client, house: House) -> None:
    clinic.sign_in(client, house.desk)
    assert client.get(HERE).status_code == 403


def test_what_is_nested_in_a_record_is_spelled_out() -> None:
    fields = {"urgency": "soon", "ask": ["a", ["b", "c"]], "when": {"age_years": 50}}
    assert list(words.lines(fields | {"note": ""})) == [
        ("Urgency", ["soon"]),
        ("Ask", ["a", "b; c"]),
        ("When", ["Age years: 50"]),
        ("Note", []),
    ]


def test_only_an_address_of_the_web_is_a_link() -> None:
    assert words.link("https://doi.org/10.1/x") == "https://doi.org/10.1/x"
    assert words.link("javascript:alert(1)") == ""
