"""What several trials, or one, come to: estimate, interval, and what each weighs.

Words
-----
weighed
    The result of one set of trials in one unit.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from deqi.core.scales import Direction
from deqi.evidence import pooling, quantiles, recipes
from deqi.evidence.answers import Ends, TrialShown
from deqi.evidence.effects import LEVEL, Effect, Measure
from deqi.evidence.heterogeneity import Model
from deqi.evidence.pooling import Pool
from deqi.evidence.pools import Interval
from deqi.evidence.recipes import Basis, Recipe

FEWEST_FOR_SPREAD = 3
"""With two trials neither Hartung-Knapp nor a prediction says anything."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """The result of one set of trials.

    Parameters
    ----------
    estimate, ci : float, tuple of float
        As difference, or as ratio for ratio measures.
    measure : str
        ``md``, ``smd``, ``rr``, ``or``, ``rd``, ``hr``.
    model, interval : str
        ``single`` and ``printed`` for a trial that stands alone.
    tau2, i2 : float or None
        None for one trial.
    prediction : tuple of float or None
        None for one or two trials.
    trials : tuple of TrialShown
        In the order given.
    warnings : tuple of str
        What a reader must know.
    n : int
        People.
    """

    estimate: float
    ci: Ends
    measure: str
    model: str
    interval: str
    tau2: float | None
    i2: float | None
    prediction: Ends | None
    trials: tuple[TrialShown, ...]
    warnings: tuple[str, ...]
    n: int


def weigh(chosen: Sequence[Recipe]) -> Weighed:
    """Return what trials come to by a random-effects model (REML).

    With three trials or more the wider of the Wald and the Hartung-Knapp interval
    holds, for Hartung-Knapp may be too narrow where trials agree by chance. With two it
    says nothing, and the Wald interval comes with its warning. One trial stands as
    printed.

    Parameters
    ----------
    chosen : sequence of Recipe
        At least one; all of one unit, direction and comparator.

    Raises
    ------
    RowUnusable
        Where a row lacks what its recipe asks for.
    ComparatorsDiffer, MeasuresDiffer, DirectionsDiffer
        Where they may not be pooled.

    Source
    ------
    Rover, Knapp and Friede 2015, doi 10.1186/s12874-015-0091-1.
    """
    if len(chosen) == 1:
        return _alone(chosen[0])
    effects = [recipes.effect(each) for each in chosen]
    pool = pooling.pool(effects, model=Model.REML, interval=Interval.WALD)
    if len(effects) >= FEWEST_FOR_SPREAD:
        wary = pooling.pool(effects, model=Model.REML, interval=Interval.HKSJ)
        pool = max(pool, wary, key=lambda each: each.ci[1] - each.ci[0])
    trials = tuple(
        _shown(recipe, effect, weight)
        for recipe, effect, weight in zip(chosen, effects, pool.weights, strict=True)
    )
    # The third trial is the first from which a prediction has a degree of freedom.
    further = pool.prediction if len(effects) >= FEWEST_FOR_SPREAD else None
    return Weighed(
        estimate=_back(pool.measure, pool.estimate),
        ci=_ends_back(pool),
        measure=str(pool.measure),
        model=str(pool.model),
        interval=str(pool.ci_method),
        tau2=pool.tau2,
        i2=pool.i2,
        prediction=further
        and (_back(pool.measure, further[0]), _back(pool.measure, further[1])),
        trials=trials,
        warnings=_warnings(pool, effects),
        n=sum(trial.n for trial in trials),
    )


def favours(ci: Ends, *, nothing: float, direction: Direction) -> str:
    """Return which side an interval leaves: ``treatment``, ``control``, ``neither``."""
    low, high = ci
    if low <= nothing <= high:
        return "neither"
    is_lower_better = direction is Direction.WORSE
    return "treatment" if (high < nothing) is is_lower_better else "control"


def reached(ci: Ends, threshold: float, *, direction: Direction) -> str:
    """Return whether a difference is large enough to matter: yes, no or unclear.

    Parameters
    ----------
    ci : tuple of float
        Of the difference, treated minus control.
    threshold : float
        Size from which on it matters, above 0.
    direction : Direction
        What a higher score says.
    """
    low, high = ci
    if direction is Direction.WORSE:
        low, high = -high, -low
    if high < threshold:
        return "no"
    return "yes" if low >= threshold else "unclear"


def _alone(recipe: Recipe) -> Weighed:
    estimate, ci, measure = _as_printed(recipe) or _computed(recipe)
    notes: tuple[str, ...] = (recipe.despite,) if recipe.despite else ()
    n = recipes.people(recipe)
    rows = tuple(each.id for each in recipe.contrasts)
    weeks = recipe.first.weeks
    trial = TrialShown(recipe.label, estimate, ci, None, n, weeks, rows, notes)
    return Weighed(
        estimate=estimate,
        ci=ci,
        measure=measure,
        model="single",
        interval="printed" if _as_printed(recipe) else "wald",
        tau2=None,
        i2=None,
        prediction=None,
        trials=(trial,),
        warnings=("One trial speaks for itself; nothing is pooled.", *notes),
        n=n,
    )


def _as_printed(recipe: Recipe) -> tuple[float, Ends, str] | None:
    """Return printed figures as they are, for rounding them anew gains nothing."""
    moved = recipe.scale or recipe.points or recipe.spread or len(recipe.contrasts) > 1
    if moved or recipe.first.direction is not recipe.direction:
        return None
    row = recipe.first
    found = {Basis.DIFFERENCE: row.difference, Basis.RATIO: row.ratio}.get(recipe.basis)
    if found is None or found.low is None or found.high is None:
        return None
    ratio = row.ratio_measure or str(recipe.measure)
    measure = ratio if recipe.basis is Basis.RATIO else str(recipe.measure)
    return found.value, (found.low, found.high), measure


def _computed(recipe: Recipe) -> tuple[float, Ends, str]:
    made = recipes.effect(recipe)
    shown = _shown(recipe, made, None)
    return shown.estimate, shown.ci, str(made.measure)


def _shown(recipe: Recipe, effect: Effect, weight: float | None) -> TrialShown:
    reach = quantiles.normal((1 + LEVEL) / 2) * effect.se
    low, high = effect.estimate - reach, effect.estimate + reach
    return TrialShown(
        label=recipe.label,
        estimate=_back(effect.measure, effect.estimate),
        ci=(_back(effect.measure, low), _back(effect.measure, high)),
        weight=weight,
        n=recipes.people(recipe),
        weeks=recipe.first.weeks,
        rows=tuple(each.id for each in recipe.contrasts),
        notes=(*effect.notes, *([recipe.despite] if recipe.despite else [])),
    )


def _back(measure: Measure, value: float) -> float:
    return math.exp(value) if measure.is_ratio else value


def _ends_back(pool: Pool) -> Ends:
    return _back(pool.measure, pool.ci[0]), _back(pool.measure, pool.ci[1])


def _warnings(pool: Pool, effects: Sequence[Effect]) -> tuple[str, ...]:
    """Return what the pool warns of; notes stand with each trial already."""
    notes = {f"{effect.label}: {note}" for effect in effects for note in effect.notes}
    return tuple(each for each in pool.warnings if each not in notes)
