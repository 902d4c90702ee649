"""Plan, course, consent and advice as the patient reads them; staff read their own."""

from __future__ import annotations

import pytest

from deqi.operations import (
    access,
    consents,
    courses_reads,
    intake,
    measurements,
    own_consents,
    own_plans,
    plans,
    refusals,
    templates,
)
from deqi.operations.measurements import Taken
from tests import charted, patients
from tests.clinic import House, read, write


def test_without_an_episode_there_is_nothing_but_the_words(house: House) -> None:
    pat = patients.pat(house)
    assert own_plans.mine(read(pat)).plan is None
    assert own_plans.advised(read(pat)).advice == ()
    assert own_consents.mine(read(pat)).episode is None
    assert courses_reads.read(read(pat)).found is None


def test_a_plan_shows_once_it_is_signed_with_ones_own_goals(house: House) -> None:
    ada = patients.ada(house)
    charted.ready(house)
    assert own_plans.mine(read(ada)).goals == ()
    intake.answer(write(ada), {"goals": ["Dig"], "pain_regions": ["low_back_left"]})
    assert own_plans.mine(read(ada)).plan is None
    plans.sign(write(house.practitioner), house.episode)
    found = own_plans.mine(read(ada))
    assert found.plan is not None
    assert found.plan.needling
    assert found.goals == ("Dig",)
    assert found.name == "Ada Example"


def test_advice_fits_what_is_known(house: House) -> None:
    ada = patients.ada(house)
    named = {each.id for each in own_plans.advised(read(ada)).advice}
    assert "walking" in named
    assert "lifting_comfort" not in named
    intake.answer(write(ada), {"trigger": ["lifting"]})
    named = {each.id for each in own_plans.advised(read(ada)).advice}
    assert "lifting_comfort" in named


def test_the_clinics_own_words_on_aftercare_are_filled_in(house: House) -> None:
    ada = patients.ada(house)
    assert own_plans.advised(read(ada)).aftercare == ""
    text = templates.Text(templates.Use.AFTERCARE, "After", "Rest. {clinic}")
    templates.keep(write(house.manager), text)
    assert own_plans.advised(read(ada)).aftercare == "Rest. Garden Clinic"


def test_a_consent_waits_for_the_clinics_text(house: House) -> None:
    ada = patients.ada(house)
    found = own_consents.mine(read(ada))
    assert (found.offered, found.is_open, found.episode) == (None, True, house.episode)
    consents.publish(write(house.manager), title="Consent", body="I agree.")
    offered = own_consents.mine(read(ada)).offered
    assert offered is not None
    assert offered.given is None


def test_a_course_is_reviewed_with_what_was_measured(house: House) -> None:
    ada = patients.ada(house)
    measurements.record(write(house.practitioner), house.episode, Taken("NRS", total=6))
    found = courses_reads.read(read(ada))
    assert found.found is not None
    assert found.found.progress["NRS"].baseline == 6


@pytest.mark.parametrize(
    "ask", [own_plans.mine, own_plans.advised, own_consents.mine, courses_reads.read]
)
def test_staff_have_pages_of_their_own(house: House, ask: object) -> None:
    with pytest.raises(refusals.NotPermitted):
        ask(read(house.practitioner))  # type: ignore[operator]  # each is an operation


def test_staff_say_whom_they_mean(house: House) -> None:
    for ask in (access.own_number, access.own_episode):
        with pytest.raises(refusals.NotPermitted):
            ask(read(house.practitioner))
