"""The course drawn for a chart: scores over time, and each session as a needle."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from deqi.operations.charts import Curve

WIDTH, HEIGHT = 640.0, 220.0
LEFT, RIGHT, TOP, BOTTOM = 36.0, 16.0, 12.0, 52.0
NEEDLE = 14.0


@dataclass(frozen=True, slots=True)
class Place:
    """One thing of the drawing, with the words that a pointer shows."""

    x: float
    y: float
    words: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """What the template draws, in the units of its own box."""

    curve: Curve
    path: str
    scores: tuple[Place, ...]
    needles: tuple[Place, ...]
    ends: tuple[Place, ...]
    days: tuple[Place, ...]
    width: float = WIDTH
    height: float = HEIGHT
    left: float = LEFT
    right: float = WIDTH - RIGHT
    floor: float = HEIGHT - BOTTOM
    tip: float = HEIGHT - BOTTOM + NEEDLE


def draw(curve: Curve | None) -> Drawing | None:
    """Draw a course; None where nothing was measured.

    The scale spans the whole height, so that no small change looks large.
    """
    if curve is None:
        return None
    first = min(curve.scores[0].date, *curve.sessions, curve.scores[-1].date)
    last = max(curve.scores[-1].date, *curve.sessions, first)
    scores = tuple(
        Place(
            _across(each.date, first, last),
            _up(each.score, curve),
            f"{each.date:%-d %b %Y}: {each.score:g}",
        )
        for each in curve.scores
    )
    return Drawing(
        curve=curve,
        path="M" + "L".join(f"{each.x:g} {each.y:g}" for each in scores),
        scores=scores,
        needles=tuple(
            Place(_across(day, first, last), HEIGHT - BOTTOM, f"{day:%-d %b %Y}")
            for day in curve.sessions
        ),
        ends=tuple(
            Place(LEFT, _up(value, curve), f"{value:g}")
            for value in (curve.low, curve.high)
        ),
        days=_days(first, last),
    )


def _across(day: date, first: date, last: date) -> float:
    whole = max((last - first).days, 1)
    return round(LEFT + (WIDTH - LEFT - RIGHT) * (day - first).days / whole, 1)


def _up(score: float, curve: Curve) -> float:
    share = (score - curve.low) / (curve.high - curve.low)
    return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * share, 1)


def _days(first: date, last: date) -> tuple[Place, ...]:
    days = (first,) if first == last else (first, last)
    return tuple(
        Place(_across(day, first, last), HEIGHT - 8, f"{day:%-d %b %Y}") for day in days
    )
