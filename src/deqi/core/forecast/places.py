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

from deqi.core.forecast import bends, normal, panels, populations
from deqi.core.forecast.bends import Bend, Ends
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
    """Scores after a forecast: whose, how far ahead, and where in it, as deviations.

    Ease says how far from its middle a response would have been.
    """

    person: npt.NDArray[np.int64]
    ahead: Floats
    z: Floats
    ease: Floats
    lowest: Truths
    highest: Truths

    @classmethod
    def of(cls, panel: Panel, prior: Prior, now: float) -> "_Missed":
        model = Model(prior)
        treated = np.minimum(panel.treated, max(now, 0.0))
        seen = _until(panel, now)
        state = model.learn(*seen, treated)
        later = panel.weeks > now
        weeks = np.where(later, panel.weeks, 0.0)
        exposed = np.clip(weeks, 0, panel.treated[:, None])
        share = gain_share(prior, exposed, np.maximum(weeks - exposed, 0))
        middle, sd = model.expect(state, weeks, share)
        ease = panels.ease(prior, panels.baselines(*seen)[1][:, 0], (middle, sd))
        score = panel.scores[later]
        return cls(
            np.nonzero(later)[0],
            weeks[later] - now,
            np.clip((score - middle[later]) / sd[later], -FARTHEST, FARTHEST),
            ease[later],
            score == model.low,
            score == model.high,
        )

    @property
    def people(self) -> int:
        """Return how many people the scores are of."""
        return len(np.unique(self.person))

    def only(self, rows: Truths) -> "_Missed":
        return _Missed(*(getattr(self, name)[rows] for name in self.__slots__))

    def joined(self, other: "_Missed") -> "_Missed":
        """Return the scores of both; people of the other are none of these."""
        both = [
            np.concatenate([getattr(self, name), getattr(other, name)])
            for name in self.__slots__
        ]
        both[0][len(self.person) :] += self.person.max(initial=0) + 1
        return _Missed(*both)

    def ends(self) -> Ends:
        """Return the deviations below which the shares of all scores lie.

        A score at an end of the scale stands anywhere in what is forecast there. What
        is forecast changes with the ends that are sought, so they are sought again.

        Source: Turnbull 1976, self-consistency of what is known to lie beyond a bound.
        """
        ends = bends.NORMAL
        for _ in range(_ROUNDS):
            below = _Below(self, ends)
            ends = tuple(below.reaching(share) for share in bends.SHARES)
        return ends


class _Below:
    """How many scores lie below a deviation, given how forecasts spread.

    Those within the scale are as wide as their number makes them sharp, so that scores
    in whole points do not fall on one another. All are held in order with their running
    sums, so that none is looked at twice.
    """

    def __init__(self, missed: _Missed, ends: Ends) -> None:
        shape = Bent(np.asarray(ends))
        self.count = len(missed.z)
        self.bent, self.straight = _drawn_out(ends)
        self.width = 1 / missed.people
        self.inner = np.sort(missed.z[~(missed.lowest | missed.highest)])
        self.sums = _running(self.inner)
        self.floor = np.sort(share_below(shape.straight(missed.z[missed.lowest])))
        self.ceiling = np.sort(share_below(-shape.straight(missed.z[missed.highest])))
        self.floors, self.ceilings = (
            _running(1 / self.floor),
            _running(1 / self.ceiling),
        )

    def reaching(self, share: float) -> float:
        """Return the deviation below which a share of all scores lies, by halving."""
        low, high = -FARTHEST, FARTHEST
        for _ in range(_HALVINGS):
            middle = (low + high) / 2
            less = self._number(middle) < share * self.count
            low, high = (middle, high) if less else (low, middle)
        return (low + high) / 2

    def _number(self, z: float) -> float:
        straight = float(np.interp(z, self.bent, self.straight))
        under = _shared(self.floor, self.floors, normal.share_below(straight))
        over = _shared(self.ceiling, self.ceilings, normal.share_below(-straight))
        return self._within(z) + under + len(self.ceiling) - over

    def _within(self, z: float) -> float:
        half = self.width / 2
        begin, end = np.searchsorted(self.inner, (z - half, z + half))
        crossed = (end - begin) * z - (self.sums[end] - self.sums[begin])
        return float(begin + (end - begin) / 2 + crossed / self.width)


def _drawn_out(ends: Ends) -> tuple[Floats, Floats]:
    """Return ends and where they lie in a normal, as far as any tail is told."""
    bent, straight = np.asarray(ends), np.asarray(bends.NORMAL)
    steep = np.diff(bent)[[0, -1]] / np.diff(straight)[[0, -1]]
    far = np.array([-FARTHEST, FARTHEST])
    low, high = bent[[0, -1]] + steep * (far - straight[[0, -1]])
    return np.array([low, *bent, high]), np.array([far[0], *straight, far[1]])


def _running(values: Floats) -> Floats:
    return np.concatenate([[0.0], np.cumsum(values)])


def _shared(tails: Floats, sums: Floats, share: float) -> float:
    """Return how many scores lie below, each anywhere within its tail."""
    whole = np.searchsorted(tails, share)
    return float(whole + share * (sums[-1] - sums[whole]))


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
    nearest = np.abs(missed.ahead[:, None] - horizons).argmin(axis=1)
    for place, horizon in enumerate(horizons):
        near = missed.only(nearest == place)
        if near.people >= bends.LEAST:
            yield Bend(now, float(horizon), near.people, near.ends(), *_parts(near))


def _parts(missed: _Missed) -> tuple[tuple[float, ...], tuple[Ends, ...]]:
    """Return edges and ends of people parted by ease; nothing where one has too few."""
    known = missed.only(np.isfinite(missed.ease))
    if known.people < bends.PARTS * bends.LEAST:
        return (), ()
    edges = np.quantile(known.ease, np.arange(1, bends.PARTS) / bends.PARTS)
    place = np.searchsorted(edges, known.ease, side="right")
    parts = [known.only(place == each) for each in range(bends.PARTS)]
    # People of one and the same score in one week share one ease, and part unevenly.
    if min(each.people for each in parts) < bends.LEAST:
        return (), ()
    return tuple(map(float, edges)), tuple(each.ends() for each in parts)


_HALVINGS = 50
# Of 60 deviations they end below the spacing of doubles.

_ROUNDS = 10
# Within the scale the ends then stand still to a hundredth, with two in three people at
# the floor; the outermost goes on below it, where nobody is seen.
