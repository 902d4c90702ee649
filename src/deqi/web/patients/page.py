"""A chart as its page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from deqi.core.rules import Outcome
from deqi.core.visits import Step
from deqi.operations.charts import Chart, Entry, Kind
from deqi.operations.patients_reads import Coming
from deqi.web.visits.words import PURPOSES, STEPS, TONES, Words

OUTCOMES: dict[Outcome, tuple[Words, str]] = {
    Outcome.PROCEED: (_("Proceed"), "done"),
    Outcome.CAUTION: (_("With cautions"), "info"),
    Outcome.ASK: (_("Questions open"), "caution"),
    Outcome.REFER: (_("Doctor first"), "danger"),
    Outcome.EMERGENCY: (_("Emergency"), "danger"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """One visit in words."""

    coming: Coming
    purpose: Words
    step: Words
    tone: str


@dataclass(frozen=True, slots=True)
class Page:
    """What a chart's page adds to the chart: words, and what belongs together."""

    age: int
    outcome: Words
    tone: str
    ahead: tuple[Shown, ...]
    sessions: tuple[Entry, ...]
    review: Entry | None
    earlier: tuple[Entry, ...]
    letters: tuple[Entry, ...]
    documents: tuple[Entry, ...]


def shown(chart: Chart) -> Page:
    """Return what the page of a chart shows."""
    screened = chart.current.screened if chart.current else None
    review, earlier = _reviewed(chart)
    outcome, tone = OUTCOMES[screened.outcome] if screened else ("", "")
    return Page(
        age=age(chart.birth_date, chart.today),
        outcome=outcome,
        tone=tone,
        ahead=tuple(_ahead(chart)),
        sessions=chart.of(Kind.SESSION),
        review=review,
        earlier=earlier,
        letters=chart.of(Kind.LETTER),
        documents=chart.of(Kind.DOCUMENT),
    )


def _reviewed(chart: Chart) -> tuple[Entry | None, tuple[Entry, ...]]:
    """Return the last review of the episode that goes on, and all those before it."""
    reviews = chart.of(Kind.REVIEW)
    if chart.current is None or chart.current.reviewed_on is None:
        return None, reviews
    return reviews[0], reviews[1:]


def _ahead(chart: Chart) -> list[Shown]:
    waiting = (Step.BOOKED, Step.ARRIVED, Step.BEGUN)
    soonest = reversed(chart.visits)
    return [
        told(each)
        for each in soonest
        if each.step in waiting and each.starts.date() >= chart.today
    ]


def told(each: Coming) -> Shown:
    """Return one visit in words."""
    return Shown(each, PURPOSES[each.purpose], STEPS[each.step], TONES[each.step])


def age(born: date, today: date) -> int:
    """Return whole years of age."""
    before_birthday = (today.month, today.day) < (born.month, born.day)
    return today.year - born.year - before_birthday
