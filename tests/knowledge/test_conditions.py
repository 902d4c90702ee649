"""The complaints, and the stages of pain."""

import csv
import re

import pytest

from deqi.core.conditions import Stage, stage
from deqi.core.rules import Outcome
from deqi.knowledge import conditions, sources
from deqi.knowledge.schema import UnreadableRecord
from tests.knowledge.planting import load, planted
from tests.shared import SHARED, needs_shared

CONDITIONS = conditions.catalogue()


@needs_shared
def test_no_condition_of_the_design_is_lost():
    with (SHARED / "design" / "conditions.csv").open(encoding="utf-8") as file:
        rows = {row["id"]: row["plans"] for row in csv.DictReader(file)}
    assert set(rows) == set(CONDITIONS)
    for name, plans in rows.items():
        assert CONDITIONS[name].plans is (plans == "yes")


def test_every_condition_says_what_is_known_of_it():
    for condition in CONDITIONS.values():
        assert condition.name
        assert condition.evidence
        assert set(condition.sources) <= set(sources.catalogue())
        assert not condition.reviewed


def test_codes_look_like_codes_and_stand_for_one_condition():
    held = [code for each in CONDITIONS.values() for code in each.icd10cm]
    assert len(held) == len(set(held))
    assert all(re.fullmatch(r"[A-Z]\d\d(\.[0-9A-Z]{1,4})?", code) for code in held)


@pytest.mark.parametrize(
    ("weeks", "found"),
    [
        (0, Stage.ACUTE),
        (5.9, Stage.ACUTE),
        (6, Stage.SUBACUTE),
        (11.9, Stage.SUBACUTE),
        (12, Stage.CHRONIC),
        (999, Stage.CHRONIC),
        (None, None),
    ],
)
def test_stages(weeks, found):
    values = {} if weeks is None else {"duration_weeks": weeks}
    assert stage(values, conditions.stages()) is found


def test_what_is_only_informed_about_is_a_caution():
    rule = conditions.not_planned_rule()
    (tier,) = rule.tiers
    assert (rule.kind, tier.outcome) == ("not_planned_here", Outcome.CAUTION)
    for name, condition in CONDITIONS.items():
        assert tier.when.holds({"condition": name}) is not condition.plans
    assert not rule.reviewed
    assert set(rule.sources) <= set(sources.catalogue())


def test_provenance_holds_conditions_and_stages():
    assert set(conditions.provenance()) == {
        *CONDITIONS,
        *(each.value for each in Stage),
    }


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("plans = true", 'plans = "yes"', "plans is true or false"),
        ("plans = true", "", "lacks plans"),
        ('name = "low back pain"', "name = 7", "name is no text"),
    ],
)
def test_a_condition_that_cannot_be_read_is_refused(old, new, says):
    with (
        planted("conditions", "conditions.toml", old, new),
        pytest.raises(UnreadableRecord, match=says),
    ):
        load(conditions.catalogue)
