"""The intake: kept step by step, in the patient's own words, and nothing twice."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from deqi.core.rules import Outcome
from deqi.operations import episodes, facts, intake, refusals
from deqi.operations.callers import Actor, Call
from tests import patients
from tests.clinic import House, read, write
from tests.operations.rows import column, one

PEG = {"sleep": 4, "peg_pain": 6, "peg_enjoyment": 5, "peg_activity": 7}


@pytest.fixture
def pat(house: House) -> Actor:
    """Return a patient whose treatment has begun."""
    actor = patients.pat(house)
    patients.begun(actor)
    return actor


def scores(owner: psycopg.Connection) -> list[Any]:
    return owner.execute(
        "SELECT instrument, score, via, corrects_id IS NOT NULL"
        " FROM outcomes_measurement ORDER BY entered_at, instrument"
    ).fetchall()


def test_nothing_is_asked_before_an_episode_is_open(house: House) -> None:
    actor = patients.pat(house)
    sheet = intake.read(read(actor))
    assert not sheet.is_open
    assert sheet.next is None
    assert sheet.words.emergency_number == "999"
    with pytest.raises(intake.NothingGoesOn):
        intake.answer(write(actor), {"smoker": False})


def test_nothing_is_asked_after_the_episode_has_ended(house: House, pat: Actor) -> None:
    episode = one_of_mine(pat)
    episodes.discharge(write(house.practitioner), episode, note="Well again.")
    assert not intake.read(read(pat)).is_open
    with pytest.raises(intake.NothingGoesOn):
        intake.answer(write(pat), {"smoker": False})


def one_of_mine(pat: Actor) -> Any:
    from deqi.records.episodes.models import Episode
    from tests.charted import seen_by

    with seen_by(pat):
        return Episode.objects.get().id


def test_answers_are_kept_with_who_said_them(
    pat: Actor, owner: psycopg.Connection
) -> None:
    intake.answer(write(pat), {"saddle_numbness": False, "smoker": None})
    rows = owner.execute("SELECT fact, value, speaker, via FROM intake_fact ORDER BY 1")
    assert rows.fetchall() == [
        ("saddle_numbness", False, "patient", "intake"),
        ("smoker", None, "patient", "intake"),
    ]
    sheet = intake.read(read(pat))
    assert sheet.told == {"saddle_numbness": False, "smoker": None}
    nerves = next(each for each in sheet.steps if each.id == "nerves")
    assert "saddle_numbness" not in nerves.left


def test_the_same_words_are_not_kept_twice(
    pat: Actor, owner: psycopg.Connection
) -> None:
    call = write(pat)
    first = intake.answer(call, {"smoker": False})
    assert intake.answer(Call(pat, call.key), {"smoker": False}) == first
    assert intake.answer(write(pat), {"smoker": False}) == first
    assert one(owner, "SELECT count(*) FROM intake_fact") == 1
    intake.answer(write(pat), {"smoker": True})
    assert column(owner, "SELECT value FROM intake_fact ORDER BY entered_at") == [
        False,
        True,
    ]


def test_scores_are_measured_once_and_corrected_on_the_same_day(
    pat: Actor, owner: psycopg.Connection
) -> None:
    intake.answer(write(pat), PEG)
    assert scores(owner) == [
        ("PEG", 6, "intake", False),
        ("SLEEP_NRS", 4, "intake", False),
    ]
    intake.answer(write(pat), PEG)
    intake.answer(write(pat), PEG | {"peg_pain": 9})
    assert scores(owner)[2:] == [("PEG", 7, "intake", True)]


def test_a_score_with_an_answer_missing_is_none(
    pat: Actor, owner: psycopg.Connection
) -> None:
    intake.answer(write(pat), PEG | {"peg_pain": None})
    assert [each[0] for each in scores(owner)] == ["SLEEP_NRS"]


def test_an_emergency_shows_with_what_it_rests_on(pat: Actor) -> None:
    intake.answer(write(pat), {"bladder_change": True})
    sheet = intake.read(read(pat))
    assert sheet.outcome is Outcome.EMERGENCY
    assert "bladder_change" in sheet.grave[0].because


@pytest.mark.parametrize(
    ("told", "refusal"),
    [
        ({"smoker": False, "pain_now": 40}, facts.UnfitAnswer),
        ({"smoker": False, "intoxicated": True}, facts.NotYoursToAnswer),
    ],
)
def test_what_cannot_be_keeps_nothing_of_the_step(
    pat: Actor, owner: psycopg.Connection, told: dict[str, object], refusal: type
) -> None:
    with pytest.raises(refusal):
        intake.answer(write(pat), told)
    assert one(owner, "SELECT count(*) FROM intake_fact") == 0


def test_staff_answer_elsewhere(house: House) -> None:
    with pytest.raises(refusals.NotPermitted):
        intake.read(read(house.practitioner))
