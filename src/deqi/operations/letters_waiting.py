"""The letters of a clinic that wait: for a signature, or to be sent.

The front desk reads whom a letter goes to and whom it is about, which is on the
envelope and in the diary; what it is about and what it says stay in the chart.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from deqi.core.roles import Role
from deqi.operations import access, treating
from deqi.operations.callers import Call
from deqi.operations.operation import reads
from deqi.records.papers.models import Letter

MOST = 200
"""Neither list is longer; what is younger comes up as the rest is done."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A letter that is not sent yet.

    Parameters
    ----------
    id, patient : UUID
        Of the letter; of the patient under the number that stands.
    patient_name : str
        Whom it is about.
    to_name, to_address : str
        To whom; both may be empty while it is in hand.
    drafted_on : date
        When it was drafted.
    signed_on : date or None
        None while it is in hand.
    signed_by : str
        Empty while it is in hand.
    """

    id: UUID
    patient: UUID
    patient_name: str
    to_name: str
    to_address: str
    drafted_on: date
    signed_on: date | None
    signed_by: str


@dataclass(frozen=True, slots=True)
class Post:
    """What waits, the oldest first.

    Parameters
    ----------
    unsent : tuple of Waiting
        Signed, to be sent.
    in_hand : tuple of Waiting
        To be signed; none are told to the front desk.
    """

    unsent: tuple[Waiting, ...]
    in_hand: tuple[Waiting, ...]


@reads("letters.waiting")
def listed(call: Call, *, mine: bool = False) -> Post:
    """Return the letters that wait.

    Parameters
    ----------
    mine : bool
        Only of episodes that the practitioner who calls opened or treated last.
    """
    zone = ZoneInfo(access.clinic(call).time_zone)
    rows = _rows(call, mine=mine)
    unsent = list(rows.filter(signed_at__isnull=False)[:MOST])
    # What is in hand is the work of who treats.
    clinical = call.actor.role is Role.PRACTITIONER
    in_hand = list(rows.filter(signed_at=None)[:MOST]) if clinical else []
    call.trace.patients |= {row.patient_id: None for row in (*unsent, *in_hand)}
    return Post(
        tuple(_waiting(row, zone) for row in unsent),
        tuple(_waiting(row, zone) for row in in_hand),
    )


def _rows(call: Call, *, mine: bool) -> QuerySet[Letter]:
    rows = Letter.objects.filter(sent_at=None)
    if mine:
        rows = treating.of(rows, call.actor.practitioner, at="episode__")
    beside = ("patient__person", "signed_by")
    # The text, its subject too, stays in the database.
    told = rows.select_related(*beside).defer("subject", "body", "figures", "pdf")
    since = Coalesce("signed_at", "entered_at")
    stands = Coalesce("patient__merged_into", "patient")
    return told.annotate(stands=stands).order_by(since)


def _waiting(row: Any, zone: ZoneInfo) -> Waiting:
    signed = row.signed_at
    return Waiting(
        id=row.id,
        patient=row.stands,
        patient_name=row.patient.person.name,
        to_name=row.to_name,
        to_address=row.to_address,
        drafted_on=row.entered_at.astimezone(zone).date(),
        signed_on=signed.astimezone(zone).date() if signed else None,
        signed_by=row.signed_by.name if row.signed_by else "",
    )
