"""Patients as the desk finds them, and their cards: never the chart."""

from dataclasses import replace
from datetime import date

import pytest

from deqi.core.visits import Step
from deqi.operations import charts_reads, doubles, patients, patients_reads, refusals
from tests import clinic
from tests.clinic import ADA, book, read, write


def register(house, given, family="Example", **more):
    who = replace(ADA, given_name=given, family_name=family, **more)
    return patients.register(write(house.desk), who)


def names(house, typed):
    return [each.name for each in patients_reads.find(read(house.desk), typed)]


class TestFinding:
    @pytest.mark.parametrize(
        "typed",
        ["ada", "ADA ex", "exam ad", "1971-05-04", "04.05.1971", "1", "0201111", "áda"],
    )
    def test_each_word_begins_a_word_of_the_entry(self, house, typed):
        register(house, "Bob", "Other", birth_date=date(1990, 2, 2), phone="0309")
        assert names(house, typed)[0] == "Ada Example"

    @pytest.mark.parametrize("typed", ["da", "xample", "ada bob", "%", "_da"])
    def test_neither_the_middle_of_a_word_nor_a_pattern_finds_anybody(
        self, house, typed
    ):
        assert names(house, typed) == []

    def test_sorts_by_name_and_finds_no_more_than_fit(self, house):
        for at in range(patients_reads.MOST_FOUND + 2):
            register(house, "Zoe", f"Family{chr(ord('z') - at)}")
        found = names(house, "zoe")
        assert len(found) == patients_reads.MOST_FOUND
        assert found == sorted(found)

    def test_nothing_typed_gives_who_was_entered_last(self, house):
        register(house, "Bob")
        assert names(house, "  ") == ["Bob Example", "Ada Example"]

    def test_a_merged_number_finds_the_patient_who_stands_once(self, house):
        twin = register(house, "Adelheid")
        doubles.merge(write(house.practitioner), twin, into=house.patient)
        (found,) = patients_reads.find(read(house.desk), "adel")
        assert (found.id, found.name) == (house.patient, "Ada Example")
        assert len(names(house, "example")) == 1

    def test_another_clinics_patients_are_not_found(self, house):
        clinic.second(house)
        assert names(house, "ada") == ["Ada Example"]


class TestCard:
    def test_tells_who_when_and_who_pays(self, house):
        book(house, 9)
        card = patients_reads.card(read(house.desk), house.patient)
        assert (card.name, card.number, card.numbers) == ("Ada Example", 1, ())
        assert card.identity == ADA
        (visit,) = card.visits
        assert (visit.starts.hour, visit.step) == (9, Step.BOOKED)
        (episode,) = card.episodes
        assert (episode.is_open, episode.practitioner) == (True, "Needles Example")
        assert card.today == card.registered_on == clinic.TODAY

    def test_gathers_every_number(self, house):
        twin = register(house, "Ada")
        doubles.merge(write(house.practitioner), twin, into=house.patient)
        book(house, 9)
        card = patients_reads.card(read(house.desk), twin)
        assert (card.id, card.numbers) == (house.patient, (2,))
        assert len(card.visits) == 1

    def test_opening_it_is_on_record(self, house, owner):
        patients_reads.card(read(house.desk), house.patient)
        asked = "SELECT patient FROM audit_event WHERE operation = 'patients.card'"
        assert owner.execute(asked).fetchall() == [(house.patient,)]

    def test_another_clinics_patient_has_none(self, house):
        other = clinic.second(house)
        for asked in (patients_reads.card, charts_reads.chart):
            with pytest.raises(refusals.NotFound):
                asked(read(house.practitioner), other.patient)

    def test_two_are_shown_side_by_side(self, house):
        twin = register(house, "Ada")
        one, other = patients_reads.pair(read(house.manager), house.patient, twin)
        assert (one.number, other.number) == (1, 2)
