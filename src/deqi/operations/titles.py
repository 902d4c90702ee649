"""How an episode is called, and those of a patient that a form offers.

The complaint stands in the chart: only who treats is told it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q

from deqi.core import dates
from deqi.core.roles import Role
from deqi.knowledge import conditions
from deqi.operations import access
from deqi.operations.callers import Call
from deqi.records.episodes.models import Episode
from deqi.records.people.models import Patient


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that a form offers."""

    id: UUID
    name: str


def titled(row: Episode, zone: ZoneInfo) -> str:
    """Return how an episode is called: its complaint, and since when.

    Parameters
    ----------
    row : Episode
        Any.
    zone : ZoneInfo
        Of its clinic, whose day it is called by.
    """
    known = conditions.catalogue().get(row.condition)
    name = known.name if known else "complaint not named yet"
    return f"{name[:1].upper()}{name[1:]}, since {_day(row, zone)}"


def going_on(row: Patient) -> list[Episode]:
    """Return the episodes of a patient that go on, the latest first.

    There is one; there may be two where numbers were merged before this was refused.
    """
    own = Q(patient=row) | Q(patient__merged_into=row)
    rows = Episode.objects.filter(own, discharged_at=None).select_related("patient")
    return list(rows.order_by("-opened_at"))


def offered(call: Call, rows: Sequence[Episode]) -> tuple[Choice, ...]:
    """Return episodes as a form offers them to who asks.

    Of several, each says under which number it stands, so that no two are called alike.
    """
    clinical = call.actor.role is Role.PRACTITIONER
    zone = ZoneInfo(access.clinic(call).time_zone)
    names = [
        titled(row, zone) if clinical else f"Since {_day(row, zone)}" for row in rows
    ]
    if len(rows) > 1:
        names = [
            f"{n}, no. {e.patient.number}" for n, e in zip(names, rows, strict=True)
        ]
    return tuple(Choice(row.id, n) for row, n in zip(rows, names, strict=True))


def _day(row: Episode, zone: ZoneInfo) -> str:
    return dates.said(row.opened_at.astimezone(zone).date())
