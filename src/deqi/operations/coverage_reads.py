"""What the payer of an episode covers: used, left, what must be shown, until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from deqi.core.coverage import Ledger
from deqi.core.policies import Policy
from deqi.knowledge import coverage
from deqi.operations import access, plans
from deqi.operations.callers import Call
from deqi.operations.operation import reads
from deqi.operations.persons import Person, person_of
from deqi.records.charting.models import Session

MOST = 100
"""Sessions that are listed, the newest first."""


@dataclass(frozen=True, slots=True)
class Billed:
    """A signed session, for which a bill may be written."""

    id: UUID
    on: date


@dataclass(frozen=True, slots=True)
class Covered:
    """The cover of one episode.

    Parameters
    ----------
    person : Person
        Whom it is about.
    policy : Policy or None
        Of the payer; None where the episode names none.
    payer_number : str
        The patient's number there.
    ledger : Ledger or None
        None without a payer.
    sessions : tuple of Billed
        The newest first.
    """

    person: Person
    policy: Policy | None
    payer_number: str
    ledger: Ledger | None
    sessions: tuple[Billed, ...]


@reads("coverage.read")
def read(call: Call, episode: UUID) -> Covered:
    """Return what the payer of an episode covers today."""
    row = access.episode(call, episode)
    signed = Session.objects.filter(episode=row, signed_at__isnull=False)
    days = signed.order_by("-given_on").values_list("id", "given_on")[:MOST]
    return Covered(
        person=person_of(row),
        policy=coverage.catalogue()[row.payer] if row.payer else None,
        payer_number=row.payer_number,
        ledger=plans.decide(call, row).coverage,
        sessions=tuple(Billed(*each) for each in days),
    )
