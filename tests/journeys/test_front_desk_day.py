"""A day at the front desk: who comes, who is new, and what is left to do."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import psycopg

from tests.clinic import TODAY, House, book
from tests.journeys import live
from tests.journeys.live import then_axe_finds_nothing
from tests.operations.rows import column, one

STEPS = "SELECT step FROM diary_visitstep"


def test_a_front_desk_day(house: House, owner: psycopg.Connection) -> None:
    book(house, 10)
    with live.served() as address, live.browsing(address, house.desk) as page:
        given_the_list_of_the_day(page)
        when_somebody_comes_in(page, "Ada Example")
        then_they_are_here(page)
        when_somebody_new_is_registered(page)
        then_nothing_of_their_health_is_shown(page)
        when_an_episode_is_opened(page)
        when_a_day_is_looked_at(page)
        when_a_visit_is_booked(page, at="10:15")
        then_the_time_is_taken_and_the_note_is_kept(page)
        when_another_time_is_chosen(page, "11:00")
        then_the_day_lists(page, "Bea Bright")
        when_the_visit_is_moved(page, "Bea Bright", "11:30")
        when_a_link_is_made(page, "Bea Bright")
        when_a_visit_is_cancelled(page, "Bea Bright")
        then_the_day_counts(page, "1 visit")
        when_a_task_is_written_down_and_done(page)
    assert {"arrived", "cancelled"} <= set(column(owner, STEPS))
    assert one(owner, "SELECT count(*) FROM people_patient") == 2
    assert one(owner, "SELECT done_note FROM papers_task") == "She rings back"


def line_of(page: Any, name: str) -> Any:
    return page.locator(".visit", has_text=name)


def given_the_list_of_the_day(page: Any) -> None:
    page.goto("/desk/")
    page.get_by_text("1 visit").wait_for()
    then_axe_finds_nothing(page)


def when_somebody_comes_in(page: Any, name: str) -> None:
    line_of(page, name).get_by_role("button", name="Is here").click()


def then_they_are_here(page: Any) -> None:
    page.get_by_text("Here", exact=True).wait_for()
    assert page.get_by_role("button", name="Begin").count() == 0
    then_axe_finds_nothing(page)


def when_somebody_new_is_registered(page: Any) -> None:
    page.get_by_role("link", name="Find a patient").click()
    page.wait_for_url("**/desk/patients/")
    page.wait_for_load_state()
    page.keyboard.type("Bright")
    page.get_by_text("Nobody found").wait_for()
    then_axe_finds_nothing(page)
    page.locator("#found").get_by_role("link", name="Register a patient").click()
    page.get_by_role("button", name="Register").click()
    page.locator("[data-error-summary]").wait_for()
    then_axe_finds_nothing(page)
    page.fill("[name=given_name]", "Bea")
    page.fill("[name=family_name]", "Bright")
    page.fill("[name=birth_date]", "1985-02-03")
    page.get_by_role("button", name="Register").click()
    page.get_by_role("heading", name="Bea Bright").wait_for()


def then_nothing_of_their_health_is_shown(page: Any) -> None:
    assert page.get_by_role("link", name="Chart", exact=True).count() == 0
    then_axe_finds_nothing(page)


def when_an_episode_is_opened(page: Any) -> None:
    page.get_by_role("link", name="Open an episode").click()
    then_axe_finds_nothing(page)
    page.get_by_role("button", name="Open the episode").click()
    page.get_by_role("heading", name="Bea Bright").wait_for()


def when_a_day_is_looked_at(page: Any) -> None:
    page.get_by_role("link", name="Book a visit").click()
    page.fill("[name=note]", "rings first")
    for day, said in ((TODAY + timedelta(days=1), "nothing yet"), (TODAY, "10:00")):
        page.fill("[name=on]", day.isoformat())
        page.locator("[name=on]").dispatch_event("change")
        page.get_by_text(f"Taken on {day:%A} {day.day}").wait_for()
        page.locator("#taken", has_text=said).wait_for()
    assert page.input_value("[name=note]") == "rings first"
    then_axe_finds_nothing(page)


def when_a_visit_is_booked(page: Any, at: str) -> None:
    page.select_option("[name=practitioner]", label="Needles Example")
    page.fill("[name=on]", TODAY.isoformat())
    page.fill("[name=at]", at)
    page.fill("[name=note]", "comes by taxi")
    page.get_by_role("button", name="Book the visit").click()


def then_the_time_is_taken_and_the_note_is_kept(page: Any) -> None:
    page.locator("[data-error-summary]").wait_for()
    assert page.input_value("[name=note]") == "comes by taxi"
    then_axe_finds_nothing(page)


def when_another_time_is_chosen(page: Any, at: str) -> None:
    page.fill("[name=at]", at)
    page.get_by_role("button", name="Book the visit").click()


def then_the_day_lists(page: Any, name: str) -> None:
    page.get_by_text("The visit is booked.").wait_for()
    page.get_by_role("link", name=name, exact=True).wait_for()
    then_axe_finds_nothing(page)


def when_the_visit_is_moved(page: Any, name: str, at: str) -> None:
    line_of(page, name).get_by_role("link", name="Move").click()
    page.fill("[name=at]", at)
    then_axe_finds_nothing(page)
    page.locator("main").get_by_role("button").last.click()
    page.get_by_text("The visit is moved.").wait_for()
    page.get_by_text(at).wait_for()


def when_a_link_is_made(page: Any, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).click()
    page.get_by_role("link", name="Make a link").click()
    then_axe_finds_nothing(page)
    page.get_by_label("Check-in before a visit").check()
    page.get_by_role("button", name="Make the link").click()
    page.get_by_role("heading", name="The link is made").wait_for()
    assert "/q/" in page.input_value("#link")
    then_axe_finds_nothing(page)


def when_a_visit_is_cancelled(page: Any, name: str) -> None:
    page.goto("/desk/")
    line_of(page, name).get_by_role("link", name="Cancel").click()
    then_axe_finds_nothing(page)
    page.get_by_role("button", name="Cancel the visit").click()


def then_the_day_counts(page: Any, visits: str) -> None:
    page.get_by_text("The visit is cancelled").wait_for()
    page.get_by_text(visits).wait_for()
    then_axe_finds_nothing(page)


def when_a_task_is_written_down_and_done(page: Any) -> None:
    page.get_by_role("link", name="Tasks").click()
    page.fill("[name=title]", "Ring Bea")
    page.fill("[name=due_on]", TODAY.isoformat())
    page.get_by_role("button", name="Add").click()
    page.get_by_text("Ring Bea").first.wait_for()
    then_axe_finds_nothing(page)
    page.fill("[name=note]", "She rings back")
    page.get_by_role("button", name="Done").click()
    page.get_by_text("Nothing is due").wait_for()
