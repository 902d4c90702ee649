"""The records of payers: complete, dated, sourced, and refused where broken."""

from dataclasses import replace
from datetime import date

import pytest

from deqi.core.expressions import UnreadableExpression
from deqi.core.fields import UnreadableField
from deqi.knowledge import conditions, coverage, facts, loader, readers, sources
from deqi.knowledge.schema import UnreadableRecord
from tests.shared import SHARED, needs_shared

DRAFTS = SHARED / "knowledge" / "clinical" / "coverage.yaml"


def changed(payer: str, **fields: object):
    record = loader.records("coverage", "payers.toml")[payer]
    return replace(record, fields={**record.fields, **fields})


@needs_shared
def test_every_payer_of_the_drafts_has_a_record():
    lines = DRAFTS.read_text(encoding="utf-8").splitlines()
    drafts = [line.removeprefix("- id: ") for line in lines if line.startswith("- id:")]
    assert len(drafts) == 7
    assert set(drafts) == set(coverage.catalogue())


def test_every_record_rests_on_a_known_source_and_nobody_has_signed_it():
    for record in coverage.provenance().values():
        assert set(record.source_ids) <= set(sources.catalogue())
        assert not record.is_reviewed


def test_criteria_read_only_what_is_provided():
    known = {
        *facts.catalogue().specs,
        *facts.catalogue().derived_names(),
        "duration_months",
    }
    for expression in readers.expressions_in(coverage.catalogue()):
        assert expression.names() <= known


def test_conditions_named_in_criteria_exist():
    seen = readers.looks(readers.expressions_in(coverage.catalogue()))
    named = seen["condition"] - {readers.WHOLE}
    assert named <= set(conditions.catalogue())


@pytest.mark.parametrize(
    ("payer", "as_of", "certainty"),
    [
        ("us_medicare_ncd_30_3_3", date(2020, 1, 21), "partial"),
        ("us_va", date(2022, 12, 1), "secondary"),
        ("uk_nhs", date(2020, 12, 11), "secondary"),
        ("de_gkv", date(2007, 1, 1), "partial"),
        ("au_mbs", date(2022, 11, 1), "partial"),
        ("cy", date(2025, 12, 1), "partial"),
        ("us_cpt_timing", date(2026, 11, 21), "secondary"),
    ],
)
def test_rules_are_dated_and_say_how_sure_they_are(payer, as_of, certainty):
    policy = coverage.catalogue()[payer]
    assert (policy.as_of, policy.certainty) == (as_of, certainty)


def test_possible_change_of_medicares_policy_is_an_open_point():
    points = coverage.catalogue()["us_medicare_ncd_30_3_3"].open_points
    (change,) = [point for point in points if "2026-05-15" in point.text]
    assert change.certainty == "secondary"


def test_medicare_states_a_maximum_besides_its_blocks():
    policy = coverage.catalogue()["us_medicare_ncd_30_3_3"]
    assert policy.annual_max == sum(block.visits for block in policy.blocks) == 20


def test_codes_have_labels_of_the_product():
    codes = coverage.catalogue()["us_medicare_ncd_30_3_3"].codes
    assert {code.code for code in codes if code.system == "CPT"} == {
        *("97810", "97811", "97813", "97814", "20560", "20561"),
    }
    assert all(code.label for code in codes)


@pytest.mark.parametrize("name", ["de_gkv", " DE_GKV "])
def test_payer_is_found(name):
    assert coverage.find(name).id == "de_gkv"


def test_unknown_payer_is_refused_by_name():
    with pytest.raises(coverage.UnknownPayer, match="'aetna' is no payer; known are"):
        coverage.find("aetna")


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"effective": "2020-01-21"}, UnreadableRecord),
        ({"beyond": "covered"}, UnreadableRecord),
        ({"beyond": None}, UnreadableRecord),
        ({"criteria": []}, ValueError),
        ({"criteria": [{"text": "x"}]}, UnreadableRecord),
        ({"criteria": [{"text": "x", "when": "age = 3"}]}, UnreadableExpression),
        ({"blocks": [{"days": 90}]}, ValueError),
        ({"blocks": [{"visits": 3, "starts": "whenever"}]}, ValueError),
        ({"blocks": [{"visits": 3, "asks": "money"}]}, ValueError),
        ({"renewal": {"months": 3}}, UnreadableRecord),
        ({"session": {"needles": 14}}, UnreadableRecord),
        ({"session": []}, UnreadableField),
        ({"codes": [{"system": "CPT", "code": "1"}]}, UnreadableRecord),
        ({"open_points": [{"text": "x"}]}, UnreadableRecord),
        ({"shown_by": ["XYZ"]}, UnreadableRecord),
    ],
)
def test_broken_record_is_refused(fields, refusal):
    with pytest.raises(refusal):
        coverage.read(changed("de_gkv", **fields))
