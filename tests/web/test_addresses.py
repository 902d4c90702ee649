"""Every address of the site: who may open it, and who is turned away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from deqi.core.roles import Role
from deqi.operations.callers import Actor
from tests import clinic
from tests.clinic import House

FOR_ALL = {
    "alive",
    "ready",
    "public-home",
    "public-privacy",
    "public-accessibility",
    "answers-answer",
    "answers-plot",
    "joining-join",
    "links-show",
    "links-claim",
    "theme",
}
"""Addresses that ask nobody who they are; a link proves itself by its token."""

SIGNED_IN = {"places-choose"}
"""Addresses for whoever has signed in, in any role."""

WITHIN = {
    "me/": {Role.PATIENT},
    "desk/": {Role.PRACTITIONER, Role.FRONT_DESK, Role.CLINIC_MANAGER},
    "network/": {
        Role.PRACTITIONER,
        Role.CLINIC_MANAGER,
        Role.NETWORK_MANAGER,
        Role.AUDITOR,
    },
}
"""Whom the parts of the site are for."""

ALLAUTH, ADMIN = "accounts/", "admin/"
SAMPLES = {"uuid": UUID(int=1), "slug": "sample", "str": "sample", "int": 1}


@dataclass(frozen=True)
class Address:
    route: str
    name: str
    path: str
    roles: tuple[Role, ...] | None


def addresses() -> list[Address]:
    """Return every address of our own."""
    own = (each for each in walk(get_resolver(), ""))
    return [each for each in own if not each.route.startswith((ALLAUTH, ADMIN))]


def walk(resolver: URLResolver, before: str) -> Iterator[Address]:
    for each in resolver.url_patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLPattern):
            roles = getattr(each.callback, "roles", None)
            yield Address(route, each.name or "", filled(route), roles)
        else:
            yield from walk(each, route)


def filled(route: str) -> str:
    """Return an address with something in each of its places, that is nowhere."""
    for kind, sample in SAMPLES.items():
        while f"<{kind}:" in route:
            start = route.index(f"<{kind}:")
            route = f"{route[:start]}{sample}{route[route.index('>', start) + 1 :]}"
    return f"/{route}"


def asked(client: Client, path: str) -> Any:
    """Ask a page; what is only ever sent to, is sent to."""
    answer = client.get(path)
    return client.post(path) if answer.status_code == 405 else answer


def actors(house: House) -> dict[Role, Actor]:
    network = house.network
    auditor = clinic.hire(network, house.clinic, Role.AUDITOR, "audit@example.org")
    return {
        Role.PATIENT: clinic.joined(house, "pat@example.org"),
        Role.PRACTITIONER: house.practitioner,
        Role.FRONT_DESK: house.desk,
        Role.CLINIC_MANAGER: house.manager,
        Role.NETWORK_MANAGER: network,
        Role.AUDITOR: auditor,
    }


def test_every_address_says_whom_it_is_for() -> None:
    unsaid = {each.name for each in addresses() if each.roles is None}
    assert unsaid == FOR_ALL | SIGNED_IN


def test_each_part_of_the_site_is_for_its_people_alone() -> None:
    for each in addresses():
        part = each.route.split("/")[0] + "/"
        if part in WITHIN:
            assert each.roles is not None, each
            assert set(each.roles) <= WITHIN[part], each


def test_who_has_not_signed_in_is_sent_to_do_so(client: Client, house: House) -> None:
    for each in addresses():
        if each.name not in FOR_ALL:
            answer = asked(client, each.path)
            assert answer.status_code == 302, each
            assert answer.headers["Location"].startswith("/accounts/login/"), each


@pytest.mark.parametrize("role", Role)
def test_a_role_opens_what_is_its_own_and_nothing_else(
    client: Client, house: House, role: Role
) -> None:
    clinic.sign_in(client, actors(house)[role])
    for each in addresses():
        if each.roles is None:
            continue
        turned_away = asked(client, each.path).status_code == 403
        assert turned_away == (role not in each.roles), each


def test_the_admin_is_for_who_looks_after_the_machine(
    client: Client, house: House
) -> None:
    clinic.sign_in(client, house.network)
    assert client.get("/admin/").status_code == 302
