"""Becoming a patient: the form, the questions, danger told at once, and consent."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from deqi.operations import accounts, consents
from deqi.operations.callers import Actor
from deqi.records.accounts.models import User
from tests.clinic import House, write
from tests.journeys import live
from tests.journeys.live import then_axe_finds_nothing
from tests.operations.rows import column, one

MOST_STEPS = 30


@pytest.fixture
def newcomer(house: House) -> Actor:
    """Return somebody with an account, and with no clinic yet."""
    consents.publish(write(house.manager), title="Consent", body="I agree to needles.")
    user = User.objects.create_user("pip@example.org", name="Pip Example")
    return accounts.newcomer(user.id, house.clinic, name="Pip Example")


def test_a_patient_joins_and_answers_without_alarm(
    newcomer: Actor, owner: psycopg.Connection
) -> None:
    with live.served() as address, live.browsing(address, newcomer, width=390) as page:
        when_a_patient_joins(page)
        when_the_questions_are_answered(page)
        then_all_is_answered(page)
        when_the_patient_agrees(page)
    assert one(owner, "SELECT count(*) FROM episodes_consent") == 1
    assert "emergency" not in column(owner, "SELECT outcome FROM intake_screening")


def test_danger_is_told_at_once_and_becomes_a_task(
    newcomer: Actor, owner: psycopg.Connection
) -> None:
    with live.served() as address, live.browsing(address, newcomer, width=390) as page:
        when_a_patient_joins(page)
        when_the_questions_are_answered(page, alarm="saddle_numbness")
        then_help_is_told_with_the_number_of_the_clinic(page, "999")
    assert one(owner, "SELECT urgency FROM papers_task") == "emergency"


def when_a_patient_joins(page: Any) -> None:
    page.goto("/book/")
    then_axe_finds_nothing(page)
    page.locator("[name=clinic]").first.check()
    page.locator("[name=given_name]").fill("Pip")
    page.locator("[name=family_name]").fill("Example")
    page.locator("[name=birth_date]").fill("1980-04-03")
    page.get_by_role("button", name="Go on to the questions").click()
    page.get_by_role("button", name="Begin").wait_for()
    then_axe_finds_nothing(page)
    page.get_by_role("button", name="Begin").click()


def when_the_questions_are_answered(page: Any, *, alarm: str = "") -> None:
    for _ in range(MOST_STEPS):
        page.get_by_role("heading", level=1).wait_for()
        if "/intake/" not in page.url or not page.locator("form .send").count():
            return
        answer_a_step(page, alarm)


def answer_a_step(page: Any, alarm: str) -> None:
    if alarm and page.locator(f"[name={alarm}]").count():
        page.locator(f"[name={alarm}][value=yes]").check()
    if page.locator("select[name=condition]").count():
        page.locator("select[name=condition]").select_option("low_back_pain")
    for answer in ("none", "no", "unknown"):
        for each in page.locator(f"input[value={answer}]").all():
            if not page.locator(f"[name={each.get_attribute('name')}]:checked").count():
                each.check()
    page.get_by_role("button", name="Keep and go on").click()


def then_all_is_answered(page: Any) -> None:
    page.get_by_text("Thank you. That is all we ask now").wait_for()
    then_axe_finds_nothing(page)


def when_the_patient_agrees(page: Any) -> None:
    page.goto("/me/consent/")
    then_axe_finds_nothing(page)
    page.locator("[name=agrees][value=yes]").check()
    page.get_by_role("button", name="Send").click()
    page.get_by_text("You have agreed").first.wait_for()


def then_help_is_told_with_the_number_of_the_clinic(page: Any, number: str) -> None:
    page.locator(f"a[href='tel:{number}']").first.wait_for()
    then_axe_finds_nothing(page)
