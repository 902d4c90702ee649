"""What came of a policy for each person, and the means over people with their errors.

Shapes: n people.
"""

from dataclasses import dataclass
from math import sqrt

import numpy as np

from deqi.core.dosing import exposure
from deqi.core.dosing.exposure import Response
from deqi.core.dosing.findings import Cell, Contrast, Figure, HarmExpected, Relief
from deqi.core.dosing.people import Cohort
from deqi.core.dosing.values import Assumptions, Counted, Goal
from deqi.core.forecast import normal
from deqi.core.forecast.models import Floats

_DAYS_A_WEEK = 7
_LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What came of one policy, person by person.

    Parameters
    ----------
    mean_nrs, pain_days, visits : array of shape (n,)
        Over the whole study.
    responded : array of shape (n, k)
        1 for a responder at each count, else 0.
    """

    mean_nrs: Floats
    pain_days: Floats
    visits: Floats
    responded: Floats


def of(
    cohort: Cohort, visits: Floats, response: Response, counted: Counted
) -> Outcomes:
    """Return what came of visits.

    A week counts by its middle: its seven days are in pain, or not, together.

    Parameters
    ----------
    cohort : Cohort
        The people.
    visits : array of shape (n, k)
        Days of visits kept, in order; NaN last.
    response : Response
        How they work.
    counted : Counted
        For how long, and what.
    """
    middles = _DAYS_A_WEEK * np.arange(0.5, counted.weeks, dtype=np.float64)
    latent = cohort.untreated(middles)
    latent = latent + response.gain(exposure.until(middles, visits))
    score = cohort.seen(latent)
    pain = _DAYS_A_WEEK * (score > counted.pain_above).sum(axis=1)
    return Outcomes(
        mean_nrs=score.mean(axis=1),
        pain_days=pain.astype(np.float64),
        visits=np.isfinite(visits).sum(axis=1).astype(np.float64),
        responded=_responded(cohort, visits, response, counted),
    )


def _responded(
    cohort: Cohort, visits: Floats, response: Response, counted: Counted
) -> Floats:
    days = _DAYS_A_WEEK * np.asarray(counted.responders_at, dtype=np.float64)
    latent = cohort.untreated(days) + response.gain(exposure.until(days, visits))
    given = cohort.given(latent, cohort.draws.later)
    limit = cohort.baseline * (1 - counted.response_percent / 100)
    # 10 less 30 per cent is 7 to a person, not 7.000000000000001 or a little less.
    return (given <= limit[:, None] + _TINY).astype(np.float64)


_TINY = 1e-9


def summed(
    policy: str,
    assumed: Assumptions,
    found: Outcomes,
    untreated: Outcomes,
    counted: Counted,
    *,
    visit_cost: float | None = None,
) -> Cell:
    """Return the means over people.

    Parameters
    ----------
    policy : str
        Its id.
    assumed : Assumptions
        Under which it ran.
    found, untreated : Outcomes
        Of the policy and of usual care, person by person.
    counted : Counted
        Weeks of the counts, and rates of harm.
    visit_cost : float or None
        Price of a visit, in any money.
    """
    visits = _mean(found.visits)
    ratio = _ratio(found.visits, found.responded[:, -1])
    shares = [_mean(100 * column) for column in found.responded.T]
    weeks = [str(week) for week in counted.responders_at]
    return Cell(
        policy=policy,
        assumed=assumed.names(),
        mean_nrs=_mean(found.mean_nrs),
        relief=_mean(untreated.mean_nrs - found.mean_nrs),
        pain_days=_mean(found.pain_days),
        responders=dict(zip(weeks, shares, strict=True)),
        visits=visits,
        visits_per_responder=ratio,
        cost_per_responder=_cost(ratio, visit_cost),
        harms=tuple(
            HarmExpected(each.id, each.event, _scaled(visits, 100 * each.per_visit))
            for each in counted.harms
        ),
    )


def contrast(
    assumed: Assumptions,
    ours: tuple[str, Outcomes],
    other: tuple[str, Outcomes],
    goal: Goal,
) -> Contrast:
    """Return a policy of ours less another, for the same people.

    Parameters
    ----------
    assumed : Assumptions
        Under which both ran.
    ours, other : tuple of (str, Outcomes)
        Id of a policy, and its outcomes for the same people.
    goal : Goal
        Margin, and how many fewer visits are asked for.
    """
    (name, own), (policy, theirs) = ours, other
    nrs = _mean(own.mean_nrs - theirs.mean_nrs)
    all_theirs = float(theirs.visits.sum())
    fewer = 100 * (1 - own.visits.sum() / all_theirs) if all_theirs else None
    relief = _relief(nrs, goal.margin_points)
    return Contrast(
        ours=name,
        policy=policy,
        assumed=assumed.names(),
        mean_nrs=nrs,
        pain_days=_mean(own.pain_days - theirs.pain_days),
        responders=_mean(100 * (own.responded[:, -1] - theirs.responded[:, -1])),
        visits=_mean(own.visits - theirs.visits),
        relief=relief,
        fewer_percent=None if fewer is None else float(fewer),
        met=relief in (Relief.BETTER, Relief.EQUAL)
        and fewer is not None
        and bool(fewer >= goal.fewer_percent),
    )


def _relief(difference: Figure, margin: float) -> Relief:
    reach = normal.quantile((1 + _LEVEL) / 2) * difference.se
    low, high = difference.value - reach, difference.value + reach
    if high < -margin:
        return Relief.BETTER
    if low > margin:
        return Relief.WORSE
    return Relief.EQUAL if -margin <= low and high <= margin else Relief.OPEN


def _mean(each: Floats) -> Figure:
    return Figure(float(each.mean()), float(each.std(ddof=1) / sqrt(len(each))))


def _ratio(upper: Floats, lower: Floats) -> Figure | None:
    """Return a ratio of means; its error by the first terms of a series (delta)."""
    whole = float(lower.mean())
    if whole == 0:
        return None
    ratio = float(upper.mean()) / whole
    return Figure(ratio, _mean((upper - ratio * lower) / whole).se)


def _cost(ratio: Figure | None, price: float | None) -> Figure | None:
    return None if ratio is None or price is None else _scaled(ratio, price)


def _scaled(found: Figure, factor: float) -> Figure:
    return Figure(found.value * factor, found.se * factor)
