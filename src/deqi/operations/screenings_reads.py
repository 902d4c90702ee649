"""A screening as its page shows it: findings with what may be done about each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from deqi.care import chain
from deqi.care.values import Told
from deqi.core.findings import Finding, Question, Restriction
from deqi.core.findings import Screening as Found
from deqi.core.rules import Outcome
from deqi.operations import access, clearances, screenings
from deqi.operations.callers import Call
from deqi.operations.operation import reads
from deqi.operations.persons import Person, person_of
from deqi.records.episodes.models import Episode
from deqi.records.intake.models import Overrule


@dataclass(frozen=True, slots=True)
class Overruled:
    """A finding that a practitioner overruled."""

    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Judged:
    """A finding, and what may be done about it.

    Parameters
    ----------
    finding : Finding
        As the rules have it.
    bar : str
        Why it may not be overruled; empty where it may.
    is_clearable : bool
        Written advice closes it.
    overruled : tuple of Overruled
        The newest first.
    """

    finding: Finding
    bar: str
    is_clearable: bool
    overruled: tuple[Overruled, ...]


@dataclass(frozen=True, slots=True)
class Screened:
    """What the rules make of an episode today.

    Parameters
    ----------
    person : Person
        Whom it is about.
    outcome : Outcome
        Of the whole.
    allowed : bool or None
        Whether a session may go on; None while a question is open.
    findings : tuple of Judged
        Those that count, gravest first; then those that stop only the session.
    closed : tuple of Finding
        Those that written advice has closed.
    restrictions : tuple of Restriction
        What may not be done.
    questions : tuple of Question
        What is unknown and matters, heaviest first.
    known : mapping of str to Told
        What was said, by whom and when.
    emergency_number, out_of_hours : str
        Of the clinic.
    is_discharged : bool
        The episode has ended.
    """

    person: Person
    outcome: Outcome
    allowed: bool | None
    findings: tuple[Judged, ...]
    closed: tuple[Finding, ...]
    restrictions: tuple[Restriction, ...]
    questions: tuple[Question, ...]
    known: Mapping[str, Told]
    emergency_number: str
    out_of_hours: str
    is_discharged: bool


@reads("screenings.read")
def read(call: Call, episode: UUID) -> Screened:
    """Return what the rules make of an episode today."""
    row = access.episode(call, episode)
    clinic = access.clinic(call)
    known, found = screenings.look(call, row)
    return Screened(
        person=person_of(row),
        outcome=found.outcome,
        allowed=found.session.allowed,
        findings=tuple(_judged(row, found)),
        closed=tuple(each for each in found.findings if each.cleared is not None),
        restrictions=found.restrictions,
        questions=found.questions,
        known=chain.told(known),
        emergency_number=clinic.emergency_number,
        out_of_hours=clinic.out_of_hours,
        is_discharged=row.discharged_at is not None,
    )


def _judged(row: Episode, found: Found) -> Iterator[Judged]:
    rows = Overrule.objects.filter(episode=row, target="finding")
    kept = list(rows.select_related("practitioner").order_by("-entered_at"))
    for each in (*found.open_findings(), *found.session.findings):
        refused = screenings.bar(each)
        own = (o for o in kept if o.rule == each.id)
        yield Judged(
            each,
            refused.sentence if refused else "",
            clearances.is_clearable(each),
            tuple(Overruled(o.reason, o.practitioner.name, o.entered_at) for o in own),
        )
