"""The page of patients' requests: read, answered once, and by the manager alone."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from django.test import Client

from deqi.operations import requests
from tests import clinic
from tests.clinic import House, asked, write

HERE = "/network/requests/"


def sent(**told: str) -> dict[str, str]:
    return {"key": str(uuid4()), **told}


@pytest.fixture
def manager(client: Client, house: House) -> Client:
    clinic.sign_in(client, house.manager)
    return client


@pytest.fixture
def request_id(house: House) -> UUID:
    patient = clinic.joined(house, "pat@example.org")
    words = "My birth date is wrong."
    return requests.ask(write(patient), requests.Kind.CORRECTION, words)


def test_a_request_is_read_and_answered(manager: Client, request_id: UUID) -> None:
    manager.get(HERE)
    with asked() as queries:
        page = manager.get(HERE).content.decode()
    assert len(queries) == 9
    assert "My birth date is wrong." in page
    told = manager.post(f"{HERE}{request_id}/answer/", sent(text="Done."), follow=True)
    assert "Done." in told.content.decode()
    again = manager.post(f"{HERE}{request_id}/answer/", sent(text="Done."))
    assert again.status_code == 409


@pytest.mark.parametrize("told", [sent(text=" "), {"text": "Done."}])
def test_what_cannot_be_is_told_at_its_request(
    manager: Client, request_id: UUID, told: dict[str, str]
) -> None:
    answer = manager.post(f"{HERE}{request_id}/answer/", told)
    assert answer.status_code == 422
    assert "There is a problem" in answer.content.decode()


def test_nothing_asked_is_told(manager: Client) -> None:
    assert "Nothing is asked" in manager.get(HERE).content.decode()


def test_another_clinic_answers_nothing(
    client: Client, house: House, request_id: UUID
) -> None:
    other = clinic.second(house)
    clinic.sign_in(client, other.manager)
    assert "birth date" not in client.get(HERE).content.decode()
    answer = client.post(f"{HERE}{request_id}/answer/", sent(text="Done."))
    assert answer.status_code == 404


def test_only_the_clinics_manager_answers(
    client: Client, house: House, request_id: UUID
) -> None:
    for actor in (house.desk, house.practitioner, house.network):
        clinic.sign_in(client, actor)
        assert client.get(HERE).status_code == 403
        answer = client.post(f"{HERE}{request_id}/answer/", sent(text="x"))
        assert answer.status_code == 403
