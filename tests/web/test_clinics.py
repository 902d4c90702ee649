"""Pages of clinics and rooms: what a patient in danger is told is never empty."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client

from deqi.operations import clinics_reads
from tests import clinic
from tests.clinic import PLACE, House, asked, read

HERE = "/network/clinics/"
TOLD = {
    "name": "Garden Clinic",
    "country": "gb",
    "time_zone": "Europe/London",
    "emergency_number": "999",
    "crisis_line": "116 123",
    "out_of_hours": "Call 111.",
}


def sent(**told: str) -> dict[str, str]:
    return {"key": str(uuid4()), **told}


@pytest.fixture
def manager(client: Client, house: House) -> Client:
    clinic.sign_in(client, house.manager)
    return client


def test_a_manager_sees_the_own_clinic_alone(manager: Client, house: House) -> None:
    clinic.second(house)
    manager.get(HERE)
    with asked() as queries:
        page = manager.get(HERE).content.decode()
    assert len(queries) == 9
    assert "Garden Clinic" in page
    assert "Room 1" in page
    assert "River Clinic" not in page
    assert "Add a clinic" not in page


def test_a_clinic_is_changed(manager: Client, house: House) -> None:
    change = f"{HERE}{house.clinic}/change/"
    assert 'value="116 123"' in manager.get(change).content.decode()
    assert manager.post(change, sent(**TOLD)).status_code == 302
    (shown,) = clinics_reads.mine(read(house.manager))
    assert (shown.house.out_of_hours, shown.house.country) == ("Call 111.", "GB")


@pytest.mark.parametrize(
    "wrong",
    [
        {"emergency_number": " "},
        {"crisis_line": ""},
        {"out_of_hours": ""},
        {"country": "Britain"},
        {"time_zone": "Mars/Base"},
        {"latitude": "100"},
    ],
)
def test_what_cannot_be_keeps_what_was_typed(
    manager: Client, house: House, wrong: dict[str, str]
) -> None:
    told = TOLD | {"city": "Elsewhere"} | wrong
    answer = manager.post(f"{HERE}{house.clinic}/change/", sent(**told))
    assert answer.status_code == 422
    assert 'value="Elsewhere"' in answer.content.decode()
    (shown,) = clinics_reads.mine(read(house.manager))
    assert shown.house == PLACE


def test_a_form_without_its_key_is_told(manager: Client, house: House) -> None:
    for address, told in [
        (f"{HERE}{house.clinic}/change/", TOLD),
        (f"{HERE}rooms/add/", {"name": "Room 2"}),
    ]:
        answer = manager.post(address, told)
        assert answer.status_code == 422
        assert "load the page again" in answer.content.decode()


def test_another_clinic_is_not_there(manager: Client, house: House) -> None:
    other = clinic.second(house)
    assert manager.get(f"{HERE}{other.clinic}/change/").status_code == 404
    assert manager.post(f"{HERE}rooms/{other.room}/close/", sent()).status_code == 404


def test_the_network_adds_a_clinic_once(client: Client, house: House) -> None:
    clinic.sign_in(client, house.network)
    assert "Emergency number" in client.get(f"{HERE}add/").content.decode()
    added = client.post(f"{HERE}add/", sent(**TOLD | {"name": "Hill Clinic"}))
    assert added.status_code == 302
    page = client.get(HERE).content.decode()
    assert "Hill Clinic" in page
    assert "Add a clinic" in page
    again = client.post(f"{HERE}add/", sent(**TOLD | {"name": "Hill Clinic"}))
    assert again.status_code == 422
    assert "A clinic of this name is there already." in again.content.decode()


def test_a_room_is_added_and_closed(manager: Client, house: House) -> None:
    page = manager.post(f"{HERE}rooms/add/", sent(name="Room 2"), follow=True)
    assert "Room 2" in page.content.decode()
    twice = manager.post(f"{HERE}rooms/add/", sent(name="Room 2"))
    assert twice.status_code == 422
    nameless = manager.post(f"{HERE}rooms/add/", sent(name=""))
    assert nameless.status_code == 422
    closed = manager.post(f"{HERE}rooms/{house.room}/close/", sent(), follow=True)
    assert "closed" in closed.content.decode()


def test_who_manages_no_clinic_changes_none(client: Client, house: House) -> None:
    for actor in (house.desk, house.practitioner):
        clinic.sign_in(client, actor)
        assert client.get(HERE).status_code == 403
        assert client.post(f"{HERE}{house.clinic}/change/", sent()).status_code == 403
    clinic.sign_in(client, house.manager)
    assert client.get(f"{HERE}add/").status_code == 403
