"""Forecasts and reviews of everybody, and the same for a few of them one by one."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bench.forecast import people
from deqi.care import sweeping
from deqi.care.sweeping import Group, Sweep
from deqi.core import review
from deqi.core.forecast import persons
from deqi.core.forecast.priors import Prior
from deqi.core.review import Decision, panels
from deqi.core.review.panels import ReviewPanel
from deqi.knowledge import reviews

SAMPLE, CLOSE = 500, 1e-9
"""People looked at one by one, and how far apart two forecasts may lie, in points."""


@dataclass(frozen=True)
class Crowd:
    """A panel of people whom one prior is for."""

    panel: ReviewPanel
    prior: Prior

    def sweep(self) -> Sweep:
        """Review and forecast everybody."""
        return sweeping.sweep(self.panel, [Group(self.prior, self.everybody)])

    def forecast(self) -> object:
        """Forecast everybody, and review nobody."""
        horizons = (reviews.horizon_weeks(),)
        return panels.foresee(
            self.panel, self.prior, people=self.everybody, horizons=horizons
        )

    def review(self) -> Sweep:
        """Review everybody, and forecast nobody."""
        return sweeping.sweep(self.panel, [])

    @property
    def everybody(self) -> panels.Places:
        return np.arange(len(self.panel.today))


def different(crowd: Crowd, found: Sweep) -> tuple[int, int]:
    """Return how many were looked at one by one, and how many came out otherwise."""
    some = np.linspace(0, len(crowd.panel.today) - 1, SAMPLE).astype(int)
    some = np.unique(some)
    return len(some), sum(_differs(crowd, found, person) for person in some)


def _differs(crowd: Crowd, found: Sweep, person: int) -> bool:
    one = people.alone(crowd.panel, person)
    settings, rules = reviews.settings(), reviews.rules()
    series = review.series_of(one.episode, today=one.today)
    standings = [review.standing_of(i, series, settings) for i in settings.judged_by]
    told = review.gather(series, standings, one.around, settings)
    rhythm = dict(reviews.rhythm())
    taper = review.step(series, settings)
    rhythm[Decision.TAPER] = taper or rhythm[Decision.TAPER]
    verdict = review.decide(told, rules, rhythm)
    return not (
        _is_told(verdict, found.verdicts, person)
        and _is_foreseen(crowd.prior, series, found, person)
    )


def _is_told(alone: review.Verdict, verdicts: panels.Verdicts, person: int) -> bool:
    reasons = (*alone.because, *alone.beside, *alone.remarks)
    held = verdicts.held[person]
    days = verdicts.next_visit_days[person]
    return (
        verdicts.decision[person] == alone.decision.gravity
        and verdicts.rules[verdicts.rule[person]].id == alone.because[0].rule
        and _ids(verdicts.rules, held) == {each.rule for each in reasons}
        and np.array_equal(days, alone.next_visit_days or (np.nan,) * 2, equal_nan=True)
    )


def _ids(rules: Sequence[review.Rule], held: np.ndarray) -> set[str]:
    return {rules[place].id for place in np.flatnonzero(held)}


def _is_foreseen(
    prior: Prior, series: review.Series, found: Sweep, person: int
) -> bool:
    began = series.first or series.today
    (alone,) = persons.forecast(
        series.measurements,
        prior,
        treatment=persons.Treatment(began, series.held[-1] if series.held else None),
        today=series.today,
        horizons=(reviews.horizon_weeks(),),
    )
    (forecasts,) = found.forecasts
    (together,) = forecasts.of(person)
    pairs = [(alone.usual_course, together.usual_course)]
    if alone.with_treatment and together.with_treatment:
        pairs.append((alone.with_treatment, together.with_treatment))
    return all(
        abs(getattr(one, part) - getattr(other, part)) < CLOSE
        for one, other in pairs
        for part in ("mean", "low", "high")
    )
