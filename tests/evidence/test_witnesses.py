"""PyMARE and statsmodels beside our pools, and PyMARE's own 180 metafor cases."""

import csv
import json
import warnings
from collections.abc import Mapping

import numpy as np
import pytest
from statsmodels.stats.meta_analysis import combine_effects

from deqi.evidence import pooling, regression
from deqi.evidence.effects import Effect, Measure
from deqi.evidence.heterogeneity import Model
from deqi.evidence.pools import Interval
from tests.evidence.witnessed import effects, tables
from tests.shared import SHARED, needs_shared

with warnings.catch_warnings():
    # PyMARE leaves a file open while it is imported.
    warnings.simplefilter("ignore", ResourceWarning)
    from pymare.estimators import DerSimonianLaird, VarianceBasedLikelihoodEstimator

MANY = [
    (table, measure)
    for table, (kind, lines) in tables().items()
    for measure in {"means": ["smd"], "counts": ["or"], "weighed": ["generic"]}[kind]
    if len(lines) > 2
]
PYMARE = SHARED / "testdata" / "stats" / "pymare"


def columns(table: str, measure: str) -> tuple[np.ndarray, np.ndarray]:
    """Return the estimates and variances of a table."""
    found = effects(table, measure)
    return (
        np.array([effect.estimate for effect in found]),
        np.array([effect.variance for effect in found]),
    )


LOST = {
    (
        "pm",
        "own_pain_active",
    ): "statsmodels' Paule-Mandel ends at 0, where Q is 80 on 4",
    (
        "pm",
        "weighed_k5_equal",
    ): "statsmodels' Paule-Mandel ends at 0, where Q is 20 on 4",
}
"""Where the witness errs: at its tau² its own equation, Q = k - 1, does not hold."""


@pytest.mark.parametrize(("table", "measure"), MANY)
@pytest.mark.parametrize(("model", "name"), [(Model.DL, "dl"), (Model.PM, "pm")])
@pytest.mark.filterwarnings("ignore:invalid value encountered:RuntimeWarning")
def test_statsmodels_agrees(table: str, measure: str, model: Model, name: str) -> None:
    y, v = columns(table, measure)
    theirs = combine_effects(y, v, method_re=name, atol=1e-12, maxiter=1000)
    ours = pooling.pool(effects(table, measure), model=model)
    if (name, table) in LOST:
        assert theirs.tau2 == 0
        assert ours.q > 2 * ours.q_df
        return
    assert ours.tau2 == pytest.approx(max(0.0, theirs.tau2), rel=1e-6, abs=1e-8)
    assert ours.q == pytest.approx(theirs.q)
    if theirs.tau2 < 0:
        # It weighs by a variance below 0; there is nothing to compare with.
        return
    assert ours.estimate == pytest.approx(theirs.mean_effect_re, rel=1e-6)
    assert ours.se == pytest.approx(theirs.sd_eff_w_re, rel=1e-6)
    scaled = pooling.pool(effects(table, measure), model=model, interval=Interval.HKSJ)
    assert scaled.se == pytest.approx(theirs.sd_eff_w_re_hksj, rel=1e-6)


@pytest.mark.parametrize(("table", "measure"), MANY)
@pytest.mark.parametrize("model", [Model.DL, Model.REML])
def test_pymare_agrees(table: str, measure: str, model: Model) -> None:
    """PyMARE's search for tau² under REML stops early: about 3e-5 by its own words."""
    y, v = columns(table, measure)
    estimator = (
        DerSimonianLaird()
        if model is Model.DL
        else VarianceBasedLikelihoodEstimator(method="REML")
    )
    theirs = estimator.fit(y[:, None], v[:, None], np.ones((len(y), 1)))
    parameters = theirs.params_
    ours = pooling.pool(effects(table, measure), model=model)
    close = {"rel": 1e-8, "abs": 1e-10} if model is Model.DL else {"rel": 1e-3}
    tau2 = float(np.squeeze(parameters["tau2"]))
    assert ours.tau2 == pytest.approx(tau2, **{"abs": 1e-5, **close})
    mean = float(np.squeeze(parameters["fe_params"]))
    assert ours.estimate == pytest.approx(mean, **{"abs": 1e-5, **close})


@needs_shared
def test_the_180_cases_that_pymare_pins_agree() -> None:
    """Those of models we have; ML and HE we do not, nor the modification ``adhoc``."""
    pinned = json.loads((PYMARE / "metafor_reference.json").read_text("utf-8"))
    with (PYMARE / "metafor_small_sample.csv").open(encoding="utf-8") as file:
        lines = list(csv.DictReader(file))
    models = {"FE": Model.FIXED, "DL": Model.DL, "REML": Model.REML}
    intervals = {"z": Interval.WALD, "knha": Interval.HKSJ}
    asked = [
        case
        for case in pinned["cases"]
        if case["method"] in models and case["test"] in intervals
    ]
    assert (len(pinned["cases"]), len(asked)) == (180, 72)
    for case in asked:
        rows = [line for line in lines if line["case"] == case["design"]]
        found = regression.regress(
            [Effect(Measure.GENERIC, float(r["y"]), float(r["v"])) for r in rows],
            design(rows, case["model"]),
            model=models[case["method"]],
            interval=intervals[case["test"]],
        )
        # Pinned with metafor's default threshold, which stops REML early.
        close = (
            {"rel": 1e-3, "abs": 2e-4} if case["method"] == "REML" else {"rel": 1e-8}
        )
        assert found.tau2 == pytest.approx(case["tau2"], **{"abs": 1e-12, **close})
        for name, ours in (
            ("beta", [each.estimate for each in found.coefficients]),
            ("se", [each.se for each in found.coefficients]),
            ("ci_lb", [each.ci[0] for each in found.coefficients]),
            ("ci_ub", [each.ci[1] for each in found.coefficients]),
        ):
            assert ours == pytest.approx(case[name], **{"abs": 1e-9, **close}), case


def design(rows: list[dict[str, str]], model: str) -> Mapping[str, list[float]]:
    """Return the columns of one of PyMARE's models."""
    found = {"limit": [1.0] * len(rows)}
    for name in {"intercept": [], "one": ["mod1"], "two": ["mod1", "mod2"]}[model]:
        found[name] = [float(row[name]) for row in rows]
    return found
