"""Becoming a patient: at the desk, or by oneself; never twice by one account."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from deqi.operations import doubles, episodes, patients, patients_reads, refusals
from tests import clinic
from tests.clinic import ADA, TODAY, House, asked, read, write


def test_numbers_are_counted_by_each_clinic(house: House) -> None:
    other = clinic.second(house)
    second = patients.register(write(house.desk), ADA)
    card = patients_reads.card
    assert card(read(house.desk), second).number == 2
    assert card(read(other.desk), other.patient).number == 1


@pytest.mark.parametrize(
    ("wrong", "refused", "field"),
    [
        ({"family_name": "  "}, patients.Nameless, "family_name"),
        ({"given_name": ""}, patients.Nameless, "family_name"),
        (
            {"birth_date": TODAY + timedelta(days=1)},
            patients.BornTomorrow,
            "birth_date",
        ),
    ],
)
def test_refuses_an_identity_that_cannot_be(
    house: House, wrong: dict[str, object], refused: type[refusals.Refused], field: str
) -> None:
    who = replace(ADA, **wrong)
    with pytest.raises(refused) as told:
        patients.register(write(house.desk), who)
    assert told.value.field == field
    with pytest.raises(refused):
        patients.change(write(house.desk), house.patient, who, patients.Doctor())


def test_a_change_is_found_from_then_on(house: House) -> None:
    who = replace(ADA, family_name="Married")
    doctor = patients.Doctor("Dr Gray")
    patients.change(write(house.desk), house.patient, who, doctor)
    (found,) = patients_reads.find(read(house.desk), "married")
    assert found.name == "Ada Married"
    assert patients_reads.card(read(house.desk), found.id).doctor == doctor
    assert patients_reads.find(read(house.desk), "example") == ()


def test_the_longest_names_and_addresses_are_kept_and_found(house: House) -> None:
    who = patients.Identity(
        "\u00e4" * 100,
        "\ufb03" * 100,
        ADA.birth_date,
        email="e" * 64 + "@" + "x" * 60 + ".example.org",
        phone="1" * 40,
    )
    patient = patients.register(write(house.desk), who)
    (found,) = patients_reads.find(read(house.desk), "ffi aaa")
    assert found.id == patient


def test_nobody_joins_one_clinic_twice(house: House) -> None:
    pat = clinic.joined(house, "pat@example.org")
    with pytest.raises(patients.PatientAlready):
        patients.join(write(pat), ADA)


def test_a_change_leaves_a_merging_alone(house: House) -> None:
    with asked() as queries:
        patients.change(write(house.desk), house.patient, ADA, patients.Doctor())
    (written,) = [sql for sql in queries if sql.startswith('UPDATE "people_patient"')]
    assert "merged" not in written


def test_one_human_being_has_one_open_episode(house: House) -> None:
    other = patients.register(write(house.desk), ADA)
    doubles.merge(write(house.practitioner), house.patient, into=other)
    with asked() as queries, pytest.raises(episodes.EpisodeOpen):
        episodes.open_episode(write(house.desk), other)
    (locked,) = [sql for sql in queries if "FOR UPDATE" in sql]
    assert '"people_patient"' in locked
