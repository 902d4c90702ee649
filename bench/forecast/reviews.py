"""Forecasts and reviews of everybody, and the same for a few of them one by one."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bench.forecast import people
from bench.forecast.people import Crowd
from deqi.care import sweeping
from deqi.care.sweeping import Group, Sweep
from deqi.core import review
from deqi.core.forecast import persons
from deqi.core.forecast.panels import Forecasts
from deqi.core.forecast.priors import Prior
from deqi.core.review import Decision, panels
from deqi.knowledge import charting, reviews

KINDS = {name: kind.title for name, kind in charting.event_kinds().items()}
WORDS = review.Vocabulary(
    {name: name for name in KINDS}, charting.words().grades, KINDS
)
SAMPLE, CLOSE = 500, 1e-9
"""People looked at one by one, and how far apart two forecasts may lie, in points."""


@dataclass(frozen=True)
class Work:
    """What is timed: the forecasts of a crowd, its reviews, and both."""

    crowd: Crowd
    prior: Prior

    def forecast(self) -> Forecasts:
        """Forecast everybody, and review nobody."""
        panel, horizons = self.crowd.panel, (reviews.horizon_weeks(),)
        people = np.arange(len(panel.today))
        return panels.foresee(panel, self.prior, people=people, horizons=horizons)

    def review(self) -> Sweep:
        """Review everybody, and forecast nobody."""
        return self._sweep(())

    def both(self) -> Sweep:
        """Review and forecast everybody."""
        everybody = np.arange(len(self.crowd.panel.today))
        return self._sweep((Group(self.prior, everybody),))

    def _sweep(self, groups: Sequence[Group]) -> Sweep:
        crowd, settings = self.crowd, reviews.settings()
        panel = panels.weighed(crowd.panel, crowd.charted, settings)
        return sweeping.sweep(panel, groups)


def different(work: Work, found: Sweep) -> tuple[int, int]:
    """Return how many were looked at one by one, and how many came out otherwise."""
    last = len(work.crowd.panel.today) - 1
    some = np.unique(np.linspace(0, last, SAMPLE).astype(int))
    return len(some), sum(_differs(work, found, person) for person in some)


def _differs(work: Work, found: Sweep, person: int) -> bool:
    one = people.alone(work.crowd, person)
    settings, rhythm = reviews.settings(), dict(reviews.rhythm())
    series = review.series_of(one.episode, today=one.today)
    standings = [review.standing_of(i, series, settings) for i in settings.judged_by]
    around = review.Circumstances(
        one.safety,
        review.weigh(series, settings, WORDS),
        review.Cover(),
        one.episode.wants_maintenance,
    )
    told = review.gather(series, standings, around, settings)
    rhythm[Decision.TAPER] = review.step(series, settings) or rhythm[Decision.TAPER]
    verdict = review.decide(told, reviews.rules(), rhythm)
    return not (
        _is_told(verdict, found.verdicts, person)
        and _is_foreseen(work.prior, series, found, person)
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
