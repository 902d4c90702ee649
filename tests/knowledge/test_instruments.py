"""The records of instruments: complete, marked, sourced, and refused where broken."""

from dataclasses import replace

import pytest

from deqi.core.fields import Fields, UnreadableField
from deqi.knowledge import instruments, loader, sources
from deqi.knowledge.schema import UnreadableRecord
from tests.shared import SHARED, needs_shared

DRAFTS = SHARED / "knowledge" / "clinical" / "instruments.yaml"
RULE = Fields({}, "worsening")


def changed(instrument: str, **fields: object):
    record = loader.records("instruments", "instruments.toml")[instrument]
    return replace(record, fields={**record.fields, **fields})


@needs_shared
def test_every_instrument_of_the_drafts_has_a_record():
    lines = DRAFTS.read_text(encoding="utf-8").splitlines()
    drafts = [line.removeprefix("- id: ") for line in lines if line.startswith("- id:")]
    assert len(drafts) == 18
    assert set(drafts) == set(instruments.catalogue())


def test_every_record_rests_on_a_known_source_and_nobody_has_signed_it():
    for record in instruments.provenance().values():
        assert set(record.source_ids) <= set(sources.catalogue())
        assert not record.is_reviewed


def test_thresholds_name_a_source_or_say_memory():
    known = {*sources.catalogue(), "memory_unverified"}
    for each in instruments.catalogue().values():
        for rule in (each.improvement, each.worsening):
            empty = rule.absolute is None and rule.percent is None
            assert empty if rule.source is None else rule.source in known


@pytest.mark.parametrize(
    ("instrument", "code", "mark"),
    [
        ("NRS", "75893-8", "seen"),
        ("NRS", "72514-3", "memory_unverified"),
        ("VAS100", "38214-3", "memory_unverified"),
        ("PEG", "91147-9", "seen"),
        ("PHQ2", "55758-7", "seen"),
        ("START_BACK", "91351-7", "seen"),
        ("PROMIS_29", "71961-7", "seen"),
        ("PROMIS_GLOBAL10", "71969-0", "seen"),
    ],
)
def test_loinc_codes_keep_their_mark(instrument, code, mark):
    codes = {each.code: each for each in instruments.forms()[instrument].codes}
    assert codes[code].mark == mark
    assert codes[code].covers


@pytest.mark.parametrize("instrument", ["RMDQ24", "ODI", "ISI", "EQ5D5L", "PSQI"])
def test_no_code_is_made_up(instrument):
    assert instruments.forms()[instrument].codes == ()


def test_wording_is_shipped_only_where_it_is_the_products_own():
    forms = instruments.forms()
    worded = {name for name, form in forms.items() if form.questions}
    assert worded == {"NRS", "SLEEP_NRS", "PGIC", "MEDS", "EXPECTATION", "SESSION"}
    assert all(forms[name].ship_items == "yes" for name in worded)
    assert all(form.licence for form in forms.values())


def test_own_scales_are_worded_from_end_to_end():
    for name in ("NRS", "SLEEP_NRS", "EXPECTATION", "PGIC"):
        low, high = instruments.catalogue()[name].range
        for question in instruments.forms()[name].questions:
            assert {int(low), int(high)} <= set(question.steps)
    (impression,) = instruments.forms()["PGIC"].questions
    assert sorted(impression.steps) == [1, 2, 3, 4, 5, 6, 7]


def test_questions_of_scored_instruments_are_items_of_theirs():
    for name, record in instruments.catalogue().items():
        for question in instruments.forms()[name].questions:
            if record.items:
                assert record.item(question.item) in record.items


def test_names_of_items_lead_to_items():
    for record in instruments.catalogue().values():
        assert set((record.names or {}).values()) <= set(record.items)
        for part in record.subscales:
            assert set(part.items) <= set(record.items)


def test_bands_cover_the_range_without_a_gap():
    for record in instruments.catalogue().values():
        if not record.bands:
            continue
        assert (record.bands[0].low, record.bands[-1].high) == record.range
        step = 1 if record.whole else 0
        for one, other in zip(record.bands, record.bands[1:], strict=False):
            assert other.low == one.high + step


def test_no_two_instruments_share_a_name():
    names = [
        name.casefold()
        for each in instruments.catalogue().values()
        for name in (each.id, *each.aliases)
    ]
    assert len(names) == len(set(names))


def test_battery():
    battery = instruments.battery()
    assert battery.core_set == (
        *("NRS", "PEG", "RMDQ24", "SLEEP_NRS", "PHQ4", "PGIC", "MEDS"),
    )
    assert set(battery.core_set) <= set(instruments.catalogue())
    assert battery.every_session == ("SESSION",)
    assert battery.responder_percent == 30
    assert battery.responder_by == ("NRS", "RMDQ24")
    assert battery.review_after == (4, 6)
    assert battery.moments[0] == "baseline"


def test_stratifying_tools_are_no_outcome():
    outside = {e.id for e in instruments.catalogue().values() if not e.is_outcome}
    assert outside == {"START_BACK", "EXPECTATION"}


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"range": [0]}, UnreadableRecord),
        ({"range": ["0", "10"]}, UnreadableRecord),
        ({"range": [10, 0]}, ValueError),
        ({"direction": "up"}, ValueError),
        ({"scoring": "guess"}, ValueError),
        ({"missing": "guess"}, ValueError),
        ({"whole": "yes"}, UnreadableField),
        ({"strata": {"low_to": 3, "subscale": "x"}}, UnreadableRecord),
    ],
)
def test_broken_record_is_refused(fields, refusal):
    with pytest.raises(refusal):
        instruments.read(changed("NRS", **fields), RULE)
