"""What patients ask of a clinic about their record, and its answers."""

from __future__ import annotations

from uuid import uuid4

import psycopg
import pytest

from deqi.operations import refusals, requests, tasks_reads
from deqi.operations.requests import Kind
from tests import clinic, patients
from tests.clinic import TODAY, House, read, write
from tests.operations.rows import one


def test_a_request_is_a_task_until_it_is_answered(house: House) -> None:
    ada = patients.ada(house)
    asked = requests.ask(write(ada), Kind.CORRECTION, " My street is wrong. ")
    (task,) = tasks_reads.listed(read(house.manager))
    assert (task.kind, task.patient) == ("request", house.patient)
    (own,) = requests.mine(read(ada)).requests
    assert (own.id, own.text, own.on, own.answer) == (
        asked,
        "My street is wrong.",
        TODAY,
        "",
    )
    requests.answer(write(house.manager), asked, "We have changed it.")
    (own,) = requests.mine(read(ada)).requests
    assert (own.answer, own.answered_on) == ("We have changed it.", TODAY)


def test_a_manager_sees_what_waits_first_and_leaves_a_trace(
    house: House, owner: psycopg.Connection
) -> None:
    ada = patients.ada(house)
    done = requests.ask(write(ada), Kind.COPY, "")
    requests.answer(write(house.manager), done, "Sent.")
    waits = requests.ask(write(ada), Kind.ERASURE, "All of it.")
    assert [each.id for each in requests.listed(read(house.manager))] == [waits, done]
    traced = "SELECT count(*) FROM audit_event WHERE operation = 'requests.list' AND patient = %s"
    assert one(owner, traced, house.patient) == 1


def test_words_are_needed_both_ways(house: House) -> None:
    ada = patients.ada(house)
    with pytest.raises(requests.NothingAsked):
        requests.ask(write(ada), Kind.ERASURE, " ")
    asked = requests.ask(write(ada), Kind.COPY, "")
    with pytest.raises(requests.NothingAsked):
        requests.answer(write(house.manager), asked, " ")


def test_an_answer_is_given_once_and_at_ones_own_clinic(house: House) -> None:
    asked = requests.ask(write(patients.ada(house)), Kind.COPY, "")
    river = clinic.second(house)
    assert requests.listed(read(river.manager)) == ()
    for wrong in (asked, uuid4()):
        with pytest.raises(refusals.NotFound):
            requests.answer(write(river.manager), wrong, "Sent.")
    requests.answer(write(house.manager), asked, "Sent.")
    with pytest.raises(requests.AnsweredAlready):
        requests.answer(write(house.manager), asked, "Sent again.")


def test_only_a_patient_asks(house: House) -> None:
    with pytest.raises(refusals.NotPermitted):
        requests.ask(write(house.practitioner), Kind.COPY, "")
