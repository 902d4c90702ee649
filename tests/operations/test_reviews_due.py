"""The reviews that are due: of every open episode, in three questions, audited."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import psycopg
import pytest

from deqi.core.review import Cause, Decision
from deqi.core.visits import Step
from deqi.operations import (
    doubles,
    episodes,
    measurements,
    patients,
    plans,
    reviews,
    reviews_due,
    treating,
    visits,
    visits_reads,
)
from deqi.operations.attention import Kind
from deqi.operations.measurements import Taken
from deqi.operations.reviews_due import Due
from deqi.records.episodes.models import Episode
from tests import charted, clinic
from tests.clinic import ADA, MORNING, TODAY, House, asked, at, book, read, write

DAY = timedelta(days=1)


@pytest.fixture
def treated(house: House, owner: psycopg.Connection) -> House:
    """Return a house whose patient had sessions on five days, and no review."""
    charted.ready(house)
    charted.copies(owner, charted.signed(house), 4)
    return house


def due(house: House) -> tuple[Due, ...]:
    return reviews_due.listed(read(house.practitioner)).due


def test_who_has_had_no_session_wants_no_review(house: House) -> None:
    assert reviews_due.listed(read(house.practitioner)) == reviews_due.Reviews((), ())


def test_a_review_that_was_left_out_is_due_since_its_session(treated: House) -> None:
    (found,) = due(treated)
    assert (found.name, found.practitioner) == ("Ada Example", "Needles Example")
    assert found.complaint.startswith("Low back pain")
    assert (found.cause, found.session) == (Cause.PLANNED, 4)
    assert (found.on, found.overdue_days) == (TODAY - DAY, 1)
    assert (found.sessions, found.decision, found.decided_on) == (5, None, None)
    assert found.trend is not None
    assert found.trend.scores == (4,)


def test_a_review_takes_it_off_the_list(treated: House) -> None:
    with at(MORNING + DAY):
        reviews.decide(write(treated.practitioner), treated.episode)
        assert due(treated) == ()
    with at(MORNING + 30 * DAY):
        (found,) = due(treated)
    assert found.decision is not None
    assert (found.decided_on, found.sessions) == (TODAY + DAY, 0)


def test_a_decision_of_ones_own_has_the_usual_rhythm(treated: House) -> None:
    decided = write(treated.practitioner)
    with at(MORNING + DAY):
        reviews.decide(
            decided, treated.episode, decision=Decision.PAUSE, reason="She travels."
        )
    with at(MORNING + 15 * DAY):
        (found,) = due(treated)
        assert (found.cause, found.on) == (Cause.WAITED, TODAY + 15 * DAY)
    with at(MORNING + 14 * DAY):
        assert due(treated) == ()


def test_a_plan_says_at_which_of_its_sessions(treated: House) -> None:
    with at(MORNING + DAY):
        plans.sign(write(treated.practitioner), treated.episode)
        book(treated, on=TODAY + 2 * DAY)
        listed = reviews_due.listed(read(treated.practitioner))
    assert listed == reviews_due.Reviews((), ())


class TestAVisitToCome:
    def test_is_told_beforehand(self, house: House, owner: psycopg.Connection) -> None:
        charted.ready(house)
        charted.copies(owner, charted.signed(house), 2)
        book(house, on=TODAY + 3 * DAY)
        listed = reviews_due.listed(read(house.practitioner))
        (found,) = listed.coming
        assert listed.due == ()
        assert (found.on, found.overdue_days) == (TODAY + 3 * DAY, 0)
        (line,) = visits_reads.day(read(house.practitioner), found.on).lines
        assert Kind.REVIEW in [each.kind for each in line.cues]

    def test_that_is_charted_or_cancelled_is_none(
        self, house: House, owner: psycopg.Connection
    ) -> None:
        charted.ready(house)
        charted.copies(owner, charted.signed(house), 2)
        charted.begun(house, book(house))
        off = book(house, 15)
        visits.cancel(write(house.desk), off, why="ill")
        assert reviews_due.listed(read(house.practitioner)).coming == ()

    def test_that_was_missed_is_none(
        self, house: House, owner: psycopg.Connection
    ) -> None:
        charted.ready(house)
        charted.copies(owner, charted.signed(house), 2)
        visit = book(house, 15)
        with at(MORNING + timedelta(hours=10)):
            assert [each.on for each in due(house)] == [TODAY]
            visits.step(write(house.desk), visit, Step.MISSED)
            listed = reviews_due.listed(read(house.practitioner))
        assert listed == reviews_due.Reviews((), ())


class TestWhose:
    def test_mine_or_everybodys(self, treated: House) -> None:
        other = clinic.hire(
            treated.network,
            treated.clinic,
            treated.practitioner.role,
            "other@garden.example.org",
        )
        assert reviews_due.listed(read(other)).due == ()
        (found,) = reviews_due.listed(read(other), mine=False).due
        assert found.episode == treated.episode

    def test_one_that_the_desk_opened_is_of_who_treated_last(
        self, treated: House, owner: psycopg.Connection
    ) -> None:
        owner.execute("UPDATE episodes_episode SET practitioner_id = NULL")
        (found,) = due(treated)
        assert found.practitioner == "Needles Example"

    def test_one_that_nobody_has_treated_is_nobodys(
        self, house: House, owner: psycopg.Connection
    ) -> None:
        charted.ready(house)
        reviews.decide(write(house.practitioner), house.episode)
        owner.execute("UPDATE episodes_episode SET practitioner_id = NULL")
        with at(MORNING + 30 * DAY):
            assert due(house) == ()
            everybodys = read(house.practitioner)
            (found,) = reviews_due.listed(everybodys, mine=False).due
        assert found.practitioner == ""

    def test_who_is_no_practitioner_has_none(self, treated: House) -> None:
        with charted.seen_by(treated.practitioner):
            assert not treating.of(Episode.objects.all(), None).exists()

    def test_another_clinics_are_not_there(self, treated: House) -> None:
        other = clinic.second(treated)
        assert reviews_due.listed(read(other.practitioner), mine=False).due == ()

    def test_who_is_discharged_is_left_out(self, treated: House) -> None:
        call = write(treated.practitioner)
        episodes.discharge(call, treated.episode, note="Well again.")
        assert due(treated) == ()

    def test_a_merged_patient_stands_under_one_number(self, treated: House) -> None:
        twin = patients.register(write(treated.desk), ADA)
        doubles.merge(write(treated.practitioner), treated.patient, into=twin)
        (found,) = due(treated)
        assert found.patient == twin


def test_the_longest_overdue_stand_first(treated: House) -> None:
    who = patients.Identity("Example", "Bert", ADA.birth_date, "male")
    bert = patients.register(write(treated.desk), who)
    later = episodes.open_episode(write(treated.practitioner), bert)
    beside = replace(treated, patient=bert, episode=later)
    charted.ready(beside)
    charted.signed(beside)
    with at(MORNING + 9 * DAY):
        told = [(each.name, each.cause) for each in due(treated)]
    assert told == [("Ada Example", Cause.PLANNED), ("Bert Example", Cause.STILL)]


def test_many_are_asked_for_at_once(treated: House, owner: psycopg.Connection) -> None:
    due(treated)
    with asked() as one:
        due(treated)
    for number in range(3):
        who = patients.Identity("Example", f"Bert {number}", ADA.birth_date, "male")
        bert = patients.register(write(treated.desk), who)
        episode = episodes.open_episode(write(treated.practitioner), bert)
        taken = Taken("NRS", total=5)
        measurements.record(write(treated.practitioner), episode, taken)
    with asked() as many:
        due(treated)
    assert len(many) == len(one)


def test_everybody_on_the_list_is_audited(
    treated: House, owner: psycopg.Connection
) -> None:
    due(treated)
    told = "SELECT patient FROM audit_event WHERE operation = 'reviews.due'"
    assert owner.execute(told).fetchall() == [(treated.patient,)]
