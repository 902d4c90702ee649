"""The screen of a session, and a session as it was signed.

Words
-----
screen
    Everything that charting one session needs, in one reading.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from deqi.core import needling
from deqi.core.needling import Chart
from deqi.knowledge import charting, facts, instruments
from deqi.operations import access, fitness, sessions, signing
from deqi.operations.callers import Call
from deqi.operations.fitness import Fitness
from deqi.operations.operation import reads
from deqi.operations.persons import Person, person_of
from deqi.operations.sessions import Charting
from deqi.records.charting.models import AdverseEvent, Session, Shortcut
from deqi.records.episodes.models import Consent, Plan
from deqi.records.intake.models import Fact
from deqi.records.outcomes.models import Measurement

SCALE = (0.0, 10.0)
"""Scores that are one key: the scales of this range are asked on the screen."""

ASKED = 2
"""How many of them, the first of the plan's measures."""


@dataclass(frozen=True, slots=True)
class Measure:
    """An instrument that is asked on the screen.

    Parameters
    ----------
    instrument, title : str
        Its id and name.
    last : float or None
        The last score before this session; None where there is none.
    last_on : date or None
        Its day.
    """

    instrument: str
    title: str
    last: float | None
    last_on: date | None


@dataclass(frozen=True, slots=True)
class Earlier:
    """The session before.

    Parameters
    ----------
    id : UUID
        Of the session.
    on : date
        Its day.
    line : str
        As signed.
    again : str
        What a session like it begins with.
    """

    id: UUID
    on: date
    line: str
    again: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What has changed since the last session.

    Parameters
    ----------
    scores : tuple of Measure
        Measured since, newest last.
    events : tuple of str
        Adverse events told since, in words.
    risks : tuple of str
        Questions to which the answer since is a risk.
    plan_on : date or None
        The day of a plan that was signed since.
    """

    scores: tuple[Measure, ...] = ()
    events: tuple[str, ...] = ()
    risks: tuple[str, ...] = ()
    plan_on: date | None = None


@dataclass(frozen=True, slots=True)
class Screen:
    """Everything that charting one session needs.

    Parameters
    ----------
    id : UUID
        Of the session.
    person : Person
        Whom it is about.
    given_on, began_at : date, datetime
        When.
    practitioner : str
        Who began it.
    revision : int
        To name when saving.
    typed : Charting
        As saved last.
    fit : Fitness
        May the patient be needled, and what must be asked first.
    is_consented : bool
        Consent was given and not withdrawn.
    is_discharged : bool
        The episode has ended.
    shortcuts : mapping of str to str
        The practitioner's own words.
    measures : tuple of Measure
        What is asked on the screen.
    before : Earlier or None
        None at the first session.
    changes : Changes
        Since then; empty at the first session.
    number : int
        Which session of the episode it is, from 1.
    """

    id: UUID
    person: Person
    given_on: date
    began_at: datetime
    practitioner: str
    revision: int
    typed: Charting
    fit: Fitness
    is_consented: bool
    is_discharged: bool
    shortcuts: Mapping[str, str]
    measures: tuple[Measure, ...]
    before: Earlier | None
    changes: Changes
    number: int


@dataclass(frozen=True, slots=True)
class Added:
    """One amendment."""

    text: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Signed:
    """A session as it was signed, and what was added.

    Parameters
    ----------
    id : UUID
        Of the session.
    person : Person
        Whom it is about.
    given_on : date
        The day of the treatment.
    practitioner, signed_by : str
        Who treated, and who signed.
    signed_at : datetime
        When it was signed.
    line, note : str
        As signed.
    chart : Chart
        What the line was read as.
    scores : mapping of str to float
        As typed on the screen.
    one_to_one_minutes : int or None
        Minutes spent with the patient alone.
    seal : str
        The hash of what was signed.
    is_intact : bool
        The row is still what was sealed.
    amendments : tuple of Added
        In their order.
    """

    id: UUID
    person: Person
    given_on: date
    practitioner: str
    signed_by: str
    signed_at: datetime
    line: str
    note: str
    chart: Chart
    scores: Mapping[str, float]
    one_to_one_minutes: int | None
    seal: str
    is_intact: bool
    amendments: tuple[Added, ...]


@reads("sessions.read")
def read(call: Call, session: UUID) -> Screen | Signed:
    """Return the screen of a session that is open, or a session as it was signed."""
    row = access.found(_with_beside(call), session, what="session")
    call.trace.patients[row.patient_id] = None
    return _screen(row) if row.signed_at is None else _signed(row, row.signed_at)


def _with_beside(call: Call) -> QuerySet[Session]:
    """Return sessions with all that one query can bring along."""
    same = Session.objects.filter(
        episode=OuterRef("episode"), signed_at__isnull=False
    ).order_by()
    consents = Consent.objects.filter(episode=OuterRef("episode"), withdrawn_at=None)
    own = Shortcut.objects.filter(practitioner=call.actor.practitioner)
    plans = Plan.objects.filter(episode=OuterRef("episode")).order_by("-entered_at")
    return Session.objects.select_related(
        "episode__patient__person", "practitioner", "signed_by"
    ).annotate(
        given=Subquery(same.values("episode").annotate(n=Count("id")).values("n")),
        is_consented=Exists(consents),
        words=ArraySubquery(own.values(each=JSONObject(word="word", line="line"))),
        plan=Subquery(
            plans.values(
                each=JSONObject(measures="care__plan__measures", at="entered_at")
            )[:1]
        ),
    )


def _screen(row: Any) -> Screen:
    episode = row.episode
    before = _before(row)
    since = fitness.oldest(row.began_at)
    first = since if before is None else min(since, before.signed_at)
    recent = list(fitness.answered_since(episode, first).order_by("entered_at"))
    measured = list(_measured(row.episode_id))
    given = row.given or 0
    return Screen(
        id=row.id,
        person=person_of(row.episode),
        given_on=row.given_on,
        began_at=row.began_at,
        practitioner=row.practitioner.name,
        revision=row.revision,
        typed=sessions.typed_so_far(row),
        fit=fitness.judge(
            episode,
            on=row.given_on,
            given=given,
            fresh={each.fact for each in recent if each.entered_at >= since},
        ),
        is_consented=row.is_consented,
        is_discharged=episode.discharged_at is not None,
        shortcuts={each["word"]: each["line"] for each in row.words},
        measures=tuple(_asked(row.plan, measured)),
        before=None if before is None else _earlier(before),
        changes=Changes()
        if before is None
        else _changes(before, row.plan, measured, recent),
        number=given + 1,
    )


def _before(row: Session) -> Any:
    rows = Session.objects.filter(episode=row.episode_id, signed_at__isnull=False)
    told = AdverseEvent.objects.filter(episode=OuterRef("episode"))
    since = told.filter(entered_at__gt=OuterRef("signed_at"))
    events = since.values(each=JSONObject(kind="kind", grade="grade"))
    last = rows.annotate(told_since=ArraySubquery(events))
    return last.order_by("-given_on", "-began_at").first()


def _earlier(row: Session) -> Earlier:
    again = needling.again(needling.recall(row.chart)) if row.chart else ""
    return Earlier(row.id, row.given_on, row.line, again)


_Score = tuple[str, float, date, datetime]


def _measured(episode: UUID) -> Iterator[_Score]:
    rows = Measurement.objects.filter(episode=episode, corrected_by=None)
    told = rows.order_by("measured_on", "entered_at")
    yield from told.values_list("instrument", "score", "measured_on", "entered_at")


def _asked(
    plan: Mapping[str, Any] | None, measured: Sequence[_Score]
) -> Iterator[Measure]:
    """Yield the first of the plan's measures that are one key each."""
    planned = [each["instrument"] for each in (plan or {}).get("measures") or ()]
    catalogue = instruments.catalogue()
    names = [*planned, *instruments.battery().core_set]
    short = [
        name
        for name in dict.fromkeys(names)
        if (catalogue[name].low, catalogue[name].high) == SCALE
    ]
    for name in short[:ASKED]:
        last = next((each for each in reversed(measured) if each[0] == name), None)
        yield _measure(name, last)


def _measure(name: str, last: _Score | None) -> Measure:
    title = instruments.catalogue()[name].name
    if last is None:
        return Measure(name, title, None, None)
    return Measure(name, title, last[1], last[2])


def _changes(
    before: Any,
    plan: Mapping[str, Any] | None,
    measured: Iterable[_Score],
    recent: Iterable[Fact],
) -> Changes:
    since = before.signed_at
    plan_at = None if plan is None else datetime.fromisoformat(plan["at"])
    return Changes(
        tuple(_measure(each[0], each) for each in measured if each[3] > since),
        tuple(_told(each) for each in before.told_since),
        tuple(dict.fromkeys(_risks(recent, since))),
        plan_at.date() if plan_at is not None and plan_at > since else None,
    )


def _told(event: Mapping[str, Any]) -> str:
    title = charting.event_kinds()[event["kind"]].title
    return title if event["grade"] is None else f"{title}, grade {event['grade']}"


def _risks(recent: Iterable[Fact], since: datetime) -> Iterator[str]:
    specs = facts.catalogue().specs
    for each in recent:
        value = tuple(each.value) if isinstance(each.value, list) else each.value
        if each.entered_at > since and specs[each.fact].is_risk(value):
            yield specs[each.fact].question


def _signed(row: Any, at: datetime) -> Signed:
    added = row.amendments.select_related("practitioner").order_by("entered_at")
    return Signed(
        id=row.id,
        person=person_of(row.episode),
        given_on=row.given_on,
        practitioner=row.practitioner.name,
        signed_by=row.signed_by.name,
        signed_at=at,
        line=row.line,
        note=row.note,
        chart=needling.recall(row.chart),
        scores=row.draft.get("scores", {}),
        one_to_one_minutes=row.one_to_one_minutes,
        seal=row.signed_hash,
        is_intact=signing.seal(row) == row.signed_hash,
        amendments=tuple(
            Added(each.text, each.practitioner.name, each.entered_at) for each in added
        ),
    )
