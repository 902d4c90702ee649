"""The only way to a row of a patient: through the caller's scope, and traced.

The database shows a caller no row outside the scope; these functions say so in a
sentence, and note whose chart was opened, for the audit.
"""

from __future__ import annotations

from datetime import date
from typing import TypeVar
from uuid import UUID

from django.db.models import F, Model, QuerySet

from deqi.core import credentials
from deqi.operations import clock
from deqi.operations.callers import Call
from deqi.operations.refusals import NotFound, NotPermitted
from deqi.records.charting.models import Session
from deqi.records.clinics.models import Clinic, Credential, Practitioner
from deqi.records.diary.models import Visit
from deqi.records.episodes.models import Episode
from deqi.records.people.models import Patient

M = TypeVar("M", bound=Model)


class NotLicensed(NotPermitted):
    """Without a valid credential nobody needles, books or signs."""

    code = "not_licensed"


def found(rows: QuerySet[M], identity: UUID, *, what: str) -> M:
    """Return a row in scope.

    Raises
    ------
    NotFound
        Where there is none; of rows elsewhere nothing is said.
    """
    row = rows.filter(pk=identity).first()
    if row is None:
        raise NotFound(
            f"There is no such {what} here; it may belong to another clinic."
        )
    return row


def patient(call: Call, identity: UUID) -> Patient:
    """Return a patient with their person, under the number that stands after merging."""
    row = found(Patient.objects.select_related("person"), identity, what="patient")
    call.trace.patients[row.id] = None
    if row.merged_into_id is not None:
        return patient(call, row.merged_into_id)
    return row


def numbers_of(row: Patient) -> list[UUID]:
    """Return every id under which a patient's rows may stand, after merging."""
    # Merging always points at the one that stands, so that one step finds them all.
    return [row.id, *row.merged.values_list("id", flat=True)]


def episode(call: Call, identity: UUID) -> Episode:
    """Return an episode with its patient and person."""
    rows = Episode.objects.select_related("patient__person")
    row = found(rows, identity, what="episode")
    call.trace.patients[row.patient_id] = None
    return row


def own_number(call: Call) -> UUID:
    """Return the number that stands of the patient who calls.

    Raises
    ------
    NotPermitted
        For staff, who say which patient they mean.
    """
    if not call.actor.patients:
        raise NotPermitted("Only a patient has a record of their own.")
    return call.actor.patients[0]


def own_episode(call: Call) -> Episode | None:
    """Return the episode of the patient who calls: the one that goes on, or the last.

    None before the first. A patient's transactions see no other patient's episodes.

    Raises
    ------
    NotPermitted
        For staff, who say which episode they mean.
    """
    own_number(call)
    rows = Episode.objects.select_related("patient__person")
    order = (F("discharged_at").desc(nulls_first=True), "-opened_at")
    row = rows.order_by(*order).first()
    if row is not None:
        call.trace.patients[row.patient_id] = None
    return row


def locked_episode(call: Call, identity: UUID) -> Episode:
    """Return an episode that nobody else writes to until this transaction ends."""
    row = found(Episode.objects.select_for_update(), identity, what="episode")
    call.trace.patients[row.patient_id] = None
    return row


def visit(call: Call, identity: UUID, *, lock: bool = False) -> Visit:
    """Return a visit; locked where it is to be changed."""
    rows = Visit.objects.select_for_update() if lock else Visit.objects.all()
    row = found(rows, identity, what="visit")
    call.trace.patients[row.patient_id] = None
    return row


def session(call: Call, identity: UUID, *, lock: bool = False) -> Session:
    """Return a session; locked where it is to be changed."""
    rows = Session.objects.select_for_update() if lock else Session.objects.all()
    row = found(rows, identity, what="session")
    call.trace.patients[row.patient_id] = None
    return row


def clinic(call: Call) -> Clinic:
    """Return the clinic that the caller works at; asked of the database once a call."""
    if call.trace.clinic is None:
        call.trace.clinic = Clinic.objects.get(pk=call.clinic)
    return call.trace.clinic


def today(call: Call) -> date:
    """Return the day that it is at the caller's clinic."""
    return clock.today(clinic(call).time_zone)


def needling(call: Call, *, on: date) -> Practitioner:
    """Return the practitioner who calls, if they may needle on a day.

    Raises
    ------
    NotLicensed
        With the reason, and who mends it.
    """
    if call.actor.practitioner is None:
        raise NotLicensed("Only a practitioner with a valid credential may do this.")
    row = Practitioner.objects.get(pk=call.actor.practitioner)
    refuse_unlicensed(row, on=on)
    return row


def refuse_unlicensed(row: Practitioner, *, on: date) -> None:
    """Refuse a practitioner whose credentials do not hold on a day."""
    ruling = credentials.licensed(
        (_credential(each) for each in row.credentials.all()), on=on
    )
    if not ruling.allowed:
        raise NotLicensed(ruling.because)


def _credential(row: Credential) -> credentials.Credential:
    return credentials.Credential(
        row.kind,
        row.jurisdiction,
        row.number,
        row.valid_from,
        row.expires,
        row.verified_at is not None,
        row.revoked_at is not None,
    )
