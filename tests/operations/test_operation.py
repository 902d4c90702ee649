"""The wrapper: permission, scope, key and audit, for every operation alike."""

from __future__ import annotations

import threading
from uuid import uuid4

import psycopg
import pytest
from django.db import DataError, connection, connections
from django.test import override_settings

from deqi.core.roles import Role
from deqi.operations import clock, patients, refusals
from deqi.operations.callers import Actor, Call, NoClinic, ScopeUnclear
from deqi.operations.operation import (
    NamedTwice,
    UnknownOperation,
    asking,
    reads,
    writes,
)
from tests.clinic import ADA, House, at, read, second, write

AUDIT = (
    "SELECT operation, role, allowed, why, patient, key FROM audit_event"
    " WHERE operation = %s ORDER BY at"
)


def events(owner: psycopg.Connection, name: str) -> list[tuple]:
    return owner.execute(AUDIT, [name]).fetchall()


def test_a_write_leaves_one_event_that_names_the_patient(
    house: House, owner: psycopg.Connection
) -> None:
    call = write(house.desk)
    patient = patients.register(call, ADA)
    last = events(owner, "patients.register")[-1]
    assert last == ("patients.register", "front_desk", True, "", patient, call.key)


def test_who_may_not_is_refused_before_anything_is_read(
    house: House, owner: psycopg.Connection
) -> None:
    with pytest.raises(refusals.NotPermitted):
        patients.register(write(house.network), ADA)
    (last,) = [e for e in events(owner, "patients.register") if not e[2]]
    assert last[1:4] == ("network_manager", False, "not_permitted")


def test_what_is_refused_leaves_no_row_and_an_event(
    house: House, owner: psycopg.Connection
) -> None:
    before = owner.execute("SELECT count(*) FROM people_person").fetchone()
    nameless = patients.Identity("", "", ADA.birth_date)
    with pytest.raises(patients.Nameless):
        patients.register(write(house.desk), nameless)
    assert owner.execute("SELECT count(*) FROM people_person").fetchone() == before
    assert events(owner, "patients.register")[-1][2:4] == (False, "nameless")


def test_what_no_row_can_keep_is_refused_in_words(
    house: House, owner: psycopg.Connection
) -> None:
    odd = patients.Identity("Odd\0", "Ada", ADA.birth_date)
    with pytest.raises(refusals.Unkept, match="cannot be kept"):
        patients.register(write(house.desk), odd)
    assert events(owner, "patients.register")[-1][2:4] == (False, "unkept")


def test_a_fault_of_ours_is_not_told_as_theirs(house: House) -> None:
    with (
        pytest.raises(DataError, match="division by zero"),
        asking("patients.find", read(house.desk)),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT 1 / 0")


def test_the_same_key_brings_the_same_result_and_one_row(
    house: House, owner: psycopg.Connection
) -> None:
    before = _patients(owner)
    call = write(house.desk)
    first = patients.register(call, ADA)
    assert patients.register(Call(house.desk, call.key), ADA) == first
    assert _patients(owner) == before + 1


def test_a_key_stands_for_one_thing_alone(house: House) -> None:
    call = write(house.desk)
    patients.register(call, ADA)
    other = patients.Identity("Else", "Somebody", ADA.birth_date)
    with pytest.raises(refusals.KeyReused):
        patients.register(Call(house.desk, call.key), other)


def test_a_key_of_somebody_else_opens_nothing(house: House) -> None:
    call = write(house.desk)
    patients.register(call, ADA)
    with pytest.raises(refusals.KeyReused):
        patients.register(Call(house.practitioner, call.key), ADA)


def test_a_refused_write_gives_its_key_back(house: House) -> None:
    call = write(house.desk)
    with pytest.raises(patients.Nameless):
        patients.register(call, patients.Identity("", "", ADA.birth_date))
    assert patients.register(Call(house.desk, call.key), ADA)


def test_a_write_without_a_key_is_refused(house: House) -> None:
    with pytest.raises(refusals.KeyMissing):
        patients.register(Call(house.desk), ADA)


def test_one_key_sent_twice_at_once_is_written_once(
    house: House, owner: psycopg.Connection
) -> None:
    before, key = _patients(owner), uuid4()
    gate, got = threading.Barrier(4), []

    def send() -> None:
        gate.wait()
        with at():
            got.append(patients.register(Call(house.desk, key), ADA))
        connections.close_all()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(got) == 4
    assert len(set(got)) == 1
    assert _patients(owner) == before + 1


def test_another_clinic_is_told_nothing_of_a_patient(house: House) -> None:
    other = second(house)
    doctor = patients.Doctor()
    with pytest.raises(refusals.NotFound):
        patients.change(write(other.desk), house.patient, ADA, doctor)
    assert patients.change(write(house.desk), house.patient, ADA, doctor)


def test_the_clock_can_only_be_set_where_examples_are_kept(
    house: House,
) -> None:
    moment = clock.now()
    with (
        override_settings(DEQI_EXAMPLES=False),
        pytest.raises(clock.ClockNotYours),
        clock.example_time(moment),
    ):
        pass


def test_a_set_clock_writes_example_clinics_alone(
    house: House, owner: psycopg.Connection
) -> None:
    owner.execute("UPDATE clinics_clinic SET is_example = false")
    with pytest.raises(refusals.ExamplesOnly):
        patients.register(write(house.desk), ADA)


def test_an_operation_stands_in_the_matrix_and_once() -> None:
    with pytest.raises(UnknownOperation):
        reads("patients.forget")(lambda call: None)
    with pytest.raises(NamedTwice):
        writes("patients.register")(lambda call: uuid4())


def test_an_actor_is_a_patient_with_limits_or_staff_without() -> None:
    user, network = uuid4(), uuid4()
    with pytest.raises(ScopeUnclear):
        Actor(user, Role.PATIENT, network, ())
    with pytest.raises(ScopeUnclear):
        Actor(user, Role.FRONT_DESK, network, (), patients=(uuid4(),))


def test_a_role_of_the_network_has_no_clinic_to_work_at(house: House) -> None:
    with pytest.raises(NoClinic):
        _ = Call(house.network).clinic


def _patients(owner: psycopg.Connection) -> int:
    row = owner.execute("SELECT count(*) FROM people_patient").fetchone()
    assert row is not None
    return int(row[0])
