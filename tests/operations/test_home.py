"""A patient's start: what comes next, what there is to do, and how it goes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from deqi.core.instruments import Measurement
from deqi.core.review import Decision
from deqi.core.rules import Outcome
from deqi.operations import (
    consents,
    episodes,
    home,
    intake,
    measurements,
    refusals,
    reviews,
    visits,
)
from deqi.operations.measurements import Taken
from tests import charted, clinic, patients
from tests.clinic import MORNING, TODAY, House, read, write


def test_who_has_just_joined_has_nothing_yet(house: House) -> None:
    found = home.read(read(patients.pat(house)))
    assert not found.is_open
    assert (found.visits, found.scores, found.outcome) == ((), (), None)
    assert found.words.emergency_number == "999"


def test_what_is_to_do_shrinks_as_it_is_done(house: House) -> None:
    pat = patients.pat(house)
    patients.begun(pat)
    first = home.read(read(pat))
    assert first.is_open
    assert not first.is_begun
    assert not first.wants_consent
    intake.answer(write(pat), {"saddle_numbness": False})
    later = home.read(read(pat))
    assert later.is_begun
    assert later.questions > 10
    intake.answer(write(pat), {"smoker": None, "bladder_change": False})
    assert home.read(read(pat)).questions < later.questions


def test_consent_is_wanted_once_there_is_a_text(house: House) -> None:
    ada = patients.ada(house)
    text = consents.publish(write(house.manager), title="Consent", body="I agree.")
    assert home.read(read(ada)).wants_consent
    consents.give(write(ada), house.episode, text=text)
    assert not home.read(read(ada)).wants_consent


def test_danger_shows_until_it_is_over(house: House) -> None:
    ada = patients.ada(house)
    intake.answer(write(ada), {"bladder_change": True})
    assert home.read(read(ada)).outcome is Outcome.EMERGENCY
    episodes.discharge(write(house.practitioner), house.episode, note="To hospital.")
    assert home.read(read(ada)).outcome is None


def test_the_next_visits_come_in_order_and_cancelled_ones_do_not(house: House) -> None:
    ada = patients.ada(house)
    days = [TODAY + timedelta(days=n) for n in (9, 3, 5, 4)]
    booked = {day: clinic.book(house, 10, on=day) for day in days}
    visits.cancel(write(house.desk), booked[days[1]], why="Ill")
    found = home.read(read(ada)).visits
    assert [each.starts.date() for each in found] == sorted(days)[1:]
    assert (found[0].starts.hour, found[0].room) == (10, "")


def test_a_visit_that_is_over_is_not_next(house: House) -> None:
    ada = patients.ada(house)
    clinic.book(house, 10)
    assert home.read(read(ada)).visits
    with clinic.at(MORNING + timedelta(hours=4)):
        assert home.read(read(ada)).visits == ()


def test_a_visit_that_was_missed_is_not_next(house: House) -> None:
    ada = patients.ada(house)
    visit = clinic.book(house, 10)
    with clinic.at(MORNING + timedelta(hours=1, minutes=40)):
        visits.step(write(house.desk), visit, visits.Step.MISSED)
        assert home.read(read(ada)).visits == ()


def test_how_it_goes_is_one_instrument_and_the_last_decision(house: House) -> None:
    ada = patients.ada(house)
    for name, total in (("NRS", 6), ("SLEEP_NRS", 4)):
        taken = Taken(name, total=total)
        measurements.record(write(house.practitioner), house.episode, taken)
    found = home.read(read(ada))
    assert found.instrument == "NRS"
    assert found.scores == (Measurement(TODAY, "NRS", 6),)
    charted.ready(house)
    reviews.decide(write(house.practitioner), house.episode)
    found = home.read(read(ada))
    assert isinstance(found.decision, Decision)
    assert found.decided_on == TODAY


def test_staff_have_no_start_of_a_patient(house: House) -> None:
    with pytest.raises(refusals.NotPermitted):
        home.read(read(house.practitioner))
