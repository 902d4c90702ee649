"""When a course is to be reviewed next, case by case."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from deqi.core import review
from deqi.core.review import Cause, Decision, Due, Followed

FIRST = date(2026, 3, 2)
AGAIN = {Decision.CONTINUE: 2, Decision.TAPER: 1, Decision.CHANGE: 4}


def day(week: int, plus: int = 0) -> date:
    return FIRST + timedelta(weeks=week, days=plus)


def course(sessions: int, **told: object) -> Followed:
    """Return a weekly course without a review, without a visit booked."""
    fields: dict[str, object] = {
        "held": tuple(map(day, range(sessions))),
        "planned": None,
        "first": 4,
        "decision": None,
        "decided_on": None,
        "days": (3, 9),
        "next_visit": None,
    }
    return Followed(**(fields | told))  # type: ignore[arg-type]  # by name


def decided(sessions: int, decision: Decision, week: int, **told: object) -> Followed:
    return course(sessions, decision=decision, decided_on=day(week), **told)


CASES = {
    "nothing given, nothing decided": (course(0), None),
    "far from its review, and booked": (
        course(1, planned=4, next_visit=day(1)),
        None,
    ),
    "the next visit is the review": (
        course(3, planned=4, next_visit=day(3)),
        Due(day(3), Cause.PLANNED, 4),
    ),
    "the review was left out": (
        course(6, planned=4, next_visit=day(6)),
        Due(day(3), Cause.PLANNED, 4),
    ),
    "the next visit is the review, and nobody has booked it": (
        course(3, planned=4),
        Due(day(2, 9), Cause.STILL),
    ),
    "a taper's visit was given": (
        decided(5, Decision.TAPER, 3, days=(12, 16), next_visit=day(9)),
        Due(day(4), Cause.TRIED, 5),
    ),
    "a taper's visit is booked": (
        decided(4, Decision.TAPER, 3, days=(12, 16), next_visit=day(5)),
        Due(day(5), Cause.TRIED, 5),
    ),
    "a taper's visit is not booked": (
        decided(4, Decision.TAPER, 3, days=(12, 16)),
        Due(day(3, 16), Cause.STILL),
    ),
    "a change has had three sessions": (
        decided(6, Decision.CHANGE, 2, next_visit=day(6)),
        Due(day(6), Cause.TRIED, 7),
    ),
    "a change has had two": (
        decided(5, Decision.CHANGE, 2, next_visit=day(6)),
        None,
    ),
    "to go on, said before the first review of all, waits for that": (
        decided(2, Decision.CONTINUE, 0, next_visit=day(2)),
        None,
    ),
    "to go on, after the plan's last review": (
        decided(8, Decision.CONTINUE, 5, next_visit=day(9)),
        Due(day(7), Cause.TRIED, 8),
    ),
    "a pause is over": (
        decided(4, Decision.PAUSE, 3, days=(7, 14), next_visit=day(4)),
        Due(day(3, 14), Cause.WAITED),
    ),
    "nothing was measured since it was asked for": (
        decided(4, Decision.MEASURE, 3, days=(0, 7)),
        Due(day(3, 7), Cause.WAITED),
    ),
    "a referral wants no visit": (decided(4, Decision.REFER, 3, days=None), None),
    "decided before anything was given, and nothing came": (
        decided(0, Decision.CONTINUE, 0),
        Due(day(0, 9), Cause.STILL),
    ),
    "the earliest of two": (
        decided(6, Decision.CHANGE, 1, planned=4, next_visit=day(6)),
        Due(day(3), Cause.PLANNED, 4),
    ),
}


@pytest.mark.parametrize("told", CASES)
def test_the_next_review(told: str) -> None:
    followed, wanted = CASES[told]
    assert review.due(followed, AGAIN) == wanted


def test_sessions_after_a_review_are_those_of_later_days() -> None:
    assert course(3).since == 3
    assert decided(3, Decision.CONTINUE, 1).since == 1
