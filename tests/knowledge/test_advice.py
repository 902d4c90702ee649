"""Goals, co-treatment, lifestyle advice and the core set of measures."""

import pytest

from deqi.knowledge import advice, facts, instruments, sources
from deqi.knowledge.schema import UnreadableRecord
from tests.knowledge.planting import load, planted

ADVICE = {each.id: each for each in advice.catalogue()}


def test_every_piece_of_advice_stands_beside_its_evidence():
    for each in ADVICE.values():
        assert each.kind in ("goal", "co_treatment", "lifestyle")
        assert each.text
        assert each.evidence
        assert set(each.sources) <= set(sources.catalogue())
        assert not each.reviewed


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("walking", "0.72"),
        ("exercise_prevention", "education alone, belts and insoles do not"),
        ("lifting_comfort", "not prevention"),
        ("posture_comfort", "not prevention"),
        ("weight_general", "Very low-quality"),
        ("stretching", "no trial"),
    ],
)
def test_lifestyle_promises_no_more_than_is_known(name, says):
    assert says in ADVICE[name].evidence


@pytest.mark.parametrize(
    ("name", "values", "holds"),
    [
        ("stay_active", {"duration_weeks": 5}, True),
        ("physiotherapy_exercise", {"duration_weeks": 5}, False),
        ("physiotherapy_exercise", {"duration_weeks": 6}, True),
        ("examine_first", {"condition": "sciatica"}, True),
        (
            "examine_first",
            {"condition": "sciatica", "neurological_examination": "normal"},
            False,
        ),
        (
            "examine_first",
            {"condition": "sciatica", "neurological_examination": "not_done"},
            True,
        ),
        (
            "examine_first",
            {"condition": "low_back_pain", "radiates_below_knee": False},
            False,
        ),
        ("examination_normal", {}, None),
    ],
)
def test_when_advice_fits(name, values, holds):
    assert ADVICE[name].when.holds(values) is holds


def test_measures_are_instruments_with_facts_for_their_baselines():
    for measure in advice.measures():
        assert measure.instrument in instruments.catalogue()
        assert set(measure.baseline) <= set(facts.catalogue().specs)
        assert measure.when
    by_id = {each.instrument: each.baseline for each in advice.measures()}
    assert by_id["NRS"] == ("pain_average",)
    assert by_id["PEG"] == ("peg_pain", "peg_enjoyment", "peg_activity")
    assert by_id["PGIC"] == ()


def test_provenance_tells_advice_and_measures_apart():
    held = set(advice.provenance())
    assert set(ADVICE) <= held
    assert {f"measures/{each.instrument}" for each in advice.measures()} <= held


@pytest.mark.parametrize(
    ("file", "old", "new", "reader"),
    [
        ("advice.toml", 'kind = "goal"', "", advice.catalogue),
        ("measures.toml", 'baseline = "pain_average"', "baseline = 3", advice.measures),
    ],
)
def test_advice_that_cannot_be_read_is_refused(file, old, new, reader):
    with planted("advice", file, old, new), pytest.raises(UnreadableRecord):
        load(reader)
