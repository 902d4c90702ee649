"""Bands drawn where past scores lay: closed forms against sums, and what is learnt."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deqi.core.forecast import bends, panels, places, shapes
from deqi.core.forecast.bends import NORMAL, SHARES, Bend, BendImpossible
from deqi.core.forecast.models import share_below
from deqi.core.forecast.panels import Panel
from deqi.core.forecast.shapes import Bent, Normal
from deqi.core.forecast.values import LEVELS
from tests.core.test_forecast import PRIOR, UNTREATED, WIDE, one
from tests.core.test_forecast_populations import WEEKS, drawn

SKEWED = (-1.7, -1.1, -0.5, 0.1, 1.0, 1.9, 3.4)
UNKNOWN = np.full((2, 2), np.nan)
GENTLE = replace(PRIOR, instrument=WIDE)
SCALE = (0.0, 10.0)


def bend(*ends: float, now: float = 0, horizon: float = 6) -> Bend:
    return Bend(now, horizon, 500, ends or NORMAL)


def test_a_bend_has_an_end_for_each_end_of_a_band_and_the_middle() -> None:
    assert pytest.approx((0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975)) == SHARES
    assert NORMAL[-1] == pytest.approx(1.95996, abs=1e-5)
    assert bends.LEAST == 400


@pytest.mark.parametrize(
    ("edges", "parts"),
    [((0.0,), (SKEWED, SKEWED)), ((0.0, 1.0), ()), ((), (SKEWED,))],
)
def test_refuses_parts_without_their_edges(edges, parts) -> None:
    with pytest.raises(BendImpossible, match="parted"):
        Bend(0, 6, 500, NORMAL, edges, parts)


@pytest.mark.parametrize(
    "ends", [SKEWED[:-1], SKEWED[::-1], (*SKEWED[:-1], SKEWED[-2]), (math.nan,) * 7]
)
def test_refuses_ends_from_which_no_band_could_be_drawn(
    ends: tuple[float, ...],
) -> None:
    with pytest.raises(BendImpossible):
        bend(*ends)


def test_a_bend_that_bends_nothing_leaves_the_forecast_as_it_was() -> None:
    straight = replace(PRIOR, bends=(bend(),))
    for scores in ({}, {0: 8.0, 3: 1.0}, {0: 0.0}):
        told, same = one(scores, now=3), one(scores, now=3, prior=straight)
        for before, after in zip(told.ways(), same.ways(), strict=True):
            assert after.mean == pytest.approx(before.mean)
            for old, new in zip(before.bands, after.bands, strict=True):
                assert (new.low, new.high) == pytest.approx((old.low, old.high))
            assert after.probability_important == (
                None
                if before.probability_important is None
                else pytest.approx(before.probability_important)
            )


def test_a_chance_and_the_bands_speak_of_one_spread() -> None:
    """The chance of a score up to the end of a band is the share that lies below."""
    shape = Bent(np.array(SKEWED).reshape(1, 1, -1))
    for level in LEVELS:
        low, high = shape.reach(level)
        for end, share in ((low, (1 - level) / 2), (high, (1 + level) / 2)):
            assert share_below(shape.straight(end)) == pytest.approx(share)


def test_beyond_its_ends_a_spread_goes_straight_on() -> None:
    shape = Bent(np.array(SKEWED).reshape(1, 1, -1))
    steep = (SKEWED[-1] - SKEWED[-2]) / (NORMAL[-1] - NORMAL[-2])
    found = shape.straight(np.array([[SKEWED[-1] + steep]]))
    assert found[0, 0] == pytest.approx(NORMAL[-1] + 1)


@pytest.mark.parametrize("middle", [-3.0, 0.4, 5.0, 9.5, 14.0])
@pytest.mark.parametrize("sd", [0.3, 2.0])
def test_the_mean_seen_is_that_of_draws_cut_at_the_ends(
    middle: float, sd: float
) -> None:
    grid = (np.arange(200_000) + 0.5) / 200_000
    z = np.interp(grid, share_below(_FINE), _FINE)
    bent = np.interp(z, _FINE, _through(_FINE))
    draws = np.clip(middle + sd * bent, *SCALE)
    shape = Bent(np.array(SKEWED).reshape(1, 1, -1))
    found = shape.seen_mean(np.array([[middle]]), np.array([[sd]]), SCALE)
    assert found[0, 0] == pytest.approx(draws.mean(), abs=2e-4)


def _through(u: np.ndarray) -> np.ndarray:
    """Return the skewed bend's stretch, by the slopes of its outermost pieces."""
    inner = np.interp(u, NORMAL, SKEWED)
    for end, beside, side in ((0, 1, u < NORMAL[0]), (-1, -2, u > NORMAL[-1])):
        slope = (SKEWED[end] - SKEWED[beside]) / (NORMAL[end] - NORMAL[beside])
        inner = np.where(side, SKEWED[end] + slope * (u - NORMAL[end]), inner)
    return inner


_FINE = np.linspace(-6, 6, 240_001)


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.floats(-4, 4), min_size=7, max_size=7, unique=True),
    st.integers(0, 10),
)
def test_bent_bands_stay_nested_and_on_the_scale(ends, score) -> None:
    apart = [end + place / 100 for place, end in enumerate(sorted(ends))]
    found = one({0: float(score)}, prior=replace(PRIOR, bends=(bend(*apart),)))
    for way in found.ways():
        lows = [each.low for each in way.bands]
        highs = [each.high for each in way.bands]
        assert lows == sorted(lows, reverse=True)
        assert highs == sorted(highs)
        assert all(0 <= end <= 10 for end in (way.mean, *lows, *highs))


def test_the_bend_nearest_in_time_is_taken() -> None:
    known = [
        bend(*SKEWED, now=0, horizon=4),
        bend(*(end + 10 for end in SKEWED), now=0, horizon=12),
        bend(now=8, horizon=4),
    ]
    shape = shapes.choose(known, np.array([1.0, 9.0]), np.array([3.0, 9.0]), UNKNOWN)
    assert isinstance(shape, Bent)
    middles = shape.ends[:, :, 3]
    np.testing.assert_allclose(middles, [[0.1, 10.1], [0.0, 0.0]], atol=1e-9)
    assert isinstance(shapes.choose((), np.zeros(1), np.zeros(1), UNKNOWN), Normal)


def test_a_person_is_of_the_part_that_their_ease_says() -> None:
    parts = tuple(tuple(end + 10 * k for end in SKEWED) for k in (1, 2, 3))
    known = [Bend(0, 4, 1_500, SKEWED, (-1.0, 1.0), parts)]
    ease = np.array([[np.nan], [-1.5], [-1.0], [0.9], [1.0]])
    shape = shapes.choose(known, np.zeros(5), np.array([4.0]), ease)
    assert isinstance(shape, Bent)
    middles = shape.ends[:, 0, 3] - SKEWED[3]
    np.testing.assert_allclose(middles, [0, 10, 20, 20, 30])


def test_of_people_whom_the_model_draws_the_bend_bends_little() -> None:
    found = places.learn(drawn(12_000), GENTLE, nows=(4.0,), horizons=(4.0, 22.0))
    assert [(each.now, each.horizon) for each in found.bends] == [(4, 4), (4, 22)]
    for each in found.bends:
        assert each.people == 12_000
        assert each.ends == pytest.approx(NORMAL, abs=0.07)
    assert found.onto(GENTLE).bends == found.bends


def test_bands_hold_new_people_whose_noise_the_model_does_not_know() -> None:
    """Now and then a score is far off: one in ten has five times the noise."""
    panel = drawn(16_000)
    chance = np.random.default_rng(7)
    off = chance.random(panel.scores.shape) < 0.1
    wild = chance.normal(0, 5, panel.scores.shape)
    panel = replace(panel, scores=panel.scores + np.where(off, wild, 0.0))
    past, new = (
        Panel(
            *(
                each[rows]
                for each in (panel.weeks, panel.scores, panel.now, panel.treated)
            )
        )
        for rows in (slice(0, 8_000), slice(8_000, None))
    )
    learnt = places.learn(past, GENTLE, nows=(4.0,), horizons=(4.0, 22.0, 48.0))
    for known, misses in ((learnt, False), (replace(learnt, bends=()), True)):
        held = _held(new, known.onto(GENTLE))
        assert any(abs(held[each] - each) > 0.05 for each in LEVELS) is misses
        assert misses or all(abs(held[each] - each) < 0.02 for each in LEVELS)


def _held(panel: Panel, prior) -> dict[float, float]:
    """Return which shares of people the bands of week 4 hold in week 8."""
    early = Panel(
        panel.weeks[:, :3],
        panel.scores[:, :3],
        np.full(len(panel.now), 4.0),
        np.minimum(panel.treated, 4.0),
    )
    found = panels.forecast(early, prior, horizons=(4.0,))
    later, treated = panel.scores[:, 3], panel.treated > 0
    held = {}
    for level in LEVELS:
        (low, high), (own_low, own_high) = (
            way.bands[level] for way in (found.usual_course, found.with_treatment)
        )
        low = np.where(treated, own_low[:, 0], low[:, 0])
        high = np.where(treated, own_high[:, 0], high[:, 0])
        held[level] = float(((low <= later) & (later <= high)).mean())
    return held


def test_scores_at_the_ends_stand_anywhere_in_what_is_forecast_there() -> None:
    """Most are at the floor, and yet no bend is drawn into it."""
    panel = drawn(12_000, prior=UNTREATED)
    low = replace(panel, scores=np.clip(panel.scores - 4.5, 0, 10))
    found = places.learn(low, UNTREATED, nows=(4.0,), horizons=(22.0,))
    assert (low.scores[:, 4] == 0).mean() > 0.5
    (each,) = found.bends
    assert each.ends[0] < -1.5


def test_neither_the_order_of_people_nor_of_their_scores_matters() -> None:
    panel = drawn(1_000)
    turned = Panel(
        panel.weeks[::-1, ::-1],
        panel.scores[::-1, ::-1],
        panel.now,
        panel.treated[::-1],
    )
    first, second = (
        places.learn(each, GENTLE, nows=(4.0,), horizons=(4.0,)).bends
        for each in (panel, turned)
    )
    assert [each.ends for each in first] == [
        pytest.approx(each.ends, abs=0.1) for each in second
    ]


def test_too_few_people_make_no_bend() -> None:
    few = drawn(bends.LEAST - 1)
    assert places.learn(few, GENTLE, nows=(4.0,), horizons=(4.0,)).bends == ()
    enough = drawn(bends.LEAST)
    assert len(places.learn(enough, GENTLE, nows=(4.0,), horizons=(4.0,)).bends) == 1


def test_enough_people_are_parted_by_how_likely_a_response_is() -> None:
    """Some have ten times the noise: who began with an odd score is likely of them."""
    panel = drawn(6_000, prior=UNTREATED)
    chance = np.random.default_rng(11)
    wild = chance.normal(0, 4, panel.scores.shape) * (chance.random((6_000, 1)) < 0.3)
    wide = replace(UNTREATED, instrument=WIDE)
    noisy = replace(panel, scores=panel.scores + wild)
    (each,) = places.learn(noisy, wide, nows=(2.0,), horizons=(50.0,)).bends
    assert len(each.parts) == 3
    assert each.edges[0] < each.edges[1]
    hopeful, hopeless = each.parts[-1], each.parts[0]
    assert hopeful[3] > each.ends[3] > hopeless[3]
    few = drawn(3 * bends.LEAST - 1, prior=UNTREATED)
    (each,) = places.learn(few, wide, nows=(2.0,), horizons=(50.0,)).bends
    assert each.parts == ()


def test_people_who_all_have_one_ease_are_not_parted() -> None:
    panel = drawn(2_000, prior=UNTREATED)
    same = panel.scores.copy()
    same[:, 0] = 5.0
    wide = replace(UNTREATED, instrument=WIDE)
    found = places.learn(
        replace(panel, scores=same), wide, nows=(0.0,), horizons=tuple(WEEKS[1:])
    )
    assert [each.parts for each in found.bends] == [()] * 5


def test_scores_in_coarse_steps_draw_no_two_ends_onto_each_other() -> None:
    panel = drawn(2_000, prior=UNTREATED)
    coarse = replace(panel, scores=np.round(panel.scores / 8) * 8)
    wide = replace(UNTREATED, instrument=WIDE)
    found = places.learn(coarse, wide, nows=(-1.0,), horizons=tuple(WEEKS + 1))
    assert len(found.bends) == len(WEEKS)
    ends = np.array([each.ends for each in found.bends])
    assert (np.diff(ends, axis=1) > 1e-6).all()


def test_a_forecast_that_was_far_too_sure_is_bent_as_far_as_it_missed() -> None:
    """Nobody moves for half a year, and then all do, by much."""
    panel = drawn(2_000, prior=UNTREATED)
    chance = np.random.default_rng(3)
    moved = panel.scores + np.where(WEEKS > 26, chance.normal(0, 6, (2_000, 6)), 0)
    wide = replace(UNTREATED, instrument=WIDE)
    learnt = places.learn(
        replace(panel, scores=moved), wide, nows=(8.0,), horizons=(18.0, 44.0)
    )
    near, far = (each.ends for each in learnt.bends)
    assert far[-1] - far[0] > 1.3 * (near[-1] - near[0])
