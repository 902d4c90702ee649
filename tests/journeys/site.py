"""The example network, small, and a sample of what stands in every address."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

import psycopg
from psycopg.rows import dict_row

from deqi.core.roles import Role
from deqi.operations import (
    doubles,
    example,
    letters,
    links,
    patients,
    sessions,
    shortcuts,
    staff,
)
from deqi.operations.callers import Actor
from deqi.operations.example import Loaded
from deqi.operations.example.houses import acting
from tests.clinic import at, read, write
from tests.web.test_addresses import Address

UNTIL = datetime(2026, 11, 20, 14, 10, tzinfo=UTC)
PATIENTS, MONTHS = 12, 6

TREATED = """
SELECT s.id AS session, s.episode_id AS episode, s.patient_id AS patient
FROM charting_session s JOIN episodes_episode e ON e.id = s.episode_id
WHERE s.practitioner_id = %(practitioner)s AND s.signed_at IS NOT NULL
  AND e.discharged_at IS NULL
ORDER BY s.given_on DESC LIMIT 1
"""
COMING = """
SELECT id AS visit FROM diary_visit
WHERE clinic_id = %(clinic)s AND starts_at > %(now)s AND cancelled_at IS NULL
ORDER BY starts_at LIMIT 1
"""
OWN = """
SELECT id AS visit FROM diary_visit
WHERE patient_id = ANY(%(patients)s) AND starts_at > %(now)s AND cancelled_at IS NULL
ORDER BY starts_at LIMIT 1
"""
ROWS = (
    "SELECT id AS letter FROM papers_letter WHERE signed_at IS NOT NULL"
    " AND clinic_id = %(clinic)s LIMIT 1",
    "SELECT id AS document FROM papers_document WHERE clinic_id = %(clinic)s LIMIT 1",
    "SELECT id AS task FROM papers_task WHERE clinic_id = %(clinic)s LIMIT 1",
    "SELECT id AS event FROM charting_adverseevent WHERE clinic_id = %(clinic)s LIMIT 1",
    "SELECT id AS request_id FROM papers_request WHERE clinic_id = %(clinic)s LIMIT 1",
    "SELECT id AS room FROM clinics_room WHERE clinic_id = %(clinic)s LIMIT 1",
    "SELECT id AS membership, user_id AS user FROM accounts_membership"
    " WHERE clinic_id = %(clinic)s AND role = 'front_desk' LIMIT 1",
)
SHOWN_STEPS = ("problem", "where", "strength", "nerves", "medicines")
"""Of the intake, one for each kind of question."""

SLUGS: dict[str, Samples] = {
    "intake-step": tuple({"step": each} for each in SHOWN_STEPS),
    "answers-plot": ({"name": "forest-sham"},),
    "texts-edit": ({"use": "aftercare"},),
    "knowledge-room": ({"room": "red_flags"},),
    "knowledge-show": (
        {"room": "red_flags", "name": "cauda_equina"},
        {"room": "trials", "name": "haake_2007_sham_response_w26"},
    ),
}
"""What stands in an address and is no row."""

CHRONIC = "?condition=low+back+pain&age=52&lasted=9&unit=months"
ASKED = {
    "answers-plot": (CHRONIC,),
    "answers-answer": ("", CHRONIC),
    "sessions-history": ("?episode={episode}",),
    "reviews-due": ("", "?all=1"),
    "letters-waiting": ("", "?all=1"),
}
"""What an address is asked besides."""


Samples = tuple[dict[str, Any], ...]
PLACE = re.compile(r"<\w+:(\w+)>")


@dataclass(frozen=True)
class Site:
    """The people of the example, and rows of theirs by the words of the addresses."""

    actors: dict[Role, Actor]
    rows: dict[str, Any]
    by_name: dict[str, Samples]

    def paths(self, address: Address) -> list[str]:
        """Return an address with what stands in its places; none without a sample."""
        samples = self.by_name.get(address.name, ({},))
        held = [self.rows | each for each in samples]
        if not all(set(PLACE.findall(address.route)) <= set(each) for each in held):
            return []
        asked = ASKED.get(address.name, ("",))
        filled = [written(address.route, each) for each in held]
        more = [each.format(**self.rows) for each in asked]
        return [f"/{path}{each}" for path in filled for each in more]


def written(route: str, held: dict[str, Any]) -> str:
    """Return a route with something in each of its places."""
    return PLACE.sub(lambda place: str(held[place[1]]), route)


def load() -> Loaded:
    """Load the example network, small."""
    return example.load(patients=PATIENTS, months=MONTHS, until=UNTIL, processes=1)


def sampled(loaded: Loaded, owner: psycopg.Connection) -> Site:
    """Add what the example has none of, and find a row for every word."""
    actors = people(loaded)
    told: dict[str, Any] = {"clinic": loaded.clinics[0], "now": UNTIL}
    told["practitioner"] = actors[Role.PRACTITIONER].practitioner
    found = dict(told)
    with owner.cursor(row_factory=dict_row) as cursor:
        for query in (TREATED, COMING, *ROWS):
            found |= cursor.execute(query, told).fetchone() or {}
        told["patients"] = list(actors[Role.PATIENT].patients)
        own = cursor.execute(OWN, told).fetchone() or {}
    with at(UNTIL):
        by_name = added(actors, found)
    return Site(actors, found, SLUGS | by_name | {"own-visits-cancel": (own,)})


def people(loaded: Loaded) -> dict[Role, Actor]:
    """Return one of each role, all of the first clinic."""
    held = [acting(each.email, each.role) for each in loaded.people]
    first = [each for each in held if each.clinic in (None, loaded.clinics[0])]
    return {each.role: each for each in reversed(first)}


def added(actors: dict[Role, Actor], found: dict[str, Any]) -> dict[str, Samples]:
    """Write what is open for a moment only, such as a letter in hand."""
    needles, desk = actors[Role.PRACTITIONER], actors[Role.FRONT_DESK]
    call = write(desk)
    found["link"] = links.make(call, found["episode"])
    found["token"] = links.token(call)
    found["shortcut"] = shortcuts.keep(write(needles), "lumbar", "BL23 b; BL25 b")
    draft = sessions.begin(write(needles), found["episode"])
    letter = letters.draft(write(needles), found["episode"])
    held = staff.License(
        "acupuncture", "GB", "EXAMPLE 2", date(2026, 1, 1), date(2028, 1, 1)
    )
    manager = write(actors[Role.CLINIC_MANAGER])
    credential = staff.add_credential(manager, found["practitioner"], held)
    found["credential"] = credential
    return {
        "sessions-session": ({}, {"session": draft}),
        "letters-show": ({}, {"letter": letter}),
        "letters-edit": ({"letter": letter},),
        "doubles-merge": (doubled(desk),),
    }


def doubled(desk: Actor) -> dict[str, Any]:
    """Return two entries that may be one person."""
    who = patients.Identity("Twice", "Tom", date(1970, 1, 1), "male", phone="020 1111")
    for each in (who, replace(who, given_name="Thomas")):
        patients.register(write(desk), each)
    pair = doubles.find(read(desk))[0]
    return {"one": pair.one.id, "other": pair.other.id}
