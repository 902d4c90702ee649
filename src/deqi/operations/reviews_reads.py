"""The page of a review: what the rules say, beside what was decided before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from deqi.care import reviewing
from deqi.care.reviewing import Review as Found
from deqi.core.episodes import Episode as Told
from deqi.core.review import Decision
from deqi.operations import access, clock, histories
from deqi.operations.callers import Call
from deqi.operations.operation import reads
from deqi.operations.persons import Person, person_of
from deqi.records.episodes.models import Episode
from deqi.records.outcomes.models import Review

MOST = 50
"""Reviews that are listed."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """A review that was decided.

    Parameters
    ----------
    on : date
        The day.
    proposed, decision : Decision
        By the rules, and by the practitioner.
    reason : str
        Why otherwise; empty where they agree.
    by : str
        Who decided.
    """

    on: date
    proposed: Decision
    decision: Decision
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class Weighing:
    """What a review is decided from.

    Parameters
    ----------
    person : Person
        Whom it is about.
    found : Review
        What the rules say today.
    told : Episode
        Sessions, visits and scores, as the plot of the course takes them.
    earlier : tuple of Earlier
        The newest first.
    is_discharged : bool
        The episode has ended.
    """

    person: Person
    found: Found
    told: Told
    earlier: tuple[Earlier, ...]
    is_discharged: bool

    @property
    def decided_today(self) -> Earlier | None:
        """Return what was decided on the day of the review; None where nothing was."""
        last = self.earlier[0] if self.earlier else None
        return last if last and last.on == self.found.today else None


@reads("reviews.weigh")
def weigh(call: Call, episode: UUID) -> Weighing:
    """Return what a review is decided from."""
    row = access.episode(call, episode)
    zone = access.clinic(call).time_zone
    today = clock.today(zone)
    history = histories.of(row, today=today, zone=zone)
    return Weighing(
        person=person_of(row),
        found=reviewing.decide(history.episode, today=today, said=history.said),
        told=history.episode,
        earlier=_earlier(row),
        is_discharged=row.discharged_at is not None,
    )


def _earlier(row: Episode) -> tuple[Earlier, ...]:
    rows = Review.objects.filter(episode=row).order_by("-reviewed_on", "-entered_at")
    told = rows.values_list(
        "reviewed_on", "proposed", "decision", "reason", "practitioner__name"
    )
    return tuple(
        Earlier(day, Decision(proposed), Decision(decision), reason, by)
        for day, proposed, decision, reason, by in told[:MOST]
    )
