"""The course to be expected anyway, as it is shown: times, studies, and how they part."""

from dataclasses import dataclass

from deqi.evidence.answers import Ends, PerHundred, ScaleShown
from deqi.evidence.grading import Level, Step


@dataclass(frozen=True, slots=True)
class ReviewPoint:
    """What one study says of one time.

    Parameters
    ----------
    study, label : str
        Source id, and what people call it.
    value : float
        Mean score, or mean change from the start.
    low, high : float or None
        Its 95 % interval; None where none was seen.
    """

    study: str
    label: str
    value: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class BandPoint:
    """One time of the expected course.

    Parameters
    ----------
    weeks : float
        Since the start.
    low, high : float
        The lowest and the highest of the studies, intervals included.
    studies : tuple of ReviewPoint
        Each by itself.
    """

    weeks: float
    low: float
    high: float
    studies: tuple[ReviewPoint, ...]


@dataclass(frozen=True, slots=True)
class Course:
    """How the complaint goes without acupuncture.

    Parameters
    ----------
    id : str
        Its record.
    outcome : str
        What was measured, in whom.
    opening : str
        The same in plain words, without figures.
    basis : str
        ``reviews`` of cohorts, ``changes`` in an arm as printed, or an ``arm``.
    single : bool
        True where one study alone tells it.
    estimate : float
        Mean change from the start at ``weeks``: the middle of the studies.
    ci : tuple of float or None
        The smallest and the largest change of the studies; for one arm its interval;
        None where that was not seen.
    ci_kind : str
        What ``ci`` is, in words: a spread of studies is no confidence interval.
    measure : str
        ``change``.
    scale : ScaleShown
        What it is in.
    weeks, later_weeks : float
        The time of the estimate, and a later one.
    eases, eases_later : tuple of float or None
        Points of improvement at both times, smallest and largest; None where it does
        not improve.
    k : int
        Studies.
    n : int or None
        People; None where not seen in a column.
    certainty : Level
        As the sources give it, or by the steps.
    certainty_reasons : tuple of Step
        Why it is no higher.
    per_100 : PerHundred or None
        Who improves clearly anyway.
    curve : tuple of BandPoint
        All times.
    sources : tuple of str
        Source ids.
    """

    id: str
    outcome: str
    opening: str
    basis: str
    single: bool
    estimate: float
    ci: Ends | None
    ci_kind: str
    measure: str
    scale: ScaleShown
    weeks: float
    later_weeks: float
    eases: Ends | None
    eases_later: Ends | None
    k: int
    n: int | None
    certainty: Level
    certainty_reasons: tuple[Step, ...]
    per_100: PerHundred | None
    curve: tuple[BandPoint, ...]
    sources: tuple[str, ...]
