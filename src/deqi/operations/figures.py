"""What the records say of an episode, as a letter to a doctor tells it.

Words
-----
figures
    Everything in a letter that is counted, dated or named; kept beside its text, so that
    an edited sentence can be held against what the records said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from deqi.care import reviewing
from deqi.care.reviewing import Gain
from deqi.core.findings import Finding
from deqi.core.rules import Outcome, Urgency
from deqi.knowledge import (
    charting,
    conditions,
    instruments,
    muscles,
    precautions,
)
from deqi.operations import access, clock, histories, plans
from deqi.operations.callers import Call
from deqi.operations.histories import History
from deqi.records.charting.models import AdverseEvent
from deqi.records.episodes.models import Episode
from deqi.records.outcomes.models import Review


@dataclass(frozen=True, slots=True)
class Alarm:
    """A rule of the screening that holds for the patient.

    Parameters
    ----------
    title, destination : str
        What was found, and who should see the patient.
    outcome : Outcome
        What it makes of the screening.
    urgency : Urgency or None
        How soon; None where the rule does not say.
    reviewed : bool
        True once a clinician has signed the rule.
    """

    title: str
    destination: str
    outcome: Outcome
    urgency: Urgency | None
    reviewed: bool


@dataclass(frozen=True, slots=True)
class Planned:
    """The plan that stands.

    Parameters
    ----------
    style : str
        ``traditional``, ``western`` or ``combined``.
    sites : tuple of str
        Points and muscles with their sides.
    visits : int
        How many the course plans.
    """

    style: str
    sites: tuple[str, ...]
    visits: int


@dataclass(frozen=True, slots=True)
class Given:
    """The sessions that were signed.

    Parameters
    ----------
    count : int
        How many.
    first, last : date
        Their days.
    """

    count: int
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Scored:
    """Where one instrument stands.

    Parameters
    ----------
    name : str
        Of the instrument.
    first, last : float
        Scores, in points of the scale.
    first_on, last_on : date
        Their days.
    change : float
        Last less first, in points.
    word : str
        ``important``, ``worse``, or empty where neither can be said.
    """

    name: str
    first: float
    last: float
    first_on: date
    last_on: date
    change: float
    word: str


@dataclass(frozen=True, slots=True)
class Harm:
    """An adverse event.

    Parameters
    ----------
    title : str
        What its kind is.
    grade : int or None
        1 to 5; None where nobody graded it.
    on : date
        The day.
    """

    title: str
    grade: int | None
    on: date


@dataclass(frozen=True, slots=True)
class Decided:
    """The last review, as the practitioner decided it.

    Parameters
    ----------
    decision : str
        Such as ``taper``.
    on : date
        Of the review.
    reason : str
        Why, where the practitioner decided otherwise than the rules; else empty.
    """

    decision: str
    on: date
    reason: str


@dataclass(frozen=True, slots=True)
class Figures:
    """What a letter tells.

    Parameters
    ----------
    today, since, birth_date : date
        Of the letter, of the episode's beginning, of the patient.
    name : str
        Of the patient.
    number : int
        Of the patient at the clinic.
    complaint : str
        Empty where it is not named yet.
    outcome : Outcome
        Of today's screening.
    alarms : tuple of Alarm
        Gravest first.
    plan, given, decided
        None where there is none yet.
    scores : tuple of Scored
        Measured twice or oftener.
    harms : tuple of Harm
        All that were told, by day.
    """

    today: date
    since: date
    birth_date: date
    name: str
    number: int
    complaint: str
    outcome: Outcome
    alarms: tuple[Alarm, ...]
    plan: Planned | None
    given: Given | None
    decided: Decided | None
    scores: tuple[Scored, ...]
    harms: tuple[Harm, ...]


def gather(call: Call, row: Episode) -> Figures:
    """Gather what the records say of an episode today.

    Parameters
    ----------
    row : Episode
        As ``access`` gives it.
    """
    zone = access.clinic(call).time_zone
    today = clock.today(zone)
    history = histories.of(row, today=today, zone=zone)
    found = reviewing.decide(history.episode, today=today, said=history.said)
    person = row.patient.person
    return Figures(
        today=today,
        since=row.opened_at.date(),
        birth_date=person.birth_date,
        name=person.name,
        number=row.patient.number,
        complaint=complaint(row.condition),
        outcome=found.screening.outcome,
        alarms=tuple(_alarms(found.screening.findings)),
        plan=_planned(row),
        given=_given(history),
        decided=_decided(row),
        scores=tuple(_scored(found.progress)),
        harms=tuple(_harms(row)),
    )


def complaint(condition: str) -> str:
    """Return the name of a condition; empty where none is named."""
    known = conditions.catalogue().get(condition)
    return known.name if known else ""


def _alarms(findings: Iterable[Finding]) -> Iterator[Alarm]:
    # What holds up one session alone, such as a drink, is nothing to a doctor.
    brief = {each.id for each in precautions.catalogue() if each.holds_session}
    for found in findings:
        if found.id not in brief:
            yield _alarm(found)


def _alarm(found: Finding) -> Alarm:
    return Alarm(
        found.title, found.destination, found.outcome, found.urgency, found.reviewed
    )


def _planned(row: Episode) -> Planned | None:
    signed = plans.standing(row)
    if signed is None:
        return None
    return Planned(signed.style, tuple(_sites(signed.needling)), len(signed.course))


def _sites(lines: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for line in lines:
        muscle = muscles.catalogue().get(line.get("muscle") or "")
        name = muscle.name if muscle else line.get("point")
        told = (name, line.get("level"), f"({line['sides']})")
        yield " ".join(each for each in told if each)


def _given(history: History) -> Given | None:
    days = [each.date for each in history.episode.sessions]
    return Given(len(days), min(days), max(days)) if days else None


def _decided(row: Episode) -> Decided | None:
    last = Review.objects.filter(episode=row).order_by("-entered_at").first()
    if last is None:
        return None
    return Decided(last.decision, last.reviewed_on, last.reason)


def _scored(progress: Mapping[str, Gain]) -> Iterator[Scored]:
    for name, gain in progress.items():
        instrument = instruments.catalogue()[name]
        if gain.change is not None:
            yield Scored(
                name=instrument.name,
                first=cast(float, gain.baseline),
                last=cast(float, gain.latest),
                first_on=cast(date, gain.baseline_date),
                last_on=cast(date, gain.latest_date),
                change=gain.change,
                word=_word(gain),
            )


def _word(gain: Gain) -> str:
    if gain.important:
        return "important"
    return "worse" if gain.worse else ""


def _harms(row: Episode) -> Iterator[Harm]:
    rows = AdverseEvent.objects.filter(episode=row).order_by("happened_on")
    for kind, grade, on in rows.values_list("kind", "grade", "happened_on"):
        yield Harm(charting.event_kinds()[kind].title, grade, on)
