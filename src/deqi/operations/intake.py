"""The intake: what a patient is asked, and what they answer, one step at a time.

Words
-----
told
    The patient's own last word on each fact; None where they said "I do not know".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from statistics import fmean
from uuid import UUID

from django.db.models import Q

from deqi.care import chain
from deqi.care import intake as steps
from deqi.care.intake import Step
from deqi.core.facts import Speaker
from deqi.core.findings import Finding
from deqi.core.findings import Screening as Found
from deqi.core.people import Facts
from deqi.core.rules import Outcome
from deqi.core.scales import Method
from deqi.knowledge import advice, instruments
from deqi.operations import access, clock, emergencies, facts, histories, measurements
from deqi.operations.callers import Call
from deqi.operations.emergencies import Words
from deqi.operations.facts import Via
from deqi.operations.measurements import Taken
from deqi.operations.operation import reads, writes
from deqi.operations.refusals import Conflict
from deqi.records.charting.models import Session
from deqi.records.episodes.models import Episode
from deqi.records.intake.models import Fact
from deqi.records.outcomes.models import Measurement


class NothingGoesOn(Conflict):
    """An answer of a patient whose treatment has not begun, or has ended."""

    code = "nothing_goes_on"


@dataclass(frozen=True, slots=True)
class Sheet:
    """An intake as it stands.

    Parameters
    ----------
    words : Words
        What the clinic tells a patient in danger.
    is_open : bool
        An episode goes on; without one nothing can be told yet.
    steps : tuple of Step
        What is asked, answered or not; empty without an episode.
    told : mapping of str to object
        The patient's own answers by fact id; None for "I do not know".
    outcome : Outcome
        What the rules make of all that is known now.
    grave : tuple of Finding
        What leads out of the clinic, the gravest first.
    """

    words: Words
    is_open: bool
    steps: tuple[Step, ...]
    told: Mapping[str, object]
    outcome: Outcome
    grave: tuple[Finding, ...]

    @property
    def next(self) -> Step | None:
        """Return the first step with an answer to come; None once all are given."""
        return next((each for each in self.steps if each.left), None)


@reads("facts.intake")
def read(call: Call) -> Sheet:
    """Return what the patient who calls is asked, and what their answers come to."""
    clinic = access.clinic(call)
    row = access.own_episode(call)
    words = emergencies.words(clinic)
    if row is None or row.discharged_at is not None:
        return Sheet(words, False, (), {}, Outcome.PROCEED, ())
    known, found = look(row, today=clock.today(clinic.time_zone))
    told = own_words(row)
    asked = steps.steps(known, told)
    return Sheet(words, True, asked, told, found.outcome, grave(found))


def look(row: Episode, *, today: date) -> tuple[Facts, Found]:
    """Return what is known of a patient on a day, and what the rules make of it."""
    given = Session.objects.filter(episode=row, signed_at__isnull=False).count()
    said = histories.said(row, today=today)
    return chain.screen(said, today=today, wishes=histories.wishes(row, sessions=given))


def grave(found: Found) -> tuple[Finding, ...]:
    """Return the findings that lead out of the clinic, the gravest first."""
    gravest = (Outcome.EMERGENCY, Outcome.REFER)
    return tuple(each for each in found.open_findings() if each.outcome in gravest)


def own_words(row: Episode) -> Mapping[str, object]:
    """Return the patient's own last word on each fact, inside an operation."""
    here = Q(episode=None) | Q(episode=row)
    rows = Fact.objects.filter(here, speaker=Speaker.PATIENT)
    last = rows.order_by("fact", "-said_on", "-entered_at").distinct("fact")
    return dict(last.values_list("fact", "value"))


@writes("intake.answer")
def answer(call: Call, told: Mapping[str, object]) -> UUID:
    """Keep the answers of one step, with the scores in them, and screen anew.

    Parameters
    ----------
    call : Call
        Of the patient.
    told : mapping of str to object
        By fact id; None for "I do not know". What was said before in the same words is
        not kept twice.

    Returns
    -------
    UUID
        Of the screening that follows.

    Raises
    ------
    NothingGoesOn
        Where no episode is open.
    UnfitAnswer, NotYoursToAnswer
        For what cannot be; nothing of the step is kept then.
    """
    row = access.own_episode(call)
    if row is None or row.discharged_at is not None:
        raise NothingGoesOn("Begin first: nothing goes on at this clinic for you yet.")
    before = own_words(row)
    new = {
        name: value
        for name, value in told.items()
        if name not in before or before[name] != value
    }
    kept = facts.take(call, row, new, speaker=Speaker.PATIENT, via=Via.INTAKE)
    for taken in _scores({**before, **told}, new):
        _measure(call, row, taken)
    return kept.id


def _scores(told: Mapping[str, object], new: Mapping[str, object]) -> Iterator[Taken]:
    """Yield the scores that answers of an intake come to, where any of them is new."""
    for measure in advice.measures():
        given = [told.get(each) for each in measure.baseline]
        numbers = [float(each) for each in given if isinstance(each, int | float)]
        method = instruments.catalogue()[measure.instrument].method
        whole = numbers and len(numbers) == len(given)
        if not whole or method is Method.NOT_SCORED:
            continue
        if new.keys() & set(measure.baseline):
            yield Taken(measure.instrument, total=fmean(numbers))


def _measure(call: Call, row: Episode, taken: Taken) -> None:
    today = access.today(call)
    rows = Measurement.objects.filter(
        episode=row, instrument=taken.instrument, measured_on=today, via=Via.INTAKE
    )
    wrong = rows.filter(corrected_by=None).first()
    measurements.keep(call, row, taken, via=Via.INTAKE, corrects=wrong)
