"""Clinics as who manages them sees them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, QuerySet

from deqi.operations import access, clock
from deqi.operations.callers import Call
from deqi.operations.clinics import House
from deqi.operations.operation import reads
from deqi.operations.staff_reads import WARN_DAYS
from deqi.records.accounts.models import Membership
from deqi.records.charting.models import Session
from deqi.records.clinics.models import Clinic, Credential, Room
from deqi.records.diary.models import Visit
from deqi.records.episodes.models import Episode
from deqi.records.papers.models import Task
from deqi.records.people.models import Patient

FEWEST = 5
"""Counts below it are not told to a role of the network: few people are somebody."""


@dataclass(frozen=True, slots=True)
class Place:
    """One room of a clinic.

    Parameters
    ----------
    id : UUID
        Of the room.
    name : str
        As its door says.
    is_closed : bool
        It is booked no more.
    """

    id: UUID
    name: str
    is_closed: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """One clinic.

    Parameters
    ----------
    id : UUID
        Of the clinic.
    house : House
        What it says of itself.
    rooms : tuple of Place
        By name; empty where the caller manages the network alone.
    """

    id: UUID
    house: House
    rooms: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """How one clinic stands; None where too few to be told.

    Parameters
    ----------
    id, name : UUID, str
        Of the clinic.
    patients, episodes : int or None
        Patients on record, and episodes that go on.
    visits, signed : int or None
        Visits of the week, and sessions signed in it.
    unsigned : int or None
        Sessions of earlier days that nobody has signed.
    overdue : int or None
        Tasks whose day has passed.
    credentials_ending : int
        Credentials of those who needle there that end within 60 days, or have ended.
    weeks : tuple of (int or None)
        Sessions signed in each of the last 12 weeks, the oldest first.
    """

    id: UUID
    name: str
    patients: int | None
    episodes: int | None
    visits: int | None
    signed: int | None
    unsigned: int | None
    overdue: int | None
    credentials_ending: int
    weeks: tuple[int | None, ...]


WEEKS = 12


@reads("clinics.read")
def mine(call: Call) -> tuple[Shown, ...]:
    """Return the clinics that the caller works for, with their rooms."""
    rows = Clinic.objects.filter(id__in=call.actor.clinics).order_by("name")
    rooms: dict[UUID, list[Place]] = {}
    for room in Room.objects.filter(clinic__in=call.actor.clinics).order_by("name"):
        place = Place(room.id, room.name, room.closed_at is not None)
        rooms.setdefault(room.clinic_id, []).append(place)
    return tuple(_shown(row, rooms.get(row.id, ())) for row in rows)


def _shown(row: Clinic, rooms: list[Place] | tuple[()]) -> Shown:
    told = {name: getattr(row, name) for name in House.__dataclass_fields__}
    return Shown(row.id, House(**told), tuple(rooms))


@reads("clinics.overview")
def own(call: Call) -> Counts:
    """Return how the clinic stands that the caller manages; every count is told."""
    (found,) = _counts(call, [access.clinic(call)], fewest=0)
    return found


@reads("network.overview")
def overview(call: Call) -> tuple[Counts, ...]:
    """Return how each clinic of the network stands, by name; small counts left out."""
    rows = Clinic.objects.filter(network=call.actor.network).order_by("name")
    return _counts(call, list(rows), fewest=FEWEST)


def _counts(call: Call, rows: list[Clinic], *, fewest: int) -> tuple[Counts, ...]:
    ids = [row.id for row in rows]
    now = clock.now()
    week = {row.id: _week(now, row.time_zone) for row in rows}
    begins = min((at for at in week.values()), default=now)
    told = {
        "patients": _by_clinic(Patient.objects.filter(merged_into=None), ids),
        "episodes": _by_clinic(Episode.objects.filter(discharged_at=None), ids),
        "visits": _by_clinic(
            Visit.objects.filter(
                cancelled_at=None,
                starts_at__gte=begins,
                starts_at__lt=begins + timedelta(days=7),
            ),
            ids,
        ),
        "overdue": _by_clinic(
            Task.objects.filter(done_at=None, due_on__lt=now.date()), ids
        ),
    }
    weeks = _weeks(ids, begins, now)
    ending = _ending(ids, now)
    return tuple(
        Counts(
            id=row.id,
            name=row.name,
            credentials_ending=ending.get(row.id, 0),
            unsigned=_told(weeks[row.id][0], fewest),
            signed=_told(weeks[row.id][-1], fewest),
            weeks=tuple(_told(each, fewest) for each in weeks[row.id][1:]),
            **{
                name: _told(found.get(row.id, 0), fewest)
                for name, found in told.items()
            },
        )
        for row in rows
    )


def _week(now: datetime, zone: str) -> datetime:
    """Return when the week began at a clinic: Monday, midnight."""
    here = now.astimezone(ZoneInfo(zone))
    monday = here.date() - timedelta(days=here.weekday())
    return datetime.combine(monday, time(), ZoneInfo(zone))


def _by_clinic(rows: QuerySet[Any], ids: list[UUID]) -> dict[UUID, int]:
    counted = rows.filter(clinic__in=ids).values_list("clinic").annotate(Count("id"))
    return dict(counted.order_by())


def _weeks(ids: list[UUID], begins: datetime, now: datetime) -> dict[UUID, list[int]]:
    """Count sessions by clinic: those left unsigned, then those signed, by week."""
    edges = [begins.date() - timedelta(weeks=back) for back in range(WEEKS - 1, -1, -1)]
    left = Q(signed_at=None, given_on__lt=now.date())
    signed = Q(signed_at__isnull=False, given_on__gte=edges[0])
    columns = {"unsigned": Count("id", filter=left)} | {
        f"w{place}": Count(
            "id",
            filter=signed & Q(given_on__gte=edge, given_on__lt=edge + timedelta(7)),
        )
        for place, edge in enumerate(edges)
    }
    rows = Session.objects.filter(left | signed, clinic__in=ids)
    counted = rows.values_list("clinic").annotate(**columns).order_by()
    found = {clinic: list(counts) for clinic, *counts in counted}
    return {each: found.get(each, [0] * (WEEKS + 1)) for each in ids}


def _ending(ids: list[UUID], now: datetime) -> dict[UUID, int]:
    soon = now.date() + timedelta(days=WARN_DAYS)
    ends = Credential.objects.filter(revoked_at=None, expires__lte=soon)
    works = Membership.objects.filter(
        clinic__in=ids,
        ended_at=None,
        user__practitioner__credentials__in=ends,
    )
    counted = works.values_list("clinic").annotate(Count("user", distinct=True))
    return dict(counted.order_by())


def _told(count: int, fewest: int) -> int | None:
    return count if count == 0 or count >= fewest else None
