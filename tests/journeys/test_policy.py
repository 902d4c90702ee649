"""No page asks the browser for what its policy forbids, and the policy is in force."""

from __future__ import annotations

from typing import Any

import pytest

from deqi.core.roles import Role
from deqi.operations import links
from tests.clinic import House, joined, write
from tests.journeys.live import browsing, faults, served
from tests.web.test_addresses import addresses

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


def of_role(role: Role) -> list[str]:
    """Return the pages of a role that ask for no row; the others only take forms."""
    return [
        each.path
        for each in addresses()
        if each.roles and role in each.roles and "<" not in each.route
    ]


def is_shown(page: Any, path: str) -> bool:
    """Return whether a page is drawn there, and no file handed out."""
    answer = page.request.get(path)
    is_page = "text/html" in answer.headers.get("content-type", "")
    return is_page and answer.status not in (405, 400)


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


def test_pages_of_each_role_are_clean(house: House) -> None:
    people = {
        Role.PATIENT: joined(house, "pat@example.org"),
        Role.PRACTITIONER: house.practitioner,
        Role.FRONT_DESK: house.desk,
        Role.CLINIC_MANAGER: house.manager,
        Role.NETWORK_MANAGER: house.network,
    }
    with served() as address:
        for role, actor in people.items():
            with browsing(address, actor) as page:
                shown = [each for each in of_role(role) if is_shown(page, each)]
                assert shown or role is Role.NETWORK_MANAGER
                for path in shown:
                    refused = watched(page)
                    page.goto(path)
                    assert refused == [], path
