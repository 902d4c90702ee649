"""Laws that hold for every pool, and the hard tables in which iterations get lost."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deqi.evidence import heterogeneity, pools
from deqi.evidence.heterogeneity import Array, Model, NotConverged, Tables
from deqi.evidence.pools import Interval, Pools, TableUnsound, TooFewEffects

BOTH = [(model, interval) for model in Model for interval in Interval]
NAMES = ("estimate", "se", "low", "high", "tau2", "i2", "h2", "q", "q_p")

pair = st.tuples(st.floats(-50, 50).map(lambda x: round(x, 3)), st.floats(0.01, 100))
table = st.lists(pair, min_size=2, max_size=12)
both = pytest.mark.parametrize(("model", "interval"), BOTH)


def pooled(pairs: list[tuple[float, float]], model: Model, interval: Interval) -> Pools:
    """Return the pool of estimates and variances."""
    tables = pools.pad([[y for y, _ in pairs]], [[v for _, v in pairs]])
    return pools.pool(tables, model=model, interval=interval)


def same(one: Array, other: Array, scale: float = 1.0) -> bool:
    """Return whether two arrays agree, in units of the largest figure at play."""
    return bool(np.allclose(one, other, rtol=1e-7, atol=1e-9 * scale))


@both
@given(pairs=table, seed=st.integers(0, 1000))
def test_the_order_of_trials_does_not_matter(
    model: Model, interval: Interval, pairs: list[tuple[float, float]], seed: int
) -> None:
    order = np.random.default_rng(seed).permutation(len(pairs))
    one = pooled(pairs, model, interval)
    other = pooled([pairs[place] for place in order], model, interval)
    for name in NAMES:
        assert same(getattr(one, name), getattr(other, name), 100), name
    assert same(one.weights[:, order], other.weights)


@both
@given(pairs=table, factor=st.sampled_from([-1.0, 0.01, 3.0, 1000.0]))
def test_other_units_change_the_units_and_nothing_else(
    model: Model, interval: Interval, pairs: list[tuple[float, float]], factor: float
) -> None:
    one = pooled(pairs, model, interval)
    scaled = [(y * factor, v * factor**2) for y, v in pairs]
    other = pooled(scaled, model, interval)
    assert same(one.estimate * factor, other.estimate, abs(factor) * 100)
    assert same(one.se * abs(factor), other.se, abs(factor) * 100)
    assert same(one.tau2 * factor**2, other.tau2, factor**2 * 100)
    for name in ("i2", "h2", "q", "q_p", "weights"):
        assert same(getattr(one, name), getattr(other, name), 100), name


@both
@given(pairs=table, by=st.floats(-30, 30))
def test_a_shift_moves_the_estimate_alone(
    model: Model, interval: Interval, pairs: list[tuple[float, float]], by: float
) -> None:
    one = pooled(pairs, model, interval)
    other = pooled([(y + by, v) for y, v in pairs], model, interval)
    assert same(one.estimate + by, other.estimate, 100)
    for name in ("se", "tau2", "q", "weights"):
        assert same(getattr(one, name), getattr(other, name), 1000), name


@both
@given(pairs=table)
def test_weights_sum_to_1_and_nothing_is_below_nothing(
    model: Model, interval: Interval, pairs: list[tuple[float, float]]
) -> None:
    found = pooled(pairs, model, interval)
    assert found.weights.sum() == pytest.approx(1)
    assert (found.weights > 0).all()
    assert found.tau2 >= 0
    assert 0 <= found.i2 <= 100
    assert 0 <= found.q_p <= 1
    assert found.low <= found.estimate <= found.high
    assert found.prediction_low <= found.low + 1e-9
    assert found.prediction_high >= found.high - 1e-9
    estimates = [y for y, _ in pairs]
    assert min(estimates) - 1e-9 <= found.estimate <= max(estimates) + 1e-9


@both
@given(many=st.lists(table, min_size=1, max_size=6))
def test_many_pools_at_once_are_each_pool_alone(
    model: Model, interval: Interval, many: list[list[tuple[float, float]]]
) -> None:
    """Pools of unequal length, so the padding weighs nothing."""
    tables = pools.pad(
        [[y for y, _ in pairs] for pairs in many],
        [[v for _, v in pairs] for pairs in many],
    )
    together = pools.pool(tables, model=model, interval=interval)
    for place, pairs in enumerate(many):
        alone = pooled(pairs, model, interval)
        for name in NAMES:
            ours = getattr(together, name)[place]
            assert same(ours, getattr(alone, name)[0], 100), name
        assert same(together.weights[place, : len(pairs)], alone.weights[0])
        assert (together.weights[place, len(pairs) :] == 0).all()


@pytest.mark.parametrize("model", list(Model))
def test_what_stands_under_the_padding_is_never_read(model: Model) -> None:
    rows = np.array([[1.0, 2.0, 4.0, 9.0]]), np.array([[1.0, 2.0, 0.5, 3.0]])
    present = np.array([[1.0, 1.0, 1.0, 0.0]])
    one = pools.pool(Tables(*rows, present), model=model, interval=Interval.HKSJ)
    rows[0][0, 3], rows[1][0, 3] = -700.0, 1e-4
    other = pools.pool(Tables(*rows, present), model=model, interval=Interval.HKSJ)
    for name in NAMES:
        assert same(getattr(one, name), getattr(other, name)), name


@given(pairs=table)
def test_inside_its_bound_the_likelihood_is_flat_and_at_it_falls(
    pairs: list[tuple[float, float]],
) -> None:
    tables = pools.pad([[y for y, _ in pairs]], [[v for _, v in pairs]])
    tau2 = heterogeneity.estimate(tables, Model.REML)
    rise, expected, _ = heterogeneity.slope(tables, tau2)
    if tau2 > 0:
        assert abs(rise / expected) < 1e-7 * (tau2 + tables.variances.mean())
    else:
        assert rise <= 1e-12


@given(pairs=st.lists(pair, min_size=2, max_size=2))
def test_with_two_trials_all_models_but_the_fixed_one_agree(
    pairs: list[tuple[float, float]],
) -> None:
    """One contrast has one variance, whichever way it is asked for."""
    (y1, v1), (y2, v2) = pairs
    expected = max(0.0, ((y1 - y2) ** 2 - v1 - v2) / 2)
    for model in (Model.DL, Model.PM, Model.REML):
        assert pooled(pairs, model, Interval.WALD).tau2[0] == pytest.approx(
            expected, rel=1e-6, abs=1e-8
        )


@given(pairs=table)
def test_paule_mandel_leaves_exactly_what_chance_leaves(
    pairs: list[tuple[float, float]],
) -> None:
    tables = pools.pad([[y for y, _ in pairs]], [[v for _, v in pairs]])
    tau2 = heterogeneity.estimate(tables, Model.PM)
    q = heterogeneity.fit(tables, tau2).q[0]
    if tau2 > 0:
        assert q == pytest.approx(len(pairs) - 1, rel=1e-8)
    else:
        assert q <= len(pairs) - 1 + 1e-9


@pytest.mark.parametrize("k", [2, 3, 5, 40])
@pytest.mark.parametrize("spread", [0.1, 2.0, 3.0])
@pytest.mark.parametrize("unit", [1e-6, 1.0, 1e6])
def test_no_table_is_too_hard(k: int, spread: float, unit: float) -> None:
    """Variances a million-fold apart, outliers, heavy tails: all arrive, at the top."""
    chance = np.random.default_rng(5)
    shape = (200, k)
    variances = np.exp(chance.normal(-2, spread, shape)).clip(1e-5, 1e4) * unit**2
    wide = chance.choice([0.01, 1, 100], (200, 1))
    estimates = chance.standard_t(2, shape).clip(-500, 500) * wide * unit
    tables = Tables(estimates, variances, np.ones(shape))
    for model in Model:
        assert np.isfinite(heterogeneity.estimate(tables, model)).all()
    found = heterogeneity.estimate(tables, Model.REML)
    reached = heterogeneity.height(tables, found)
    widest = variances.max(axis=1) + estimates.var(axis=1) * 4
    for rung in np.geomspace(1e-12, 1, 60):
        assert (heterogeneity.height(tables, widest * rung) <= reached + 1e-6).all()


@both
@pytest.mark.parametrize("far", [1e10, 1e20, 1e30])
def test_estimates_as_far_apart_as_numbers_go_still_arrive(
    model: Model, interval: Interval, far: float
) -> None:
    found = pooled([(-far, 1.0), (far, 2.0), (500.0, 1e-3)], model, interval)
    assert np.isfinite([getattr(found, name)[0] for name in NAMES]).all()


def test_where_scoring_alone_still_swings_after_a_hundred_steps() -> None:
    tables = pools.pad([[-0.7, 0.0, 0.2, -1.0, -1.6]], [[0.59, 0.1, 0.1, 0.96, 0.76]])
    swinging = np.array([0.1])
    for _ in range(100):
        rise, expected, _ = heterogeneity.slope(tables, swinging)
        swinging = np.maximum(0.0, swinging + rise / expected)
    found = heterogeneity.estimate(tables, Model.REML)
    assert abs(heterogeneity.slope(tables, found)[0]) < 1e-12
    assert abs(heterogeneity.slope(tables, swinging)[0]) > 1e-7


@pytest.mark.parametrize("model", list(Model))
def test_trials_that_say_the_same_have_no_spread(model: Model) -> None:
    found = pooled([(2.0, 1.0)] * 4, model, Interval.HKSJ)
    assert (found.estimate, found.se, found.tau2) == (2.0, 0.0, 0.0)
    assert (found.i2, found.q, found.q_p) == (0.0, 0.0, 1.0)


def test_an_iteration_that_cannot_arrive_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(heterogeneity, "_MOST_STEPS", 1)
    with pytest.raises(NotConverged, match="still moves after 1 steps"):
        pooled([(0.0, 1.0), (9.0, 1.0), (3.0, 2.0)], Model.PM, Interval.WALD)


def test_a_step_that_only_leads_down_is_given_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(heterogeneity, "_MOST_HALVINGS", 0)
    found = pooled([(0.0, 1.0), (9.0, 1.0), (3.0, 2.0)], Model.REML, Interval.WALD)
    assert found.tau2 > 0


@pytest.mark.parametrize(
    ("pairs", "broken"),
    [
        ([(1.0, 1.0)], TooFewEffects),
        ([(1.0, 1.0), (float("nan"), 1.0)], TableUnsound),
        ([(1.0, 1.0), (float("inf"), 1.0)], TableUnsound),
        ([(1.0, 1.0), (1.0, 0.0)], TableUnsound),
        ([(1.0, 1.0), (1.0, -1.0)], TableUnsound),
        ([(1.0, 1.0), (1.0, float("nan"))], TableUnsound),
        ([(1.0, 1.0), (1.0, 1e-11)], TableUnsound),
    ],
)
def test_what_cannot_be_weighed_is_refused(
    pairs: list[tuple[float, float]], broken: type[Exception]
) -> None:
    with pytest.raises(broken):
        pooled(pairs, Model.REML, Interval.WALD)


def test_no_pool_at_all_and_uneven_columns_are_refused() -> None:
    with pytest.raises(TooFewEffects):
        pools.pool(pools.pad([], []), model=Model.DL, interval=Interval.WALD)
    with pytest.raises(TableUnsound, match="one variance"):
        pools.pad([[1.0, 2.0]], [[1.0]])
