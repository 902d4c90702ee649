"""The patient's own pages: one hand, few queries, nobody else's."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.test import Client

from deqi.operations import consents, intake, measurements, plans, reviews, visits_reads
from deqi.operations.callers import Actor
from deqi.operations.measurements import Taken
from deqi.operations.operation import fresh_key
from tests import charted, clinic, patients
from tests.clinic import MORNING, TODAY, House, read, write

PAGES = {
    "/me/": 14,
    "/me/plan/": 12,
    "/me/course/": 15,
    "/me/consent/": 12,
    "/me/aftercare/": 13,
    "/me/lifestyle/": 13,
    "/me/visits/": 10,
    "/me/data/": 10,
}


@pytest.fixture
def ada(house: House) -> Actor:
    return patients.ada(house)


@pytest.fixture
def phone(client: Client, ada: Actor) -> Client:
    clinic.sign_in(client, ada)
    return client


def text(client: Client, url: str, status: int = 200) -> str:
    answer = client.get(url, follow=True)
    assert answer.status_code == status
    return " ".join(answer.content.decode().split())


def sent(**told: Any) -> dict[str, Any]:
    return {"key": str(fresh_key()), **told}


def treated(house: House, ada: Actor) -> None:
    """Ready, planned, treated and measured twice, reviewed."""
    with clinic.at(MORNING - timedelta(days=14)):
        charted.ready(house)
        first = Taken("NRS", total=7)
        measurements.record(write(house.practitioner), house.episode, first)
        charted.signed(house)
    charted.ready(house)
    measurements.record(write(house.practitioner), house.episode, Taken("NRS", total=3))
    goals = {"goals": ["Dig the garden"], "pain_regions": ["low_back_left"]}
    intake.answer(write(ada), goals)
    plans.sign(write(house.practitioner), house.episode)
    reviews.decide(write(house.practitioner), house.episode)


class TestEveryPage:
    @pytest.mark.parametrize(("url", "most"), PAGES.items())
    def test_asks_few_queries_and_tells_the_clinics_number(
        self, phone: Client, house: House, ada: Actor, url: str, most: int
    ) -> None:
        treated(house, ada)
        phone.get(url)
        with clinic.asked() as queries:
            page = phone.get(url)
        assert page.status_code == 200
        assert len(queries) == most, queries

    @pytest.mark.parametrize("url", PAGES)
    def test_is_said_to_who_has_nothing_yet(
        self, client: Client, house: House, url: str
    ) -> None:
        clinic.sign_in(client, patients.pat(house))
        page = text(client, url)
        assert "Ada" not in page
        assert "None" not in page

    @pytest.mark.parametrize("url", PAGES)
    def test_is_the_patients_alone(
        self, client: Client, house: House, url: str
    ) -> None:
        clinic.sign_in(client, house.practitioner)
        assert client.get(url).status_code == 403
        client.logout()
        assert client.get(url).status_code == 302


class TestHome:
    def test_says_what_comes_next_and_what_to_do(
        self, phone: Client, house: House
    ) -> None:
        clinic.book(house, 10, on=TODAY + timedelta(days=3))
        clinic.book(house, 11, on=TODAY + timedelta(days=9))
        consents.publish(write(house.manager), title="Consent", body="I agree.")
        page = text(phone, "/me/")
        assert "Thursday 26 November" in page
        assert "10:00" in page
        assert "Answer the questions before your visit" in page
        assert "say whether you agree" in page

    def test_says_when_there_is_nothing_to_do(
        self, phone: Client, house: House, ada: Actor
    ) -> None:
        asked = {
            spec.id: None
            for step in intake.read(read(ada)).steps
            for spec in step.asked
        }
        intake.answer(write(ada), asked)
        assert "Nothing. You have done all we asked." in text(phone, "/me/")

    def test_danger_stands_above_all_else(self, phone: Client, ada: Actor) -> None:
        intake.answer(write(ada), {"bladder_change": True})
        page = text(phone, "/me/")
        assert page.index('href="tel:999"') < page.index("Your next visit")

    def test_thoughts_of_self_harm_name_the_crisis_line_first(
        self, phone: Client, ada: Actor
    ) -> None:
        intake.answer(write(ada), {"self_harm_thoughts": True})
        page = text(phone, "/me/")
        assert page.index("116 123") < page.index('href="tel:999"')

    def test_a_doctor_first_is_said(self, phone: Client, ada: Actor) -> None:
        intake.answer(write(ada), {"fever_or_chills": True})
        assert "looked at by a doctor before any needle" in text(phone, "/me/")

    def test_how_it_goes(self, phone: Client, house: House, ada: Actor) -> None:
        treated(house, ada)
        page = text(phone, "/me/")
        assert "How it goes" in page
        assert "23 November" in page


class TestPlan:
    def test_tells_where_why_and_how_often(
        self, phone: Client, house: House, ada: Actor
    ) -> None:
        treated(house, ada)
        page = text(phone, "/me/plan/")
        assert "BL23" in page
        assert "Signed by Needles Example" in page
        assert page.count("Dig the garden") == 1
        assert "First visit" in page
        assert "Each review decides anew what follows" in page


class TestCourse:
    def test_is_drawn_and_told(self, phone: Client, house: House, ada: Actor) -> None:
        treated(house, ada)
        page = text(phone, "/me/course/")
        assert "What would have come anyway is no gain from the needles" in page
        assert "at the start, 3 on 23 November" in page
        assert "Over sham needles" in page
        assert "Nobody can promise what it will do for you." in page
        for wide in ("", "?wide=1"):
            drawn = phone.get(f"/me/course/course.svg{wide}")
            assert drawn.headers["Content-Type"] == "image/svg+xml"
            assert drawn.content.startswith(b"<svg")

    def test_no_gain_is_spoken_of_where_a_doctor_comes_first(
        self, phone: Client, house: House, ada: Actor
    ) -> None:
        treated(house, ada)
        with clinic.at(MORNING + timedelta(minutes=1)):
            intake.answer(write(ada), {"fever_or_chills": True})
        page = text(phone, "/me/course/")
        assert "Nobody can promise" not in page
        assert "A doctor comes first" in page

    def test_nothing_measured_is_no_drawing(self, phone: Client) -> None:
        assert phone.get("/me/course/course.svg").status_code == 404

    def test_nobody_elses_is_drawn(self, client: Client, house: House) -> None:
        clinic.sign_in(client, patients.pat(house))
        assert client.get("/me/course/course.svg").status_code == 404


class TestConsent:
    @pytest.fixture
    def version(self, house: House) -> Any:
        return consents.publish(write(house.manager), title="Consent", body="Read me.")

    def test_harms_with_rates_and_sources_stand_before_the_choice(
        self, phone: Client, house: House, version: Any
    ) -> None:
        page = text(phone, "/me/consent/")
        assert page.index("pneumothorax") < page.index("Do you agree?")
        assert "24 in 100 patients" in page
        assert "MacPherson 2005" in page
        assert "checked" not in page

    def test_agreeing_and_withdrawing(self, phone: Client, version: Any) -> None:
        done = phone.post("/me/consent/", sent(text=version, agrees="yes"), follow=True)
        assert "You have agreed" in done.content.decode()
        gone = phone.post("/me/consent/withdraw/", sent(), follow=True)
        assert "Nobody needles you now" in gone.content.decode()
        assert phone.post("/me/consent/withdraw/", sent()).status_code == 404

    def test_a_source_that_was_left_out_since_is_still_named(
        self, phone: Client, owner: psycopg.Connection, version: Any
    ) -> None:
        phone.post("/me/consent/", sent(text=version, agrees="yes"))
        owner.execute(
            "UPDATE episodes_consent"
            " SET harms = jsonb_set(harms, '{0,source}', '\"Gone1999\"')"
        )
        assert "Gone1999" in text(phone, "/me/consent/")

    def test_not_agreeing_keeps_nothing(
        self, phone: Client, house: House, version: Any
    ) -> None:
        done = phone.post("/me/consent/", sent(text=version, agrees="no"), follow=True)
        assert "You have not agreed" in done.content.decode()
        assert "Do you agree?" in text(phone, "/me/consent/")

    def test_a_clinic_without_a_text_says_so(self, phone: Client) -> None:
        assert "has put no text here yet" in text(phone, "/me/consent/")

    def test_a_choice_is_needed(self, phone: Client, version: Any) -> None:
        again = phone.post("/me/consent/", sent(text=version))
        assert again.status_code == 422
        assert "Choose an answer." in again.content.decode()

    def test_an_older_version_is_not_agreed_to(
        self, phone: Client, house: House, version: Any
    ) -> None:
        consents.publish(write(house.manager), title="Consent", body="Read this.")
        again = phone.post("/me/consent/", sent(text=version, agrees="yes"))
        assert again.status_code == 422
        page = " ".join(again.content.decode().split())
        assert "The text has changed" in page
        assert "Read this." in page

    def test_what_was_agreed_to_stays_beside_word_of_a_newer_version(
        self, phone: Client, house: House, version: Any
    ) -> None:
        phone.post("/me/consent/", sent(text=version, agrees="yes"))
        assert "newer text" not in text(phone, "/me/consent/")
        consents.publish(write(house.manager), title="Consent", body="Read this.")
        page = text(phone, "/me/consent/")
        assert "Read me." in page
        assert "Read this." not in page
        assert "published version 2 since" in page

    def test_who_has_no_episode_agrees_to_nothing(
        self, client: Client, house: House, version: Any
    ) -> None:
        clinic.sign_in(client, patients.pat(house))
        said = sent(text=version, agrees="yes")
        assert client.post("/me/consent/", said).status_code == 404


class TestAdvice:
    def test_aftercare_says_whom_to_call_and_how_often(self, phone: Client) -> None:
        page = text(phone, "/me/aftercare/")
        assert 'href="tel:999"' in page
        assert "Chest pain" in page
        assert "24 of 100 people" in page

    def test_lifestyle_says_what_is_known(self, phone: Client) -> None:
        page = text(phone, "/me/lifestyle/")
        assert "Walk, building up" in page
        assert "701 people" in page


class TestVisits:
    def test_one_is_cancelled(self, phone: Client, house: House, ada: Actor) -> None:
        visit = clinic.book(house, 10, on=TODAY + timedelta(days=3))
        where = f"/me/visits/{visit}/cancel/"
        assert where in text(phone, "/me/visits/")
        assert "26 November" in text(phone, where)
        done = phone.post(where, sent(why="Ill"), follow=True)
        assert "its time is free" in done.content.decode()
        (own,) = visits_reads.mine(read(ada))
        assert own.step == "cancelled"

    def test_one_that_has_begun_is_not(self, phone: Client, house: House) -> None:
        visit = clinic.book(house, 10)
        with clinic.at(MORNING + timedelta(hours=3)):
            again = phone.post(f"/me/visits/{visit}/cancel/", sent(why="Ill"))
        assert again.status_code == 422
        assert 'value="Ill"' in again.content.decode()

    def test_anothers_is_not_there(self, client: Client, house: House) -> None:
        visit = clinic.book(house, 10)
        clinic.sign_in(client, patients.pat(house))
        assert client.get(f"/me/visits/{visit}/cancel/").status_code == 404
        assert client.get(f"/me/visits/{uuid4()}/cancel/").status_code == 404


class TestData:
    def test_everything_is_taken_along(
        self, phone: Client, house: House, ada: Actor
    ) -> None:
        treated(house, ada)
        told = phone.get("/me/data/my-record.json")
        assert "attachment" in told.headers["Content-Disposition"]
        held = json.loads(told.content)
        assert held["name"] == "Ada Example"
        assert len(held["tables"]["measurements"]) >= 2
        paper = phone.get("/me/data/my-record.pdf")
        assert paper.headers["Content-Type"] == "application/pdf"
        assert paper.content.startswith(b"%PDF-")

    def test_a_request_is_sent_and_shown(self, phone: Client, house: House) -> None:
        said = sent(kind="correction", text="My street is wrong.")
        done = phone.post("/me/data/", said, follow=True)
        assert "answers here" in done.content.decode()
        page = text(phone, "/me/data/")
        assert "My street is wrong." in page
        assert "not answered yet" in page

    @pytest.mark.parametrize("wrong", [{"kind": "erasure"}, {"text": "All of it"}])
    def test_what_is_not_said_comes_back(
        self, phone: Client, wrong: dict[str, str]
    ) -> None:
        again = phone.post("/me/data/", sent(**wrong))
        assert again.status_code == 422
        assert wrong.get("text", "Say what it is about.") in again.content.decode()
