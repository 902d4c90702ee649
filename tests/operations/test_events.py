"""Adverse events: told by patient or practitioner, graded, followed until they are over."""

from __future__ import annotations

from datetime import timedelta

import psycopg
import pytest

from deqi.operations import episodes, events, refusals
from deqi.operations.events import Happened
from tests import charted, clinic
from tests.clinic import TODAY, House, joined, second, write
from tests.operations import rows

BRUISE = Happened("bruise_haematoma", 1, TODAY, " blue since Tuesday ")
TASKS = "SELECT title, urgency, due_on, subject FROM papers_task"


def test_a_practitioner_reports_an_event_of_a_session(
    house: House, owner: psycopg.Connection
) -> None:
    session = charted.begun(house)
    call = write(house.practitioner)
    event = events.report(call, house.episode, BRUISE, session=session)
    asked = "SELECT id, kind, grade, note, speaker, session_id"
    assert owner.execute(f"{asked} FROM charting_adverseevent").fetchone() == (
        *(event, "bruise_haematoma", 1, "blue since Tuesday"),
        *("practitioner", session),
    )
    assert owner.execute(TASKS).fetchall() == []


def test_a_patient_reports_an_event_of_their_own(
    house: House, owner: psycopg.Connection
) -> None:
    patient = joined(house, "pat@example.org")
    assert patient.patients is not None
    episode = episodes.open_episode(write(patient), patient.patients[0])
    told = Happened("pneumothorax", None, TODAY)
    event = events.report(write(patient), episode, told)
    asked = "SELECT speaker FROM charting_adverseevent"
    assert rows.one(owner, asked) == "patient"
    (task,) = owner.execute(TASKS).fetchall()
    assert task == (
        *("Follow up: air between lung and chest wall", "urgent", TODAY, event),
    )
    with pytest.raises(refusals.NotFound):
        events.report(write(patient), house.episode, told)


@pytest.mark.parametrize(
    ("kind", "grade", "grave"),
    [
        ("bruise_haematoma", None, False),
        ("bruise_haematoma", 2, False),
        ("bruise_haematoma", 3, True),
        ("pneumothorax", 1, True),
        ("forgotten_needle", 1, True),
    ],
)
def test_what_is_grave_opens_a_task(
    house: House, owner: psycopg.Connection, kind: str, grade: int | None, grave: bool
) -> None:
    told = Happened(kind, grade, TODAY)
    events.report(write(house.practitioner), house.episode, told)
    assert len(owner.execute(TASKS).fetchall()) == int(grave)


@pytest.mark.parametrize(
    ("told", "refused"),
    [
        (Happened("hiccup", 1, TODAY), events.UnknownKind),
        (Happened("burn", 6, TODAY), events.UnknownGrade),
        (Happened("burn", 1, TODAY + timedelta(days=1)), events.HappensTomorrow),
    ],
)
def test_an_event_that_cannot_be_is_refused(
    house: House, told: Happened, refused: type[refusals.Refused]
) -> None:
    with pytest.raises(refused):
        events.report(write(house.practitioner), house.episode, told)


def test_an_event_is_followed_until_it_is_over(
    house: House, owner: psycopg.Connection
) -> None:
    told = Happened("nerve_injury", 3, TODAY)
    event = events.report(write(house.practitioner), house.episode, told)
    done = "SELECT done_note FROM papers_task WHERE done_at IS NOT NULL"
    with pytest.raises(events.NothingSaid):
        events.follow(write(house.practitioner), event, text=" ", is_over=True)
    events.follow(write(house.practitioner), event, text="still numb", is_over=False)
    assert rows.column(owner, done) == []
    events.follow(write(house.practitioner), event, text="felt again", is_over=True)
    assert rows.column(owner, done) == ["felt again"]
    asked = "SELECT text FROM charting_followup ORDER BY resolved"
    assert rows.column(owner, asked) == ["still numb", "felt again"]


def test_a_session_of_another_episode_is_not_found(house: House) -> None:
    session = charted.begun(house)
    other = clinic.patients.register(write(house.desk), clinic.ADA)
    episode = episodes.open_episode(write(house.practitioner), other)
    with pytest.raises(refusals.NotFound):
        events.report(write(house.practitioner), episode, BRUISE, session=session)


def test_another_clinic_follows_nothing(house: House) -> None:
    event = events.report(write(house.practitioner), house.episode, BRUISE)
    other = second(house).practitioner
    with pytest.raises(refusals.NotFound):
        events.follow(write(other), event, text="better", is_over=True)
