"""Founds the example network: its clinics, and who works there."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from allauth.account.models import EmailAddress

from deqi.core.roles import Role
from deqi.operations import accounts, clinics, consents, founding, staff
from deqi.operations.callers import Actor, Call
from deqi.operations.example import places
from deqi.operations.example.places import Worker
from deqi.operations.example.values import Extent, House, SignIn, Workplace
from deqi.operations.operation import fresh_key
from deqi.operations.patients import Identity
from deqi.records.accounts.models import User
from deqi.records.clinics.models import Practitioner


def found(extent: Extent) -> tuple[tuple[House, ...], tuple[SignIn, ...]]:
    """Found the network with its clinics.

    Returns
    -------
    tuple of (tuple of House, tuple of SignIn)

    Raises
    ------
    FoundedAlready
        Where there is a network.
    """
    founder, auditor = places.OF_NETWORK
    people = [_sign_in(founder), _sign_in(auditor)]
    founding.found(
        places.NETWORK,
        email=people[0].email,
        manager=founder.name,
        password=places.PASSWORD,
        is_example=True,
    )
    _confirm(people[0].email)
    network = acting(people[0].email, Role.NETWORK_MANAGER)
    _hire(network, None, people[1], auditor)
    houses = []
    for place, workers in zip(places.PLACES, places.OF_CLINIC, strict=True):
        house, hired = _open(extent, people[0].email, place, workers)
        houses.append(house)
        people += hired
    return tuple(houses), tuple(people)


def _sign_in(who: Worker, place: clinics.House | None = None) -> SignIn:
    mail = place.email.partition("@")[2] if place else "example.org"
    before = who.name.partition(" ")[0].lower()
    return SignIn(who.role, f"{before}@{mail}", who.name, place.name if place else "")


def _open(
    extent: Extent, founder: str, place: clinics.House, workers: tuple[Worker, ...]
) -> tuple[House, list[SignIn]]:
    clinic = clinics.add(write(acting(founder, Role.NETWORK_MANAGER)), place)
    network = acting(founder, Role.NETWORK_MANAGER)
    people = [_sign_in(each, place) for each in workers]
    actors = [
        _hire(network, clinic, person, who)
        for person, who in zip(people, workers, strict=True)
    ]
    manager, desk, *_ = actors
    consents.publish(write(manager), title=places.CONSENT_TITLE, body=places.CONSENT)
    workplaces = [
        _workplace(extent, manager, actor, who, place.country)
        for actor, who in zip(actors[2:], workers[2:], strict=True)
    ]
    zone = ZoneInfo(place.time_zone)
    house = House(
        clinic, place.name, place.country, zone, manager, desk, tuple(workplaces)
    )
    return house, people


def _hire(network: Actor, clinic: UUID | None, person: SignIn, who: Worker) -> Actor:
    colleague = staff.Colleague(person.email, who.name, who.role, who.title, who.style)
    user = staff.add(write(network), colleague, clinic=clinic)
    row = User.objects.get(pk=user)
    row.set_password(places.PASSWORD)
    row.save()
    _confirm(person.email)
    return acting(person.email, who.role)


def _confirm(email: str) -> None:
    row = User.objects.get(email=email)
    EmailAddress.objects.update_or_create(
        user=row, email=email, defaults={"verified": True, "primary": True}
    )


def _workplace(
    extent: Extent, manager: Actor, actor: Actor, who: Worker, country: str
) -> Workplace:
    practitioner = Practitioner.objects.get(user=actor.user).id
    held = staff.License(
        kind="acupuncture",
        jurisdiction=country,
        number=f"EXAMPLE {who.name.upper()}",
        valid_from=extent.begins.date() - timedelta(days=365),
        expires=extent.until.date() + timedelta(days=who.ends_in_days),
    )
    kept = staff.add_credential(write(manager), practitioner, held)
    staff.verify(write(manager), kept, how="an example; looked up nowhere")
    room = clinics.add_room(write(manager), f"Room of {who.name}")
    return Workplace(actor, practitioner, room)


def join(house: House, email: str, name: str) -> Actor:
    """Return a new user who is about to become a patient of a clinic."""
    user = User.objects.create_user(email, name=name, is_example=True)
    _confirm(email)
    return accounts.newcomer(user.id, house.id, name=name)


def let_in(who: Identity, house: House) -> SignIn:
    """Give a patient who has an account the password of the example."""
    row = User.objects.get(email=who.email)
    row.set_password(places.PASSWORD)
    row.save()
    return SignIn(Role.PATIENT, row.email, row.name, house.name)


def acting(email: str, role: Role) -> Actor:
    """Return a user in one of their roles."""
    row = User.objects.get(email=email)
    held = accounts.actors(row.id, name=row.name)
    return next(each for each in held if each.role is role)


def write(actor: Actor) -> Call:
    """Return a call that writes once."""
    return Call(actor, fresh_key())
