"""Clinics, their emergency words and rooms."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from uuid import UUID
from zoneinfo import available_timezones

from django.utils.text import slugify

from deqi.operations import access, clock
from deqi.operations.callers import Call
from deqi.operations.operation import writes
from deqi.operations.refusals import Conflict, NotFound, Unfit
from deqi.records.clinics.models import Clinic, Room


@dataclass(frozen=True, slots=True)
class House:
    """What a clinic says of itself; all of it is public.

    Parameters
    ----------
    name, kind, street, city, postcode, country : str
        Country by its two letters.
    time_zone : str
        Such as ``Europe/London``.
    emergency_number, crisis_line, out_of_hours : str
        What a patient in danger is told at once, at any hour; never empty.
    phone, email, opening_hours : str
        Empty where there is none.
    latitude, longitude : float or None
        In degrees; for the nearest clinic.
    """

    name: str
    country: str
    time_zone: str
    emergency_number: str
    crisis_line: str
    out_of_hours: str
    kind: str = ""
    street: str = ""
    city: str = ""
    postcode: str = ""
    phone: str = ""
    email: str = ""
    opening_hours: str = ""
    latitude: float | None = None
    longitude: float | None = None


class EmergencyWordsMissing(Unfit):
    """A clinic that would not know what to tell a patient in danger."""

    code = "emergency_words_missing"


class UnknownZone(Unfit):
    """No such time zone."""

    code = "unknown_zone"


class NamedAlready(Conflict):
    """A name that is taken."""

    code = "named_already"


@writes("clinics.add")
def add(call: Call, house: House) -> UUID:
    """Add a clinic to the network.

    Returns
    -------
    UUID
        Of the clinic.

    Raises
    ------
    EmergencyWordsMissing, UnknownZone, NamedAlready
        For words that cannot be kept.
    """
    _refuse_unfit(house)
    slug = slugify(house.name)
    if Clinic.objects.filter(slug=slug).exists():
        raise NamedAlready("A clinic of this name is there already.", field="name")
    row = Clinic.objects.create(
        entered_at=clock.now(),
        network_id=call.actor.network,
        slug=slug,
        is_example=clock.is_set(),
        **asdict(house),
    )
    return row.id


@writes("clinics.change")
def change(call: Call, clinic: UUID, house: House) -> UUID:
    """Change what a clinic says of itself.

    Raises
    ------
    EmergencyWordsMissing, UnknownZone, NotFound
        For words that cannot be kept, or a clinic that is not the caller's.
    """
    _refuse_unfit(house)
    if clinic not in call.actor.clinics:
        raise NotFound("This clinic is not yours to change.")
    Clinic.objects.filter(pk=clinic).update(**asdict(house))
    return clinic


def _refuse_unfit(house: House) -> None:
    for field in ("emergency_number", "crisis_line", "out_of_hours"):
        if not getattr(house, field).strip():
            raise EmergencyWordsMissing(
                "A patient in danger must be told what to do: fill this in.",
                field=field,
            )
    if house.time_zone not in available_timezones():
        raise UnknownZone(
            f"There is no time zone {house.time_zone}.", field="time_zone"
        )


@writes("rooms.add")
def add_room(call: Call, name: str) -> UUID:
    """Add a room to the clinic that is worked at."""
    if Room.objects.filter(clinic=call.clinic, name=name).exists():
        raise NamedAlready("A room of this name is there already.", field="name")
    row = Room.objects.create(entered_at=clock.now(), clinic_id=call.clinic, name=name)
    return row.id


@writes("rooms.close")
def close_room(call: Call, room: UUID) -> UUID:
    """Close a room: it is booked no more."""
    row = access.found(Room.objects.all(), room, what="room")
    row.closed_at = clock.now()
    row.save()
    return row.id
