"""Reviews of many at once give each person what the review of one gives."""

from random import Random

import numpy as np
import pytest

from deqi.core import review
from deqi.core.review import READ, panels
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
    assert all(VERDICTS.counted().values())
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
