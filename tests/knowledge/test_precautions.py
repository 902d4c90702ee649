"""The safety rules as records, and the points and muscles they name."""

import re

import pytest

from deqi.core.points import Hazard, Pregnancy
from deqi.core.rules import Outcome, Scope
from deqi.knowledge import muscles, points, precautions, regions, sources
from deqi.knowledge.faults import DEPTHS, TECHNIQUES
from deqi.knowledge.schema import UnreadableRecord
from tests.knowledge.planting import load, planted
from tests.shared import SHARED, needs_shared

RULES = {rule.id: rule for rule in precautions.catalogue()}
FILE = ("precautions", "precautions.toml")


@needs_shared
def test_no_safety_rule_of_the_drafts_is_lost_nor_its_kind():
    draft = SHARED / "knowledge" / "clinical" / "safety.yaml"
    text = draft.read_text(encoding="utf-8").partition("pregnancy_points:")[0]
    kinds = dict(re.findall(r"- id: (\w+)\n(?:  .*\n)*?  kind_code: (\w+)", text))
    assert len(kinds) == 32
    assert {name: RULES[name].kind for name in kinds} == kinds


@needs_shared
def test_what_the_drafts_block_the_records_block():
    draft = SHARED / "knowledge" / "clinical" / "safety.yaml"
    text = draft.read_text(encoding="utf-8")
    blocks = dict(re.findall(r"- id: (\w+)\n(?:  .*\n)*?  block: (\w+)", text))
    for name, block in blocks.items():
        rule = RULES[name]
        if block in ("session", "session_unless_override"):
            assert rule.tiers[0].outcome is Outcome.REFER, name
        if block == "session_unless_override":
            assert rule.tiers[0].clearable, name
        scopes = {(limit.scope, code) for limit in rule.limits for code in limit.codes}
        if block.startswith("technique_electro"):
            assert (Scope.TECHNIQUE, "electro") in scopes, name
        if block == "technique_indwelling":
            assert (Scope.TECHNIQUE, "indwelling") in scopes, name
        if block == "region":
            assert any(limit.regions_of for limit in rule.limits), name


def test_absolute_rules_send_on_and_all_others_are_a_caution():
    excepted = {"thrombocytopenia", "no_paediatric_protocol"}
    for rule in RULES.values():
        for tier in rule.tiers:
            wanted = Outcome.REFER if rule.kind == "absolute" else Outcome.CAUTION
            if rule.id not in excepted:
                assert tier.outcome is wanted
            assert tier.urgency is None
            assert tier.action


def test_only_five_facts_stop_the_session_alone():
    held = [rule for rule in RULES.values() if rule.holds_session]
    names = {name for rule in held for tier in rule.tiers for name in tier.when.names()}
    assert names == {
        "intoxicated",
        "can_consent",
        "refuses_needling",
        "needle_phobia_extreme",
        "can_lie_still",
    }


def test_limits_name_what_there_is():
    known = {
        Scope.POINT: set(points.catalogue()),
        Scope.MUSCLE: set(muscles.catalogue()),
        Scope.REGION: set(regions.body_map().regions),
        Scope.TECHNIQUE: TECHNIQUES,
        Scope.DEPTH: DEPTHS,
    }
    for rule in RULES.values():
        for limit in rule.limits:
            assert set(limit.codes) <= known[limit.scope]
            # A selection of points may name no muscle.
            named = limit.codes or limit.regions_of
            assert named or limit.scope is Scope.MUSCLE
            assert limit.reason
            assert set(limit.sources) <= set(sources.catalogue())


def test_bleeding_names_every_point_over_what_must_not_bleed():
    grave = {Hazard.PLEURA, Hazard.PERITONEUM, Hazard.KIDNEY, Hazard.SPINAL_CANAL}
    chosen = precautions.selection("bleeding")
    assert set(chosen[Scope.POINT]) == {
        code for code, point in points.catalogue().items() if grave & set(point.hazards)
    }
    assert set(chosen[Scope.MUSCLE]) == {
        name
        for name, muscle in muscles.catalogue().items()
        if grave & set(muscle.hazards) or not muscle.may_be_planned
    }


def test_pregnancy_names_every_point_whose_text_says_more_than_caution():
    chosen = set(precautions.selection("pregnancy")[Scope.POINT])
    said = {
        code
        for code, point in points.catalogue().items()
        if point.pregnancy is Pregnancy.AVOID
    }
    assert said <= chosen
    assert chosen <= set(points.catalogue())


def test_a_selection_that_no_record_describes_is_refused():
    with pytest.raises(UnreadableRecord, match="no selection fever"):
        precautions.selection("fever")


def test_a_limit_may_carry_sources_of_its_own():
    limits = RULES["pregnancy_any"].limits
    (upper,) = [limit for limit in limits if limit.codes == ("abdomen_upper",)]
    assert upper.sources == ("WHO1999",)
    assert upper.when is not None


def test_every_rule_is_sourced_and_none_is_reviewed():
    provenance = precautions.provenance()
    assert set(provenance) == (set(RULES) - {"not_planned_here"}) | {
        "bleeding",
        "pregnancy",
    }
    for origin in provenance.values():
        assert set(origin.source_ids) <= set(sources.catalogue())
        assert not origin.is_reviewed


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('outcome = "refer"', 'outcome = "home"', "home"),
        ('scope = "depth"', 'scope = "width"', "width"),
        ('select = "bleeding"', 'select = "blood"', "no selection blood"),
        ('action = "Postpone."', "", "action"),
        ('when = "intoxicated"', 'when = "intoxicated =="', "not a condition"),
        ('holds = "session"', "holds = 1", "holds is no text"),
    ],
)
def test_a_rule_that_cannot_be_read_is_refused(old, new, says):
    with planted(*FILE, old, new), pytest.raises(UnreadableRecord, match=says):
        load(precautions.catalogue)
