"""Learns from many people how past forecasts of them would have missed.

Nobody is forecast by what was learnt from themselves: people are parted in halves, and
each half is forecast with what the other taught. What is kept are the places that their
later scores took in those forecasts (`Bend`).

Shapes: n people, m measurements at most.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from deqi.core.forecast import bends, normal, populations
from deqi.core.forecast.bends import Bend
from deqi.core.forecast.models import (
    FARTHEST,
    Floats,
    Model,
    Truths,
    gain_share,
    share_below,
)
from deqi.core.forecast.panels import Panel
from deqi.core.forecast.populations import Population
from deqi.core.forecast.priors import Prior
from deqi.core.forecast.shapes import Bent


def learn(
    panel: Panel, prior: Prior, *, nows: Sequence[float], horizons: Sequence[float]
) -> Population:
    """Learn a population's sizes, and how forecasts of its people miss.

    Parameters
    ----------
    panel : Panel
        Scores of n people who have been followed.
    prior : Prior
        As for ``populations.learn``.
    nows : sequence of float
        Weeks in which people will be forecast: each later score is placed in a
        forecast made then from the scores up to then.
    horizons : sequence of float
        Weeks from then for which they will be; a later score counts for the nearest.

    Returns
    -------
    Population
        With a bend for each pair of times for which there are enough people.

    Raises
    ------
    PopulationUnknown
        Where all the people, or half of them, leave a size open.
    """
    whole = populations.learn(panel, prior)
    first, second = _halves(panel)
    taught = [
        (half, populations.learn(other, prior).onto(prior))
        for half, other in ((first, second), (second, first))
    ]
    found: list[Bend] = []
    for now in nows:
        ours, theirs = (_Missed.of(*each, now) for each in taught)
        found += _bends(ours.joined(theirs), now, np.asarray(horizons))
    return replace(whole, bends=tuple(found))


def _halves(panel: Panel) -> tuple[Panel, Panel]:
    """Part people by turns among those most alike, so that rows have no order."""
    order = np.lexsort((*panel.scores.T, panel.treated))
    first, second = (
        Panel(
            panel.weeks[rows], panel.scores[rows], panel.now[rows], panel.treated[rows]
        )
        for rows in (order[::2], order[1::2])
    )
    return first, second


@dataclass(frozen=True, slots=True)
class _Missed:
    """Scores after a forecast: whose, how far ahead, and where in it, as deviations."""

    person: npt.NDArray[np.int64]
    ahead: Floats
    z: Floats
    lowest: Truths
    highest: Truths

    @classmethod
    def of(cls, panel: Panel, prior: Prior, now: float) -> "_Missed":
        model = Model(prior)
        treated = np.minimum(panel.treated, max(now, 0.0))
        state = model.learn(*_until(panel, now), treated)
        later = panel.weeks > now
        weeks = np.where(later, panel.weeks, 0.0)
        exposed = np.clip(weeks, 0, panel.treated[:, None])
        share = gain_share(prior, exposed, np.maximum(weeks - exposed, 0))
        middle, sd = model.expect(state, weeks, share)
        score = panel.scores[later]
        return cls(
            np.nonzero(later)[0],
            weeks[later] - now,
            np.clip((score - middle[later]) / sd[later], -FARTHEST, FARTHEST),
            score == model.low,
            score == model.high,
        )

    def nearest(self, horizons: Floats, place: int) -> "_Missed":
        """Return the scores that count for one of the horizons."""
        rows = np.abs(self.ahead[:, None] - horizons).argmin(axis=1) == place
        return _Missed(*(getattr(self, name)[rows] for name in self.__slots__))

    def joined(self, other: "_Missed") -> "_Missed":
        """Return the scores of both; people of the other are none of these."""
        both = [
            np.concatenate([getattr(self, name), getattr(other, name)])
            for name in self.__slots__
        ]
        both[0][len(self.person) :] += self.person.max(initial=0) + 1
        return _Missed(*both)

    def ends(self, people: int) -> tuple[float, ...]:
        """Return the deviations below which the shares of all scores lie.

        A score at an end of the scale stands anywhere in what is forecast there. What
        is forecast changes with the ends that are sought, so they are sought again.

        Source: Turnbull 1976, self-consistency of what is known to lie beyond a bound.
        """
        ends = bends.NORMAL
        for _ in range(_ROUNDS):
            below = _Below.of(self, people, Bent(np.asarray(ends)))
            ends = tuple(below.reaching(share) for share in bends.SHARES)
        return ends


@dataclass(frozen=True, slots=True)
class _Below:
    """How many scores lie below a deviation, given how forecasts spread.

    Those within the scale are as wide as their number makes them sharp, so that scores
    in whole points do not fall on one another.
    """

    shape: Bent
    inner: Floats
    width: float
    floor: Floats
    ceiling: Floats

    @classmethod
    def of(cls, missed: _Missed, people: int, shape: Bent) -> "_Below":
        return cls(
            shape,
            missed.z[~(missed.lowest | missed.highest)],
            1 / people,
            share_below(shape.straight(missed.z[missed.lowest])),
            share_below(-shape.straight(missed.z[missed.highest])),
        )

    def reaching(self, share: float) -> float:
        """Return the deviation below which a share of all scores lies, by halving."""
        low, high = -FARTHEST, FARTHEST
        for _ in range(_HALVINGS):
            middle = (low + high) / 2
            low, high = (middle, high) if self._share(middle) < share else (low, middle)
        return (low + high) / 2

    def _share(self, z: float) -> float:
        straight = float(self.shape.straight(np.asarray(z)))
        inner = np.clip((z - self.inner) / self.width + 0.5, 0, 1)
        under = np.minimum(normal.share_below(straight) / self.floor, 1)
        over = np.minimum(normal.share_below(-straight) / self.ceiling, 1)
        count = len(inner) + len(under) + len(over)
        return float(inner.sum() + under.sum() + (1 - over).sum()) / count


def _until(panel: Panel, now: float) -> tuple[Floats, Floats]:
    """Return weeks and scores up to then by time; what is later is missing."""
    rows = panel.weeks <= now
    weeks = np.where(rows, panel.weeks, np.nan)
    scores = np.where(rows, panel.scores, np.nan)
    order = np.lexsort((scores, weeks), axis=-1)
    return (
        np.take_along_axis(weeks, order, axis=1),
        np.take_along_axis(scores, order, axis=1),
    )


def _bends(missed: _Missed, now: float, horizons: Floats) -> Iterator[Bend]:
    for place, horizon in enumerate(horizons):
        near = missed.nearest(horizons, place)
        people = len(np.unique(near.person))
        if people >= bends.LEAST:
            yield Bend(now, float(horizon), people, near.ends(people))


_HALVINGS = 50
# Of 60 deviations they end below the spacing of doubles.

_ROUNDS = 10
# Within the scale the ends then stand still to a hundredth, with two in three people at
# the floor; the outermost goes on below it, where nobody is seen.
