"""A sweep gives everybody the review and the forecast that each would get alone."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from random import Random

import numpy as np
import pytest

from deqi.care import reviewing, sweeping
from deqi.care.sweeping import Group
from deqi.core import episodes, review
from deqi.core.conditions import Stage
from deqi.core.forecast import persons
from deqi.core.forecast.priors import Prior
from deqi.core.forecast.values import Forecast
from deqi.core.review import Decision
from deqi.knowledge import forecasts, instruments, reviews
from tests.core.review import crowds
from tests.core.review.crowds import Person

CHANCE = Random(7)  # noqa: S311 - it draws people, not keys
PEOPLE = [crowds.draw(CHANCE) for _ in range(300)]
PANEL = crowds.panel(PEOPLE)
CHRONIC = forecasts.catalogue()["NRS", Stage.CHRONIC]
ACUTE = forecasts.catalogue()["NRS", Stage.ACUTE]
NOBODY = np.zeros(0, dtype=np.intp)
EXAMPLES = Path(__file__).parents[2] / "examples" / "episodes"
TODAY = date(2026, 11, 21)


def alone(person: Person, prior: Prior) -> Forecast:
    series = review.series_of(person.episode, today=person.today)
    began = series.first or series.today
    (found,) = persons.forecast(
        series.measurements,
        prior,
        treatment=persons.Treatment(began, series.held[-1] if series.held else None),
        today=series.today,
        horizons=(reviews.horizon_weeks(),),
    )
    return found


def test_each_person_gets_the_forecast_of_the_own_prior() -> None:
    odd, even = np.arange(1, 300, 2), np.arange(0, 300, 2)
    groups = (Group(CHRONIC, odd), Group(ACUTE, even), Group(CHRONIC, NOBODY))
    *swept, nobody = sweeping.sweep(PANEL, groups).forecasts
    assert nobody.baseline.shape == (0,)
    for group, found in zip(groups, swept, strict=False):
        for place, person in enumerate(group.people):
            (together,) = found.of(place)
            one = alone(PEOPLE[person], group.prior)
            assert together.measurements == one.measurements
            assert outlook(together) == pytest.approx(outlook(one), abs=1e-9)


def outlook(found: Forecast) -> list[float]:
    both = [found.usual_course, found.with_treatment]
    return [end for each in both if each for end in (each.mean, each.low, each.high)]


def test_whom_nobody_measured_with_it_gets_the_average_forecast() -> None:
    (other,) = (p for p in forecasts.catalogue().values() if p.instrument.id == "PEG")
    measured = {name: told for name, told in PANEL.measured.items() if name != "PEG"}
    panel = sweeping.panels.ReviewPanel(
        PANEL.today, PANEL.held, measured, PANEL.earlier, PANEL.around
    )
    (found,) = sweeping.sweep(panel, [Group(other, np.arange(300))]).forecasts
    assert found.measurements.tolist() == [0] * 300


def test_a_sweep_goes_by_the_rhythm_given_or_by_that_of_the_records() -> None:
    usual = sweeping.sweep(PANEL, []).verdicts
    own = sweeping.sweep(PANEL, [], rhythm={Decision.MEASURE: (1, 2)}).verdicts
    measure = usual.decision == Decision.MEASURE.gravity
    assert set(map(tuple, usual.next_visit_days[measure])) == {
        reviews.rhythm()[Decision.MEASURE]
    }
    assert set(map(tuple, own.next_visit_days[measure])) == {(1, 2)}
    np.testing.assert_array_equal(own.decision, usual.decision)


def test_the_example_episodes_get_the_review_that_each_gets_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read: list[review.Circumstances] = []
    rhythms: list[review.Rhythm] = []
    gather, decide = review.gather, review.decide
    monkeypatch.setattr(
        review, "gather", lambda *told: read.append(told[2]) or gather(*told)
    )
    monkeypatch.setattr(
        review, "decide", lambda *told: rhythms.append(told[2]) or decide(*told)
    )
    files = sorted(EXAMPLES.glob("*.json"))
    told = [example(path) for path in files]
    reviewed = [reviewing.decide(each, today=TODAY) for each in told]
    monkeypatch.undo()
    people = [
        Person(episode, TODAY, around)
        for episode, around in zip(told, read, strict=True)
    ]
    found = sweeping.sweep(crowds.panel(people), [], rhythm=stacked(rhythms)).verdicts
    assert len(files) >= 12
    for place, each in enumerate(reviewed):
        assert found.decision[place] == each.decision.gravity, files[place]
        held = {found.rules[rule].id for rule in np.flatnonzero(found.held[place])}
        assert held <= {r.rule for r in (*each.because, *each.beside, *each.remarks)}
        assert held >= {r.rule for r in (*each.because, *each.beside)}
        days = each.next_visit_days or (np.nan, np.nan)
        np.testing.assert_array_equal(found.next_visit_days[place], days)


def example(path: Path) -> episodes.Episode:
    document = json.loads(path.read_text(encoding="utf-8"))
    return episodes.read(document, instruments.catalogue())


def stacked(rhythms: list[review.Rhythm]) -> Mapping[Decision, np.ndarray]:
    return {
        each: np.array([own.get(each) or (np.nan, np.nan) for own in rhythms])
        for each in Decision
    }
