"""One trial's effect: the difference between two arms, with its sampling variance.

The estimate is always treated minus control on the scale as printed (for ratios the
logarithm of treated over control); ``direction`` says which way is better, and `orient`
alone turns the sign.
"""

import math
from dataclasses import dataclass, replace
from enum import StrEnum

from deqi.core.scales import Direction
from deqi.evidence.comparators import Comparator

LEVEL = 0.95
"""Confidence of every interval: a convention, kept in one place."""

LARGEST = 1e30
"""Of estimates and variances; cubes of their ratios stay finite below this."""


class Measure(StrEnum):
    """What the difference between two arms is measured by."""

    MD = "md"
    SMD = "smd"
    RR = "rr"
    OR = "or"
    RD = "rd"
    GENERIC = "generic"

    @property
    def is_ratio(self) -> bool:
        """Return True where estimates are logarithms of ratios."""
        return self in (Measure.RR, Measure.OR)


class EffectImpossible(ValueError):
    """Figures from which no effect can follow, and why."""


class NothingToCompare(ValueError):
    """Nobody, or everybody, in both arms had the event: no ratio can be said."""


class DirectionUnknown(ValueError):
    """The sign cannot be turned to benefit where nobody said which way is better."""


@dataclass(frozen=True, slots=True)
class Effect:
    """One trial's effect.

    Parameters
    ----------
    measure : Measure
        What the estimate is.
    estimate : float
        Treated minus control; for ratio measures the natural logarithm of the ratio.
    variance : float
        Sampling variance of the estimate, above 0.
    direction : Direction or None
        Which way of the printed scale is better; None where nobody said.
    comparator : Comparator or None
        What the other arm had; None where nobody said.
    label : str
        What a page calls it, such as the trial's name and year.
    notes : tuple of str
        What was done to get it that a reader must know.

    Raises
    ------
    EffectImpossible
        For figures that no pool could weigh.
    """

    measure: Measure
    estimate: float
    variance: float
    direction: Direction | None = None
    comparator: Comparator | None = None
    label: str = ""
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse figures that no pool could weigh."""
        if not abs(self.estimate) <= LARGEST:
            raise EffectImpossible("an estimate is a finite number")
        if not 1 / LARGEST <= self.variance <= LARGEST:
            raise EffectImpossible("a sampling variance is a finite number above 0")

    @property
    def se(self) -> float:
        """Return the standard error."""
        return math.sqrt(self.variance)


def orient(effect: Effect) -> Effect:
    """Return the effect with its sign turned so that above 0 the treated do better.

    Parameters
    ----------
    effect : Effect
        With a direction.

    Returns
    -------
    Effect
        Direction higher_better. A ratio of bad events becomes its inverse, which says
        how many times rarer the event is.

    Raises
    ------
    DirectionUnknown
        Where the effect has no direction.
    """
    if effect.direction is None:
        raise DirectionUnknown(
            f"nobody said which way is better: {effect.label or 'this effect'}"
        )
    if effect.direction is Direction.BETTER:
        return effect
    return replace(effect, estimate=-effect.estimate, direction=Direction.BETTER)
