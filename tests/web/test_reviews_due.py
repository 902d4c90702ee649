"""The page of reviews that are due: who, why, since when, and one click to the review."""

from __future__ import annotations

from datetime import timedelta

import psycopg
import pytest
from django.test import Client

from deqi.core.review import Cause, Decision
from deqi.operations import measurements, reviews
from deqi.operations.measurements import Taken
from deqi.web.reviews.words import CAUSES
from tests import charted, clinic
from tests.clinic import MORNING, TODAY, House, asked, at, book, write
from tests.web.episodes import url

PAGE = "/desk/tasks/reviews/"


@pytest.fixture
def desk(client: Client, house: House) -> Client:
    clinic.sign_in(client, house.practitioner)
    return client


@pytest.fixture
def treated(desk: Client, house: House, owner: psycopg.Connection) -> Client:
    """Return the client of a house whose patient was treated on four days."""
    charted.ready(house)
    charted.copies(owner, charted.signed(house), 3)
    return desk


def text(client: Client, query: str = "") -> str:
    return " ".join(client.get(PAGE + query).content.decode().split())


def test_nothing_due_is_said(desk: Client) -> None:
    page = text(desk)
    assert "No review is due" in page
    assert "At a visit that is booked" not in page


def test_one_that_is_overdue(treated: Client, house: House) -> None:
    with at(MORNING + timedelta(days=2)):
        page = text(treated)
    assert "2 days overdue" in page
    assert "Session 4 is a review, due" in page
    assert "23 November</time>" in page
    assert "4 sessions, no review yet" in page
    assert f'href="{url(house, "review/")}"' in page
    assert f"/desk/patients/{house.patient}/" in page


def test_one_that_is_due_today_is_not_overdue(treated: Client) -> None:
    page = text(treated)
    assert "overdue</span>" not in page
    assert "Monday 23 November</time>" in page


def test_it_says_where_the_scores_were(treated: Client, house: House) -> None:
    before = TODAY - timedelta(days=3)
    taken = Taken("NRS", total=7, on=before)
    measurements.record(write(house.practitioner), house.episode, taken)
    assert "NRS was 7" in text(treated)


def test_without_a_score_it_says_so(
    desk: Client, house: House, owner: psycopg.Connection
) -> None:
    charted.ready(house)
    reviews.decide(write(house.practitioner), house.episode)
    with at(MORNING + timedelta(days=30)):
        page = text(desk)
    assert "no score yet" in page
    assert "0 sessions since “Measure first” of 23 Nov" in page
    assert "“Measure first” has run its time: decide anew" in page


def test_a_visit_to_come(desk: Client, house: House, owner: psycopg.Connection) -> None:
    charted.ready(house)
    charted.copies(owner, charted.signed(house), 2)
    book(house, on=TODAY + timedelta(days=1))
    page = text(desk)
    assert "No review is due" in page
    assert page.index("At a visit that is booked") < page.index("Tuesday 24 November")


def test_of_ones_own_episodes_or_of_all(
    treated: Client, house: House, client: Client
) -> None:
    email, role = "other@garden.example.org", house.practitioner.role
    clinic.sign_in(client, clinic.hire(house.network, house.clinic, role, email))
    assert "No review is due" in text(client)
    page = text(client, "?all=1")
    assert "Ada Example" in page
    assert "· Needles Example ·" in page


def test_every_cause_is_told() -> None:
    assert set(CAUSES) == set(Cause)


def test_the_page_asks_as_much_for_one_as_for_none(treated: Client) -> None:
    text(treated)
    with asked() as queries:
        text(treated)
    assert len(queries) == 10


def test_it_is_found_from_today_and_from_the_tasks(desk: Client) -> None:
    for page in ("/desk/", "/desk/tasks/"):
        assert PAGE in desk.get(page).content.decode()


def test_the_desk_finds_no_way_to_it(client: Client, house: House) -> None:
    clinic.sign_in(client, house.desk)
    for page in ("/desk/", "/desk/tasks/"):
        assert PAGE not in client.get(page).content.decode()


def test_the_manager_has_tasks_alone(client: Client, house: House) -> None:
    clinic.sign_in(client, house.manager)
    assert "/desk/tasks/letters/" not in client.get("/desk/tasks/").content.decode()


def test_a_change_is_named(treated: Client, house: House) -> None:
    with at(MORNING + timedelta(days=1)):
        reviews.decide(
            write(house.practitioner),
            house.episode,
            decision=Decision.TAPER,
            reason="She is well.",
        )
        book(house, on=TODAY + timedelta(days=9))
        assert "“Taper” is judged at session 5" in text(treated)
