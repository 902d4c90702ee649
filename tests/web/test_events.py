"""The pages of adverse events: told, listed with what goes on first, followed."""

from __future__ import annotations

from uuid import uuid4

import psycopg
import pytest
from django.test import Client

from deqi.operations import events
from tests import charted, clinic
from tests.clinic import TODAY, House, asked, second, write
from tests.operations.rows import column, one

HERE = "/desk/events/"
BURN = {"kind": "burn", "grade": "3", "on": TODAY.isoformat(), "note": "a blister"}


@pytest.fixture
def desk(client: Client, house: House) -> Client:
    clinic.sign_in(client, house.practitioner)
    return client


def sent(**told: str) -> dict[str, str]:
    return {"key": str(uuid4()), **told}


def test_an_event_is_told_and_a_grave_one_is_a_task(
    desk: Client, house: House, owner: psycopg.Connection
) -> None:
    report = f"{HERE}report/{house.episode}/{charted.begun(house)}/"
    assert "1: transient" in desk.get(report).content.decode()
    page = desk.post(report, sent(**BURN), follow=True).content.decode()
    assert "a blister" in page
    assert "goes on" in page
    assert "The session before it" in page
    assert column(owner, "SELECT kind FROM papers_task") == ["follow_up"]


@pytest.mark.parametrize(
    "wrong", [{"kind": "hiccup"}, {"grade": "6"}, {"on": "2026-12-24"}, {"on": ""}]
)
def test_what_cannot_be_keeps_what_was_typed(
    desk: Client, house: House, wrong: dict[str, str]
) -> None:
    report = f"{HERE}report/{house.episode}/"
    answer = desk.post(report, sent(**{**BURN, **wrong}))
    assert answer.status_code == 422
    assert "a blister" in answer.content.decode()


def test_an_event_is_followed_until_it_is_over(
    desk: Client, house: House, owner: psycopg.Connection
) -> None:
    told = events.Happened("burn", None, TODAY)
    event = events.report(write(house.practitioner), house.episode, told)
    follow = f"{HERE}{event}/follow/"
    empty = desk.post(follow, sent(text=""))
    assert empty.status_code == 422
    assert "There is a problem" in empty.content.decode()
    keyless = desk.post(follow, {"text": "healing"})
    assert keyless.status_code == 422
    page = desk.post(follow, sent(text="healed", is_over="on"), follow=True)
    shown = page.content.decode()
    assert "healed" in shown
    assert "Follow up" not in shown
    assert "not graded" in shown
    assert one(owner, "SELECT resolved FROM charting_followup") is True


def test_the_list_costs_few_questions(desk: Client, house: House) -> None:
    assert "None so far" in desk.get(HERE).content.decode()
    for _ in range(5):
        told = events.Happened("burn", 1, TODAY)
        event = events.report(write(house.practitioner), house.episode, told)
        events.follow(write(house.practitioner), event, text="red", is_over=False)
    with asked() as queries:
        assert desk.get(HERE).status_code == 200
    assert len(queries) == 9


def test_a_manager_reads_and_does_not_follow(client: Client, house: House) -> None:
    told = events.Happened("burn", 1, TODAY)
    event = events.report(write(house.practitioner), house.episode, told)
    clinic.sign_in(client, house.manager)
    page = client.get(HERE).content.decode()
    assert "burn by moxa" in page
    assert "Follow up" not in page
    assert client.post(f"{HERE}{event}/follow/", sent(text="x")).status_code == 403


def test_the_desk_sees_none_and_another_clinic_none_of_ours(
    client: Client, house: House
) -> None:
    told = events.Happened("burn", 1, TODAY)
    event = events.report(write(house.practitioner), house.episode, told)
    clinic.sign_in(client, house.desk)
    assert client.get(HERE).status_code == 403
    clinic.sign_in(client, second(house).practitioner)
    assert "burn by moxa" not in client.get(HERE).content.decode()
    assert (
        client.post(f"{HERE}report/{house.episode}/", sent(**BURN)).status_code == 404
    )
    assert client.post(f"{HERE}{event}/follow/", sent(text="x")).status_code == 404
