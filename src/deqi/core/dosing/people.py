"""Virtual people: who they are, how they go on without treatment, and their luck.

Shapes: n people, m who might come, c contacts at most, g days looked at.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from deqi.core.dosing.values import StudyImpossible
from deqi.core.forecast.models import Floats
from deqi.core.forecast.priors import Prior

Whole = npt.NDArray[np.intp]
ALL = slice(None)

CONTACTS = 80
"""Visits and follow-ups for which there is luck; a year of our policy takes fewer."""

_TRAITS = 3
_LOTS = 3
_SPARE = 50


@dataclass(frozen=True, slots=True)
class Draws:
    """All chance of a study: the same for every policy and assumption.

    Parameters
    ----------
    traits : array of shape (m, 3)
        Standard normal: level, pace, error of the first score.
    lots : array of shape (n, 3)
        Even between 0 and 1: speed, and how many visits in the first two stretches.
    errors : array of shape (n, c)
        Standard normal: error of each score at a visit.
    later : array of shape (n, k)
        Standard normal: error of each score at which responders are counted.
    leaving : array of shape (n, c)
        Even between 0 and 1: who does not come again after a visit.
    """

    traits: Floats
    lots: Floats
    errors: Floats
    later: Floats
    leaving: Floats

    def __post_init__(self) -> None:
        """Refuse arrays that do not tell of the same people."""
        people = len(self.lots)
        parts = (self.errors, self.later, self.leaving)
        if any(len(each) != people for each in parts) or len(self.traits) < people:
            raise StudyImpossible("each person has a row in each table of luck")


def shapes(people: int, counts: int) -> Mapping[str, tuple[str, tuple[int, int]]]:
    """Return what `Draws` wants: by name, ``normal`` or ``even``, and the shape.

    Parameters
    ----------
    people : int
        How many take part.
    counts : int
        How often responders are counted.

    Raises
    ------
    StudyImpossible
        For fewer than two people: nothing says how sure a mean of one is.
    """
    if people < 2:
        raise StudyImpossible("a study has two people at least")
    # Some who might come have too little pain; twice as many leave room for them.
    return {
        "traits": ("normal", (2 * people + _SPARE, _TRAITS)),
        "lots": ("even", (people, _LOTS)),
        "errors": ("normal", (people, CONTACTS)),
        "later": ("normal", (people, counts)),
        "leaving": ("even", (people, CONTACTS)),
    }


@dataclass(frozen=True, slots=True)
class Cohort:
    """Who came.

    Parameters
    ----------
    prior : Prior
        How they go on.
    level, pace : array of shape (n,)
        Distance from the average person, as in the prior.
    baseline : array of shape (n,)
        Score on the day of the first visit, as given.
    draws : Draws
        Their luck.
    """

    prior: Prior
    level: Floats
    pace: Floats
    baseline: Floats
    draws: Draws

    def __len__(self) -> int:
        """Return how many they are."""
        return len(self.level)

    def untreated(self, days: Floats, who: Whole | slice = ALL) -> Floats:
        """Return latent scores without treatment, on days of shape (g,) or (n, g).

        Parameters
        ----------
        days : array
            The same for all, or a row for each.
        who : array of int or slice
            Whom to look at.
        """
        return _untreated(self.prior, self.level[who], self.pace[who], days)

    def seen(self, latent: Floats) -> Floats:
        """Return true scores: what the ends of the scale leave of latent ones."""
        return np.clip(latent, *self.prior.range)

    def given(self, latent: Floats, luck: Floats) -> Floats:
        """Return scores as people give them: with error, in whole points."""
        return _given(self.prior, latent, luck)


def gather(prior: Prior, draws: Draws, *, pain_above: float) -> Cohort:
    """Return the people who come: the first ones whose score lies above a limit.

    Parameters
    ----------
    prior : Prior
        Where people start, how they differ and how they go on. The doubt of its course
        is left out: it is about studies, not about people.
    draws : Draws
        Chance.
    pain_above : float
        In points.

    Raises
    ------
    StudyImpossible
        Where too few have that much pain.
    """
    root = np.linalg.cholesky(
        [
            [prior.level_variance, prior.covariance],
            [prior.covariance, prior.pace_variance],
        ]
    )
    level, pace = root @ draws.traits[:, :2].T
    start = _untreated(prior, level, pace, np.zeros((len(level), 1)))
    first = _given(prior, start, draws.traits[:, 2:3])[:, 0]
    come = np.flatnonzero(first > pain_above)[: len(draws.lots)]
    if len(come) < len(draws.lots):
        raise StudyImpossible("too few people have pain enough to come")
    return Cohort(prior, level[come], pace[come], first[come], draws)


def _untreated(prior: Prior, level: Floats, pace: Floats, days: Floats) -> Floats:
    weeks = days / 7
    course = np.interp(weeks, prior.weeks, prior.course)
    share = np.interp(weeks, prior.weeks, prior.pace)
    return np.asarray(course + level[:, None] + pace[:, None] * share)


def _given(prior: Prior, latent: Floats, luck: Floats) -> Floats:
    error = np.sqrt(prior.noise_variance) * luck
    return np.asarray(np.clip(np.round(latent + error), *prior.range))
