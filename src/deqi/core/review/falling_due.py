"""When a course is to be reviewed next: by its plan, and by what was decided last.

Words
-----
held
    The sessions of an episode, by day.
judged again
    After how many sessions under a decision the rules look at it once more.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from deqi.core.review.values import Days, Decision

WAITING = (Decision.MEASURE, Decision.PAUSE)
"""Decisions that decide nothing about the course: the next review is theirs to want."""


class Cause(StrEnum):
    """Why a review is due."""

    PLANNED = "planned"
    TRIED = "tried"
    WAITED = "waited"
    STILL = "still"


@dataclass(frozen=True, slots=True)
class Followed:
    """A course, as far as its next review depends on it.

    Parameters
    ----------
    held : sequence of date
        Days of its sessions, in order.
    planned : int or None
        The session, counted from 1 over the whole episode, that the plan names as a
        review and that has had none; None where it names no more.
    first : int
        The session of the first review of all; before it a course is too young to be
        judged again.
    decision : Decision or None
        Of the last review, on ``decided_on``; None before the first.
    decided_on : date or None
        Its day.
    days : tuple of int or None
        Least and most days to the next visit, as that review or the rhythm says; None
        where no visit is to be booked.
    next_visit : date or None
        The next that is booked, from today on.
    """

    held: Sequence[date]
    planned: int | None
    first: int
    decision: Decision | None
    decided_on: date | None
    days: Days | None
    next_visit: date | None

    @property
    def since(self) -> int:
        """Return the sessions after the last review; all of them before the first."""
        return sum(
            self.decided_on is None or day > self.decided_on for day in self.held
        )


@dataclass(frozen=True, slots=True)
class Due:
    """A review that is wanted.

    Parameters
    ----------
    on : date
        Since when; in the future: at a visit that is booked.
    cause : Cause
        Why.
    session : int or None
        The session that it belongs to, where that is the cause.
    """

    on: date
    cause: Cause
    session: int | None = None


def due(course: Followed, judged_again: Mapping[Decision, int]) -> Due | None:
    """Return the review that a course wants first; None where it wants none yet.

    Parameters
    ----------
    course : Followed
        The course.
    judged_again : mapping of Decision to int
        After how many sessions each decision is judged again.

    Returns
    -------
    Due or None
        The earliest; one in the future tells when it will be due if nothing happens.
    """
    wanted = (*_planned(course), *_tried(course, judged_again), *_waited(course))
    return min(wanted, key=lambda each: each.on, default=None)


def _planned(course: Followed) -> Iterator[Due]:
    if course.planned is not None:
        yield from _at(course, course.planned, Cause.PLANNED)


def _tried(course: Followed, judged_again: Mapping[Decision, int]) -> Iterator[Due]:
    after = judged_again.get(course.decision) if course.decision else None
    if after is not None:
        before = len(course.held) - course.since
        yield from _at(course, max(before + after, course.first), Cause.TRIED)


def _at(course: Followed, number: int, cause: Cause) -> Iterator[Due]:
    """Yield a review at a session: at the visit that it will be, or since it was."""
    if number <= len(course.held):
        yield Due(course.held[number - 1], cause, number)
    elif number == len(course.held) + 1 and course.next_visit is not None:
        yield Due(course.next_visit, cause, number)


def _waited(course: Followed) -> Iterator[Due]:
    last = max((*course.held[-1:], *filter(None, (course.decided_on,))), default=None)
    if course.days is None or last is None:
        return
    if course.decision in WAITING and course.decided_on is not None:
        yield Due(course.decided_on + timedelta(days=course.days[1]), Cause.WAITED)
    elif course.next_visit is None:
        yield Due(last + timedelta(days=course.days[1]), Cause.STILL)
