"""What a clinic has to do by a day."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from deqi.operations import access, clock
from deqi.operations.callers import Call
from deqi.operations.operation import writes
from deqi.operations.refusals import Conflict, Unfit
from deqi.records.papers.models import Task

BY_HAND = "by_hand"
"""The kind of a task that somebody wrote; all others are opened by what happened."""

URGENCIES = ("emergency", "urgent", "soon", "usual")
"""The gravest first."""

PRESSING = frozenset({"emergency", "urgent"})
"""Urgencies that nobody closes without a word of what was done."""


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


class Untitled(Unfit):
    """A task that does not say what to do."""

    code = "untitled"


class UnknownUrgency(Unfit):
    """An urgency that no task has."""

    code = "unknown_urgency"


class FinishedAlready(Conflict):
    """A task that somebody has finished."""

    code = "finished_already"


class SayWhatWasDone(Unfit):
    """A pressing task that would be closed without a word."""

    code = "say_what_was_done"


@writes("tasks.add")
def add(
    call: Call,
    title: str,
    *,
    due_on: date,
    urgency: str = "usual",
    patient: UUID | None = None,
) -> UUID:
    """Write a task down.

    Parameters
    ----------
    title : str
        What to do; at most 200 characters.
    due_on : date
        The last day on which it is in time.
    urgency : str
        One of ``URGENCIES``.
    patient : UUID or None
        Whom it is about, if anybody.

    Returns
    -------
    UUID
        Of the task.

    Raises
    ------
    Untitled, UnknownUrgency, NotFound
        For words that cannot be kept, or a patient elsewhere.
    """
    if not title.strip():
        raise Untitled("Say what is to be done.", field="title")
    if urgency not in URGENCIES:
        raise UnknownUrgency("Choose how urgent it is.", field="urgency")
    row = Task.objects.create(
        entered_at=clock.now(),
        clinic_id=call.clinic,
        patient=access.patient(call, patient) if patient else None,
        kind=BY_HAND,
        title=title.strip(),
        urgency=urgency,
        due_on=due_on,
    )
    return row.id


@writes("tasks.finish")
def finish(call: Call, task: UUID, *, note: str = "") -> UUID:
    """Finish a task.

    Parameters
    ----------
    note : str
        What was done; an emergency or urgent task is not finished without it.

    Raises
    ------
    FinishedAlready, SayWhatWasDone, NotFound
        Where somebody was quicker, nothing is said, or it is elsewhere.
    """
    row = access.found(Task.objects.select_for_update(), task, what="task")
    if row.patient_id is not None:
        call.trace.patients[row.patient_id] = None
    if row.done_at is not None:
        raise FinishedAlready("Somebody has finished this task.")
    if row.urgency in PRESSING and not note.strip():
        raise SayWhatWasDone("Say what was done.", field="note")
    row.done_at, row.done_by_id = clock.now(), call.actor.user
    row.done_note = note.strip()
    row.save()
    return row.id


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
    Task.objects.bulk_create([row], ignore_conflicts=True)
    # A row that conflicts is left out without a word.
    return row.id if Task.objects.filter(pk=row.id).exists() else None
