"""The little line of scores beside a name: where a course has been, and where it is."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, MARGIN = 96.0, 28.0, 3.0


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """A line drawn through scores, and its last place."""

    path: str
    last: tuple[float, float]


def draw(scores: Sequence[float], lowest: float, highest: float) -> ScoreLine | None:
    """Draw scores of a scale from left to right, the highest at the top.

    The scale spans the whole height, so that lines of two people compare. None where
    there is nothing to draw.
    """
    if not scores:
        return None
    if not lowest < highest:
        raise ValueError("the highest score of a scale lies above its lowest")
    step = (WIDTH - 2 * MARGIN) / max(len(scores) - 1, 1)
    rise = (HEIGHT - 2 * MARGIN) / (highest - lowest)
    places = [
        (
            round(MARGIN + step * at, 1),
            round(HEIGHT - MARGIN - rise * (score - lowest), 1),
        )
        for at, score in enumerate(scores)
    ]
    path = "M" + "L".join(f"{x:g} {y:g}" for x, y in places)
    return ScoreLine(path, places[-1])
