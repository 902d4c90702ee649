"""One pool: the common effect of several trials against the same comparator.

Words
-----
interval
    Where the mean of the true effects may lie.
prediction
    Where the true effect of one further trial may lie; wider.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from deqi.core.scales import Direction
from deqi.evidence import comparators, pools, quantiles
from deqi.evidence.comparators import Comparator
from deqi.evidence.effects import LEVEL, Effect, Measure
from deqi.evidence.heterogeneity import Model, Tables
from deqi.evidence.pools import Interval, Pools, TooFewEffects

FEW_TRIALS = 10
"""Below this many trials, tests of small-study effects say nothing, and a Wald interval
around a random-effects mean is too narrow.

Source: Sterne and others 2011, doi 10.1136/bmj.d4002; IntHout and others 2014,
doi 10.1186/1471-2288-14-25.
"""

_UNEQUAL = 1e7

_LARGEST_LOG = 700.0
"""Beyond this a ratio is no number that a computer holds."""


class MeasuresDiffer(ValueError):
    """Effects that are not measured by the same thing."""


class DirectionsDiffer(ValueError):
    """Effects of which some are better upward and some downward; orient them first."""


@dataclass(frozen=True, slots=True)
class Ratio:
    """A pooled ratio, back from its logarithm.

    Parameters
    ----------
    estimate : float
        Treated over control.
    ci : tuple of float
        Ends of its interval.
    """

    estimate: float
    ci: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Pool:
    """What a pool comes to.

    Parameters
    ----------
    k : int
        How many effects are pooled.
    measure : Measure
        What the estimate is; generic where nobody said.
    model : Model
        What is assumed of the true effects.
    ci_method : Interval
        How the interval is drawn.
    estimate : float
        Treated minus control; for rr and or the natural logarithm of the ratio.
    se : float
        Standard error of the estimate.
    ci : tuple of float
        Ends of the 95 % interval.
    ci_df : float or None
        Degrees of freedom of the interval and the prediction; None by the normal.
    p : float or None
        Two-sided P value of no difference; None where the standard error is 0.
    tau2 : float
        Variance of the true effects, in squared units of the estimate.
    i2 : float
        Share of all variance that is between trials, in per cent.
    h2 : float
        All variance over sampling variance.
    q : float
        Cochran's Q.
    q_df : int
        Its degrees of freedom.
    q_p : float
        Chance of such a Q where all true effects are one.
    prediction : tuple of float or None
        Where a further trial's true effect is expected, 95 %; None for a fixed model.
    weights : tuple of float
        Share of each effect, in the order given, summing to 1.
    labels : tuple of str
        What the effects are called, in the same order.
    comparator : Comparator or None
        What all controls had; None where nobody said.
    direction : Direction or None
        Which way of the scale is better; None where nobody said.
    ratio : Ratio or None
        The estimate as a ratio, for rr and or; None too where it is out of any range.
    warnings : tuple of str
        What a reader must know before using the figure.
    """

    omitted_when_none: ClassVar[tuple[str, ...]] = ("ratio",)

    k: int
    measure: Measure
    model: Model
    ci_method: Interval
    estimate: float
    se: float
    ci: tuple[float, float]
    ci_df: float | None
    p: float | None
    tau2: float
    i2: float
    h2: float
    q: float
    q_df: int
    q_p: float
    prediction: tuple[float, float] | None
    weights: tuple[float, ...]
    labels: tuple[str, ...]
    comparator: Comparator | None
    direction: Direction | None
    ratio: Ratio | None
    warnings: tuple[str, ...]


def pool(
    effects: Sequence[Effect],
    *,
    model: Model = Model.REML,
    interval: Interval = Interval.WALD,
) -> Pool:
    """Pool the effects of trials that had the same kind of control.

    Parameters
    ----------
    effects : sequence of Effect
        At least two, of one measure, one direction and one comparator. Whether they
        share a scale, and no people, is for the caller to see.
    model : Model
        What is assumed of the true effects.
    interval : Interval
        How the interval is drawn.

    Raises
    ------
    TooFewEffects, ComparatorsDiffer, MeasuresDiffer, DirectionsDiffer
        Where the effects may not be pooled; the sentence says why.
    TableUnsound, NotConverged
        Where they cannot be computed with.
    """
    comparator, measure, direction = require_alike(effects)
    tables = tabulate(effects)
    found = pools.pool(tables, model=model, interval=interval)
    estimate, se = float(found.estimate[0]), float(found.se[0])
    ci = float(found.low[0]), float(found.high[0])
    df = None if math.isinf(found.df[0]) else float(found.df[0])
    further = float(found.prediction_low[0]), float(found.prediction_high[0])
    return Pool(
        k=len(effects),
        measure=measure,
        model=model,
        ci_method=interval,
        estimate=estimate,
        se=se,
        ci=ci,
        ci_df=df,
        p=quantiles.two_sided(estimate / se, df) if se > 0 else None,
        tau2=float(found.tau2[0]),
        i2=float(found.i2[0]),
        h2=float(found.h2[0]),
        q=float(found.q[0]),
        q_df=len(effects) - 1,
        q_p=float(found.q_p[0]),
        prediction=None if model is Model.FIXED else further,
        weights=tuple(float(each) for each in found.weights[0]),
        labels=tuple(effect.label for effect in effects),
        comparator=comparator,
        direction=direction,
        ratio=_ratio(measure, estimate, ci),
        warnings=tuple(_warnings(effects, tables, found, model, interval)),
    )


def leave_one_out(
    effects: Sequence[Effect],
    *,
    model: Model = Model.REML,
    interval: Interval = Interval.WALD,
) -> Pools:
    """Return the pool without each effect in turn.

    Parameters
    ----------
    effects : sequence of Effect
        At least three, alike as in `pool`.
    model, interval
        As in `pool`.

    Returns
    -------
    Pools
        In the order of the effects that are left out.

    Raises
    ------
    TooFewEffects
        With fewer than three.
    ComparatorsDiffer, MeasuresDiffer, DirectionsDiffer
        As in `pool`.
    """
    require_alike(effects)
    if len(effects) < 3:
        raise TooFewEffects("leaving one out takes at least three effects")
    whole = tabulate(effects)
    each = whole.take(np.zeros(len(effects), dtype=np.intp))
    without = Tables(each.estimates, each.variances, 1 - np.eye(len(effects)))
    return pools.pool(without, model=model, interval=interval)


def tabulate(effects: Sequence[Effect]) -> Tables:
    """Return effects as the arrays of one pool, shape (1, k)."""
    return pools.pad(
        [[effect.estimate for effect in effects]],
        [[effect.variance for effect in effects]],
    )


def require_alike(
    effects: Sequence[Effect],
) -> tuple[Comparator | None, Measure, Direction | None]:
    """Return the comparator, measure and direction that all effects share.

    Raises
    ------
    ComparatorsDiffer, TooFewEffects, MeasuresDiffer, DirectionsDiffer
        Where the effects may not be pooled; the sentence says why.
    """
    comparator = comparators.require_one(effect.comparator for effect in effects)
    if len(effects) < 2:
        raise TooFewEffects(
            f"a pool takes at least two effects, and there is {len(effects)}; one trial"
            " speaks for itself"
        )
    measures = sorted({effect.measure for effect in effects})
    if len(measures) > 1:
        raise MeasuresDiffer(f"different measures: {', '.join(measures)}")
    directions = {effect.direction for effect in effects}
    if len(directions) > 1:
        told = sorted("unknown" if each is None else each for each in directions)
        raise DirectionsDiffer(
            f"different directions: {', '.join(told)}; turn them all to benefit first"
        )
    return comparator, measures[0], effects[0].direction


def _ratio(measure: Measure, estimate: float, ci: tuple[float, float]) -> Ratio | None:
    if not measure.is_ratio or max(map(abs, ci)) > _LARGEST_LOG:
        return None
    return Ratio(math.exp(estimate), (math.exp(ci[0]), math.exp(ci[1])))


def _is_narrower(found: Pools) -> bool:
    reach = quantiles.normal((1 + LEVEL) / 2) * found.wald_se[0]
    return bool(found.high[0] - found.low[0] < 2 * reach)


def _warnings(
    effects: Sequence[Effect],
    tables: Tables,
    found: Pools,
    model: Model,
    interval: Interval,
) -> list[str]:
    k = len(effects)
    told = [
        f"{effect.label or f'effect {place}'}: {note}"
        for place, effect in enumerate(effects, start=1)
        for note in effect.notes
    ]
    if effects[0].comparator is None:
        told.append("Nobody said what the controls had; none may differ from another.")
    if interval is Interval.HKSJ and k == 2:
        told.append(
            "Hartung-Knapp with two trials is uninformative: one degree of freedom"
            " makes nearly any interval."
        )
    elif interval is Interval.HKSJ and _is_narrower(found):
        told.append(
            "Hartung-Knapp is narrower here than Wald: the trials agree closely."
        )
    elif interval is Interval.WALD and model is not Model.FIXED and k < FEW_TRIALS:
        told.append(
            f"With {k} trials a Wald interval is usually too narrow; hksj allows for it."
        )
    if pools.ratio_of_variances(tables)[0] >= _UNEQUAL:
        told.append("Sampling variances differ ten-million-fold; figures are unsteady.")
    return told
