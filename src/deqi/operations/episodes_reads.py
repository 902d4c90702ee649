"""What holds for a whole episode, as it was told so far."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from deqi.operations import access
from deqi.operations.callers import Call
from deqi.operations.episodes import Terms
from deqi.operations.operation import reads
from deqi.operations.persons import Person, person_of


@dataclass(frozen=True, slots=True)
class Held:
    """The terms of an episode.

    Parameters
    ----------
    person : Person
        Whom it is about.
    terms : Terms
        As they stand.
    is_discharged : bool
        The episode has ended; its terms change no more.
    """

    person: Person
    terms: Terms
    is_discharged: bool


@reads("episodes.read")
def read(call: Call, episode: UUID) -> Held:
    """Return what holds for an episode."""
    row = access.episode(call, episode)
    terms = Terms(
        condition=row.condition,
        style=row.style,
        payer=row.payer,
        payer_number=row.payer_number,
        wants_maintenance=row.wants_maintenance,
    )
    return Held(person_of(row), terms, row.discharged_at is not None)
