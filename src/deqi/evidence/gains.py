"""What treatment adds over one kind of control, with all that must be said beside."""

from collections.abc import Iterable

from deqi.core.scales import Direction
from deqi.evidence import grading, hundreds, weighing
from deqi.evidence.answers import Ends, Gain, PerHundred, Relevance, Restated, Variant
from deqi.evidence.comparators import Comparator
from deqi.evidence.effects import Measure
from deqi.evidence.grading import Figures
from deqi.evidence.plans import GainPlan, Units
from deqi.evidence.weighing import Weighed

_RATIOS = frozenset({"rr", "or", "hr"})


class DoubtOverlooked(ValueError):
    """A record whose steps leave out a doubt that its own figures raise."""


def gain(plan: GainPlan, *, much: float) -> Gain:
    """Return the gain that a plan asks for.

    Parameters
    ----------
    plan : GainPlan
        Rows, steps and lines.
    much : float
        I², in per cent, from which on the steps must name inconsistency.

    Raises
    ------
    DoubtOverlooked
        Where the steps leave out imprecision or inconsistency that the figures show.
    RowUnusable, ComparatorsDiffer, MeasuresDiffer, DirectionsDiffer
        Where the rows cannot be used, or not together.
    """
    found = weighing.weigh(plan.recipes)
    nothing = 1.0 if found.measure in _RATIOS else 0.0
    threshold = plan.line.threshold if plan.line else None
    figures = Figures(found.ci, nothing, found.i2, threshold)
    forgotten = grading.overlooked(plan.steps, figures, much=much)
    if forgotten:
        raise DoubtOverlooked(f"{plan.id}: no step names {', '.join(forgotten)}")
    variants = tuple(_variants(plan))
    side = weighing.favours(found.ci, nothing=nothing, direction=plan.direction)
    shift = found.estimate, found.ci
    chance = hundreds.tell(plan.chance, shift=shift) if plan.chance else None
    others = tuple(hundreds.tell(each, shift=shift) for each in plan.chances)
    return Gain(
        id=plan.id,
        comparator=_comparator(plan),
        outcome=plan.outcome,
        estimate=found.estimate,
        ci=found.ci,
        measure=found.measure,
        scale=plan.scale,
        benefit=_turned(found.estimate, plan.direction),
        benefit_ci=_turned_ends(found.ci, plan.direction),
        also=_restated(found, plan.units) if plan.units else None,
        favours=side,
        clear=side != "neither",
        weeks=_span(found),
        k=len(found.trials),
        n=found.n,
        model=found.model,
        interval=found.interval,
        tau2=found.tau2,
        i2=found.i2,
        prediction=found.prediction,
        certainty=grading.grade(plan.steps),
        certainty_reasons=plan.steps,
        relevance=_relevance((found.ci, *(each.ci for each in variants)), plan),
        per_100=chance,
        per_100_why=plan.chance_why,
        per_100_others=others,
        trials=found.trials,
        variants=variants,
        published=plan.published,
        warnings=(*plan.warnings, *found.warnings),
        sources=_sources(plan, (chance, *others)),
    )


def _comparator(plan: GainPlan) -> Comparator:
    return plan.recipes[0].first.comparator


def _turned(value: float, direction: Direction) -> float:
    return -value if direction is Direction.WORSE else value


def _turned_ends(ci: Ends, direction: Direction) -> Ends:
    first, second = sorted(_turned(end, direction) for end in ci)
    return first, second


def _restated(found: Weighed, units: Units) -> Restated:
    is_standardised = found.measure == Measure.SMD
    factor = units.spread.sd if is_standardised else 1 / units.spread.sd
    return Restated(
        estimate=found.estimate * factor,
        ci=(found.ci[0] * factor, found.ci[1] * factor),
        measure=str(Measure.MD if is_standardised else Measure.SMD),
        scale=units.scale,
        spread=units.spread.sd,
        row=units.spread.source,
    )


def _span(found: Weighed) -> Ends | None:
    weeks = [trial.weeks for trial in found.trials if trial.weeks is not None]
    return (min(weeks), max(weeks)) if weeks else None


def _relevance(intervals: Iterable[Ends], plan: GainPlan) -> Relevance | None:
    line = plan.line
    if line is None:
        return None
    told = {
        weighing.reached(ci, line.threshold, direction=plan.direction)
        for ci in intervals
    }
    agreed = told.pop() if len(told) == 1 else "unclear"
    return Relevance(line.threshold, agreed, line.why, line.sources)


def _variants(plan: GainPlan) -> Iterable[Variant]:
    for other in plan.others:
        found = weighing.weigh(other.recipes)
        yield Variant(other.what, found.estimate, found.ci, len(found.trials))


def _sources(plan: GainPlan, told: Iterable[PerHundred | None]) -> tuple[str, ...]:
    rows = [
        source
        for recipe in plan.recipes
        for row in recipe.contrasts
        for source in row.sources
    ]
    chances = [source for each in told if each for source in each.sources]
    return tuple(dict.fromkeys((*rows, *chances, *plan.sources)))
