"""A copy of everything that is kept of a patient: whole, and theirs alone."""

from __future__ import annotations

import pytest
from django.apps import apps

from deqi.operations import (
    copies,
    doubles,
    intake,
    plans,
    refusals,
)
from deqi.operations import (
    patients as registering,
)
from deqi.records.rows import PatientRow
from tests import charted, clinic, patients
from tests.clinic import House, read, write


def test_a_patient_takes_everything_along(house: House) -> None:
    ada = patients.ada(house)
    charted.ready(house)
    intake.answer(write(ada), {"goals": ["Dig"], "pain_regions": ["low_back_left"]})
    plans.sign(write(house.practitioner), house.episode)
    charted.signed(house)
    found = copies.read(read(ada))
    held = set(found.tables)
    assert {"patients", "episodes", "facts", "consents", "plans", "sessions"} <= held
    assert found.person["family_name"] == "Example"
    assert {"fact": "goals", "value": ["Dig"]}.items() <= _row(
        found, "facts", "goals"
    ).items()
    assert list(found.practitioners.values()) == ["Needles Example"]


def _row(found: copies.Copy, table: str, fact: str) -> dict[str, object]:
    return next(dict(each) for each in found.tables[table] if each["fact"] == fact)


def test_no_secret_and_no_file_is_in_it(house: House) -> None:
    found = copies.read(read(patients.ada(house)))
    columns = {name for rows in found.tables.values() for row in rows for name in row}
    assert "links" in found.tables
    assert not columns & {"token_hash", "content", "pdf", "search", "clinic"}


def test_every_table_of_a_patient_is_looked_at() -> None:
    named = [m for m in apps.get_models() if issubclass(m, PatientRow)]
    assert len(named) == len({m._meta.verbose_name_plural for m in named})


def test_a_manager_copies_for_a_patient_of_the_clinic(house: House) -> None:
    assert copies.read(read(house.manager), house.patient).name == "Ada Example"
    with pytest.raises(refusals.NotFound):
        copies.read(read(house.manager))
    with pytest.raises(refusals.NotFound):
        copies.read(read(clinic.second(house).manager), house.patient)


def test_a_patient_gets_their_own_whatever_they_name(house: House) -> None:
    other = patients.pat(house)
    assert copies.read(read(other), house.patient).name == "Pat Example"


def test_what_stands_under_a_merged_number_is_in_it(house: House) -> None:
    double = registering.register(write(house.desk), clinic.ADA)
    doubles.merge(write(house.practitioner), double, into=house.patient)
    found = copies.read(read(house.manager), house.patient)
    assert len(found.tables["patients"]) == 2
