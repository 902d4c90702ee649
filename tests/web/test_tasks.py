"""The page of tasks: the gravest first, written down, finished with a word."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from deqi.operations import tasks
from tests import clinic
from tests.clinic import TODAY, House, asked, write


@pytest.fixture
def desk(client: Client, house: House) -> Client:
    clinic.sign_in(client, house.desk)
    return client


def test_lists_what_is_due(desk: Client, house: House) -> None:
    call = write(house.desk)
    late = TODAY - timedelta(days=2)
    tasks.add(call, "Ring back", due_on=late, urgency="urgent", patient=house.patient)
    tasks.add(write(house.desk), "Order needles", due_on=TODAY)
    desk.get("/desk/tasks/")
    with asked() as queries:
        page = " ".join(desk.get("/desk/tasks/").content.decode().split())
    assert page.index("Ring back") < page.index("Order needles")
    assert "was due 21 Nov" in page
    assert f"/desk/patients/{house.patient}/" in page
    assert len(queries) == 9


def test_nothing_due_is_said(desk: Client) -> None:
    assert "Nothing is due" in desk.get("/desk/tasks/").content.decode()


def test_writes_one_down_and_finishes_it(desk: Client, house: House) -> None:
    sent = {"key": uuid4(), "title": "Ring", "due_on": TODAY, "urgency": "soon"}
    page = desk.post("/desk/tasks/", sent, follow=True).content.decode()
    assert "The task is on the list." in page
    task = page.split("/desk/tasks/")[-1].split("/")[0]
    done = desk.post(f"/desk/tasks/{task}/finish/", {"key": uuid4()}, follow=True)
    assert "Nothing is due" in done.content.decode()


@pytest.mark.parametrize("wrong", [{"title": ""}, {"title": "\u200b ", "urgency": "x"}])
def test_what_cannot_be_keeps_what_was_typed(
    desk: Client, wrong: dict[str, str]
) -> None:
    told = {"key": uuid4(), "title": "Ring", "due_on": TODAY, "urgency": "soon"}
    answer = desk.post("/desk/tasks/", told | wrong)
    assert answer.status_code == 422
    assert f'value="{TODAY}"' in answer.content.decode()


def test_a_form_without_its_key_is_told(desk: Client) -> None:
    told = {"title": "Ring", "due_on": TODAY, "urgency": "soon"}
    answer = desk.post("/desk/tasks/", told)
    assert answer.status_code == 422
    assert "load the page again" in answer.content.decode()


def test_a_pressing_one_wants_a_word(desk: Client, house: House) -> None:
    call = write(house.desk)
    task = tasks.add(call, "Ring", due_on=TODAY, urgency="emergency")
    answer = desk.post(f"/desk/tasks/{task}/finish/", {"key": uuid4()})
    assert answer.status_code == 409
    assert "Say what was done." in answer.content.decode()
