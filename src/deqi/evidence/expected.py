"""How a complaint goes without acupuncture, from reviews of cohorts or one arm.

Where two reviews part, their distance is the honest uncertainty, wider than either
review's own interval.
"""

import math
from collections.abc import Iterable, Mapping, Sequence

from deqi.core.scales import Direction
from deqi.evidence import arms, grading, hundreds, quantiles
from deqi.evidence.answers import Ends, ScaleShown
from deqi.evidence.arms import Means
from deqi.evidence.bands import BandPoint, Course, ReviewPoint
from deqi.evidence.dossier import Contrast, CoursePoint
from deqi.evidence.effects import LEVEL
from deqi.evidence.plans import CoursePlan
from deqi.evidence.recipes import RowUnusable

REVIEWS, CHANGES, ARM = "reviews", "changes", "arm"


def course(plan: CoursePlan) -> Course:
    """Return the course that a plan asks for.

    Parameters
    ----------
    plan : CoursePlan
        Figures of the course, or a row with arms.

    Raises
    ------
    RowUnusable
        Where a time that is to be told has no figure.
    """
    curve = tuple(_band(plan))
    changes = _changes_at(plan, plan.weeks, curve)
    later = _changes_at(plan, plan.later_weeks, curve)
    ci, kind = _interval(plan, changes)
    return Course(
        id=plan.id,
        outcome=plan.outcome,
        opening=plan.opening,
        basis=plan.basis,
        single=len(changes) == 1,
        estimate=math.fsum(changes) / len(changes),
        ci=ci,
        ci_kind=kind,
        measure="change",
        scale=_scale(plan),
        weeks=plan.weeks,
        later_weeks=plan.later_weeks,
        eases=_eases(changes),
        eases_later=_eases(later),
        k=len(changes),
        n=None if plan.contrast is None else plan.contrast.control_arm.n,
        certainty=grading.grade(plan.steps),
        certainty_reasons=plan.steps,
        per_100=hundreds.without_treatment(plan.chance) if plan.chance else None,
        curve=curve,
        sources=_sources(plan),
    )


def _band(plan: CoursePlan) -> Iterable[BandPoint]:
    if plan.contrast is not None:
        yield from _band_of_arm(plan.contrast, plan.labels)
        return
    if plan.basis == CHANGES:
        study = plan.points[0].study
        start = ReviewPoint(study, plan.labels.get(study, study), 0.0, None, None)
        yield BandPoint(0.0, 0.0, 0.0, (start,))
    for weeks in sorted({_weeks(point) for point in plan.points}):
        told = tuple(
            ReviewPoint(
                point.study,
                plan.labels.get(point.study, point.study),
                _value(point),
                point.low,
                point.high,
            )
            for point in plan.points
            if point.weeks == weeks
        )
        yield BandPoint(weeks, _lowest(told), _highest(told), told)


def _band_of_arm(contrast: Contrast, labels: Mapping[str, str]) -> Iterable[BandPoint]:
    before, after = _arm_scores(contrast)
    reach = quantiles.normal((1 + LEVEL) / 2)
    for weeks, scores in ((0.0, before), (contrast.weeks or 0.0, after)):
        half = reach * scores.sd / math.sqrt(scores.n)
        low, high = scores.mean - half, scores.mean + half
        study = contrast.sources[0]
        label = labels.get(study, study)
        told = ReviewPoint(study, label, scores.mean, low, high)
        yield BandPoint(weeks, low, high, (told,))


def _changes_at(
    plan: CoursePlan, weeks: float, curve: Sequence[BandPoint]
) -> list[float]:
    """Return each study's mean change from its own start."""
    starts = {told.study: told.value for told in curve[0].studies}
    found = [
        told.value - starts[told.study]
        for point in curve
        if point.weeks == weeks
        for told in point.studies
    ]
    if not found:
        raise RowUnusable(f"{plan.id}: nothing is known of week {weeks:g}")
    return found


def _interval(plan: CoursePlan, changes: Sequence[float]) -> tuple[Ends | None, str]:
    if plan.contrast is not None:
        return _interval_of_arm(plan.contrast, plan.r), "95 % interval of one arm"
    if len(changes) > 1:
        ends = min(changes), max(changes)
        return ends, "smallest and largest of the studies, no confidence interval"
    return None, "one study, whose interval of the change was not seen"


def _interval_of_arm(contrast: Contrast, r: float | None) -> Ends:
    if r is None:
        raise RowUnusable(f"{contrast.id}: nobody says how its scores go together")
    before, after = _arm_scores(contrast)
    changed = arms.change(before, after, r=r)
    half = quantiles.normal((1 + LEVEL) / 2) * changed.sd / math.sqrt(changed.n)
    return changed.mean - half, changed.mean + half


def _arm_scores(contrast: Contrast) -> tuple[Means, Means]:
    arm = contrast.control_arm
    n = arm.n
    before = _scores(n, arm.baseline_mean, arm.baseline_sd)
    after = _scores(n, arm.mean, arm.sd)
    if before is None or after is None:
        raise RowUnusable(f"{contrast.id} lacks scores of the control arm")
    return before, after


def _scores(n: int | None, mean: float | None, sd: float | None) -> Means | None:
    if n is None or mean is None or sd is None:
        return None
    return Means(n, mean, sd)


def _eases(changes: Sequence[float]) -> Ends | None:
    """Return by how much it eases; every course told here is better lower."""
    gains = sorted(-change for change in changes)
    return (gains[0], gains[-1]) if gains[0] > 0 else None


def _scale(plan: CoursePlan) -> ScaleShown:
    scale = plan.contrast.scale if plan.contrast else plan.points[0].scale
    low, high = scale or (None, None)
    return ScaleShown(plan.scale_name, low, high, Direction.WORSE)


def _weeks(point: CoursePoint) -> float:
    if point.weeks is None:
        raise RowUnusable(f"{point.id} does not say when")
    return point.weeks


def _value(point: CoursePoint) -> float:
    if point.value is None:
        raise RowUnusable(f"{point.id} has no figure")
    return point.value


def _lowest(told: Sequence[ReviewPoint]) -> float:
    return min(each.value if each.low is None else each.low for each in told)


def _highest(told: Sequence[ReviewPoint]) -> float:
    return max(each.value if each.high is None else each.high for each in told)


def _sources(plan: CoursePlan) -> tuple[str, ...]:
    rows = [source for point in plan.points for source in point.sources]
    if plan.contrast is not None:
        rows += plan.contrast.sources
    chance = plan.chance.sources if plan.chance else ()
    return tuple(dict.fromkeys((*rows, *chance, *plan.sources)))
