"""Courses as windows of dates."""

from dataclasses import replace
from datetime import date

import pytest

from deqi.core.conditions import Stage
from deqi.core.courses import Cadence, Phase, plan

FIRST = date(2026, 12, 28)
WEEKLY = Phase("induction", 3, 7, 2, conditional=False)
MONTHLY = Phase("maintenance", 2, 30, 5, conditional=True)
DENSE = Phase("relapse", 2, 3.5, 1, conditional=False)
CADENCE = Cadence(
    "c", "C", "", (WEEKLY,), (WEEKLY, MONTHLY), (DENSE,), (3,), ("product",), False
)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"visits": 0}, "has visits"),
        ({"slack_days": -1}, "has visits"),
        ({"every_days": 0.5}, "has visits"),
        ({"slack_days": 4}, "overlap"),
        ({"every_days": 4.5, "slack_days": 2}, "overlap"),
    ],
)
def test_a_phase_that_cannot_be_is_refused(change, says):
    with pytest.raises(ValueError, match=says):
        replace(WEEKLY, **change)


@pytest.mark.parametrize(
    ("stage", "relapse", "phases"),
    [
        (Stage.ACUTE, False, (WEEKLY,)),
        (None, False, (WEEKLY,)),
        (Stage.SUBACUTE, False, (WEEKLY, MONTHLY)),
        (Stage.CHRONIC, False, (WEEKLY, MONTHLY)),
        (Stage.CHRONIC, True, (DENSE,)),
        (None, True, (DENSE,)),
    ],
)
def test_the_phases_of_a_stage(stage, relapse, phases):
    assert CADENCE.phases(stage, relapse=relapse) == phases


def test_windows_purposes_and_conditions():
    visits = plan(CADENCE, Stage.CHRONIC, FIRST)
    assert [
        (each.earliest, each.latest, each.purpose, each.conditional) for each in visits
    ] == [
        (date(2026, 12, 28), date(2026, 12, 30), "first", False),
        (date(2027, 1, 2), date(2027, 1, 6), "induction", False),
        (date(2027, 1, 9), date(2027, 1, 13), "review", False),
        (date(2027, 2, 5), date(2027, 2, 15), "maintenance", True),
        (date(2027, 3, 7), date(2027, 3, 17), "maintenance", True),
    ]
    assert [each.visit for each in visits] == [1, 2, 3, 4, 5]
    assert {each.covered for each in visits} == {None}


def test_slack_shrinks_before_a_denser_phase():
    cadence = replace(CADENCE, acute=(MONTHLY, DENSE))
    visits = plan(cadence, Stage.ACUTE, FIRST)
    assert [(each.latest - each.earliest).days for each in visits] == [5, 2, 2, 2]


def test_half_days_are_rounded_down():
    visits = plan(
        replace(CADENCE, relapse=(replace(DENSE, visits=4),)), None, FIRST, relapse=True
    )
    starts = [(each.latest - FIRST).days - 1 for each in visits]
    assert starts == [0, 3, 7, 10]
