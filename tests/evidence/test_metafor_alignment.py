"""Our figures beside those of metafor, pinned in validation/metafor/reference.json.

Every figure agrees to 1e-6 relative; where that of metafor is nothing (tau² at its
bound), to 1e-9 absolute.
"""

from collections import Counter

import pytest

from deqi.evidence import bias, pooling, regression
from deqi.evidence.heterogeneity import Model
from deqi.evidence.pools import Interval
from tests.evidence.witnessed import (
    MEASURES,
    Case,
    apart,
    column,
    effects,
    reference,
    tables,
)

GRID = {(model, interval) for model in Model for interval in Interval}


def told(case: Case) -> str:
    """Return what tells a case from the others."""
    names = ("table", "measure", "moderators", "model", "interval")
    return "-".join(str(case[name]) for name in names if name in case)


def cases(kind: str) -> list[object]:
    """Return the pinned cases of a kind, each under its name."""
    return [pytest.param(case, id=told(case)) for case in reference()[kind]]


def settings(case: Case) -> dict[str, object]:
    """Return the model and interval of a case."""
    found: dict[str, object] = {"model": Model(str(case["model"]))}
    if "interval" in case:
        found["interval"] = Interval(str(case["interval"]))
    return found


@pytest.mark.parametrize("case", cases("effects"))
def test_effects_of_arms_agree(case: Case) -> None:
    found = effects(str(case["table"]), str(case["measure"]))
    ours = {
        "yi": [effect.estimate for effect in found],
        "vi": [effect.variance for effect in found],
    }
    assert apart(ours, case, relative=1e-10, absolute=1e-14) == {}


@pytest.mark.parametrize("case", cases("pools"))
def test_pools_agree(case: Case) -> None:
    found = pooling.pool(
        effects(str(case["table"]), str(case["measure"])), **settings(case)
    )
    ours = {
        "k": found.k,
        "estimate": found.estimate,
        "se": found.se,
        "p": found.p,
        "ci": found.ci,
        "tau2": found.tau2,
        "i2": found.i2,
        "h2": found.h2,
        "q": found.q,
        "q_p": found.q_p,
        "prediction": found.prediction or [None, None],
        "weights": [100 * weight for weight in found.weights],
    }
    assert apart(ours, case) == {}


@pytest.mark.parametrize("case", cases("regressions"))
def test_regressions_agree(case: Case) -> None:
    table, moderators = str(case["table"]), case["moderators"]
    assert isinstance(moderators, list)
    design = {"limit": [1.0] * len(tables()[table][1])}
    design |= {str(name): column(table, str(name)) for name in moderators}
    found = regression.regress(effects(table), design, **settings(case))
    ours = {
        "estimate": [each.estimate for each in found.coefficients],
        "se": [each.se for each in found.coefficients],
        "p": [each.p for each in found.coefficients],
        "low": [each.ci[0] for each in found.coefficients],
        "high": [each.ci[1] for each in found.coefficients],
        "tau2": found.tau2,
        "i2": found.i2,
        "q": found.q,
        "q_p": found.q_p,
    }
    assert apart(ours, case) == {}


@pytest.mark.parametrize("case", cases("leaving"))
def test_pools_without_each_effect_agree(case: Case) -> None:
    found = pooling.leave_one_out(effects(str(case["table"])), **settings(case))
    ours = {name: getattr(found, name).tolist() for name in ("estimate", "low", "high")}
    ours |= {name: getattr(found, name).tolist() for name in ("tau2", "i2", "q")}
    assert apart(ours, case) == {}


@pytest.mark.parametrize("case", cases("egger"))
def test_regressions_on_the_standard_error_agree(case: Case) -> None:
    found = bias.egger(effects(str(case["table"])), **settings(case))
    ours = {"statistic": found.statistic, "p": found.p, "limit": found.limit}
    assert apart(ours, case) == {}


@pytest.mark.parametrize("case", cases("ranks"))
def test_rank_correlations_agree(case: Case) -> None:
    found = bias.rank_correlation(effects(str(case["table"])))
    assert apart({"statistic": found.statistic, "p": found.p}, case) == {}


@pytest.mark.parametrize("case", cases("fills"))
def test_filled_funnels_agree(case: Case) -> None:
    found = bias.trim_and_fill(effects(str(case["table"])), **settings(case))
    ours = {
        "missing": found.missing,
        "estimate": found.pool.estimate,
        "se": found.pool.se,
        "tau2": found.pool.tau2,
    }
    assert apart(ours, case) == {}


@pytest.mark.parametrize("case", cases("subgroups"))
def test_differences_between_groups_agree(case: Case) -> None:
    table = str(case["table"])
    groups = ["above" if each > 0 else "below" for each in column(table, "mod1")]
    found = regression.compare_groups(effects(table), groups, **settings(case))
    assert apart({"q_between": found.q_between, "p": found.p}, case) == {}


def test_every_table_measure_model_and_interval_is_pinned_once() -> None:
    wanted = Counter(
        (table, measure, model, interval)
        for table, (kind, _) in tables().items()
        for measure in MEASURES[kind]
        for model, interval in GRID
    )
    keys = ("table", "measure", "model", "interval")
    found = Counter(tuple(case[key] for key in keys) for case in reference()["pools"])
    assert found == wanted
    assert found.total() >= 150


@pytest.mark.parametrize("kind", ["regressions", "leaving", "egger"])
def test_every_model_and_interval_is_pinned_for_each_table(kind: str) -> None:
    by_table: dict[str, set[tuple[object, object]]] = {}
    for case in reference()[kind]:
        name = f"{case['table']} {case.get('moderators')}"
        by_table.setdefault(name, set()).add((case["model"], case["interval"]))
    assert len(by_table) >= 5
    assert all(found == GRID for found in by_table.values())


def test_the_tables_are_not_all_easy() -> None:
    """At its bound and inside, two trials and many, corrected counts."""
    reml = [
        case
        for case in reference()["pools"]
        if (case["model"], case["interval"]) == ("reml", "wald")
    ]
    assert {case["tau2"] > 1e-6 for case in reml} == {True, False}
    assert {2, 60} <= {case["k"] for case in reml}
    assert any(effect.notes for effect in effects("counts_k12_rare", "rr"))
    assert len(effects("counts_k12_rare", "rd")) == 13
    assert {case["missing"] > 0 for case in reference()["fills"]} == {True, False}


def test_a_figure_that_is_off_by_a_millionth_and_more_is_seen() -> None:
    assert apart({"se": 1.000_002}, {"se": 1.0})
    assert apart({"ci": (0.0, 1.000_002)}, {"ci": [0.0, 1.0]})
    assert apart({"ci": (0.0,)}, {"ci": [0.0, 1.0]})
    assert apart({"p": None}, {"p": 0.5})
    assert apart({"tau2": 0.0}, {"tau2": 1e-8})
