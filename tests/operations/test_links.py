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
    doubles,
    episodes,
    links,
    links_reads,
    patients,
    refusals,
    screenings,
    tasks,
    tasks_reads,
)
from deqi.operations.callers import Call
from deqi.operations.links import CheckIn, Opened, Over, Purpose
from deqi.records.accounts.models import User
from tests import clinic
from tests.clinic import MORNING, House, read, write

HEALTHY = {"saddle_numbness": False, "fever_or_chills": False}
PAIN = {"NRS": {"pain_average": 6}, "SLEEP_NRS": {"sleep": 3}}


def given(house: House, purpose: Purpose = Purpose.CHECK_IN) -> str:
    """Make a link; return what stands in it."""
    call = write(house.practitioner)
    links.make(call, house.episode, purpose)
    return links.token(call)


def made(house: House, purpose: Purpose = Purpose.CHECK_IN) -> Opened:
    return links.opened(given(house, purpose))


def end(house: House) -> None:
    episodes.discharge(write(house.practitioner), house.episode, note="Well again.")


def listed(house: House) -> tuple[links_reads.Open, ...]:
    return links_reads.held(read(house.desk), house.patient).open


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
    assert opened.over is None
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
    end(house)
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
    token = given(house)
    opened = links.opened(token)
    late = MORNING + timedelta(hours=73)
    with clinic.at(late):
        assert links.opened(token).over is Over.EXPIRED
        assert listed(house) == ()
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


class TestDischarge:
    @pytest.mark.parametrize("purpose", [Purpose.CHECK_IN, Purpose.INTAKE])
    def test_ends_what_a_patient_is_asked_by_a_link(
        self, house: House, purpose: Purpose
    ) -> None:
        token = given(house, purpose)
        assert len(listed(house)) == 1
        end(house)
        assert links.opened(token).over is Over.ENDED
        assert listed(house) == ()

    def test_leaves_a_patient_the_way_to_their_account(self, house: House) -> None:
        token = given(house, Purpose.SIGN_IN)
        end(house)
        opened = links.opened(token)
        assert opened.over is None
        assert len(listed(house)) == 1
        user = User.objects.create_user("ada@example.org", "x")
        assert links.claim(write(replace(opened.actor, user=user.id)), opened.id)

    def test_no_check_in_is_written_after_it(
        self, house: House, owner: psycopg.Connection
    ) -> None:
        opened = made(house)
        end(house)
        with pytest.raises(links.EpisodeEnded, match="nothing was sent"):
            links.check_in(write(opened.actor), opened.id, CheckIn(HEALTHY, PAIN))
        for table in ("intake_fact", "outcomes_measurement"):
            assert owner.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)  # noqa: S608  names of our own tables
        assert owner.execute("SELECT used_at FROM links_link").fetchone() == (None,)

    def test_waits_for_a_check_in_that_is_being_kept(self, house: House) -> None:
        opened = made(house)
        with clinic.asked() as queries:
            links.check_in(write(opened.actor), opened.id, CheckIn(HEALTHY))
        locked = next(
            sql for sql in queries if "FOR UPDATE" in sql and "episodes" in sql
        )
        told = next(sql for sql in queries if 'INSERT INTO "intake_fact' in sql)
        assert queries.index(locked) < queries.index(told)


class TestRevoking:
    def test_a_revoked_link_opens_nothing(self, house: House) -> None:
        token = given(house)
        opened = links.opened(token)
        assert links.revoke(write(house.desk), opened.id) == opened.id
        assert links.opened(token).over is Over.REVOKED
        with pytest.raises(links.LinkRevoked):
            links.check_in(write(opened.actor), opened.id, CheckIn(HEALTHY))

    def test_nothing_of_the_patient_is_read_by_it(self, house: House) -> None:
        opened = links.opened(given(house))
        assert links_reads.read(read(opened.actor), opened.id).questions
        links.revoke(write(house.desk), opened.id)
        sheet = links_reads.read(read(opened.actor), opened.id)
        assert (sheet.sliders, sheet.questions, sheet.outcome) == ((), (), None)

    def test_no_account_comes_of_a_revoked_link(self, house: House) -> None:
        opened = made(house, Purpose.SIGN_IN)
        links.revoke(write(house.practitioner), opened.id)
        user = User.objects.create_user("ada@example.org", "x")
        with pytest.raises(links.LinkRevoked):
            links.claim(write(replace(opened.actor, user=user.id)), opened.id)

    def test_is_done_once_and_not_to_a_used_link(self, house: House) -> None:
        first, second = made(house), made(house)
        links.revoke(write(house.desk), first.id)
        with pytest.raises(links.LinkRevoked):
            links.revoke(write(house.desk), first.id)
        links.check_in(write(second.actor), second.id, CheckIn(HEALTHY))
        with pytest.raises(links.LinkUsed):
            links.revoke(write(house.desk), second.id)

    def test_says_who_did_it_and_whose_link_it_was(
        self, house: House, owner: psycopg.Connection
    ) -> None:
        opened = made(house)
        links.revoke(write(house.desk), opened.id)
        kept = owner.execute("SELECT revoked_by_id FROM links_link").fetchone()
        assert kept == (house.desk.user,)
        noted = owner.execute(
            "SELECT patient, subject, actor FROM audit_event"
            " WHERE operation = 'links.revoke' AND allowed"
        ).fetchall()
        assert noted == [(house.patient, opened.id, house.desk.user)]

    def test_another_clinics_link_is_not_there(self, house: House) -> None:
        opened = made(house)
        with pytest.raises(refusals.NotFound):
            links.revoke(write(clinic.second(house).desk), opened.id)


def test_the_open_links_are_listed_with_who_made_them(house: House) -> None:
    made(house)
    with clinic.at(MORNING + timedelta(minutes=1)):
        made(house, Purpose.SIGN_IN)
        account, check_in = listed(house)
    assert (account.purpose, check_in.purpose) == (Purpose.SIGN_IN, Purpose.CHECK_IN)
    assert check_in.made_by == "Needles Example"
    assert check_in.made_at.replace(microsecond=0) == MORNING
    life = check_in.expires_at - check_in.made_at
    assert round(life / timedelta(hours=1)) == 72


def test_open_links_of_an_earlier_number_are_listed(house: House) -> None:
    made(house)
    twin = patients.register(write(house.desk), clinic.ADA)
    doubles.merge(write(house.manager), house.patient, into=twin)
    held = links_reads.held(read(house.desk), twin)
    assert [each.name for each in held.episodes] == ["Since 23 November 2026"]
    assert len(held.open) == 1


def test_a_link_that_nobody_of_the_clinic_made_is_listed(
    house: House, owner: psycopg.Connection
) -> None:
    made(house)
    owner.execute("UPDATE links_link SET made_by_id = NULL")
    (link,) = listed(house)
    assert link.made_by == ""
