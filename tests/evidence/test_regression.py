"""Meta-regression and subgroups: laws, and what is refused."""

import math

import pytest

from deqi.evidence import pooling, regression
from deqi.evidence.comparators import Comparator, ComparatorsDiffer
from deqi.evidence.effects import Effect, Measure
from deqi.evidence.heterogeneity import Model, NotConverged
from deqi.evidence.pools import Interval, TableUnsound, TooFewEffects
from tests.evidence.witnessed import effects, tables

TRIALS = effects("weighed_k20")
ONES = [1.0] * 20
BOTH = [(model, interval) for model in Model for interval in Interval]


def plain(estimate: float, variance: float = 1.0) -> Effect:
    """Return an effect of which nothing else is known."""
    return Effect(Measure.GENERIC, estimate, variance)


@pytest.mark.parametrize("table", [name for name in tables() if "weighed" in name])
@pytest.mark.parametrize(("model", "interval"), BOTH)
def test_a_regression_on_nothing_is_a_pool(
    table: str, model: Model, interval: Interval
) -> None:
    trials = effects(table)
    pool = pooling.pool(trials, model=model, interval=interval)
    found = regression.regress(
        trials, {"mean": [1.0] * len(trials)}, model=model, interval=interval
    )
    (mean,) = found.coefficients
    assert mean.name == "mean"
    assert mean.estimate == pytest.approx(pool.estimate)
    assert mean.ci == pytest.approx(pool.ci)
    assert found.tau2 == pytest.approx(pool.tau2, abs=1e-9)
    assert found.i2 == pytest.approx(pool.i2, abs=1e-6)
    assert (found.q, found.q_p) == pytest.approx((pool.q, pool.q_p))
    assert found.df == pool.ci_df


def test_a_step_that_would_lead_down_is_halved() -> None:
    """Here the first step overshoots the top; the pool arrives there another way."""
    table = [(-0.6, 0.102), (-0.3, 0.074), (0.2, 0.074), (1.5, 5.698), (-1.3, 0.02)]
    trials = [plain(y, v) for y, v in table]
    found = regression.regress(trials, {"mean": [1.0] * 5})
    assert found.tau2 == pytest.approx(pooling.pool(trials).tau2, rel=1e-9)


@pytest.mark.parametrize("model", list(Model))
def test_what_moderators_explain_wholly_leaves_nothing(model: Model) -> None:
    years = [float(year) for year in range(6)]
    trials = [plain(2.0 + 0.5 * year) for year in years]
    found = regression.regress(trials, {"limit": [1.0] * 6, "year": years}, model=model)
    assert [each.estimate for each in found.coefficients] == pytest.approx([2.0, 0.5])
    assert (found.tau2, found.i2) == pytest.approx((0, 0), abs=1e-9)


def test_hartung_knapp_on_a_perfect_line_has_no_p_value() -> None:
    trials = [plain(0.0)] * 4
    found = regression.regress(trials, {"limit": [1.0] * 4}, interval=Interval.HKSJ)
    assert found.coefficients[0].p is None


def test_a_fixed_regression_with_nothing_left_over_has_no_share_between() -> None:
    trials = [plain(0.0)] * 4
    found = regression.regress(trials, {"limit": [1.0] * 4}, model=Model.FIXED)
    assert (found.q, found.i2) == (0, 0)


@pytest.mark.parametrize(
    ("design", "broken", "says"),
    [
        ({}, TableUnsound, "one number an effect"),
        ({"a": [1.0]}, TableUnsound, "one number an effect"),
        ({"a": [math.nan] * 20}, TableUnsound, "finite"),
        ({"a": ONES, "b": [2.0] * 20}, TableUnsound, "same thing"),
        ({"a": ONES, "b": [0.0] * 20}, TableUnsound, "same thing"),
        ({str(i): ONES for i in range(20)}, TooFewEffects, "more than 20"),
    ],
)
def test_a_design_that_tells_nothing_is_refused(
    design: dict[str, list[float]], broken: type[Exception], says: str
) -> None:
    with pytest.raises(broken, match=says):
        regression.regress(TRIALS, design)


@pytest.mark.parametrize("model", [Model.PM, Model.REML])
def test_an_iteration_that_cannot_arrive_says_so(
    monkeypatch: pytest.MonkeyPatch, model: Model
) -> None:
    monkeypatch.setattr(regression, "_MOST_STEPS", 1)
    with pytest.raises(NotConverged):
        regression.regress(TRIALS, {"limit": ONES}, model=model)


def test_a_step_that_only_leads_down_is_given_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(regression, "_MOST_HALVINGS", 0)
    assert regression.regress(TRIALS, {"limit": ONES}).tau2 > 0


def test_groups_are_pooled_apart_and_compared() -> None:
    trials = [plain(y) for y in (1, 2, 3, 11, 12, 13)]
    found = regression.compare_groups(trials, ["old"] * 3 + ["new"] * 3)
    assert list(found.pools) == ["old", "new"]
    assert found.pools["new"].estimate == pytest.approx(12)
    assert found.df == 1
    assert found.q_between == pytest.approx(100 / (2 / 3))
    assert found.p < 1e-10


@pytest.mark.parametrize(
    ("groups", "broken"),
    [
        (["a"] * 4, TooFewEffects),
        (["a", "a", "a", "b"], TooFewEffects),
        (["a", "b"], TableUnsound),
    ],
)
def test_groups_that_cannot_be_compared(
    groups: list[str], broken: type[Exception]
) -> None:
    with pytest.raises(broken):
        regression.compare_groups([plain(1), plain(2), plain(3), plain(4)], groups)


def test_groups_by_comparator_are_refused_too() -> None:
    sham = Effect(Measure.MD, 1, 1, comparator=Comparator.SHAM)
    usual = Effect(Measure.MD, 1, 1, comparator=Comparator.USUAL_CARE)
    with pytest.raises(ComparatorsDiffer):
        regression.compare_groups([sham, sham, usual, usual], ["a", "a", "b", "b"])
