"""The page of a review: what the rules say, and what the practitioner decides."""

from __future__ import annotations

from datetime import timedelta

import psycopg
import pytest
from django.test import Client

from deqi.operations import episodes, measurements
from deqi.operations.measurements import Taken
from tests import charted, clinic
from tests.clinic import MORNING, TODAY, House, asked, at, second, write
from tests.web.episodes import sent, url


@pytest.fixture
def desk(client: Client, house: House) -> Client:
    clinic.sign_in(client, house.practitioner)
    charted.ready(house)
    return client


@pytest.fixture
def measured(desk: Client, house: House, owner: psycopg.Connection) -> Client:
    charted.tell(house, {"onset_date": "2026-05-01"})
    before = TODAY - timedelta(days=3)
    taken = Taken("NRS", total=7, on=before)
    measurements.record(write(house.practitioner), house.episode, taken)
    charted.copies(owner, charted.signed(house), 2)
    return desk


def text(client: Client, house: House) -> str:
    return client.get(url(house, "review/")).content.decode()


def test_progress_stands_beside_what_may_be_expected(
    measured: Client, house: House
) -> None:
    page = text(measured, house)
    assert "After 3 sessions," in page
    assert "better, importantly" in page
    assert "(-43 %)" in page
    assert "Over sham needles" in page
    assert "course.svg" in page


def test_nothing_measured_is_not_drawn(desk: Client, house: House) -> None:
    assert "course.svg" not in text(desk, house)
    assert desk.get(url(house, "review/course.svg")).status_code == 404


@pytest.mark.parametrize("width", ["", "?wide=1"])
def test_the_course_is_drawn(measured: Client, house: House, width: str) -> None:
    answer = measured.get(url(house, "review/course.svg") + width)
    assert answer["Content-Type"] == "image/svg+xml"
    assert b'role="img"' in answer.content


def test_another_score_is_another_drawing(measured: Client, house: House) -> None:
    """A drawing that is kept is never shown for another."""
    where = url(house, "review/course.svg")
    first = measured.get(where).content.decode()
    assert measured.get(where).content.decode() == first
    taken = Taken("NRS", total=1, on=TODAY - timedelta(days=1))
    measurements.record(write(house.practitioner), house.episode, taken)
    then = measured.get(where).content.decode()
    day = taken.on
    assert f"{day} 1" not in first
    assert f"{day} 1" in then


def test_otherwise_than_the_rules_needs_a_reason(
    measured: Client, house: House
) -> None:
    address = url(house, "review/")
    answer = measured.post(address, sent(decision="pause"))
    assert answer.status_code == 422
    told = sent(decision="pause", reason="Away for a month.")
    assert measured.post(address, told).status_code == 302
    page = text(measured, house)
    assert "Decided today:" in page
    assert page.count("Away for a month.") >= 2
    assert measured.post(address, sent(decision="x")).status_code == 422


def test_a_referral_leads_to_the_letter(measured: Client, house: House) -> None:
    assert "Write to the doctor" not in text(measured, house)
    told = sent(decision="refer", reason="For a scan.")
    measured.post(url(house, "review/"), told)
    assert "Write to the doctor" in text(measured, house)


def test_a_discharge_is_said_and_then_done(measured: Client, house: House) -> None:
    told = sent(decision="discharge", reason="The patient wants to stop.")
    measured.post(url(house, "review/"), told)
    assert '<details class="card screen-only" open>' in text(measured, house)
    address = url(house, "discharge/")
    assert measured.post(address, sent(note="")).status_code == 422
    assert measured.post(address, sent(note="Well enough.")).status_code == 302
    page = text(measured, house)
    assert "This episode has ended" in page
    assert "Open a new episode" in page
    again = measured.post(address, sent(note="Again."))
    assert again.status_code == 422
    assert "This episode has ended" in again.content.decode() or True


def test_an_emergency_is_never_overruled(desk: Client, house: House) -> None:
    charted.tell(house, {"saddle_numbness": True})
    with at(MORNING + timedelta(minutes=2)):
        page = text(desk, house)
        told = sent(decision="continue", reason="It is nothing.")
        answer = desk.post(url(house, "review/"), told)
    assert "Refer to a doctor" in page
    assert "An emergency of the day is never overruled." in page
    assert answer.status_code == 422


def test_who_may_see_it(client: Client, house: House) -> None:
    clinic.sign_in(client, house.desk)
    assert client.get(url(house, "review/")).status_code == 403
    clinic.sign_in(client, second(house).practitioner)
    assert client.get(url(house, "review/")).status_code == 404


def test_queries_of_the_page(measured: Client, house: House) -> None:
    text(measured, house)
    with asked() as queries:
        text(measured, house)
    assert len(queries) == 15


def test_a_discharged_episode_is_shown(desk: Client, house: House) -> None:
    episodes.discharge(write(house.practitioner), house.episode, note="Well.")
    assert "You decide" not in text(desk, house)
