"""Of 100 people, how many improve clearly: counted, printed, or computed from means."""

from collections.abc import Callable
from dataclasses import replace
from types import MappingProxyType

from deqi.evidence import chances, proportions, quantiles, recipes
from deqi.evidence.answers import Ends, People, PerHundred
from deqi.evidence.arms import Counts
from deqi.evidence.effects import LEVEL, Measure
from deqi.evidence.plans import ChancePlan
from deqi.evidence.recipes import RowUnusable

OF = 100

Found = tuple[float, float | None, Ends | None]
"""Chance without treatment, chance with it, interval of the difference; 0 to 1."""


def tell(plan: ChancePlan, *, shift: tuple[float, Ends] | None) -> PerHundred:
    """Return how many of 100 people improve clearly.

    Parameters
    ----------
    plan : ChancePlan
        Which rows tell, and how.
    shift : tuple or None
        Points that the treatment moves the mean by, with their interval; None where
        nothing is given, and then a plan from means tells the control alone.

    Raises
    ------
    RowUnusable
        Where a row lacks what the plan asks for.
    """
    control, treated, ci = _BASES[plan.basis](plan, shift)
    more = None if treated is None else OF * (treated - control)
    return PerHundred(
        outcome=plan.outcome,
        weeks=_weeks(plan),
        of=OF,
        control=OF * control,
        treated=None if treated is None else OF * treated,
        more=more,
        ci=ci and (OF * ci[0], OF * ci[1]),
        people=_people(control, treated),
        clear=ci is not None and not ci[0] <= 0 <= ci[1],
        method=_METHODS[plan.basis],
        sources=plan.sources,
    )


def without_treatment(plan: ChancePlan) -> PerHundred:
    """Return how many of 100 people improve clearly without treatment.

    Raises
    ------
    RowUnusable
        Where a row lacks what the plan asks for.
    """
    found = tell(plan, shift=None)
    alone = People(found.people.control, None, None)
    return replace(found, treated=None, more=None, ci=None, people=alone, clear=False)


def _people(control: float, treated: float | None) -> People:
    without = round(OF * control)
    if treated is None:
        return People(without, None, None)
    with_it = round(OF * treated)
    return People(without, with_it, with_it - without)


def _weeks(plan: ChancePlan) -> float:
    if plan.contrast.weeks is None:
        raise RowUnusable(f"{plan.contrast.id} does not say when")
    return plan.contrast.weeks


def _by_means(plan: ChancePlan, shift: tuple[float, Ends] | None) -> Found:
    course = _course(plan)
    control = chances.of_improving(course, plan.share)
    if shift is None:
        return control, None, None
    points, ends = shift
    treated = chances.of_improving(course, plan.share, shift=points)
    reach = [
        chances.of_improving(course, plan.share, shift=end) - control for end in ends
    ]
    return control, treated, (min(reach), max(reach))


def _course(plan: ChancePlan) -> chances.Course:
    arm, direction = plan.contrast.control_arm, plan.contrast.direction
    scores = (arm.baseline_mean, arm.baseline_sd, arm.mean, arm.sd)
    known = [score for score in scores if score is not None]
    if len(known) < len(scores) or plan.slope is None or direction is None:
        raise RowUnusable(f"{plan.contrast.id} lacks scores of the control arm")
    start, start_sd, later, later_sd = known
    r = chances.correlation(plan.slope, start_sd, later_sd)
    return chances.Course((start, start_sd), (later, later_sd), r, direction)


def _by_counts(plan: ChancePlan, shift: tuple[float, Ends] | None) -> Found:
    del shift
    return _counted(*recipes.counts(plan.contrast))


def _by_shares(plan: ChancePlan, shift: tuple[float, Ends] | None) -> Found:
    del shift
    sizes = (plan.contrast.treatment_arm.n, plan.contrast.control_arm.n)
    if plan.shares is None or sizes[0] is None or sizes[1] is None:
        raise RowUnusable(f"{plan.contrast.id}: nobody says how many people")
    treated, control = (
        Counts(n, round(share * n))
        for n, share in zip(sizes, plan.shares, strict=True)
        if n is not None
    )
    return _counted(treated, control)


def _counted(treated: Counts, control: Counts) -> Found:
    made = proportions.compare(Measure.RD, treated, control)
    reach = quantiles.normal((1 + LEVEL) / 2) * made.se
    return (
        control.events / control.n,
        treated.events / treated.n,
        (made.estimate - reach, made.estimate + reach),
    )


def _by_ratio(plan: ChancePlan, shift: tuple[float, Ends] | None) -> Found:
    del shift
    row = plan.contrast
    shares = (row.treatment_arm.percent, row.control_arm.percent)
    ratio = row.ratio
    if shares[0] is None or shares[1] is None or ratio is None:
        raise RowUnusable(f"{row.id} prints no shares with their ratio")
    if ratio.low is None or ratio.high is None:
        raise RowUnusable(f"{row.id} prints no interval")
    control = shares[1] / 100
    return (
        control,
        shares[0] / 100,
        (control * (ratio.low - 1), control * (ratio.high - 1)),
    )


_BASES: MappingProxyType[
    str, Callable[[ChancePlan, tuple[float, Ends] | None], Found]
] = MappingProxyType(
    {
        "means": _by_means,
        "counts": _by_counts,
        "shares": _by_shares,
        "ratio": _by_ratio,
    }
)

_METHODS = MappingProxyType(
    {
        "means": (
            "Computed from mean scores and spreads of the usual-care arm at the start"
            " and later, taken as normally distributed together, and the gain in points;"
            " the interval is that of the gain alone"
        ),
        "counts": "Counted in the trial",
        "shares": "Counted from the data of each patient",
        "ratio": "Printed by the trial; the interval is that of its adjusted ratio",
    }
)
