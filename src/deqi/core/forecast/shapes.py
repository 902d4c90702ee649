"""How a forecast's latent score spreads around its middle: as a normal, or bent.

A bent spread is a normal whose scale is stretched piece by piece, straight between the
ends of its bend and straight on beyond the outermost, so that all stays in closed form.

Shapes: n people, h horizons, k ends of a bend.
"""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

from deqi.core.forecast import bends, normal
from deqi.core.forecast.bends import Bend
from deqi.core.forecast.models import Floats, density, share_below

Scale = tuple[float, float]


class Shape(Protocol):
    """A spread in standard deviations from the middle, for n people by h horizons."""

    def reach(self, level: float) -> tuple[Floats, Floats]:
        """Return both ends of the band of a level."""

    def straight(self, z: Floats) -> Floats:
        """Return where a standard normal has the share that lies below z."""

    def seen_mean(self, middle: Floats, sd: Floats, scale: Scale) -> Floats:
        """Return the mean of the score as seen, cut at the ends of its scale."""


class Normal:
    """The spread that the model itself gives."""

    def reach(self, level: float) -> tuple[Floats, Floats]:
        """Return both ends of the band of a level."""
        reach = np.asarray(normal.quantile((1 + level) / 2))
        return -reach, reach

    def straight(self, z: Floats) -> Floats:
        """Return z: nothing is bent."""
        return z

    def seen_mean(self, middle: Floats, sd: Floats, scale: Scale) -> Floats:
        """Return the mean of the score as seen: see ``normal.clipped_mean``."""
        low, high = scale
        a, b = (low - middle) / sd, (high - middle) / sd
        below, above = share_below(a), share_below(-b)
        bulge = density(a) - density(b)
        inside = middle * (1 - below - above) + sd * bulge
        return np.clip(low * below + high * above + inside, low, high)


class Bent:
    """The spread that past forecasts had.

    Parameters
    ----------
    ends : array of shape (n, h, k)
        Of each person's bend; see `Bend`.
    """

    def __init__(self, ends: Floats) -> None:
        self.ends = ends
        self.steepness = np.diff(ends) / np.diff(_KNOTS)

    def reach(self, level: float) -> tuple[Floats, Floats]:
        """Return both ends of the band of a level."""
        low, high = (bends.SHARES.index((1 + side * level) / 2) for side in (-1, 1))
        return self.ends[..., low], self.ends[..., high]

    def straight(self, z: Floats) -> Floats:
        """Return where a standard normal has the share that lies below z."""
        piece = (z[..., None] >= self.ends[..., 1:-1]).sum(axis=-1)
        begins, steepness = _picked(self.ends, piece), _picked(self.steepness, piece)
        return np.asarray(_KNOTS[piece] + (z - begins) / steepness)

    def seen_mean(self, middle: Floats, sd: Floats, scale: Scale) -> Floats:
        """Return the mean of the score as seen, summed over the pieces."""
        low, high = scale
        first = self.straight((low - middle) / sd)[..., None]
        last = self.straight((high - middle) / sd)[..., None]
        knots = np.clip(_OPEN, first, last)
        below, bulge = share_below(knots), -np.diff(density(knots))
        turn = sd[..., None] * self.steepness
        begin = middle[..., None] + sd[..., None] * self.ends[..., :-1]
        inside = (begin - turn * _KNOTS[:-1]) * np.diff(below) + turn * bulge
        edges = low * below[..., 0] + high * (1 - below[..., -1])
        return np.asarray(np.clip(edges + inside.sum(axis=-1), low, high))


def choose(known: Sequence[Bend], now: Floats, horizons: Floats, ease: Floats) -> Shape:
    """Return the spread of n people by h horizons: of the bend nearest in time.

    Parameters
    ----------
    known : sequence of Bend
        Without any, the spread is normal.
    now : array of shape (n,)
        Week of each forecast.
    horizons : array of shape (h,)
        Weeks from then.
    ease : array of shape (n, h)
        Says to which part of the people somebody belongs; NaN takes that of all.
    """
    if not known:
        return Normal()
    times = np.array([(each.now, each.horizon) for each in known])
    early = np.abs(now[:, None, None] - times[:, 0])
    far = np.abs(horizons[:, None] - times[:, 1])
    nearest = (early + far).argmin(axis=-1)
    edges = np.array([each.edges or _NO_EDGES for each in known])
    ends = np.array(
        [(each.ends, *(each.parts or (each.ends,) * bends.PARTS)) for each in known]
    )
    part = 1 + (ease[..., None] >= edges[nearest]).sum(axis=-1)
    return Bent(ends[nearest, np.where(np.isnan(ease), 0, part)])


def _picked(table: Floats, place: npt.NDArray[np.int64]) -> Floats:
    table = np.broadcast_to(table, (*place.shape, table.shape[-1]))
    picked = np.take_along_axis(table, place[..., None], axis=-1)
    return np.asarray(picked[..., 0])


_NO_EDGES = (np.inf,) * (bends.PARTS - 1)
_KNOTS = np.asarray(bends.NORMAL)
_OPEN = np.concatenate([[-np.inf], _KNOTS[1:-1], [np.inf]])
