"""What is said of the outline of a course agrees with the rules of its reviews."""

from __future__ import annotations

from datetime import date

import pytest

from deqi.care import pacing
from deqi.core import courses, review
from deqi.core.conditions import Stage
from deqi.core.courses import PlannedVisit
from deqi.knowledge import courses as cadences
from deqi.knowledge import reviews

DAY = date(2026, 11, 21)


def planned(cadence: str, stage: Stage | None) -> tuple[PlannedVisit, ...]:
    return courses.plan(cadences.catalogue()[cadence], stage, DAY)


def test_the_note_names_the_review_and_the_taper_of_the_records() -> None:
    (step,) = reviews.settings().taper
    told = pacing.outline_note(planned("articles_convention", Stage.CHRONIC))
    assert "the review at visit 4 decides" in told
    least, most = step.days
    assert f"at once, one visit after {least} to {most} days, and" in told


@pytest.mark.parametrize("cadence", cadences.catalogue())
def test_every_course_that_waits_for_a_review_says_so(cadence: str) -> None:
    for stage in (None, *Stage):
        course = planned(cadence, stage)
        waits = any(each.conditional for each in course)
        assert bool(pacing.outline_note(course)) == waits


def test_a_course_without_a_review_is_no_outline() -> None:
    course = planned("articles_convention", Stage.CHRONIC)
    assert pacing.outline_note(course[:3]) == ""
    assert pacing.outline_note(course[:4]) == ""
    assert pacing.outline_note(()) == ""


def test_several_visits_of_a_step_are_counted() -> None:
    told = pacing.spaced(review.Step(2, (12, 16)))
    assert told == "2 visits after 12 to 16 days"
