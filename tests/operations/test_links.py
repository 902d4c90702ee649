"""Links: one patient, one purpose, once, and not for ever."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import psycopg
import pytest

from deqi.core.roles import Role
from deqi.operations import (
    accounts,
    episodes,
    links,
    patients,
    refusals,
    screenings,
    tasks,
    tasks_reads,
)
from deqi.operations.callers import Call
from deqi.operations.links import CheckIn, Opened, Purpose
from deqi.records.accounts.models import User
from tests import clinic
from tests.clinic import MORNING, House, read, write

HEALTHY = {"saddle_numbness": False, "fever_or_chills": False}
PAIN = {"NRS": {"pain_average": 6}, "SLEEP_NRS": {"sleep": 3}}


def made(house: House, purpose: Purpose = Purpose.CHECK_IN) -> Opened:
    call = write(house.practitioner)
    links.make(call, house.episode, purpose)
    return links.opened(links.token(call))


def test_a_link_is_its_patients_alone_and_the_token_is_not_kept(
    house: House, owner: psycopg.Connection
) -> None:
    call = write(house.desk)
    link = links.make(call, house.episode)
    token = links.token(call)
    opened = links.opened(token)
    assert (opened.id, opened.purpose) == (link, Purpose.CHECK_IN)
    assert opened.actor.patients == (house.patient,)
    assert (opened.actor.role, opened.actor.user) == (Role.PATIENT, None)
    assert opened.is_good
    (kept,) = owner.execute("SELECT token_hash FROM links_link").fetchone()
    assert bytes(kept) == hashlib.sha256(token.encode()).digest()


def test_a_form_sent_twice_makes_one_link(house: House) -> None:
    call = write(house.desk)
    again = Call(house.desk, call.key)
    assert links.make(call, house.episode) == links.make(again, house.episode)
    assert links.token(call) == links.token(again)
    assert links.token(call) != links.token(write(house.desk))
    with pytest.raises(refusals.KeyMissing):
        links.token(read(house.desk))


def test_an_unknown_token_opens_nothing(house: House) -> None:
    made(house)
    with pytest.raises(refusals.NotFound):
        links.opened("guessed")


def test_no_link_leads_into_an_episode_that_has_ended(house: House) -> None:
    episodes.discharge(write(house.practitioner), house.episode, note="Well again.")
    with pytest.raises(links.EpisodeEnded):
        made(house)


def test_a_check_in_is_kept_once_whoever_sends_it_again(
    house: House, owner: psycopg.Connection
) -> None:
    opened = made(house)
    call, told = write(opened.actor), CheckIn(HEALTHY, PAIN)
    first = links.check_in(call, opened.id, told)
    assert links.check_in(Call(opened.actor, call.key), opened.id, told) == first
    with pytest.raises(links.LinkUsed):
        links.check_in(write(opened.actor), opened.id, told)
    kept = owner.execute(
        "SELECT instrument, score, via, entered_by_id FROM outcomes_measurement"
        " ORDER BY instrument"
    ).fetchall()
    assert kept == [("NRS", 6, "check_in", None), ("SLEEP_NRS", 3, "check_in", None)]
    (said,) = owner.execute("SELECT count(*) FROM intake_fact").fetchone()
    assert said == len(HEALTHY)
    (audited,) = owner.execute(
        "SELECT patient FROM audit_event WHERE operation = 'links.check_in' AND allowed"
        " LIMIT 1"
    ).fetchone()
    assert audited == house.patient


def test_an_emergency_opens_a_task_at_the_clinic(house: House) -> None:
    opened = made(house)
    links.check_in(write(opened.actor), opened.id, CheckIn({"bladder_change": True}))
    (task,) = tasks_reads.listed(read(house.desk))
    assert (task.urgency, task.patient) == ("emergency", house.patient)


def test_an_unfit_answer_leaves_the_link_good(
    house: House, owner: psycopg.Connection
) -> None:
    opened = made(house)
    bad = CheckIn(HEALTHY, {"NRS": {"pain_average": 40}})
    with pytest.raises(refusals.Unfit):
        links.check_in(write(opened.actor), opened.id, bad)
    (used,) = owner.execute("SELECT used_at FROM links_link").fetchone()
    assert used is None
    assert links.check_in(write(opened.actor), opened.id, CheckIn(HEALTHY, PAIN))


def test_a_link_ends(house: House) -> None:
    opened = made(house)
    late = MORNING + timedelta(hours=73)
    with clinic.at(late):
        assert opened.is_expired
        with pytest.raises(links.LinkExpired):
            links.check_in(write(opened.actor), opened.id, CheckIn(HEALTHY))


def test_a_link_is_good_for_its_purpose_alone(house: House) -> None:
    opened = made(house, Purpose.SIGN_IN)
    with pytest.raises(refusals.NotFound):
        links.check_in(write(opened.actor), opened.id, CheckIn(HEALTHY))


def test_a_link_for_an_account_makes_the_user_that_patient(house: House) -> None:
    opened = made(house, Purpose.SIGN_IN)
    user = User.objects.create_user("ada@example.org", "x")
    actor = replace(opened.actor, user=user.id)
    links.claim(write(actor), opened.id)
    (held,) = accounts.actors(user.id)
    assert (held.role, held.patients) == (Role.PATIENT, (house.patient,))
    with pytest.raises(links.LinkUsed):
        links.claim(write(actor), opened.id)


def test_nobody_is_two_patients_of_one_clinic(house: House) -> None:
    opened = made(house, Purpose.SIGN_IN)
    pat = clinic.joined(house, "pat@example.org")
    with pytest.raises(patients.PatientAlready):
        links.claim(write(replace(opened.actor, user=pat.user)), opened.id)
    with pytest.raises(patients.PatientAlready):
        links.claim(write(opened.actor), opened.id)


def test_a_link_of_another_patient_is_not_there(house: House) -> None:
    opened = made(house)
    stranger = replace(opened.actor, patients=(uuid4(),))
    with pytest.raises(refusals.NotFound):
        links.check_in(write(stranger), opened.id, CheckIn(HEALTHY))


def test_a_link_of_no_complaint_takes_no_check_in(
    house: House, owner: psycopg.Connection
) -> None:
    opened = made(house)
    owner.execute("UPDATE links_link SET episode_id = NULL")
    with pytest.raises(refusals.NotFound):
        links.check_in(write(opened.actor), opened.id, CheckIn(HEALTHY))


def test_an_emergency_told_again_opens_a_task_again(house: House) -> None:
    told = CheckIn({"bladder_change": True})
    first, second = made(house), made(house)
    links.check_in(write(first.actor), first.id, told)
    (task,) = tasks_reads.listed(read(house.desk))
    tasks.finish(write(house.desk), task.id, note="Rung; nobody answered.")
    links.check_in(write(second.actor), second.id, told)
    (again,) = tasks_reads.listed(read(house.desk))
    assert again.id != task.id
    assert again.urgency == "emergency"


def test_a_look_at_an_emergency_opens_no_task_again(house: House) -> None:
    opened = made(house)
    links.check_in(write(opened.actor), opened.id, CheckIn({"bladder_change": True}))
    (task,) = tasks_reads.listed(read(house.desk))
    tasks.finish(write(house.desk), task.id, note="Sent to hospital.")
    screenings.screen(write(house.practitioner), house.episode)
    assert tasks_reads.listed(read(house.desk)) == ()
