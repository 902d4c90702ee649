"""Which visits people keep, and how much of the gain these give them on a day.

Shapes: n people, k visits at most, g days looked at.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from deqi.core.dosing.people import ALL, Whole
from deqi.core.dosing.values import Assumptions, Course, Design, StudyImpossible
from deqi.core.forecast.models import Floats

_DAYS_A_WEEK = 7


def planned(course: Course, lots: Floats) -> Floats:
    """Return the days of everybody's visits, from 0, of shape (n, k); NaN: no more.

    Parameters
    ----------
    course : Course
        Stretch by stretch.
    lots : array of shape (n, stretches)
        Even between 0 and 1: how many visits a person has, where a stretch has a range.
    """
    days = [np.full((len(lots), 0), np.nan)]
    begins = 0.0
    for place, stretch in enumerate(course.stretches):
        least, most = stretch.visits
        lot = lots[:, min(place, lots.shape[1] - 1)]
        visits = least + np.floor(lot * (most - least + 1))
        order = np.arange(most)
        length = _DAYS_A_WEEK * stretch.weeks
        begins += stretch.after_days
        spread = np.floor(begins + length * order / visits[:, None])
        days.append(np.where(order < visits[:, None], spread, np.nan))
        begins += length
    return np.sort(np.hstack(days), axis=1)


def kept(days: Floats, leaving: Floats, *, per_visit: float, until: float) -> Floats:
    """Return the visits that people come to, before they stop or the study ends.

    Parameters
    ----------
    days : array of shape (n, k)
        In order; NaN last.
    leaving : array of shape (n, c)
        Even between 0 and 1, one for each visit.
    per_visit : float
        Chance of not coming again.
    until : float
        The day on which the study ends.
    """
    gone = leaving[:, : days.shape[1]] < per_visit
    # Who stops after a visit has kept that one.
    times: Whole = np.cumsum(gone, axis=1) - gone
    return np.where((times == 0) & (days < until), days, np.nan)


@dataclass(frozen=True, slots=True)
class Exposure:
    """What people have had by each of some days.

    Parameters
    ----------
    days : array of shape (g,) or (n, g)
        Days looked at, after the first visit.
    visits : array of shape (n, g)
        Visits kept by then, that of the day among them.
    last : array of shape (n, g)
        Day of the last one; 0 where there is none.
    """

    days: Floats
    visits: Floats
    last: Floats


def until(days: Floats, visits: Floats) -> Exposure:
    """Return what visits come to by each day.

    Parameters
    ----------
    days : array of shape (g,)
        In order.
    visits : array of shape (n, k)
        Days of visits kept, in order; NaN last.
    """
    people, looked = len(visits), len(days)
    person, _ = known = np.nonzero(np.isfinite(visits))
    when = visits[known]
    place = np.searchsorted(days, when)
    inside = place < looked
    cell = person[inside] * looked + place[inside]
    counts = np.bincount(cell, minlength=people * looked).reshape(people, looked)
    last = np.zeros(people * looked)
    # Visits stand in order, so the last of several in one cell stays.
    last[cell] = when[inside]
    return Exposure(
        days,
        np.cumsum(counts, axis=1).astype(np.float64),
        np.maximum.accumulate(last.reshape(people, looked), axis=1),
    )


@dataclass(frozen=True, slots=True)
class Response:
    """How the gain of n people grows and fades.

    Parameters
    ----------
    points : array of shape (n,)
        Gain at its fullest.
    by_visits : array of shape (n,)
        Share of it that comes with the number of visits; the rest comes with time.
    fade_per_day : array of shape (n,)
        Share lost in each day after it is full, or after the last visit.
    full_days, full_visits : array of shape (n,)
        How long, and how many visits, until it is full.
    """

    points: Floats
    by_visits: Floats
    fade_per_day: Floats
    full_days: Floats
    full_visits: Floats

    def gain(self, had: Exposure, who: Whole | slice = ALL) -> Floats:
        """Return the gain in points, of shape (n, g); negative is better.

        Parameters
        ----------
        had : Exposure
            Of the people looked at.
        who : array of int or slice
            Who they are.
        """
        full, visits = self.full_days[who, None], self.full_visits[who, None]
        fade, share = self.fade_per_day[who, None], self.by_visits[who, None]
        since_full = np.maximum(had.days - full, 0)
        by_time = np.minimum(had.days / full, 1) * _kept(fade, since_full)
        by_time = np.where(had.visits > 0, by_time, 0.0)
        since_last = np.maximum(had.days - had.last, 0)
        by_visits = np.minimum(had.visits / visits, 1) * _kept(fade, since_last)
        whole = (1 - share) * by_time + share * by_visits
        return np.asarray(self.points[who, None] * whole)


def _kept(fade: Floats, days: Floats) -> Floats:
    return np.asarray(np.maximum(1 - fade * days, 0))


def together(responses: Sequence[Response]) -> Response:
    """Return the responses of several crowds as those of one, in order."""
    return Response(
        *(
            np.concatenate([getattr(each, part.name) for each in responses])
            for part in fields(Response)
        )
    )


def respond(design: Design, assumed: Assumptions, lots: Floats) -> Response:
    """Return how people respond.

    The gain at its fullest is such that the course of reference gives, by its week and
    where nobody stops, the printed gain on average over people.

    Parameters
    ----------
    design : Design
        Reference, and weeks until the gain is full.
    assumed : Assumptions
        Dose response, size and speeds.
    lots : array of shape (n,)
        Even between 0 and 1: which of the speeds a person has.

    Raises
    ------
    StudyImpossible
        Where nothing of the gain is left by the week of the reference.
    """
    factors = np.asarray(assumed.responders.factors)
    course = planned(design.reference.course, np.zeros((len(factors), 1)))
    day = np.array([design.reference.week * _DAYS_A_WEEK])
    alone = _response(design, assumed, factors, points=1.0)
    share = float(alone.gain(until(day, course)).mean())
    if share <= 0:
        raise StudyImpossible("the course of reference leaves no gain by its week")
    own = factors[np.minimum(lots * len(factors), len(factors) - 1).astype(int)]
    return _response(design, assumed, own, points=assumed.gain.points / share)


def _response(
    design: Design, assumed: Assumptions, factors: Floats, *, points: float
) -> Response:
    same = np.ones_like(factors)
    return Response(
        points=points * same,
        by_visits=assumed.dose.by_visits * same,
        fade_per_day=assumed.dose.fade_per_week / _DAYS_A_WEEK * same,
        full_days=_DAYS_A_WEEK * design.full_weeks * factors,
        full_visits=design.reference.visits * factors,
    )
