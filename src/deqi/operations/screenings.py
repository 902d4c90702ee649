"""Screening a patient, and overruling what a rule says with a written reason."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, cast
from uuid import UUID

from deqi.care import chain
from deqi.core.findings import Finding
from deqi.core.findings import Screening as Found
from deqi.core.people import Facts
from deqi.core.plain import plain
from deqi.core.rules import Outcome
from deqi.knowledge import precautions, red_flags
from deqi.operations import access, clock, histories, tasks
from deqi.operations.callers import Call
from deqi.operations.operation import writes
from deqi.operations.refusals import NotPermitted
from deqi.records.charting.models import Session
from deqi.records.episodes.models import Episode
from deqi.records.intake.models import Screening


class NeverOverruled(NotPermitted):
    """What no reason opens: an emergency, a refusal, consent that is missing."""

    code = "never_overruled"


class NeedsWrittenAdvice(NotPermitted):
    """A rule that only a doctor's written advice closes."""

    code = "needs_written_advice"


@writes("screenings.screen")
def screen(call: Call, episode: UUID) -> UUID:
    """Screen a patient by what is known now.

    Returns
    -------
    UUID
        Of the screening; the last one, where nothing has changed since.
    """
    return take(call, access.episode(call, episode)).id


def take(call: Call, row: Episode, *, answered: Collection[str] = ()) -> Screening:
    """Screen inside an operation: keep what was found, and open the task it wants.

    Parameters
    ----------
    answered : collection of str
        Facts that were told just now. What they find opens a task though nothing is
        new: an alarm that is given again is heard again.
    """
    _, found = look(call, row)
    told = cast(dict[str, Any], plain(found))
    last = Screening.objects.filter(episode=row).order_by("-entered_at").first()
    if last is not None and last.found == told:
        if any(set(answered) & set(each.because) for each in found.open_findings()):
            _warn(call, row, found)
        return last
    kept = Screening.objects.create(
        entered_at=clock.now(),
        clinic_id=row.clinic_id,
        patient_id=row.patient_id,
        episode=row,
        outcome=found.outcome,
        allowed=found.session.allowed,
        found=told,
        asked_by=call.actor.role,
    )
    _warn(call, row, found)
    return kept


def look(call: Call, row: Episode) -> tuple[Facts, Found]:
    """Return what is known of a patient today, and what the rules make of it."""
    today = access.today(call)
    given = Session.objects.filter(episode=row, signed_at__isnull=False).count()
    return chain.screen(
        histories.said(row, today=today),
        today=today,
        wishes=histories.wishes(row, sessions=given),
    )


def _warn(call: Call, row: Episode, found: Found) -> None:
    grave = found.outcome in (Outcome.REFER, Outcome.EMERGENCY)
    if not grave:
        return
    first = found.open_findings()[0]
    tasks.ask(
        call,
        tasks.Wanted(
            kind="red_flag",
            title=first.title,
            urgency="emergency" if found.outcome is Outcome.EMERGENCY else "urgent",
            due_on=access.today(call),
            patient=row.patient_id,
            episode=row.id,
            subject=row.id,
        ),
    )


def bar(found: Finding) -> NotPermitted | None:
    """Return what stands in the way of overruling a finding; None where nothing does."""
    held = {each.id: each for each in precautions.catalogue()}
    rule = held.get(found.id) or next(
        (each for each in red_flags.catalogue() if each.id == found.id), None
    )
    if found.outcome is Outcome.EMERGENCY or (rule and rule.holds_session):
        return NeverOverruled("This can never be overruled; the patient comes first.")
    if found.kind == "session_unless_override":
        return NeedsWrittenAdvice(
            "Only a doctor's written advice closes this; add it as a clearance."
        )
    if found.kind == "no_paediatric_protocol":
        return NeverOverruled("There is no protocol for children; refer the patient.")
    return None
