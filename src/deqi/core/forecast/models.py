"""The model laid out for NumPy: what scores say of people, and what that makes likely.

Shapes: n people, h horizons. A person's state is level, pace, doubt of the course and
gain, in that order.

Source: the update is that of a normal prior by a normal measurement, one after
another; a score at an end of the scale says only that the latent score lies there or
beyond, and the update keeps the first two moments of what that leaves.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from deqi.core.forecast.priors import Prior

Floats = npt.NDArray[np.float64]
Truths = npt.NDArray[np.bool_]


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
class State:
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


class Model:
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

    def nobody(self, people: int) -> State:
        """Return the state of n people of whom nothing is known."""
        mean, covariance = self.start
        return State(np.tile(mean, (people, 1)), np.tile(covariance, (people, 1, 1)))

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

    def learn(self, weeks: Floats, scores: Floats, treated: Floats) -> State:
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
        self, state: State, score: Floats, laid: tuple[Floats, Floats], rows: Truths
    ) -> State:
        middle, design = laid
        shift, variance, reach = state.seen(design)
        variance = variance + self.prior.noise_variance
        surprise, sharpness = self._surprise(score, middle + shift, variance)
        pull = reach / variance[:, None]
        surprise, sharpness = surprise * rows, sharpness * rows
        return State(
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
                edge = np.maximum(edge, -FARTHEST)
                ratio = _tail_ratio(edge)
                surprise[rows] = side * sd[rows] * ratio
                sharpness[rows] = ratio * (ratio + edge)
        return surprise, sharpness

    def expect(
        self, state: State, then: Floats, share: Floats
    ) -> tuple[Floats, Floats]:
        """Return mean and spread of the latent score, noise included."""
        course, design = self.layout(then, share)
        shift = np.einsum("nhi,ni->nh", design, state.mean)
        reach = np.einsum("nhi,nij,nhj->nh", design, state.covariance, design)
        return course + shift, np.sqrt(reach + self.prior.noise_variance)

    def cut(self, scores: Floats) -> Floats:
        """Return scores moved to the ends of the scale where they lie beyond."""
        return np.clip(scores, self.low, self.high)


def _each(function: Callable[[float], float]) -> Callable[[Floats], Floats]:
    lifted = np.frompyfunc(function, 1, 1)
    return lambda values: np.asarray(lifted(values), dtype=np.float64)


_erfc = _each(math.erfc)


def share_below(z: Floats) -> Floats:
    """Return the share of the standard normal below each z."""
    return np.asarray(_erfc(-z / math.sqrt(2)) / 2)


def density(z: Floats) -> Floats:
    """Return the density of the standard normal at each z."""
    return np.asarray(np.exp(-z * z / 2) / math.sqrt(2 * math.pi))


def _tail_ratio(edge: Floats) -> Floats:
    """Return density over share of the standard normal's tail below an edge."""
    return np.asarray(density(edge) / share_below(edge))


FARTHEST = 30.0
"""Standard deviations beyond which the share of a tail would underflow."""
