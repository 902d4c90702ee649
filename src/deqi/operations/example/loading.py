"""Makes the example network: two clinics at a time, each in the order of its days."""

from __future__ import annotations

import heapq
import multiprocessing
from collections.abc import Callable, Iterator, MutableSequence, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from time import sleep

from django.db import connection

from deqi.operations import apart, clock
from deqi.operations.example import days, houses, places, stories
from deqi.operations.example.days import Waiting
from deqi.operations.example.intakes import PLAIN
from deqi.operations.example.values import Extent, House, Loaded, SignIn

Report = Callable[[str, int, int], None]
SEED = 1
WORDS = "days of the example network"
TIMES = 20
PAUSE = 0.5
"""Seconds between two words on how far it is."""


def load(
    report: Report | None = None,
    *,
    patients: int = 200,
    months: int = 18,
    until: datetime,
    seed: int = SEED,
    processes: int = 2,
) -> Loaded:
    """Make the example network in an empty database, through the operations themselves.

    Parameters
    ----------
    report : callable or None
        Told how far it is: words, how much is done, and of how much.
    patients, months : int
        How many patients come, in how long a time.
    until : datetime
        The moment at which everything stands; today's diary lies around it.
    seed : int
        The same seed and moment make the same network.
    processes : int
        1, or 2 for the two clinics side by side.

    Returns
    -------
    Loaded
        As whom to sign in.

    Raises
    ------
    PartBroken
        Where one of two processes broke down.
    FoundedAlready
        Where there is a network: an example is made whole or not at all, so that after
        an interruption the database is emptied first.
    ClockNotYours
        Where the settings do not allow examples.
    """
    extent = Extent(patients, months, until, seed)
    with clock.example_time(extent.begins), _careless():
        made, people = houses.found(extent)
    jobs = tuple(_jobs(extent, made))
    tell = _now_and_then(report) if report else _nobody
    if processes == 1:
        _one_by_one(jobs, tell)
    else:
        side_by_side(jobs, tell)
    people += tuple(_let_in(job) for job in jobs)
    return Loaded(tuple(each.id for each in made), people, places.PASSWORD)


def _let_in(job: Job) -> SignIn:
    """Give the password to a patient of a clinic whose course goes on."""
    drawn = stories.drawn(
        job.extent, job.house.country, first=job.first, count=job.count
    )
    joined = [each for each in drawn if each.joins]
    chosen = max(joined, key=lambda each: (each.kind is PLAIN, each.begins))
    return houses.let_in(chosen.who, job.house)


def _nobody(words: str, done: int, total: int) -> None:
    """Tell nobody."""


def _now_and_then(report: Report) -> Report:
    """Return what tells of every further twentieth, and of the end."""
    told = [0]

    def tell(words: str, done: int, total: int) -> None:
        if done == total or (done - told[0]) * TIMES >= total:
            told[0] = done
            report(words, done, total)

    return tell


@dataclass(frozen=True, slots=True)
class Job:
    """One clinic that is to be filled: so many patients, from one index on."""

    extent: Extent
    house: House
    first: int
    count: int


def _jobs(extent: Extent, made: Sequence[House]) -> Iterator[Job]:
    each, rest = divmod(extent.patients, len(made))
    first = 0
    for place, house in enumerate(made):
        count = each + (place < rest)
        yield Job(extent, house, first, count)
        first += count


def _one_by_one(jobs: Sequence[Job], tell: Report) -> None:
    total = sum(job.extent.days for job in jobs)
    days = [0] * len(jobs)
    for place, job in enumerate(jobs):
        for day in _played(job):
            days[place] = day
            tell(WORDS, sum(days), total)


def side_by_side(jobs: Sequence[Job], tell: Report) -> None:
    """Play each clinic in a process of its own.

    Raises
    ------
    PartBroken
        Where one of them breaks down; the others are ended then.
    """
    days = multiprocessing.get_context("spawn").Array("i", len(jobs))
    parts = [
        apart.start(play, job, place, beside=days) for place, job in enumerate(jobs)
    ]
    while apart.are_running(parts):
        sleep(PAUSE)
        tell(WORDS, sum(days[:]), sum(job.extent.days for job in jobs))


def play(job: Job, place: int, days: MutableSequence[int]) -> None:
    """Fill one clinic; write down in its place how many days are over."""
    for day in _played(job):
        days[place] = day


def _played(job: Job) -> Iterator[int]:
    """Wake the stories of a clinic in the order of time; yield each day that is over."""
    begins, until = job.extent.begins, job.extent.until
    day = 0
    with _careless():
        waiting = list(days.waiting(job.extent, job.house, job.first, job.count))
        heapq.heapify(waiting)
        while waiting and waiting[0].at <= until:
            told = heapq.heappop(waiting)
            while day < (told.at - begins).days:
                day += 1
                yield day
            following = _goes_on(told)
            if following is not None:
                heapq.heappush(waiting, following)
    yield job.extent.days


def _goes_on(told: Waiting) -> Waiting | None:
    with clock.example_time(told.at):
        try:
            wanted = next(told.story)
        except StopIteration:
            return None
    return replace(told, at=max(wanted, told.at))


@contextmanager
def _careless() -> Iterator[None]:
    """Do not wait for the disk at each commit: what is interrupted is made anew."""
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit TO off")
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET synchronous_commit")
