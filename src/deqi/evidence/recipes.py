"""From rows of trials to one effect each: which figures, in which units, turned how.

Words
-----
recipe
    How the effect of one trial is made from its rows; nothing in it is a figure of a
    result.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType

from deqi.core.scales import Direction
from deqi.evidence import (
    arms,
    comparators,
    differences,
    proportions,
    published,
    quantiles,
    scales,
)
from deqi.evidence.arms import Counts, Means
from deqi.evidence.dossier import Contrast, Estimate, TrialArm
from deqi.evidence.effects import LEVEL, Effect, EffectImpossible, Measure
from deqi.evidence.published import Printed
from deqi.evidence.scales import Scale, Spread


class Basis(StrEnum):
    """Which figures of a row an effect is made of."""

    MEANS = "means"
    DIFFERENCE = "difference"
    COUNTS = "counts"
    RATIO = "ratio"


class SpreadFrom(StrEnum):
    """Which figures of a row give the standard deviation it is divided by."""

    NOTHING = ""
    ARMS = "arms"
    ARM_INTERVALS = "arm_intervals"
    DIFFERENCE = "difference"


class RowUnusable(ValueError):
    """A row that lacks what its recipe asks for, or that no pool may hold."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """How the effect of one trial is made.

    Parameters
    ----------
    id, label : str
        Its name, and that of the trial.
    contrasts : tuple of Contrast
        One row; or several treated arms against the same control, which are merged.
    basis : Basis
        Which figures are read.
    measure : Measure
        What they give: MD or SMD of means, MD of differences, RR, OR, RD of counts.
    direction : Direction
        Which way the effect is to point; it is turned where its row points otherwise.
    into : Measure
        Measure wanted in the end.
    spread : Spread or None
        Divides a difference in points.
    spread_from : SpreadFrom
        Where the row itself gives that spread.
    points : Spread or None
        Multiplies a standardised difference.
    scale : Scale or None
        The range that a difference in points is moved to.
    equal_arms : tuple of int or None
        How many of how many equal arms are compared, where only a total is printed.
    despite : str
        Why a row is used that no pool may hold; empty else.
    """

    id: str
    label: str
    contrasts: tuple[Contrast, ...]
    basis: Basis
    measure: Measure
    direction: Direction
    into: Measure
    spread: Spread | None = None
    spread_from: SpreadFrom = SpreadFrom.NOTHING
    points: Spread | None = None
    scale: Scale | None = None
    equal_arms: tuple[int, int] | None = None
    despite: str = ""

    def __post_init__(self) -> None:
        """Refuse rows that no pool may hold, and rows of different kinds."""
        if not self.contrasts:
            raise RowUnusable(f"{self.id} has no row")
        barred = [each.id for each in self.contrasts if not each.poolable]
        if barred and not self.despite:
            raise RowUnusable(f"{self.id}: not to be pooled: {', '.join(barred)}")
        comparators.require_one(each.comparator for each in self.contrasts)

    @property
    def first(self) -> Contrast:
        """Return the first row."""
        return self.contrasts[0]


def effect(recipe: Recipe) -> Effect:
    """Return the effect that a recipe makes.

    Parameters
    ----------
    recipe : Recipe
        With its rows.

    Raises
    ------
    RowUnusable
        Where a row lacks what is asked for.
    EffectImpossible
        Where the figures give no effect.
    """
    made = _BASES[recipe.basis](recipe)
    if made.measure is Measure.OR and recipe.into is not Measure.OR:
        made = scales.odds_to_sd_units(made)
    spread = recipe.spread or _own_spread(recipe)
    if spread is not None:
        made = scales.to_sd_units(made, spread)
    if recipe.points is not None:
        made = scales.to_points(made, recipe.points)
    if recipe.scale is not None:
        made = scales.move(made, _scale(recipe.first), recipe.scale)
    if made.measure is not recipe.into:
        raise RowUnusable(f"{recipe.id} gives {made.measure}, not {recipe.into}")
    turned = _turn(made, recipe.direction)
    comparator = recipe.first.comparator
    return replace(turned, label=recipe.label, comparator=comparator)


def people(recipe: Recipe) -> int:
    """Return how many people the arms compared had; a shared control counts once.

    Raises
    ------
    RowUnusable
        Where neither arms nor a total are known.
    """
    treated = [each.treatment_arm.n for each in recipe.contrasts]
    control = recipe.first.control_arm.n
    known = [n for n in treated if n is not None]
    if control is not None and len(known) == len(treated):
        return control + sum(known)
    if recipe.first.total is None:
        raise RowUnusable(f"{recipe.id}: nobody says how many people")
    used, of = recipe.equal_arms or (1, 1)
    return round(recipe.first.total * used / of)


def combine(effects: Sequence[Effect], sizes: Sequence[int], control: int) -> Effect:
    """Return the mean of effects that share their control, nobody counted twice.

    Parameters
    ----------
    effects : sequence of Effect
        Differences of means, one a treated arm.
    sizes : sequence of int
        People in each treated arm.
    control : int
        People in the shared control.

    Returns
    -------
    Effect
        With the variance that the shared control leaves: arms are taken to spread
        alike, so that two effects correlate by what their control has of their
        variances.

    Source
    ------
    Gleser and Olkin 2009, in The Handbook of Research Synthesis, chapter 19.
    """
    k = len(effects)
    own = [math.sqrt(1 / n + 1 / control) for n in sizes]
    variance = sum(
        first.se * second.se * (1 if i == j else 1 / control / (own[i] * own[j]))
        for i, first in enumerate(effects)
        for j, second in enumerate(effects)
    ) / (k * k)
    mean = math.fsum(each.estimate for each in effects) / k
    return replace(effects[0], estimate=mean, variance=variance)


def means(contrast: Contrast) -> tuple[Means, Means]:
    """Return both arms of a row with means and spreads.

    Raises
    ------
    RowUnusable
        Where a mean, a spread or the people are missing.
    """
    return (
        _means(contrast.treatment_arm, contrast.id),
        _means(contrast.control_arm, contrast.id),
    )


def counts(contrast: Contrast) -> tuple[Counts, Counts]:
    """Return both arms of a row with responders.

    Raises
    ------
    RowUnusable
        Where a count is missing.
    """
    arms_ = (contrast.treatment_arm, contrast.control_arm)
    return _counts(arms_[0], contrast.id), _counts(arms_[1], contrast.id)


def _means(arm: TrialArm, name: str) -> Means:
    if arm.n is None or arm.mean is None or arm.sd is None:
        raise RowUnusable(f"{name} lacks people, a mean or a spread")
    return Means(arm.n, arm.mean, arm.sd)


def _counts(arm: TrialArm, name: str) -> Counts:
    if arm.n is None or arm.events is None:
        raise RowUnusable(f"{name} has no counts")
    return Counts(arm.n, arm.events)


def _from_means(recipe: Recipe) -> Effect:
    pairs = [means(each) for each in recipe.contrasts]
    controls = {control for _, control in pairs}
    if len(controls) > 1:
        raise RowUnusable(f"{recipe.id}: rows with different controls")
    treated = arms.merge([arm for arm, _ in pairs])
    make = (
        differences.standardise
        if recipe.measure is Measure.SMD
        else differences.subtract
    )
    return make(treated, pairs[0][1], direction=recipe.first.direction)


def _from_difference(recipe: Recipe) -> Effect:
    made = [_printed(each) for each in recipe.contrasts]
    if len(made) == 1:
        return made[0]
    control = recipe.first.control_arm.n
    sizes = [each.treatment_arm.n for each in recipe.contrasts]
    known = [n for n in sizes if n is not None]
    if control is None or len(known) < len(sizes):
        raise RowUnusable(f"{recipe.id}: nobody says how many people shared a control")
    return combine(made, known, control)


def _printed(contrast: Contrast) -> Effect:
    found = contrast.difference
    if found is None:
        raise RowUnusable(f"{contrast.id} prints no difference")
    printed = Printed(Measure.MD, found.value, contrast.direction)
    if found.se is not None:
        return published.from_se(printed, found.se)
    return published.from_interval(printed, _ends(found, contrast.id))


def _from_counts(recipe: Recipe) -> Effect:
    treated, control = counts(recipe.first)
    return proportions.compare(
        recipe.measure, treated, control, direction=recipe.first.direction
    )


def _from_ratio(recipe: Recipe) -> Effect:
    found = recipe.first.ratio
    if found is None:
        raise RowUnusable(f"{recipe.first.id} prints no ratio")
    printed = Printed(recipe.measure, found.value, recipe.first.direction)
    return published.from_interval(printed, _ends(found, recipe.first.id))


_BASES: MappingProxyType[Basis, Callable[[Recipe], Effect]] = MappingProxyType(
    {
        Basis.MEANS: _from_means,
        Basis.DIFFERENCE: _from_difference,
        Basis.COUNTS: _from_counts,
        Basis.RATIO: _from_ratio,
    }
)


def _ends(estimate: Estimate, name: str) -> tuple[float, float]:
    if estimate.low is None or estimate.high is None:
        raise RowUnusable(f"{name} prints no interval")
    return estimate.low, estimate.high


def _own_spread(recipe: Recipe) -> Spread | None:
    if recipe.spread_from is SpreadFrom.NOTHING:
        return None
    return Spread(_SPREADS[recipe.spread_from](recipe.first), recipe.first.id)


def _spread_of_arms(contrast: Contrast) -> float:
    return arms.pooled_sd(*means(contrast))


def _spread_of_intervals(contrast: Contrast) -> float:
    both = [
        Means(arm.n, 0.0, _sd_of_interval(arm, arm.n))
        for arm in (contrast.treatment_arm, contrast.control_arm)
        if arm.n is not None
    ]
    if len(both) < 2:
        raise RowUnusable(f"{contrast.id} lacks people")
    return arms.pooled_sd(*both)


def _sd_of_interval(arm: TrialArm, n: int) -> float:
    if arm.low is None or arm.high is None:
        raise RowUnusable("an arm has no interval to take a spread from")
    reach = quantiles.normal((1 + LEVEL) / 2)
    return (arm.high - arm.low) / (2 * reach) * math.sqrt(n)


def _spread_of_difference(contrast: Contrast) -> float:
    """Return what the interval means for two equal halves of all people."""
    if contrast.total is None:
        raise RowUnusable(f"{contrast.id}: nobody says how many people")
    return _printed(contrast).se * math.sqrt(contrast.total) / 2


_SPREADS: MappingProxyType[SpreadFrom, Callable[[Contrast], float]] = MappingProxyType(
    {
        SpreadFrom.ARMS: _spread_of_arms,
        SpreadFrom.ARM_INTERVALS: _spread_of_intervals,
        SpreadFrom.DIFFERENCE: _spread_of_difference,
    }
)


def _scale(contrast: Contrast) -> Scale:
    low, high = contrast.scale or (None, None)
    if low is None or high is None or contrast.direction is None:
        raise RowUnusable(f"{contrast.id} has no scale with two ends")
    return Scale(low, high, contrast.direction)


def _turn(made: Effect, direction: Direction) -> Effect:
    if made.direction is None:
        raise EffectImpossible(
            f"{made.label or 'an effect'}: nobody says what is better"
        )
    if made.direction is direction:
        return made
    return replace(made, estimate=-made.estimate, direction=direction)
