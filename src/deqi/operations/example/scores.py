"""How somebody's scores truly go: drawn from what the forecast knows of people.

A person has a level, a pace and a share of what treatment adds, as the model of the
forecast has it; each measurement adds its noise and is cut at the ends of the scale.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from random import Random

from deqi.core.conditions import Stage
from deqi.core.forecast import priors
from deqi.core.forecast.priors import Prior
from deqi.knowledge import forecasts

INSTRUMENTS = ("NRS", "PEG", "RMDQ24")
OF_EACH_SESSION = ("NRS", "PEG")
_LEAST = {"NRS": 4.0, "PEG": 3.5, "RMDQ24": 7.0}
"""Nobody comes for care with less: what is drawn below is lifted to it."""


@dataclass(frozen=True, slots=True)
class Truth:
    """Where a person stands among all people, in standard deviations.

    Parameters
    ----------
    stage : Stage
        How long the complaint had lasted at the first session.
    level, pace, gain : float
        Above 0: worse at the start, slower, and less helped than the average.
    """

    stage: Stage
    level: float
    pace: float
    gain: float


def drawn(stage: Stage, chance: Random) -> Truth:
    """Draw one person."""
    return Truth(stage, chance.gauss(), chance.gauss(), chance.gauss())


def score(truth: Truth, instrument: str, weeks: float, chance: Random) -> float | None:
    """Return what a person answers, some weeks after the first session.

    Returns
    -------
    float or None
        In points of the instrument; None where no record says how it goes.
    """
    prior = forecasts.catalogue().get((instrument, truth.stage))
    if prior is None:
        return None
    lifted = max(0.0, _LEAST[instrument] - _latent(prior, truth, 0))
    points = _latent(prior, truth, weeks) + lifted
    points += chance.gauss(0, sqrt(prior.noise_variance))
    low, high = prior.range
    return round(min(max(points, low), high), 1 if instrument == "PEG" else 0)


def _latent(prior: Prior, truth: Truth, weeks: float) -> float:
    level_sd = sqrt(prior.level_variance)
    together = prior.covariance / level_sd
    alone = sqrt(prior.pace_variance - together**2)
    pace = together * truth.level + alone * truth.pace
    return (
        priors.at(tuple(zip(prior.weeks, prior.course, strict=True)), weeks)
        + level_sd * truth.level
        + priors.at(tuple(zip(prior.weeks, prior.pace, strict=True)), weeks) * pace
        + _gain(prior, truth, weeks)
    )


def _gain(prior: Prior, truth: Truth, weeks: float) -> float:
    if prior.gain is None:
        return 0.0
    whole = prior.gain.points + prior.gain.sd * truth.gain
    return whole * min(1.0, weeks / prior.gain.full_weeks)
