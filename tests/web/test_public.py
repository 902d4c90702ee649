"""The pages that need no account."""

from __future__ import annotations

import pytest
from django.test import Client

from tests import clinic
from tests.clinic import House


@pytest.mark.parametrize("path", ["/", "/privacy/", "/accessibility/"])
def test_asks_the_database_nothing(client: Client, path: str) -> None:
    with clinic.asked() as queries:
        page = client.get(path)
    assert page.status_code == 200
    assert queries == []
    assert client.post(path).status_code == 405


def test_two_doors_lead_on(client: Client) -> None:
    text = client.get("/").content.decode()
    assert 'href="/answer/"' in text
    assert 'href="/accounts/login/"' in text


def test_who_has_signed_in_goes_on(client: Client, house: House) -> None:
    clinic.sign_in(client, house.desk)
    assert 'class="door" href="/places/"' in client.get("/").content.decode()
