"""Adverse events of a clinic, those that go on first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch

from deqi.knowledge import charting
from deqi.operations import events
from deqi.operations.callers import Call
from deqi.operations.operation import reads
from deqi.records.charting.models import AdverseEvent, FollowUp

MOST = 100
"""The newest are listed; older ones stand in their charts."""


@dataclass(frozen=True, slots=True)
class Followed:
    """One follow-up of an event."""

    text: str
    by: str
    at: datetime
    is_over: bool


@dataclass(frozen=True, slots=True)
class Told:
    """One adverse event.

    Parameters
    ----------
    id : UUID
        Of the event.
    patient, episode : UUID
        Whose it is.
    session : UUID or None
        After which session.
    title : str
        What its kind is.
    grade : int or None
        None where nobody graded it.
    on : date
        The day.
    note, speaker : str
        What was said of it, and by whom.
    is_grave : bool
        Somebody has to see to it soon.
    is_over : bool
        A follow-up says that nothing is left to do.
    followed : tuple of Followed
        In their order.
    """

    id: UUID
    patient: UUID
    episode: UUID
    session: UUID | None
    title: str
    grade: int | None
    on: date
    note: str
    speaker: str
    is_grave: bool
    is_over: bool
    followed: tuple[Followed, ...]


@reads("events.list")
def listed(call: Call, *, episode: UUID | None = None) -> tuple[Told, ...]:
    """Return the newest adverse events of the clinic, or of one episode."""
    over = FollowUp.objects.filter(event=OuterRef("pk"), resolved=True)
    followed = FollowUp.objects.select_related("by").order_by("entered_at")
    rows = AdverseEvent.objects.annotate(is_over=Exists(over)).prefetch_related(
        Prefetch("follow_ups", followed)
    )
    if episode is not None:
        rows = rows.filter(episode=episode)
    page = list(rows.order_by("is_over", "-happened_on", "-entered_at")[:MOST])
    call.trace.patients.update(dict.fromkeys(each.patient_id for each in page))
    return tuple(_told(each) for each in page)


def _told(row: Any) -> Told:
    return Told(
        id=row.id,
        patient=row.patient_id,
        episode=row.episode_id,
        session=row.session_id,
        title=charting.event_kinds()[row.kind].title,
        grade=row.grade,
        on=row.happened_on,
        note=row.note,
        speaker=row.speaker,
        is_grave=events.is_grave(row.kind, row.grade),
        is_over=row.is_over,
        followed=tuple(
            Followed(each.text, each.by.get_full_name(), each.entered_at, each.resolved)
            for each in row.follow_ups.all()
        ),
    )
