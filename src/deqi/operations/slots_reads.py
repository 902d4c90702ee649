"""Which times of a day are taken already, before a visit is booked or moved.

Who is booked is not told: that a time is taken is enough to choose another.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q

from deqi.operations.titles import Choice
from deqi.records.diary.models import Visit
from deqi.records.people.models import Patient


@dataclass(frozen=True, slots=True)
class Look:
    """What somebody asks about, as far as it is told yet.

    Parameters
    ----------
    on : date or None
        The day at the clinic.
    practitioner, room : UUID or None
        With whom and where.
    """

    on: date | None = None
    practitioner: UUID | None = None
    room: UUID | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A time that is taken, by the clinic's clock."""

    starts: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class Row:
    """When a practitioner, a room or the patient is taken; by time."""

    name: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Taken:
    """What is taken on a day, by visits of this clinic.

    Parameters
    ----------
    on : date
        The day at the clinic.
    rows : tuple of Row
        Of the practitioner and the room, where they are chosen, and of the patient.
    """

    on: date
    rows: tuple[Row, ...]


def taken(
    on: date,
    patient: Patient,
    *,
    practitioner: Choice | None,
    room: Choice | None,
    zone: ZoneInfo,
    but: UUID | None,
) -> Taken:
    """Return what is taken on a day, inside an operation.

    Parameters
    ----------
    on : date
        The day at the clinic.
    patient : Patient
        Under the number that stands; what is booked under others counts too.
    practitioner, room : Choice or None
        With whom and where.
    zone : ZoneInfo
        Of the clinic.
    but : UUID or None
        A visit that is to be moved: it takes nothing from itself.
    """
    held = Q(patient=patient) | Q(patient__merged_into=patient)
    held |= Q(practitioner=practitioner.id) if practitioner else Q()
    held |= Q(room=room.id) if room else Q()
    begins, ends = (datetime.combine(on, at, zone) for at in (time.min, time.max))
    rows = Visit.objects.holding().filter(held, starts_at__lte=ends, ends_at__gt=begins)
    rows = rows.exclude(pk=but) if but else rows
    told = list(rows.select_related("patient").order_by("starts_at"))
    rows_of = ((practitioner, "practitioner_id"), (room, "room_id"))
    chosen = (
        Row(one.name, _spans((e for e in told if getattr(e, key) == one.id), zone))
        for one, key in rows_of
        if one
    )
    own = (e for e in told if patient.id in (e.patient_id, e.patient.merged_into_id))
    return Taken(on, (*chosen, Row(patient.person.name, _spans(own, zone))))


def _spans(rows: Iterable[Visit], zone: ZoneInfo) -> tuple[Span, ...]:
    return tuple(
        Span(each.starts_at.astimezone(zone), each.ends_at.astimezone(zone))
        for each in rows
    )
