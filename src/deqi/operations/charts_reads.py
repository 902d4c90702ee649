"""Reads a patient's chart: the course, what was found, planned, given and written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    Case,
    Count,
    F,
    OuterRef,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce

from deqi.core.instruments import Measurement as Score
from deqi.core.rules import Outcome
from deqi.core.scales import Direction
from deqi.knowledge import reviews
from deqi.operations import access, clock, tasks_reads
from deqi.operations.callers import Call
from deqi.operations.charts import Chapter, Chart, Curve, Entry, Kind, Planned, Screened
from deqi.operations.operation import reads
from deqi.operations.patients_reads import SHOWN, coming, paid_by
from deqi.operations.titles import titled
from deqi.records.charting.models import Session
from deqi.records.episodes.models import Episode, Plan
from deqi.records.intake.models import Screening
from deqi.records.outcomes.models import Measurement, Review
from deqi.records.papers.models import Document, Letter

FARTHEST = 400
"""Scores and sessions that a curve is drawn from; older ones would be one blot."""


@reads("patients.chart")
def chart(call: Call, patient: UUID) -> Chart:
    """Return a patient's chart.

    Raises
    ------
    NotFound
        For a patient elsewhere.
    """
    clinic = access.clinic(call)
    row = access.patient(call, patient)
    zone = ZoneInfo(clinic.time_zone)
    today = clock.today(clinic.time_zone)
    merged = list(row.merged.order_by("number"))
    own = [row.id, *(each.id for each in merged)]
    episodes = list(_episodes(own))
    chapters = [_chapter(each, zone) for each in episodes]
    go_on = [each for each in chapters if each.discharged_on is None]
    tasks = tasks_reads.pressing().filter(patient__in=own)[:SHOWN]
    return Chart(
        id=row.id,
        number=row.number,
        numbers=tuple(each.number for each in merged),
        name=row.person.name,
        sex_at_birth=row.person.sex_at_birth,
        birth_date=row.person.birth_date,
        today=today,
        current=next(iter(go_on), None),
        beside=tuple(go_on[1:]),
        earlier=tuple(each for each in chapters if each not in go_on),
        curve=_curve(_drawn(episodes)),
        history=tuple(_history(own, zone)),
        visits=tuple(coming(own, zone)),
        tasks=tuple(tasks_reads.due(each, call, today=today) for each in tasks),
    )


def _drawn(episodes: Sequence[Any]) -> Any | None:
    """Return the episode that goes on, else the latest."""
    goes_on = (each for each in episodes if each.discharged_at is None)
    return next(goes_on, next(iter(episodes), None))


def _episodes(own: Sequence[UUID]) -> QuerySet[Episode]:
    here = OuterRef("pk")
    signed = Session.objects.filter(episode=here, signed_at__isnull=False)
    screenings = Screening.objects.filter(episode=here).order_by("-entered_at")
    plans = Plan.objects.filter(episode=here, signed_at__isnull=False)
    plans = plans.order_by("-entered_at")
    days = signed.order_by("-given_on").values("given_on")[:FARTHEST]
    rows = Episode.objects.filter(patient__in=own).select_related("practitioner")
    return rows.annotate(
        screened_at=Subquery(screenings.values("entered_at")[:1]),
        screened=Subquery(screenings.values("found")[:1]),
        planned_at=Subquery(plans.values("signed_at")[:1]),
        planned_by=Subquery(plans.values("signed_by__name")[:1]),
        plan_style=Subquery(plans.values("style")[:1]),
        plan_note=Subquery(plans.values("note")[:1]),
        needling=Subquery(plans.values("needling")[:1]),
        given=_count(signed),
        given_on=ArraySubquery(days),
        reviewed_on=Subquery(
            Review.objects.filter(episode=here)
            .order_by("-entered_at")
            .values("reviewed_on")[:1]
        ),
    ).order_by("-opened_at")[:SHOWN]


def _count(rows: QuerySet[Any]) -> Coalesce:
    whole = rows.order_by().values("episode").annotate(all=Count("pk")).values("all")
    return Coalesce(Subquery(whole), 0)


def _chapter(row: Any, zone: ZoneInfo) -> Chapter:
    ended = row.discharged_at
    return Chapter(
        id=row.id,
        title=titled(row, zone),
        practitioner=row.practitioner.name if row.practitioner else "",
        payer=paid_by(row),
        opened_on=row.opened_at.astimezone(zone).date(),
        discharged_on=ended.astimezone(zone).date() if ended else None,
        sessions=row.given,
        screened=_screened(row, zone) if row.screened else None,
        planned=_planned(row, zone) if row.planned_at else None,
        reviewed_on=row.reviewed_on,
    )


def _screened(row: Any, zone: ZoneInfo) -> Screened:
    found = row.screened
    held = (*found["findings"], *found["session"]["findings"])
    standing = {each["title"]: None for each in held if not each.get("cleared")}
    return Screened(
        on=row.screened_at.astimezone(zone).date(),
        outcome=Outcome(found["outcome"]),
        findings=tuple(standing),
        questions=len(found["questions"]),
        restrictions=tuple({each["code"]: None for each in found["restrictions"]}),
    )


def _planned(row: Any, zone: ZoneInfo) -> Planned:
    sites = (each.get("point") or each.get("muscle") or "" for each in row.needling)
    return Planned(
        on=row.planned_at.astimezone(zone).date(),
        by=row.planned_by,
        style=row.plan_style,
        note=row.plan_note,
        sites=tuple({each: None for each in sites if each}),
    )


def _curve(row: Any | None) -> Curve | None:
    if row is None:
        return None
    judged = {each.id: each for each in reviews.settings().judged_by}
    rows = Measurement.objects.filter(
        episode=row, instrument__in=judged, corrected_by=None
    ).order_by("-measured_on", "-entered_at")
    told = rows.values_list("measured_on", "instrument", "score")[:FARTHEST]
    held: dict[str, list[Score]] = {}
    for day, name, score in reversed(told):
        held.setdefault(name, []).append(Score(day, name, score))
    decides = next((each for each in judged.values() if each.id in held), None)
    if decides is None:
        return None
    low, high = decides.range
    return Curve(
        decides.name,
        low,
        high,
        lower_is_better=decides.direction is Direction.WORSE,
        scores=tuple(held[decides.id]),
        sessions=tuple(sorted(row.given_on)),
    )


def _history(own: Sequence[UUID], zone: ZoneInfo) -> Iterator[Entry]:
    first, *rest = _kinds(own)
    told = first.union(*rest, all=True).order_by("-at_")
    for identity, kind, at, title, who, state in told:
        day = at.astimezone(zone).date()
        yield Entry(identity, Kind(kind), day, title, who or "", state)


def _kinds(own: Sequence[UUID]) -> Iterator[QuerySet[Any, Any]]:
    signed = When(signed_at__isnull=False, then=Value("signed"))
    sent = When(sent_at__isnull=False, then=Value("sent"))
    draft = Value("draft")
    yield _newest(
        Session.objects.filter(patient__in=own),
        kind=Value(Kind.SESSION.value),
        at=F("began_at"),
        title=F("line"),
        who=F("practitioner__name"),
        state=Case(signed, default=draft),
    )
    yield _newest(
        Review.objects.filter(patient__in=own),
        kind=Value(Kind.REVIEW.value),
        at=F("entered_at"),
        title=F("decision"),
        who=F("practitioner__name"),
        state=F("reason"),
    )
    yield _newest(
        Letter.objects.filter(patient__in=own),
        kind=Value(Kind.LETTER.value),
        at=F("entered_at"),
        title=F("subject"),
        who=F("signed_by__name"),
        state=Case(sent, signed, default=draft),
    )
    yield _newest(
        Document.objects.filter(patient__in=own, hidden_at=None),
        kind=Value(Kind.DOCUMENT.value),
        at=F("entered_at"),
        title=F("name"),
        who=Value(""),
        state=F("media_type"),
    )


def _newest(rows: QuerySet[Any], **told: Any) -> QuerySet[Any, Any]:
    # Columns of one union have one type, whatever they come from.
    at = told.pop("at")
    words = {f"{name}_": Cast(value, TextField()) for name, value in told.items()}
    asked: QuerySet[Any, Any] = rows.annotate(**words, at_=at).order_by("-at_")
    columns = ("id", "kind_", "at_", "title_", "who_", "state_")
    newest: QuerySet[Any, Any] = asked.values_list(*columns)[:SHOWN]
    return newest
