"""Codes beside the body, each at the height of its point where there is room."""

from __future__ import annotations

from collections.abc import Sequence


def spread(heights: Sequence[float], gap: float) -> list[float]:
    """Move heights as little as may be until each is a gap below the one before.

    The heights are sorted. Least squares under an order (pool adjacent violators): where
    labels crowd, the whole group shifts around its own middle.
    """
    groups: list[list[float]] = []
    for at, height in enumerate(heights):
        groups.append([height - at * gap])
        while len(groups) > 1 and _mean(groups[-2]) > _mean(groups[-1]):
            lower = groups.pop()
            groups[-1] += lower
    even = [_mean(group) for group in groups for _ in group]
    return [height + at * gap for at, height in enumerate(even)]


def _mean(group: Sequence[float]) -> float:
    return sum(group) / len(group)
