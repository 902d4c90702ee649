"""How sure an estimate is, by GRADE: it starts high and each doubt takes a step down.

Words
-----
step
    One doubt with its reason; it takes one level, or two where it is grave.

Source: Guyatt and others 2008, doi 10.1136/bmj.39489.470347.AD.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How sure an estimate is."""

    HIGH = "high"
    MODERATE = "moderate"
    LOW = "low"
    VERY_LOW = "very low"


class Domain(StrEnum):
    """What a doubt is about."""

    RISK_OF_BIAS = "risk_of_bias"
    INCONSISTENCY = "inconsistency"
    INDIRECTNESS = "indirectness"
    IMPRECISION = "imprecision"
    PUBLICATION_BIAS = "publication_bias"


class ImpossibleStep(ValueError):
    """A step that is no step down, or that gives no reason."""


@dataclass(frozen=True, slots=True)
class Step:
    """One doubt.

    Parameters
    ----------
    domain : Domain
        What it is about.
    down : int
        Levels it takes: 1, or 2 where it is grave.
    reason : str
        In words, for a reader.

    Raises
    ------
    ImpossibleStep
        For another number of levels, or without a reason.
    """

    domain: Domain
    down: int
    reason: str

    def __post_init__(self) -> None:
        """Refuse what is no step down with a reason."""
        if self.down not in (1, 2):
            raise ImpossibleStep(f"{self.domain} takes one level or two")
        if not self.reason.strip():
            raise ImpossibleStep(f"{self.domain} gives no reason")


@dataclass(frozen=True, slots=True)
class Figures:
    """What an estimate's own figures say of how sure it is.

    Parameters
    ----------
    ci : tuple of float
        Its 95 % interval.
    nothing : float
        The value that says no difference: 0, or 1 for ratios.
    i2 : float or None
        In per cent; None for a single trial.
    threshold : float or None
        Size from which on a difference matters; None where none is set.
    """

    ci: tuple[float, float]
    nothing: float
    i2: float | None
    threshold: float | None


_ORDER = tuple(Level)


def grade(steps: Iterable[Step], *, start: Level = Level.HIGH) -> Level:
    """Return the level that is left after all steps; never below very low.

    Parameters
    ----------
    steps : iterable of Step
        The doubts.
    start : Level
        High for randomised trials.
    """
    fallen = _ORDER.index(start) + sum(step.down for step in steps)
    return _ORDER[min(fallen, len(_ORDER) - 1)]


def lowest(levels: Iterable[Level]) -> Level | None:
    """Return the least sure of several levels; None where there is none."""
    return max(levels, key=_ORDER.index, default=None)


def overlooked(
    steps: Iterable[Step], figures: Figures, *, much: float
) -> tuple[Domain, ...]:
    """Return the doubts that the figures themselves raise and no step names.

    Parameters
    ----------
    steps : iterable of Step
        The doubts that a record names.
    figures : Figures
        Of the estimate.
    much : float
        I², in per cent, from which on trials disagree too much to be silent about.

    Returns
    -------
    tuple of Domain
        Imprecision where the interval holds no difference, or both sides of the
        threshold; inconsistency where I² is that large.
    """
    named = {step.domain for step in steps}
    low, high = figures.ci
    raised = set()
    if low <= figures.nothing <= high or _straddles(figures):
        raised.add(Domain.IMPRECISION)
    if figures.i2 is not None and figures.i2 >= much:
        raised.add(Domain.INCONSISTENCY)
    return tuple(sorted(raised - named))


def _straddles(figures: Figures) -> bool:
    if figures.threshold is None:
        return False
    sizes = sorted(abs(end - figures.nothing) for end in figures.ci)
    return sizes[0] < figures.threshold < sizes[1]
