"""How past forecasts of a clinic's own people missed, kept to redraw the next ones.

A forecast says where each later score should lie, as a normal's standard deviations
from its middle. Where it is right, 2.5 of 100 scores lie below -1.96 of them, 10 below
-1.28 and so on. A bend holds where those shares of past scores really lay. Bands drawn
there hold their share of people who are like those of the past, whatever is wrong with
the model: nothing is assumed but that new people could change places with old ones.

Where there are enough of them, people are parted by ease: how far the score that counts
as a response lies above the middle of their forecast, in its standard deviations. Each
part has ends of its own, so that the chance of a response holds in each of them too.

Source: Vovk, Gammerman and Shafer 2005 (conformal prediction, and the same in parts);
Kuleshov, Fenner and Ermon 2018 (the same for whole distributions).
"""

import math
from dataclasses import dataclass
from itertools import pairwise

from deqi.core.forecast import normal
from deqi.core.forecast.values import LEVELS

SHARES = tuple(
    sorted({0.5, *((1 + side * level) / 2 for level in LEVELS for side in (-1, 1))})
)
"""Shares of scores below the ends of the bands, and below their middle."""

NORMAL = tuple(normal.quantile(share) for share in SHARES)
"""Where these shares lie in a normal: the ends of a bend that bends nothing."""

GOAL = 0.05
"""By how much of all people a band may miss where the model is wrong."""

LEAST = math.ceil(0.25 / (GOAL / 2) ** 2)
"""People without whom there is no bend.

What a band holds scatters with the people it was learnt from, by the root of a quarter
over their number at most; with these it is half of the goal.
"""


PARTS = 3
"""Into how many parts of one size people are parted by ease."""

Ends = tuple[float, ...]


class BendImpossible(ValueError):
    """Ends that do not rise, or are not one for each share."""


@dataclass(frozen=True, slots=True)
class Bend:
    """Where the later scores of past people lay in their forecasts.

    Parameters
    ----------
    now : float
        Week in which these forecasts were made.
    horizon : float
        Weeks from then to the score.
    people : int
        How many people it rests on.
    ends : tuple of float
        One for each of `SHARES`, in standard deviations of the forecast from its
        middle, rising.
    edges : tuple of float
        Eases at which one part of the people ends and the next begins, rising; empty
        where there are too few people for parts.
    parts : tuple of tuple of float
        The ends of each part, from the least ease to the most; one more than edges.
    """

    now: float
    horizon: float
    people: int
    ends: Ends
    edges: tuple[float, ...] = ()
    parts: tuple[Ends, ...] = ()

    def __post_init__(self) -> None:
        """Refuse ends from which no band could be drawn."""
        for ends in (self.ends, *self.parts):
            if len(ends) != len(SHARES):
                raise BendImpossible(f"a bend has {len(SHARES)} ends")
            if not all(low < high for low, high in pairwise(ends)):
                raise BendImpossible("the ends of a bend rise")
        if (len(self.edges), len(self.parts)) not in {(0, 0), (PARTS - 1, PARTS)}:
            raise BendImpossible(f"people are parted in {PARTS}, or not at all")
