"""Where an instrument stands for many is where it stands for each, on any instrument."""

from dataclasses import replace
from datetime import timedelta
from itertools import product

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from deqi.core import review
from deqi.core.columns import UNKNOWN
from deqi.core.episodes import Attendance, Visit
from deqi.core.instruments import Measurement
from deqi.core.review import READ, Decision, panels
from deqi.core.review.panels import standing
from deqi.core.rules import Outcome
from deqi.core.scales import Direction, Instrument, Method, Threshold
from tests.core.review import crowds
from tests.core.review.crowds import FIRST, SETTINGS, Person

DAYS = st.integers(-50, 60).map(lambda offset: FIRST + timedelta(offset))
THRESHOLDS = st.builds(
    Threshold, st.sampled_from((None, 2.0)), st.sampled_from((None, 30.0))
)
# Ends of the scale, shares that no float holds, and halves of the ninth place.
SCORES = st.sampled_from(
    (1.0, 2.31, 3.3, 5.0, 7.0, 7.0000000005, 9.599, 9.6, 10.0)
) | st.floats(1, 10)
AROUND = review.Circumstances(
    review.Safety(Outcome.PROCEED, allowed=True),
    review.Harm(None, 0, False, False, False, 0, is_asked=True),
    review.Cover(),
    wants_maintenance=None,
)


@st.composite
def instruments(draw: st.DrawFn, name: str) -> Instrument:
    return Instrument(
        name,
        name,
        draw(st.sampled_from((0.0, 1.0))),
        10.0,
        draw(st.sampled_from(tuple(Direction))),
        Method.SINGLE,
        improvement=draw(THRESHOLDS),
        worsening=draw(THRESHOLDS),
    )


@st.composite
def people(draw: st.DrawFn, scores: st.SearchStrategy[float]) -> Person:
    names = st.sampled_from(("A", "B"))
    held = sorted(draw(st.lists(DAYS, max_size=6)))
    measured = st.lists(st.builds(Measurement, DAYS, names, scores), max_size=8)
    decisions = st.sampled_from([each.value for each in Decision])
    days = DAYS.map(lambda day: day.isoformat())
    reviews = st.fixed_dictionaries({"date": days, "decision": decisions})
    episode = replace(
        crowds.nothing(),
        visits=tuple(Visit(day, Attendance.TOOK_PLACE) for day in held),
        measurements=tuple(sorted(draw(measured), key=_in_order)),
        reviews=tuple(draw(st.lists(reviews, max_size=4))),
        discharged=draw(st.none() | DAYS),
    )
    return Person(episode, draw(DAYS), AROUND)


def _in_order(each: Measurement) -> tuple[object, ...]:
    return each.date, each.instrument, each.score


@st.composite
def crowd(draw: st.DrawFn) -> tuple[review.Settings, list[Person]]:
    judged = (draw(instruments("A")), draw(instruments("B")))
    from_zero = all(each.low == 0 for each in judged)
    scores = SCORES | st.just(0.0) if from_zero else SCORES
    settings = replace(SETTINGS, judged_by=judged, recovered={"B": 1.0})
    return settings, draw(st.lists(people(scores), min_size=1, max_size=4))


@given(crowd())
def test_every_column_is_that_of_each_person(drawn):
    settings, some = drawn
    columns = panels.gather(crowds.panel(some, settings), settings)
    told = [crowds.told(each, settings).values for each in some]
    for name in READ:
        expected = crowds.column(name, [each[name] for each in told])
        np.testing.assert_array_equal(columns[name], expected, name, strict=True)


@pytest.mark.parametrize("absolute", [None, 2.0])
@pytest.mark.parametrize("percent", [None, 30.0])
def test_a_threshold_is_reached_by_the_same_people(absolute, percent):
    threshold = Threshold(absolute, percent)
    pairs = product((-1.0, 0.0, 0.5, 0.99, 1.5, 2.0, 3.0), (0.0, 3.3, 5.0, 10.0, -5.0))
    gains, baselines = np.array(list(pairs)).T
    alone = [threshold.reached(*pair) for pair in zip(gains, baselines, strict=True)]
    told = standing.reached(threshold, gains, baselines)
    expected = [UNKNOWN if each is None else int(each) for each in alone]
    assert told.tolist() == expected


PAIN = Instrument("A", "A", 0.0, 10.0, Direction.WORSE, Method.SINGLE)


@given(st.floats(0.0001, 10), st.floats(0, 10))
@example(7.45, 7.4366132)
@example(10.0, 9.9990234375)
@example(5e-324, 10.0)
@example(1e-300, 10.0)
def test_a_gain_is_rounded_as_that_of_each_person(before, after):
    measured = tuple(
        Measurement(FIRST + timedelta(day), "A", score)
        for day, score in ((0, before), (7, after))
    )
    held = (Visit(FIRST, Attendance.TOOK_PLACE),)
    episode = replace(crowds.nothing(), measurements=measured, visits=held)
    settings = replace(SETTINGS, judged_by=(PAIN,))
    person = Person(episode, FIRST + timedelta(7), AROUND)
    (gain,) = panels.gather(crowds.panel([person], settings), settings)["gain_percent"]
    alone = crowds.told(person, settings).values["gain_percent"]
    assert gain == alone or (alone is None and np.isnan(gain))
