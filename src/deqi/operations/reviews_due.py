"""The reviews that are due at a clinic, the longest overdue first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from deqi.core.review import Cause, Decision
from deqi.core.review import Due as Wanted
from deqi.operations import access, attention, following, treating
from deqi.operations.attention import Trend
from deqi.operations.callers import Call
from deqi.operations.operation import reads
from deqi.operations.titles import titled
from deqi.records.charting.models import Session
from deqi.records.diary.models import Visit
from deqi.records.episodes.models import Episode

MOST = 200
"""No list is longer; what is due since less long comes up as the rest is decided."""


@dataclass(frozen=True, slots=True)
class Due:
    """An episode whose review is due.

    Parameters
    ----------
    episode, patient : UUID
        The patient under the number that stands.
    name, complaint, practitioner : str
        Of the patient, of the episode, and of who treated last; the practitioner is
        empty where nobody has.
    on : date
        Since when it is due; in the future: at the visit of that day.
    overdue_days : int
        Days since then; 0 where it is due today or at a visit to come.
    cause : Cause
        Why.
    session : int or None
        Of the episode, counted from 1, where that is the cause.
    decision : Decision or None
        Of the last review, on ``decided_on``; None before the first.
    decided_on : date or None
        Its day.
    sessions : int
        Since the last review; all of them before the first.
    trend : Trend or None
        The last scores; None without one.
    """

    episode: UUID
    patient: UUID
    name: str
    complaint: str
    practitioner: str
    on: date
    overdue_days: int
    cause: Cause
    session: int | None
    decision: Decision | None
    decided_on: date | None
    sessions: int
    trend: Trend | None


@dataclass(frozen=True, slots=True)
class Reviews:
    """The reviews of a clinic or of one practitioner.

    Parameters
    ----------
    due : tuple of Due
        Due by today, the longest overdue first.
    coming : tuple of Due
        At a visit that is booked, the soonest first.
    """

    due: tuple[Due, ...]
    coming: tuple[Due, ...]


@reads("reviews.due")
def listed(call: Call, *, mine: bool = True) -> Reviews:
    """Return the reviews that are due, and those of the visits to come.

    Parameters
    ----------
    mine : bool
        Only of episodes that the practitioner who calls opened or treated last.
    """
    zone = ZoneInfo(access.clinic(call).time_zone)
    today = access.today(call)
    rows = Episode.objects.filter(discharged_at=None)
    rows = treating.of(rows, call.actor.practitioner) if mine else rows
    rows = _beside(rows, today, zone)
    wanted = sorted(_wanted(rows, today, zone), key=lambda each: each[1].on)[:MOST]
    call.trace.patients |= {row.patient_id: None for row, _ in wanted}
    trends = attention.trends(row.id for row, _ in wanted)
    told = [_due(row, due, today, zone, trends.get(row.id)) for row, due in wanted]
    return Reviews(
        tuple(each for each in told if each.on <= today),
        tuple(each for each in told if each.on > today),
    )


def _beside(rows: QuerySet[Episode], today: date, zone: ZoneInfo) -> QuerySet[Episode]:
    signed = Session.objects.filter(signed_at__isnull=False)
    begins = datetime.combine(today, time(), zone)
    visits = Visit.objects.holding().filter(
        episode=OuterRef("pk"), starts_at__gte=begins, session=None
    )
    return rows.select_related("patient__person").annotate(
        treats=Coalesce(treating.last("pk", "name"), F("practitioner__name")),
        stands=Coalesce(F("patient__merged_into"), F("patient")),
        next_at=Subquery(visits.order_by("starts_at").values("starts_at")[:1]),
        **following.beside("pk", signed),
    )


def _wanted(
    rows: Iterable[Any], today: date, zone: ZoneInfo
) -> Iterator[tuple[Any, Wanted]]:
    for row in rows:
        booked = row.next_at.astimezone(zone).date() if row.next_at else None
        due = following.due(row, payer=row.payer, next_visit=booked)
        # What waits for its day is left out; what has a visit is told beforehand.
        if due is not None and (due.on <= today or due.on == booked):
            yield row, due


def _due(
    row: Any, due: Wanted, today: date, zone: ZoneInfo, trend: Trend | None
) -> Due:
    told = following.followed(row, row.payer, None)
    return Due(
        episode=row.id,
        patient=row.stands,
        name=row.patient.person.name,
        complaint=titled(row, zone),
        practitioner=row.treats or "",
        on=due.on,
        overdue_days=max((today - due.on).days, 0),
        cause=due.cause,
        session=due.session,
        decision=told.decision,
        decided_on=told.decided_on,
        sessions=told.since,
        trend=trend,
    )
