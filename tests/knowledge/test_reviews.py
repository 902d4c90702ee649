"""The records of reviews, and what their loader refuses."""

import pytest

from deqi.core.review import READ, WORDS, Decision
from deqi.knowledge import reviews
from tests.knowledge.planting import load, planted

RULES, SETTINGS = "rules.toml", "settings.toml"


def test_every_rule_is_sourced_and_signed_by_nobody():
    for each in reviews.rules():
        assert each.sources
        assert not each.reviewed


def test_every_fact_and_every_word_of_a_review_is_read_by_a_rule():
    rules = reviews.rules()
    assert {name for each in rules for name in each.when.names()} == set(READ)
    texts = " ".join(each.text for each in rules)
    assert [word for word in sorted(WORDS) if f"{{{word}}}" not in texts] == []


def test_every_decision_that_books_a_visit_says_when():
    without = {Decision.DISCHARGE, Decision.REFER}
    assert set(reviews.rhythm()) == set(Decision) - without


def test_a_rule_may_say_when_the_next_visit_is():
    with planted("reviews", RULES, 'id = "worse"', 'id = "worse"\ndays = [1, 2]'):
        told = load(reviews.rules)
    assert next(each.days for each in told if each.id == "worse") == (1, 2)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("event_grade >= 4", "weather >= 4", "nothing provides 'weather'"),
        ("== 'emergency'", "== 'awful'", "no level 'awful'"),
        ("({event})", "({weather})", "no word 'weather'"),
        ('id = "worse"', 'id = "worse"\ndays = 7', "pair of whole numbers"),
        ('id = "worse"', 'id = "worse"\ndays = [7]', "pair of whole numbers"),
        ('urgency = "emergency"', "", "has an urgency"),
    ],
)
def test_a_rule_is_refused(old, new, says):
    with planted("reviews", RULES, old, new), pytest.raises(ValueError, match=says):
        load(reviews.rules)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("days = 14", "", "reviews:fresh lacks days"),
        ('"seizure"', '"sneeze"', "no kind 'sneeze'"),
        ("days = [12, 16]", "days = 7", "pair of whole numbers"),
        ("days_before = 42", 'days_before = "long"', "days_before is a number"),
    ],
)
def test_settings_are_refused(old, new, says):
    reviews.settings()  # the rooms beside it are read while they are whole
    with planted("reviews", SETTINGS, old, new), pytest.raises(ValueError, match=says):
        load(reviews.settings)


def test_a_forecast_looks_as_far_as_its_record_says():
    assert reviews.horizon_weeks() > 0
    assert "horizon" in reviews.provenance()


def test_a_forecast_is_drawn_from_today_to_its_horizon():
    weeks = reviews.forecast_horizons()
    assert (weeks[0], weeks[-1]) == (0, reviews.horizon_weeks())
    assert list(weeks) == sorted(set(weeks))


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('roles = ["practitioner"]', "roles = []", "needs roles"),
        ('no_reason = "Whoever', 'other = "Whoever', "overruling lacks words"),
    ],
)
def test_terms_of_overruling_are_refused(old, new, says):
    with planted("reviews", SETTINGS, old, new), pytest.raises(ValueError, match=says):
        load(reviews.overruling)


def test_a_course_is_judged_again_at_the_sessions_at_which_the_rules_turn():
    told = reviews.judged_again()
    texts = {each.id: each.text for each in reviews.rules()}
    assert set(told) == set(Decision) - {
        Decision.DISCHARGE,
        Decision.MEASURE,
        Decision.PAUSE,
        Decision.REFER,
    }
    assert told[Decision.CHANGE] == 4
    assert "Give it four sessions" in texts["change_under_way"]
    assert told[Decision.RESTART] == 4
    assert "up to four visits" in texts["short_series_under_way"]
    assert told[Decision.MAINTAIN] == 6
    assert texts["maintenance_long"].startswith("Six or more maintenance visits")
    assert told[Decision.TAPER] == 1
    assert "one more visit after two weeks" in texts["response"]
    assert told[Decision.CONTINUE] == 2
    assert "agree that visit 6 decides" in texts["first_review_little_gain"]
    assert "to visit 8 at most" in texts["partial_response"]


def test_a_number_of_sessions_is_a_whole_one():
    reviews.settings()
    wrong = planted("reviews", SETTINGS, "change = 4", "change = true")
    with wrong, pytest.raises(ValueError, match="change is a number"):
        load(reviews.judged_again)
