"""Pages of patients: found as one types, registered once, the card and the chart."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import psycopg
import pytest
from django.test import Client

from deqi.operations import (
    documents,
    doubles,
    episodes,
    letters,
    patients,
    reviews,
    tasks,
)
from tests import charted, clinic
from tests.clinic import ADA, TODAY, House, asked, book, write
from tests.operations.rows import one
from tests.operations.test_documents import pdf

WHO = {
    "given_name": "Bea",
    "family_name": "Newcomer",
    "birth_date": "1980-02-03",
    "phone": "0309",
    "doctor_name": "Dr Example",
}


@pytest.fixture
def desk(client: Client, house: House) -> Client:
    clinic.sign_in(client, house.desk)
    return client


@pytest.fixture
def needles(client: Client, house: House) -> Client:
    clinic.sign_in(client, house.practitioner)
    return client


def text(client: Client, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status
    return " ".join(answer.content.decode().split())


class TestSearch:
    def test_finds_as_one_types_without_the_frame(self, desk: Client) -> None:
        answer = desk.post("/desk/patients/", {"typed": "ada"}, headers=HTMX)
        page = answer.content.decode()
        assert "Ada Example" in page
        assert "<html" not in page
        assert "1 patient" in page

    def test_finds_without_a_script_and_keeps_what_was_typed(
        self, desk: Client
    ) -> None:
        page = desk.post("/desk/patients/", {"typed": "zoe"}).content.decode()
        assert 'value="zoe"' in page
        assert "Nobody found" in page

    def test_what_is_typed_stands_in_no_address(self, desk: Client) -> None:
        page = text(desk, "/desk/patients/")
        assert '<form class="search" method="post"' in page
        assert "Registered last" in page

    def test_says_when_there_are_more(self, desk: Client, house: House) -> None:
        for at in range(20):
            patients.register(write(house.desk), replace(ADA, given_name=f"Bob{at}"))
        page = desk.post("/desk/patients/", {"typed": "bob"}).content.decode()
        assert "The first 20" in page

    def test_asks_as_much_however_many_there_are(
        self, needles: Client, house: House
    ) -> None:
        for _ in range(5):
            patients.register(write(house.desk), ADA)
        text(needles, "/desk/patients/")
        with asked() as queries:
            page = needles.post("/desk/patients/", {"typed": "ada"}).content.decode()
        assert f"/desk/patients/{house.patient}/chart/" in page
        assert len(queries) == 8


HTMX = {"HX-Request": "true"}


class TestRegistering:
    def test_registers_and_opens_the_card(self, desk: Client) -> None:
        assert "Given name" in text(desk, "/desk/patients/new/")
        sent = {"key": uuid4(), **WHO}
        answer = desk.post("/desk/patients/new/", sent, follow=True)
        page = answer.content.decode()
        assert "Bea Newcomer" in page
        assert "Dr Example" in page

    def test_shows_who_is_there_already_before_it_keeps_anything(
        self, desk: Client, house: House, owner: psycopg.Connection
    ) -> None:
        sent = {
            "key": uuid4(),
            "given_name": "Ada",
            "family_name": "Exámple",
            "birth_date": "1971-05-04",
        }
        answer = desk.post("/desk/patients/new/", sent)
        page = answer.content.decode()
        assert answer.status_code == 409
        assert "Is it one of these?" in page
        assert f"/desk/patients/{house.patient}/" in page
        assert 'value="Exámple"' in page
        assert one(owner, "SELECT count(*) FROM people_patient") == 1
        answer = desk.post("/desk/patients/new/", sent | {"is_new": "1"})
        assert answer.status_code == 302
        assert one(owner, "SELECT count(*) FROM people_patient") == 2

    @pytest.mark.parametrize(
        ("wrong", "told"),
        [
            ({"birth_date": "2999-01-01"}, "lies after today"),
            ({"family_name": ""}, "Family name"),
            ({"email": "nowhere"}, "E-mail"),
        ],
    )
    def test_what_cannot_be_keeps_what_was_typed(
        self, desk: Client, wrong: dict[str, str], told: str
    ) -> None:
        answer = desk.post("/desk/patients/new/", {"key": uuid4(), **WHO, **wrong})
        page = answer.content.decode()
        assert answer.status_code == 422
        assert told in page
        assert 'value="Bea"' in page


class TestCard:
    def url(self, house: House, verb: str = "") -> str:
        return f"/desk/patients/{house.patient}/{verb}"

    def test_shows_who_when_and_who_pays_and_never_the_chart(
        self, desk: Client, house: House
    ) -> None:
        charted.ready(house)
        charted.signed(house)
        book(house, 14)
        documents.add(write(house.desk), house.patient, name="referral.pdf", sent=pdf())
        text(desk, self.url(house))
        with asked() as queries:
            page = text(desk, self.url(house))
        assert len(queries) == 13
        assert "020 1111" in page
        assert "paid by the patient" in page
        assert "Mon 23 Nov 2026, 14:00" in page
        assert "referral.pdf" in page
        assert "BL23" not in page
        assert "/chart/" not in page

    def test_changes_who_somebody_is(self, desk: Client, house: House) -> None:
        page = text(desk, self.url(house, "change/"))
        assert 'value="Ada"' in page
        sent = {"key": uuid4(), **WHO, "city": "Leeds", "postcode": "LS1"}
        answer = desk.post(self.url(house, "change/"), sent, follow=True)
        assert "LS1 Leeds" in answer.content.decode()

    def test_a_change_that_cannot_be_is_told(self, desk: Client, house: House) -> None:
        sent = {"key": uuid4(), **WHO, "birth_date": "2999-01-01"}
        answer = desk.post(self.url(house, "change/"), sent)
        assert answer.status_code == 422
        assert 'value="Bea"' in answer.content.decode()

    def test_opens_an_episode_with_who_pays(self, desk: Client, house: House) -> None:
        newcomer = patients.register(write(house.desk), ADA)
        url = f"/desk/patients/{newcomer}/episode/"
        page = text(desk, url)
        assert "Complaint" not in page.split('class="form"')[1]
        sent = {"key": uuid4(), "payer": "us_va", "payer_number": "X1"}
        answer = desk.post(url, sent, follow=True)
        assert "paid by Veterans Affairs (US), X1" in " ".join(
            answer.content.decode().split()
        )

    def test_a_practitioner_names_the_complaint(
        self, needles: Client, house: House, owner: psycopg.Connection
    ) -> None:
        episodes.discharge(write(house.practitioner), house.episode, note="Well.")
        sent = {"key": uuid4(), "condition": "low_back_pain"}
        assert needles.post(self.url(house, "episode/"), sent).status_code == 302
        asked_ = "SELECT condition FROM episodes_episode WHERE discharged_at IS NULL"
        assert one(owner, asked_) == "low_back_pain"

    @pytest.mark.parametrize("field", ["condition", "payer"])
    def test_what_is_not_in_the_list_is_told_at_its_field(
        self, needles: Client, house: House, field: str
    ) -> None:
        twin = patients.register(write(house.desk), ADA)
        sent = {"key": uuid4(), "payer_number": "N-1", field: "x"}
        answer = needles.post(f"/desk/patients/{twin}/episode/", sent)
        assert answer.status_code == 422
        sentence = "This is not in the list; choose one that is."
        assert answer.context["form"].errors == {field: [sentence]}
        assert 'value="N-1"' in answer.content.decode()

    def test_an_episode_that_goes_on_is_told(self, desk: Client, house: House) -> None:
        answer = desk.post(self.url(house, "episode/"), {"key": uuid4()})
        assert answer.status_code == 422
        assert "An episode goes on already" in answer.content.decode()

    def test_another_clinics_patient_is_not_there(
        self, needles: Client, house: House
    ) -> None:
        other = clinic.second(house)
        for verb in ("", "chart/", "change/", "episode/", "documents/"):
            text(needles, self.url(other, verb), 404)


class TestChart:
    def url(self, house: House) -> str:
        return f"/desk/patients/{house.patient}/chart/"

    def test_a_new_chart_says_what_is_missing(
        self, needles: Client, house: House
    ) -> None:
        page = text(needles, self.url(house))
        for word in ("Not screened yet", "No plan signed yet", "No session yet"):
            assert word in page
        assert "<svg viewBox" not in page.split('id="now"')[1].split("</section>")[0]

    def test_shows_the_course_and_all_that_was_done(
        self, needles: Client, house: House, owner: psycopg.Connection
    ) -> None:
        charted.ready(house)
        session = charted.signed(house)
        charted.copies(owner, session, 30)
        book(house, 14)
        documents.add(write(house.desk), house.patient, name="scan.pdf", sent=pdf())
        tasks.add(write(house.desk), "Ring", due_on=TODAY, patient=house.patient)
        text(needles, self.url(house))
        with asked() as queries:
            page = text(needles, self.url(house))
        assert len(queries) == 15
        assert "all 31 signed" in page
        assert page.count('class="line-typed"') == 12
        assert page.count('class="course-needle"') == 31
        assert "23 Nov 2026: 4" in page
        for word in ("Proceed", "scan.pdf", "Ring", "Mon 23 Nov"):
            assert word in page

    def test_shows_what_was_decided_and_written(
        self, needles: Client, house: House
    ) -> None:
        charted.ready(house)
        charted.signed(house)
        later = clinic.MORNING + timedelta(hours=1)
        first = reviews.decide(write(house.practitioner), house.episode)
        with clinic.at(later):
            reviews.decide(write(house.practitioner), house.episode)
            letter = letters.draft(write(house.practitioner), house.episode)
            page = text(needles, self.url(house))
        assert first
        assert f'href="/desk/letters/{letter}/"' in page
        assert '<span class="tag is-caution">draft</span>' in page
        assert "Earlier reviews" in page

    def test_a_review_of_an_ended_episode_is_none_of_the_next(
        self, needles: Client, house: House
    ) -> None:
        charted.ready(house)
        charted.signed(house)
        reviews.decide(write(house.practitioner), house.episode)
        assert "Earlier reviews" not in text(needles, self.url(house))
        later = clinic.MORNING + timedelta(minutes=5)
        with clinic.at(later):
            episodes.discharge(write(house.practitioner), house.episode, note="Well.")
            episodes.open_episode(write(house.practitioner), house.patient)
            page = text(needles, self.url(house))
        assert "Not reviewed yet" in page
        assert "Earlier reviews" in page

    def test_without_an_episode_offers_one(self, needles: Client, house: House) -> None:
        episodes.discharge(write(house.practitioner), house.episode, note="Well.")
        page = text(needles, self.url(house))
        assert "No episode goes on" in page
        assert "ended 23 Nov 2026" in page

    def test_gathers_what_was_charted_under_a_merged_number(
        self, needles: Client, house: House
    ) -> None:
        charted.ready(house)
        charted.signed(house)
        twin = patients.register(write(house.desk), ADA)
        doubles.merge(write(house.practitioner), house.patient, into=twin)
        page = text(needles, self.url(house))
        assert "no. 2, 1" in page
        assert "BL23" in page

    def test_two_episodes_that_go_on_are_told_apart(
        self, needles: Client, house: House, owner: psycopg.Connection
    ) -> None:
        twin = charted.merged_before(house, owner)
        page = text(needles, f"/desk/patients/{twin}/chart/")
        assert "More than one episode goes on" in page
        assert "Earlier episodes" not in page
        assert f'href="/desk/episodes/{house.episode}/review/"' in page

    def test_is_for_practitioners_alone(self, desk: Client, house: House) -> None:
        assert desk.get(self.url(house)).status_code == 403


def test_no_name_stands_where_a_browser_keeps_its_history(
    needles: Client, house: House
) -> None:
    for part in ("", "chart/", "documents/"):
        page = text(needles, f"/desk/patients/{house.patient}/{part}")
        title = page.split("<title>")[1].split("</title>")[0]
        assert "Ada" not in title
        assert "Ada" in page
