"""A chart on one page: what was found, planned, given, measured, decided and written."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import psycopg

from deqi.core.rules import Outcome
from deqi.operations import (
    charts_reads,
    documents,
    doubles,
    episodes,
    measurements,
    patients,
    plans,
    tasks,
)
from deqi.operations.charts import Chart, Kind
from deqi.operations.measurements import Taken
from deqi.operations.patients_reads import SHOWN
from tests import charted
from tests.clinic import ADA, MORNING, TODAY, House, asked, at, book, read, write
from tests.operations.test_documents import pdf


def chart(house: House) -> Chart:
    return charts_reads.chart(read(house.practitioner), house.patient)


def test_a_new_chart_is_empty_and_says_so(house: House) -> None:
    found = chart(house)
    assert (found.name, found.number, found.today) == ("Ada Example", 1, TODAY)
    assert found.current is not None
    assert (found.current.screened, found.current.planned) == (None, None)
    assert (found.curve, found.history, found.visits, found.tasks) == (None, (), (), ())


def test_tells_what_was_found_and_planned(house: House) -> None:
    charted.ready(house)
    plans.sign(write(house.practitioner), house.episode, plans.Changes(note="Gently."))
    now = chart(house).current
    assert now is not None
    assert now.title == "Low back pain, since 23 November 2026"
    assert now.screened is not None
    assert now.screened.outcome is Outcome.PROCEED
    assert now.planned is not None
    assert (now.planned.by, now.planned.note) == ("Needles Example", "Gently.")
    assert "BL23" in now.planned.sites
    assert len(set(now.planned.sites)) == len(now.planned.sites)


def test_names_findings_that_nobody_has_cleared(house: House) -> None:
    charted.ready(house)
    charted.tell(house, {"saddle_numbness": True})
    now = chart(house).current
    assert now is not None
    assert now.screened is not None
    assert now.screened.outcome is Outcome.EMERGENCY
    assert now.screened.findings
    (task,) = chart(house).tasks
    assert task.urgency == "emergency"


def test_the_history_holds_each_kind_the_newest_first(house: House) -> None:
    charted.ready(house)
    session = charted.signed(house)
    with at(MORNING + timedelta(days=1)):
        documents.add(write(house.desk), house.patient, name="scan.pdf", sent=pdf())
    found = chart(house)
    assert [each.kind for each in found.history] == [Kind.DOCUMENT, Kind.SESSION]
    (given,) = found.of(Kind.SESSION)
    assert (given.id, given.on, given.state) == (session, TODAY, "signed")
    assert given.who == "Needles Example"
    assert "BL23" in given.title
    (kept,) = found.of(Kind.DOCUMENT)
    assert (kept.title, kept.state, kept.who) == ("scan.pdf", "application/pdf", "")


def test_two_thousand_sessions_ask_as_much_as_one(
    house: House, owner: psycopg.Connection
) -> None:
    charted.ready(house)
    session = charted.signed(house)
    with asked() as one:
        chart(house)
    charted.copies(owner, session, 1999)
    with asked() as many:
        found = chart(house)
    assert len(one) == len(many) == 10
    assert found.current is not None
    assert found.current.sessions == 2000
    assert len(found.of(Kind.SESSION)) == SHOWN
    assert found.curve is not None
    assert len(found.curve.sessions) == charts_reads.FARTHEST
    assert found.curve.sessions[-1] == TODAY


def test_the_curve_is_of_the_instrument_that_decides_first(house: House) -> None:
    call = write(house.practitioner)
    measurements.record(call, house.episode, Taken("PEG", total=5))
    found = chart(house).curve
    assert found is not None
    assert found.lower_is_better is True
    for days, points in ((1, 7), (2, 4)):
        with at(MORNING + timedelta(days=days)):
            taken = Taken("NRS", total=points)
            measurements.record(write(house.practitioner), house.episode, taken)
    found = chart(house).curve
    assert found is not None
    assert [each.score for each in found.scores] == [7, 4]
    assert (found.low, found.high) == (0, 10)


def test_an_episode_that_ended_goes_to_the_earlier_ones(house: House) -> None:
    call = write(house.practitioner)
    measurements.record(call, house.episode, Taken("NRS", total=5))
    episodes.discharge(write(house.practitioner), house.episode, note="Well.")
    found = chart(house)
    assert found.current is None
    (ended,) = found.earlier
    assert ended.discharged_on == TODAY
    assert found.curve is not None
    with at(MORNING + timedelta(days=1)):
        again = episodes.open_episode(write(house.practitioner), house.patient)
        found = chart(house)
    assert found.current is not None
    assert found.current.id == again
    assert found.curve is None


def test_a_patient_without_an_episode_has_a_chart(house: House) -> None:
    newcomer = patients.register(write(house.desk), replace(ADA, given_name="Bob"))
    found = charts_reads.chart(read(house.practitioner), newcomer)
    assert (found.current, found.earlier, found.curve) == (None, (), None)


def test_both_numbers_of_one_patient_are_one_chart(house: House) -> None:
    charted.ready(house)
    charted.signed(house)
    book(house, 14)
    call = write(house.desk)
    tasks.add(call, "Ring", due_on=TODAY, patient=house.patient)
    twin = patients.register(write(house.desk), ADA)
    doubles.merge(write(house.practitioner), house.patient, into=twin)
    found = chart(house)
    assert (found.id, found.number, found.numbers) == (twin, 2, (1,))
    assert len(found.of(Kind.SESSION)) == len(found.visits) == len(found.tasks) == 1
    assert found.current is not None


def test_opening_a_chart_is_on_record(house: House, owner: psycopg.Connection) -> None:
    chart(house)
    asked_ = "SELECT patient FROM audit_event WHERE operation = 'patients.chart'"
    assert owner.execute(asked_).fetchall() == [(house.patient,)]
