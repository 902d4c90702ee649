"""Reviews: what the rules say of a course, and what the practitioner decides."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from deqi.care import overruling, reviewing
from deqi.care.reviewing import Review as Found
from deqi.core.plain import plain
from deqi.core.review import Decision
from deqi.core.review.overruling import MayNotOverrule, Wish
from deqi.operations import access, clock, histories, tasks
from deqi.operations.callers import Call
from deqi.operations.operation import reads, writes
from deqi.operations.refusals import NotPermitted
from deqi.records.clinics.models import Credential
from deqi.records.episodes.models import Episode
from deqi.records.outcomes.models import Review


class OverruleRefused(NotPermitted):
    """A decision that may not be put in the place of the rules'."""

    code = "overrule_refused"


@reads("reviews.propose")
def propose(call: Call, episode: UUID) -> Found:
    """Return what the rules say of an episode today, with the forecast beside it."""
    return look(call, access.episode(call, episode))


def look(call: Call, row: Episode) -> Found:
    """Review an episode inside an operation."""
    zone = access.clinic(call).time_zone
    today = clock.today(zone)
    history = histories.of(row, today=today, zone=zone)
    return reviewing.decide(history.episode, today=today, said=history.said)


@writes("reviews.decide")
def decide(
    call: Call, episode: UUID, *, decision: Decision | None = None, reason: str = ""
) -> UUID:
    """Decide a review, as the rules say or otherwise.

    Parameters
    ----------
    decision : Decision or None
        None: as the rules say.
    reason : str
        Why otherwise; not empty where it differs.

    Returns
    -------
    UUID
        Of the review.

    Raises
    ------
    OverruleRefused, NotLicensed
        For a decision that may not be taken, or a caller who may not practise.
    """
    row = access.locked_episode(call, episode)
    today = access.today(call)
    practitioner = access.needling(call, on=today)
    found = look(call, access.episode(call, episode))
    taken = decision or found.decision
    if taken is not found.decision:
        _refuse_overrule(found, taken, reason, practitioner.id)
    kept = Review.objects.create(
        entered_at=clock.now(),
        clinic_id=row.clinic_id,
        patient_id=row.patient_id,
        episode=row,
        reviewed_on=today,
        proposed=found.decision,
        decision=taken,
        urgency=found.urgency or "",
        reason=reason.strip() if taken is not found.decision else "",
        found=cast(dict[str, Any], plain(found)),
        practitioner=practitioner,
    )
    if taken is Decision.REFER:
        _letter_due(call, row, found)
    return kept.id


def _refuse_overrule(
    found: Found, wanted: Decision, reason: str, practitioner: UUID
) -> None:
    held = Credential.objects.filter(
        practitioner=practitioner, verified_at__isnull=False, revoked_at=None
    )
    until = max((each.expires for each in held), default=None)
    wish = Wish(wanted, reason.strip(), "practitioner", until)
    try:
        overruling.overrule(found, wish)
    except MayNotOverrule as refused:
        raise OverruleRefused(str(refused), field="reason") from None


def _letter_due(call: Call, row: Episode, found: Found) -> None:
    tasks.ask(
        call,
        tasks.Wanted(
            kind="letter",
            title="Write to the doctor: the review refers",
            urgency=found.urgency if found.urgency in _HASTE else "soon",
            due_on=access.today(call),
            patient=row.patient_id,
            episode=row.id,
            subject=row.id,
        ),
    )


_HASTE = ("emergency", "urgent")
