"""Days of those who look after a clinic: its manager, and the auditor."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from deqi.core.roles import Role
from deqi.operations import staff
from deqi.operations.callers import Actor
from tests.clinic import House, book, write
from tests.journeys import live
from tests.journeys.live import then_axe_finds_nothing
from tests.operations.rows import column


@pytest.fixture
def auditor(house: House) -> Actor:
    who = staff.Colleague("auditor@example.org", "Ann Auditor", Role.AUDITOR)
    user = staff.add(write(house.network), who)
    return Actor(user, Role.AUDITOR, house.network.network, house.network.clinics)


def test_a_clinic_managers_day(house: House, owner: psycopg.Connection) -> None:
    book(house, 10)
    with live.served() as address, live.browsing(address, house.manager) as page:
        given_the_pages(page, "/network/", "/network/staff/", "/network/texts/")
        when_somebody_is_hired(page, "dora@example.org", "Dora Desk")
        then_the_list_names(page, "Dora Desk")
        given_the_pages(page, "/network/audit/", "/desk/tasks/")
        then_the_list_names(page, "Task", at="/desk/tasks/")
    assert "dora@example.org" in column(owner, "SELECT email FROM accounts_user")


def test_an_auditors_day(house: House, auditor: Actor) -> None:
    book(house, 10)
    with live.served() as address, live.browsing(address, auditor) as page:
        given_the_pages(page, "/network/", "/network/audit/")
        then_the_list_names(page, "visits.book", at="/network/audit/")
        then_no_patient_is_named(page)


def given_the_pages(page: Any, *paths: str) -> None:
    for path in paths:
        assert page.goto(path).status == 200, path
        then_axe_finds_nothing(page)


def when_somebody_is_hired(page: Any, email: str, name: str) -> None:
    page.goto("/network/staff/")
    page.locator("[name=email]").fill(email)
    page.locator("[name=name]").fill(name)
    page.locator("[name=role]").select_option("front_desk")
    page.get_by_role("button", name="Add and invite").click()
    then_axe_finds_nothing(page)


def then_the_list_names(page: Any, name: str, *, at: str = "/network/staff/") -> None:
    page.goto(at)
    page.locator("main").get_by_text(name).first.wait_for()


def then_no_patient_is_named(page: Any) -> None:
    assert "Ada Example" not in page.locator("main").inner_text()
