"""Visits: booked one at a time, moved, cancelled, and taken from step to step."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from threading import Barrier

import pytest
from django.db import IntegrityError, connections

from deqi.core.roles import Role
from deqi.core.visits import Purpose, Step
from deqi.operations import (
    access,
    clinics,
    episodes,
    patients,
    refusals,
    staff,
    visits,
)
from deqi.operations.callers import Actor
from tests import charted, clinic
from tests.clinic import TODAY, at, book, slot, write

TOMORROW = TODAY + timedelta(days=1)


def steps(owner, visit):
    """Return the steps of a visit in their order."""
    asked = "SELECT step FROM diary_visitstep WHERE visit_id = %s ORDER BY entered_at"
    return [row[0] for row in owner.execute(asked, [visit]).fetchall()]


def stored(owner, visit):
    asked = "SELECT starts_at, ends_at, cancelled_why FROM diary_visit WHERE id = %s"
    return owner.execute(asked, [visit]).fetchone()


def newcomer(house):
    """Register another patient; return their episode."""
    who = replace(clinic.ADA, given_name="Bob", sex_at_birth="male")
    return episodes.open_episode(
        write(house.desk), patients.register(write(house.desk), who)
    )


def test_books_by_the_clinics_own_clock(house, owner):
    summer = date(2027, 5, 3)
    visit = visits.book(
        write(house.desk), house.episode, slot(house, 10, on=summer), Purpose.FIRST
    )
    starts_at, ends_at, _ = stored(owner, visit)
    assert starts_at.astimezone(UTC) == datetime(2027, 5, 3, 9, tzinfo=UTC)
    assert ends_at - starts_at == timedelta(minutes=30)
    assert steps(owner, visit) == ["booked"]


def test_the_same_key_books_once(house, owner):
    call = write(house.desk)
    visit = visits.book(call, house.episode, slot(house))
    assert visits.book(call, house.episode, slot(house)) == visit
    assert owner.execute("SELECT count(*) FROM diary_visit").fetchone() == (1,)


class TestOverlap:
    def test_refuses_a_practitioner_twice_at_once(self, house):
        book(house, 10)
        with pytest.raises(visits.TimeTaken, match="already has a visit") as refused:
            visits.book(write(house.desk), newcomer(house), slot(house, 10, 15))
        assert refused.value.field == "at"

    def test_refuses_a_room_twice_at_once(self, house):
        other = clinic.hire(
            house.network, house.clinic, Role.PRACTITIONER, "second@garden.example.org"
        )
        clinic.license_(house.manager, other, "garden-2")
        here = replace(slot(house), room=house.room)
        visits.book(write(house.desk), house.episode, here)
        there = replace(here, practitioner=other.practitioner)
        with pytest.raises(visits.TimeTaken, match="Room 1 is taken") as refused:
            visits.book(write(house.desk), newcomer(house), there)
        assert refused.value.field == "room"
        visits.book(write(house.desk), newcomer(house), replace(there, room=None))

    def test_refuses_a_patient_twice_at_once(self, house):
        other = clinic.hire(
            house.network, house.clinic, Role.PRACTITIONER, "second@garden.example.org"
        )
        clinic.license_(house.manager, other, "garden-2")
        book(house)
        with pytest.raises(visits.TimeTaken, match="The patient already"):
            visits.book(
                write(house.desk),
                house.episode,
                replace(slot(house), practitioner=other.practitioner),
            )

    def test_one_after_the_other_is_fine(self, house):
        book(house, 10)
        assert book(house, 10, 30)

    def test_a_cancelled_time_is_free(self, house):
        visits.cancel(write(house.desk), book(house))
        assert book(house)

    def test_of_many_at_the_same_moment_one_has_the_time(self, house):
        held = [newcomer(house) for _ in range(6)]
        gate = Barrier(len(held))

        def ask(episode):
            with at():
                gate.wait()
                try:
                    return visits.book(write(house.desk), episode, slot(house))
                except visits.TimeTaken:
                    return None
                finally:
                    connections.close_all()

        with ThreadPoolExecutor(len(held)) as desks:
            booked = list(desks.map(ask, held))
        assert sum(each is not None for each in booked) == 1


class TestSlotsThatCannotBe:
    def test_a_day_that_is_over(self, house):
        with pytest.raises(visits.TimePassed):
            book(house, on=TODAY - timedelta(days=1))

    def test_an_hour_that_the_clock_leaves_out(self, house):
        with pytest.raises(visits.NoSuchTime) as refused:
            book(house, 1, 30, on=date(2027, 3, 28))
        assert refused.value.field == "at"

    @pytest.mark.parametrize("minutes", [0, -5, 24 * 60])
    def test_a_length_of_none_or_past_midnight(self, house, minutes):
        with pytest.raises(visits.NoSuchTime) as refused:
            visits.book(write(house.desk), house.episode, slot(house, minutes=minutes))
        assert refused.value.field == "minutes"

    def test_a_practitioner_of_another_clinic(self, house):
        other = clinic.second(house)
        with pytest.raises(visits.NotAtThisClinic):
            visits.book(
                write(house.desk),
                house.episode,
                replace(slot(house), practitioner=other.works),
            )

    def test_a_practitioner_who_has_left(self, house, owner):
        (held,) = owner.execute(
            "SELECT id FROM accounts_membership WHERE user_id = %s",
            [house.practitioner.user],
        ).fetchone()
        staff.end(write(house.manager), held)
        with pytest.raises(visits.NotAtThisClinic):
            book(house)

    def test_a_credential_that_ends_before_the_day(self, house):
        with pytest.raises(access.NotLicensed):
            book(house, on=date(2027, 7, 1))
        assert book(house, on=date(2027, 6, 30))

    def test_a_closed_room(self, house):
        clinics.close_room(write(house.manager), house.room)
        with pytest.raises(visits.RoomClosed) as refused:
            visits.book(
                write(house.desk), house.episode, replace(slot(house), room=house.room)
            )
        assert refused.value.field == "room"

    def test_an_episode_that_has_ended(self, house):
        episodes.discharge(write(house.practitioner), house.episode, note="Well again.")
        with pytest.raises(episodes.DischargedAlready):
            book(house)

    def test_an_episode_of_another_clinic(self, house):
        other = clinic.second(house)
        with pytest.raises(refusals.NotFound):
            visits.book(write(house.desk), other.episode, slot(house))


def test_what_no_sentence_is_known_for_is_not_hidden(house):
    with pytest.raises(IntegrityError, match="visit_purpose_known"):
        visits.book(write(house.desk), house.episode, slot(house), "dancing")


class TestMoving:
    def test_moves_a_booked_visit(self, house, owner):
        visit = book(house)
        visits.move(write(house.desk), visit, slot(house, 15, on=TOMORROW))
        assert stored(owner, visit)[0].astimezone(UTC).hour == 15
        assert book(house)

    def test_refuses_to_move_onto_another(self, house):
        book(house, 9)
        with pytest.raises(visits.TimeTaken):
            visits.move(write(house.desk), book(house, 11), slot(house, 9, 15))

    def test_refuses_once_the_patient_is_here(self, house):
        visit = book(house)
        visits.step(write(house.desk), visit, Step.ARRIVED)
        with pytest.raises(visits.IllegalStep):
            visits.move(write(house.desk), visit, slot(house, 15))


class TestCancelling:
    def test_keeps_why_and_by_whom(self, house, owner):
        visit = book(house)
        visits.cancel(write(house.desk), visit, why=" has a cold ")
        assert stored(owner, visit)[2] == "has a cold"
        assert steps(owner, visit) == ["booked", "cancelled"]

    def test_refuses_twice(self, house):
        visit = book(house)
        visits.cancel(write(house.desk), visit)
        with pytest.raises(visits.IllegalStep):
            visits.cancel(write(house.desk), visit)

    def test_a_patient_cancels_their_own_before_it_begins(self, house, owner):
        pat = clinic.joined(house, "pat@example.org")
        (own,) = pat.patients
        episode = episodes.open_episode(write(house.desk), own)
        early = visits.book(write(house.desk), episode, slot(house, 9))
        late = visits.book(write(house.desk), episode, slot(house, 12))
        visits.cancel(write(pat), late)
        assert steps(owner, late) == ["booked", "cancelled"]
        with (
            at(datetime(2026, 11, 23, 9, 0, tzinfo=UTC)),
            pytest.raises(visits.TimePassed),
        ):
            visits.cancel(write(pat), early)

    def test_a_patient_sees_no_other_patients_visit(self, house):
        visit = book(house)
        pat = clinic.joined(house, "pat@example.org")
        with pytest.raises(refusals.NotFound):
            visits.cancel(write(pat), visit)

    def test_a_link_cancels_nothing(self, house):
        visit = book(house)
        link = Actor(
            None,
            Role.PATIENT,
            house.network.network,
            (house.clinic,),
            house.clinic,
            (house.patient,),
        )
        with pytest.raises(refusals.NotPermitted):
            visits.cancel(write(link), visit)


class TestSteps:
    def test_goes_from_booked_to_done(self, house, owner):
        visit = book(house)
        visits.step(write(house.desk), visit, Step.ARRIVED)
        visits.step(write(house.practitioner), visit, Step.BEGUN)
        visits.step(write(house.practitioner), visit, Step.DONE)
        assert steps(owner, visit) == ["booked", "arrived", "begun", "done"]

    def test_refuses_what_does_not_follow(self, house):
        visit = book(house)
        with pytest.raises(visits.IllegalStep):
            visits.step(write(house.practitioner), visit, Step.DONE)

    def test_takes_a_wrong_tick_back(self, house, owner):
        visit = book(house)
        visits.step(write(house.desk), visit, Step.ARRIVED)
        visits.step(write(house.desk), visit, Step.BOOKED)
        assert steps(owner, visit) == ["booked", "arrived", "booked"]

    def test_cancelling_has_a_form_of_its_own(self, house):
        with pytest.raises(visits.IllegalStep):
            visits.step(write(house.desk), book(house), Step.CANCELLED)

    def test_nobody_arrives_a_day_early(self, house):
        with pytest.raises(visits.NotYet):
            visits.step(write(house.desk), book(house, on=TOMORROW), Step.ARRIVED)

    def test_nobody_is_missed_before_the_time(self, house):
        visit = book(house)
        with pytest.raises(visits.NotYet):
            visits.step(write(house.desk), visit, Step.MISSED)
        with at(datetime(2026, 11, 23, 10, 20, tzinfo=UTC)):
            visits.step(write(house.desk), visit, Step.MISSED)
            visits.step(write(house.desk), visit, Step.ARRIVED)

    def test_the_front_desk_begins_no_treatment(self, house):
        with pytest.raises(refusals.NotPermitted):
            visits.step(write(house.desk), book(house), Step.BEGUN)

    def test_a_session_in_hand_says_how_the_visit_goes_on(self, house):
        visit = book(house)
        charted.begun(house, visit)
        for to in (Step.DONE, Step.ARRIVED):
            with pytest.raises(visits.SessionOpen):
                visits.step(write(house.practitioner), visit, to)


class TestMissing:
    LATE = datetime(2026, 11, 23, 10, 5, tzinfo=UTC)

    def test_its_time_is_free_for_somebody_else(self, house, owner):
        visit = visits.book(
            write(house.desk), house.episode, replace(slot(house), room=house.room)
        )
        with at(self.LATE):
            visits.step(write(house.desk), visit, Step.MISSED)
            here = replace(slot(house, 10, 10), room=house.room)
            assert visits.book(write(house.desk), newcomer(house), here)
            # The patient may be booked anew, too.
            assert book(house, 10, 40)
        assert steps(owner, visit) == ["booked", "missed"]
        assert stored(owner, visit)[0].astimezone(UTC).hour == 10

    def test_who_comes_late_holds_it_again(self, house, owner):
        visit = book(house)
        with at(self.LATE):
            visits.step(write(house.desk), visit, Step.MISSED)
            visits.step(write(house.desk), visit, Step.ARRIVED)
            with pytest.raises(visits.TimeTaken):
                visits.book(write(house.desk), newcomer(house), slot(house, 10, 10))
        assert steps(owner, visit) == ["booked", "missed", "arrived"]

    @pytest.mark.parametrize("to", [Step.ARRIVED, Step.BOOKED])
    def test_nobody_comes_after_all_to_a_time_that_is_taken(self, house, owner, to):
        visit = book(house)
        with at(self.LATE):
            visits.step(write(house.desk), visit, Step.MISSED)
            other = visits.book(write(house.desk), newcomer(house), slot(house, 10, 10))
            with pytest.raises(visits.TimeTaken, match="book another time"):
                visits.step(write(house.desk), visit, to)
            assert steps(owner, visit) == ["booked", "missed"]
            visits.cancel(write(house.desk), other)
            visits.step(write(house.desk), visit, to)

    def test_of_late_comer_and_new_booking_at_once_one_has_the_time(self, house):
        visit, other = book(house), newcomer(house)
        with at(self.LATE):
            visits.step(write(house.desk), visit, Step.MISSED)
        gate = Barrier(2)

        def ask(run):
            with at(self.LATE):
                gate.wait()
                try:
                    return run()
                except visits.TimeTaken:
                    return None
                finally:
                    connections.close_all()

        asked = [
            lambda: visits.step(write(house.desk), visit, Step.ARRIVED),
            lambda: visits.book(write(house.desk), other, slot(house, 10, 10)),
        ]
        with ThreadPoolExecutor(2) as desks:
            done = list(desks.map(ask, asked))
        assert sum(each is not None for each in done) == 1
