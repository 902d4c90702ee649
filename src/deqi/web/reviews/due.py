"""One review that is due, as the list shows it."""

from __future__ import annotations

from dataclasses import dataclass

from deqi.operations.reviews_due import Due
from deqi.web.reviews.words import DECISIONS, why
from deqi.web.visits.page import plain
from deqi.web.visits.words import Words


@dataclass(frozen=True, slots=True)
class Shown:
    """A review that is due, in words."""

    due: Due
    why: str
    decision: Words
    scores: tuple[float, ...]

    @property
    def before(self) -> float | None:
        """Return the score before the last; None without two."""
        return self.scores[-2] if len(self.scores) > 1 else None


def shown(due: Due) -> Shown:
    """Return how a review that is due is shown."""
    return Shown(
        due=due,
        why=why(due),
        decision=DECISIONS[due.decision] if due.decision else "",
        scores=tuple(map(plain, due.trend.scores if due.trend else ())),
    )
