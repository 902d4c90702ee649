"""Effects as papers print them: with an interval, a standard error or a P value.

A ratio is printed as such and weighed as its logarithm; `Printed` holds what is printed.
"""

import math
from dataclasses import dataclass

from deqi.core.scales import Direction
from deqi.evidence import quantiles
from deqi.evidence.effects import LEVEL, Effect, EffectImpossible, Measure


@dataclass(frozen=True, slots=True)
class Printed:
    """What a paper prints of a difference.

    Parameters
    ----------
    measure : Measure
        What it is.
    value : float
        Treated minus control; for RR and OR the ratio itself, above 0.
    direction : Direction or None
        Which way of the scale is better.

    Raises
    ------
    EffectImpossible
        For a ratio of 0 or below.
    """

    measure: Measure
    value: float
    direction: Direction | None = None

    def __post_init__(self) -> None:
        """Refuse a ratio that has no logarithm."""
        _weighed(self.measure, self.value)

    @property
    def estimate(self) -> float:
        """Return the value on the scale that is weighed."""
        return _weighed(self.measure, self.value)


def from_se(printed: Printed, se: float) -> Effect:
    """Return the effect by its standard error.

    Parameters
    ----------
    printed : Printed
        What is printed.
    se : float
        Above 0; for ratios that of the logarithm.

    Raises
    ------
    EffectImpossible
        For a standard error that is not above 0.
    """
    if not se > 0:
        raise EffectImpossible("a standard error is above 0")
    return Effect(printed.measure, printed.estimate, se * se, printed.direction)


def from_interval(
    printed: Printed,
    interval: tuple[float, float],
    *,
    level: float = LEVEL,
    df: float | None = None,
) -> Effect:
    """Return the effect by its confidence interval.

    Parameters
    ----------
    printed : Printed
        What is printed.
    interval : tuple of float
        Both ends as printed; for ratios as ratios.
    level : float
        Confidence of the interval, between 0 and 1.
    df : float or None
        Degrees of freedom where the interval is by t; None by the normal.

    Raises
    ------
    EffectImpossible
        Where the interval does not run upward around the value.
    """
    low, high = (_weighed(printed.measure, end) for end in interval)
    if not low <= printed.estimate <= high or low == high:
        raise EffectImpossible("an interval runs from low to high around its estimate")
    if not 0 < level < 1:
        raise EffectImpossible("a confidence lies between 0 and 1")
    reach = quantiles.student((1 + level) / 2, df)
    return from_se(printed, (high - low) / (2 * reach))


def from_p_value(printed: Printed, p: float, *, df: float | None = None) -> Effect:
    """Return the effect by its exact two-sided P value.

    Parameters
    ----------
    printed : Printed
        What is printed; with a difference of nothing a P value says nothing of its se.
    p : float
        Between 0 and 1, both excluded; ``P < 0.05`` is no P value.
    df : float or None
        Degrees of freedom of a t test; None for z.

    Raises
    ------
    EffectImpossible
        Where no standard error follows.
    """
    if not 0 < p < 1:
        raise EffectImpossible("a P value lies between 0 and 1")
    if printed.estimate == 0:
        raise EffectImpossible("from a difference of nothing no standard error follows")
    return from_se(printed, abs(printed.estimate) / quantiles.student(1 - p / 2, df))


def _weighed(measure: Measure, value: float) -> float:
    if not measure.is_ratio:
        return value
    if not value > 0:
        raise EffectImpossible("a ratio is above 0")
    return math.log(value)
