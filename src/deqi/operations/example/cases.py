"""One patient while their story is told, and the times at which things happen.

A story is a generator: it yields the moment at which it wants to go on, and whatever it
does then is done at that moment. ``loading`` wakes the stories of a clinic in the order of
time.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import TypeVar
from uuid import UUID

from deqi.operations import clock
from deqi.operations.callers import Actor, Call
from deqi.operations.example.stories import Story
from deqi.operations.example.values import House, Workplace
from deqi.operations.operation import fresh_key
from deqi.operations.visits import Slot

T = TypeVar("T")
Part = Generator[datetime, None, T]
"""A part of a story; it returns how it ended."""

VISIT_MINUTES = 30
OPENS = 8
NOBODY = UUID(int=0)
SLOTS = 20
"""Half hours from eight to six."""


@dataclass(slots=True)
class Diary:
    """What a clinic's desk keeps in mind while it books.

    Parameters
    ----------
    taken : set
        Practitioner and moment of each visit.
    guests : dict
        By practitioner, times of today that are still to be filled.
    wants_emergency : bool
        Nobody has told of an emergency today.
    """

    taken: set[tuple[UUID, datetime]] = field(default_factory=set)
    guests: dict[UUID, list[datetime]] = field(default_factory=dict)
    wants_emergency: bool = True


@dataclass(slots=True)
class Case:
    """One patient while their story is told.

    Parameters
    ----------
    house, workplace : House, Workplace
        Where, and whose patient.
    story : Story
        What was drawn.
    until : datetime
        Where every story stops.
    diary : Diary
        Of the clinic.
    patient, episode : UUID
        Known once they have come.
    own : Actor or None
        The patient, where they have an account.
    number : int
        Of the episode, the first being 0.
    """

    house: House
    workplace: Workplace
    story: Story
    until: datetime
    diary: Diary
    patient: UUID = NOBODY
    episode: UUID = NOBODY
    own: Actor | None = None
    number: int = 0

    def lot(self, *words: object) -> Random:
        """Return the chance of one thing in the episode."""
        return self.story.chance(self.number, *words)

    def desk(self) -> Call:
        """Return a call of the front desk that writes once."""
        return Call(self.house.desk, fresh_key())

    def needles(self) -> Call:
        """Return a call of the practitioner that writes once."""
        return Call(self.workplace.actor, fresh_key())

    def reads(self) -> Call:
        """Return a call of the practitioner that reads."""
        return Call(self.workplace.actor)

    def own_or_desk(self) -> Call:
        """Return a call of the patient, or of the desk that acts for them."""
        return Call(self.own or self.house.desk, fresh_key())

    @property
    def today(self) -> date:
        """Return the day at the clinic."""
        return clock.now().astimezone(self.house.zone).date()

    @property
    def last_day(self) -> date:
        """Return the day at the clinic on which every story stops."""
        return self.until.astimezone(self.house.zone).date()

    def at(self, day: date, hour: int, minute: int = 0) -> datetime:
        """Return a time by the clinic's clock."""
        return self.house.moment(day, time(hour, minute))

    def slot(self, begins: datetime) -> Slot:
        """Return a time with the practitioner, in their room."""
        there = begins.astimezone(self.house.zone)
        return Slot(
            self.workplace.practitioner,
            there.date(),
            there.time(),
            VISIT_MINUTES,
            self.workplace.room,
        )


def after(minutes: int) -> datetime:
    """Return a moment some minutes from now."""
    return clock.now() + timedelta(minutes=minutes)


def free(case: Case, days: tuple[int, int], *, reach: int = 14) -> datetime:
    """Return a time that is free, about so many days from now, and keep it.

    Weekends are passed over. Where a time of today is still to be filled and the visit
    is due about then, it is that one.
    """
    least = case.today + timedelta(days=max(1, days[0]))
    guest = _guest(case, least)
    if guest is not None:
        return guest
    lot = case.lot("slot", least)
    usual = lot.randrange(SLOTS)
    first = least + timedelta(days=lot.randint(0, max(0, days[1] - days[0]) // 2))
    open_times = (
        case.at(day, OPENS + half // 2, 30 * (half % 2))
        for day in _weekdays(first, reach)
        for half in ((usual + step) % SLOTS for step in range(SLOTS))
    )
    return _kept(case, open_times)


def _weekdays(first: date, reach: int) -> Iterable[date]:
    days = (first + timedelta(days=each) for each in range(reach))
    return (day for day in days if day.weekday() < 5)


def _kept(case: Case, times: Iterable[datetime]) -> datetime:
    for begins in times:
        key = case.workplace.practitioner, begins
        if key not in case.diary.taken:
            case.diary.taken.add(key)
            return begins
    raise NoTimeLeft("a practitioner has no time left for weeks: make fewer patients")


class NoTimeLeft(Exception):
    """More patients than the practitioners of the example can see."""


EARLIER, LATER = 3, 9
"""Days by which a visit is moved to be seen in today's diary."""


def _guest(case: Case, least: date) -> datetime | None:
    open_times = case.diary.guests.get(case.workplace.practitioner, [])
    is_near = -EARLIER <= (least - case.last_day).days <= LATER
    if not open_times or not is_near or case.today >= case.last_day:
        return None
    begins = open_times.pop()
    case.diary.taken.add((case.workplace.practitioner, begins))
    return begins
