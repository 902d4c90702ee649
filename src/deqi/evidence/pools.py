"""Many pools at once, as arrays: estimates, intervals, heterogeneity, predictions.

Definitions of I², H², intervals and predictions are those of metafor's ``rma.uni`` and
``predict`` with ``test="z"`` for Wald and ``test="knha"`` for Hartung-Knapp.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from scipy import special

from deqi.evidence.effects import LARGEST, LEVEL
from deqi.evidence.heterogeneity import (
    Array,
    Fit,
    Model,
    Tables,
    estimate,
    fit,
    typical_variance,
)

MOST_UNEQUAL = 1e10
"""Beyond this ratio of sampling variances, double precision holds no tau²."""


class Interval(StrEnum):
    """How the interval around a pooled estimate is drawn."""

    WALD = "wald"
    HKSJ = "hksj"


class TooFewEffects(ValueError):
    """One effect, or none: there is nothing to pool."""


class TableUnsound(ValueError):
    """Effects that cannot be weighed together, and why."""


@dataclass(frozen=True, slots=True)
class Pools:
    """What many pools come to, each field of shape (pools,) unless said.

    Parameters
    ----------
    k : ndarray
        How many effects.
    estimate, se, low, high : ndarray
        The common effect, its standard error and the ends of its interval.
    df : ndarray
        Degrees of freedom of the interval; infinite where it is by the normal.
    tau2, i2, h2 : ndarray
        Variance of the true effects; its share of all variance in per cent; the ratio
        of all variance to sampling variance.
    q, q_p : ndarray
        Cochran's Q, and the chance of one as large where all true effects are one.
    prediction_low, prediction_high : ndarray
        Where the true effect of a further trial is expected; for a fixed model the
        same as the interval.
    weights : ndarray
        Shares of each effect, summing to 1 over a pool; shape (pools, k).
    wald_se : ndarray
        The standard error before any Hartung-Knapp scaling.
    """

    k: Array
    estimate: Array
    se: Array
    low: Array
    high: Array
    df: Array
    tau2: Array
    i2: Array
    h2: Array
    q: Array
    q_p: Array
    prediction_low: Array
    prediction_high: Array
    weights: Array
    wald_se: Array


def pad(
    estimates: Sequence[Sequence[float]], variances: Sequence[Sequence[float]]
) -> Tables:
    """Return pools of unequal length as arrays of one shape.

    Parameters
    ----------
    estimates, variances : sequence of sequences of float
        One inner sequence a pool, both of the same lengths.

    Raises
    ------
    TableUnsound
        Where lengths differ.
    """
    lengths = [len(each) for each in estimates]
    if lengths != [len(each) for each in variances]:
        raise TableUnsound("each estimate has one variance")
    shape = (len(lengths), max(lengths, default=0))
    present = (np.arange(shape[1]) < np.array(lengths)[:, None]).astype(np.float64)
    filled = Tables(np.zeros(shape), np.ones(shape), present)
    filled.estimates[present > 0] = [one for each in estimates for one in each]
    filled.variances[present > 0] = [one for each in variances for one in each]
    return filled


def pool(tables: Tables, *, model: Model, interval: Interval) -> Pools:
    """Return what each pool comes to.

    Parameters
    ----------
    tables : Tables
        Effects on one scale within each pool.
    model : Model
        What is assumed of the true effects.
    interval : Interval
        How intervals are drawn.

    Raises
    ------
    TooFewEffects
        Where a pool has fewer than two effects.
    TableUnsound
        Where a figure is not finite, or variances are not above 0 or too unequal.
    NotConverged
        Where tau² cannot be found.

    Source
    ------
    Hartung and Knapp 2001, doi 10.1002/sim.791; prediction: Higgins, Thompson and
    Spiegelhalter 2009, doi 10.1111/j.1467-985X.2008.00552.x.
    """
    _require_sound(tables)
    tau2 = estimate(tables, model)
    at = fit(tables, tau2)
    se, df = _error(at, tables.k, interval)
    reach = np.where(
        np.isinf(df), special.ndtri((1 + LEVEL) / 2), _student((1 + LEVEL) / 2, df)
    )
    beyond = reach * np.sqrt(se**2 + tau2)
    q = fit(tables, np.zeros(len(tau2))).q
    i2, h2 = _shares(tables, tau2, q, is_fixed=model is Model.FIXED)
    return Pools(
        k=tables.k,
        estimate=at.mean,
        se=se,
        low=at.mean - reach * se,
        high=at.mean + reach * se,
        df=df,
        tau2=tau2,
        i2=i2,
        h2=h2,
        q=q,
        q_p=special.chdtrc(tables.k - 1, q),
        prediction_low=at.mean - beyond,
        prediction_high=at.mean + beyond,
        weights=at.weights / at.total[:, None],
        wald_se=1 / np.sqrt(at.total),
    )


def _require_sound(tables: Tables) -> None:
    if not len(tables.k) or tables.k.min() < 2:
        raise TooFewEffects("a pool takes at least two effects")
    if not (np.abs(tables.estimates) <= LARGEST).all():
        raise TableUnsound("estimates are finite numbers")
    if not ((tables.variances >= 1 / LARGEST) & (tables.variances <= LARGEST)).all():
        raise TableUnsound("sampling variances are finite numbers above 0")
    if (ratio_of_variances(tables) > MOST_UNEQUAL).any():
        raise TableUnsound("sampling variances are too unequal to be weighed together")


def ratio_of_variances(tables: Tables) -> Array:
    """Return the largest over the smallest sampling variance, shape (pools,)."""
    here = tables.present > 0
    largest = np.where(here, tables.variances, 0.0).max(axis=1)
    smallest = np.where(here, tables.variances, np.inf).min(axis=1)
    return np.asarray(largest / smallest)


def _error(at: Fit, k: Array, interval: Interval) -> tuple[Array, Array]:
    wald = 1 / np.sqrt(at.total)
    if interval is Interval.WALD:
        return wald, np.full(len(k), np.inf)
    return wald * np.sqrt(at.q / (k - 1)), k - 1


def _student(probability: float, df: Array) -> Array:
    return np.asarray(special.stdtrit(np.where(np.isinf(df), 1.0, df), probability))


def _shares(
    tables: Tables, tau2: Array, q: Array, *, is_fixed: bool
) -> tuple[Array, Array]:
    """Return I² in per cent and H²; a fixed model has no tau² and takes them from Q."""
    df = tables.k - 1
    if is_fixed:
        excess = np.maximum(0.0, q - df)
        return 100 * excess / np.where(q > 0, q, 1.0), q / df
    typical = typical_variance(tables)
    return 100 * tau2 / (typical + tau2), tau2 / typical + 1
