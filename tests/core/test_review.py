"""Reviews, part by part: values, series, standings, events, and the deciding itself."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from deqi.core import review
from deqi.core.episodes import Attendance, Episode, Session, Visit
from deqi.core.expressions import parse
from deqi.core.fields import UnreadableField
from deqi.core.instruments import Measurement, ScoreOutOfRange
from deqi.core.review import (
    Decision,
    Rule,
    Series,
    Step,
    Told,
    Vocabulary,
    in_force,
)
from deqi.core.rules import Urgency
from deqi.core.scales import Direction, Instrument, Method, Threshold
from deqi.knowledge import reviews

FIRST = date(2026, 3, 2)
PAIN = Instrument(
    "PAIN",
    "pain",
    0,
    10,
    Direction.WORSE,
    Method.SINGLE,
    improvement=Threshold(2, 30, "x"),
    worsening=Threshold(2, 30, "x"),
)
WELL = Instrument(
    "WELL",
    "well",
    0,
    10,
    Direction.BETTER,
    Method.SINGLE,
    improvement=Threshold(2, 30, "x"),
)
SHIFTED = Instrument("SHIFTED", "shifted", 1, 7, Direction.WORSE, Method.SINGLE)
SETTINGS = reviews.settings()
WORDS = Vocabulary(
    {"bruise": "bruise"}, {"mild": 1, "moderate": 2, "severe": 3}, {"bruise": "bruise"}
)


def day(offset: int) -> date:
    return FIRST + timedelta(days=offset)


def episode(**told: object) -> Episode:
    fields = dict.fromkeys(
        ("birth_date", "sex", "condition", "onset", "payer", "style")
    )
    lists = {"sessions": (), "visits": (), "measurements": (), "facts": {}}
    return Episode(**{**fields, **lists, **told})


def held(*days: int) -> tuple[Visit, ...]:
    return tuple(Visit(day(each), Attendance.TOOK_PLACE) for each in days)


def series(today: int = 35, **told: object) -> Series:
    return review.series_of(episode(**told), today=day(today))


def measured(instrument: str, **scores: float) -> tuple[Measurement, ...]:
    """Return scores by day: ``d0=8, d35=4``."""
    return tuple(
        Measurement(day(int(on[1:])), instrument, score) for on, score in scores.items()
    )


def rule(when: str, decision: str | None, **more: object) -> Rule:
    return Rule(
        f"{decision}_{when}",
        parse(when),
        Decision(decision) if decision else None,
        str(more.pop("text", "because")),
        ("product",),
        reviewed=False,
        **more,
    )


def test_decisions_run_from_discharge_to_refer():
    assert [each.value for each in Decision] == [
        "discharge",
        "maintain",
        "taper",
        "continue",
        "measure",
        "pause",
        "change",
        "restart",
        "refer",
    ]
    assert [each.gravity for each in Decision] == list(range(9))


@pytest.mark.parametrize(
    ("decision", "more", "says"),
    [
        ("refer", {}, "urgency"),
        ("pause", {"urgency": Urgency.SOON}, "urgency"),
        (None, {"urgency": Urgency.SOON}, "urgency"),
        ("pause", {"days": (7, 3)}, "soon to late"),
        ("pause", {"days": (-1, 3)}, "soon to late"),
    ],
)
def test_a_rule_refuses(decision, more, says):
    with pytest.raises(ValueError, match=says):
        rule("always", decision, **more)


def decided(*rules: Rule, **values: object) -> review.Verdict:
    told = Told(values, {"what": "pain"}, {"what": ("Haake2007",)})
    return review.decide(told, rules, {Decision.TAPER: (6, 8)})


def test_the_gravest_rule_that_holds_decides_and_the_others_are_told():
    verdict = decided(
        rule("always", "taper"),
        rule("a", "pause"),
        rule("b", "change"),
        rule("c", "refer", urgency=Urgency.SOON),
        rule("always", None),
        a=True,
        b=True,
        c=None,
    )
    assert verdict.decision is Decision.CHANGE
    assert [each.rule for each in verdict.because] == ["change_b"]
    assert [each.rule for each in verdict.beside] == ["pause_a", "taper_always"]
    assert [each.rule for each in verdict.remarks] == ["None_always"]
    assert verdict.next_visit_days is None


def test_of_two_referrals_the_more_urgent_is_told_first():
    verdict = decided(
        rule("a", "refer", urgency=Urgency.SOON),
        rule("b", "refer", urgency=Urgency.EMERGENCY),
        a=True,
        b=True,
    )
    assert verdict.urgency is Urgency.EMERGENCY
    assert [each.rule for each in verdict.because] == ["refer_b", "refer_a"]


def test_days_are_those_of_the_rule_or_of_the_rhythm():
    assert decided(rule("always", "taper")).next_visit_days == (6, 8)
    own = decided(rule("always", "taper", days=(1, 2)), rule("not never", "taper"))
    assert own.next_visit_days == (1, 2)


def test_a_text_is_filled_in_and_brings_the_sources_of_its_words():
    (told,) = decided(rule("always", "taper", text="Less {what}.")).because
    assert (told.text, told.sources) == ("Less pain.", ("product", "Haake2007"))
    (plain,) = decided(rule("always", "taper")).because
    assert plain.sources == ("product",)


def test_where_no_rule_decides_the_gap_is_named():
    with pytest.raises(review.NoRuleHolds):
        decided(rule("never", "taper"), rule("always", None))


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"date": "2026-03-02", "decision": "wait"}, "'wait' is no decision"),
        ({"date": "2026-03-02"}, "'' is no decision"),
        ({"date": "soon", "decision": "taper"}, "date is a day"),
        ({"decision": "taper"}, "date of a review is missing"),
        ({"date": "2026-03-02", "decision": 3}, "decision is a word"),
    ],
)
def test_an_earlier_review_that_cannot_be_read_is_refused(told, says):
    with pytest.raises(UnreadableField, match=says):
        series(reviews=(told,))


def test_what_is_later_is_counted_and_not_looked_at():
    found = series(
        today=10,
        visits=held(0, 7, 14),
        sessions=tuple(Session(day(each)) for each in (0, 7, 14)),
        measurements=measured("PAIN", d0=8, d11=1),
        reviews=({"date": str(day(11)), "decision": "taper"},),
    )
    assert (len(found.held), found.later, found.reviews) == (2, 3, ())
    assert [each.score for each in found.measurements] == [8]


def test_of_two_reviews_on_one_day_the_graver_counts():
    both = [{"date": str(day(3)), "decision": word} for word in ("change", "taper")]
    for told in (both, both[::-1]):
        found = review.in_force_of(series(reviews=tuple(told)))
        assert found.decision is Decision.CHANGE


STEPS = replace(SETTINGS, taper=(Step(2, (6, 8)), Step(2, (12, 16)), Step(1, (25, 35))))


@pytest.mark.parametrize(
    ("every", "since", "days"),
    [
        (3, 0, (6, 8)),
        (3, 2, (12, 16)),
        (3, 4, (25, 35)),
        (3, 5, None),
        (7, 0, (12, 16)),
        (7, 2, (25, 35)),
        (7, 3, None),
        (14, 0, (25, 35)),
    ],
)
def test_a_taper_leaves_out_steps_no_slower_than_the_series(every, since, days):
    began = [every * place for place in range(6)]
    after = [began[-1] + 6 * (place + 1) for place in range(since)]
    found = series(
        today=400,
        visits=held(*began, *after),
        reviews=({"date": str(day(began[-1])), "decision": "taper"},),
    )
    assert review.step(found, STEPS) == days


def test_a_taper_without_a_session_begins_with_its_first_step():
    assert review.step(series(), STEPS) == (6, 8)


@pytest.mark.parametrize(
    ("decided", "decision", "sessions"),
    [
        ({}, None, 0),
        ({3: "continue"}, None, 0),
        ({3: "change"}, Decision.CHANGE, 3),
        ({3: "change", 8: "continue", 9: "measure", 10: "pause"}, Decision.CHANGE, 3),
        ({3: "change", 8: "change"}, Decision.CHANGE, 3),
        ({3: "change", 8: "taper"}, Decision.TAPER, 2),
        ({3: "taper", 8: "maintain"}, Decision.MAINTAIN, 2),
        ({3: "taper", 8: "change", 15: "taper"}, Decision.TAPER, 1),
        ({3: "change", 21: "refer"}, Decision.CHANGE, 3),
        ({3: "change", 20: "refer"}, None, 0),
        ({3: "restart", 8: "refer"}, None, 0),
        ({3: "taper", 8: "refer"}, Decision.TAPER, 3),
        ({3: "taper", 8: "discharge"}, None, 0),
        ({3: "taper", 21: "discharge"}, Decision.TAPER, 3),
        ({3: "refer", 8: "change"}, Decision.CHANGE, 2),
    ],
)
def test_a_decision_is_in_force_until_another_or_an_end(decided, decision, sessions):
    found = review.in_force_of(decided_on(decided))
    assert (found.decision, found.sessions) == (decision, sessions)
    for each in Decision:
        assert found.sessions_of(each) == (sessions if each is decision else 0)


def decided_on(decided, today=35) -> Series:
    """Return a series with sessions on days 0, 7, 14 and 21."""
    told = tuple({"date": str(day(on)), "decision": w} for on, w in decided.items())
    return series(today, visits=held(0, 7, 14, 21), reviews=told)


@pytest.mark.parametrize(
    ("decided", "today", "count"),
    [
        ({}, 35, 0),
        ({21: "restart"}, 35, 0),
        ({20: "restart"}, 35, 1),
        ({8: "restart", 9: "restart"}, 35, 1),
        ({8: "restart", 15: "restart"}, 35, 2),
        ({8: "restart", 10: "refer"}, 35, 0),
        ({8: "refer", 10: "restart"}, 35, 1),
        ({8: "restart", 22: "refer"}, 35, 1),
        ({8: "restart"}, 8 + SETTINGS.relapse_days, 1),
        ({8: "restart"}, 9 + SETTINGS.relapse_days, 0),
    ],
)
def test_series_that_began_anew_count_for_a_year_or_until_a_doctor_looked(
    decided, today, count
):
    assert in_force.restarts(decided_on(decided, today), SETTINGS) == count


def standing(instrument: Instrument, *measurements: Measurement, **told: object):
    return review.standing_of(
        instrument,
        series(visits=held(0, 7, 14), measurements=measurements, **told),
        SETTINGS,
    )


@pytest.mark.parametrize(
    ("instrument", "scores", "gain"),
    [
        (PAIN, {"d0": 8, "d35": 4}, 50),
        (PAIN, {"d0": 4, "d35": 8}, -100),
        (PAIN, {"d0": 3.3, "d35": 2.31}, 30),
        (PAIN, {"d0": 0, "d35": 1}, None),
        (PAIN, {"d0": 8}, None),
        (WELL, {"d0": 4, "d35": 8}, 100),
        (WELL, {"d0": 8, "d35": 4}, -50),
        (SHIFTED, {"d0": 4, "d35": 2}, None),
    ],
)
def test_a_gain_is_better_whatever_the_direction(instrument, scores, gain):
    found = standing(instrument, *measured(instrument.id, **scores))
    assert found.gain_percent() == gain


def test_of_one_day_the_less_flattering_score_counts_in_both_directions():
    for instrument, best, worst in ((PAIN, 2, 6), (WELL, 6, 2)):
        rows = [
            Measurement(day(on), instrument.id, score)
            for on in (0, 35)
            for score in (best, worst)
        ]
        for told in (rows, rows[::-1]):
            found = standing(instrument, *told)
            assert (found.baseline.score, found.latest.score) == (best, worst)
            assert found.scores_on_one_day
    same = measured("PAIN", d0=4)
    assert not standing(PAIN, *same, *same).scores_on_one_day


def test_small_steps_without_an_important_change_add_up():
    told = ({"date": str(day(on)), "decision": "continue"} for on in (7, 14, 21))
    slow = measured("PAIN", d0=8, d7=7, d14=6.5, d21=6, d35=5)
    assert standing(PAIN, *slow, reviews=tuple(told)).steps_without_change() == 2


def test_steps_without_change_count_from_the_last_important_gain():
    told = ({"date": str(day(on)), "decision": "continue"} for on in (7, 8, 14, 21))
    scores = measured("PAIN", d0=8, d7=8, d14=5, d21=5, d35=5)
    found = standing(PAIN, *scores, reviews=tuple(told))
    assert found.between == (8, 5, 5)
    assert found.steps_without_change() == 2
    assert standing(PAIN, *measured("PAIN", d0=8)).steps_without_change() == 0
    assert standing(PAIN, *measured("PAIN", d0=8, d35=8)).steps_without_change() == 1


@pytest.mark.parametrize(
    ("instrument", "end", "now", "worse"),
    [
        (PAIN, 2, 3, False),
        (PAIN, 2, 4, True),
        (PAIN, 4, 2, False),
        (WELL, 8, 7, False),
        (WELL, 8, 6, True),
        (SHIFTED, 2, 7, None),
    ],
)
def test_worse_since_the_discharge_by_points(instrument, end, now, worse):
    scores = measured(instrument.id, d0=5, d14=end, d35=now)
    found = standing(instrument, *scores, discharged=day(20))
    assert found.is_worse_since_end() is worse
    never = standing(instrument, *measured(instrument.id, d35=now), discharged=day(20))
    assert never.is_worse_since_end() is None


def test_a_score_out_of_range_is_refused_by_name_wherever_it_stands():
    with pytest.raises(ScoreOutOfRange, match="PAIN"):
        standing(PAIN, *measured("PAIN", d0=8, d3=11, d35=4))


def harm(*events: object, today: int = 35, **told: object) -> review.Harm:
    sessions = (Session(day(35), adverse_events=events),)
    found = series(today, visits=held(35), sessions=sessions, **told)
    return review.weigh(found, SETTINGS, WORDS)


@pytest.mark.parametrize(
    ("event", "grade"),
    [
        ({"kind": "Bruise", "grade": 1}, 1),
        ({"kind": "bruise", "grade": " Severe "}, 3),
        ({"kind": "none"}, 0),
        ({"kind": "bruise"}, 0),
        ({"kind": "bruise", "grade": 2.0}, 2),
    ],
)
def test_an_event_is_read(event, grade):
    assert harm(event).grade == grade


@pytest.mark.parametrize(
    ("event", "says"),
    [
        ({"kind": "sneeze", "grade": 1}, "'sneeze' is no kind"),
        ({"grade": 1}, "'other' is no kind"),
        ({"kind": "bruise", "grade": 9}, "9 is no grade"),
        ({"kind": "bruise", "grade": True}, "True is no grade"),
        ({"kind": "bruise", "grade": "awful"}, "'awful' is no grade"),
        ({"kind": "bruise", "grade": [1]}, r"\[1\] is no grade"),
        ({"kind": 3}, "kind is a word"),
    ],
)
def test_an_event_that_no_record_describes_is_refused(event, says):
    with pytest.raises(UnreadableField, match=says):
        harm(event)


def test_a_passing_event_passes_and_a_serious_one_stands():
    later = 35 + SETTINGS.event_days + 1
    assert harm({"kind": "bruise", "grade": 2}, today=later).worst is None
    assert harm({"kind": "bruise", "grade": 3}, today=later).grade == 3


@pytest.mark.parametrize(
    ("written", "stands"),
    [
        ({"decision": "continue", "reason": "seen and healed"}, False),
        ({"decision": "continue"}, True),
        ({"decision": "refer", "reason": "seen"}, True),
    ],
)
def test_only_a_written_reason_to_go_on_settles_a_serious_event(written, stands):
    told = ({"date": str(day(40)), **written},)
    found = harm({"kind": "bruise", "grade": 3}, today=41, reviews=told)
    assert (found.grade == 3) is stands
    before = ({"date": str(day(30)), **written},)
    assert harm({"kind": "bruise", "grade": 3}, today=41, reviews=before).grade == 3


def test_whether_events_were_asked_about_is_told_of_the_last_session():
    assert harm().is_asked is True
    bare = series(visits=held(0, 35), sessions=(Session(day(35)),))
    assert review.weigh(bare, SETTINGS, WORDS).is_asked is False
    assert review.weigh(series(), SETTINGS, WORDS).is_asked is None
