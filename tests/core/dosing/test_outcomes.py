"""What came of a policy: properties that can fail, and errors that shrink."""

from dataclasses import replace

import numpy as np
import pytest

from deqi.core.dosing import outcomes
from deqi.core.dosing.findings import Relief
from deqi.core.dosing.outcomes import Outcomes
from deqi.core.dosing.values import NOBODY, OURS
from tests.core.dosing.crowds import (
    CENTRAL,
    DESIGN,
    PEOPLE,
    study,
    told_of,
    with_gain,
)

COUNTED, GOAL = DESIGN.counted, DESIGN.goal


def test_usual_care_has_no_visits_and_no_harm() -> None:
    untreated = told_of()[NOBODY]
    cell = outcomes.summed(NOBODY, CENTRAL, untreated, untreated, COUNTED)
    assert cell.visits.value == cell.relief.value == 0
    assert [each.per_100.value for each in cell.harms] == [0, 0]


def test_more_visits_cost_more_and_harm_more() -> None:
    found = told_of()
    cells = [
        outcomes.summed(name, CENTRAL, each, found[NOBODY], COUNTED, visit_cost=50)
        for name, each in found.items()
        if name != NOBODY
    ]
    by_visits = sorted(cells, key=lambda each: each.visits.value)
    harms = [each.harms[0].per_100.value for each in by_visits]
    assert harms == sorted(harms)
    for each in cells:
        assert each.cost_per_responder is not None
        assert each.visits_per_responder is not None
        per_responder = each.visits_per_responder.value
        assert each.cost_per_responder.value == pytest.approx(50 * per_responder)
        share = each.responders["52"].value / 100
        assert per_responder == pytest.approx(each.visits.value / share)


def test_without_a_dose_response_a_shorter_course_loses_nothing() -> None:
    found = told_of(dose="none", drop_out="none")
    for name in ("art", "backinaction", "backinaction_maintenance", OURS):
        assert found[name].mean_nrs == pytest.approx(found["cherkin"].mean_nrs)


def test_with_a_strong_one_a_shorter_course_loses() -> None:
    found = told_of(dose="strong", drop_out="none")
    lost = found["cherkin"].mean_nrs - found["backinaction_maintenance"].mean_nrs
    assert lost.mean() > 0.05


@pytest.mark.parametrize(("gain", "points"), [("usual_care", 1.026), ("sham", 0.258)])
def test_nobody_gains_more_than_the_gain_at_its_fullest(
    gain: str, points: float
) -> None:
    for dose in ("none", "weak", "strong"):
        found = told_of(dose=dose, gain=gain, responders="alike")
        for each in found.values():
            gained = found[NOBODY].mean_nrs - each.mean_nrs
            assert gained.max() <= points * 1.02
            assert gained.min() >= -1e-9


def test_a_day_in_pain_is_one_of_seven_in_its_week() -> None:
    days = told_of()[NOBODY].pain_days
    assert set(days % 7) == {0}
    assert days.min() >= 0
    assert days.max() == 364


def test_a_gain_that_heals_everybody_makes_responders_of_all() -> None:
    (policies,) = study().run(with_gain(-20.0))
    found = policies["cherkin"]
    assert found.responded[:, 0].mean() > 0.95
    assert found.pain_days.mean() < 100


def test_the_error_shrinks_with_the_root_of_people() -> None:
    few, many = (
        outcomes.summed(
            NOBODY, CENTRAL, found[NOBODY], found[NOBODY], COUNTED
        ).mean_nrs.se
        for found in (told_of(), next(study(16 * PEOPLE).run(CENTRAL)))
    )
    assert few / many == pytest.approx(4, rel=0.1)


def test_the_same_luck_for_all_makes_differences_surer() -> None:
    found = told_of()
    paired = outcomes.contrast(
        CENTRAL, (OURS, found[OURS]), ("art", found["art"]), GOAL
    )
    alone = outcomes.summed(OURS, CENTRAL, found[OURS], found[NOBODY], COUNTED)
    assert paired.mean_nrs.se < alone.mean_nrs.se / 5


def people(shift: float, spread: float, visits: float) -> Outcomes:
    """Return 100 people with a mean score shifted, and spread, around 4."""
    each = np.tile([-spread, spread], 50)
    nothing = np.zeros((100, 3))
    return Outcomes(4 + shift + each, each * 0, np.full(100, visits), nothing)


@pytest.mark.parametrize(
    ("shift", "spread", "relief"),
    [
        (0.0, 0.1, Relief.EQUAL),
        (-0.2, 0.1, Relief.BETTER),
        (0.2, 0.1, Relief.WORSE),
        (0.1, 0.1, Relief.OPEN),
        (-0.1, 0.1, Relief.OPEN),
        (0.0, 1.0, Relief.OPEN),
    ],
)
def test_relief_compares_by_the_whole_interval(
    shift: float, spread: float, relief: Relief
) -> None:
    found = outcomes.contrast(
        CENTRAL, (OURS, people(shift, spread, 5)), ("art", people(0, 0, 10)), GOAL
    )
    assert found.relief is relief
    assert found.fewer_percent == pytest.approx(50)
    assert found.met is (relief in (Relief.EQUAL, Relief.BETTER))


@pytest.mark.parametrize(("visits", "met"), [(7.5, True), (7.6, False)])
def test_a_quarter_fewer_visits_are_asked_for(visits: float, met: bool) -> None:
    pair = (OURS, people(0, 0.1, visits)), ("art", people(0, 0, 10))
    assert outcomes.contrast(CENTRAL, *pair, GOAL).met is met


def test_fewer_than_no_visits_there_are_none() -> None:
    pair = (OURS, people(0, 0.1, 5)), (NOBODY, people(0, 0, 0))
    found = outcomes.contrast(CENTRAL, *pair, GOAL)
    assert found.fewer_percent is None
    assert not found.met


def test_without_a_responder_nothing_is_told_for_each() -> None:
    nobody = people(0, 0.1, 5)
    cell = outcomes.summed(OURS, CENTRAL, nobody, nobody, COUNTED, visit_cost=9)
    assert cell.visits_per_responder is None
    assert cell.cost_per_responder is None


def test_the_error_of_a_ratio_is_that_of_many_studies() -> None:
    """Visits per responder of 200 groups of 100 spread as the error of one says."""
    chance = np.random.default_rng(3)
    ratios, errors = [], []
    for _ in range(200):
        visits = chance.poisson(9, 100).astype(float)
        responded = (chance.random((100, 3)) < 0.5).astype(float)
        each = replace(people(0, 0.1, 0), visits=visits, responded=responded)
        found = outcomes.summed(OURS, CENTRAL, each, each, COUNTED)
        assert found.visits_per_responder is not None
        ratios.append(found.visits_per_responder.value)
        errors.append(found.visits_per_responder.se)
    assert np.mean(errors) == pytest.approx(np.std(ratios), rel=0.15)
