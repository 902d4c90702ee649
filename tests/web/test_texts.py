"""Pages of a clinic's own texts: filled in, looked at, kept; consent in versions."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client

from deqi.operations import templates
from tests import clinic
from tests.clinic import House, asked, read

HERE = "/network/texts/"
EDIT = f"{HERE}aftercare/edit/"
AFTER = {"title": "After", "body": "Call {clinic} on {phone}."}


def sent(**told: str) -> dict[str, str]:
    return {"key": str(uuid4()), **told}


@pytest.fixture
def manager(client: Client, house: House) -> Client:
    clinic.sign_in(client, house.manager)
    return client


def test_a_text_is_written_and_shown(manager: Client, house: House) -> None:
    assert "nothing of your own yet" in manager.get(HERE).content.decode()
    page = manager.post(EDIT, sent(**AFTER), follow=True).content.decode()
    assert "Call {clinic} on {phone}." in page
    with asked() as queries:
        manager.get(HERE)
    assert len(queries) == 8
    assert "Call {clinic}" in manager.get(EDIT).content.decode()


def test_a_preview_speaks_of_somebody_invented_and_keeps_nothing(
    manager: Client, house: House
) -> None:
    page = manager.post(EDIT, sent(**AFTER, preview="1")).content.decode()
    assert "Call Example Clinic on 000 0000." in page
    assert templates.listed(read(house.manager)) == ()


@pytest.mark.parametrize(
    "wrong", [{"body": "Dear {patient}"}, {"body": "{"}, {"body": ""}]
)
@pytest.mark.parametrize("more", [{}, {"preview": "1"}])
def test_what_cannot_be_filled_in_keeps_what_was_typed(
    manager: Client, wrong: dict[str, str], more: dict[str, str]
) -> None:
    answer = manager.post(EDIT, sent(**AFTER | wrong | more))
    assert answer.status_code == 422
    assert 'value="After"' in answer.content.decode()


def test_a_text_for_nothing_is_not_there(manager: Client) -> None:
    assert manager.get(f"{HERE}poem/edit/").status_code == 404


def test_a_consent_text_is_published_in_versions(manager: Client) -> None:
    consent = f"{HERE}consent/"
    assert "No consent text yet" in manager.get(consent).content.decode()
    told = {"title": "Consent", "body": "You agree to needles."}
    manager.post(consent, sent(**told))
    page = manager.post(
        consent, sent(**told | {"title": "Consent anew"}), follow=True
    ).content.decode()
    assert page.index("Consent anew") < page.index("Version 1")
    with asked() as queries:
        manager.get(consent)
    assert len(queries) == 8
    blank = manager.post(consent, sent(**told | {"body": ""}))
    assert blank.status_code == 422
    keyless = manager.post(consent, told)
    assert keyless.status_code == 422


def test_only_the_clinics_manager_writes_texts(client: Client, house: House) -> None:
    for actor in (house.desk, house.practitioner, house.network):
        clinic.sign_in(client, actor)
        assert client.get(HERE).status_code == 403
        assert client.post(EDIT, sent(**AFTER)).status_code == 403
