"""From one scale to another, there and back, with the sign kept honest."""

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deqi.core.scales import Direction, Method
from deqi.evidence import scales
from deqi.evidence.effects import Effect, EffectImpossible, Measure
from deqi.evidence.scales import Scale, ScaleUnknown, Spread
from deqi.knowledge import instruments

WORSE, BETTER = Direction.WORSE, Direction.BETTER
HUNDRED = Scale(0, 100, WORSE)
TEN = Scale(0, 10, WORSE)
ROLAND = Scale(0, 24, WORSE)
MODIFIED_ROLAND = Scale(0, 23, WORSE)
HANNOVER = Scale(0, 100, BETTER)
SPREAD = Spread(20.8, "control arms of a review")


@pytest.mark.parametrize(
    ("source", "target", "score", "moved"),
    [
        (TEN, HUNDRED, 3.5, 35),
        (MODIFIED_ROLAND, ROLAND, 23, 24),
        (ROLAND, HUNDRED, 6, 25),
        (HANNOVER, HUNDRED, 70, 30),
        (Scale(8, 50, WORSE), HUNDRED, 29, 50),
    ],
)
def test_a_score_moves_to_its_place(
    source: Scale, target: Scale, score: float, moved: float
) -> None:
    assert scales.move_score(score, source, target) == pytest.approx(moved)
    assert scales.move_score(moved, target, source) == pytest.approx(score)


@pytest.mark.parametrize(
    ("source", "target", "estimate", "moved"),
    [
        (TEN, HUNDRED, -1.05, -10.5),
        (MODIFIED_ROLAND, ROLAND, -2.3, -2.4),
        (HANNOVER, ROLAND, 9.4, -2.256),
        (ROLAND, HANNOVER, -2.4, 10.0),
    ],
)
def test_a_difference_moves_by_the_width_and_turns_with_the_direction(
    source: Scale, target: Scale, estimate: float, moved: float
) -> None:
    effect = Effect(Measure.MD, estimate, 0.25, source.direction)
    found = scales.move(effect, source, target)
    assert found.estimate == pytest.approx(moved)
    assert found.direction is target.direction
    assert found.estimate**2 / found.variance == pytest.approx(estimate**2 / 0.25)
    assert "by its range" in found.notes[-1]


def test_a_difference_of_scores_is_the_score_of_a_difference() -> None:
    effect = Effect(Measure.MD, 62.0 - 55.0, 1.0, BETTER)
    moved = [scales.move_score(score, HANNOVER, ROLAND) for score in (62.0, 55.0)]
    found = scales.move(effect, HANNOVER, ROLAND)
    assert found.estimate == pytest.approx(moved[0] - moved[1])


@pytest.mark.parametrize("name", ["NRS", "RMDQ24"])
def test_a_record_of_an_instrument_has_a_scale(name: str) -> None:
    record = instruments.catalogue()[name]
    found = scales.scale_of(record)
    assert (found.low, found.high) == record.range
    with pytest.raises(ScaleUnknown, match=name):
        scales.scale_of(replace(record, low=None, method=Method.NOT_SCORED))


def test_points_and_standard_deviations_there_and_back() -> None:
    """0.47 of 20.8 points is how a review came to 9.78."""
    effect = Effect(Measure.SMD, 0.47, 0.0234)
    points = scales.to_points(effect, SPREAD)
    assert points.estimate == pytest.approx(9.78, abs=0.005)
    assert points.measure is Measure.MD
    assert points.notes == (
        "1 standard deviation taken as 20.8 points (control arms of a review)",
    )
    back = scales.to_sd_units(points, SPREAD)
    assert back.estimate == pytest.approx(0.47)
    assert back.variance == pytest.approx(0.0234)


@given(odds=st.floats(0.05, 20), variance=st.floats(0.001, 5))
def test_odds_and_standard_deviations_there_and_back(
    odds: float, variance: float
) -> None:
    effect = Effect(Measure.OR, math.log(odds), variance)
    units = scales.odds_to_sd_units(effect)
    assert units.measure is Measure.SMD
    assert units.estimate == pytest.approx(math.log(odds) * 0.5513289)
    back = scales.sd_units_to_odds(units)
    assert back.estimate == pytest.approx(effect.estimate)
    assert back.variance == pytest.approx(variance)


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: Scale(10, 10, WORSE), "low to high"),
        (lambda: Scale(0, math.inf, WORSE), "low to high"),
        (lambda: Spread(0, "x"), "above 0"),
        (lambda: Spread(1, " "), "where it is from"),
        (lambda: scales.to_points(Effect(Measure.MD, 1, 1), SPREAD), "smd is wanted"),
        (lambda: scales.odds_to_sd_units(Effect(Measure.RR, 1, 1)), "or is wanted"),
        (
            lambda: scales.move(Effect(Measure.MD, 1, 1, BETTER), TEN, HUNDRED),
            "other way",
        ),
    ],
)
def test_what_cannot_be_moved(make: object, says: str) -> None:
    assert callable(make)
    with pytest.raises(EffectImpossible, match=says):
        make()
