"""What a clinic has to do, the gravest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Case, QuerySet, Value, When
from django.db.models.functions import Coalesce

from deqi.core.roles import Role
from deqi.operations import access
from deqi.operations.callers import Call
from deqi.operations.operation import reads
from deqi.operations.tasks import BY_HAND, URGENCIES
from deqi.records.papers.models import Task

MOST = 200
"""No list is longer; what is less pressing comes up as the rest is done."""


@dataclass(frozen=True, slots=True)
class Due:
    """A task that is open.

    Parameters
    ----------
    id : UUID
        Of the task.
    kind, title, urgency : str
        What is to be done, and how soon.
    due_on : date
        The last day on which it is in time.
    is_overdue : bool
        That day is over.
    patient : UUID or None
        Whom it is about, under the number that stands.
    patient_name : str
        Empty without a patient.
    episode : UUID or None
        Of the patient.
    """

    id: UUID
    kind: str
    title: str
    urgency: str
    due_on: date
    is_overdue: bool
    patient: UUID | None
    patient_name: str
    episode: UUID | None


@reads("tasks.list")
def listed(call: Call, *, patient: UUID | None = None) -> tuple[Due, ...]:
    """Return the open tasks of the clinic, or of one patient.

    What a screening found is told to practitioners alone; the desk reads that one of
    them has to look.
    """
    rows = pressing()
    if patient is not None:
        numbers = access.numbers_of(access.patient(call, patient))
        rows = rows.filter(patient__in=numbers)
    today = access.today(call)
    shown = list(rows[:MOST])
    # A practitioner reads in it what a screening found.
    call.trace.patients |= {each.patient_id: None for each in shown if each.patient_id}
    return tuple(due(each, call, today=today) for each in shown)


def pressing() -> QuerySet[Task]:
    """Return the open tasks in scope, the gravest first, then the soonest."""
    order = [When(urgency=name, then=at) for at, name in enumerate(URGENCIES)]
    rows = Task.objects.filter(done_at=None).select_related("patient__person")
    stands = Coalesce("patient__merged_into", "patient")
    return rows.annotate(stands=stands).order_by(
        Case(*order, default=Value(len(order))), "due_on", "entered_at"
    )


def due(row: Task, call: Call, *, today: date) -> Due:
    """Return a task as the caller may read it."""
    return Due(
        id=row.id,
        kind=row.kind,
        title=_title(row, call.actor.role),
        urgency=row.urgency,
        due_on=row.due_on,
        is_overdue=row.due_on < today,
        patient=row.stands,  # type: ignore[attr-defined]  # annotated by pressing
        patient_name=row.patient.person.name if row.patient else "",
        episode=row.episode_id,
    )


def _title(row: Task, role: Role) -> str:
    if role is Role.PRACTITIONER or row.kind in _FOR_ALL:
        return row.title
    if row.urgency == "emergency":
        return "A practitioner has to look at this patient now"
    return "A practitioner has to look at this patient"


_FOR_ALL = frozenset({BY_HAND})
"""Kinds whose words say nothing of the chart; any other kind is a practitioner's."""
