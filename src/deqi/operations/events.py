"""Adverse events: reported by whoever notices, graded, and followed until they are over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import cast
from uuid import UUID

from deqi.core.facts import Speaker
from deqi.core.roles import Role
from deqi.knowledge import charting, reviews
from deqi.operations import access, clock, tasks
from deqi.operations.callers import Call
from deqi.operations.operation import writes
from deqi.operations.refusals import Unfit
from deqi.records.charting.models import AdverseEvent, FollowUp, Session
from deqi.records.episodes.models import Episode
from deqi.records.papers.models import Task

TASK = "follow_up"
"""The kind of task that a grave event opens."""


@dataclass(frozen=True, slots=True)
class Happened:
    """One adverse event as it is told.

    Parameters
    ----------
    kind : str
        Id of the taxonomy, such as ``bruise_haematoma``.
    grade : int or None
        1 (transient) to 5 (death); None where it is not known.
    on : date
        The day it happened; not after today.
    note : str
        In the words of whoever tells it.
    """

    kind: str
    grade: int | None
    on: date
    note: str = ""


class UnknownKind(Unfit):
    """A kind of adverse event that the taxonomy does not hold."""

    code = "unknown_kind"


class UnknownGrade(Unfit):
    """A grade that the scale does not hold."""

    code = "unknown_grade"


class HappensTomorrow(Unfit):
    """An event of a day to come."""

    code = "happens_tomorrow"


class NothingSaid(Unfit):
    """A follow-up without a word."""

    code = "nothing_said"


@writes("events.report")
def report(
    call: Call, episode: UUID, told: Happened, *, session: UUID | None = None
) -> UUID:
    """Keep an adverse event, and open a task where it is grave.

    Parameters
    ----------
    call : Call
        Of the patient, or of a practitioner.
    episode : UUID
        In which it happened.
    told : Happened
        What happened.
    session : UUID or None
        After which session, where that is known.

    Returns
    -------
    UUID
        Of the event.

    Raises
    ------
    UnknownKind, UnknownGrade, HappensTomorrow, NotFound
        For an event that cannot be, or an episode or session elsewhere.
    """
    row = access.episode(call, episode)
    after = None
    if session is not None:
        rows = Session.objects.filter(episode=row)
        after = access.found(rows, session, what="session")
    return keep(call, row, told, session=after).id


def keep(
    call: Call, row: Episode, told: Happened, *, session: Session | None
) -> AdverseEvent:
    """Keep an adverse event inside an operation."""
    _refuse_unfit(call, told)
    patient = call.actor.role is Role.PATIENT
    kept = AdverseEvent.objects.create(
        entered_at=clock.now(),
        clinic_id=row.clinic_id,
        patient_id=row.patient_id,
        episode=row,
        session=session,
        kind=told.kind,
        grade=told.grade,
        happened_on=told.on,
        note=told.note.strip(),
        speaker=Speaker.PATIENT if patient else Speaker.PRACTITIONER,
        entered_by_id=call.actor.user,
    )
    if is_grave(told.kind, told.grade):
        _ask(call, kept)
    return kept


def _refuse_unfit(call: Call, told: Happened) -> None:
    if told.kind not in charting.event_kinds():
        raise UnknownKind("Choose a kind from the list.", field="kind")
    if told.grade is not None and told.grade not in grades():
        raise UnknownGrade("Choose a grade from 1 to 5.", field="grade")
    if told.on > access.today(call):
        raise HappensTomorrow("The day lies ahead.", field="on")


def grades() -> frozenset[int]:
    """Return the grades that the scale holds."""
    return frozenset(charting.words().grades.values())


def is_grave(kind: str, grade: int | None) -> bool:
    """Return whether somebody has to see to an event soon.

    A needle that was left behind is grave at any grade: it has to come out.
    """
    settings = reviews.settings()
    kinds = {*settings.grave_kinds, charting.words().left_behind}
    return kind in kinds or (grade is not None and grade >= settings.serious_grade)


def _ask(call: Call, event: AdverseEvent) -> None:
    title = charting.event_kinds()[event.kind].title
    tasks.ask(
        call,
        tasks.Wanted(
            kind=TASK,
            title=f"Follow up: {title}",
            urgency="urgent",
            due_on=access.today(call),
            patient=event.patient_id,
            episode=event.episode_id,
            subject=event.id,
        ),
    )


@writes("events.follow")
def follow(call: Call, event: UUID, *, text: str, is_over: bool) -> UUID:
    """Write down how an adverse event went on.

    Parameters
    ----------
    text : str
        What was found and done; not empty.
    is_over : bool
        Nothing is left to do: the task that it opened is finished.

    Returns
    -------
    UUID
        Of the follow-up.

    Raises
    ------
    NothingSaid, NotFound
        Without a word, or for an event elsewhere.
    """
    row = access.found(AdverseEvent.objects.all(), event, what="adverse event")
    call.trace.patients[row.patient_id] = None
    if not text.strip():
        raise NothingSaid("Write what was found and done.", field="text")
    kept = FollowUp.objects.create(
        entered_at=clock.now(),
        clinic_id=row.clinic_id,
        patient_id=row.patient_id,
        event=row,
        text=text.strip(),
        resolved=is_over,
        by_id=cast(UUID, call.actor.user),
    )
    if is_over:
        Task.objects.filter(kind=TASK, subject=row.id, done_at=None).update(
            done_at=clock.now(), done_by_id=call.actor.user, done_note=kept.text
        )
    return kept.id
