"""Becoming a patient: the clinics for anybody, the form for who has an account."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest
from django.test import Client

from deqi.operations import patients_reads
from deqi.records.accounts.models import User
from tests import clinic
from tests.clinic import House, read


@pytest.fixture
def newcomer(client: Client, house: House) -> User:
    """Sign in somebody who belongs to no clinic."""
    user = User.objects.create_user("new@example.org", clinic.PASSWORD)
    backend = "allauth.account.auth_backends.AuthenticationBackend"
    client.force_login(user, backend=backend)
    return user


def told(page: Any, house: House, **more: str) -> dict[str, str]:
    return {
        "key": str(page.context["key"]),
        "clinic": str(house.clinic),
        "given_name": "Nele",
        "family_name": "Example",
        "birth_date": "1984-02-29",
        "phone": "020 2222",
    } | more


def test_anybody_sees_the_clinics_and_is_led_to_an_account(
    client: Client, house: House
) -> None:
    with clinic.asked() as queries:
        page = client.get("/book/")
    text = page.content.decode()
    assert len(queries) == 1
    assert "Garden Clinic" in text
    assert "/accounts/signup/?next=/book/" in text
    assert client.post("/book/", {}).status_code == 200


def test_a_closed_clinic_is_not_offered(
    client: Client, house: House, owner: psycopg.Connection
) -> None:
    owner.execute("UPDATE clinics_clinic SET closed_at = now()")
    assert "No clinic takes patients" in client.get("/book/").content.decode()


def test_an_address_stands_beside_the_name(
    client: Client, house: House, newcomer: User, owner: psycopg.Connection
) -> None:
    owner.execute("UPDATE clinics_clinic SET street = '1 Row', city = 'York'")
    assert "Garden Clinic, 1 Row, York" in client.get("/book/").content.decode()


def test_who_joins_is_a_patient_and_goes_on_to_the_questions(
    client: Client, house: House, newcomer: User
) -> None:
    page = client.get("/book/")
    done = client.post("/book/", told(page, house))
    assert (done.status_code, done.headers["Location"]) == (302, "/me/intake/")
    (found,) = patients_reads.find(read(house.desk), "nele")
    assert found.name == "Nele Example"


def test_bad_input_keeps_what_was_typed(
    client: Client, house: House, newcomer: User
) -> None:
    page = client.get("/book/")
    for wrong in ({"birth_date": "2030-01-01"}, {"given_name": ""}, {"clinic": "x"}):
        again = client.post("/book/", told(page, house, **wrong))
        assert again.status_code == 422
        assert "020 2222" in again.content.decode()


def test_who_is_a_patient_already_is_led_there(
    client: Client, house: House, newcomer: User
) -> None:
    client.post("/book/", told(client.get("/book/"), house))
    again = client.post("/book/", told(client.get("/book/"), house))
    assert again.status_code == 422
    assert 'href="/me/"' in again.content.decode()
