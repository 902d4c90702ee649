"""Learns from many people's scores what a prior holds: course, gain, spreads, noise.

Two passes without iteration. Each person's own least-squares level and pace, freed of
the noise they carry, give the spreads; the spreads then weigh the people for the mean
course. Where everybody has the same weeks this is the least-squares answer itself;
where not, it is consistent and a little less sharp. The ends of the scale are not
looked at, so people at the floor pull the spreads down.

Shapes: n people, m measurements at most, k columns of the mean course and the gain.
"""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from deqi.core.forecast import models
from deqi.core.forecast.bends import Bend
from deqi.core.forecast.panels import Panel
from deqi.core.forecast.priors import Prior

Floats = npt.NDArray[np.float64]


class PopulationUnknown(ValueError):
    """Too few people or times to tell level, pace and noise apart."""


@dataclass(frozen=True, slots=True)
class Population:
    """What many people's scores say, in points of the instrument.

    Parameters
    ----------
    course : array of shape (weeks,)
        Mean without treatment at each of the prior's weeks.
    gain : float or None
        Of treatment at its fullest; None where the prior has none.
    spread : array of shape (2, 2)
        Covariance of level and pace between people.
    noise_variance : float
        Of one measurement.
    bends : tuple of Bend
        How forecasts of these people miss; empty where that was not learnt (see
        ``places.learn``).
    """

    course: Floats
    gain: float | None
    spread: Floats
    noise_variance: float
    bends: tuple[Bend, ...] = ()

    def onto(self, prior: Prior) -> Prior:
        """Return a prior with what was learnt in place of what it held.

        The doubt of the course is gone with that: so many people leave little.
        """
        gain = prior.gain
        if gain is not None and self.gain is not None:
            gain = replace(gain, points=self.gain, sd=0.0)
        return replace(
            prior,
            course=tuple(float(value) for value in self.course),
            course_sd=(0.0,) * len(prior.course_sd),
            level_variance=float(self.spread[0, 0]),
            pace_variance=float(self.spread[1, 1]),
            covariance=float(self.spread[0, 1]),
            noise_variance=self.noise_variance,
            gain=gain,
            bends=self.bends,
        )


def learn(panel: Panel, prior: Prior) -> Population:
    """Learn course, gain, spreads and noise of a population.

    Parameters
    ----------
    panel : Panel
        Scores of n people; some of them with three or more.
    prior : Prior
        Gives the weeks of the course, the shape of pace and of the gain; none of its
        sizes is used.

    Returns
    -------
    Population

    Raises
    ------
    PopulationUnknown
        Where the scores leave a size open: nobody with three times, a week of the
        course that nobody comes near, or people whose levels differ less than noise
        alone would make them.
    """
    known = np.isfinite(panel.scores)
    weeks = np.where(known, panel.weeks, 0.0)
    design = _columns(weeks, panel.treated, prior) * known[:, :, None]
    own = np.stack([np.ones_like(weeks), np.interp(weeks, prior.weeks, prior.pace)], 2)
    sums = _Sums.of(design, own * known[:, :, None], np.where(known, panel.scores, 0.0))
    first = _solved(sums.xx.sum(0), sums.xy.sum(0))
    spread, noise = sums.spread(first)
    weighed = sums.weighed(spread, noise)
    spread, noise = sums.spread(weighed)
    weeks_known = len(prior.weeks)
    gain = float(weighed[-1]) if prior.gain else None
    return Population(weighed[:weeks_known], gain, spread, noise)


def possible(spread: Floats) -> Floats:
    """Return the nearest covariance of level and pace that people can have.

    Where people hardly differ in pace, what is left of it after the noise may come out
    below nothing.

    Parameters
    ----------
    spread : array of shape (2, 2)
        With one part at least above nothing.
    """
    sizes, ways = np.linalg.eigh(spread)
    return np.asarray(ways * np.maximum(sizes, _THINNEST * sizes.max()) @ ways.T)


@dataclass(frozen=True, slots=True)
class _Sums:
    """Sums over each person's measurements; x is the mean's design, z the person's."""

    xx: Floats
    xz: Floats
    zz: Floats
    xy: Floats
    zy: Floats
    yy: Floats
    count: Floats

    @classmethod
    def of(cls, x: Floats, z: Floats, y: Floats) -> "_Sums":
        turned, upright = x.transpose(0, 2, 1), z.transpose(0, 2, 1)
        return cls(
            turned @ x,
            turned @ z,
            upright @ z,
            (turned @ y[:, :, None])[:, :, 0],
            (upright @ y[:, :, None])[:, :, 0],
            np.einsum("nm,nm->n", y, y),
            z[:, :, 0].sum(axis=1),
        )

    def spread(self, mean: Floats) -> tuple[Floats, float]:
        """Return covariance of level and pace, and noise, around a mean course."""
        usable = (_det(self.zz) > _FLAT) & (self.count > 2)
        if usable.sum() < 2:
            raise PopulationUnknown("nobody has scores at three times")
        turned = _inverse(self.zz[usable])
        left = self.zy[usable] - mean @ self.xz[usable]
        own = np.einsum("nij,nj->ni", turned, left)
        square = self.yy[usable] - 2 * self.xy[usable] @ mean
        square = square + np.einsum("i,nij,j->n", mean, self.xx[usable], mean)
        rest = square.sum() - np.einsum("ni,ni->", own, left)
        noise = float(rest / (self.count[usable] - 2).sum())
        spread = own.T @ own / len(own) - noise * turned.mean(axis=0)
        if noise <= 0 or spread[0, 0] <= 0:
            raise PopulationUnknown("people differ less than noise alone would make")
        return possible(spread), noise

    def weighed(self, spread: Floats, noise: float) -> Floats:
        """Return the mean course, each person weighed by what is known of them."""
        inner = _inverse(noise * np.linalg.inv(spread) + self.zz)
        reach = self.xz @ inner
        whole = self.xx.sum(0) - np.einsum("nij,nkj->ik", reach, self.xz)
        told = self.xy.sum(0) - np.einsum("nij,nj->i", reach, self.zy)
        return _solved(whole, told)


def _columns(weeks: Floats, treated: Floats, prior: Prior) -> Floats:
    """Return how much each week of the course, and the gain, weighs in each score."""
    hats = [np.interp(weeks, prior.weeks, row) for row in np.eye(len(prior.weeks))]
    if prior.gain is not None:
        exposed = np.clip(weeks, 0, treated[:, None])
        hats.append(models.gain_share(prior, exposed, np.maximum(weeks - exposed, 0)))
    return np.stack(hats, axis=2)


def _solved(whole: Floats, told: Floats) -> Floats:
    if np.linalg.matrix_rank(whole) < len(whole):
        raise PopulationUnknown("the scores leave part of the course open")
    return np.asarray(np.linalg.solve(whole, told), dtype=np.float64)


def _det(square: Floats) -> Floats:
    return np.asarray(
        square[:, 0, 0] * square[:, 1, 1] - square[:, 0, 1] * square[:, 1, 0]
    )


def _inverse(square: Floats) -> Floats:
    """Return the inverses of n matrices of 2 by 2."""
    turned = np.empty_like(square)
    turned[:, 0, 0], turned[:, 1, 1] = square[:, 1, 1], square[:, 0, 0]
    turned[:, 0, 1], turned[:, 1, 0] = -square[:, 0, 1], -square[:, 1, 0]
    return turned / _det(square)[:, None, None]


_FLAT = 1e-9
# A person whose times all have one pace says nothing of it.

_THINNEST = 1e-6
# A spread this thin is none, and can still be divided by.
