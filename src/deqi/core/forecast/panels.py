"""Forecasts many people at once on one instrument, with NumPy.

Shapes: n people, m measurements at most, h horizons.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt

from deqi.core.forecast import shapes
from deqi.core.forecast.models import Floats, Model, State, gain_share, share_below
from deqi.core.forecast.priors import Prior
from deqi.core.forecast.shapes import Shape
from deqi.core.forecast.values import LEVELS, Anyway, Band, Forecast, Outlook


class PanelImpossible(ValueError):
    """Measurements that do not fit together, their instrument or the day."""


@dataclass(frozen=True, slots=True)
class Panel:
    """What is known of n people on one instrument; NaN is a missing measurement.

    Parameters
    ----------
    weeks : array of shape (n, m)
        When each score was measured, in weeks since treatment was to begin; a score
        before that is negative.
    scores : array of shape (n, m)
        In points of the instrument.
    now : array of shape (n,)
        The week of the forecast; no measurement is later.
    treated : array of shape (n,)
        Weeks for which treatment has gone on since week 0; 0 before it began.
    """

    weeks: Floats
    scores: Floats
    now: Floats
    treated: Floats

    def __post_init__(self) -> None:
        """Refuse shapes that differ, and times that cannot be."""
        people = self.weeks.shape[:1]
        if self.weeks.ndim != 2 or self.scores.shape != self.weeks.shape:
            raise PanelImpossible("weeks and scores have one shape, people by times")
        if self.now.shape != people or self.treated.shape != people:
            raise PanelImpossible("each person has a week of the forecast")
        if (np.isnan(self.weeks) != np.isnan(self.scores)).any():
            raise PanelImpossible("a score has its week, and a week its score")
        if not (np.isfinite(self.now) & (self.treated >= 0)).all():
            raise PanelImpossible("the week of the forecast is known")
        if (self.treated > np.maximum(self.now, 0)).any():
            raise PanelImpossible("nobody has been treated in time to come")
        if (self.weeks > self.now[:, None]).any():
            raise PanelImpossible("nothing is measured after the forecast")


@dataclass(frozen=True, slots=True)
class Outlooks:
    """What to expect of n people by h horizons under one way of going on.

    Parameters
    ----------
    latent_mean, latent_sd : array of shape (n, h)
        Of the score before the ends of the scale cut it, noise included.
    mean : array of shape (n, h)
        Of the score as it will be seen.
    bands : mapping of float to (low, high)
        By level; each end of shape (n, h).
    probability_30_percent, probability_important : array of shape (n, h)
        NaN where they cannot be told.
    shape : Shape
        How the latent score spreads around its mean.
    """

    latent_mean: Floats
    latent_sd: Floats
    mean: Floats
    bands: Mapping[float, tuple[Floats, Floats]]
    probability_30_percent: Floats
    probability_important: Floats
    shape: Shape

    def of(self, person: int, horizon: int) -> Outlook:
        """Return the outlook of one person by one horizon."""
        place = person, horizon
        return Outlook(
            float(self.mean[place]),
            tuple(
                Band(level, float(low[place]), float(high[place]))
                for level, (low, high) in self.bands.items()
            ),
            _known(self.probability_30_percent[place]),
            _known(self.probability_important[place]),
        )


@dataclass(frozen=True, slots=True)
class Forecasts:
    """The forecasts of n people by h horizons.

    Parameters
    ----------
    prior : Prior
        What was known before.
    horizons : tuple of float
        Weeks from the day of the forecast.
    with_treatment : Outlooks or None
        None where the prior has no gain.
    usual_course : Outlooks
        Without further treatment.
    baseline : array of shape (n,)
        Last score up to week 0, or else the first one after; NaN without any.
    anyway, average : array of shape (n, h)
        Change to expect from the baseline alone without any treatment, and that of
        the average person; what is left between them is regression to the mean.
    measurements : array of shape (n,)
        How many scores each person has.
    """

    prior: Prior
    horizons: tuple[float, ...]
    with_treatment: Outlooks | None
    usual_course: Outlooks
    baseline: Floats
    anyway: Floats
    average: Floats
    measurements: npt.NDArray[np.int64]

    def of(self, person: int) -> tuple[Forecast, ...]:
        """Return the forecasts of one person, one for each horizon."""
        return tuple(self._of(person, place) for place in range(len(self.horizons)))

    def _of(self, person: int, place: int) -> Forecast:
        treated = self.with_treatment
        change = float(self.anyway[person, place])
        average = float(self.average[person, place])
        has_baseline = not math.isnan(change)
        return Forecast(
            instrument=self.prior.instrument.id,
            horizon_weeks=self.horizons[place],
            with_treatment=None if treated is None else treated.of(person, place),
            usual_course=self.usual_course.of(person, place),
            anyway=Anyway(change, average, change - average) if has_baseline else None,
            measurements=int(self.measurements[person]),
            prior=self.prior.id,
            sources=self.prior.sources,
            reviewed=self.prior.reviewed,
        )


def forecast(panel: Panel, prior: Prior, *, horizons: Sequence[float]) -> Forecasts:
    """Forecast every person of a panel by every horizon.

    Parameters
    ----------
    panel : Panel
        Measurements of n people, in any order.
    prior : Prior
        Of the instrument and the stage that the complaints were in at week 0.
    horizons : sequence of float
        Weeks from the day of the forecast, 0 or more.

    Returns
    -------
    Forecasts
        Of the score as it would be measured. A person without a measurement gets the
        forecast of the average person.

    Raises
    ------
    PanelImpossible
        For a score outside the instrument's range, or a horizon before the forecast.

    Source: knowledge ``forecasts:<id>``, one record for each prior.
    """
    low, high = prior.range
    if ((panel.scores < low) | (panel.scores > high)).any():
        raise PanelImpossible(f"{prior.instrument.id} runs from {low:g} to {high:g}")
    if not horizons or min(horizons) < 0:
        raise PanelImpossible("a horizon lies in time to come")
    model = Model(prior)
    weeks, scores = _ordered(panel)
    ahead = np.asarray(horizons, dtype=np.float64)
    then = panel.now[:, None] + ahead
    choose = partial(shapes.choose, prior.bends, panel.now, ahead)
    done = panel.treated[:, None]
    learnt = model.learn(weeks, scores, panel.treated)
    baseline, anyway, average = _anyway(model, (weeks, scores), panel.treated, then)
    stopped = gain_share(prior, done, np.maximum(then - done, 0))
    ongoing = gain_share(prior, done + then - panel.now[:, None], np.zeros_like(then))
    return Forecasts(
        prior=prior,
        horizons=tuple(float(each) for each in horizons),
        with_treatment=(
            _look(model, learnt, (then, ongoing), baseline, choose)
            if prior.gain
            else None
        ),
        usual_course=_look(model, learnt, (then, stopped), baseline, choose),
        baseline=baseline,
        anyway=anyway,
        average=average,
        measurements=np.isfinite(scores).sum(axis=1),
    )


def _look(
    model: Model,
    state: State,
    at: tuple[Floats, Floats],
    baseline: Floats,
    choose: Callable[[Floats], Shape],
) -> Outlooks:
    """Return what to expect at weeks, with a share of the gain, of shape (n, h)."""
    middle, sd = model.expect(state, *at)
    shape = choose(ease(model.prior, baseline, (middle, sd)))
    bands = {}
    for level in LEVELS:
        low, high = shape.reach(level)
        bands[level] = (model.cut(middle + low * sd), model.cut(middle + high * sd))
    response, important = (
        _chance(model, shape.straight((goal[:, None] - middle) / sd), goal)
        for goal in _goals(model.prior, baseline)
    )
    return Outlooks(
        latent_mean=middle,
        latent_sd=sd,
        mean=shape.seen_mean(middle, sd, model.prior.range),
        bands=bands,
        probability_30_percent=response,
        probability_important=important,
        shape=shape,
    )


def ease(prior: Prior, baseline: Floats, expected: tuple[Floats, Floats]) -> Floats:
    """Return how far a response lies above the middle of forecasts, of shape (n, h).

    Parameters
    ----------
    prior : Prior
        Says what counts as a response.
    baseline : array of shape (n,)
        NaN gives NaN.
    expected : tuple of array
        Mean and spread of the latent score, each of shape (n, h).
    """
    middle, sd = expected
    return np.asarray((_response(prior, baseline)[:, None] - middle) / sd)


def baselines(weeks: Floats, scores: Floats) -> tuple[Floats, Floats]:
    """Return week and score of each person's baseline, each of shape (n, 1).

    It is the last one up to week 0, or else the first one after; the scores are in the
    order of their weeks, and NaN is last.
    """
    if not scores.shape[1]:
        nothing = np.full((len(scores), 1), np.nan)
        return nothing, nothing
    before = (weeks <= 0).sum(axis=1)
    column = np.maximum(before - 1, 0)[:, None]
    return (
        np.take_along_axis(weeks, column, axis=1),
        np.take_along_axis(scores, column, axis=1),
    )


def _response(prior: Prior, baseline: Floats) -> Floats:
    return baseline * (1 - prior.responder_percent / 100)


def _goals(prior: Prior, baseline: Floats) -> tuple[Floats, Floats]:
    """Return the scores up to which a response and an important change count."""
    rule = prior.improvement
    best = np.full_like(baseline, np.nan)
    if rule.percent is not None:
        best = baseline * (1 - rule.percent / 100)
    if rule.absolute is not None:
        best = np.fmax(best, baseline - rule.absolute)
    # From the best end of the scale nobody can get better.
    stuck = baseline <= prior.range[0]
    response = np.where(stuck, np.nan, _response(prior, baseline))
    return response, np.where(stuck, np.nan, best)


def _chance(model: Model, z: Floats, goal: Floats) -> Floats:
    return np.where(goal[:, None] < model.low, 0.0, share_below(z))


def _ordered(panel: Panel) -> tuple[Floats, Floats]:
    """Return weeks and scores by time, so that the order of rows does not matter."""
    order = np.lexsort((panel.scores, panel.weeks), axis=-1)
    return (
        np.take_along_axis(panel.weeks, order, axis=1),
        np.take_along_axis(panel.scores, order, axis=1),
    )


def _anyway(
    model: Model, measured: tuple[Floats, Floats], treated: Floats, then: Floats
) -> tuple[Floats, Floats, Floats]:
    """Return each baseline, and the changes to expect from it without treatment."""
    week, first = baselines(*measured)
    learnt = model.learn(week, first, treated)
    later = _seen(model, learnt, then)
    nobody = model.nobody(len(first))
    start = np.zeros_like(first)
    usual, average = _seen(model, nobody, start), _seen(model, nobody, then)
    return first[:, 0], later - first, average - usual


def _seen(model: Model, state: State, weeks: Floats) -> Floats:
    """Return the mean of the score as seen without any treatment."""
    expected = model.expect(state, weeks, np.zeros_like(weeks))
    return shapes.Normal().seen_mean(*expected, model.prior.range)


def _known(value: float) -> float | None:
    return None if math.isnan(value) else float(value)
