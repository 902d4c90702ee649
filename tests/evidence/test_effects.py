"""Effects: what arms, published figures and scales come to, and what is refused."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deqi.core.scales import Direction
from deqi.evidence import differences, effects, proportions, published
from deqi.evidence.arms import Counts, Means
from deqi.evidence.differences import Variance
from deqi.evidence.effects import (
    DirectionUnknown,
    Effect,
    EffectImpossible,
    Measure,
    NothingToCompare,
)
from deqi.evidence.published import Printed

COCHRANE = Printed(Measure.SMD, -0.47)


def test_a_mean_difference_is_treated_minus_control() -> None:
    found = differences.subtract(
        Means(146, -28.7, 30.3), Means(73, -23.6, 31.0), direction=Direction.WORSE
    )
    assert found.estimate == pytest.approx(-5.1)
    assert found.se == pytest.approx(math.sqrt(30.3**2 / 146 + 31.0**2 / 73))
    assert found.direction is Direction.WORSE


@pytest.mark.parametrize(
    ("df", "j"), [(2, 1 / math.sqrt(math.pi)), (4, math.sqrt(2 / math.pi))]
)
def test_the_shrinkage_is_exact_where_the_gamma_function_is_known(
    df: float, j: float
) -> None:
    assert differences.shrinkage(df) == pytest.approx(j, rel=1e-14)


def test_the_two_variances_meet_in_large_trials_and_part_in_small_ones() -> None:
    def ratio(n: int) -> float:
        arms = Means(n, 5.0, 2.0), Means(n, 3.0, 2.5)
        large = differences.standardise(*arms)
        unbiased = differences.standardise(*arms, variance=Variance.UNBIASED)
        assert large.estimate == unbiased.estimate
        return unbiased.variance / large.variance

    assert ratio(5) > 1.02
    assert ratio(100_000) == pytest.approx(1, abs=1e-4)


@pytest.mark.parametrize(
    ("treated", "control", "says"),
    [
        (Means(10, 1.0, 0.0), Means(10, 2.0, 0.0), "no unit"),
        (Means(2, 1.0, 1.0), Means(1, 2.0, 0.0), "four people"),
        (Means(1, 1.0, 1.0), Means(1, 2.0, 0.0), "more than two"),
    ],
)
def test_no_standardised_difference(treated: Means, control: Means, says: str) -> None:
    with pytest.raises(EffectImpossible, match=says):
        differences.standardise(treated, control)


@pytest.mark.parametrize(
    ("measure", "estimate", "variance"),
    [
        (Measure.RR, math.log((12 / 40) / (6 / 30)), 28 / 480 + 24 / 180),
        (Measure.OR, math.log(12 * 24 / (28 * 6)), 1 / 12 + 1 / 28 + 1 / 6 + 1 / 24),
        (Measure.RD, 0.1, 0.3 * 0.7 / 40 + 0.2 * 0.8 / 30),
    ],
)
def test_counts_compare(measure: Measure, estimate: float, variance: float) -> None:
    found = proportions.compare(measure, Counts(40, 12), Counts(30, 6))
    assert found.estimate == pytest.approx(estimate)
    assert found.variance == pytest.approx(variance)
    assert found.notes == ()


@pytest.mark.parametrize(
    ("measure", "treated", "control", "is_corrected"),
    [
        (Measure.OR, (20, 0), (20, 5), True),
        (Measure.OR, (20, 20), (20, 5), True),
        (Measure.RR, (20, 0), (20, 5), True),
        (Measure.RR, (20, 4), (20, 0), True),
        (Measure.RR, (20, 20), (20, 5), False),
        (Measure.RD, (20, 0), (20, 5), False),
        (Measure.RD, (20, 0), (20, 0), True),
        (Measure.RD, (20, 20), (20, 0), True),
        (Measure.RD, (20, 20), (20, 20), True),
    ],
)
def test_a_half_is_added_only_where_there_would_be_no_figure(
    measure: Measure,
    treated: tuple[int, int],
    control: tuple[int, int],
    is_corrected: bool,
) -> None:
    found = proportions.compare(measure, Counts(*treated), Counts(*control))
    assert bool(found.notes) is is_corrected


@pytest.mark.parametrize("measure", [Measure.RR, Measure.OR])
@pytest.mark.parametrize("events", [0, 15])
def test_nobody_and_everybody_give_no_ratio(measure: Measure, events: int) -> None:
    with pytest.raises(NothingToCompare):
        proportions.compare(measure, Counts(15, events), Counts(15, events))


def test_counts_give_no_mean() -> None:
    with pytest.raises(EffectImpossible, match="md does not"):
        proportions.compare(Measure.MD, Counts(15, 1), Counts(15, 1))


def test_an_interval_gives_back_its_standard_error() -> None:
    found = published.from_interval(COCHRANE, (-0.77, -0.17))
    assert found.se == pytest.approx(0.6 / 2 / 1.959964, rel=1e-6)
    by_t = published.from_interval(COCHRANE, (-0.77, -0.17), df=10)
    assert by_t.se == pytest.approx(0.6 / 2 / 2.228139, rel=1e-6)
    narrow = published.from_interval(COCHRANE, (-0.77, -0.17), level=0.9)
    assert narrow.se == pytest.approx(0.6 / 2 / 1.644854, rel=1e-6)


def test_a_published_ratio_is_weighed_as_its_logarithm() -> None:
    found = published.from_interval(Printed(Measure.RR, 1.33), (1.04, 1.70))
    assert found.estimate == pytest.approx(math.log(1.33))
    assert found.se == pytest.approx(math.log(1.70 / 1.04) / 2 / 1.959964, rel=1e-6)


@given(
    estimate=st.floats(0.01, 100).flatmap(lambda x: st.sampled_from([x, -x])),
    se=st.floats(0.01, 10),
    df=st.none() | st.integers(3, 200),
)
def test_a_p_value_gives_back_its_standard_error(
    estimate: float, se: float, df: int | None
) -> None:
    from scipy import stats

    ratio = abs(estimate) / se
    p = 2 * float(stats.norm.sf(ratio) if df is None else stats.t.sf(ratio, df))
    if p < 1e-12:  # below, 1 - p / 2 holds too few digits to go back
        return
    found = published.from_p_value(Printed(Measure.MD, estimate), p, df=df)
    assert found.se == pytest.approx(se, rel=1e-4)


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: published.from_se(COCHRANE, 0), "above 0"),
        (lambda: published.from_interval(COCHRANE, (-0.17, -0.77)), "low to high"),
        (lambda: published.from_interval(COCHRANE, (-0.4, -0.1)), "around"),
        (lambda: published.from_interval(COCHRANE, (-0.47, -0.47)), "low to high"),
        (
            lambda: published.from_interval(COCHRANE, (-1, 0), level=95),
            "between 0 and 1",
        ),
        (lambda: published.from_p_value(COCHRANE, 0), "between 0 and 1"),
        (lambda: published.from_p_value(COCHRANE, 1), "between 0 and 1"),
        (
            lambda: published.from_p_value(Printed(Measure.MD, 0), 0.9),
            "difference of nothing",
        ),
        (lambda: Printed(Measure.OR, 0), "ratio is above 0"),
        (
            lambda: published.from_interval(Printed(Measure.OR, 1), (0, 2)),
            "ratio is above 0",
        ),
        (lambda: Effect(Measure.MD, math.nan, 1), "estimate"),
        (lambda: Effect(Measure.MD, math.inf, 1), "estimate"),
        (lambda: Effect(Measure.MD, 1, 0), "variance"),
        (lambda: Effect(Measure.MD, 1, math.inf), "variance"),
        (lambda: Effect(Measure.MD, 1, math.nan), "variance"),
    ],
)
def test_no_effect_follows(make: object, says: str) -> None:
    assert callable(make)
    with pytest.raises(EffectImpossible, match=says):
        make()


@pytest.mark.parametrize(
    ("direction", "estimate"), [(Direction.WORSE, 5.1), (Direction.BETTER, -5.1)]
)
def test_turned_to_benefit_above_0_is_better(
    direction: Direction, estimate: float
) -> None:
    found = effects.orient(Effect(Measure.MD, -5.1, 1, direction))
    assert found.estimate == estimate
    assert found.direction is Direction.BETTER
    assert effects.orient(found) == found


def test_without_a_direction_nothing_is_turned() -> None:
    with pytest.raises(DirectionUnknown, match="Haake"):
        effects.orient(Effect(Measure.MD, 1, 1, label="Haake 2007"))
