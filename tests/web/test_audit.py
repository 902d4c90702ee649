"""The page of the audit: filtered, in pages, and what cannot be read is told."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client

from deqi.operations import patients_reads, staff, staff_reads
from deqi.operations.audit_reads import PAGE
from tests import clinic
from tests.clinic import House, asked, read, write

HERE = "/network/audit/"


@pytest.fixture
def manager(client: Client, house: House) -> Client:
    clinic.sign_in(client, house.manager)
    return client


def test_shows_who_opened_a_chart(manager: Client, house: House) -> None:
    patients_reads.card(read(house.desk), house.patient)
    manager.get(HERE)
    with asked() as queries:
        page = manager.get(HERE, {"patient_number": "1"}).content.decode()
    assert len(queries) == 14
    assert "patients.card" in page
    assert "Desk Example" in page
    other = manager.get(HERE, {"patient_number": "2"}).content.decode()
    assert "Nothing here" in other


def test_pages_follow_each_other(manager: Client, house: House) -> None:
    for _ in range(PAGE):
        patients_reads.card(read(house.desk), house.patient)
    filters = {"operation": "patients.", "patient_number": "1"}
    page = manager.get(HERE, filters).content.decode()
    (more,) = re.findall(r'href="(\?[^"]*)">Older', page)
    assert "operation=patients." in more
    rest = manager.get(HERE + unescape(more)).content.decode()
    assert "patients.register" in rest
    assert ">Older" not in rest


@pytest.mark.parametrize(
    "wrong",
    [
        {"before": "x"},
        {"before": "2026-11-23,x"},
        {"before": "0001-01-01T00:00+14:00,00000000-0000-0000-0000-000000000000"},
        {"on": "yesterday"},
        {"actor": "nobody"},
        {"operation": "poems."},
        {"patient_number": "0"},
    ],
)
def test_a_filter_that_cannot_be_is_told(
    manager: Client, wrong: dict[str, str]
) -> None:
    answer = manager.get(HERE, wrong)
    assert answer.status_code == 422
    assert "There is a problem" in answer.content.decode()


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_the_last_and_the_first_day_are_days(manager: Client, day: str) -> None:
    assert "Nothing here" in manager.get(HERE, {"on": day}).content.decode()


def test_a_colleague_is_chosen_by_name(manager: Client, house: House) -> None:
    told = {"actor": str(house.desk.user), "refused": "on"}
    assert "Nothing here" in manager.get(HERE, told).content.decode()


def test_who_has_left_can_still_be_asked_about(manager: Client, house: House) -> None:
    patients_reads.card(read(house.desk), house.patient)
    rows = staff_reads.listed(read(house.manager))
    desk = next(row for row in rows if row.user == house.desk.user)
    staff.end(write(house.manager), desk.id)
    page = manager.get(HERE, {"actor": str(house.desk.user)}).content.decode()
    assert "Desk Example (has left)" in page
    assert "patients.card" in page


def test_the_network_sees_places_and_no_number(client: Client, house: House) -> None:
    network = clinic.second(house).network
    clinic.sign_in(client, network)
    page = client.get(HERE).content.decode()
    assert "River Clinic" in page
    assert "Patient number" not in page


def test_the_desk_reads_no_audit(client: Client, house: House) -> None:
    for actor in (house.desk, house.practitioner):
        clinic.sign_in(client, actor)
        assert client.get(HERE).status_code == 403
