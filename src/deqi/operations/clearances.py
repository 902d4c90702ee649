"""Clearances: a doctor's written advice that closes a finding until it expires."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from deqi.core.facts import Speaker
from deqi.core.findings import Finding
from deqi.core.people import Facts
from deqi.core.reading import Clearance
from deqi.knowledge import precautions, red_flags
from deqi.operations import access, facts, screenings
from deqi.operations.callers import Call
from deqi.operations.facts import Via
from deqi.operations.operation import writes
from deqi.operations.refusals import Unfit
from deqi.records.episodes.models import Episode


@dataclass(frozen=True, slots=True)
class Advice:
    """One piece of written advice.

    Parameters
    ----------
    rule : str
        Id of the finding that it closes.
    by, role : str
        Who gave it, and as what, such as ``haematologist``.
    document : str
        Where the writing is kept.
    given, expires : date
        First and last day on which it counts.
    """

    rule: str
    by: str
    role: str
    document: str
    given: date
    expires: date


class NotCleared(Unfit):
    """A finding that no writing closes, or that does not hold."""

    code = "not_cleared"


class AdviceUnfit(Unfit):
    """Advice that names nobody or no writing, is not given yet, or has expired."""

    code = "advice_unfit"


@writes("screenings.clear")
def add(call: Call, episode: UUID, advice: Advice) -> UUID:
    """Keep written advice, and screen the patient anew with it.

    Returns
    -------
    UUID
        Of the screening that follows.

    Raises
    ------
    NotCleared, AdviceUnfit, NotLicensed, NotFound
        For a finding that no writing closes, advice that cannot count today, a caller
        who may not practise, or an episode elsewhere.
    """
    access.locked_episode(call, episode)
    row = access.episode(call, episode)
    today = access.today(call)
    access.needling(call, on=today)
    _refuse_unfit(advice, today)
    known, found = screenings.look(call, row)
    firing = (*found.open_findings(), *found.session.findings)
    if not any(each.id == advice.rule and is_clearable(each) for each in firing):
        raise NotCleared("No written advice closes this finding.", field="rule")
    return keep(call, row, known, advice)


def keep(call: Call, row: Episode, known: Facts, advice: Advice) -> UUID:
    """Keep advice beside what was given before, inside an operation; screen anew."""
    held = known.value("clearances")
    earlier = held if isinstance(held, tuple) else ()
    kept = [_told(each) for each in earlier if isinstance(each, Clearance)]
    told = {"clearances": [*kept, _raw(advice)]}
    return facts.take(call, row, told, speaker=Speaker.PRACTITIONER, via=Via.DESK).id


def is_clearable(found: Finding) -> bool:
    """Return whether written advice closes a finding."""
    rules = (*red_flags.catalogue(), *precautions.catalogue())
    tiers = (tier for rule in rules if rule.id == found.id for tier in rule.tiers)
    return any(tier.clearable and tier.action == found.action for tier in tiers)


def _refuse_unfit(advice: Advice, today: date) -> None:
    for field in ("by", "role", "document"):
        if not getattr(advice, field).strip():
            raise AdviceUnfit("Say who, as what, and where it is kept.", field=field)
    if advice.given > today:
        raise AdviceUnfit("This day has not come yet.", field="given")
    if advice.expires < max(today, advice.given):
        raise AdviceUnfit("This advice has expired.", field="expires")


def _told(held: Clearance) -> dict[str, str]:
    advice = Advice(
        held.rule, held.by, held.role, held.document, held.given, held.expires
    )
    return _raw(advice)


def _raw(advice: Advice) -> dict[str, str]:
    return {
        "rule": advice.rule,
        "by": advice.by.strip(),
        "role": advice.role.strip(),
        "document": advice.document.strip(),
        "date": advice.given.isoformat(),
        "expires": advice.expires.isoformat(),
    }
