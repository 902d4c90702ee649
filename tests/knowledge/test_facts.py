"""The catalogue of facts: complete, in order, and refused where a row does not fit."""

import csv

import pytest

from deqi.core.expressions import parse
from deqi.core.facts import Holds, Kind, Rank
from deqi.core.people import PERSONAL
from deqi.knowledge import (
    conditions,
    facts,
    muscles,
    patterns,
    points,
    precautions,
    red_flags,
    regions,
)
from deqi.knowledge.schema import UnreadableRecord
from tests.knowledge.planting import load, planted
from tests.shared import SHARED, needs_shared

SPECS = facts.catalogue().specs


@needs_shared
def test_no_fact_level_or_gate_of_the_design_is_lost():
    with (SHARED / "design" / "facts.csv").open(encoding="utf-8") as file:
        rows = {row["id"]: row for row in csv.DictReader(file)}
    assert set(rows) == set(SPECS)
    for name, row in rows.items():
        spec = SPECS[name]
        assert spec.kind == row["type"]
        assert (spec.rank, spec.holds_up) == (row["rank"], row["holds_up"])
        assert (spec.asked_of, spec.asked_at) == (row["asked_of"], row["asked_at"])
        if spec.kind is Kind.CHOICE and not spec.levels[0].startswith("@"):
            assert set(spec.levels) == set(row["unit_or_levels"].split("|"))
        gate = "never" if row["ask_when"] == "derived" else row["ask_when"]
        assert spec.ask_when.node == parse(gate).node


def test_a_question_is_asked_of_somebody_in_words():
    for spec in SPECS.values():
        assert spec.question.strip()
        assert spec.asked_of in ("patient", "practitioner")
        assert spec.asked_at in ("intake", "each_visit")
        assert "_" not in spec.question


def test_absolute_facts_hold_something_up_and_others_nothing():
    for spec in SPECS.values():
        assert (spec.rank is Rank.ABSOLUTE) is (spec.holds_up is not Holds.NOTHING)


def test_a_harmless_value_is_one_of_the_levels():
    for spec in SPECS.values():
        if spec.kind is Kind.CHOICE and spec.safe is not None:
            assert spec.safe in spec.levels
        if spec.kind is Kind.BOOL and spec.rank is not Rank.USEFUL:
            assert isinstance(spec.safe, bool)
        if spec.kind is Kind.NUMBER and spec.safe is not None:
            assert spec.risk_below is not None
            assert not spec.is_risk(spec.safe)


def test_an_order_of_gravity_names_every_level_from_the_harmless_one():
    for spec in SPECS.values():
        if spec.graver:
            assert set(spec.graver) == set(spec.levels)
            assert spec.graver[0] == spec.safe
        if spec.kind is Kind.CHOICE and spec.rank is not Rank.USEFUL:
            assert spec.graver


def test_windows_are_those_of_the_decisions():
    assert SPECS["pregnant"].window_days == 44 * 7
    assert SPECS["platelets"].window_days == SPECS["neutrophils"].window_days == 90
    assert SPECS["anticoagulant"].window_days == SPECS["medicines"].window_days == 400
    for name in ("cancer_history", "osteoporosis", "heart_valve_disease"):
        assert SPECS[name].window_days is None


def test_history_has_no_window_and_no_gate_on_sex_or_age():
    history = [name for name in SPECS if name.endswith("_history")]
    assert len(history) == 4
    for name in history:
        assert SPECS[name].window_days is None
        assert not SPECS[name].ask_when.names() & PERSONAL


@pytest.mark.parametrize(
    ("name", "holds"),
    [
        ("@conditions", set(conditions.catalogue())),
        ("@regions", set(regions.body_map().regions)),
        ("@muscles", set(muscles.catalogue())),
        ("@patterns", set(patterns.catalogue())),
        ("@sites", set(points.catalogue()) | set(points.levels())),
        ("@text", set()),
        ("@medicines", set()),
        (
            "@clearances",
            {rule.id for rule in (*red_flags.catalogue(), *precautions.catalogue())},
        ),
    ],
)
def test_a_vocabulary(name, holds):
    assert facts.vocabulary(name) == holds


def test_a_vocabulary_that_is_none_is_refused():
    with pytest.raises(UnreadableRecord, match="@noses"):
        facts.vocabulary("@noses")


def test_every_vocabulary_that_a_fact_names_is_one():
    for spec in SPECS.values():
        for level in spec.levels:
            if level.startswith("@"):
                facts.vocabulary(level)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("saddle_numbness,bool", "saddle_numbness,boolean"),
        (
            "each_visit,absolute,plan,false,always,Is numbness",
            "each_visit,grave,plan,false,always,Is numbness",
        ),
        ("sudden_severe_pain or known_aneurysm or age > 50", "age >"),
        (",308,", ",44 weeks,"),
    ],
)
def test_a_row_that_does_not_fit_is_refused_by_name(old, new):
    with (
        planted("facts", "facts.csv", old, new),
        pytest.raises(UnreadableRecord, match=r"facts:\w+: "),
    ):
        load(facts.catalogue)


def test_signs_that_are_counted_together_are_nine_facts():
    counted = facts.catalogue().counts["inflammatory_signs"]
    assert len(set(counted)) == 9
    assert {SPECS[name].kind for name in counted} == {Kind.BOOL}


def test_every_record_of_the_room_is_sourced():
    assert set(facts.provenance()) == {"catalogue", "counts", "each_visit"}
    assert all(each.source_ids for each in facts.provenance().values())


@pytest.mark.parametrize(
    ("name", "level", "risk"),
    [
        ("neurological_examination", "progressive_or_severe", True),
        ("bad_reaction_before", "serious", True),
        ("identifiable_cause", "disc", False),
    ],
)
def test_a_useful_fact_is_a_risk_where_its_levels_have_an_order(name, level, risk):
    assert SPECS[name].rank is Rank.USEFUL
    assert SPECS[name].is_risk(level) is risk
