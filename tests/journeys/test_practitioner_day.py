"""A day of a practitioner: who comes, may they be needled, the plan, a session, a letter."""

from __future__ import annotations

from typing import Any

import psycopg

from tests import charted
from tests.clinic import House, book
from tests.journeys import live
from tests.journeys.live import then_axe_finds_nothing
from tests.journeys.test_keystrokes import WEEK, answer_all
from tests.operations.rows import one


def test_a_practitioner_day(house: House, owner: psycopg.Connection) -> None:
    charted.ready(house)
    book(house, 10, on=WEEK.date())
    with (
        live.served(WEEK) as address,
        live.browsing(address, house.practitioner) as page,
    ):
        given_the_list_of_the_day(page)
        when_the_screening_is_read(page, house)
        when_the_plan_is_signed(page, house)
        when_the_session_is_begun_from_the_list(page)
        when_it_is_charted_by_keyboard_alone(page)
        then_the_session_is_signed(page)
        when_the_review_is_decided(page, house)
        when_a_letter_is_drafted_and_signed(page, house)
        then_it_is_marked_as_sent(page)
    assert one(owner, "SELECT needles_in - needles_out FROM charting_session") == 0
    assert one(owner, "SELECT decision FROM outcomes_review") == "continue"
    assert (
        one(owner, "SELECT count(*) FROM papers_letter WHERE sent_at IS NOT NULL") == 1
    )


def given_the_list_of_the_day(page: Any) -> None:
    page.goto("/desk/")
    page.get_by_text("Ada Example").first.wait_for()
    then_axe_finds_nothing(page)


def when_the_screening_is_read(page: Any, house: House) -> None:
    page.goto(f"/desk/episodes/{house.episode}/screening/")
    then_axe_finds_nothing(page)


def when_the_plan_is_signed(page: Any, house: House) -> None:
    page.goto(f"/desk/episodes/{house.episode}/plan/")
    then_axe_finds_nothing(page)
    page.locator("[name=note]").fill("Prone, with a pillow")
    page.get_by_role("button", name="Sign the plan").click()
    page.get_by_text("Prone, with a pillow").first.wait_for()


def when_the_session_is_begun_from_the_list(page: Any) -> None:
    page.goto("/desk/")
    page.locator(".visit", has_text="Ada Example").get_by_role(
        "button", name="Begin"
    ).click()
    page.wait_for_selector("[name=line]")
    then_axe_finds_nothing(page)


def when_it_is_charted_by_keyboard_alone(page: Any) -> None:
    page.wait_for_selector("[name^=fact-]:focus")
    answer_all(page)
    page.wait_for_selector("[name=line]:focus")
    page.keyboard.press("Tab")
    page.keyboard.type(page.locator("#session-in").inner_text())
    for key in ("Tab", "Space", "Tab", "4", "Tab", "5", "Control+Enter"):
        page.keyboard.press(key)


def then_the_session_is_signed(page: Any) -> None:
    page.wait_for_selector("text=Session of 30 November 2026")
    then_axe_finds_nothing(page)


def when_the_review_is_decided(page: Any, house: House) -> None:
    page.goto(f"/desk/episodes/{house.episode}/review/")
    page.get_by_role("heading", name="The rules say:").wait_for()
    then_axe_finds_nothing(page)
    page.get_by_role("button", name="Keep the decision").click()
    page.get_by_text("Decided today:").wait_for()


def when_a_letter_is_drafted_and_signed(page: Any, house: House) -> None:
    page.goto(f"/desk/episodes/{house.episode}/letters/")
    page.get_by_role("button", name="Draft a letter").click()
    then_axe_finds_nothing(page)
    page.locator("[name=to_name]").fill("Dr Sorrel Example")
    page.get_by_role("button", name="Save and look at it").click()
    page.get_by_role("button", name="Sign the letter").click()
    page.get_by_text("Open the PDF").wait_for()
    then_axe_finds_nothing(page)


def then_it_is_marked_as_sent(page: Any) -> None:
    page.get_by_role("button", name="Mark as sent").click()
    page.get_by_role("button", name="Mark as sent").wait_for(state="detached")
