"""Visits planned and kept, and what they give by each day."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from deqi.core import courses
from deqi.core.conditions import Stage
from deqi.core.dosing import exposure
from deqi.core.dosing.values import Assumptions, Course, Stretch, StudyImpossible
from deqi.knowledge import courses as cadences
from tests.core.dosing.crowds import DESIGN, assumed

NAN = np.nan
COURSES = {each.id: each for each in DESIGN.courses}
NOBODY_LEAVES = np.ones((1, 80))


def days(course: Course, *lots: float) -> list[float]:
    """Return the visits of one person."""
    found = exposure.planned(course, np.array([lots or (0.0, 0.0)]))[0]
    return [float(day) for day in found if np.isfinite(day)]


def test_courses_come_as_the_trials_had_them() -> None:
    """Cherkin: twice a week for 3 weeks, then weekly for 4. ART: 4 and 4."""
    assert days(COURSES["cherkin"]) == [0, 3, 7, 10, 14, 17, 21, 28, 35, 42]
    assert days(COURSES["art"]) == [0, 3, 7, 10, 14, 17, 21, 24, 28, 35, 42, 49]
    assert days(COURSES["usual_care"]) == []


@pytest.mark.parametrize(("lot", "visits"), [(0.0, 8), (0.5, 12), (0.999, 15)])
def test_a_range_of_visits_is_spread_evenly(lot: float, visits: int) -> None:
    found = days(COURSES["backinaction"], lot, 0.0)
    assert len(found) == visits
    assert found[0] == 0
    assert max(found) < 84
    assert max(np.diff(found)) - min(np.diff(found)) <= 1


def test_maintenance_comes_in_the_next_twelve_weeks() -> None:
    found = days(COURSES["backinaction_maintenance"], 0.0, 0.999)
    assert sum(84 <= day < 168 for day in found) == 6
    assert len(found) == 14


def test_the_convention_of_the_articles_is_the_default_cadence_day_by_day() -> None:
    first = date(2026, 1, 5)
    cadence = cadences.catalogue()["articles_convention"]
    planned = courses.plan(cadence, Stage.CHRONIC, first)
    middles = [
        ((each.earliest - first).days + (each.latest - first).days) / 2
        for each in planned[1:]
    ]
    assert days(COURSES["articles"])[1:] == pytest.approx(middles, abs=1)
    assert len(days(COURSES["articles"])) == len(planned)


def test_visits_end_with_the_one_after_which_somebody_stops() -> None:
    luck = np.array([[0.9, 0.1, 0.9, 0.9], [0.9, 0.9, 0.9, 0.1]])
    planned = np.array([[0.0, 7, 14, 400], [0.0, 7, 14, 400]])
    found = exposure.kept(planned, luck, per_visit=0.2, until=364)
    assert np.nan_to_num(found, nan=-1).tolist() == [[0, 7, -1, -1], [0, 7, 14, -1]]


def test_visits_count_from_their_own_day_on() -> None:
    had = exposure.until(
        np.array([0.0, 6, 7, 20]), np.array([[0, 7, 8, 99], [3, NAN, NAN, NAN]])
    )
    assert had.visits.tolist() == [[1, 1, 2, 3], [0, 1, 1, 1]]
    assert had.last.tolist() == [[0, 0, 7, 8], [0, 3, 3, 3]]


def gains(
    told: Assumptions, visits: list[float], looked: list[float], lot: float = 0.0
) -> list[float]:
    """Return the gain of one person on some days."""
    response = exposure.respond(DESIGN, told, np.array([lot]))
    had = exposure.until(np.array(looked), np.array([visits]))
    return [float(each) for each in response.gain(had)[0]]


POINTS = -1.026


@pytest.mark.parametrize("dose", ["none", "weak", "strong"])
@pytest.mark.parametrize("responders", ["alike", "mixed"])
@pytest.mark.parametrize(("gain", "points"), [("usual_care", POINTS), ("sham", -0.257)])
def test_the_course_of_reference_gives_the_printed_gain_under_every_assumption(
    dose: str, responders: str, gain: str, points: float
) -> None:
    told = assumed(dose=dose, responders=responders, gain=gain)
    visits = days(COURSES["cherkin"])
    both = [gains(told, visits, [56], lot)[0] for lot in (0.1, 0.9)]
    assert np.mean(both) == pytest.approx(points, abs=0.001)


def test_without_a_dose_response_one_visit_does_what_ten_do() -> None:
    told = assumed(dose="none", responders="alike")
    looked = [10, 56, 364]
    assert gains(told, [0, NAN], looked) == gains(told, [0, 7], looked)
    assert gains(told, [NAN], looked) == [0, 0, 0]
    early, full, late = gains(told, [0], looked)
    assert early == pytest.approx(POINTS * 10 / 56)
    assert full == pytest.approx(POINTS)
    # About nine tenths are left a year after (MacPherson 2017).
    assert late / full == pytest.approx(0.91, abs=0.01)


def test_with_a_strong_one_each_visit_up_to_the_tenth_adds_as_much() -> None:
    told = assumed(dose="strong", responders="alike")
    every = [float(day) for day in range(12)]
    found = gains(told, every, every)
    steps = np.diff(found)
    assert steps[:9] == pytest.approx([found[0]] * 9)
    assert steps[9:] == pytest.approx([0, 0], abs=1e-9)


def test_a_visit_brings_back_what_has_faded() -> None:
    told = assumed(dose="strong", responders="alike")
    before, after = gains(told, [*range(10), 100.0], [99, 100])
    assert after < before < 0
    fast = replace(told, dose=replace(told.dose, fade_per_week=0.2))
    assert gains(fast, [0.0], [30, 35, 36, 200])[1:] == [0, 0, 0]


def test_refuses_a_gain_that_is_gone_before_it_is_measured() -> None:
    told = assumed(dose="strong")
    gone = replace(told, dose=replace(told.dose, fade_per_week=1.0))
    with pytest.raises(StudyImpossible, match="no gain"):
        gains(gone, [0.0], [1])


def test_the_fast_are_ahead_of_the_slow_until_both_are_there() -> None:
    told = assumed(dose="none", responders="mixed")
    fast, slow = (gains(told, [0], [14, 112], lot) for lot in (0.2, 0.8))
    assert fast[0] == pytest.approx(4 * slow[0])
    assert slow[1] < fast[1] < 0


def test_an_interval_before_a_stretch_belongs_to_it() -> None:
    course = Course("x", "X", (Stretch((2, 2), 2), Stretch((2, 2), 4, after_days=7)))
    assert days(course) == [0, 7, 21, 35]
