"""Small-study effects: seen where planted, and never overstated."""

import numpy as np
import pytest

from deqi.evidence import bias
from deqi.evidence.effects import Effect, Measure
from deqi.evidence.heterogeneity import Model
from deqi.evidence.pools import Interval, TableUnsound, TooFewEffects


def funnel(k: int, lean: float) -> list[Effect]:
    """Return trials whose effect leans with their standard error, and a little noise."""
    errors = np.linspace(0.1, 1.0, k)
    noise = np.random.default_rng(2).normal(0, 0.3, k) * errors
    return [
        Effect(Measure.GENERIC, 0.3 + lean * float(se) + float(off), float(se) ** 2)
        for se, off in zip(errors, noise, strict=True)
    ]


@pytest.mark.parametrize("lean", [-2.0, 2.0])
def test_a_planted_lean_is_seen_by_all_three(lean: float) -> None:
    trials = funnel(15, lean)
    egger = bias.egger(trials, model=Model.FIXED, interval=Interval.HKSJ)
    assert egger.p is not None
    assert egger.p < 1e-6
    assert egger.statistic * lean > 0
    assert egger.limit == pytest.approx(0.3, abs=0.2)
    ranks = bias.rank_correlation(trials)
    assert ranks.p is not None
    assert ranks.p < 0.01
    assert ranks.statistic * lean > 0
    filled = bias.trim_and_fill(trials)
    assert filled.missing > 0
    assert filled.pool.k == 15 + filled.missing
    assert filled.pool.labels.count("added") == filled.missing


def test_a_straight_funnel_is_let_stand() -> None:
    trials = funnel(15, 0.0)
    egger = bias.egger(trials)
    assert egger.p is not None
    assert egger.p > 0.05
    assert egger.warnings == ()


def test_fewer_than_ten_trials_say_that_they_say_nothing() -> None:
    for found in (bias.egger(funnel(9, 1.0)), bias.rank_correlation(funnel(9, 1.0))):
        assert "9 trials are fewer than 10" in found.warnings[0]
    assert bias.rank_correlation(funnel(10, 1.0)).warnings == ()


def test_ties_take_the_normal() -> None:
    """The figures are those of metafor 3.8-1's ranktest."""
    trials = [
        Effect(Measure.GENERIC, y, v)
        for y, v in [(1.0, 1.0), (2.0, 2.0), (3.0, 2.0), (9.0, 3.0)]
    ]
    found = bias.rank_correlation(trials)
    assert found.statistic == pytest.approx(0.912870929175, rel=1e-10)
    assert found.p == pytest.approx(0.0709514924273, rel=1e-10)


def test_a_line_without_any_spread_has_no_p_value() -> None:
    trials = [Effect(Measure.GENERIC, 0, v) for v in (1.0, 2.0, 4.0)]
    found = bias.egger(trials, model=Model.FIXED, interval=Interval.HKSJ)
    assert (found.statistic, found.p) == (0, None)


def test_trials_of_one_size_cannot_be_tested() -> None:
    trials = [Effect(Measure.GENERIC, y, 1.0) for y in (1, 2, 4)]
    with pytest.raises(TableUnsound, match="same thing"):
        bias.egger(trials)
    with pytest.raises(TableUnsound, match="tied"):
        bias.rank_correlation(trials)


def test_two_trials_are_too_few() -> None:
    for test in (bias.egger, bias.rank_correlation, bias.trim_and_fill):
        with pytest.raises(TooFewEffects):
            test(funnel(2, 1.0))


def test_filling_that_does_not_settle_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bias, "_MOST_ROUNDS", 1)
    assert bias.trim_and_fill(funnel(15, 2.0)).missing > 0
