"""No page asks the browser for what its policy forbids, and the policy is in force."""

from __future__ import annotations

from typing import Any

import pytest

from deqi.operations import links
from tests.clinic import House, write
from tests.journeys.live import browsing, faults, served

PUBLIC = (
    "/",
    "/answer/",
    "/answer/?condition=low+back+pain&age=52&lasted=9&unit=months",
    "/answer/?condition=sciatika",
    "/book/",
    "/privacy/",
    "/accessibility/",
    "/accounts/signup/",
    "/accounts/login/code/",
    "/accounts/password/reset/",
    "/q/unknown",
)

OWN = (
    "/places/",
    "/accounts/2fa/",
    "/accounts/password/change/",
    "/accounts/sessions/",
    "/accounts/reauthenticate/",
    "/accounts/logout/",
)


def watched(page: Any) -> list[str]:
    """Return a list that fills with what the policy forbids, and with faults."""
    refused: list[str] = []

    def hear(said: str) -> None:
        if "Content Security Policy" in said:
            refused.append(said)

    page.on("console", lambda said: hear(said.text))
    page.on("pageerror", lambda error: refused.append(str(error)))
    return refused


def test_the_policy_stops_a_planted_script(house: House) -> None:
    with served() as address, browsing(address, house.desk) as page:
        refused = watched(page)
        page.goto("/")
        page.evaluate(
            "() => { const planted = document.createElement('script');"
            " planted.textContent = 'window.planted = 1';"
            " document.body.append(planted); }"
        )
        assert page.evaluate("window.planted") is None
        assert any("Content Security Policy" in each for each in refused)


@pytest.mark.parametrize("width", [390, 1280])
def test_public_pages_and_those_of_an_account_are_clean(
    house: House, width: int
) -> None:
    call = write(house.desk)
    links.make(call, house.episode)
    own = f"/q/{links.token(call)}"
    with served() as address, browsing(address, house.desk, width=width) as page:
        for path in (*PUBLIC, *OWN, own):
            refused = watched(page)
            page.goto(path)
            assert refused == [], path
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, path
            assert faults(page) == [], path
