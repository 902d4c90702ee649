"""Draws virtual people from a prior, or from a truth that the model does not know.

Each person has a score near weeks 0, 1, 2, 4 and 6, each missing one time in five, and
is forecast in week 6 for weeks 12 and 26. Where the prior has a gain, every other person
is treated from week 0 on and goes on; the rest never are.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from deqi.core.forecast import panels
from deqi.core.forecast.panels import Forecasts, Outlooks, Panel
from deqi.core.forecast.priors import Prior
from deqi.core.forecast.shapes import Bent, Shape

Floats = npt.NDArray[np.float64]
Chance = np.random.Generator

PLANNED, NOW, HORIZONS = (0.0, 1.0, 2.0, 4.0, 6.0), 6.5, (5.5, 19.5)
FOLLOWED = (*HORIZONS, 1.5, 6.5, 45.5)
"""Where people are learnt from, they are followed for a year."""

MISSING, JITTER = 0.2, 0.4


@dataclass(frozen=True)
class Truth:
    """How people really go: each part takes chance and sizes, and gives draws."""

    level: Callable[[Chance, Floats, int], Floats]
    noise: Callable[[Chance, float, tuple[int, int]], Floats]
    progress: Callable[[Chance, Prior, Floats], Floats] | None = None
    leaves: tuple[float, float] | None = None
    whole_points: bool = False


@dataclass(frozen=True)
class Cohort:
    """What is seen by week 6, and what comes; treated is 1 where treatment goes on."""

    panel: Panel
    later: Floats
    treated: npt.NDArray[np.bool_]


def normal_level(chance: Chance, spread: Floats, people: int) -> Floats:
    return chance.multivariate_normal([0, 0], spread, size=people)


def heavy_level(freedom: int) -> Callable[[Chance, Floats, int], Floats]:
    """Student's t, of the same variance."""

    def draw_level(chance: Chance, spread: Floats, people: int) -> Floats:
        drawn = chance.multivariate_normal([0, 0], spread, size=people)
        square = chance.chisquare(freedom, size=(people, 1))
        return drawn * np.sqrt((freedom - 2) / square)

    return draw_level


def normal_noise(chance: Chance, variance: float, shape: tuple[int, int]) -> Floats:
    return chance.normal(0, np.sqrt(variance), size=shape)


def heavy_noise(freedom: int) -> Callable[[Chance, float, tuple[int, int]], Floats]:
    def draw_noise(chance: Chance, variance: float, shape: tuple[int, int]) -> Floats:
        scale = np.sqrt(variance * (freedom - 2) / freedom)
        return chance.standard_t(freedom, size=shape) * scale

    return draw_noise


def uneven_noise(fold: float) -> Callable[[Chance, float, tuple[int, int]], Floats]:
    """Each person has an error of their own: ``fold`` is one SD of its variance."""

    def draw_noise(chance: Chance, variance: float, shape: tuple[int, int]) -> Floats:
        log = chance.normal(0, np.log(fold), size=(shape[0], 1))
        own = np.exp(log - np.log(fold) ** 2 / 2)
        return chance.normal(0, 1, size=shape) * np.sqrt(variance * own)

    return draw_noise


def two_speeds(fast: float, slow: float) -> Callable[[Chance, Prior, Floats], Floats]:
    """Half of the people get there with one time constant in weeks, half another."""

    def progress(chance: Chance, prior: Prior, weeks: Floats) -> Floats:
        constant = np.where(chance.random((len(weeks), 1)) < 0.5, fast, slow)
        return 1 - np.exp(-np.maximum(weeks, 0) / constant)

    return progress


_FAMILY = Truth(normal_level, normal_noise)
TRUTHS = {
    "as the model has it": _FAMILY,
    "heavy tails, strong": Truth(heavy_level(4), heavy_noise(4)),
    "heavy tails, mild": Truth(heavy_level(8), heavy_noise(8)),
    "uneven error, strong": replace(_FAMILY, noise=uneven_noise(4)),
    "uneven error, mild": replace(_FAMILY, noise=uneven_noise(2)),
    "fast and slow recovery, strong": replace(_FAMILY, progress=two_speeds(2, 16)),
    "fast and slow recovery, mild": replace(_FAMILY, progress=two_speeds(4, 9)),
    "drop-out of those who are worse, strong": replace(_FAMILY, leaves=(0.1, 0.65)),
    "drop-out of those who are worse, mild": replace(_FAMILY, leaves=(0.15, 0.3)),
    "whole points only": replace(_FAMILY, whole_points=True),
}
"""The family, four truths it does not know in two strengths, and what paper makes."""


def draw(
    prior: Prior,
    truth: Truth,
    people: int,
    *,
    seed: int,
    horizons: tuple[float, ...] = HORIZONS,
) -> Cohort:
    """Draw a cohort; the same seed gives the same people."""
    chance = np.random.default_rng(seed)
    weeks = np.tile(PLANNED, (people, 1))
    weeks = weeks + chance.uniform(-JITTER, JITTER, size=weeks.shape)
    later = np.tile([NOW + each for each in horizons], (people, 1))
    times = np.hstack([weeks, later])
    treated = (np.arange(people) % 2 == 0) & (prior.gain is not None)
    scores = _scores(chance, prior, truth, (times, treated))
    low, high = prior.range
    if truth.whole_points:
        scores = np.round(scores)
    scores = np.clip(scores, low, high)
    gone = chance.random(weeks.shape) < _missing(
        truth, scores[:, : len(PLANNED)], prior
    )
    panel = Panel(
        np.where(gone, np.nan, weeks),
        np.where(gone, np.nan, scores[:, : len(PLANNED)]),
        np.full(people, NOW),
        np.where(treated, NOW, 0.0),
    )
    return Cohort(panel, scores[:, len(PLANNED) :], treated)


def outlooks(cohort: Cohort, prior: Prior) -> Outlooks:
    """Return each person's forecast under what really happens to them."""
    found = panels.forecast(cohort.panel, prior, horizons=HORIZONS)
    return merged(found, cohort.treated)


def merged(found: Forecasts, treated: npt.NDArray[np.bool_]) -> Outlooks:
    """Return the outlook with treatment of the treated, and without of the others."""
    usual, ongoing = found.usual_course, found.with_treatment or found.usual_course
    pick = treated[:, None]

    def picked(name: str) -> Floats:
        return np.where(pick, getattr(ongoing, name), getattr(usual, name))

    bands = {
        level: tuple(
            np.where(pick, ongoing.bands[level][end], usual.bands[level][end])
            for end in (0, 1)
        )
        for level in usual.bands
    }
    shape: Shape = usual.shape
    if isinstance(shape, Bent) and isinstance(ongoing.shape, Bent):
        shape = Bent(np.where(pick[..., None], ongoing.shape.ends, shape.ends))
    return Outlooks(
        picked("latent_mean"),
        picked("latent_sd"),
        picked("mean"),
        bands=bands,
        probability_30_percent=picked("probability_30_percent"),
        probability_important=picked("probability_important"),
        shape=shape,
    )


def _scores(
    chance: Chance, prior: Prior, truth: Truth, at: tuple[Floats, npt.NDArray[np.bool_]]
) -> Floats:
    times, treated = at
    people = len(times)
    between = [[prior.level_variance, prior.covariance]]
    between.append([prior.covariance, prior.pace_variance])
    own = truth.level(chance, np.array(between), people)
    course = np.interp(times, prior.weeks, prior.course)
    pace = np.interp(times, prior.weeks, prior.pace)
    if truth.progress is not None:
        pace = truth.progress(chance, prior, times)
        course = prior.course[0] + pace * (prior.course[-1] - prior.course[0])
    doubt = np.interp(times, prior.weeks, prior.course_sd)
    scores = course + own[:, :1] + own[:, 1:] * pace
    scores = scores + chance.normal(size=(people, 1)) * doubt
    if prior.gain is not None:
        points = chance.normal(prior.gain.points, prior.gain.sd, size=(people, 1))
        share = np.clip(times / prior.gain.full_weeks, 0, 1)
        scores = scores + points * share * treated[:, None]
    return scores + truth.noise(chance, prior.noise_variance, times.shape)


def _missing(truth: Truth, scores: Floats, prior: Prior) -> Floats:
    """Return each score's chance of being missing."""
    if truth.leaves is None:
        return np.full(scores.shape, MISSING)
    least, more = truth.leaves
    low, high = prior.range
    # The worse the score, the likelier it is missing; the first is always there.
    chances = least + more * (scores - low) / (high - low)
    chances[:, 0] = 0
    return chances
