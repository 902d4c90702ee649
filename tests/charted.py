"""A patient who may be needled, and what a practitioner types of them; all invented."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID

import psycopg
from django.db import connection, transaction

from deqi.core.facts import Speaker
from deqi.core.needling import Draft
from deqi.knowledge import facts as catalogue
from deqi.operations import (
    clock,
    consents,
    episodes,
    facts,
    patients,
    sessions,
    signing,
)
from deqi.operations.callers import Actor
from deqi.operations.operation import scope_of
from deqi.operations.sessions import Charting
from tests.clinic import ADA, House, at, write

LINE = "BL23 b 25mm; GV3 15mm; BL40 b 20mm; ret 20"
CARRIED = "BL23 b 25mm; GV3 15mm; BL40 b 20mm; SP6 b; ret 20"
TYPED = Charting(Draft(f"{LINE}; SP6 b", 7, "A123", "none"), {"NRS": 4, "PEG": 5})
TERMS = episodes.Terms(condition="low_back_pain", style="combined")


def ready(house: House) -> None:
    """Let the patient of a house agree, and answer every question as harmless."""
    consented(house)
    episodes.change(write(house.practitioner), house.episode, TERMS)
    specs = catalogue.catalogue().specs.values()
    reassure(house, [each.id for each in specs if each.safe is not None])


def consented(house: House) -> None:
    """Let the patient of a house agree."""
    text = consents.publish(write(house.manager), title="Consent", body="I agree.")
    consents.give(write(house.practitioner), house.episode, text=text)


def reassure(house: House, asked: Iterable[str]) -> UUID:
    """Answer questions as harmless, for the practitioner and for the patient."""
    specs = catalogue.catalogue().specs
    told = {name: specs[name].safe for name in asked}
    told = {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in told.items()
    }
    return _answer(house, told)


def begun(house: House, visit: UUID | None = None) -> UUID:
    """Begin a session of the house's patient."""
    return sessions.begin(write(house.practitioner), house.episode, visit=visit)


def signed(house: House, typed: Charting = TYPED) -> UUID:
    """Begin and sign a session of the house's patient."""
    session = begun(house)
    return signing.sign(write(house.practitioner), session, typed, revision=1)


def tell(house: House, told: Mapping[str, object]) -> UUID:
    """Answer, a minute later, as the practitioner found it."""
    with at(clock.now() + timedelta(minutes=1)):
        return _answer(house, told)


def _answer(house: House, told: Mapping[str, object]) -> UUID:
    call = write(house.practitioner)
    by, via = Speaker.PRACTITIONER, facts.Via.SESSION
    return facts.answer(call, house.episode, told, by=by, via=via)


@contextmanager
def seen_by(actor: Actor) -> Iterator[None]:
    """Look at the rows that an actor's operations see."""
    with transaction.atomic():
        scope_of(actor).enter(connection)
        yield


def merged_before(house: House, owner: psycopg.Connection) -> UUID:
    """Merge the house's patient into another with an episode, as was once allowed."""
    twin = patients.register(write(house.desk), ADA)
    with at(clock.now() + timedelta(minutes=1)):
        episodes.open_episode(write(house.practitioner), twin)
    owner.execute(
        "UPDATE people_patient SET merged_into_id = %s, merged_at = now()"
        " WHERE id = %s",
        [twin, house.patient],
    )
    return twin


def copies(owner: psycopg.Connection, session: UUID, count: int) -> None:
    """Put older sessions beside one, each a day before the next."""
    with owner.cursor() as cursor:
        cursor.execute("SELECT * FROM charting_session WHERE id = %s", [session])
        assert cursor.description is not None
        names = [column.name for column in cursor.description]
        moved = {
            "id": "gen_random_uuid()",
            "given_on": "given_on - n",
            "began_at": "began_at - n * interval '1 day'",
        }
        taken = ", ".join(moved.get(name, name) for name in names)
        cursor.execute(
            f"INSERT INTO charting_session ({', '.join(names)})"  # noqa: S608  names of our own columns
            f" SELECT {taken} FROM charting_session, generate_series(1, %s) n"
            " WHERE id = %s",
            [count, session],
        )
