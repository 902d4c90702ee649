"""What matters of a visit before it begins, gathered for a whole day in two questions.

Words
-----
cue
    One thing that somebody has to see or do: a review that is due, a consent missing.
trend
    The last scores of one instrument, as the little line beside a name draws them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, QuerySet, Subquery, Window
from django.db.models.functions import Coalesce, RowNumber

from deqi.core.rules import Outcome
from deqi.core.scales import Instrument
from deqi.knowledge import reviews
from deqi.operations import following
from deqi.records.charting.models import Session
from deqi.records.diary.models import Visit, Visits
from deqi.records.episodes.models import Consent
from deqi.records.intake.models import Screening
from deqi.records.outcomes.models import Measurement
from deqi.records.papers.models import Task


class Kind(StrEnum):
    """What a cue is about, the gravest first."""

    EMERGENCY = "emergency"
    REFER = "refer"
    UNSCREENED = "unscreened"
    QUESTION = "question"
    CONSENT = "consent"
    REVIEW = "review"
    TASKS = "tasks"
    UNCOVERED = "uncovered"
    COVER_ENDS = "cover_ends"
    COVER_UNKNOWN = "cover_unknown"
    CAUTION = "caution"
    NEW = "new"


OF_THE_CHART = frozenset(
    {
        Kind.EMERGENCY,
        Kind.REFER,
        Kind.UNSCREENED,
        Kind.QUESTION,
        Kind.REVIEW,
        Kind.CAUTION,
    }
)
"""Told to practitioners alone."""

_SCREENED = {
    Outcome.EMERGENCY: Kind.EMERGENCY,
    Outcome.REFER: Kind.REFER,
    Outcome.ASK: Kind.QUESTION,
    Outcome.CAUTION: Kind.CAUTION,
}


@dataclass(frozen=True, slots=True)
class Cue:
    """One thing that matters of a visit.

    Parameters
    ----------
    kind : Kind
        What it is about.
    count : int
        Of tasks; else 1.
    why : str
        Of cover, as the payer's rules say it; else empty.
    """

    kind: Kind
    count: int = 1
    why: str = ""


@dataclass(frozen=True, slots=True)
class Trend:
    """The last scores of one instrument.

    Parameters
    ----------
    instrument : str
        Its id.
    name : str
        What people call it.
    low, high : float
        Ends of its scale.
    scores : tuple of float
        By day, at least one.
    """

    instrument: str
    name: str
    low: float
    high: float
    scores: tuple[float, ...]


LAST = 8
"""Scores in the little line; what came before is on the patient's own page."""


def beside(rows: Visits, on: date) -> Visits:
    """Ask with the visits what their cues are made of.

    Parameters
    ----------
    rows : Visits
        With their episode.
    on : date
        The day: of tasks, those that are due by then.
    """
    here = {"episode": OuterRef("episode")}
    signed = Session.objects.filter(signed_at__isnull=False)
    others = signed.exclude(visit=OuterRef("pk"))
    tasks = Task.objects.filter(
        patient=OuterRef("patient"), done_at=None, due_on__lte=on
    )
    return rows.annotate(
        screened=_last(Screening.objects.filter(**here), "outcome"),
        has_consent=Exists(Consent.objects.filter(**here, withdrawn_at=None)),
        treated=Exists(others.filter(patient=OuterRef("patient"))),
        tasks=_count(tasks),
        **following.beside("episode", others),
    )


def _last(rows: QuerySet[Any], column: str) -> Subquery:
    return Subquery(rows.order_by("-entered_at").values(column)[:1])


def _count(rows: QuerySet[Any]) -> Coalesce:
    whole = rows.order_by().values("clinic").annotate(all=Count("pk")).values("all")
    return Coalesce(Subquery(whole), 0)


def cues(row: Visit, on: date, *, clinical: bool) -> tuple[Cue, ...]:
    """Return what matters of a visit that ``beside`` has asked about, gravest first."""
    found = (
        each for each in _cues(row, on) if clinical or each.kind not in OF_THE_CHART
    )
    return tuple(sorted(found, key=lambda cue: list(Kind).index(cue.kind)))


def _cues(row: Any, on: date) -> Iterator[Cue]:
    outcome = row.screened
    if outcome is None:
        yield Cue(Kind.UNSCREENED)
    elif (kind := _SCREENED.get(Outcome(outcome))) is not None:
        yield Cue(kind)
    if not row.has_consent:
        yield Cue(Kind.CONSENT)
    if not row.treated:
        yield Cue(Kind.NEW)
    if row.tasks:
        yield Cue(Kind.TASKS, row.tasks)
    due = following.due(row, payer=row.episode.payer, next_visit=on)
    if due is not None and due.on <= on:
        yield Cue(Kind.REVIEW)
    if row.episode.payer:
        yield from _cover(row.planned or [], row.under_plan + 1)


def _cover(course: Iterable[Mapping[str, Any]], number: int) -> Iterator[Cue]:
    """Yield what the plan says of a visit's cover, as its payer's rules were read."""
    told = {each["visit"]: each for each in course}
    this, following = told.get(number), told.get(number + 1)
    if this is None or this["covered"] is None:
        yield Cue(Kind.COVER_UNKNOWN, why=this["covered_why"] if this else "")
    elif not this["covered"]:
        yield Cue(Kind.UNCOVERED, why=this["covered_why"])
    elif following is not None and following["covered"] is False:
        yield Cue(Kind.COVER_ENDS, why=following["covered_why"])


def trends(episodes: Iterable[UUID]) -> dict[UUID, Trend]:
    """Return the last scores of each episode, of the instrument that decides first."""
    judged = {each.id: each for each in reviews.settings().judged_by}
    place = Window(
        RowNumber(),
        partition_by=[F("episode"), F("instrument")],
        order_by=[F("measured_on").desc(), F("entered_at").desc()],
    )
    rows = Measurement.objects.filter(
        episode__in=list(episodes), instrument__in=judged, corrected_by=None
    ).annotate(place=place)
    told = rows.filter(place__lte=LAST).order_by("-place")
    held: dict[UUID, dict[str, list[float]]] = {}
    for episode, name, score in told.values_list("episode", "instrument", "score"):
        held.setdefault(episode, {}).setdefault(name, []).append(score)
    return {episode: _trend(scores, judged) for episode, scores in held.items()}


def _trend(
    scores: Mapping[str, list[float]], judged: Mapping[str, Instrument]
) -> Trend:
    first = next(each for name, each in judged.items() if name in scores)
    low, high = first.range
    return Trend(first.id, first.name, low, high, tuple(scores[first.id]))
