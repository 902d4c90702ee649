"""Doubles of a person: found, and merged without loss."""

from dataclasses import replace
from datetime import date

import pytest

from deqi.core.doubles import Likeness
from deqi.core.visits import Step
from deqi.operations import (
    access,
    doubles,
    episodes,
    patients,
    refusals,
    tasks_reads,
    visits,
)
from tests import clinic
from tests.clinic import ADA, MORNING, read, slot, write

EVENING = MORNING.replace(hour=20)
"""Of the same day in London; in Shanghai the next has begun."""


def register(house, **other):
    return patients.register(write(house.desk), replace(ADA, **other))


def end(house, episode):
    episodes.discharge(write(house.practitioner), episode, note="Entered twice.")


def ids(found):
    return [(each.one.id, each.other.id) for each in found]


class TestFinding:
    def test_finds_one_name_written_in_two_ways(self, house):
        twin = register(house, given_name="ÁDA ", phone="")
        (found,) = doubles.find(read(house.desk))
        assert (found.one.id, found.other.id) == (house.patient, twin)
        assert found.because == (Likeness.NAME_AND_BIRTH,)
        assert (found.one.name, found.one.number) == ("Ada Example", 1)

    def test_the_strongest_stand_first(self, house):
        part = register(house, family_name="Married", phone="")
        whole = register(house, email="ada@example.org", phone="")
        rung = register(house, birth_date=date(1961, 5, 4), phone="(020) 11-11")
        found = doubles.find(read(house.desk))
        assert ids(found) == [
            (house.patient, whole),
            (house.patient, part),
            (part, whole),
            (house.patient, rung),
        ]
        assert found[-1].because == (Likeness.PHONE,)

    def test_nobody_alike_is_an_empty_list(self, house):
        register(house, given_name="Bob", phone="")
        assert doubles.find(read(house.desk)) == ()

    def test_another_clinics_patient_is_no_double(self, house):
        clinic.second(house)
        assert doubles.find(read(house.desk)) == ()

    def test_asks_the_database_once_however_many(self, house):
        for _ in range(6):
            register(house)
        with clinic.asked() as queries:
            assert len(doubles.find(read(house.desk))) == 21
        assert len(queries) == 4

    def test_who_was_entered_is_told_by_the_day_of_the_clinic(self, house, owner):
        with clinic.at(EVENING):
            register(house, phone="")
        owner.execute("UPDATE clinics_clinic SET time_zone = 'Asia/Shanghai'")
        (found,) = doubles.find(read(house.desk))
        assert found.other.registered_on == date(2026, 11, 24)
        alike = doubles.alike(read(house.desk), ADA)
        assert {each.registered_on.day for each in alike} == {23, 24}


class TestBeforeRegistering:
    def test_names_who_is_there(self, house):
        (known,) = doubles.alike(read(house.desk), replace(ADA, phone=""))
        assert known.id == house.patient

    def test_finds_by_telephone_and_by_mail(self, house):
        mailed = register(house, email="ada@example.org", phone="")
        who = replace(ADA, birth_date=date(1961, 1, 1), email="ADA@example.org")
        assert [each.id for each in doubles.alike(read(house.desk), who)] == [
            house.patient,
            mailed,
        ]

    def test_a_stranger_is_like_nobody(self, house):
        who = patients.Identity("Stranger", "Sam", date(1950, 1, 1))
        assert doubles.alike(read(house.desk), who) == ()


class TestMerging:
    def test_what_stood_under_either_number_is_seen_under_the_one_that_stands(
        self, house
    ):
        twin = register(house)
        held = episodes.open_episode(write(house.practitioner), twin)
        visits.book(write(house.desk), held, slot(house, 9))
        end(house, house.episode)
        merged = doubles.merge(write(house.practitioner), twin, into=house.patient)
        assert merged == house.patient
        assert doubles.find(read(house.desk)) == ()
        assert numbers(house, twin) == numbers(house, house.patient)
        # From now on one human being is booked once at a time, whatever the number.
        with pytest.raises(visits.TimeTaken):
            visits.book(write(house.desk), held, slot(house, 9))

    def test_one_human_being_has_one_episode_that_goes_on(self, house):
        twin = register(house)
        held = episodes.open_episode(write(house.practitioner), twin)
        for away, into in ((twin, house.patient), (house.patient, twin)):
            with pytest.raises(doubles.TwoGoOn, match="end one of them first"):
                doubles.merge(write(house.practitioner), away, into=into)
        end(house, held)
        doubles.merge(write(house.practitioner), twin, into=house.patient)
        with pytest.raises(episodes.EpisodeOpen):
            episodes.open_episode(write(house.desk), twin)

    def test_visits_to_come_of_an_ended_episode_go_to_the_one_that_goes_on(
        self, house, owner
    ):
        twin = register(house)
        held = episodes.open_episode(write(house.practitioner), twin)
        cancelled = visits.book(write(house.desk), held, slot(house, 8, 45))
        visits.cancel(write(house.desk), cancelled)
        arrived = visits.book(write(house.desk), held, slot(house, 9))
        visits.step(write(house.desk), arrived, Step.ARRIVED)
        coming = visits.book(write(house.desk), held, slot(house, 11))
        end(house, held)
        doubles.merge(write(house.practitioner), twin, into=house.patient)
        rows = owner.execute("SELECT id, episode_id FROM diary_visit").fetchall()
        assert dict(rows) == {cancelled: held, arrived: held, coming: house.episode}

    def test_who_treats_is_asked_to_read_both_charts(self, house):
        twin = register(house)
        end(house, episodes.open_episode(write(house.practitioner), twin))
        doubles.merge(write(house.manager), twin, into=house.patient)
        (task,) = tasks_reads.listed(read(house.practitioner))
        assert (task.patient, task.urgency) == (house.patient, "soon")
        assert "read both charts" in task.title

    def test_nobody_is_asked_to_read_a_chart_that_is_empty(self, house):
        doubles.merge(write(house.manager), register(house), into=house.patient)
        assert tasks_reads.listed(read(house.practitioner)) == ()

    def test_a_number_merged_twice_still_needs_one_step(self, house):
        second, third = register(house), register(house)
        doubles.merge(write(house.practitioner), third, into=second)
        doubles.merge(write(house.practitioner), second, into=house.patient)
        assert set(numbers(house, third)) == {house.patient, second, third}

    def test_refuses_what_was_merged_before(self, house):
        second, third = register(house), register(house)
        doubles.merge(write(house.practitioner), second, into=house.patient)
        for away, into in ((second, third), (third, second)):
            with pytest.raises(doubles.MergedAlready):
                doubles.merge(write(house.practitioner), away, into=into)

    def test_refuses_a_number_into_itself(self, house):
        with pytest.raises(doubles.TheSame):
            doubles.merge(write(house.manager), house.patient, into=house.patient)

    def test_refuses_a_patient_of_another_clinic(self, house):
        other = clinic.second(house)
        for away, into in (
            (other.patient, house.patient),
            (house.patient, other.patient),
        ):
            with pytest.raises(refusals.NotFound):
                doubles.merge(write(house.practitioner), away, into=into)

    def test_the_front_desk_merges_nobody(self, house):
        with pytest.raises(refusals.NotPermitted):
            doubles.merge(write(house.desk), register(house), into=house.patient)


def numbers(house, patient):
    """Return under which ids the rows of a patient are looked for."""
    from django.db import connection, transaction

    from deqi.operations.operation import scope_of

    with transaction.atomic():
        scope_of(house.practitioner).enter(connection)
        row = access.patient(read(house.practitioner), patient)
        return access.numbers_of(row)
