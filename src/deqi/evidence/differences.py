"""Differences of means: in points, and in standard deviations."""

import math
from enum import StrEnum

from deqi.core.scales import Direction
from deqi.evidence.arms import Means, pooled_sd
from deqi.evidence.effects import Effect, EffectImpossible, Measure


class Variance(StrEnum):
    """Which formula gives the variance of a standardised difference.

    The two part in small trials; witnesses call them LS and UB.
    """

    LARGE_SAMPLE = "large_sample"
    UNBIASED = "unbiased"


def subtract(
    treated: Means, control: Means, *, direction: Direction | None = None
) -> Effect:
    """Return the mean difference in points, without assuming equal spreads.

    Parameters
    ----------
    treated, control : Means
        Final scores in both arms, or changes in both.
    direction : Direction or None
        Which way of the scale is better.

    Raises
    ------
    EffectImpossible
        Where nothing varies in either arm.
    """
    variance = treated.sd**2 / treated.n + control.sd**2 / control.n
    return Effect(Measure.MD, treated.mean - control.mean, variance, direction)


def standardise(
    treated: Means,
    control: Means,
    *,
    variance: Variance = Variance.LARGE_SAMPLE,
    direction: Direction | None = None,
) -> Effect:
    """Return Hedges' g: the difference in standard deviations, freed of its bias.

    Parameters
    ----------
    treated, control : Means
        Final scores in both arms, or changes in both; with changes the unit is the
        spread of changes, so the two kinds do not compare.
    variance : Variance
        Which formula.
    direction : Direction or None
        Which way of the scale is better.

    Raises
    ------
    EffectImpossible
        Where nothing varies in either arm, or with fewer than four people.

    Source
    ------
    Hedges 1981, doi 10.3102/10769986006002107.
    """
    spread = pooled_sd(treated, control)
    if spread == 0:
        raise EffectImpossible("nothing varies in either arm, so there is no unit")
    df = treated.n + control.n - 2
    j = shrinkage(df)
    g = j * (treated.mean - control.mean) / spread
    per_square = (
        1 / (2 * (treated.n + control.n))
        if variance is Variance.LARGE_SAMPLE
        else 1 - (df - 2) / (df * j * j)
    )
    found = 1 / treated.n + 1 / control.n + per_square * g * g
    return Effect(Measure.SMD, g, found, direction)


def shrinkage(df: float) -> float:
    """Return J, which frees a standardised difference of its small-sample bias.

    Parameters
    ----------
    df : float
        Degrees of freedom of the spread, at least 2.

    Returns
    -------
    float
        Between 0 and 1, by the gamma function and not by its usual shortcut.

    Raises
    ------
    EffectImpossible
        For fewer degrees of freedom: below, the variance does not exist.
    """
    if df < 2:
        raise EffectImpossible("a standardised difference needs four people")
    return math.exp(math.lgamma(df / 2) - math.lgamma((df - 1) / 2)) * math.sqrt(2 / df)
