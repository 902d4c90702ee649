"""Overruling a finding: a practitioner decides otherwise, with a reason, for the day.

An overrule closes the finding as written advice does, so that the plan and the session
of the day may go on. It holds on the day on which it is made: what is grave is looked at
anew at every visit, and a graver tier of the same rule stands beside it at once.
"""

from __future__ import annotations

from uuid import UUID

from deqi.core.findings import Finding
from deqi.core.findings import Screening as Found
from deqi.operations import access, clearances, clock, screenings
from deqi.operations.callers import Call
from deqi.operations.clearances import Advice
from deqi.operations.operation import writes
from deqi.operations.refusals import Unfit
from deqi.records.intake.models import Overrule


class ReasonMissing(Unfit):
    """An overrule without a reason."""

    code = "reason_missing"


class NothingToOverrule(Unfit):
    """A rule that has not fired for this patient."""

    code = "nothing_to_overrule"


@writes("screenings.overrule")
def overrule(call: Call, episode: UUID, *, rule: str, reason: str) -> UUID:
    """Decide otherwise than a finding, with a reason that is kept and shown.

    Parameters
    ----------
    rule : str
        Id of the finding.
    reason : str
        Why, in the practitioner's words.

    Returns
    -------
    UUID
        Of the overrule.

    Raises
    ------
    NeverOverruled, NeedsWrittenAdvice
        For what no reason opens.
    ReasonMissing, NothingToOverrule, NotLicensed
        Without a reason, a finding, or a valid credential.
    """
    access.locked_episode(call, episode)
    row = access.episode(call, episode)
    today = access.today(call)
    practitioner = access.needling(call, on=today)
    if not reason.strip():
        raise ReasonMissing("Write down why you decide otherwise.", field="reason")
    known, found = screenings.look(call, row)
    refused = screenings.bar(_named(found, rule))
    if refused is not None:
        raise refused
    kept = Overrule.objects.create(
        entered_at=clock.now(),
        clinic_id=row.clinic_id,
        patient_id=row.patient_id,
        episode=row,
        target="finding",
        rule=rule,
        reason=reason.strip(),
        practitioner=practitioner,
    )
    decided = Advice(
        rule, practitioner.name, "practitioner", reason.strip(), today, today
    )
    clearances.keep(call, row, known, decided)
    return kept.id


def _named(found: Found, rule: str) -> Finding:
    firing = (*found.open_findings(), *found.session.findings)
    named = next((each for each in firing if each.id == rule), None)
    if named is None:
        raise NothingToOverrule("This rule does not hold for the patient any more.")
    return named
