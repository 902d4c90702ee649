"""Ratios and differences of counts, such as of responders.

Words
-----
continuity correction
    Half a person added to each cell of a table that would else give no finite figure.
"""

import math
from collections.abc import Callable
from types import MappingProxyType

from deqi.core.scales import Direction
from deqi.evidence.arms import Counts
from deqi.evidence.effects import Effect, EffectImpossible, Measure, NothingToCompare

Cells = tuple[float, float, float, float]
"""Treated with and without the event, control with and without it."""

_HALF = 0.5


def compare(
    measure: Measure,
    treated: Counts,
    control: Counts,
    *,
    direction: Direction | None = None,
) -> Effect:
    """Return the log risk ratio, log odds ratio or risk difference of two arms.

    Half a person is added to every cell only where the figure would else not be
    finite or have no variance; the effect's notes say so.

    Parameters
    ----------
    measure : Measure
        RR, OR or RD.
    treated, control : Counts
        How many had the event, of how many.
    direction : Direction or None
        Whether the event is good, as responding is, or bad.

    Raises
    ------
    NothingToCompare
        For a ratio, where nobody or everybody in both arms had the event; with no
        ratio to tell, such a trial has no weight, and half people would give it one.
    EffectImpossible
        For a measure that counts cannot give.

    Source
    ------
    Cochrane Handbook 6.4.1 and 10.4.4.
    """
    if measure not in _FROM_CELLS:
        raise EffectImpossible(f"{measure} does not come from counts")
    cells = (treated.events, treated.others, control.events, control.others)
    if measure.is_ratio and _is_one_sided(cells):
        raise NothingToCompare("nobody, or everybody, in both arms had the event")
    notes: tuple[str, ...] = ()
    if _wants_correction(measure, cells):
        a, b, c, d = cells
        cells = (a + _HALF, b + _HALF, c + _HALF, d + _HALF)
        notes = ("0.5 was added to each cell, because one held nobody",)
    estimate, variance = _FROM_CELLS[measure](cells)
    return Effect(measure, estimate, variance, direction, notes=notes)


def _is_one_sided(cells: Cells) -> bool:
    a, b, c, d = cells
    return a == c == 0 or b == d == 0


def _wants_correction(measure: Measure, cells: Cells) -> bool:
    a, b, c, d = cells
    if measure is Measure.OR:
        return 0 in cells
    if measure is Measure.RR:
        return 0 in (a, c)
    return a * b == 0 and c * d == 0


def _log_risk_ratio(cells: Cells) -> tuple[float, float]:
    a, b, c, d = cells
    m, n = a + b, c + d
    return math.log(a / m) - math.log(c / n), b / (a * m) + d / (c * n)


def _log_odds_ratio(cells: Cells) -> tuple[float, float]:
    a, b, c, d = cells
    estimate = math.log(a) - math.log(b) - math.log(c) + math.log(d)
    return estimate, 1 / a + 1 / b + 1 / c + 1 / d


def _risk_difference(cells: Cells) -> tuple[float, float]:
    a, b, c, d = cells
    m, n = a + b, c + d
    return a / m - c / n, a * b / m**3 + c * d / n**3


_FROM_CELLS: MappingProxyType[Measure, Callable[[Cells], tuple[float, float]]] = (
    MappingProxyType(
        {
            Measure.RR: _log_risk_ratio,
            Measure.OR: _log_odds_ratio,
            Measure.RD: _risk_difference,
        }
    )
)
