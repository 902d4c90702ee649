"""What is typed while the connection is lost is kept, unreadable, and sent once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from tests import charted
from tests.clinic import House
from tests.journeys import live
from tests.operations import rows

LINES = "SELECT line FROM charting_session"
SIGNED = "SELECT count(*) FROM charting_session WHERE signed_at IS NOT NULL"
AT_LINE = "[name=line]:focus"
SAVED = "[data-saved]:not(:empty)"
TOLD = "[data-told]:not([hidden])"


@pytest.fixture
def page(house: House, owner: psycopg.Connection) -> Iterator[Any]:
    """Open the screen of a session whose questions are answered."""
    charted.ready(house)
    session = charted.begun(house)
    with live.served() as address, live.browsing(address, house.practitioner) as page:
        page.goto(f"/desk/sessions/{session}/")
        page.wait_for_selector(AT_LINE)
        yield page


def kept(page: Any) -> str:
    return str(page.evaluate("JSON.stringify({...localStorage})"))


def until(owner: psycopg.Connection, page: Any, query: str, wanted: object) -> None:
    """Wait until the records hold what is wanted; the browser goes on meanwhile."""
    for _ in range(100):
        if rows.one(owner, query) == wanted:
            return
        page.wait_for_timeout(100)
    assert rows.one(owner, query) == wanted


def test_what_is_typed_is_saved_by_itself(page: Any, owner: psycopg.Connection) -> None:
    page.keyboard.type("GV3 15mm; ret 20")
    until(owner, page, LINES, "GV3 15mm; ret 20")


def test_what_is_typed_offline_is_kept_unreadable_and_saved_later(
    page: Any, owner: psycopg.Connection
) -> None:
    page.context.set_offline(True)
    page.keyboard.type("GV3 15mm; ret 20")
    page.wait_for_selector(TOLD)
    assert rows.one(owner, LINES) == ""
    assert "deqi-session-" in kept(page)
    assert "GV3" not in kept(page)
    page.keyboard.type("; BL23 b")
    page.context.set_offline(False)
    until(owner, page, LINES, "GV3 15mm; ret 20; BL23 b")


def test_a_signature_waits_for_the_connection_and_counts_once(
    page: Any, owner: psycopg.Connection
) -> None:
    page.keyboard.type("GV3 15mm; ret 20")
    page.fill("[name=needles_out]", "1")
    page.check("[name=no_event]")
    page.fill("[name=score-NRS]", "4")
    until(owner, page, LINES, "GV3 15mm; ret 20")
    page.wait_for_selector(SAVED)
    page.wait_for_timeout(2000)
    page.context.set_offline(True)
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(TOLD)
    assert rows.one(owner, SIGNED) == 0
    page.context.set_offline(False)
    page.wait_for_selector("h1:has-text('Session of')")
    assert rows.one(owner, SIGNED) == 1
    assert rows.one(owner, "SELECT count(*) FROM outcomes_measurement") == 1
    assert "deqi-session-" not in kept(page)


def test_an_answer_that_was_lost_on_its_way_counts_once(
    page: Any, owner: psycopg.Connection
) -> None:
    page.keyboard.type("GV3 15mm; ret 20")
    page.fill("[name=needles_out]", "1")
    page.check("[name=no_event]")
    page.fill("[name=score-NRS]", "4")
    page.wait_for_timeout(2500)
    lost: list[int] = []

    def lose(route: Any) -> None:
        # The server does what it is asked; the browser never hears of it, once.
        answer = route.fetch(max_redirects=0)
        lost.append(answer.status)
        if len(lost) == 1:
            route.abort()
        else:
            route.fulfill(response=answer)

    page.route("**/sign/", lose)
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("h1:has-text('Session of')", timeout=15000)
    assert lost == [302, 302]
    assert rows.one(owner, SIGNED) == 1
    assert rows.one(owner, "SELECT count(*) FROM outcomes_measurement") == 1


def test_what_was_not_saved_is_there_again(
    page: Any, owner: psycopg.Connection
) -> None:
    page.route("**/chart/", lambda route: route.abort())
    page.keyboard.type("GV3 15mm")
    page.wait_for_timeout(300)
    page.reload()
    page.wait_for_selector(TOLD)
    assert page.input_value("[name=line]") == "GV3 15mm"


def test_who_is_signed_out_meanwhile_keeps_what_is_on_the_screen(page: Any) -> None:
    page.context.clear_cookies(name="session")
    page.keyboard.type("GV3 15mm")
    page.wait_for_selector(f"{TOLD} >> text=You are signed out")
    assert page.input_value("[name=line]") == "GV3 15mm"


def test_signing_out_leaves_nothing(page: Any) -> None:
    page.keyboard.type("GV3 15mm")
    page.wait_for_timeout(300)
    assert "deqi-session-" in kept(page)
    page.click(".navigation-account button")
    page.wait_for_load_state()
    assert "deqi-session-" not in kept(page)


def test_what_is_older_than_a_day_is_removed(page: Any) -> None:
    old = json.dumps({"at": 0, "iv": "", "sealed": ""})
    page.evaluate("told => localStorage.setItem('deqi-session-x', told)", old)
    page.reload()
    page.wait_for_selector(AT_LINE)
    assert "deqi-session-x" not in kept(page)
