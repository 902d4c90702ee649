"""What a patient asks of a clinic about their own record, and what it answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from deqi.operations import access, clock, emergencies, tasks
from deqi.operations.callers import Call
from deqi.operations.emergencies import Words
from deqi.operations.operation import reads, writes
from deqi.operations.refusals import Conflict, Unfit
from deqi.records.papers.models import Request

MOST = 200
TASK = "request"
"""The kind of task that a request opens."""


class Kind(StrEnum):
    """What is asked."""

    CORRECTION = "correction"
    ERASURE = "erasure"
    COPY = "copy"


class NothingAsked(Unfit):
    """A request, or an answer to one, without a word."""

    code = "nothing_asked"


class AnsweredAlready(Conflict):
    """A request that somebody has answered."""

    code = "answered_already"


@dataclass(frozen=True, slots=True)
class Asked:
    """One request.

    Parameters
    ----------
    id, patient : UUID
        Of the request, and of who asks.
    name : str
        Of the patient.
    kind : Kind
        What is asked.
    text : str
        In the patient's words.
    on : date
        The day, at the clinic.
    answer : str
        Empty until there is one.
    answered_on : date or None
        The day of the answer.
    """

    id: UUID
    patient: UUID
    name: str
    kind: Kind
    text: str
    on: date
    answer: str
    answered_on: date | None


@dataclass(frozen=True, slots=True)
class Own:
    """The requests of the patient who calls.

    Parameters
    ----------
    words : Words
        What the clinic tells a patient in danger.
    requests : tuple of Asked
        The newest first.
    """

    words: Words
    requests: tuple[Asked, ...]


@writes("requests.ask")
def ask(call: Call, kind: Kind, text: str) -> UUID:
    """Ask for a correction, an erasure or a copy; the clinic finds it as a task.

    Raises
    ------
    NothingAsked
        Without words, but for a copy.
    """
    if kind is not Kind.COPY and not text.strip():
        raise NothingAsked("Say what it is about.", field="text")
    row = access.patient(call, access.own_number(call))
    kept = Request.objects.create(
        entered_at=clock.now(),
        clinic_id=row.clinic_id,
        patient=row,
        kind=kind,
        text=text.strip(),
    )
    tasks.ask(
        call,
        tasks.Wanted(
            kind=TASK,
            title=f"Answer a patient's request: {kind}",
            due_on=access.today(call),
            urgency="soon",
            patient=row.id,
            subject=kept.id,
        ),
    )
    return kept.id


@reads("requests.mine")
def mine(call: Call) -> Own:
    """Return what the patient who calls has asked."""
    clinic = access.clinic(call)
    rows = Request.objects.order_by("-entered_at")
    told = tuple(_asked(rows, ZoneInfo(clinic.time_zone)))
    return Own(emergencies.words(clinic), told)


@reads("requests.list")
def listed(call: Call) -> tuple[Asked, ...]:
    """Return what patients have asked: those without an answer first, the oldest first."""
    zone = ZoneInfo(access.clinic(call).time_zone)
    rows = Request.objects.order_by("answered_at", "entered_at")
    told = tuple(_asked(rows, zone))
    call.trace.patients |= {each.patient: None for each in told}
    return tuple(sorted(told, key=lambda each: each.answered_on is not None))


def _asked(rows: QuerySet[Request], zone: ZoneInfo) -> Iterator[Asked]:
    for row in rows.select_related("patient__person")[:MOST]:
        at = row.answered_at
        yield Asked(
            row.id,
            row.patient_id,
            row.patient.person.name,
            Kind(row.kind),
            row.text,
            row.entered_at.astimezone(zone).date(),
            row.answer,
            at.astimezone(zone).date() if at else None,
        )


@writes("requests.answer")
def answer(call: Call, request: UUID, text: str) -> UUID:
    """Answer a request; the patient reads it on their own page.

    Raises
    ------
    NothingAsked, AnsweredAlready, NotFound
        Without words, for a request that is answered, or one elsewhere.
    """
    row = access.found(Request.objects.select_for_update(), request, what="request")
    call.trace.patients[row.patient_id] = None
    if row.answered_at is not None:
        raise AnsweredAlready("Somebody has answered this request.")
    if not text.strip():
        raise NothingAsked("Write an answer.", field="text")
    row.answered_at, row.answered_by_id = clock.now(), call.actor.user
    row.answer = text.strip()
    row.save()
    return row.id
