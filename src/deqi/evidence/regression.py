"""What trials differ by: meta-regression and subgroups.

Words
-----
moderator
    A property of trials that may go with larger or smaller effects.
design
    One row a trial, one column a coefficient; the first column is usually all ones.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from deqi.evidence import pooling, quantiles
from deqi.evidence.effects import LEVEL, Effect
from deqi.evidence.heterogeneity import Array, Model, NotConverged
from deqi.evidence.pooling import Pool
from deqi.evidence.pools import Interval, TableUnsound, TooFewEffects

_CLOSE = 1e-13
_MOST_STEPS = 200
_MOST_HALVINGS = 60


@dataclass(frozen=True, slots=True)
class Coefficient:
    """One coefficient of a regression.

    Parameters
    ----------
    name : str
        What it belongs to.
    estimate, se : float
        In units of the effects for each unit of the moderator.
    ci : tuple of float
        Ends of its 95 % interval.
    p : float or None
        Two-sided P value of no relation; None where the standard error is 0.
    """

    name: str
    estimate: float
    se: float
    ci: tuple[float, float]
    p: float | None


@dataclass(frozen=True, slots=True)
class Regression:
    """What a meta-regression comes to.

    Parameters
    ----------
    k : int
        How many effects.
    model : Model
        What is assumed of what the moderators leave unexplained.
    ci_method : Interval
        How intervals are drawn.
    coefficients : tuple of Coefficient
        In the order of the columns.
    df : float or None
        Degrees of freedom of the intervals; None by the normal.
    tau2 : float
        Variance of the true effects that is left.
    i2 : float
        Its share of all variance left, in per cent.
    q, q_p : float
        What the moderators leave unexplained, and the chance of as much where they
        explain all.
    """

    k: int
    model: Model
    ci_method: Interval
    coefficients: tuple[Coefficient, ...]
    df: float | None
    tau2: float
    i2: float
    q: float
    q_p: float


@dataclass(frozen=True, slots=True)
class Subgroups:
    """Pools of parts, and whether they differ.

    Parameters
    ----------
    pools : mapping of str to Pool
        Group to its pool.
    q_between : float
        How far the pools lie apart, each weighed by its own variance.
    df : int
        Groups less one.
    p : float
        Chance of as far where all groups share one effect.
    """

    pools: Mapping[str, Pool]
    q_between: float
    df: int
    p: float


@dataclass(frozen=True, slots=True)
class _Projection:
    """A weighted fit: coefficients, their covariance, and what is left over."""

    weights: Array
    bread: Array
    beta: Array
    matrix: Array
    rest: Array

    @property
    def q(self) -> float:
        return float(self.weights @ self.rest**2)


def regress(
    effects: Sequence[Effect],
    design: Mapping[str, Sequence[float]],
    *,
    model: Model = Model.REML,
    interval: Interval = Interval.WALD,
) -> Regression:
    """Fit a mixed-effects meta-regression.

    Parameters
    ----------
    effects : sequence of Effect
        Alike as in `pooling.pool`, more of them than columns.
    design : mapping of str to sequence of float
        Name to column, one number an effect; an intercept is a column of ones.
    model : Model
        FIXED, DL, PM or REML.
    interval : Interval
        WALD takes the normal, HKSJ Knapp and Hartung's scaling and t.

    Raises
    ------
    TooFewEffects
        With no more effects than columns.
    TableUnsound
        Where columns are of another length, not finite, or say the same thing.
    ComparatorsDiffer, MeasuresDiffer, DirectionsDiffer
        As in `pooling.pool`.
    NotConverged
        Where tau² cannot be found.

    Source
    ------
    Knapp and Hartung 2003, doi 10.1002/sim.1482.
    """
    pooling.require_alike(effects)
    y = np.array([effect.estimate for effect in effects])
    v = np.array([effect.variance for effect in effects])
    x = _columns(design, len(y))
    tau2 = _estimate(y, v, x, model)
    at, plain = _project(y, v + tau2, x), _project(y, v, x)
    left = len(y) - x.shape[1]
    scale = math.sqrt(at.q / left) if interval is Interval.HKSJ else 1.0
    df = float(left) if interval is Interval.HKSJ else None
    spreads = np.sqrt(np.diag(at.bread)) * scale
    return Regression(
        k=len(y),
        model=model,
        ci_method=interval,
        coefficients=tuple(
            _coefficient(name, float(estimate), float(se), df)
            for name, estimate, se in zip(design, at.beta, spreads, strict=True)
        ),
        df=df,
        tau2=tau2,
        i2=_share(tau2, plain, left, model),
        q=plain.q,
        q_p=quantiles.chi_square_above(plain.q, left),
    )


def compare_groups(
    effects: Sequence[Effect],
    groups: Sequence[str],
    *,
    model: Model = Model.REML,
    interval: Interval = Interval.WALD,
) -> Subgroups:
    """Pool each group by itself and test whether the pools differ.

    Parameters
    ----------
    effects : sequence of Effect
        Alike as in `pooling.pool`, at least two in every group.
    groups : sequence of str
        The group of each effect; at least two groups.
    model, interval
        As in `pooling.pool`; each group has its own tau².

    Raises
    ------
    TooFewEffects
        For a group of one, or a single group.
    TableUnsound
        Where effects and groups are not as many.
    ComparatorsDiffer, MeasuresDiffer, DirectionsDiffer
        As in `pooling.pool`, over all groups.

    Source
    ------
    Borenstein and Higgins 2013, doi 10.1007/s11121-013-0377-7.
    """
    pooling.require_alike(effects)
    if len(effects) != len(groups):
        raise TableUnsound("each effect belongs to one group")
    names = list(dict.fromkeys(groups))
    if len(names) < 2:
        raise TooFewEffects("a comparison takes at least two groups")
    found = {
        name: pooling.pool(
            [one for one, group in zip(effects, groups, strict=True) if group == name],
            model=model,
            interval=interval,
        )
        for name in names
    }
    between = _between(list(found.values()))
    df = len(names) - 1
    return Subgroups(found, between, df, quantiles.chi_square_above(between, df))


def _between(found: Sequence[Pool]) -> float:
    weights = np.array([1 / pool.se**2 for pool in found])
    means = np.array([pool.estimate for pool in found])
    centre = float(weights @ means / weights.sum())
    return float(weights @ (means - centre) ** 2)


def _columns(design: Mapping[str, Sequence[float]], k: int) -> Array:
    if not design or any(len(column) != k for column in design.values()):
        raise TableUnsound("each column of a design has one number an effect")
    x = np.column_stack(
        [np.asarray(each, dtype=np.float64) for each in design.values()]
    )
    if not np.isfinite(x).all():
        raise TableUnsound("a design holds finite numbers")
    if k <= x.shape[1]:
        raise TooFewEffects(f"{x.shape[1]} coefficients take more than {k} effects")
    if np.linalg.matrix_rank(x / np.linalg.norm(x, axis=0).clip(1e-300)) < x.shape[1]:
        raise TableUnsound("two columns of the design say the same thing")
    return x


def _project(y: Array, variances: Array, x: Array) -> _Projection:
    weights = 1 / variances
    bread: Array = np.linalg.inv(x.T @ (x * weights[:, None])).astype(np.float64)
    beta = bread @ (x.T @ (weights * y))
    weighted = x * weights[:, None]
    matrix = np.diag(weights) - weighted @ bread @ weighted.T
    return _Projection(weights, bread, beta, matrix, y - x @ beta)


def _estimate(y: Array, v: Array, x: Array, model: Model) -> float:
    left = len(y) - x.shape[1]
    if model is Model.FIXED:
        return 0.0
    if model is Model.PM:
        return _paule_mandel(y, v, x)
    plain = _project(y, v, x)
    start = max(0.0, (plain.q - left) / float(np.trace(plain.matrix)))
    return start if model is Model.DL else _climb(y, v, x, start)


def _paule_mandel(y: Array, v: Array, x: Array) -> float:
    left = len(y) - x.shape[1]
    # From below, as in the pools without moderators.
    plain = _project(y, np.ones(len(y)), x)
    tau2 = max(0.0, plain.q / left - float(v.max()))
    for _ in range(_MOST_STEPS):
        at = _project(y, v + tau2, x)
        slope = float(at.weights**2 @ at.rest**2)
        after = max(0.0, tau2 + (at.q - left) / slope) if slope > 0 else 0.0
        if abs(after - tau2) <= _CLOSE * (after + float(v.mean())):
            return after
        tau2 = after
    raise NotConverged(f"tau² still moves after {_MOST_STEPS} steps")


def _climb(y: Array, v: Array, x: Array, start: float) -> float:
    """Climb the restricted likelihood from the best of several places."""
    ladder = np.geomspace(0.1 * v.min(), 4 * y.var(ddof=1) + v.mean(), 14)
    tau2 = max((0.0, start, *ladder.tolist()), key=lambda at: _height(y, v + at, x))
    for _ in range(_MOST_STEPS):
        after = _step(y, v, x, tau2)
        if abs(after - tau2) <= _CLOSE * (after + float(v.mean())):
            return after
        tau2 = after
    raise NotConverged(f"tau² still moves after {_MOST_STEPS} steps")


def _step(y: Array, v: Array, x: Array, tau2: float) -> float:
    at = _project(y, v + tau2, x)
    pull = at.weights * at.rest
    rise = float(pull @ pull - np.trace(at.matrix))
    expected = float((at.matrix**2).sum())
    observed = 2 * float(pull @ at.matrix @ pull) - expected
    after = max(0.0, tau2 + rise / (observed if observed > 0 else expected))
    here = _height(y, v + tau2, x)
    for _ in range(_MOST_HALVINGS):
        if _height(y, v + after, x) >= here - 1e-14 * (1 + abs(here)):
            break
        after = (tau2 + after) / 2
    return after


def _height(y: Array, variances: Array, x: Array) -> float:
    at = _project(y, variances, x)
    spread = float(np.log(variances).sum())
    return -0.5 * (spread - float(np.linalg.slogdet(at.bread)[1]) + at.q)


def _share(tau2: float, plain: _Projection, left: int, model: Model) -> float:
    if model is Model.FIXED:
        return 100 * max(0.0, plain.q - left) / plain.q if plain.q > 0 else 0.0
    typical = left / float(np.trace(plain.matrix))
    return 100 * tau2 / (typical + tau2)


def _coefficient(
    name: str, estimate: float, se: float, df: float | None
) -> Coefficient:
    reach = quantiles.student((1 + LEVEL) / 2, df) * se
    p = quantiles.two_sided(estimate / se, df) if se > 0 else None
    return Coefficient(name, estimate, se, (estimate - reach, estimate + reach), p)
