"""Booked times: kept, moved, cancelled, missed."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from deqi.core.visits import Purpose, Step
from deqi.operations import clock, visits
from deqi.operations.example import checking
from deqi.operations.example.cases import Case, Part, after, free


def come(
    case: Case, days: tuple[int, int], purpose: Purpose, *, number: int
) -> Part[UUID | None]:
    """Book a visit and wait for it.

    Returns
    -------
    UUID or None
        Of the visit, at the moment at which the treatment begins; None where nobody
        came.

    Raises
    ------
    NotLicensed
        Where the practitioner may not be booked any more.
    """
    begins = free(case, days)
    visit = visits.book(case.desk(), case.episode, case.slot(begins), purpose)
    yield from checking.check_in_today(case, begins)
    fate = case.lot("fate", number, begins).random()
    far = begins - clock.now() > timedelta(days=2)
    if far and fate < 0.06:
        yield from _cancelled(case, visit, begins)
        return None
    if far and 0.06 < fate < 0.1:
        begins = yield from _moved(case, visit, begins)
    if fate > 0.95 and number > 0:
        yield from _missed(case, visit, begins)
        return None
    yield from checking.check_in(case, begins)
    yield begins - timedelta(minutes=case.lot("early", begins).randint(2, 25))
    visits.step(case.desk(), visit, Step.ARRIVED)
    yield begins
    return visit


def _cancelled(case: Case, visit: UUID, begins: datetime) -> Part[None]:
    yield begins - timedelta(hours=26)
    why = case.lot("why", begins).choice(_WHY)
    visits.cancel(case.own_or_desk(), visit, why=why)


_WHY = ("has a cold", "cannot leave work", "child is ill", "the bus does not run")


def _moved(case: Case, visit: UUID, begins: datetime) -> Part[datetime]:
    yield begins - timedelta(hours=44)
    later = free(case, (2, 5))
    visits.move(case.desk(), visit, case.slot(later))
    return later


def _missed(case: Case, visit: UUID, begins: datetime) -> Part[None]:
    yield begins + timedelta(minutes=25)
    visits.step(case.desk(), visit, Step.MISSED)
    yield after(10)
