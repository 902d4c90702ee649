"""Forecasts many people at once on one instrument, with NumPy.

Shapes: n people, m measurements at most, h horizons.

Source: the update is that of a normal prior by a normal measurement, one after
another; a score at an end of the scale says only that the latent score lies there or
beyond, and the update keeps the first two moments of what that leaves.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from deqi.core.forecast import normal
from deqi.core.forecast.priors import Prior
from deqi.core.forecast.values import LEVELS, Anyway, Band, Forecast, Outlook

Floats = npt.NDArray[np.float64]
Truths = npt.NDArray[np.bool_]


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
    """

    latent_mean: Floats
    latent_sd: Floats
    mean: Floats
    bands: Mapping[float, tuple[Floats, Floats]]
    probability_30_percent: Floats
    probability_important: Floats

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
        Of the instrument and the stage of the complaint.
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
    model = _Model(prior)
    weeks, scores = _ordered(panel)
    then = panel.now[:, None] + np.asarray(horizons, dtype=np.float64)
    done = panel.treated[:, None]
    learnt = model.learn(weeks, scores, panel.treated)
    baseline, anyway, average = _anyway(model, (weeks, scores), panel.treated, then)
    stopped = gain_share(prior, done, np.maximum(then - done, 0))
    ongoing = gain_share(prior, done + then - panel.now[:, None], np.zeros_like(then))
    return Forecasts(
        prior=prior,
        horizons=tuple(float(each) for each in horizons),
        with_treatment=(
            model.look(learnt, then, ongoing, baseline) if prior.gain else None
        ),
        usual_course=model.look(learnt, then, stopped, baseline),
        baseline=baseline,
        anyway=anyway,
        average=average,
        measurements=np.isfinite(scores).sum(axis=1),
    )


def gain_share(prior: Prior, exposed: Floats, idle: Floats) -> Floats:
    """Return which share of the whole gain is there, 0 to 1.

    Parameters
    ----------
    prior : Prior
        Its gain says how fast it grows and fades; without one the share is 0.
    exposed, idle : array
        Weeks of treatment so far, and weeks since it stopped.
    """
    gain = prior.gain
    if gain is None:
        return np.zeros_like(exposed + idle)
    grown = np.clip(exposed / gain.full_weeks, 0, 1)
    kept = np.clip(1 - gain.fade_per_week * idle, 0, 1)
    return np.asarray(grown * kept)


@dataclass(frozen=True, slots=True)
class _State:
    """Level, pace, course and gain: mean of shape (n, 4), covariance (n, 4, 4)."""

    mean: Floats
    covariance: Floats

    def seen(self, design: Floats) -> tuple[Floats, Floats, Floats]:
        """Return mean, variance and covariance with the state of what is looked at."""
        reach = np.einsum("nij,nj->ni", self.covariance, design)
        return (
            np.einsum("ni,ni->n", design, self.mean),
            np.einsum("ni,ni->n", design, reach),
            reach,
        )


class _Model:
    """The prior, laid out for NumPy."""

    def __init__(self, prior: Prior) -> None:
        self.prior = prior
        self.weeks = np.asarray(prior.weeks)
        self.low, self.high = prior.range

    @cached_property
    def start(self) -> tuple[Floats, Floats]:
        """Return mean and covariance of a person of whom nothing is known."""
        prior = self.prior
        covariance = np.zeros((4, 4))
        covariance[0, 0], covariance[1, 1] = prior.level_variance, prior.pace_variance
        covariance[0, 1] = covariance[1, 0] = prior.covariance
        covariance[2, 2] = 1.0
        covariance[3, 3] = prior.gain.sd**2 if prior.gain else 0.0
        return np.zeros(4), covariance

    def nobody(self, people: int) -> _State:
        mean, covariance = self.start
        return _State(np.tile(mean, (people, 1)), np.tile(covariance, (people, 1, 1)))

    def layout(self, weeks: Floats, share: Floats) -> tuple[Floats, Floats]:
        """Return the mean of the average person, and the design, of shape (..., 4)."""
        prior = self.prior
        course = np.interp(weeks, self.weeks, prior.course)
        parts = [
            np.ones_like(weeks),
            np.interp(weeks, self.weeks, prior.pace),
            np.interp(weeks, self.weeks, prior.course_sd),
            share,
        ]
        points = prior.gain.points if prior.gain else 0.0
        return course + points * share, np.stack(parts, axis=-1)

    def learn(self, weeks: Floats, scores: Floats, treated: Floats) -> _State:
        """Return what n people's scores say of them, one column after another."""
        known = np.isfinite(scores)
        times = np.where(known, weeks, 0.0)
        done = treated[:, None]
        share = gain_share(
            self.prior,
            np.clip(times, 0, done),
            np.where(done > 0, np.maximum(times - done, 0), 0),
        )
        middle, design = self.layout(times, share)
        state = self.nobody(len(scores))
        for column in range(scores.shape[1]):
            rows = known[:, column]
            state = self._updated(
                state,
                np.where(rows, scores[:, column], middle[:, column]),
                (middle[:, column], design[:, column]),
                rows,
            )
        return state

    def _updated(
        self, state: _State, score: Floats, laid: tuple[Floats, Floats], rows: Truths
    ) -> _State:
        middle, design = laid
        shift, variance, reach = state.seen(design)
        variance = variance + self.prior.noise_variance
        surprise, sharpness = self._surprise(score, middle + shift, variance)
        pull = reach / variance[:, None]
        surprise, sharpness = surprise * rows, sharpness * rows
        return _State(
            state.mean + pull * surprise[:, None],
            state.covariance
            - (pull * sharpness[:, None])[:, :, None] * reach[:, None, :],
        )

    def _surprise(
        self, score: Floats, expected: Floats, variance: Floats
    ) -> tuple[Floats, Floats]:
        """Return by how much a score surprises, and which share of doubt it settles.

        A score at an end is a latent score there or beyond: its mean and variance are
        those of the normal's tail.
        """
        surprise, sharpness = score - expected, np.ones_like(score)
        sd = np.sqrt(variance)
        for side, end in ((-1.0, self.low), (1.0, self.high)):
            rows = score == end
            if rows.any():
                edge = side * (expected[rows] - end) / sd[rows]
                edge = np.maximum(edge, -_FARTHEST)
                ratio = _tail_ratio(edge)
                surprise[rows] = side * sd[rows] * ratio
                sharpness[rows] = ratio * (ratio + edge)
        return surprise, sharpness

    def look(
        self, state: _State, then: Floats, share: Floats, baseline: Floats
    ) -> Outlooks:
        """Return what to expect at given weeks."""
        middle, sd = self.expect(state, then, share)
        bands = {}
        for level in LEVELS:
            reach = normal.quantile((1 + level) / 2) * sd
            bands[level] = (self._cut(middle - reach), self._cut(middle + reach))
        response, important = self._goals(baseline)
        return Outlooks(
            latent_mean=middle,
            latent_sd=sd,
            mean=self.seen_mean(middle, sd),
            bands=bands,
            probability_30_percent=self._chance(response, middle, sd),
            probability_important=self._chance(important, middle, sd),
        )

    def expect(
        self, state: _State, then: Floats, share: Floats
    ) -> tuple[Floats, Floats]:
        """Return mean and spread of the latent score, noise included."""
        course, design = self.layout(then, share)
        shift = np.einsum("nhi,ni->nh", design, state.mean)
        reach = np.einsum("nhi,nij,nhj->nh", design, state.covariance, design)
        return course + shift, np.sqrt(reach + self.prior.noise_variance)

    def seen_mean(self, middle: Floats, sd: Floats) -> Floats:
        """Return the mean of the score as seen: see ``normal.clipped_mean``."""
        a, b = (self.low - middle) / sd, (self.high - middle) / sd
        below, above = _share_below(a), _share_below(-b)
        bulge = _density(a) - _density(b)
        inside = middle * (1 - below - above) + sd * bulge
        return self._cut(self.low * below + self.high * above + inside)

    def _cut(self, scores: Floats) -> Floats:
        return np.clip(scores, self.low, self.high)

    def _goals(self, baseline: Floats) -> tuple[Floats, Floats]:
        """Return the scores up to which a response and an important change count."""
        rule = self.prior.improvement
        response = baseline * (1 - self.prior.responder_percent / 100)
        best = np.full_like(baseline, np.nan)
        if rule.percent is not None:
            best = baseline * (1 - rule.percent / 100)
        if rule.absolute is not None:
            best = np.fmax(best, baseline - rule.absolute)
        # From the best end of the scale nobody can get better.
        stuck = baseline <= self.low
        return np.where(stuck, np.nan, response), np.where(stuck, np.nan, best)

    def _chance(self, goal: Floats, middle: Floats, sd: Floats) -> Floats:
        chance = _share_below((goal[:, None] - middle) / sd)
        return np.where(goal[:, None] < self.low, 0.0, chance)


def _ordered(panel: Panel) -> tuple[Floats, Floats]:
    """Return weeks and scores by time, so that the order of rows does not matter."""
    order = np.lexsort((panel.scores, panel.weeks), axis=-1)
    return (
        np.take_along_axis(panel.weeks, order, axis=1),
        np.take_along_axis(panel.scores, order, axis=1),
    )


def _anyway(
    model: _Model, measured: tuple[Floats, Floats], treated: Floats, then: Floats
) -> tuple[Floats, Floats, Floats]:
    """Return each baseline, and the changes to expect from it without treatment."""
    weeks, scores = measured
    before = (weeks <= 0).sum(axis=1)
    column = np.maximum(before - 1, 0)[:, None]
    if scores.shape[1]:
        week = np.take_along_axis(weeks, column, axis=1)
        first = np.take_along_axis(scores, column, axis=1)
    else:
        week = first = np.full((len(scores), 1), np.nan)
    nothing = np.zeros_like(then)
    learnt = model.learn(week, first, treated)
    later = model.seen_mean(*model.expect(learnt, then, nothing))
    nobody = model.nobody(len(scores))
    start = np.zeros((len(scores), 1))
    average = model.seen_mean(*model.expect(nobody, then, nothing))
    usual = model.seen_mean(*model.expect(nobody, start, start))
    return first[:, 0], later - first, average - usual


def _known(value: float) -> float | None:
    return None if math.isnan(value) else float(value)


def _each(function: Callable[[float], float]) -> Callable[[Floats], Floats]:
    lifted = np.frompyfunc(function, 1, 1)
    return lambda values: np.asarray(lifted(values), dtype=np.float64)


_erfc = _each(math.erfc)


def _share_below(z: Floats) -> Floats:
    return np.asarray(_erfc(-z / math.sqrt(2)) / 2)


def _density(z: Floats) -> Floats:
    return np.asarray(np.exp(-z * z / 2) / math.sqrt(2 * math.pi))


def _tail_ratio(edge: Floats) -> Floats:
    """Return density over share of the standard normal's tail below an edge."""
    return np.asarray(_density(edge) / _share_below(edge))


_FARTHEST = 30.0
# Beyond 30 standard deviations the share of the tail would underflow.
