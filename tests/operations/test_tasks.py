"""Tasks: written, opened by what happens, finished with a word."""

from dataclasses import replace
from datetime import timedelta

import pytest

from deqi.operations import patients, refusals, tasks, tasks_reads
from tests import clinic
from tests.clinic import TODAY, read, write


def wanted(house, **more):
    return tasks.Wanted(
        "red_flag",
        "Saddle numbness: emergency department",
        TODAY,
        urgency="emergency",
        patient=house.patient,
        **more,
    )


def ask(house, one):
    """Open a task as an operation does."""
    from deqi.operations.operation import asking

    call = write(house.practitioner)
    with asking("tasks.add", call):
        return tasks.ask(call, one)


def test_the_gravest_stands_first_then_the_soonest(house):
    desk = write(house.desk)
    tasks.add(desk, "Order needles", due_on=TODAY + timedelta(days=1))
    tasks.add(write(house.desk), "Ring back", due_on=TODAY, patient=house.patient)
    ask(house, wanted(house))
    tasks.add(write(house.desk), "Letter", due_on=TODAY, urgency="soon")
    listed = tasks_reads.listed(read(house.practitioner))
    assert [each.title for each in listed] == [
        "Saddle numbness: emergency department",
        "Letter",
        "Ring back",
        "Order needles",
    ]
    assert [each.patient_name for each in listed] == [
        "Ada Example",
        "",
        "Ada Example",
        "",
    ]


def test_the_desk_reads_no_finding(house):
    ask(house, wanted(house))
    (seen,) = tasks_reads.listed(read(house.desk))
    assert "numbness" not in seen.title
    assert seen.title == "A practitioner has to look at this patient now"
    assert seen.patient_name == "Ada Example"


def test_the_desk_is_told_less_where_it_can_wait(house):
    ask(house, replace(wanted(house), urgency="urgent", kind="follow_up"))
    (seen,) = tasks_reads.listed(read(house.desk))
    assert seen.title == "A practitioner has to look at this patient"


def test_a_subject_has_one_open_task_of_a_kind(house):
    assert ask(house, wanted(house, subject=house.episode))
    assert ask(house, wanted(house, subject=house.episode)) is None
    assert len(tasks_reads.listed(read(house.practitioner))) == 1


def test_finishing_takes_it_off_the_list_and_keeps_who(house, owner):
    task = tasks.add(write(house.desk), "Ring back", due_on=TODAY)
    tasks.finish(write(house.desk), task, note=" rung ")
    assert tasks_reads.listed(read(house.desk)) == ()
    kept = owner.execute("SELECT done_by_id, done_note FROM papers_task").fetchone()
    assert kept == (house.desk.user, "rung")
    with pytest.raises(tasks.FinishedAlready):
        tasks.finish(write(house.desk), task)


def test_an_emergency_is_not_closed_without_a_word(house):
    task = ask(house, wanted(house))
    with pytest.raises(tasks.SayWhatWasDone) as refused:
        tasks.finish(write(house.practitioner), task)
    assert refused.value.field == "note"
    tasks.finish(write(house.practitioner), task, note="In the department by 9:40.")


def test_refuses_words_that_say_nothing(house):
    with pytest.raises(tasks.Untitled):
        tasks.add(write(house.desk), "  ", due_on=TODAY)
    with pytest.raises(tasks.UnknownUrgency):
        tasks.add(write(house.desk), "Ring", due_on=TODAY, urgency="whenever")


def test_another_clinics_tasks_and_patients_are_not_there(house):
    other = clinic.second(house)
    task = tasks.add(write(other.desk), "Order needles", due_on=TODAY)
    assert tasks_reads.listed(read(house.desk)) == ()
    with pytest.raises(refusals.NotFound):
        tasks.finish(write(house.desk), task)
    with pytest.raises(refusals.NotFound):
        tasks.add(write(house.desk), "Ring", due_on=TODAY, patient=other.patient)


def test_one_patients_tasks_are_found_under_every_number(house):
    from deqi.operations import doubles

    twin = patients.register(write(house.desk), clinic.ADA)
    tasks.add(write(house.desk), "Ring back", due_on=TODAY, patient=twin)
    tasks.add(write(house.desk), "Order needles", due_on=TODAY)
    doubles.merge(write(house.practitioner), twin, into=house.patient)
    (seen,) = tasks_reads.listed(read(house.desk), patient=house.patient)
    assert (seen.title, seen.patient) == ("Ring back", house.patient)


def test_a_list_is_audited_with_everybody_on_it(house, owner):
    tasks.add(write(house.desk), "Order needles", due_on=TODAY)
    tasks.add(write(house.desk), "Ring back", due_on=TODAY, patient=house.patient)
    tasks_reads.listed(read(house.practitioner))
    told = "SELECT patient FROM audit_event WHERE operation = 'tasks.list'"
    assert owner.execute(told).fetchall() == [(house.patient,)]
