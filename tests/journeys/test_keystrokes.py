"""A follow-up like the last visit, with one change and two scores, by keyboard alone.

The time is that of the keystroke-level model of Card, Moran and Newell (1980): 0.28 s a
keystroke of a typist of 40 words a minute, here without their 1.35 s for each thought.
The safety questions of the day are counted apart: one key each.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import psycopg

from tests import charted
from tests.clinic import MORNING, House, at
from tests.journeys import live
from tests.operations import rows

WEEK = MORNING + timedelta(days=7)
MOST_KEYSTROKES, MOST_SECONDS, SECONDS_A_KEY = 20, 16.0, 0.28
TO_YES = ("can_consent", "can_lie_still")


@dataclass
class Hands:
    """Presses keys, and counts them; a key held with another counts two."""

    page: Any
    pressed: list[str] = field(default_factory=list)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.pressed += key.split("+")

    def type(self, text: str) -> None:
        for each in text:
            self.press(each)


def answer_all(page: Any) -> int:
    """Answer what is asked with one key each; return how many."""
    asked = page.locator("fieldset[data-question]").count()
    for _ in range(asked):
        name = page.evaluate("document.activeElement.name").removeprefix("fact-")
        page.keyboard.press("y" if name in TO_YES else "n")
    return int(asked)


def test_a_follow_up_takes_at_most_twenty_keystrokes(
    house: House, owner: psycopg.Connection
) -> None:
    charted.ready(house)
    charted.signed(house)
    with at(WEEK):
        session = charted.begun(house)
    with (
        live.served(WEEK) as address,
        live.browsing(address, house.practitioner) as page,
    ):
        page.goto(f"/desk/sessions/{session}/")
        page.wait_for_selector("[name^=fact-]:focus")
        asked = answer_all(page)
        page.wait_for_selector("[name=line]:focus")
        hands = Hands(page)
        hands.type(";st36 b")
        hands.press("Tab")
        hands.type("9")
        hands.press("Tab", "Space", "Tab")
        hands.type("3")
        hands.press("Tab")
        hands.type("4")
        hands.press("Control+Enter")
        page.wait_for_selector("text=Session of 30 November 2026")
        assert live.faults(page) == []
    seconds = len(hands.pressed) * SECONDS_A_KEY
    told = f"{len(hands.pressed)} keystrokes, {seconds:.1f} s; {asked} answers beside"
    sys.stdout.write(f"a follow-up: {told}\n")
    line = rows.one(owner, "SELECT line FROM charting_session WHERE id = %s", session)
    assert line == f"{charted.CARRIED};st36 b; in 9 out 9; ae none"
    scores = "SELECT score FROM outcomes_measurement WHERE measured_on = %s"
    assert rows.column(owner, scores, WEEK.date()) == [3, 4]
    assert len(hands.pressed) <= MOST_KEYSTROKES
    assert seconds <= MOST_SECONDS
