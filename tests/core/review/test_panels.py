"""Reviews of many at once give each person what the review of one gives."""

from collections import Counter
from dataclasses import replace
from random import Random

import numpy as np
import pytest

from deqi.core import review
from deqi.core.expressions import parse
from deqi.core.review import READ, Decision, panels
from deqi.core.rules import Outcome
from deqi.knowledge import reviews
from tests.core.review import crowds

RULES, RHYTHM = reviews.rules(), reviews.rhythm()
CHANCE = Random(20261121)  # noqa: S311 - it draws people, not keys
PEOPLE = [crowds.draw(CHANCE) for _ in range(4000)]
TOLD = [crowds.told(each) for each in PEOPLE]
COLUMNS = panels.gather(crowds.panel(PEOPLE), crowds.SETTINGS)
VERDICTS = panels.decide(COLUMNS, RULES, RHYTHM)


def test_every_name_that_a_rule_may_read_has_a_column() -> None:
    assert set(COLUMNS) == set(READ)


@pytest.mark.parametrize("name", READ)
def test_a_column_holds_what_the_review_of_each_person_reads(name: str) -> None:
    expected = crowds.column(name, [each.values[name] for each in TOLD])
    np.testing.assert_array_equal(COLUMNS[name], expected, strict=True)


def test_the_people_drawn_meet_every_decision_and_nearly_every_rule() -> None:
    counted = Counter(review.decide(each, RULES, RHYTHM).decision for each in TOLD)
    assert VERDICTS.counted() == {each: counted[each] for each in Decision}
    assert all(counted.values())
    never = {each.id for each in RULES} - held(slice(None))
    assert never == set()


def held(people: slice | int) -> set[str]:
    """Return the ids of the rules that hold for somebody of these."""
    some = np.atleast_2d(VERDICTS.held[people]).any(axis=0)
    return {RULES[place].id for place in np.flatnonzero(some)}


def test_verdicts_are_those_of_the_review_of_each_person() -> None:
    for place, each in enumerate(TOLD):
        alone = review.decide(each, RULES, RHYTHM)
        reasons = (*alone.because, *alone.beside, *alone.remarks)
        assert RULES[VERDICTS.rule[place]].id == alone.because[0].rule
        assert VERDICTS.decision[place] == alone.decision.gravity
        assert held(place) == {reason.rule for reason in reasons}
        days = alone.next_visit_days or (np.nan, np.nan)
        np.testing.assert_array_equal(VERDICTS.next_visit_days[place], days)


def test_the_next_step_of_a_taper_is_that_of_each_person() -> None:
    steps = panels.taper(crowds.panel(PEOPLE), crowds.SETTINGS)
    for step, each in zip(steps, PEOPLE, strict=True):
        series = review.series_of(each.episode, today=each.today)
        alone = review.step(series, crowds.SETTINGS) or (np.nan, np.nan)
        np.testing.assert_array_equal(step, alone)


EMPTY = np.full((2, 0), np.nan)
NO_REVIEWS = panels.Earlier(EMPTY, np.full((2, 0), panels.UNKNOWN, dtype=np.int8))


def two(**told: object) -> panels.ReviewPanel:
    """Return a panel of two people of whom little is known."""
    usual = {
        "today": np.zeros(2),
        "held": EMPTY,
        "measured": {},
        "earlier": NO_REVIEWS,
        "around": panels.uneventful(2),
    }
    return panels.ReviewPanel(**{**usual, **told})


def with_column(name: str, column: panels.Array) -> panels.Columns:
    return {**panels.uneventful(2), name: column}


def codes(*told: int) -> panels.Codes:
    return np.array(told, dtype=np.int8)


def test_a_panel_of_which_little_is_known_reads_like_an_empty_episode() -> None:
    columns = panels.gather(two(), crowds.SETTINGS)
    calm = review.Circumstances(
        review.Safety(Outcome.PROCEED, allowed=True),
        review.Harm(None, 0, False, False, False, 0, is_asked=True),
        review.Cover(),
        wants_maintenance=None,
    )
    person = crowds.Person(crowds.nothing(), crowds.FIRST, calm)
    for name, value in crowds.told(person).values.items():
        expected = crowds.column(name, [value, value])
        np.testing.assert_array_equal(columns[name], expected, strict=True)


def test_a_panel_of_nobody_is_reviewed_too() -> None:
    nobody = panels.gather(crowds.panel([]), crowds.SETTINGS)
    assert panels.decide(nobody, RULES).decision.shape == (0,)


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"today": np.array([0.0, np.nan])}, "day of review"),
        ({"today": np.zeros((2, 1))}, "day of review"),
        ({"held": np.zeros((3, 1))}, "a row"),
        ({"missed": np.zeros((1, 1))}, "a row"),
        ({"measured": {"NRS": panels.Scores(*2 * [np.zeros((3, 1))])}}, "a row"),
        ({"held": np.zeros(2)}, "people by times"),
        ({"around": {}}, "nothing tells of screening_outcome"),
        ({"around": with_column("event_grade", np.zeros(2, np.int8))}, "of float64"),
        ({"around": with_column("event_healing", np.zeros(2, bool))}, "of int8"),
        ({"around": with_column("event_healing", codes(0, 2))}, "from -1 to 1"),
        ({"around": with_column("event_healing", codes(0, -2))}, "from -1 to 1"),
        ({"around": with_column("screening_outcome", codes(0, 5))}, "from -1 to 4"),
        ({"around": panels.uneventful(3)}, "each column"),
        ({"discharged": np.zeros(1)}, "each column"),
    ],
)
def test_arrays_that_do_not_fit_together_are_refused(told, says) -> None:
    with pytest.raises(panels.PanelImpossible, match=says):
        two(**told)


@pytest.mark.parametrize(
    ("days", "scores", "says"),
    [
        ([0.0], [0.0], "one shape"),
        ([[0.0]], [[0.0, 1.0]], "one shape"),
        ([[0.0, 1.0]], [[1.0, np.nan]], "has its day"),
        ([[0.0, np.nan]], [[1.0, 1.0]], "has its day"),
    ],
)
def test_scores_without_days_are_refused(days, scores, says) -> None:
    with pytest.raises(panels.PanelImpossible, match=says):
        panels.Scores(np.array(days), np.array(scores))


@pytest.mark.parametrize(
    ("days", "decisions", "says"),
    [
        ([0.0], [1], "one shape"),
        ([[0.0]], [[1, 2]], "one shape"),
        ([[0.0, 1.0]], [[1, -1]], "its decision"),
        ([[0.0, np.nan]], [[1, 1]], "its decision"),
        ([[0.0, 1.0]], [[1, 9]], "one of the nine"),
        ([[0.0, 1.0]], [[1, -2]], "one of the nine"),
    ],
)
def test_reviews_that_cannot_be_are_refused(days, decisions, says) -> None:
    with pytest.raises(panels.PanelImpossible, match=says):
        panels.Earlier(np.array(days), np.array(decisions, dtype=np.int8))


def test_reasons_of_other_reviews_are_refused() -> None:
    with pytest.raises(panels.PanelImpossible, match="a reason or none"):
        replace(NO_REVIEWS, reasoned=np.zeros((2, 1), dtype=np.bool_))


@pytest.mark.parametrize("score", [-1.0, 11.0])
def test_a_score_out_of_range_is_refused_by_name(score) -> None:
    measured = {"NRS": panels.Scores(np.zeros((2, 1)), np.full((2, 1), score))}
    with pytest.raises(panels.PanelImpossible, match="NRS runs from 0 to 10"):
        panels.gather(two(measured=measured), crowds.SETTINGS)


def rule(when: str, decision: Decision | None, **more: object) -> review.Rule:
    return review.Rule(f"{when} {more}", parse(when), decision, "", (), False, **more)


def test_where_no_rule_decides_for_somebody_the_gap_is_named() -> None:
    remark = rule("always", None)
    with pytest.raises(review.NoRuleHolds):
        panels.decide(COLUMNS, [remark, rule("event_healing", Decision.PAUSE)])


def test_a_fact_left_out_is_refused_and_not_taken_as_safe() -> None:
    known = {name: told for name, told in COLUMNS.items() if name != "event_grade"}
    with pytest.raises(panels.PanelImpossible, match="nothing tells of event_grade"):
        panels.decide(known, RULES)


def test_the_soonest_days_of_the_rules_that_decide_go_before_the_rhythm() -> None:
    rules = [
        rule("always", Decision.TAPER, days=(5, 9)),
        rule("events_repeated >= 2", Decision.TAPER, days=(5, 6)),
        rule("events_repeated >= 1", Decision.TAPER, days=(7, 8)),
        rule("event_healing", Decision.PAUSE, days=(1, 2)),
        rule("event_ungraded", Decision.CHANGE),
    ]
    rhythm = {Decision.TAPER: (1, 1), Decision.CHANGE: None}
    found = panels.decide(COLUMNS, rules, rhythm)
    assert len(set(found.decision.tolist())) == 3
    for days, each in zip(found.next_visit_days, TOLD, strict=True):
        alone = review.decide(each, rules, rhythm).next_visit_days
        np.testing.assert_array_equal(days, alone or (np.nan, np.nan))


def test_without_a_rhythm_nothing_is_said_of_the_next_visit() -> None:
    assert np.isnan(panels.decide(COLUMNS, RULES).next_visit_days).all()


@pytest.mark.parametrize("through", [None, (25, 35)])
def test_everybody_takes_the_next_step_of_a_taper(through) -> None:
    usual = {Decision.TAPER: through, Decision.PAUSE: (7, 14)}
    crowd = crowds.panel(PEOPLE[:600])
    rhythm = panels.tapered(crowd, usual, crowds.SETTINGS)
    columns = panels.gather(crowd, crowds.SETTINGS)
    days = panels.decide(columns, RULES, rhythm).next_visit_days
    for own, each, told in zip(days, PEOPLE, TOLD, strict=False):
        series = review.series_of(each.episode, today=each.today)
        step = review.step(series, crowds.SETTINGS) or through
        alone = review.decide(told, RULES, {**usual, Decision.TAPER: step})
        np.testing.assert_array_equal(own, alone.next_visit_days or (np.nan, np.nan))
