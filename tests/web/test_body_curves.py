"""Lines through places, and what is left of an area when it is cut."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deqi.web.body import curves, labels

SQUARE = ((0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0))


def size(area: tuple[curves.Spot, ...]) -> float:
    """Return the surface of a simple area."""
    pairs = zip(area, (*area[1:], area[0]), strict=True)
    return abs(sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairs)) / 2


def test_reads_places_and_corners() -> None:
    line = curves.read("0 2, 19.5 5*, -35 17")
    assert line.spots == ((0, 2), (19.5, 5), (-35, 17))
    assert line.corners == {1}


@pytest.mark.parametrize("text", ["0 2, 3", "0 2, a b", "", "1 2 3"])
def test_refuses_what_is_no_place(text: str) -> None:
    with pytest.raises(curves.UnreadableLine, match="no place of two numbers"):
        curves.read(text)


def test_a_line_passes_through_its_places() -> None:
    line = curves.read("0 0, 10 5, 20 0, 30 8")
    assert set(line.spots) <= set(curves.polygon(line))


def walked(drawn: str) -> list[tuple[float, float]]:
    """Return the places that a path of relative steps comes to."""
    spots = [(0.0, 0.0)]
    for letter, text in re.findall(r"([Mcl])([^McZl]*)", drawn):
        values = [float(each) for each in re.findall(r"-?\d+(?:\.\d+)?", text)]
        pairs = list(zip(values[::2], values[1::2], strict=True))
        for x, y in pairs[2::3] if letter == "c" else pairs:
            spots.append((round(spots[-1][0] + x, 1), round(spots[-1][1] + y, 1)))
    return spots[1:]


def test_a_path_comes_to_the_places_of_its_line() -> None:
    line = curves.read("0.3 -2, 10 5.25, -20 0, 30 8")
    drawn = curves.path(line)
    assert walked(drawn) == [(0.3, -2), (10, 5.2), (-20, 0), (30, 8)]
    closed = curves.Line(line.spots, closed=True)
    assert curves.path(closed).endswith("Z")
    assert walked(curves.path(closed))[-1] == (0.3, -2)


def test_a_corner_is_sharp_and_a_bend_is_not() -> None:
    soft = curves.polygon(curves.read("0 0, 10 10, 20 0"))
    sharp = curves.polygon(curves.read("0 0, 10 10*, 20 0"))
    assert max(y for _, y in soft) >= 10
    assert all(abs(y - (x if x <= 10 else 20 - x)) < 1e-9 for x, y in sharp)


def test_a_half_is_closed_with_its_mirror() -> None:
    line = curves.whole(curves.read("0 0, 5 2*, 4 9, 0 10"))
    assert line.spots == ((0, 0), (5, 2), (4, 9), (0, 10), (-4, 9), (-5, 2))
    assert line.corners == {1, 5}
    edge = curves.polygon(line)
    rounded = {(round(x, 6), round(y, 6)) for x, y in edge}
    assert {(round(-x, 6), y) for x, y in rounded} == rounded


def test_a_cut_leaves_what_lies_in_the_window() -> None:
    left = curves.cut(SQUARE, ((2, -5), (6, -5), (6, 4), (2, 4)))
    assert size(left) == pytest.approx(16)


def test_a_cut_leaves_no_line_to_a_piece_that_is_gone() -> None:
    fork = ((0, 0), (20, 0), (20, 10), (14, 10), (14, 4), (6, 4), (6, 10), (0, 10))
    left = curves.cut(fork, ((-1, 5), (10, 5), (10, 11), (-1, 11)))
    assert size(left) == pytest.approx(30)
    assert max(x for x, _ in left) == 6


def test_a_window_beside_an_area_leaves_nothing() -> None:
    assert curves.cut(SQUARE, ((20, 0), (30, 0), (30, 10), (20, 10))) == ()


@given(
    left=st.floats(-5, 9), top=st.floats(-5, 9), width=st.floats(1, 9),
    height=st.floats(1, 9),
)  # fmt: skip
def test_a_cut_is_as_large_as_what_two_rectangles_share(
    left: float, top: float, width: float, height: float
) -> None:
    right, bottom = left + width, top + height
    window = ((left, top), (right, top), (right, bottom), (left, bottom))
    shared_x = max(0.0, min(right, 10) - max(left, 0))
    shared_y = max(0.0, min(bottom, 10) - max(top, 0))
    cut = curves.cut(SQUARE, window)
    assert (size(cut) if cut else 0.0) == pytest.approx(shared_x * shared_y, abs=1e-6)


def test_a_level_line_crosses_an_edge_at_known_places() -> None:
    assert curves.crossings(SQUARE, 5) == [0, 10]
    assert curves.crossings(SQUARE, 15) == []


def test_an_outline_leaves_out_corners_that_nobody_sees() -> None:
    drawn = curves.outline(((0, 0), (0.05, 0.1), (5, 0), (10, 0.1), (10, -8), (2, -8)))
    assert walked(drawn) == [(0, 0), (10, 0.1), (10, -8), (2, -8)]


def test_labels_that_do_not_crowd_stay() -> None:
    assert labels.spread([10, 40, 80], 20) == [10, 40, 80]


def test_labels_that_crowd_spread_around_their_middle() -> None:
    assert labels.spread([50, 50, 50], 20) == [30, 50, 70]
    assert labels.spread([], 20) == []


@given(st.lists(st.floats(0, 1000), max_size=30).map(sorted))
def test_labels_never_overlap_and_keep_their_order(heights: list[float]) -> None:
    spread = labels.spread(heights, 25)
    gaps = [lower - upper for upper, lower in pairwise(spread)]
    assert all(gap >= 25 - 1e-6 for gap in gaps)
    assert sum(spread) == pytest.approx(sum(heights), abs=1e-6)
