"""Loading an example: by one process or two, and what stops it."""

from __future__ import annotations

import pickle
from dataclasses import replace
from datetime import UTC, datetime

import psycopg
import pytest
from django.conf import settings

from deqi.operations import apart, clock, example
from deqi.operations.example import days, houses, loading
from deqi.operations.example.values import Extent
from tests.database import Broom

UNTIL = datetime(2026, 11, 20, 14, 10, tzinfo=UTC)


def test_two_processes_make_what_one_makes(
    broom: Broom, owner: psycopg.Connection
) -> None:
    made = []
    for processes in (1, 2):
        example.load(patients=4, months=2, until=UNTIL, processes=processes)
        made.append([owner.execute(asked).fetchall() for asked in COMPARED])
        broom.sweep()
    assert made[0] == made[1]
    assert made[0][0]


COMPARED = (
    "SELECT given_on, began_at, line, note FROM charting_session ORDER BY 1, 2",
    "SELECT measured_on, instrument, score FROM outcomes_measurement ORDER BY 1, 2, 3",
    "SELECT number, search FROM people_patient ORDER BY 1, 2",
)


def test_a_clinic_that_breaks_down_stops_the_whole(database: None) -> None:
    jobs = [replace(job, house=replace(job.house, workplaces=())) for job in _jobs()]
    with pytest.raises(apart.PartBroken):
        loading.side_by_side(jobs, lambda *_: None)


def test_a_part_does_what_it_is_sent(database: None) -> None:
    job, _ = _jobs()
    done = [0, 0]
    work = pickle.dumps((loading.play, (job, 1)))
    apart.run(work, settings.DATABASES, done)
    assert done == [0, job.extent.days]


@pytest.mark.parametrize("hour", [0, 2, 4, 5, 12, 23])
def test_today_is_laid_around_any_hour(database: None, hour: int) -> None:
    at = UNTIL.replace(hour=hour, minute=45)
    for job in _jobs(at):
        told = days.of_today(job.extent, job.house)
        today = at.astimezone(job.house.zone).date()
        times = [each for held in told.values() for each in held]
        assert times
        assert {(each - days.HALF_HOUR).date() for each in times} == {today}
        assert {(each + days.HALF_HOUR).date() for each in times} == {today}


def _jobs(until: datetime = UNTIL) -> list[loading.Job]:
    extent = Extent(patients=4, months=1, until=until, seed=1)
    with clock.example_time(extent.begins):
        made, _ = houses.found(extent)
    return [loading.Job(extent, house, 0, 2) for house in made]
