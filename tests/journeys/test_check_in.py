"""A patient checks in by a link, on a phone, with one thumb."""

from __future__ import annotations

from typing import Any

from psycopg import Connection

from deqi.operations import links, tasks_reads
from tests.clinic import House, read, write
from tests.journeys.live import browsing, faults, served

MOST_TAPS = 12


class Thumb:
    """Taps, and counts the taps."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.taps = 0

    def tap(self, place: Any) -> None:
        place.click()
        self.taps += 1


def made(house: House) -> str:
    call = write(house.desk)
    links.make(call, house.episode)
    return f"/q/{links.token(call)}"


def fill(thumb: Thumb) -> None:
    """Answer everything: some pain, a place, and nothing that alarms."""
    page = thumb.page
    for name, step in (("NRS", 6), ("SLEEP_NRS", 3), ("EXPECTATION", 5)):
        thumb.tap(page.locator(f"input[name={name}][value='{step}']"))
    thumb.tap(page.locator("[data-choice='low_back_left']").first)
    for each in page.locator("label", has_text="None of these").all():
        thumb.tap(each)
    thumb.tap(page.locator("input[name=anticoagulant][value=none]"))


def test_it_is_done_in_a_dozen_taps(house: House, owner: Connection) -> None:
    link = made(house)
    with served() as address, browsing(address, house.desk, width=390) as page:
        page.context.clear_cookies()
        page.goto(link)
        thumb = Thumb(page)
        fill(thumb)
        thumb.tap(page.get_by_role("button", name="Send"))
        page.get_by_role("heading", name="it has arrived").wait_for()
        print(f"check-in: {thumb.taps} taps")  # noqa: T201  the figure is asked for
        assert thumb.taps <= MOST_TAPS
        assert faults(page) == []
    where = "SELECT value FROM intake_fact WHERE fact = 'pain_regions'"
    assert owner.execute(where).fetchone() == (["low_back_left"],)


def test_an_emergency_stands_on_the_screen_at_once(house: House) -> None:
    link = made(house)
    with served() as address, browsing(address, house.desk, width=390) as page:
        page.context.clear_cookies()
        page.goto(link)
        thumb = Thumb(page)
        fill(thumb)
        thumb.tap(page.locator("label", has_text="None of these").first)
        thumb.tap(page.locator("label", has_text="passing urine"))
        thumb.tap(page.get_by_role("button", name="Send"))
        call = page.get_by_role("link", name="Call 999")
        call.wait_for()
        assert call.bounding_box()["y"] < page.viewport_size["height"]
        assert faults(page) == []
    (task,) = tasks_reads.listed(read(house.desk))
    assert task.urgency == "emergency"
