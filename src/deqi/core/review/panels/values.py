"""What is known of n people under review."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from deqi.core.columns import UNKNOWN, Bools, Codes, Columns, Floats
from deqi.core.review.facts import READ
from deqi.core.review.values import Decision
from deqi.core.rules import Outcome

AROUND = (
    "screening_outcome",
    "session_allowed",
    "questions_open",
    "event_grade",
    "event_is_grave_kind",
    "event_ungraded",
    "event_healing",
    "events_repeated",
    "events_asked",
    "next_visit_covered",
    "covered_left",
    "cover_open",
    "wants_maintenance",
)
"""Facts that a panel brings ready made: screening, events, cover and wishes."""

COUNTED = frozenset(
    {"questions_open", "event_grade", "events_repeated", "covered_left"}
)
"""Those of them that are numbers."""


class PanelImpossible(ValueError):
    """Arrays that do not fit together, or that tell of what cannot be."""


@dataclass(frozen=True, slots=True)
class Scores:
    """What n people scored on one instrument.

    Parameters
    ----------
    days, scores : array of shape (n, m)
        When, and in points of the instrument; in any order.
    """

    days: Floats
    scores: Floats

    def __post_init__(self) -> None:
        """Refuse a score without its day, and a day without its score."""
        if self.days.ndim != 2 or self.scores.shape != self.days.shape:
            raise PanelImpossible("days and scores have one shape, people by times")
        if (np.isnan(self.days) != np.isnan(self.scores)).any():
            raise PanelImpossible("a score has its day, and a day its score")


@dataclass(frozen=True, slots=True)
class Earlier:
    """Earlier reviews of n people.

    Parameters
    ----------
    days : array of shape (n, r)
        When; in any order.
    decisions : array of int8 of shape (n, r)
        Gravity of each decision; -1 in a place left empty.
    reasoned : array of bool of shape (n, r), optional
        A clinician gave a written reason; nobody did where none is given.
    """

    days: Floats
    decisions: Codes
    reasoned: Bools | None = None

    def __post_init__(self) -> None:
        """Refuse a review without its decision, and a decision without its day."""
        if self.days.ndim != 2 or self.decisions.shape != self.days.shape:
            raise PanelImpossible("days and decisions have one shape")
        if self.reasoned is not None and self.reasoned.shape != self.days.shape:
            raise PanelImpossible("each review has a reason or none")
        if (np.isnan(self.days) != (self.decisions == UNKNOWN)).any():
            raise PanelImpossible("a review has its day and its decision")
        if ((self.decisions < UNKNOWN) | (self.decisions >= len(Decision))).any():
            raise PanelImpossible("a decision is one of the nine")


@dataclass(frozen=True, slots=True)
class ReviewPanel:
    """What is known of n people on their days of review.

    Parameters
    ----------
    today : array of shape (n,)
        The day of the review; what is later is counted, and not looked at.
    held : array of shape (n, s)
        Days on which a session took place, in any order.
    measured : mapping of str to Scores
        By instrument id; one that is not in it was never measured.
    earlier : Earlier
        Earlier reviews.
    around : mapping of str to array
        The columns named in `AROUND`.
    discharged : array of shape (n,), optional
        Day of the discharge; NaN for nobody else.
    missed : array of shape (n, v), optional
        Days of visits that were not kept.
    begins : array of shape (n,), optional
        Before this day no session can have been: the later of birth and onset.
    rows_later : array of shape (n,), optional
        Rows dated after the review, of those that the panel does not hold.
    """

    today: Floats
    held: Floats
    measured: Mapping[str, Scores]
    earlier: Earlier
    around: Columns
    discharged: Floats | None = None
    missed: Floats | None = None
    begins: Floats | None = None
    rows_later: Floats | None = None

    def __post_init__(self) -> None:
        """Refuse shapes that differ, days that are not told, and facts left out."""
        people = self.today.shape
        if self.today.ndim != 1 or not np.isfinite(self.today).all():
            raise PanelImpossible("each person has a day of review")
        tables = [self.held, self.earlier.days, self.missed]
        tables += [each.days for each in self.measured.values()]
        if any(t is not None and t.shape[:1] != people for t in tables):
            raise PanelImpossible("each person has a row")
        if any(t is not None and t.ndim != 2 for t in tables):
            raise PanelImpossible("sessions and visits are people by times")
        columns = (self.discharged, self.begins, self.rows_later)
        if any(c is not None and c.shape != people for c in columns):
            raise PanelImpossible("each person has a value in each column")
        _check(self.around, people)


def _check(around: Columns, people: tuple[int, ...]) -> None:
    """Refuse a fact left out, and one of another kind than the rules take it for."""
    for name in AROUND:
        if name not in around:
            raise PanelImpossible(f"nothing tells of {name}")
        column = around[name]
        if column.shape != people:
            raise PanelImpossible("each person has a value in each column")
        kind = np.float64 if name in COUNTED else np.int8
        if column.dtype != kind:
            raise PanelImpossible(f"{name} is an array of {kind.__name__}")
        most = len(READ[name]) - 1 if READ[name] else 1
        if name not in COUNTED and ((column < UNKNOWN) | (column > most)).any():
            raise PanelImpossible(f"{name} has codes from {UNKNOWN} to {most}")


def uneventful(people: int) -> Columns:
    """Return `AROUND` where nothing stands in the way, and nobody else pays.

    Screening lets everybody proceed, the last session was asked about and went well;
    what people wish is not known.
    """
    codes = dict.fromkeys((each for each in AROUND if each not in COUNTED), 0)
    codes |= dict.fromkeys(("session_allowed", "events_asked"), 1)
    codes |= dict.fromkeys(("next_visit_covered", "wants_maintenance"), UNKNOWN)
    codes["screening_outcome"] = READ["screening_outcome"].index(Outcome.PROCEED)
    return {
        **{name: np.full(people, code, np.int8) for name, code in codes.items()},
        **{name: np.zeros(people) for name in COUNTED},
        "covered_left": np.full(people, np.nan),
    }
