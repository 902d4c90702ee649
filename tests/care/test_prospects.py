"""The words of what may be expected: signs, sizes and ends."""

from dataclasses import replace

import pytest

from deqi.care import prospects
from deqi.core.forecast.values import Anyway
from tests.spec.test_reviews import course, scores


def line(review, title):
    return next(each.text for each in prospects.tell(review) if each.title == title)


@pytest.mark.parametrize(
    ("change", "regression", "says"),
    [
        (-2.3, -1.1, "Of the 2.3 points by which NRS was likely to be lower by then"),
        (-2.3, -1.1, "about 1.1 is regression to the mean"),
        (-1.0, -1.4, "about 1.0 is regression to the mean"),
        (-0.8, 0.3, "The 0.8 points by which NRS was likely to be lower"),
        (-0.8, 0.0, "are no benefit of treatment"),
        (0.4, 0.6, "Had nobody treated, NRS was not likely to be lower by then."),
        (-0.04, -0.03, "NRS was not likely to be lower"),
    ],
)
def test_what_comes_anyway(change, regression, says):
    told = Anyway(change, change - regression, regression)
    assert says in prospects.without_treatment(told, "NRS")


@pytest.mark.parametrize(
    ("chance", "says"),
    [(0.754, "75 of 100"), (0.001, "under 1 of 100"), (0.999, "over 99 of 100")],
)
def test_a_chance_is_never_told_as_sure(chance, says):
    found = course(6, {0: 8, 35: 5}).forecast
    told = prospects.expect(found.usual_course, chance)
    assert told.endswith(f"30 % better than at the start: {says}")
    assert "start" not in prospects.expect(found.usual_course, None)


@pytest.mark.parametrize(
    ("condition", "title", "says"),
    [
        ("low_back_pain", "Over usual care", "2.6 of 24 points better (1.8 to 3.4)"),
        ("low_back_pain", "Over sham needles", "0.11 standard deviations better"),
        ("low_back_pain", "Over sham needles", "48 do well with acupuncture, 44 with"),
        ("sciatica", "Over sham needles", "of 100 points better"),
        ("headache", "Over usual care", " points better ("),
    ],
)
def test_a_gain_tells_its_size_and_certainty(condition, title, says):
    told = line(course(6, {0: 8, 35: 5}, facts={"condition": condition}), title)
    assert says in told
    assert "Certainty" in told


def test_a_ratio_is_told_as_one():
    new = course(2, {0: 8, 7: 5}, facts={"onset_date": "2026-02-20"})
    assert "1.37 times as fast" in line(new, "Over usual care")


def test_without_a_complaint_it_says_so():
    told = course(6, {0: 8, 35: 5}, condition=None, facts={"condition": None})
    assert line(told, "Gains and harms") == "The complaint is not known."
    assert prospects.briefly(told).endswith("The complaint is not known.")
    assert prospects.sources(told) == told.forecast.sources


def test_briefly_holds_what_a_drawn_forecast_must_not_stand_without():
    found = course(6, {0: 8, 35: 5})
    told = prospects.briefly(found)
    by_then = 8 + found.forecast.anyway.change
    assert told == (
        f"Had nobody treated: {by_then:.1f} by then. Over sham needles: no clear gain in"
        " trials, certainty low. Harms: tired or drowsy 24 in 100; serious adverse"
        " event 1 in 10,000."
    )


def test_briefly_says_what_is_not_known():
    older = course(6, {0: 8, 35: 5}, facts={"birth_date": "1950-01-01"})
    assert "Over sham needles: not known." in prospects.briefly(older)
    assert prospects.briefly(older).startswith("Lean on it little")
    without = replace(older, forecast=replace(older.forecast, anyway=None))
    assert "Had nobody" not in prospects.briefly(without)
    assert prospects.briefly(replace(older, forecast=None)) == ""


def test_a_forecast_of_older_people_carries_its_caution():
    older = course(6, {0: 8, 35: 5}, facts={"birth_date": "1950-01-01"})
    without = replace(older.forecast, caution="", anyway=None)
    titles = [each.title for each in prospects.tell(replace(older, forecast=without))]
    assert {"Caution", "Anyway"}.isdisjoint(titles)
    if older.forecast.caution:
        assert line(older, "Caution") == older.forecast.caution


def test_a_score_that_is_not_fresh_has_no_gain_to_remark():
    found = course(6, {0: 8, 14: 7}, today=35)
    assert "no_more_than_anyway" not in [each.rule for each in found.remarks]


def test_without_a_baseline_nothing_is_remarked():
    late = course(6, {}, measurements=scores({35: 7}))
    assert late.forecast is not None
    assert "no_more_than_anyway" not in [each.rule for each in late.remarks]
