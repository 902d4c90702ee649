"""The stories of one clinic, and when each of them wakes; and today, around this moment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from deqi.operations.example import chance, papers, stories, telling
from deqi.operations.example.cases import Case, Diary, Part
from deqi.operations.example.values import Extent, House


@dataclass(frozen=True, slots=True, order=True)
class Waiting:
    """A story that goes on at a moment; of one moment, the lower index first."""

    at: datetime
    index: int
    story: Part[None] = field(compare=False)


def waiting(extent: Extent, house: House, first: int, count: int) -> Iterator[Waiting]:
    """Yield the stories of a clinic, each with the moment at which it begins."""
    diary = Diary(guests=of_today(extent, house))
    for story in stories.drawn(extent, house.country, first=first, count=count):
        workplace = house.workplaces[story.index % len(house.workplaces)]
        case = Case(house, workplace, story, extent.until, diary)
        lot = story.chance("begins")
        begins = case.at(story.begins, lot.randint(8, 17), lot.randrange(60))
        yield Waiting(begins, story.index, telling.tell(case))
    yield Waiting(extent.begins, -1, papers.chores(extent, house))


BEFORE = timedelta(hours=3)
AFTER = timedelta(hours=5)
HALF_HOUR = timedelta(minutes=30)


def of_today(extent: Extent, house: House) -> dict[UUID, list[datetime]]:
    """Return the times of today that are to be filled, of each practitioner.

    They lie around this moment, at whatever hour somebody looks at the example, so that
    there is always somebody who has been and somebody who is to come.
    """
    return {
        workplace.practitioner: _shuffled(extent, house, place)
        for place, workplace in enumerate(house.workplaces)
    }


def _shuffled(extent: Extent, house: House, place: int) -> list[datetime]:
    now = extent.until.astimezone(house.zone)
    half = now.replace(minute=now.minute // 30 * 30, second=0, microsecond=0)
    steps = range(-int(BEFORE / HALF_HOUR), int(AFTER / HALF_HOUR))
    times = [half + step * HALF_HOUR for step in steps]
    # Somebody comes early, and leaves, on the day of the visit.
    around = (-HALF_HOUR, HALF_HOUR)
    times = [t for t in times if {(t + d).date() for d in around} == {now.date()}]
    chance.of(extent.seed, house.country, place, "today").shuffle(times)
    return times
