"""Sessions: begun once, prefilled with what may be, saved without overwriting anybody."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import psycopg
import pytest

from deqi.core.needling import Draft
from deqi.core.visits import Step
from deqi.operations import access, episodes, plans, refusals, sessions, signing, visits
from deqi.operations.sessions import Charting
from deqi.records.diary.models import Visit
from tests import charted, clinic
from tests.charted import LINE, TYPED
from tests.clinic import MORNING, House, at, book, second, write
from tests.operations import rows

NEXT_DAY = MORNING + timedelta(days=1)


def line_of(owner: psycopg.Connection, session: object) -> str:
    return rows.one(owner, "SELECT line FROM charting_session WHERE id = %s", session)


def test_a_session_begins_once_for_a_visit(
    house: House, owner: psycopg.Connection
) -> None:
    visit = book(house)
    first = charted.begun(house, visit)
    assert charted.begun(house, visit) == first
    steps = rows.column(
        owner, "SELECT step FROM diary_visitstep WHERE visit_id = %s", visit
    )
    assert sorted(steps) == [Step.BEGUN, Step.BOOKED]


def test_a_walk_in_goes_on_with_the_session_that_is_open_today(house: House) -> None:
    first = charted.begun(house)
    assert charted.begun(house) == first
    visit = book(house)
    assert charted.begun(house, visit) == first
    assert charted.begun(house) == first


def test_a_visit_that_is_charted_and_signed_leads_to_its_session(house: House) -> None:
    charted.ready(house)
    session = charted.begun(house, book(house))
    signing.sign(write(house.practitioner), session, TYPED, revision=1)
    assert charted.begun(house, _visit_of(house)) == session


def _visit_of(house: House) -> UUID:
    with charted.seen_by(house.practitioner):
        return Visit.objects.get().id


def test_a_session_of_yesterday_is_no_session_of_today(house: House) -> None:
    first = charted.begun(house)
    with at(NEXT_DAY):
        assert charted.begun(house) != first


def test_a_visit_that_is_charted_late_keeps_its_day(
    house: House, owner: psycopg.Connection
) -> None:
    visit = book(house)
    with at(NEXT_DAY):
        session = charted.begun(house, visit)
    asked = "SELECT given_on FROM charting_session WHERE id = %s"
    assert rows.one(owner, asked, session) == MORNING.date()


def test_nothing_is_typed_ahead_where_nothing_is_known(
    house: House, owner: psycopg.Connection
) -> None:
    assert line_of(owner, charted.begun(house)) == ""


def test_the_first_session_begins_with_the_plan(
    house: House, owner: psycopg.Connection
) -> None:
    charted.ready(house)
    plans.sign(write(house.practitioner), house.episode)
    line = line_of(owner, charted.begun(house))
    plan = rows.one(owner, "SELECT needling FROM episodes_plan")
    assert len(line.split(";")) == len(plan) + 1
    assert line.endswith("; ret 10")
    for never in ("in ", "out", "deqi", "ae", "lot", "why"):
        assert f" {never}" not in line


def test_the_next_session_begins_like_the_last(
    house: House, owner: psycopg.Connection
) -> None:
    charted.ready(house)
    told = (
        'BL23 b 25mm deqi; GV3 15mm none; BL40 b 90 why "big man"; GB30 l ea 2Hz 9min'
    )
    ends = "; ret 20; in 6 out 6; lot A1; ae bruise mild"
    charted.signed(house, Charting(Draft(told + ends)))
    with at(NEXT_DAY):
        line = line_of(owner, charted.begun(house))
    assert line == "BL23 b 25mm; GV3 15mm; BL40 b 90mm; GB30 l ea 2Hz 9min; ret 20"


@pytest.mark.parametrize("step", [Step.MISSED])
def test_a_visit_that_was_missed_does_not_begin(house: House, step: Step) -> None:
    visit = book(house, 9)
    with at(MORNING + timedelta(hours=1)):
        visits.step(write(house.desk), visit, step)
        with pytest.raises(visits.IllegalStep):
            charted.begun(house, visit)


def test_a_visit_of_tomorrow_does_not_begin(house: House) -> None:
    visit = book(house, on=NEXT_DAY.date())
    with pytest.raises(visits.NotYet):
        charted.begun(house, visit)


def test_a_visit_of_another_episode_is_not_found(house: House) -> None:
    other = clinic.patients.register(write(house.desk), clinic.ADA)
    episode = episodes.open_episode(write(house.practitioner), other)
    visit = visits.book(write(house.desk), episode, clinic.slot(house))
    with pytest.raises(refusals.NotFound):
        charted.begun(house, visit)


def test_an_episode_that_has_ended_is_not_needled(house: House) -> None:
    episodes.discharge(write(house.practitioner), house.episode, note="well again")
    with pytest.raises(episodes.DischargedAlready):
        charted.begun(house)


def test_another_clinic_begins_and_saves_nothing(house: House) -> None:
    session = charted.begun(house)
    call = write(second(house).practitioner)
    with pytest.raises(refusals.NotFound):
        sessions.begin(call, house.episode)
    with pytest.raises(refusals.NotFound):
        sessions.chart(call, session, TYPED, revision=1)


def test_what_was_typed_is_kept(house: House, owner: psycopg.Connection) -> None:
    session = charted.begun(house)
    typed = Charting(Draft("BL23 b", 2, "A1", "none"), {"NRS": 4}, " calm ", 20)
    sessions.chart(write(house.practitioner), session, typed, revision=1)
    asked = "SELECT line, draft, note, one_to_one_minutes, revision, signed_at"
    told = owner.execute(f"{asked} FROM charting_session").fetchone()
    beside = {"needles_out": 2, "lot": "A1", "events": "none", "scores": {"NRS": 4}}
    assert told == ("BL23 b", beside, "calm", 20, 2, None)


def test_a_stale_revision_is_refused_and_nothing_is_lost(
    house: House, owner: psycopg.Connection
) -> None:
    session = charted.begun(house)
    sessions.chart(write(house.practitioner), session, TYPED, revision=1)
    with pytest.raises(sessions.StaleRevision):
        sessions.chart(
            write(house.practitioner), session, Charting(Draft("GV3")), revision=1
        )
    assert line_of(owner, session) == f"{LINE}; SP6 b"


def test_the_same_saving_sent_twice_is_one(
    house: House, owner: psycopg.Connection
) -> None:
    session, call = charted.begun(house), write(house.practitioner)
    for _ in range(2):
        sessions.chart(call, session, TYPED, revision=1)
    assert rows.one(owner, "SELECT revision FROM charting_session") == 2


def test_time_does_not_run_backwards(house: House) -> None:
    session = charted.begun(house)
    with pytest.raises(sessions.MinutesNegative):
        sessions.chart(
            write(house.practitioner),
            session,
            Charting(one_to_one_minutes=-1),
            revision=1,
        )


def test_a_signed_session_is_only_added_to(
    house: House, owner: psycopg.Connection
) -> None:
    charted.ready(house)
    session = charted.signed(house)
    with pytest.raises(sessions.SignedAlready):
        sessions.chart(write(house.practitioner), session, TYPED, revision=2)
    with pytest.raises(sessions.NothingAdded):
        sessions.amend(write(house.practitioner), session, text=" ")
    sessions.amend(write(house.practitioner), session, text=" BL40 was left only. ")
    asked = "SELECT text FROM charting_amendment"
    assert rows.column(owner, asked) == ["BL40 was left only."]


def test_what_is_not_signed_is_changed_and_not_amended(house: House) -> None:
    session = charted.begun(house)
    with pytest.raises(sessions.NotSigned):
        sessions.amend(write(house.practitioner), session, text="more")


def test_without_a_credential_nothing_begins(house: House) -> None:
    new = clinic.hire(house.network, house.clinic, clinic.Role.PRACTITIONER, "n@e.org")
    with pytest.raises(access.NotLicensed):
        sessions.begin(write(new), house.episode)
