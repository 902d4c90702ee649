"""A small clinic for tests, made through the operations themselves; all of it invented.

It stands on a Monday morning in London. Ask for the fixture ``house``.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from uuid import UUID, uuid4

from django.test import Client

from deqi.core.roles import Role
from deqi.operations import (
    accounts,
    clinics,
    clock,
    episodes,
    founding,
    patients,
    staff,
    visits,
)
from deqi.operations.callers import Actor, Call
from deqi.operations.operation import fresh_key

MORNING = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
TODAY = MORNING.date()
PASSWORD = "a long pass phrase"  # noqa: S105  of invented people
PLACE = clinics.House(
    name="Garden Clinic",
    country="GB",
    time_zone="Europe/London",
    emergency_number="999",
    crisis_line="116 123",
    out_of_hours="111",
)
ADA = patients.Identity("Example", "Ada", date(1971, 5, 4), "female", phone="020 1111")


@dataclass(frozen=True)
class House:
    """A clinic with one of each role, and a patient with an episode."""

    network: Actor
    manager: Actor
    practitioner: Actor
    desk: Actor
    room: UUID
    patient: UUID
    episode: UUID

    @property
    def clinic(self) -> UUID:
        return self.manager.clinics[0]

    @property
    def works(self) -> UUID:
        assert self.practitioner.practitioner is not None
        return self.practitioner.practitioner


def write(actor: Actor) -> Call:
    """Return a call that writes once."""
    return Call(actor, fresh_key())


def read(actor: Actor) -> Call:
    return Call(actor)


@contextmanager
def at(moment: datetime = MORNING) -> Iterator[None]:
    """Tell that it is this moment."""
    with clock.example_time(moment):
        yield


@contextmanager
def asked() -> Iterator[list[str]]:
    """Gather what the database is asked; where a transaction begins is no question."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    kept: list[str] = []
    with CaptureQueriesContext(connection) as captured:
        yield kept
    told = (each["sql"] for each in captured.captured_queries)
    kept += [sql for sql in told if sql not in ("BEGIN", "COMMIT", "ROLLBACK")]


def build() -> House:
    """Found the network with its one clinic."""
    network = founding.found(
        "Example Network",
        email="network@example.org",
        manager="Nora Network",
        password=PASSWORD,
        is_example=True,
    )
    return open_clinic(network, PLACE, "garden")


def second(house: House) -> House:
    """Open another clinic of the network, whose rows the first never sees."""
    place = clinics.House(
        name="River Clinic",
        country="GB",
        time_zone="Europe/London",
        emergency_number="999",
        crisis_line="116 123",
        out_of_hours="111",
    )
    return open_clinic(house.network, place, "river")


def open_clinic(network: Actor, place: clinics.House, mail: str) -> House:
    clinic = clinics.add(write(network), place)
    network = _as(network.user, Role.NETWORK_MANAGER)
    manager = hire(network, clinic, Role.CLINIC_MANAGER, f"manager@{mail}.example.org")
    practitioner = hire(
        network, clinic, Role.PRACTITIONER, f"needles@{mail}.example.org"
    )
    license_(manager, practitioner, f"{mail}-1")
    desk = hire(network, clinic, Role.FRONT_DESK, f"desk@{mail}.example.org")
    patient = patients.register(write(desk), ADA)
    return House(
        network=network,
        manager=manager,
        practitioner=practitioner,
        desk=desk,
        room=clinics.add_room(write(manager), "Room 1"),
        patient=patient,
        episode=episodes.open_episode(write(practitioner), patient),
    )


def hire(network: Actor, clinic: UUID, role: Role, email: str) -> Actor:
    """Give somebody a role; their name is made of their address."""
    name = email.split("@")[0].title() + " Example"
    user = staff.add(write(network), staff.Colleague(email, name, role), clinic=clinic)
    return _as(user, role)


def license_(manager: Actor, practitioner: Actor, number: str) -> UUID:
    """Give a practitioner a verified credential for the year around the morning."""
    assert practitioner.practitioner is not None
    held = staff.License(
        "acupuncture", "GB", number, date(2026, 1, 1), date(2027, 6, 30)
    )
    kept = staff.add_credential(write(manager), practitioner.practitioner, held)
    return staff.verify(write(manager), kept, how="looked up in the register")


def joined(house: House, email: str) -> Actor:
    """Return a patient who has joined by themselves, able to sign in."""
    from deqi.records.accounts.models import User

    user = User.objects.create_user(email, PASSWORD, name="Pat Example")
    newcomer = accounts.newcomer(user.id, house.clinic)
    who = patients.Identity("Example", "Pat", date(1990, 2, 3))
    patients.join(write(newcomer), who)
    return _as(user.id, Role.PATIENT)


def slot(
    house: House,
    hour: int = 10,
    minute: int = 0,
    *,
    on: date = TODAY,
    minutes: int = 30,
) -> visits.Slot:
    return visits.Slot(house.works, on, time(hour, minute), minutes)


def book(house: House, hour: int = 10, minute: int = 0, *, on: date = TODAY) -> UUID:
    """Book a visit of the house's patient."""
    when = slot(house, hour, minute, on=on)
    return visits.book(write(house.desk), house.episode, when)


def _as(user: UUID | None, role: Role) -> Actor:
    held = accounts.actors(user or uuid4(), name="")
    return next(each for each in held if each.role is role)


def sign_in(client: Client, actor: Actor) -> None:
    """Sign somebody in, past the page for it."""
    from deqi.records.accounts.models import User

    user = User.objects.get(pk=actor.user)
    backend = "allauth.account.auth_backends.AuthenticationBackend"
    client.force_login(user, backend=backend)
