"""Recomputed results against the figures of the evidence dossier, and what is refused."""

import csv
import re
from dataclasses import replace

import pytest

from deqi.care import recomputing
from deqi.care.recomputing import Recomputed
from deqi.evidence.comparators import ComparatorsDiffer
from deqi.evidence.dossier import TrialArm
from deqi.evidence.recipes import RowUnusable
from deqi.knowledge.answers import recomputed
from tests.shared import SHARED, needs_shared

DOSSIER = SHARED / "knowledge" / "evidence" / "recomputed.csv"
PLACES = {
    "A0": "A0.",
    "A": "A. function vs any no-acupuncture control, 6-13 weeks, SMD [Witt SD 20.8",
    "A (own spread)": "A. function vs any no-acupuncture control, 6-13 weeks, SMD [Witt SD 15",
    "A2": "A2.",
    "B": "B.",
    "C1": "C1.",
    "C2": "C2.",
    "D1": "D1.",
    "D2": "D2.",
    "D3": "D3.",
    "D4": "D4.",
    "E": "E.",
    "F1": "F1.",
    "F2": "F2.",
}


def computed(name: str) -> Recomputed:
    return recomputing.compute(recomputed.catalogue()[name])


def numbers(text: str) -> list[float]:
    return [float(each) for each in re.findall(r"-?\d+(?:\.\d+)?", text)]


@needs_shared
@pytest.mark.parametrize(("name", "start"), PLACES.items())
def test_a_pool_is_what_the_dossier_computed_by_other_code(
    name: str, start: str
) -> None:
    rows = list(csv.DictReader(DOSSIER.read_text(encoding="utf-8").splitlines()))
    theirs = next(row for row in rows if row["analysis"].startswith(start))
    ours = computed(name)
    assert ours.pools is not None
    # Their figures carry one or two digits and one rounding of spreads in between.
    near = 0.11 if name == "A2" else 0.0151
    for model, column in (("dl", "DL"), ("reml", "REML"), ("fixed", "fixed")):
        if theirs[column]:
            found = list(ours.pools[model].figures)
            assert found == pytest.approx(numbers(theirs[column]), abs=near)
    if theirs["HKSJ"]:
        ends = ours.pools["hksj"].ci
        assert ends == pytest.approx(numbers(theirs["HKSJ"]), abs=0.0151)
    if theirs["I2"]:
        assert ours.i2 == pytest.approx(float(theirs["I2"]), abs=0.35)
    assert len(ours.trials) == int(theirs["k"])


def test_what_mixes_controls_is_refused_unless_it_is_said() -> None:
    mixed = recomputed.catalogue()["C2"]
    assert mixed.mixes
    with pytest.raises(ComparatorsDiffer):
        recomputing.compute(replace(mixed, mixes=False))


def test_one_suspect_trial_takes_most_of_a_fixed_weight() -> None:
    trials = computed("F2").trials
    weights = [1 / each.variance for each in trials]
    assert weights[-1] / sum(weights) == pytest.approx(0.78, abs=0.01)


def test_raw_final_scores_turn_the_sign_of_spine() -> None:
    by_name = {name: computed(name).trials[1].estimate for name in ("D1", "D2")}
    assert by_name["D1"] == pytest.approx(0.05, abs=0.01)
    assert by_name["D2"] == pytest.approx(0.18, abs=0.01)


@pytest.mark.parametrize(
    "name", ["DeBar 2025 (30 per cent)", "DeBar 2025", "Witt 2006"]
)
def test_a_row_without_figures_is_refused(name: str) -> None:
    asked = recomputed.catalogue()[name]
    assert asked.contrast is not None
    bare = replace(asked.contrast, treatment_arm=TrialArm(), control_arm=TrialArm())
    with pytest.raises(RowUnusable):
        recomputing.compute(replace(asked, contrast=bare))
    with pytest.raises(RowUnusable):
        recomputing.compute(replace(asked, contrast=None))


def test_a_row_that_prints_nothing_has_nothing_to_compare() -> None:
    asked = recomputed.catalogue()["DeBar 2025"]
    assert asked.contrast is not None
    row = replace(asked.contrast, difference=None)
    found = recomputing.compute(replace(asked, contrast=row))
    assert (found.published, str(found.agreement)) == (
        None,
        "nothing published to compare",
    )
    whole = asked.contrast.difference
    assert whole is not None
    short = replace(whole, low=None, high=None)
    row = replace(asked.contrast, difference=short)
    assert recomputing.compute(replace(asked, contrast=row)).published is not None


def test_a_restatement_needs_what_it_restates() -> None:
    asked = recomputed.catalogue()["Cochrane 2020"]
    with pytest.raises(RowUnusable, match="restates"):
        recomputing.compute(replace(asked, points=None))
