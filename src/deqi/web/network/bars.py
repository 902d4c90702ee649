"""Small bars, a week each, of one clinic beside another on the same scale."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from deqi.operations.clinics_reads import FEWEST

WIDTH, HEIGHT, GAP = 240, 56, 4
LEAST = 2


@dataclass(frozen=True, slots=True)
class Bar:
    """One week: a bar, or a dashed place where the count is too small to be told."""

    x: float
    y: float
    width: float
    height: float
    is_told: bool


def tallest(drawn: Iterable[Sequence[int | None]]) -> int:
    """Return the largest count of all clinics, so that their bars compare."""
    return max((count for weeks in drawn for count in weeks if count), default=1)


def draw(weeks: Sequence[int | None], top: int) -> list[Bar]:
    """Draw the weeks from left to right; a week without any stands on a thin line.

    Where a count is too small to be told, an empty bar is as high as it can be at most.
    """
    step = WIDTH / len(weeks)
    return [
        _bar(place * step, count, step - GAP, top) for place, count in enumerate(weeks)
    ]


def _bar(x: float, count: int | None, width: float, top: int) -> Bar:
    most = FEWEST - 1 if count is None else count
    height = max(round(min(most / top, 1) * HEIGHT, 1), LEAST)
    return Bar(round(x, 1), HEIGHT - height, round(width, 1), height, count is not None)
