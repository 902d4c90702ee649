"""A day of a clinic's manager: consent, people, a credential, texts, and a request."""

from __future__ import annotations

from typing import Any

import psycopg

from deqi.operations import requests
from tests import clinic
from tests.clinic import House, write
from tests.journeys import live
from tests.journeys.live import then_axe_finds_nothing
from tests.operations.rows import column, one


def test_a_manager_day(house: House, owner: psycopg.Connection) -> None:
    given_a_patient_who_asks_for_a_copy(house)
    with live.served() as address, live.browsing(address, house.manager) as page:
        given_the_overview(page)
        when_the_consent_is_published(page)
        when_a_text_is_previewed_and_kept(page)
        when_a_practitioner_is_added(page)
        then_they_are_without_a_credential(page)
        when_their_credential_is_added_and_verified(page)
        when_a_room_is_added(page)
        when_the_request_is_answered(page)
        then_the_archive_is_made(page)
    assert column(owner, "SELECT title FROM episodes_consenttext") == ["Before needles"]
    verified = "SELECT verified_how FROM clinics_credential WHERE number = 'EX 7'"
    assert one(owner, verified) == "Looked up in the register"
    assert one(owner, "SELECT answer FROM papers_request") == "It waits at the desk."


def given_a_patient_who_asks_for_a_copy(house: House) -> None:
    own = clinic.joined(house, "pat@example.org")
    requests.ask(write(own), requests.Kind.COPY, "All of it, please")


def given_the_overview(page: Any) -> None:
    page.goto("/network/")
    page.get_by_text("How your clinic stands today").wait_for()
    then_axe_finds_nothing(page)


def menu(page: Any, name: str) -> None:
    page.locator("#menu").get_by_role("link", name=name, exact=True).click()


def when_the_consent_is_published(page: Any) -> None:
    menu(page, "Texts")
    page.get_by_role("link", name="Versions").click()
    page.get_by_text("No consent text yet").wait_for()
    then_axe_finds_nothing(page)
    page.fill("[name=title]", "Before needles")
    page.fill("[name=body]", "I have read what may go wrong, and I agree.")
    page.get_by_role("button", name="Publish").click()
    page.get_by_text("read now").wait_for()
    then_axe_finds_nothing(page)


def when_a_text_is_previewed_and_kept(page: Any) -> None:
    menu(page, "Texts")
    page.locator("#aftercare").locator("xpath=../..").get_by_role("link").click()
    page.fill("[name=title]", "After your session")
    page.fill("[name=body]", "Rest for ten minutes before you drive.")
    page.get_by_role("button", name="Preview").click()
    page.get_by_role("heading", name="Preview").wait_for()
    then_axe_finds_nothing(page)
    page.get_by_role("button", name="Keep").click()
    page.get_by_text("Rest for ten minutes").wait_for()


def when_a_practitioner_is_added(page: Any) -> None:
    menu(page, "People")
    page.fill("[name=name]", "Wren Example")
    page.fill("[name=email]", "not an address")
    page.select_option("[name=role]", "practitioner")
    page.evaluate("document.querySelector('main form.form').noValidate = true")
    page.get_by_role("button", name="Add and invite").click()
    page.locator("[data-error-summary]").wait_for()
    assert page.input_value("[name=name]") == "Wren Example"
    then_axe_finds_nothing(page)
    page.fill("[name=email]", "wren@garden.example.org")
    page.get_by_role("button", name="Add and invite").click()
    page.get_by_text("A mail is on its way").wait_for()
    then_axe_finds_nothing(page)


def then_they_are_without_a_credential(page: Any) -> None:
    menu(page, "Credentials")
    page.get_by_text("Without any credential").wait_for()
    then_axe_finds_nothing(page)


def when_their_credential_is_added_and_verified(page: Any) -> None:
    page.get_by_role("link", name="add a credential").click()
    told = {
        "kind": "acupuncture",
        "jurisdiction": "GB",
        "number": "EX 7",
        "valid_from": "2026-01-01",
        "expires": "2027-12-31",
    }
    for name, typed in told.items():
        page.fill(f"[name={name}]", typed)
    then_axe_finds_nothing(page)
    page.get_by_role("button", name="Keep").click()
    page.get_by_role("link", name="Verify").click()
    page.fill("[name=how]", "Looked up in the register")
    then_axe_finds_nothing(page)
    page.get_by_role("button", name="It holds").click()
    page.get_by_text("Verified.").wait_for()


def when_a_room_is_added(page: Any) -> None:
    menu(page, "Clinics")
    page.fill("[name=name]", "Room 2")
    page.get_by_role("button", name="Add a room").click()
    page.locator("li", has_text="Room 2").wait_for()
    then_axe_finds_nothing(page)


def when_the_request_is_answered(page: Any) -> None:
    menu(page, "Requests")
    page.get_by_text("All of it, please").wait_for()
    page.locator("summary", has_text="Answer").click()
    then_axe_finds_nothing(page)
    page.locator("[name=text]").fill("It waits at the desk.")
    page.get_by_role("button", name="Keep the answer").click()
    page.get_by_text("Answered; the patient can read it.").wait_for()
    then_axe_finds_nothing(page)


def then_the_archive_is_made(page: Any) -> None:
    menu(page, "Export")
    then_axe_finds_nothing(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Make the archive").click()
    assert download.value.suggested_filename.endswith(".zip")
