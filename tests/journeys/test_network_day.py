"""A day of a network's manager: a clinic is opened, and somebody runs it."""

from __future__ import annotations

from typing import Any

import psycopg

from tests.clinic import House
from tests.journeys import live
from tests.journeys.live import then_axe_finds_nothing
from tests.operations.rows import column

RUN_BY = (
    "SELECT role FROM accounts_membership JOIN clinics_clinic c ON c.id = clinic_id"
)


def test_a_network_day(house: House, owner: psycopg.Connection) -> None:
    with live.served() as address, live.browsing(address, house.network) as page:
        given_the_overview_of_all_clinics(page)
        when_a_clinic_is_added(page)
        when_its_manager_is_invited(page)
        then_it_is_listed(page)
        then_no_chart_is_open_to_them(page, house)
    assert column(owner, f"{RUN_BY} WHERE c.name = 'Hill Clinic'") == ["clinic_manager"]


def menu(page: Any, name: str) -> None:
    page.locator("#menu").get_by_role("link", name=name, exact=True).click()


def given_the_overview_of_all_clinics(page: Any) -> None:
    page.goto("/network/")
    page.get_by_text("these are counts, and no comparison").wait_for()
    then_axe_finds_nothing(page)


def when_a_clinic_is_added(page: Any) -> None:
    menu(page, "Clinics")
    then_axe_finds_nothing(page)
    page.get_by_role("link", name="Add a clinic").click()
    told = {
        "name": "Hill Clinic",
        "kind": "practice",
        "emergency_number": "112",
        "crisis_line": "116 123",
        "out_of_hours": "116 117",
        "country": "DE",
    }
    for name, typed in told.items():
        page.fill(f"[name={name}]", typed)
    page.select_option("[name=time_zone]", "Europe/Berlin")
    then_axe_finds_nothing(page)
    page.get_by_role("button", name="Keep").click()


def when_its_manager_is_invited(page: Any) -> None:
    page.get_by_text("The clinic is there; now give it people.").wait_for()
    page.fill("[name=name]", "Moss Example")
    page.fill("[name=email]", "moss@hill.example.org")
    page.select_option("[name=role]", "clinic_manager")
    page.select_option("[name=clinic]", label="Hill Clinic")
    page.get_by_role("button", name="Add and invite").click()
    page.get_by_text("A mail is on its way").wait_for()
    then_axe_finds_nothing(page)


def then_it_is_listed(page: Any) -> None:
    menu(page, "Clinics")
    page.get_by_role("heading", name="Hill Clinic").wait_for()
    page.get_by_text("116 117").wait_for()
    then_axe_finds_nothing(page)


def then_no_chart_is_open_to_them(page: Any, house: House) -> None:
    page.goto(f"/desk/patients/{house.patient}/")
    page.get_by_role("heading", level=1).wait_for()
    assert "Ada" not in page.content()
    then_axe_finds_nothing(page)
