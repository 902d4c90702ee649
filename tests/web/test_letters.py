"""The pages of letters: drafted, edited, signed, printed, sent."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID

import psycopg
import pytest
from django.test import Client

from deqi.operations import letters, letters_waiting
from tests import charted, clinic
from tests.clinic import House, asked, second, write
from tests.web.episodes import sent, url

TEXT = {
    "to_name": "Dr Ex Ample",
    "to_address": "1 Example Road",
    "subject": "About Ada",
    "body": "She is well.\n\n- no fever\nand walks",
}


@pytest.fixture
def desk(client: Client, house: House) -> Client:
    clinic.sign_in(client, house.practitioner)
    return client


def drafted(house: House) -> UUID:
    return letters.draft(write(house.practitioner), house.episode)


def signed(house: House) -> UUID:
    letter = drafted(house)
    text = letters.Text(**TEXT)
    letters.edit(write(house.practitioner), letter, text, revision=1)
    return letters.sign(write(house.practitioner), letter, revision=2)


def test_a_letter_from_draft_to_sent(desk: Client, house: House) -> None:
    page = desk.get(url(house, "letters/")).content.decode()
    assert "No letter yet." in page
    answer = desk.post(url(house, "letters/"), sent())
    assert answer.status_code == 302
    page = desk.get(answer["Location"]).content.decode()
    assert "No session of acupuncture has been given yet." in page
    answer = desk.post(answer["Location"], sent(revision=1, **TEXT))
    shown = answer["Location"]
    page = desk.get(shown).content.decode()
    assert "<li>no fever</li>" in page
    assert "<p>and walks</p>" in page
    answer = desk.post(f"{shown}sign/", sent(revision=2))
    assert answer["Location"] == shown
    answer = desk.post(f"{shown}send/", sent())
    page = desk.get(shown).content.decode()
    assert re.search(r"sent</span>\s+23 November 2026", page)
    page = desk.get(url(house, "letters/")).content.decode()
    assert "Draft a letter from the records" in page
    assert "Dr Ex Ample" in page


def test_the_letter_in_hand_is_gone_on_with(desk: Client, house: House) -> None:
    letter = drafted(house)
    page = desk.get(url(house, "letters/")).content.decode()
    assert "nobody named yet" in page
    assert f"/desk/letters/{letter}/edit/" in page


def test_the_figures_stand_beside_the_text(desk: Client, house: House) -> None:
    charted.ready(house)
    charted.signed(house)
    page = desk.get(f"/desk/letters/{drafted(house)}/edit/").content.decode()
    assert "1, 23 November 2026" in page
    assert "2026-11-23" not in page.split('id="figures"')[1]
    assert "As of 23 November 2026." in page


def test_a_draft_is_written_anew(desk: Client, house: House) -> None:
    letter = drafted(house)
    text = letters.Text(**TEXT)
    letters.edit(write(house.practitioner), letter, text, revision=1)
    desk.post(url(house, "letters/"), sent(anew="1"))
    page = desk.get(f"/desk/letters/{letter}/edit/").content.decode()
    assert "She is well." not in page


def test_bad_input_keeps_what_was_typed(desk: Client, house: House) -> None:
    address = f"/desk/letters/{drafted(house)}/edit/"
    answer = desk.post(address, sent(revision=1, **TEXT | {"subject": ""}))
    assert answer.status_code == 422
    assert "She is well." in answer.content.decode()
    answer = desk.post(address, sent(revision=7, **TEXT))
    assert answer.status_code == 422
    assert "Somebody has changed this letter" in answer.content.decode()


def test_a_letter_that_no_font_shows_is_told(desk: Client, house: House) -> None:
    letter = drafted(house)
    address = f"/desk/letters/{letter}/"
    assert "empty box" not in desk.get(address).content.decode()
    text = letters.Text(**TEXT | {"to_name": "Dr \U0010fffd"})
    letters.edit(write(house.practitioner), letter, text, revision=1)
    page = desk.get(address).content.decode()
    assert 'empty box for: <span lang="und">\U0010fffd</span>' in page


@pytest.mark.parametrize("revision", ["1", "x"])
def test_a_letter_that_is_not_whole_is_not_signed(
    desk: Client, house: House, revision: str
) -> None:
    address = f"/desk/letters/{drafted(house)}/"
    answer = desk.post(f"{address}sign/", sent(revision=revision))
    assert answer.status_code == 422
    assert desk.get(f"{address}pdf/").status_code == 404


def test_a_signed_letter_is_read_and_printed(desk: Client, house: House) -> None:
    letter = signed(house)
    assert desk.get(f"/desk/letters/{letter}/edit/").status_code == 302
    answer = desk.get(f"/desk/letters/{letter}/pdf/")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'inline; filename="letter-2026-11-23.pdf"'
    assert answer.content.startswith(b"%PDF")


def test_the_front_desk_sends_and_does_not_read(client: Client, house: House) -> None:
    letter = signed(house)
    clinic.sign_in(client, house.desk)
    assert client.get(f"/desk/letters/{letter}/").status_code == 403
    answer = client.post(f"/desk/letters/{letter}/send/", sent())
    assert (answer.status_code, answer["Location"]) == (302, "/desk/tasks/letters/")


class TestWaiting:
    PAGE = "/desk/tasks/letters/"

    def test_a_draft_is_one_click_from_its_signature(
        self, desk: Client, house: House
    ) -> None:
        letter = drafted(house)
        page = desk.get(self.PAGE).content.decode()
        assert f'href="/desk/letters/{letter}/"' in page
        assert "In hand, to be signed" in page
        assert "Mark as sent" not in page

    def test_a_signed_one_is_sent_from_the_list(
        self, desk: Client, house: House
    ) -> None:
        letter = signed(house)
        page = desk.get(f"{self.PAGE}?all=1").content.decode()
        assert f"/desk/letters/{letter}/pdf/" in page
        assert "signed by Needles Example, 23 November" in page
        told = sent(from_list="1", all="1")
        answer = desk.post(f"/desk/letters/{letter}/send/", told)
        assert answer["Location"] == f"{self.PAGE}?all=1"
        assert "No letter waits" in desk.get(self.PAGE).content.decode()

    def test_of_an_episode_that_the_desk_opened_it_is_of_who_treats(
        self, desk: Client, house: House, owner: psycopg.Connection
    ) -> None:
        charted.ready(house)
        charted.signed(house)
        letter = drafted(house)
        owner.execute("UPDATE episodes_episode SET practitioner_id = NULL")
        assert f"/desk/letters/{letter}/" in desk.get(self.PAGE).content.decode()

    def test_of_ones_own_episodes_or_of_all(self, client: Client, house: House) -> None:
        drafted(house)
        email = "other@garden.example.org"
        role = house.practitioner.role
        other = clinic.hire(house.network, house.clinic, role, email)
        clinic.sign_in(client, other)
        assert "No letter waits" in client.get(self.PAGE).content.decode()
        page = client.get(f"{self.PAGE}?all=1").content.decode()
        assert "nobody named yet" in page

    def test_the_desk_reads_whom_it_goes_to_and_no_more(
        self, client: Client, house: House
    ) -> None:
        charted.ready(house)
        letter = signed(house)
        clinic.sign_in(client, house.desk)
        page = client.get(self.PAGE).content.decode()
        assert "Dr Ex Ample" in page
        assert "1 Example Road" in page
        assert f"/desk/patients/{house.patient}/" in page
        assert "About Ada" not in page
        assert "back pain" not in page
        assert f'href="/desk/letters/{letter}/' not in page
        assert "/pdf/" not in page
        assert "reviews/" not in page

    def test_the_desk_sees_no_draft(self, client: Client, house: House) -> None:
        drafted(house)
        clinic.sign_in(client, house.desk)
        assert "No letter waits" in client.get(self.PAGE).content.decode()

    def test_many_of_one_kind_hide_none_of_the_other(
        self, client: Client, house: House, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        signed(house)
        with clinic.at(clinic.MORNING + timedelta(hours=1)):
            drafted(house)
        clinic.sign_in(client, house.practitioner)
        monkeypatch.setattr(letters_waiting, "MOST", 1)
        page = client.get(self.PAGE).content.decode()
        assert "Dr Ex Ample" in page
        assert "nobody named yet" in page

    def test_a_clinic_sees_its_own(self, client: Client, house: House) -> None:
        signed(house)
        clinic.sign_in(client, second(house).desk)
        assert "No letter waits" in client.get(self.PAGE).content.decode()

    def test_who_is_named_on_it_is_audited(
        self, client: Client, house: House, owner: psycopg.Connection
    ) -> None:
        signed(house)
        clinic.sign_in(client, house.desk)
        client.get(self.PAGE)
        told = "SELECT patient FROM audit_event WHERE operation = 'letters.waiting'"
        assert owner.execute(told).fetchall() == [(house.patient,)]


def test_a_letter_of_another_clinic_is_not_found(client: Client, house: House) -> None:
    letter = drafted(house)
    clinic.sign_in(client, second(house).practitioner)
    assert client.get(f"/desk/letters/{letter}/").status_code == 404
    assert client.get(url(house, "letters/")).status_code == 404


def test_queries_of_the_pages(desk: Client, house: House) -> None:
    letter = signed(house)
    pages = {
        url(house, "letters/"): 9,
        f"/desk/letters/{letter}/": 8,
        "/desk/tasks/letters/": 10,
    }
    for address, most in pages.items():
        desk.get(address)
        with asked() as queries:
            desk.get(address)
        assert len(queries) == most
