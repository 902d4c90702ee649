"""Properties of scoring and change that hold for every instrument."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deqi.core import instruments as scoring
from deqi.core.scales import (
    Direction,
    Instrument,
    Method,
    NotScored,
    Threshold,
    UnknownItem,
)
from deqi.knowledge import instruments

CATALOGUE = instruments.catalogue()
SCORED = sorted(k for k, each in CATALOGUE.items() if each.method != "not_scored")
WITH_ITEMS = sorted(k for k in SCORED if CATALOGUE[k].items)


@st.composite
def answered(draw):
    """Return an instrument with an answer, or None, to some of its items."""
    record = CATALOGUE[draw(st.sampled_from(WITH_ITEMS))]
    low, high = record.item_low, record.item_high
    number = (
        st.integers(int(low), int(high))
        if record.item_whole
        else st.floats(low, high, allow_nan=False)
    )
    chosen = draw(st.sets(st.sampled_from(record.items), min_size=1))
    items = {item: draw(st.none() | number) for item in sorted(chosen)}
    items[sorted(chosen)[0]] = draw(number)
    return record, items


@st.composite
def two_scores(draw):
    record = CATALOGUE[draw(st.sampled_from(SCORED))]
    low, high = record.range
    number = st.integers(int(low), int(high))
    return record, draw(number), draw(number)


@given(answered())
def test_score_lies_within_the_range_whatever_is_answered(case):
    record, items = case
    found = scoring.score(record, items=items)
    low, high = record.range
    assert found.score is None or low <= found.score <= high
    assert found.items_answered == sum(v is not None for v in items.values())


@given(answered())
def test_order_of_the_answers_never_matters(case):
    record, items = case
    turned = dict(reversed(items.items()))
    assert scoring.score(record, items=items) == scoring.score(record, items=turned)


@given(two_scores())
def test_change_turns_its_sign_with_the_order(case):
    record, one, other = case
    there, back = (
        scoring.change(record, one, other),
        scoring.change(record, other, one),
    )
    assert there.absolute == -back.absolute
    assert not (there.important and back.important)
    assert not (there.important and there.worse)


@given(two_scores())
def test_no_change_for_the_worse_is_an_important_one(case):
    record, baseline, latest = case
    found = scoring.change(record, baseline, latest)
    better = (
        found.absolute < 0 if record.direction == "higher_worse" else found.absolute > 0
    )
    assert not found.important or better
    assert not found.worse or not better


@given(st.text())
def test_key_that_names_no_item_is_refused_in_one_line(key):
    with pytest.raises(UnknownItem, match="RMDQ24 has no item") as refused:
        CATALOGUE["RMDQ24"].item(f"x{key}")
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("key", "item"),
    [
        ("pain", "pain"),
        (" Pain ", "pain"),
        ("p", "pain"),
        ("peg_activity", "activity"),
        ("1", "pain"),
        ("Q2", "enjoyment"),
        ("item_03", "activity"),
    ],
)
def test_item_is_found_by_id_name_or_place(key, item):
    assert CATALOGUE["PEG"].item(key) == item


def test_single_item_answers_to_the_instrument():
    assert CATALOGUE["NRS"].item("NRS") == "pain"


@pytest.mark.parametrize(
    ("name", "found"),
    [("NRS", "NRS"), ("sleep", "SLEEP_NRS"), ("rmdq-24", "RMDQ24"), (" peg ", "PEG")],
)
def test_instrument_is_found_by_id_or_alias(name, found):
    assert scoring.find(name, CATALOGUE).id == found


def test_unknown_instrument_is_refused_by_name():
    with pytest.raises(scoring.UnknownInstrument, match="'XYZ' is no instrument"):
        scoring.find("XYZ", CATALOGUE)


def test_percent_is_told_only_from_a_baseline_above_the_end_of_the_scale():
    assert scoring.change(CATALOGUE["NRS"], 8, 6).percent == -25
    assert scoring.change(CATALOGUE["NRS"], 0, 6).percent is None
    assert scoring.change(CATALOGUE["PGIC"], 4, 2).percent is None


def test_mean_of_earlier_scores_may_be_a_baseline():
    assert scoring.change(CATALOGUE["RMDQ24"], 12.5, 12).absolute == -0.5


@pytest.mark.parametrize("score", [-1, 25, float("nan"), float("inf")])
def test_change_refuses_a_score_outside_the_range(score):
    with pytest.raises(scoring.ScoreOutOfRange):
        scoring.change(CATALOGUE["RMDQ24"], 12, score)


def test_change_refuses_an_instrument_without_one_score():
    with pytest.raises(NotScored, match="PROMIS_29 gives no single score"):
        scoring.change(CATALOGUE["PROMIS_29"], 50, 40)


def test_total_says_so_and_misses_nothing():
    found = scoring.score(CATALOGUE["PEG"], total=6)
    assert (found.method, found.items_answered, found.missing) == (
        "total as given",
        None,
        (),
    )


def test_missing_items_are_named():
    found = scoring.score(CATALOGUE["PEG"], items={"pain": 3})
    assert found.missing == ("enjoyment", "activity")
    assert scoring.score(CATALOGUE["RMDQ24"], items={"1": True}).missing == ()


@pytest.mark.parametrize(
    ("rule", "gain", "baseline", "reached"),
    [
        (Threshold(), 5, 5, None),
        (Threshold(absolute=2), 2, 0, True),
        (Threshold(absolute=2), 1, 9, False),
        (Threshold(percent=30), 3, 10, True),
        (Threshold(percent=30), 0.99, 3.3, True),
        (Threshold(percent=30), 2.9, 10, False),
        (Threshold(percent=30), 3, 0, None),
        (Threshold(percent=30), -3, 0, False),
        (Threshold(percent=30), 0, 0, False),
        (Threshold(absolute=5, percent=30), 3, 0, None),
        (Threshold(absolute=2, percent=30), 3, 0, True),
    ],
)
def test_threshold(rule, gain, baseline, reached):
    assert rule.reached(gain, baseline) is reached


@pytest.mark.parametrize(
    ("low", "high", "direction"),
    [
        (None, 10, Direction.WORSE),
        (0, None, Direction.WORSE),
        (0, 10, None),
        (10, 10, Direction.WORSE),
    ],
)
def test_scored_instrument_needs_range_and_direction(low, high, direction):
    with pytest.raises(ValueError, match="range"):
        Instrument("X", "x", low, high, direction, Method.SUM)
