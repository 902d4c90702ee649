"""One pool: what it refuses, what it warns of, and how a ratio reads."""

import math
from dataclasses import replace

import pytest

from deqi.core.scales import Direction
from deqi.evidence import pooling
from deqi.evidence.comparators import Comparator, ComparatorsDiffer
from deqi.evidence.effects import Effect, Measure
from deqi.evidence.heterogeneity import Model
from deqi.evidence.pooling import DirectionsDiffer, MeasuresDiffer
from deqi.evidence.pools import Interval, TooFewEffects


def effect(estimate: float, variance: float = 1.0, **changes: object) -> Effect:
    """Return an effect against sham on a scale where less is better."""
    made = Effect(
        Measure.MD, estimate, variance, Direction.WORSE, Comparator.SHAM, "A trial"
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # fields by name


SHAM = effect(-5.0)
USUAL = effect(-9.0, comparator=Comparator.USUAL_CARE)


def test_effects_against_sham_and_usual_care_are_never_one_figure() -> None:
    with pytest.raises(ComparatorsDiffer, match="sham, usual_care"):
        pooling.pool([SHAM, USUAL])
    with pytest.raises(ComparatorsDiffer):
        pooling.leave_one_out([SHAM, USUAL, USUAL])


@pytest.mark.parametrize("count", [0, 1])
def test_fewer_than_two_effects_are_no_pool(count: int) -> None:
    with pytest.raises(TooFewEffects, match=f"there is {count}"):
        pooling.pool([SHAM] * count)


def test_two_effects_leave_one_and_that_is_no_pool() -> None:
    with pytest.raises(TooFewEffects, match="at least three"):
        pooling.leave_one_out([SHAM, SHAM])


def test_different_measures_and_directions_are_refused() -> None:
    with pytest.raises(MeasuresDiffer, match="md, smd"):
        pooling.pool([SHAM, effect(-1, measure=Measure.SMD)])
    with pytest.raises(DirectionsDiffer, match="higher_better, higher_worse"):
        pooling.pool([SHAM, effect(-1, direction=Direction.BETTER)])
    with pytest.raises(DirectionsDiffer, match="higher_worse, unknown"):
        pooling.pool([SHAM, effect(-1, direction=None)])


def test_a_pool_says_of_what_it_is() -> None:
    found = pooling.pool([SHAM, effect(-7.0, label="B trial")])
    assert (found.k, found.measure, found.q_df) == (2, Measure.MD, 1)
    assert found.labels == ("A trial", "B trial")
    assert found.comparator is Comparator.SHAM
    assert found.direction is Direction.WORSE
    assert found.ratio is None
    assert found.estimate == pytest.approx(-6)


def test_a_ratio_stands_beside_its_logarithm() -> None:
    trials = [effect(math.log(r), 0.01, measure=Measure.RR) for r in (1.2, 1.5)]
    found = pooling.pool(trials)
    assert found.ratio is not None
    assert found.ratio.estimate == pytest.approx(math.exp(found.estimate))
    assert found.ratio.ci == pytest.approx(tuple(math.exp(end) for end in found.ci))


def test_a_ratio_out_of_any_range_is_left_to_its_logarithm() -> None:
    trials = [effect(900 + x, 1, measure=Measure.OR) for x in (0, 1)]
    assert pooling.pool(trials).ratio is None


def test_a_fixed_model_predicts_nothing() -> None:
    trials = [SHAM, effect(-7.0)]
    assert pooling.pool(trials, model=Model.FIXED).prediction is None
    assert pooling.pool(trials, model=Model.DL).prediction is not None


def test_the_degrees_of_freedom_are_said() -> None:
    trials = [SHAM, effect(-7.0), effect(-9.0)]
    assert pooling.pool(trials).ci_df is None
    assert pooling.pool(trials, interval=Interval.HKSJ).ci_df == 2


def test_without_any_spread_hartung_knapp_has_no_p_value() -> None:
    found = pooling.pool([SHAM, SHAM, SHAM], interval=Interval.HKSJ)
    assert found.p is None
    assert found.se == 0


@pytest.mark.parametrize(
    ("trials", "model", "interval", "says"),
    [
        ([SHAM, effect(-7)], Model.REML, Interval.HKSJ, "uninformative"),
        ([SHAM, effect(-5.1), SHAM], Model.REML, Interval.HKSJ, "narrower here"),
        ([SHAM, effect(-9), SHAM], Model.REML, Interval.WALD, "usually too narrow"),
        ([SHAM, effect(-9, 1e8), SHAM], Model.FIXED, Interval.WALD, "ten-million"),
        (
            [effect(1, notes=("0.5 was added",)), SHAM],
            Model.FIXED,
            Interval.WALD,
            "A trial: 0.5 was added",
        ),
        (
            [effect(1, notes=("0.5 was added",), label=""), SHAM],
            Model.FIXED,
            Interval.WALD,
            "effect 1: 0.5 was added",
        ),
        (
            [effect(1, comparator=None), effect(2, comparator=None)],
            Model.FIXED,
            Interval.WALD,
            "what the controls had",
        ),
    ],
)
def test_what_a_reader_must_know_is_said(
    trials: list[Effect], model: Model, interval: Interval, says: str
) -> None:
    (warning,) = pooling.pool(trials, model=model, interval=interval).warnings
    assert says in warning


@pytest.mark.parametrize(
    ("model", "interval"),
    [(Model.REML, Interval.WALD), (Model.REML, Interval.HKSJ), (Model.FIXED, "wald")],
)
def test_ten_trials_that_differ_need_no_warning(
    model: Model, interval: Interval
) -> None:
    trials = [effect(-5.0 + 3 * (place % 4)) for place in range(10)]
    found = pooling.pool(trials, model=model, interval=Interval(interval))
    assert found.warnings == ()


def test_leaving_one_out_is_pooling_the_others() -> None:
    trials = [effect(y, v) for y, v in [(-5, 1), (-9, 2), (-1, 0.5), (-7, 3)]]
    without = pooling.leave_one_out(trials, interval=Interval.HKSJ)
    for place in range(4):
        rest = [each for other, each in enumerate(trials) if other != place]
        alone = pooling.pool(rest, interval=Interval.HKSJ)
        assert without.estimate[place] == pytest.approx(alone.estimate)
        assert without.low[place] == pytest.approx(alone.ci[0])
        assert without.tau2[place] == pytest.approx(alone.tau2, abs=1e-9)
        assert without.weights[place, place] == 0
