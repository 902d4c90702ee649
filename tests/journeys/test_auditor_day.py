"""A day of an auditor: who asked what, what was refused, and nothing to change."""

from __future__ import annotations

from typing import Any

import pytest

from deqi.core.roles import Role
from deqi.operations import charts_reads
from deqi.operations.refusals import NotPermitted
from tests import clinic
from tests.clinic import House, book, read
from tests.journeys import live
from tests.journeys.live import then_axe_finds_nothing


def test_an_auditor_day(house: House) -> None:
    auditor = clinic.hire(
        house.network, house.clinic, Role.AUDITOR, "audit@example.org"
    )
    given_a_desk_that_asked_for_a_chart(house)
    with live.served() as address, live.browsing(address, auditor) as page:
        given_the_overview(page)
        when_the_audit_is_opened(page)
        then_everything_stands_in_it(page)
        when_only_what_was_refused_is_shown(page)
        then_the_chart_stands_alone(page)
        when_people_and_credentials_are_read(page)
        then_nothing_can_be_changed(page)
        when_a_record_is_read(page)
        then_no_chart_is_open_to_them(page, house)


def given_a_desk_that_asked_for_a_chart(house: House) -> None:
    book(house)
    with pytest.raises(NotPermitted):
        charts_reads.chart(read(house.desk), house.patient)


def menu(page: Any, name: str) -> None:
    page.locator("#menu").get_by_role("link", name=name, exact=True).click()


def given_the_overview(page: Any) -> None:
    page.goto("/network/")
    page.get_by_role("heading", name="Overview").wait_for()
    then_axe_finds_nothing(page)


def when_the_audit_is_opened(page: Any) -> None:
    menu(page, "Audit")


def then_everything_stands_in_it(page: Any) -> None:
    page.get_by_text("visits.book").first.wait_for()
    assert "Ada" not in page.content()
    then_axe_finds_nothing(page)


def when_only_what_was_refused_is_shown(page: Any) -> None:
    page.get_by_label("Refused only").check()
    page.get_by_role("button", name="Show").click()


def then_the_chart_stands_alone(page: Any) -> None:
    page.get_by_text("visits.book").first.wait_for(state="detached")
    assert page.locator("tbody tr").count() == 1
    assert "patients.chart" in page.locator("tbody").inner_text()
    then_axe_finds_nothing(page)


def when_people_and_credentials_are_read(page: Any) -> None:
    menu(page, "Credentials")
    then_axe_finds_nothing(page)
    menu(page, "People")
    then_axe_finds_nothing(page)


def then_nothing_can_be_changed(page: Any) -> None:
    assert page.locator("main form[method=post]").count() == 0


def when_a_record_is_read(page: Any) -> None:
    menu(page, "Knowledge")
    then_axe_finds_nothing(page)
    page.fill("[name=words]", "saddle cauda")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("link", name="cauda").first.click()
    page.get_by_role("heading", name="What it rests on").wait_for()
    assert page.locator("main form[method=post]").count() == 0
    then_axe_finds_nothing(page)


def then_no_chart_is_open_to_them(page: Any, house: House) -> None:
    page.goto(f"/desk/patients/{house.patient}/chart/")
    page.get_by_role("heading", level=1).wait_for()
    assert "Ada" not in page.content()
