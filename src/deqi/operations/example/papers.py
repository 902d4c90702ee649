"""What is written beside treatments: letters, files, second entries, tasks by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache

import typst

from deqi.operations import (
    documents,
    doubles,
    letters,
    patients,
    requests,
    shortcuts,
    tasks,
)
from deqi.operations.callers import Actor, Call
from deqi.operations.example import names
from deqi.operations.example.cases import Case, Part, after
from deqi.operations.example.houses import write
from deqi.operations.example.values import Extent, House
from deqi.operations.operation import fresh_key
from deqi.operations.patients import Doctor


def doctor(case: Case) -> Doctor:
    """Return whom letters about a patient go to."""
    return names.DOCTORS[case.story.index % len(names.DOCTORS)]


def write_letter(case: Case) -> Part[None]:
    """Write to the doctor: drafted at once, signed in the evening, sent the next day."""
    if case.own is not None:
        # Who has joined by themselves has not been asked for their doctor yet.
        patients.change(case.desk(), case.patient, case.story.who, doctor(case))
    letter = letters.draft(case.needles(), case.episode)
    yield after(5 * 60)
    letters.sign(case.needles(), letter, revision=1)
    yield after(16 * 60)
    letters.send(case.desk(), letter)


def file_referral(case: Case) -> None:
    """File the letter with which a doctor sent the patient."""
    name = "Referral of an invented patient.pdf"
    documents.add(
        case.desk(), case.patient, name=name, sent=_referral(doctor(case).doctor_name)
    )


@cache
def _referral(signed: str) -> bytes:
    text = (
        "= Referral (example)\n\nThis letter is invented, and so is whoever it is about."
        f"\n\nBack pain that has not gone; please see and treat.\n\n{signed}"
    )
    return typst.compile(
        text.encode(),
        format="pdf",
        ignore_system_fonts=True,
        timestamp=datetime(2026, 1, 1, tzinfo=UTC),
    )


def ask_for_a_copy(case: Case, own: Actor) -> Part[None]:
    """Let a patient ask for their record; the manager answers after two days."""
    asked = requests.ask(Call(own, fresh_key()), requests.Kind.COPY, "")
    yield after(2 * 24 * 60)
    told = "It is ready at the desk; please bring a proof of who you are."
    requests.answer(Call(case.house.manager, fresh_key()), asked, told)


def enter_twice(case: Case) -> Part[None]:
    """Let the desk enter somebody a second time; one of the two pairs is found."""
    who = replace(case.story.who, email="", street="", city="")
    double = patients.register(case.desk(), who, doctor=doctor(case))
    yield after(25)
    if case.story.is_found_twice:
        manager = Call(case.house.manager, fresh_key())
        doubles.merge(manager, double, into=case.patient)


def chores(extent: Extent, house: House) -> Part[None]:
    """Tell what the people of a clinic do beside their patients."""
    practitioner = house.workplaces[0].actor
    shortcuts.keep(write(practitioner), word="lumbar", line="BL23 b; BL25 b")
    today = extent.until.astimezone(house.zone).date()
    yield extent.until - timedelta(days=3)
    for title, urgency, days in CHORES:
        due_on = today + timedelta(days=days)
        tasks.add(write(house.desk), title, due_on=due_on, urgency=urgency)
    yield extent.until - timedelta(hours=4)
    tasks.add(write(house.desk), "Ring the plumber about room 2", due_on=today)


CHORES = (
    ("Order needles, 0.25 by 40 mm", "usual", -1),
    ("Send the list of visits to the payer", "soon", 0),
    ("Water the larches", "usual", 4),
)
"""What is to be done, how urgently, and in how many days; below 0 it is overdue."""
