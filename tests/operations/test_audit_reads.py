"""The audit as a manager reads it: filtered, in pages, and no number for the network."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import psycopg
import pytest

from deqi.core.roles import Role
from deqi.operations import (
    audit_reads,
    doubles,
    patients,
    patients_reads,
    refusals,
    staff,
    staff_reads,
)
from deqi.operations.audit_reads import PAGE, Asked
from tests import clinic
from tests.clinic import TODAY, House, asked, read, write

READ = "audit.read"


def found(house: House, **asked: object) -> tuple[audit_reads.Entry, ...]:
    return audit_reads.page(read(house.manager), Asked(**asked)).entries


def test_tells_who_read_a_chart(house: House) -> None:
    patients_reads.card(read(house.desk), house.patient)
    (last, *_) = found(house, patient_number=1)
    assert (last.operation, last.role) == ("patients.card", "front_desk")
    assert last.actor == "Desk Example"
    assert last.patient_numbers == (1,)
    assert found(house, patient_number=2) == ()


def test_tells_whom_a_search_and_a_list_of_doubles_showed(house: House) -> None:
    again = patients.register(write(house.desk), clinic.ADA)
    stranger = patients.Identity("Other", "Otto", TODAY)
    patients.register(write(house.desk), stranger)
    for ask in (
        lambda: patients_reads.find(read(house.desk), "ada"),
        lambda: doubles.find(read(house.desk)),
        lambda: doubles.alike(read(house.desk), clinic.ADA),
    ):
        before = {each.id for each in found(house)}
        with asked() as queries:
            ask()
        told = [each for each in found(house) if each.id not in before]
        (one,) = [each for each in told if each.operation != READ]
        assert one.patient_numbers == (1, 2)
        assert sum("INSERT" in each for each in queries) == 1
    assert again


def test_tells_of_a_search_that_found_nobody(house: House) -> None:
    patients_reads.find(read(house.desk), "nobody of this name")
    last = found(house, operation="patients.find")[0]
    assert last.patient_numbers == ()


def test_names_who_has_left_after_who_is_here(house: House) -> None:
    other = clinic.second(house)
    rows = {row.role: row for row in staff_reads.listed(read(house.manager))}
    staff.end(write(house.manager), rows[Role.FRONT_DESK].id)
    told = audit_reads.people(read(house.manager))
    assert [(each.name, each.has_left) for each in told] == [
        ("Manager Example", False),
        ("Needles Example", False),
        ("Desk Example", True),
    ]
    clinic.hire(
        house.network, house.clinic, Role.CLINIC_MANAGER, "desk@garden.example.org"
    )
    assert not any(each.has_left for each in audit_reads.people(read(house.manager)))
    assert len(audit_reads.people(read(other.network))) == 7


def test_shows_one_day_one_person_one_noun(house: House) -> None:
    patients_reads.card(read(house.desk), house.patient)
    assert found(house, on=TODAY)
    assert found(house, on=TODAY - timedelta(days=1)) == ()
    assert {each.actor for each in found(house, actor=house.desk.user)} == {
        "Desk Example"
    }
    told = {each.operation for each in found(house, operation="patients")}
    assert told == {"patients.register", "patients.card"}


def test_shows_what_was_refused(house: House) -> None:
    assert found(house, refused=True) == ()
    with pytest.raises(patients.Nameless):
        patients.register(write(house.desk), patients.Identity("", "", TODAY))
    (entry,) = found(house, refused=True)
    assert (entry.allowed, entry.why) == (False, "nameless")


def test_what_was_refused_stands_apart_from_what_was_done(
    house: House, owner: psycopg.Connection
) -> None:
    patients_reads.card(read(house.desk), house.patient)
    with pytest.raises(refusals.NotFound):
        patients_reads.card(read(house.desk), uuid4())
    # An example's clock may stand still: both askings are of one moment then.
    owner.execute("UPDATE audit_event SET at = now() WHERE operation = 'patients.card'")
    told = found(house, operation="patients.card")
    assert sorted((each.allowed, each.why) for each in told) == [
        (False, "not_found"),
        (True, ""),
    ]


def test_turns_pages_without_a_gap_or_a_double(house: House) -> None:
    for _ in range(PAGE):
        patients_reads.card(read(house.desk), house.patient)
    first = audit_reads.page(read(house.manager))
    rest = audit_reads.page(read(house.manager), Asked(before=first.more))
    ids = [each.id for each in (*first.entries, *rest.entries)]
    assert len(first.entries) == PAGE
    assert rest.more is None
    assert len(ids) == len(set(ids))


def test_a_clinic_sees_its_own_and_the_network_no_number(house: House) -> None:
    other = clinic.second(house)
    patients_reads.card(read(house.desk), house.patient)
    assert {each.clinic for each in found(other)} == {"River Clinic"}
    page = audit_reads.page(read(other.network), Asked(operation="patients"))
    assert {each.clinic for each in page.entries} == {"Garden Clinic", "River Clinic"}
    assert {each.patient_numbers for each in page.entries} == {()}
    assert audit_reads.page(read(other.network), Asked(on=TODAY)).entries


def test_the_network_asks_by_no_patients_number(house: House) -> None:
    network = clinic.second(house).network
    with pytest.raises(refusals.Unfit):
        audit_reads.page(read(network), Asked(patient_number=1))


def test_the_desk_reads_no_audit(house: House) -> None:
    with pytest.raises(refusals.NotPermitted):
        audit_reads.page(read(house.desk))
