"""Contrasts of trials as records, and what the integrity checks find in them."""

import pytest

from deqi.core.scales import Direction
from deqi.evidence import integrity
from deqi.evidence.comparators import Comparator
from deqi.evidence.dossier import Treated, ValueType
from deqi.knowledge import loader, tables, trials
from deqi.knowledge.schema import Record, UnreadableRecord

CATALOGUE = trials.catalogue()

KNOWN_FAULTS = {
    "cherkin_2009_individualised_sham_rmdq_w8": {"baseline_flips_sign"},
    "cherkin_2009_standardised_sham_rmdq_w8": {"baseline_flips_sign"},
    "cherkin_2009_individualised_sham_rmdq_w26": {"baseline_flips_sign"},
    "cherkin_2009_standardised_sham_rmdq_w26": {"baseline_flips_sign"},
    "carlsson_2001_sham_improvement_w26": {"p_against_figures"},
    "delavar_2021_active_pain_change": {"sd_like_se", "impossible_t"},
    "wang_2005_active_pain_w3": {"sd_like_se"},
    "zhao_2012_active_odi_w2": {"sd_like_se"},
    "li_2005_active_odi_w4": {"sd_like_se"},
    "li_2016_active_odi_w2": {"sd_like_se"},
    "mcculloch_2015_moderate_bleeding": {"rate_from_events"},
}
"""What the dossier marks as wrong, suspect, implausible, or as turning a sign."""


def found_in(*rooms: str) -> dict[str, set[str]]:
    """Return record and rules of all findings in some rooms."""
    found: dict[str, set[str]] = {}
    for room in rooms:
        rows = integrity.rows(room, loader.rows(room, f"{room}.csv"))
        for each in integrity.check(rows, trials.limits()):
            found.setdefault(each.id, set()).add(each.rule)
    return found


def test_the_checks_find_every_known_fault_and_nothing_else() -> None:
    assert found_in("trials", "adverse_events", "pools", "predictors") == KNOWN_FAULTS


def test_suspect_rows_are_kept_out_of_pools() -> None:
    suspect = {
        key
        for key, rules in KNOWN_FAULTS.items()
        if rules & {"sd_like_se", "impossible_t"}
    }
    assert {key for key in suspect if CATALOGUE[key].poolable} == set()


def test_a_contrast_as_printed() -> None:
    tu = CATALOGUE["tu_2024_sham_leg_pain_change_w4"]
    assert tu.comparator is Comparator.SHAM
    assert tu.direction is Direction.WORSE
    assert tu.value_type is ValueType.CHANGE
    assert (tu.treatment_arm.n, tu.treatment_arm.mean) == (110, -30.8)
    assert tu.difference is not None
    assert (tu.difference.value, tu.difference.low, tu.difference.high) == (
        -16.0,
        -21.3,
        -10.6,
    )
    assert tu.difference.adjusted is True
    assert tu.scale == (0, 100)
    assert tu.condition_id == "sciatica"


def test_rows_of_sham_arms_say_so_and_enter_no_pool() -> None:
    sham = [each for each in CATALOGUE.values() if each.treated is Treated.SHAM]
    assert len(sham) == 5
    assert [each.id for each in sham if each.poolable] == []


def test_figures_that_stood_in_notes_have_columns() -> None:
    assert CATALOGUE["carlsson_2001_sham_improvement_w26"].p == "<.05"
    assert CATALOGUE["meng_2003_usual_care_rmdq_change_w6"].p == ".001"
    assert CATALOGUE["shin_2013_active_odi_change_w24"].p == ".0995"
    assert CATALOGUE["wang_2005_active_pain_w3"].baseline_sd == 1.8
    assert CATALOGUE["witt_2006_usual_care_hfaq_change_w13"].treatment_arm.se == 0.4
    responders = CATALOGUE["debar_2025_usual_care_rmdq_30_w26"]
    assert responders.ratio is not None
    assert (responders.ratio_measure, responders.ratio.value) == ("rr", 1.33)
    assert responders.treatment_arm.percent == 39.1
    shares = CATALOGUE["haake_2007_sham_response_w26"].share_difference
    assert shares is not None
    assert (shares.value, shares.low) == (3.4, -3.7)


def test_what_was_computed_and_not_printed_is_named() -> None:
    assert "events_t" in CATALOGUE["haake_2007_sham_response_w26"].derived
    adjusted = CATALOGUE["cherkin_2009_individualised_adjusted_usual_care_rmdq_w8"]
    assert adjusted.derived == ("md_lo", "md_hi")


def test_a_row_without_figures_has_no_direction() -> None:
    assert CATALOGUE["yeung_2003_active_design"].direction is None


def test_an_unknown_direction_is_refused() -> None:
    (line,) = [
        each
        for each in tables.lines("trials", "trials.csv")
        if each.provenance.id == "tu_2024_sham_odi_change_w4"
    ]
    turned = tables.Line(line.provenance, {**line.cells, "direction": "down"})
    with pytest.raises(UnreadableRecord, match="'down' is no direction"):
        trials.direction(turned)


@pytest.mark.parametrize("value", ["much", True])
def test_a_limit_that_is_no_number_is_refused(
    monkeypatch: pytest.MonkeyPatch, value: object
) -> None:
    found = dict(loader.records("trials", "limits.toml"))
    record = found["t_least"]
    found["t_least"] = Record(record.provenance, {**record.fields, "value": value})
    read = loader.records

    def records(room: str, file: str) -> object:
        return found if file == "limits.toml" else read(room, file)

    monkeypatch.setattr(loader, "records", records)
    with pytest.raises(UnreadableRecord, match="value is no number"):
        trials.limits.__wrapped__()


def test_every_limit_and_spread_is_a_record_with_a_source() -> None:
    origins = trials.provenance()
    limits = set(trials.limits().__slots__) - {"typical"}
    assert limits <= set(origins)
    assert {each.instrument for each in trials.limits().typical} == {
        str(record["title"])
        for record in loader.records("trials", "typical_spreads.toml").values()
    }
