"""Every address of the site in a browser, opened by somebody who may open it.

With ``SHOTS`` set to a folder, a picture of each page is left there.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from deqi.core.roles import Role
from tests.journeys import live, site
from tests.journeys.site import Site
from tests.web.test_addresses import FOR_ALL, Address, addresses

SHOTS = os.environ.get("SHOTS", "")
ORDER = (
    Role.PATIENT,
    Role.PRACTITIONER,
    Role.CLINIC_MANAGER,
    Role.NETWORK_MANAGER,
    Role.AUDITOR,
    Role.FRONT_DESK,
)
"""Who opens an address that is for several."""

SENT_ONLY = 405


def opener(address: Address) -> Role | None:
    """Return the role that opens an address; None for one that is for everybody."""
    if address.name in FOR_ALL:
        return None
    roles = address.roles or tuple(ORDER)
    return next(each for each in ORDER if each in roles)


def watched(page: Any, address: str) -> list[str]:
    """Return a list that fills with what the browser complains of or asks others."""
    told: list[str] = []

    def ask(request: Any) -> None:
        if not request.url.startswith((address, "data:", "blob:")):
            told.append(f"asks {request.url}")

    page.on("console", lambda said: told.append(said.text) if loud(said) else None)
    page.on("pageerror", lambda error: told.append(str(error)))
    page.on("request", ask)
    return told


def loud(said: Any) -> bool:
    return bool(said.type in ("error", "warning"))


def is_page(page: Any, path: str, told: list[str]) -> bool:
    """Return whether an address shows a page; complain where it shows nothing."""
    answer = page.request.get(path)
    if answer.status not in (200, SENT_ONLY):
        told.append(f"answers {answer.status}")
    return answer.ok and "text/html" in answer.headers.get("content-type", "")


def looked(page: Any, name: str) -> Iterator[str]:
    """Yield what is wrong with the open page, narrow and wide, in both themes."""
    for width, theme in live.ALL_LOOKS:
        live.looked_at(page, width=width, theme=theme)
        if SHOTS:
            picture = Path(SHOTS) / f"{name}-{width}-{theme}.png"
            page.screenshot(path=picture, full_page=True)
        yield from (f"{each} at {width}, {theme}" for each in live.faults(page))
        if live.wide(page) > width:
            yield f"scrolls sideways at {width}"


def test_every_address_has_a_sample(example: Site) -> None:
    unknown = {each.route for each in addresses() if not example.paths(each)}
    assert unknown == set()


@pytest.mark.parametrize("role", [None, *ORDER])
def test_pages_are_clean(example: Site, role: Role | None) -> None:
    mine = [each for each in addresses() if opener(each) is role]
    session = live.signed_in(example.actors[role] if role else None)
    wrong: dict[str, list[str]] = {}
    pages = 0
    with live.served(site.UNTIL) as address, live.browser() as started:
        page = live.opened(started, address, session, width=live.ALL_LOOKS[0][0])
        told = watched(page, address)
        for path in [path for each in mine for path in example.paths(each)]:
            told.clear()
            if is_page(page, path, told):
                pages += 1
                page.goto(path, wait_until="load")
                told += looked(page, f"{role}{path.replace('/', '-')}")
            if told:
                wrong[path] = list(told)
    sys.stdout.write(f"{role or 'nobody'}: {pages} pages of {len(mine)} addresses\n")
    assert wrong == {}
