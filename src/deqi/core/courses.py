"""A course: the series of visits planned, as windows of dates with their purpose.

Words
-----
cadence
    How often and how long, by name; a record.
phase
    A stretch of a course with one interval: induction, taper, maintenance, relapse.
window
    The first and last day on which a visit fits; windows never overlap.
conditional
    The visit waits for the review before it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import floor

from deqi.core.conditions import Stage


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of a course.

    Parameters
    ----------
    name : str
        ``induction``, ``taper``, ``maintenance``, ``relapse``.
    visits : int
        How many, at least 1.
    every_days : float
        Days from one visit to the next, at least 1; also from the phase before.
    slack_days : int
        How many days a visit may slip either way.
    conditional : bool
        Its visits wait for a review.
    """

    name: str
    visits: int
    every_days: float
    slack_days: int
    conditional: bool

    def __post_init__(self) -> None:
        """Refuse an empty phase, and windows that would run into each other."""
        if self.visits < 1 or self.slack_days < 0 or self.every_days < 1:
            raise ValueError(f"{self.name}: a phase has visits, days apart")
        if 2 * self.slack_days >= floor(self.every_days):
            raise ValueError(f"{self.name}: its windows overlap")


@dataclass(frozen=True, slots=True)
class Cadence:
    """How often and how long, for each stage of the complaint.

    Parameters
    ----------
    id, title, evidence : str
        Its name, what it is, and what is known of it.
    acute, chronic, relapse : tuple of Phase
        The phases for a new, a lasting, and a returned complaint.
    review_at : tuple of int
        Numbers of the visits with a review.
    sources : tuple of str
        Source ids.
    reviewed : bool
        True once a clinician has signed it.
    """

    id: str
    title: str
    evidence: str
    acute: tuple[Phase, ...]
    chronic: tuple[Phase, ...]
    relapse: tuple[Phase, ...]
    review_at: tuple[int, ...]
    sources: tuple[str, ...]
    reviewed: bool

    def phases(
        self, stage: Stage | None, *, relapse: bool = False
    ) -> tuple[Phase, ...]:
        """Return the phases of a stage.

        A subacute complaint takes the course of a lasting one. Where the duration is
        unknown, only what every course begins with is planned: the acute phases.
        """
        if relapse:
            return self.relapse
        return self.acute if stage in (None, Stage.ACUTE) else self.chronic


@dataclass(frozen=True, slots=True)
class PlannedVisit:
    """One visit of a course.

    Parameters
    ----------
    visit : int
        Its number, from 1.
    earliest, latest : date
        Its window, inclusive.
    purpose : str
        ``first``, the phase, or ``review``.
    phase : str
        Name of its phase.
    conditional : bool
        It waits for a review.
    covered : bool or None
        Whether the payer covers it; None: unknown, or no payer named.
    covered_why : str
        Why; empty without a payer.
    """

    visit: int
    earliest: date
    latest: date
    purpose: str
    phase: str
    conditional: bool
    covered: bool | None = None
    covered_why: str = ""


def plan(
    cadence: Cadence, stage: Stage | None, first_day: date, *, relapse: bool = False
) -> tuple[PlannedVisit, ...]:
    """Lay a course out in windows of dates.

    Parameters
    ----------
    cadence : Cadence
        How often and how long.
    stage : Stage or None
        How long the complaint has lasted; None where unknown.
    first_day : date
        The first day on which the first visit fits.
    relapse : bool
        The complaint has come back after a course: a new, shorter series.

    Returns
    -------
    tuple of PlannedVisit
        In order; windows never overlap.
    """
    phases = cadence.phases(stage, relapse=relapse)
    return tuple(_visits(phases, cadence.review_at, first_day))


def _visits(
    phases: Sequence[Phase], review_at: Sequence[int], first_day: date
) -> Iterator[PlannedVisit]:
    steps = [phase for phase in phases for _ in range(phase.visits)]
    elapsed = 0.0
    for index, phase in enumerate(steps):
        number = index + 1
        elapsed += phase.every_days if index else 0
        day = first_day + timedelta(days=floor(elapsed))
        before = 0 if index == 0 else _slack(steps, index)
        yield PlannedVisit(
            number,
            day - timedelta(days=before),
            day + timedelta(days=_slack(steps, index)),
            _purpose(number, phase, review_at),
            phase.name,
            phase.conditional,
        )


def _slack(steps: Sequence[Phase], index: int) -> int:
    """Return the slack of a visit: no more than its neighbours' intervals leave room."""
    # A phase's own slack fits its interval; the step into the next phase has the next
    # interval, so the smaller slack of the two phases keeps their windows apart.
    following = steps[min(index + 1, len(steps) - 1)]
    return min(steps[index].slack_days, following.slack_days)


def _purpose(number: int, phase: Phase, review_at: Sequence[int]) -> str:
    if number == 1:
        return "first"
    return "review" if number in review_at else phase.name
