"""A patient's own start: what comes next, what there is to do, and how it goes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Subquery

from deqi.care.intake import STEPS
from deqi.core.instruments import Measurement as Score
from deqi.core.review import Decision
from deqi.core.rules import Outcome
from deqi.core.visits import Step
from deqi.knowledge import reviews
from deqi.operations import access, clock, emergencies, histories, intake
from deqi.operations.callers import Call
from deqi.operations.emergencies import Words
from deqi.operations.operation import reads
from deqi.records.diary.models import Visit
from deqi.records.episodes.models import Consent, ConsentText, Episode, Plan
from deqi.records.intake.models import Screening
from deqi.records.outcomes.models import Review

MOST = 20
SHOWN = 3
"""Visits that a start shows; all of them have a page of their own."""


@dataclass(frozen=True, slots=True)
class Next:
    """One visit to come.

    Parameters
    ----------
    id : UUID
        Of the visit.
    starts, ends : datetime
        By the clinic's clock.
    practitioner, room : str
        With whom and where; the room may be empty.
    """

    id: UUID
    starts: datetime
    ends: datetime
    practitioner: str
    room: str


@dataclass(frozen=True, slots=True)
class Home:
    """A patient's start.

    Parameters
    ----------
    words : Words
        What the clinic tells a patient in danger.
    today : date
        The day that it is at the clinic.
    is_open : bool
        An episode goes on.
    outcome : Outcome or None
        Of the last screening; None before the first.
    questions : int
        Of an intake, still to be answered by the patient; of what is known so far.
    because : tuple of str
        Ids of the facts behind what leads out of the clinic.
    is_begun : bool
        The patient has answered something.
    wants_consent : bool
        The clinic has a text, and the patient has not agreed in this episode.
    has_plan : bool
        A practitioner has signed one.
    visits : tuple of Next
        Those that come next, the soonest first.
    instrument : str
        Id of what the scores measure; empty without any.
    scores : tuple of Measurement
        By day.
    decision : Decision or None
        Of the last review, on ``decided_on``.
    decided_on : date or None
        None before the first review.
    """

    words: Words
    today: date
    is_open: bool
    outcome: Outcome | None
    questions: int
    because: tuple[str, ...]
    is_begun: bool
    wants_consent: bool
    has_plan: bool
    visits: tuple[Next, ...]
    instrument: str
    scores: tuple[Score, ...]
    decision: Decision | None
    decided_on: date | None


@reads("patients.home")
def read(call: Call) -> Home:
    """Return the start of the patient who calls."""
    clinic = access.clinic(call)
    today = clock.today(clinic.time_zone)
    visits = tuple(_visits(today, ZoneInfo(clinic.time_zone)))
    row = access.own_episode(call)
    words = emergencies.words(clinic)
    if row is None:
        return _newcomer(words, today, visits)
    beside = _beside(row)
    told = intake.own_words(row)
    goes_on = row.discharged_at is None
    name, scores = _scored(histories.measured(row.id))
    return Home(
        words=words,
        today=today,
        is_open=goes_on,
        outcome=Outcome(beside.outcome) if beside.outcome and goes_on else None,
        questions=_left(beside.found or {}, told) if goes_on else 0,
        because=_because(beside.found or {}) if goes_on else (),
        is_begun=bool(told),
        wants_consent=goes_on and beside.has_text and not beside.agreed,
        has_plan=beside.planned,
        visits=visits,
        instrument=name,
        scores=scores,
        decision=Decision(beside.decision) if beside.decision else None,
        decided_on=beside.decided_on,
    )


def _newcomer(words: Words, today: date, visits: tuple[Next, ...]) -> Home:
    return Home(
        words=words,
        today=today,
        is_open=False,
        outcome=None,
        questions=0,
        because=(),
        is_begun=False,
        wants_consent=False,
        has_plan=False,
        visits=visits,
        instrument="",
        scores=(),
        decision=None,
        decided_on=None,
    )


def _visits(today: date, zone: ZoneInfo) -> Iterable[Next]:
    begins = datetime.combine(today, time(), zone)
    rows = Visit.objects.standing().filter(ends_at__gte=max(begins, clock.now()))
    told = rows.with_step().select_related("practitioner", "room")
    waiting = (each for each in told.order_by("starts_at")[:MOST] if _waits(each))
    for row in islice(waiting, SHOWN):
        yield Next(
            row.id,
            row.starts_at.astimezone(zone),
            row.ends_at.astimezone(zone),
            row.practitioner.name,
            row.room.name if row.room else "",
        )


def _waits(row: Any) -> bool:
    # The checker does not see what with_step has added.
    return Step(row.step) in (Step.BOOKED, Step.ARRIVED, Step.BEGUN)


def _beside(row: Episode) -> Any:
    """Return what stands beside an episode, in one question; the checker sees none."""
    own = {"episode": OuterRef("pk")}
    screened = Screening.objects.filter(**own).order_by("-entered_at")
    reviewed = Review.objects.filter(**own).order_by("-reviewed_on", "-entered_at")
    text = ConsentText.objects.filter(clinic=OuterRef("clinic"))
    rows = Episode.objects.filter(pk=row.id).annotate(
        outcome=Subquery(screened.values("outcome")[:1]),
        found=Subquery(screened.values("found")[:1]),
        has_text=Exists(text),
        agreed=Exists(Consent.objects.filter(**own, withdrawn_at=None)),
        planned=Exists(Plan.objects.filter(**own)),
        decision=Subquery(reviewed.values("decision")[:1]),
        decided_on=Subquery(reviewed.values("reviewed_on")[:1]),
    )
    return rows.get()


def _because(found: Mapping[str, Any]) -> tuple[str, ...]:
    gravest = (Outcome.EMERGENCY, Outcome.REFER)
    held = (each for each in found.get("findings", ()) if not each.get("cleared"))
    return tuple(
        fact for each in held if each["outcome"] in gravest for fact in each["because"]
    )


def _left(found: Mapping[str, Any], told: Mapping[str, object]) -> int:
    """Return how many questions of an intake nobody has answered, as screened last."""
    theirs = {name for names in STEPS.values() for name in names}
    asked = (each["fact"] for each in found.get("questions", ()))
    return sum(name in theirs and name not in told for name in asked)


def _scored(measured: Iterable[Score]) -> tuple[str, tuple[Score, ...]]:
    held = list(measured)
    judged = [each.id for each in reviews.settings().judged_by]
    name = next(
        (each for each in judged if any(s.instrument == each for s in held)), ""
    )
    return name, tuple(each for each in held if each.instrument == name)
