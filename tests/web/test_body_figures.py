"""The drawing: every region has its area, on the side where it lies."""

from itertools import pairwise

import pytest

from deqi.core.points import Sides
from deqi.knowledge import points
from deqi.knowledge import regions as region_records
from deqi.knowledge.points import chart_places
from deqi.web.body import Mark, View, curves, figures, offered, placing
from deqi.web.body.figures import Area, figure

REGIONS = region_records.body_map().regions
AREAS = [
    (view, area)
    for view in View
    for layer in figure(view).layers
    for area in layer.areas
]
UPRIGHT = (View.FRONT, View.BACK)


def centre(area: Area) -> tuple[float, float]:
    """Return the middle of an area's box."""
    xs, ys = zip(*area.spots, strict=True)
    return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2


def surface(area: Area) -> float:
    """Return how large an area is."""
    closed = pairwise([*area.spots, area.spots[0]])
    return abs(sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in closed)) / 2


def edge(view: View) -> tuple[curves.Spot, ...]:
    """Return the outline of the body in a view as corners."""
    pieces, drawn = figures._read("outline.toml"), figures._read(figures._FILES[view])
    if view.is_side:
        line = curves.read(pieces["side"], closed=True)
        return curves.polygon(line.mirrored() if view is View.LEFT else line)
    half = ",".join(pieces[name] for name in drawn["outline"])
    return curves.polygon(curves.whole(curves.read(half)))


def is_within(area: tuple[curves.Spot, ...], spot: curves.Spot, slack: float) -> bool:
    """Return whether a spot lies in an area, or less than a slack beside it."""
    x, y = spot
    crossed = curves.crossings(area, y)
    spans = zip(crossed[::2], crossed[1::2], strict=True)
    return any(low - slack <= x <= high + slack for low, high in spans)


def test_every_area_is_a_region_of_the_map() -> None:
    assert {area.code for _, area in AREAS} <= set(REGIONS)


def test_every_leaf_of_the_map_but_the_perineum_is_drawn_somewhere() -> None:
    parents = {region.parent for region in REGIONS.values()}
    leaves = set(REGIONS) - parents
    assert leaves - {area.code for _, area in AREAS} == {"perineum"}
    assert {region.code for region in offered()} >= leaves


@pytest.mark.parametrize("view", View)
def test_no_region_is_drawn_twice_in_a_view(view: View) -> None:
    codes = [area.code for seen, area in AREAS if seen is view]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize("view", View)
def test_no_area_is_a_sliver(view: View) -> None:
    sizes = {area.code: surface(area) for seen, area in AREAS if seen is view}
    assert {code: size for code, size in sizes.items() if size < 400} == {}


@pytest.mark.parametrize("view", UPRIGHT)
def test_a_side_is_drawn_where_one_sees_it(view: View) -> None:
    right_of_page = "left" if view is View.FRONT else "right"
    for seen, area in AREAS:
        side = REGIONS[area.code].side
        if seen is view and side in ("left", "right"):
            assert (centre(area)[0] > 0) is (side == right_of_page), area.code


@pytest.mark.parametrize("view", [View.LEFT, View.RIGHT])
def test_a_side_view_shows_its_own_side_only(view: View) -> None:
    sides = {REGIONS[area.code].side for seen, area in AREAS if seen is view}
    assert sides == {None, view.value}


def test_both_side_views_are_mirrors() -> None:
    left = {area.code: area for seen, area in AREAS if seen is View.LEFT}
    right = {area.code: area for seen, area in AREAS if seen is View.RIGHT}
    for code, area in left.items():
        other = right[code.replace("left", "right")]
        x, y = centre(area)
        assert centre(other) == pytest.approx((-x, y))


def windows() -> list[tuple[str, str]]:
    """Return every window that a view cuts areas or parts with."""
    found = []
    for file in sorted(set(figures._FILES.values())):
        drawn = figures._read(file)
        tables = [drawn["areas"], drawn["parts"], drawn.get("arm", {}).get("areas", {})]
        found += [
            (f"{file} {name}", w) for table in tables for name, w in table.items()
        ]
    return found


@pytest.mark.parametrize(("name", "window"), windows())
def test_every_window_is_convex_and_runs_clockwise(name: str, window: str) -> None:
    spots = curves.read(window).spots
    corners_ = zip(spots, spots[1:] + spots[:1], spots[2:] + spots[:2], strict=True)
    for (x0, y0), (x1, y1), (x2, y2) in corners_:
        assert (x1 - x0) * (y2 - y1) - (y1 - y0) * (x2 - x1) >= 0, (name, x1, y1)


@pytest.mark.parametrize("view", View)
def test_areas_together_cover_the_body(view: View) -> None:
    """The share of the body's levels that some area spans, edge to edge."""
    body = edge(view)
    trunk = [
        area.spots
        for area in figure(view).layers[0].areas
        if not area.code.startswith("breast")
    ]
    gaps = {}
    for y in range(20, 990, 10):
        crossed = curves.crossings(body, y + 0.05)
        wide = sum(crossed[1::2]) - sum(crossed[::2])
        parts = [curves.crossings(area, y + 0.05) for area in trunk]
        held = sum(sum(each[1::2]) - sum(each[::2]) for each in parts)
        if abs(held - wide) > max(6.0, 0.06 * wide):
            gaps[y] = held - wide
    assert gaps == {}


def test_levels_run_down_the_back_in_their_order() -> None:
    landmarks = figure(View.BACK).landmarks
    assert set(points.levels()) <= set(landmarks)
    heights = [landmarks[level][1] for level in points.levels()]
    assert all(upper < lower for upper, lower in pairwise(heights))


@pytest.mark.parametrize("code", chart_places.catalogue())
def test_every_place_names_a_landmark_and_a_part_that_are_drawn(code: str) -> None:
    for place in chart_places.catalogue()[code]:
        drawn = figure(View.RIGHT if place.view == "side" else View(place.view))
        named = {place.start, place.end} - {"", chart_places.ANY_LEVEL}
        assert named <= set(drawn.landmarks)
        assert not place.part or place.part in drawn.parts


@pytest.mark.parametrize("code", chart_places.catalogue())
def test_every_point_lies_on_the_body(code: str) -> None:
    mark = Mark(code, Sides.BOTH, level="L4")
    for view in View:
        body = edge(view)
        for placed in placing.place(mark, view):
            x, y = placed.spot
            assert is_within(body, (x, max(y, 6)), slack=3.5), (code, view, placed.spot)


def owning_regions(code: str, side: Sides) -> tuple[str, ...]:
    point = points.catalogue()[code]
    return point.regions.on(side)


@pytest.mark.parametrize(
    "code", [code for code in chart_places.catalogue() if code in points.catalogue()]
)
def test_every_point_lies_in_or_beside_a_region_of_its_record(code: str) -> None:
    point = points.catalogue()[code]
    sides = Sides.MIDLINE if point.laterality == "midline" else Sides.LEFT
    mark = Mark(code, sides, level="L4")
    allowed = owning_regions(code, sides)
    for view in View:
        near = [
            area.code
            for placed in placing.place(mark, view)
            for layer in figure(view).layers
            for area in layer.areas
            if is_near(area, placed.spot)
        ]
        overlap = region_records.body_map().overlap
        if any(True for _ in placing.place(mark, view)):
            assert any(overlap(one, two) for one in near for two in allowed), (
                code,
                view,
                near,
                allowed,
            )


def is_near(area: Area, spot: curves.Spot, slack: float = 16) -> bool:
    """Return whether a spot lies in an area, or less than a finger's width from it."""
    x, y = spot
    around = [(x, y), (x, y - slack), (x, y + slack)]
    return any(is_within(area.spots, each, slack) for each in around)
