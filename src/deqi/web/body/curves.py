"""Smooth lines through named places, and what is left when they are cut.

Words
-----
handle
    The pull of a Bézier curve at one end; here a third of the way along the tangent.
corner
    A place where the line may turn sharply, written with a star.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import hypot

Spot = tuple[float, float]

STEPS = 6
"""Straight pieces that stand for one bend where an area is cut out."""

_HANDLE = 1 / 3
_FLAT = 1e-6
_UNSEEN = 0.15


class UnreadableLine(ValueError):
    """A line whose text is no list of places."""


@dataclass(frozen=True, slots=True)
class Line:
    """Places that a pen passes through, some of them corners; closed or open."""

    spots: tuple[Spot, ...]
    corners: frozenset[int] = frozenset()
    closed: bool = False

    def mirrored(self) -> Line:
        """Return the line of the other side of the body."""
        spots = tuple((-x, y) for x, y in self.spots)
        return Line(spots, self.corners, self.closed)


def read(text: str, *, closed: bool = False) -> Line:
    """Read ``"0 2, 20 5, 36 18*"``; a star marks a corner."""
    spots, corners = [], set()
    for at, word in enumerate(text.split(",")):
        if word.strip().endswith("*"):
            corners.add(at)
        try:
            x, y = (float(part) for part in word.strip(" \n*").split())
        except ValueError as wrong:
            raise UnreadableLine(
                f"no place of two numbers: {word.strip()!r}"
            ) from wrong
        spots.append((x, y))
    return Line(tuple(spots), frozenset(corners), closed)


def whole(half: Line) -> Line:
    """Close a half that begins and ends at the midline with its mirror image."""
    last = len(half.spots) - 1
    back = [(-x, y) for x, y in half.spots[last - 1 : 0 : -1]]
    turned = {2 * last - at for at in half.corners if 0 < at < last}
    return Line((*half.spots, *back), half.corners | turned, closed=True)


def path(line: Line) -> str:
    """Return the smooth line as data of an SVG path, in short relative steps."""
    at = _tenths(line.spots[0])
    written = [f"M{_numbers([at])}"]
    for _, first, second, end in _bends(line):
        steps = [_step(at, _tenths(spot)) for spot in (first, second, end)]
        written.append(f"c{_numbers(steps)}")
        at = _tenths(end)
    return "".join(written) + ("Z" if line.closed else "")


def polygon(line: Line) -> tuple[Spot, ...]:
    """Return the smooth line as many short straight ones."""
    found = []
    for bend in _bends(line):
        found += [_along(bend, step / STEPS) for step in range(STEPS)]
    return tuple(found if line.closed else [*found, line.spots[-1]])


def cut(area: Sequence[Spot], window: Sequence[Spot]) -> tuple[Spot, ...]:
    """Return what of an area lies in a convex window, both given as corners.

    The window runs clockwise as seen on the page (Sutherland and Hodgman's cut). Where an
    area falls into two pieces, they stay joined along the edge of the window, so a
    window should hold one; what led to the others is taken away.
    """
    left = list(area)
    for edge in pairwise([*window, window[0]]):
        left = _clipped(left, edge)
    return _without_spikes(left)


def outline(area: Sequence[Spot]) -> str:
    """Return straight corners as data of a closed SVG path, without those not seen."""
    spots = [_tenths(spot) for spot in _thinned([*area, area[0]])[:-1]]
    steps = [_step(one, next_one) for one, next_one in pairwise(spots)]
    return f"M{_numbers(spots[:1])}l{_numbers(steps)}Z"


def crossings(area: Sequence[Spot], y: float) -> list[float]:
    """Return where a level line crosses the edge of an area, from left to right."""
    return sorted(
        x0 + (y - y0) * (x1 - x0) / (y1 - y0)
        for (x0, y0), (x1, y1) in pairwise([*area, area[0]])
        if (y0 <= y) is not (y1 <= y)
    )


def _bends(line: Line) -> list[tuple[Spot, Spot, Spot, Spot]]:
    spots = [*line.spots, line.spots[0]] if line.closed else list(line.spots)
    bends = []
    for at, (start, end) in enumerate(pairwise(spots)):
        length = hypot(end[0] - start[0], end[1] - start[1]) * _HANDLE
        out = _tangent(line, at, towards=end)
        into = _tangent(line, (at + 1) % len(line.spots), towards=start)
        bends.append(
            (start, _moved(start, out, length), _moved(end, into, length), end)
        )
    return bends


def _tangent(line: Line, at: int, *, towards: Spot) -> Spot:
    """Return the direction of the line at a place, turned towards a neighbour."""
    count = len(line.spots)
    is_end = not line.closed and at in (0, count - 1)
    here = line.spots[at]
    if at in line.corners or is_end:
        return _unit(towards[0] - here[0], towards[1] - here[1])
    before, after = line.spots[at - 1], line.spots[(at + 1) % count]
    x, y = _unit(after[0] - before[0], after[1] - before[1])
    return (x, y) if towards == after else (-x, -y)


def _unit(x: float, y: float) -> Spot:
    length = hypot(x, y) or 1.0
    return x / length, y / length


def _moved(spot: Spot, direction: Spot, length: float) -> Spot:
    return spot[0] + direction[0] * length, spot[1] + direction[1] * length


def _along(bend: tuple[Spot, Spot, Spot, Spot], t: float) -> Spot:
    weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
    pairs = list(zip(bend, weights, strict=True))
    return sum(p[0] * w for p, w in pairs), sum(p[1] * w for p, w in pairs)


def _clipped(area: list[Spot], edge: tuple[Spot, Spot]) -> list[Spot]:
    kept: list[Spot] = []
    for start, end in pairwise([*area, *area[:1]]):
        inside, next_inside = _depth(start, edge) >= 0, _depth(end, edge) >= 0
        if inside:
            kept.append(start)
        if inside is not next_inside:
            kept.append(_crossing(start, end, edge))
    return kept


def _without_spikes(area: Sequence[Spot]) -> tuple[Spot, ...]:
    """Take away places from which the line only turns back on itself."""
    kept: list[Spot] = []
    for spot in [*area, *area[:2]]:
        while kept and (kept[-1] == spot or _turns_back(kept, spot)):
            kept.pop()
        kept.append(spot)
    return tuple(kept[1:-1])


def _turns_back(kept: Sequence[Spot], spot: Spot) -> bool:
    if len(kept) < 2:
        return False
    (x0, y0), (x1, y1) = kept[-2:]
    there, back = (x1 - x0, y1 - y0), (spot[0] - x1, spot[1] - y1)
    across = there[0] * back[1] - there[1] * back[0]
    along = there[0] * back[0] + there[1] * back[1]
    return along < 0 and abs(across) < _FLAT


def _depth(spot: Spot, edge: tuple[Spot, Spot]) -> float:
    (x0, y0), (x1, y1) = edge
    return (x1 - x0) * (spot[1] - y0) - (y1 - y0) * (spot[0] - x0)


def _crossing(start: Spot, end: Spot, edge: tuple[Spot, Spot]) -> Spot:
    before, after = _depth(start, edge), _depth(end, edge)
    t = before / (before - after)
    return start[0] + t * (end[0] - start[0]), start[1] + t * (end[1] - start[1])


def _thinned(run: Sequence[Spot]) -> list[Spot]:
    """Keep the corners that lie apart from the straight way (Douglas and Peucker)."""
    if len(run) < 3:
        return list(run)
    aside = [_distance(spot, run[0], run[-1]) for spot in run]
    far = max(aside)
    if far < _UNSEEN:
        return [run[0], run[-1]]
    at = aside.index(far)
    return _thinned(run[: at + 1])[:-1] + _thinned(run[at:])


def _distance(spot: Spot, start: Spot, end: Spot) -> float:
    length = hypot(end[0] - start[0], end[1] - start[1])
    if length == 0:
        return hypot(spot[0] - start[0], spot[1] - start[1])
    return abs(_depth(spot, (start, end))) / length


def _tenths(spot: Spot) -> tuple[int, int]:
    return round(spot[0] * 10), round(spot[1] * 10)


def _step(start: tuple[int, int], end: tuple[int, int]) -> tuple[int, int]:
    return end[0] - start[0], end[1] - start[1]


def _numbers(pairs: Sequence[tuple[int, int]]) -> str:
    """Write pairs of tenths; a minus needs no blank before it."""
    values = " ".join(f"{value / 10:g}" for pair in pairs for value in pair)
    return values.replace(" -", "-")
