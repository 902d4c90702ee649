"""Computes pools and single results anew from the rows, beside what was published."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from deqi.core.scales import Direction
from deqi.evidence import agreement, differences, hundreds, pooling, quantiles, recipes
from deqi.evidence.agreement import Agreement, Result
from deqi.evidence.answers import PublishedShown
from deqi.evidence.dossier import Contrast, Estimate
from deqi.evidence.effects import LEVEL, Effect
from deqi.evidence.heterogeneity import Model
from deqi.evidence.plans import ChancePlan
from deqi.evidence.pooling import Pool
from deqi.evidence.pools import Interval
from deqi.evidence.recipes import RowUnusable
from deqi.knowledge.answers import recomputed
from deqi.knowledge.answers.recomputed import Recomputation

POOL, GRADIENT = "pool", "gradient"

_MODELS = (
    (Model.FIXED, Interval.WALD),
    (Model.DL, Interval.WALD),
    (Model.REML, Interval.WALD),
    (Model.REML, Interval.HKSJ),
)


@dataclass(frozen=True, slots=True)
class Recomputed:
    """One result computed anew.

    Parameters
    ----------
    of : Recomputation
        What was asked for.
    trials : tuple of Effect
        What went in; empty for single results.
    pools : mapping or None
        Results by model and interval, None for single results: ``fixed``, ``dl``,
        ``reml``, ``hksj``.
    i2 : float or None
        By DerSimonian-Laird's tau², in per cent.
    result : Result or None
        What is held against the published result: by DL, as most reviews pool.
    published : Result or None
        In the direction of ours.
    agreement : Agreement
        How they stand.
    """

    of: Recomputation
    trials: tuple[Effect, ...]
    pools: MappingProxyType[str, Result] | None
    i2: float | None
    result: Result | None
    published: Result | None
    agreement: Agreement


def compute(of: Recomputation) -> Recomputed:
    """Return one result computed anew, and how it stands to the published one.

    Raises
    ------
    RowUnusable
        Where a row lacks what is asked for.
    """
    if of.kind == POOL:
        return _pooled(of)
    if of.kind == GRADIENT:
        trials = tuple(recipes.effect(each) for each in of.recipes)
        told = Agreement.NOTHING_PRINTED
        return Recomputed(of, trials, None, None, None, None, told)
    if of.pool is not None:
        ours, printed = _restated(of), _published(of.published, turned=False)
    else:
        ours, printed = _single(of)
    told = agreement.compare(ours, printed, recomputed.tolerance())
    return Recomputed(of, (), None, None, ours, printed, told)


def _pooled(of: Recomputation) -> Recomputed:
    trials = tuple(recipes.effect(each) for each in of.recipes)
    # Only to show what mixing does; nothing else takes the kind of control away.
    pooled = [replace(e, comparator=None) for e in trials] if of.mixes else trials
    found = [
        pooling.pool(pooled, model=model, interval=interval)
        for model, interval in _MODELS
    ]
    results = [_in_units(each, of) for each in found]
    worse = trials[0].direction is Direction.WORSE
    upward = of.published is not None and of.points is None and _is_upward(of.published)
    printed = _published(of.published, turned=worse and upward)
    told = agreement.compare(
        results[1], printed, recomputed.tolerance(), same_trials=False
    )
    names = ("fixed", "dl", "reml", "hksj")
    by_name = MappingProxyType(dict(zip(names, results, strict=True)))
    return Recomputed(of, trials, by_name, found[1].i2, results[1], printed, told)


def _is_upward(published: PublishedShown) -> bool:
    """Return True for a review that counts less pain as a positive difference."""
    return published.estimate is not None and published.estimate > 0


def _in_units(found: Pool, of: Recomputation) -> Result:
    estimate, ci = found.estimate, found.ci
    if of.points is not None:
        # The scale of the points is better upward, the standardised one downward.
        ends = sorted(-of.points * end for end in ci)
        return Result(-of.points * estimate, (ends[0], ends[1]))
    if found.measure.is_ratio:
        return Result(math.exp(estimate), (math.exp(ci[0]), math.exp(ci[1])))
    return Result(estimate, ci)


def _published(found: PublishedShown | None, *, turned: bool) -> Result | None:
    if found is None or found.estimate is None:
        return None
    if not turned or found.ci is None:
        return Result(found.estimate, found.ci)
    return Result(-found.estimate, (-found.ci[1], -found.ci[0]))


def _restated(of: Recomputation) -> Result:
    found = of.pool
    if found is None or found.estimate is None or found.ci is None or not of.points:
        raise RowUnusable(f"{of.id} lacks what it restates")
    ends = sorted(-of.points * end for end in found.ci)
    return Result(-of.points * found.estimate, (ends[0], ends[1]))


def _single(of: Recomputation) -> tuple[Result, Result | None]:
    if of.contrast is None:
        raise RowUnusable(f"{of.id} names no row")
    ours = _KINDS[of.kind](of.contrast)
    row = of.contrast
    printed = {
        "share_difference": row.share_difference,
        "share_ratio": row.ratio,
    }.get(of.kind, row.difference)
    return ours, _as_result(printed)


def _as_result(printed: Estimate | None) -> Result | None:
    if printed is None:
        return None
    if printed.low is None or printed.high is None:
        return Result(printed.value, None)
    return Result(printed.value, (printed.low, printed.high))


def _of_means(row: Contrast) -> Result:
    made = differences.subtract(*recipes.means(row))
    return _by_error(made.estimate, made.se)


def _of_errors(row: Contrast) -> Result:
    errors = (row.treatment_arm.se, row.control_arm.se)
    if errors[0] is None or errors[1] is None:
        raise RowUnusable(f"{row.id} prints no standard errors")
    return _by_error(_of_arms(row).estimate, math.hypot(errors[0], errors[1]))


def _of_arms(row: Contrast) -> Result:
    arms = (row.treatment_arm.mean, row.control_arm.mean)
    if arms[0] is None or arms[1] is None:
        raise RowUnusable(f"{row.id} prints no means")
    return Result(arms[0] - arms[1], None)


def _of_counts(row: Contrast) -> Result:
    told = hundreds.tell(ChancePlan("counts", row, "", 0.0, None, None, ()), shift=None)
    return Result(told.more or 0.0, told.ci)


def _of_shares(row: Contrast) -> Result:
    shares = (row.treatment_arm.percent, row.control_arm.percent)
    if shares[0] is None or not shares[1]:
        raise RowUnusable(f"{row.id} prints no shares")
    return Result(shares[0] / shares[1], None)


def _by_error(estimate: float, se: float) -> Result:
    reach = quantiles.normal((1 + LEVEL) / 2) * se
    return Result(estimate, (estimate - reach, estimate + reach))


_KINDS: MappingProxyType[str, Callable[[Contrast], Result]] = MappingProxyType(
    {
        "means": _of_means,
        "errors": _of_errors,
        "arms": _of_arms,
        "share_difference": _of_counts,
        "share_ratio": _of_shares,
    }
)


def all_of(kinds: Sequence[str] = ()) -> tuple[Recomputed, ...]:
    """Return all that is recomputed, or what is of some kinds."""
    return tuple(
        compute(each)
        for each in recomputed.catalogue().values()
        if not kinds or each.kind in kinds
    )
