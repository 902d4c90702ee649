"""Whether small trials tell another story than large ones, and how little that shows.

All tests here ask whether effects go with their imprecision. Publication bias is one
reason of several why they may; with few trials no answer means nothing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from deqi.evidence import pooling, regression
from deqi.evidence.effects import Effect
from deqi.evidence.heterogeneity import Model
from deqi.evidence.pooling import FEW_TRIALS, Pool
from deqi.evidence.pools import Interval, TableUnsound, TooFewEffects
from deqi.evidence.regression import Regression

_MOST_ROUNDS = 100


@dataclass(frozen=True, slots=True)
class Asymmetry:
    """What a test of small-study effects says.

    Parameters
    ----------
    statistic : float
        z, t or Kendall's tau, as the test has it.
    p : float or None
        Two-sided P value; None where none can be had.
    k : int
        How many effects.
    limit : float or None
        What the effect tends to as standard errors go to nothing; None for a test
        that tells none.
    warnings : tuple of str
        Why the answer says little.
    """

    statistic: float
    p: float | None
    k: int
    limit: float | None
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Filled:
    """A pool with mirror images of its most extreme small trials added.

    Parameters
    ----------
    missing : int
        How many were added.
    pool : Pool
        With them; a question what if, and no corrected estimate.
    """

    missing: int
    pool: Pool


def egger(
    effects: Sequence[Effect],
    *,
    model: Model = Model.REML,
    interval: Interval = Interval.WALD,
) -> Asymmetry:
    """Regress effects on their standard errors, with what is left between trials.

    Parameters
    ----------
    effects : sequence of Effect
        At least three, alike as in `pooling.pool`, with unequal standard errors.
    model, interval
        As in `regression.regress`. Egger's own test, a plain weighted regression, is
        FIXED with HKSJ.

    Raises
    ------
    TooFewEffects, TableUnsound
        As in `regression.regress`.

    Source
    ------
    Egger and others 1997, doi 10.1136/bmj.315.7109.629; Sterne and others 2011,
    doi 10.1136/bmj.d4002.
    """
    found = _on_errors(effects, model, interval)
    limit, slope = found.coefficients
    statistic = slope.estimate / slope.se if slope.se > 0 else 0.0
    return Asymmetry(
        statistic, slope.p, len(effects), limit.estimate, _cautions(len(effects))
    )


def rank_correlation(effects: Sequence[Effect]) -> Asymmetry:
    """Correlate the ranks of effects and variances, by Kendall's tau.

    The P value is exact without ties, and by the normal with them.

    Parameters
    ----------
    effects : sequence of Effect
        At least three, alike as in `pooling.pool`.

    Raises
    ------
    TooFewEffects
        With fewer than three.
    TableUnsound
        Where all variances are the same, and there is nothing to rank.

    Source
    ------
    Begg and Mazumdar 1994, doi 10.2307/2533446.
    """
    from scipy.stats import kendalltau

    pooling.require_alike(effects)
    if len(effects) < 3:
        raise TooFewEffects("a rank correlation takes at least three effects")
    y = np.array([effect.estimate for effect in effects])
    v = np.array([effect.variance for effect in effects])
    centre = float((y / v).sum() / (1 / v).sum())
    deviations = (y - centre) / np.sqrt(v - 1 / (1 / v).sum())
    is_tied = min(len(set(deviations)), len(set(v))) < len(effects)
    method: Literal["asymptotic", "exact"] = "asymptotic" if is_tied else "exact"
    tau, p = kendalltau(deviations.tolist(), v.tolist(), method=method)
    if not np.isfinite(tau):
        raise TableUnsound("all ranks are tied, so there is nothing to correlate")
    return Asymmetry(float(tau), float(p), len(effects), None, _cautions(len(effects)))


def trim_and_fill(
    effects: Sequence[Effect],
    *,
    model: Model = Model.REML,
    interval: Interval = Interval.WALD,
) -> Filled:
    """Add the mirror images that a symmetric funnel would hold, by estimator L0.

    Parameters
    ----------
    effects : sequence of Effect
        At least three, alike as in `pooling.pool`, with unequal standard errors.
    model, interval
        As in `pooling.pool`; trimming and the final pool use the same.

    Raises
    ------
    TooFewEffects, TableUnsound
        As in `regression.regress`.

    Source
    ------
    Duval and Tweedie 2000, doi 10.1111/j.0006-341X.2000.00455.x.
    """
    slope = _on_errors(effects, model, Interval.WALD).coefficients[1].estimate
    # Small trials lean to the side of the slope; what is missing lies on the other.
    sign = -1.0 if slope < 0 else 1.0
    order = sorted(effects, key=lambda effect: sign * effect.estimate)

    def centre(some: Sequence[Effect]) -> float:
        return sign * pooling.pool(some, model=model).estimate

    missing = _missing([sign * effect.estimate for effect in order], order, centre)
    middle = sign * centre(order[: len(order) - missing])
    added = [
        replace(effect, estimate=2 * middle - effect.estimate, label="added", notes=())
        for effect in order[len(order) - missing :]
    ]
    whole = pooling.pool([*effects, *added], model=model, interval=interval)
    return Filled(missing, whole)


def _missing(
    turned: Sequence[float],
    order: Sequence[Effect],
    centre: Callable[[Sequence[Effect]], float],
) -> int:
    k, missing = len(turned), 0
    for _ in range(_MOST_ROUNDS):
        middle = centre(order[: k - missing])
        distances = np.array(turned) - middle
        ranks = np.argsort(np.argsort(np.abs(distances), kind="stable")) + 1
        above = float(ranks[distances > 0].sum())
        # At least two effects must stay to have a centre.
        wanted = round((4 * above - k * (k + 1)) / (2 * k - 1))
        found = min(max(0, wanted), k - 2)
        if found == missing:
            break
        missing = found
    return missing


def _on_errors(
    effects: Sequence[Effect], model: Model, interval: Interval
) -> Regression:
    errors = [effect.se for effect in effects]
    design = {"limit": [1.0] * len(effects), "standard error": errors}
    return regression.regress(effects, design, model=model, interval=interval)


def _cautions(k: int) -> tuple[str, ...]:
    if k >= FEW_TRIALS:
        return ()
    return (
        f"{k} trials are fewer than {FEW_TRIALS}: whether small trials tell another"
        " story cannot be seen.",
    )
