"""What a clinic has to do by a day."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from deqi.operations import clock
from deqi.operations.callers import Call
from deqi.records.papers.models import Task


@dataclass(frozen=True, slots=True)
class Wanted:
    """A task that is to be open once.

    Parameters
    ----------
    kind, title : str
        Such as ``red_flag``; what to do, without a patient's name.
    due_on : date
        The last day on which it is in time.
    urgency : str
        ``emergency``, ``urgent``, ``soon`` or ``usual``.
    patient, episode : UUID or None
        Whom it is about.
    subject : UUID or None
        What it is about: one of a kind is open at a time.
    """

    kind: str
    title: str
    due_on: date
    urgency: str = "usual"
    patient: UUID | None = None
    episode: UUID | None = None
    subject: UUID | None = None


def ask(call: Call, wanted: Wanted) -> UUID | None:
    """Open a task inside an operation; None where it is open already."""
    told = asdict(wanted)
    row = Task(
        entered_at=clock.now(),
        clinic_id=call.clinic,
        patient_id=told.pop("patient"),
        episode_id=told.pop("episode"),
        **told,
    )
    kept = Task.objects.bulk_create([row], ignore_conflicts=True)
    return kept[0].id if kept else None
