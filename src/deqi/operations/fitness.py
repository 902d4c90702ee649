"""Whether a patient may be needled in a session, by what has been said until then.

Words
-----
fitness
    The screening's word on one session, with the answers that have grown too old.
asked
    A question that stands between the patient and the needle today.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from deqi.care import chain
from deqi.core.facts import Kind, Rank, Spec
from deqi.core.findings import Finding, Restriction
from deqi.core.people import Facts
from deqi.core.reading import Value
from deqi.core.rules import Outcome
from deqi.knowledge import facts
from deqi.operations import histories
from deqi.records.charting.models import Session
from deqi.records.episodes.models import Episode
from deqi.records.intake.models import Fact
from deqi.records.people.models import Patient


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of the day.

    Parameters
    ----------
    fact, text : str
        Its id and wording.
    kind : Kind
        How it is answered.
    levels : tuple of str
        What a choice may be; empty for all else.
    of_practitioner : bool
        The practitioner finds it; else the patient says it.
    at_intake : bool
        It has been open since the intake, and is not asked at each visit.
    last : Value
        The answer that has grown too old; None where there was none. It is shown, and
        never taken for today's.
    """

    fact: str
    text: str
    kind: Kind
    levels: tuple[str, ...]
    of_practitioner: bool
    at_intake: bool
    last: Value


@dataclass(frozen=True, slots=True)
class Fitness:
    """May this patient be needled in this session.

    Parameters
    ----------
    allowed : bool or None
        None while a question is open or an answer is too old.
    outcome : Outcome
        Of the screening.
    findings : tuple of Finding
        Rules that fired and that nobody has cleared, gravest first.
    questions : tuple of Asked
        What must be answered first.
    risks : tuple of Asked
        Answered within a day with a risk: a slip is answered anew.
    restrictions : tuple of Restriction
        What may not be done.
    """

    allowed: bool | None
    outcome: Outcome
    findings: tuple[Finding, ...]
    questions: tuple[Asked, ...]
    risks: tuple[Asked, ...]
    restrictions: tuple[Restriction, ...]


def of(row: Episode, *, on: date, moment: datetime) -> Fitness:
    """Return whether the patient of an episode may be needled.

    Parameters
    ----------
    row : Episode
        With its patient and person.
    on : date
        The day of the session.
    moment : datetime
        When it began: what each visit asks again was answered within a day before it,
        or since.
    """
    given = Session.objects.filter(episode=row, signed_at__isnull=False).count()
    recent = answered_since(row, oldest(moment)).values_list("fact", flat=True)
    return judge(row, on=on, given=given, fresh=set(recent))


def oldest(moment: datetime) -> datetime:
    """Return since when an answer counts for a session that began at a moment."""
    return moment - timedelta(days=facts.catalogue().each_visit_days)


def answered_since(row: Episode, since: datetime) -> QuerySet[Fact]:
    """Return the answers given since a moment that count in an episode."""
    numbers = Patient.objects.filter(
        Q(pk=row.patient_id) | Q(merged_into=row.patient_id)
    )
    # An answer of another episode settles nothing in this one.
    here = Q(episode=None) | Q(episode=row)
    return Fact.objects.filter(here, patient__in=numbers, entered_at__gte=since)


def judge(row: Episode, *, on: date, given: int, fresh: Collection[str]) -> Fitness:
    """Return whether a patient may be needled, where it is known what was asked lately.

    Parameters
    ----------
    row : Episode
        With its patient and person.
    on : date
        The day of the session.
    given : int
        Sessions signed so far.
    fresh : collection of str
        Facts that were answered within a day.
    """
    known, found = chain.screen(
        histories.said(row, today=on),
        today=on,
        wishes=histories.wishes(row, sessions=given),
    )
    old = tuple(_too_old(known, fresh))
    open_facts = found.session.because if found.session.allowed is None else ()
    waiting = dict.fromkeys((*open_facts, *old))
    allowed = None if old and found.session.allowed else found.session.allowed
    return Fitness(
        allowed,
        found.outcome,
        (*found.open_findings(), *found.session.findings),
        tuple(_asked(name, known) for name in waiting),
        tuple(_asked(name, known) for name in _risks(known, fresh)),
        found.restrictions,
    )


def _too_old(known: Facts, fresh: Collection[str]) -> Iterator[str]:
    for spec in facts.catalogue().by_weight:
        fact = known.spoken.get(spec.id)
        if fact is None or fact.value is None or not _is_asked_again(spec):
            continue
        if spec.id not in fresh:
            yield spec.id


def _risks(known: Facts, fresh: Collection[str]) -> Iterator[str]:
    for spec in facts.catalogue().by_weight:
        fact = known.spoken.get(spec.id)
        if fact is None or spec.id not in fresh or not _is_asked_again(spec):
            continue
        if spec.is_risk(fact.value):
            yield spec.id


def _is_asked_again(spec: Spec) -> bool:
    return spec.asked_at == "each_visit" and spec.rank is Rank.ABSOLUTE


def _asked(name: str, known: Facts) -> Asked:
    spec = facts.catalogue().specs[name]
    before = known.spoken.get(name)
    return Asked(
        name,
        spec.question,
        spec.kind,
        spec.levels if spec.kind is Kind.CHOICE else (),
        spec.asked_of == "practitioner",
        spec.asked_at != "each_visit",
        before.value if before else None,
    )
