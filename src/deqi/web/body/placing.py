"""Where on a view a point lies: landmark, way in cun, and how far aside."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from deqi.core.points import Sides
from deqi.knowledge.points import chart_places
from deqi.knowledge.points.chart_places import ANY_LEVEL, Basis, ChartPlace
from deqi.web.body import curves
from deqi.web.body.curves import Spot
from deqi.web.body.figures import Figure, figure
from deqi.web.body.values import Mark, View

_SIDES = {
    Sides.LEFT: (Sides.LEFT,),
    Sides.RIGHT: (Sides.RIGHT,),
    Sides.BOTH: (Sides.LEFT, Sides.RIGHT),
    Sides.MIDLINE: (Sides.MIDLINE,),
}


@dataclass(frozen=True, slots=True)
class Placed:
    """One spot of a mark on a view, and what the spot rests on."""

    mark: Mark
    side: Sides
    spot: Spot
    basis: Basis


def place(mark: Mark, view: View) -> Iterator[Placed]:
    """Yield the spots of a mark that a view shows; none where it shows none."""
    drawn = figure(view)
    for known in chart_places.catalogue().get(mark.code, ()):
        if _is_seen(known, drawn, mark):
            for side in _SIDES[mark.sides]:
                if not view.is_side or side in (Sides.MIDLINE, Sides(view)):
                    spot = _spot(known, drawn, mark, side)
                    yield Placed(mark, side, spot, known.basis)


def _is_seen(known: ChartPlace, drawn: Figure, mark: Mark) -> bool:
    if known.view != ("side" if drawn.view.is_side else drawn.view):
        return False
    return known.start != ANY_LEVEL or mark.level in drawn.landmarks


def _spot(known: ChartPlace, drawn: Figure, mark: Mark, side: Sides) -> Spot:
    x, y = _way(known, drawn, mark)
    if known.aside_cun is not None:
        x = known.aside_cun * drawn.cun_aside
    elif known.across is not None:
        first, *_, last = curves.crossings(drawn.parts[known.part], y)
        x = (first + last) / 2 + known.across * (last - first) / 2
    return _sign(drawn.view, side) * x, y


def _way(known: ChartPlace, drawn: Figure, mark: Mark) -> Spot:
    start = mark.level if known.start == ANY_LEVEL else known.start
    x0, y0 = drawn.landmarks[start or ""]
    x1, y1 = drawn.landmarks[known.end or start or ""]
    return x0 + known.share * (x1 - x0), y0 + known.share * (y1 - y0)


def _sign(view: View, side: Sides) -> float:
    """Return where on the page a side lies: 1 for the right of it."""
    if view.is_side:
        return -1.0 if view is View.LEFT else 1.0
    right_of_page = Sides.LEFT if view is View.FRONT else Sides.RIGHT
    return 1.0 if side in (Sides.MIDLINE, right_of_page) else -1.0
