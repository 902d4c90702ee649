"""How a patient comes to a clinic: known there, asked, screened, and sometimes led out."""

from __future__ import annotations

from dataclasses import replace

from deqi.core.facts import Speaker
from deqi.core.roles import Role
from deqi.core.rules import Outcome
from deqi.operations import (
    episodes,
    facts,
    patients,
    plans,
    tasks,
    tasks_reads,
)
from deqi.operations.callers import Call
from deqi.operations.episodes import Terms
from deqi.operations.example import houses, intakes, papers
from deqi.operations.example.cases import Case, Part, after
from deqi.operations.facts import Via
from deqi.operations.operation import fresh_key


def register(case: Case) -> None:
    """Make somebody a patient: by themselves, or at the desk."""
    who = case.story.who
    if not case.story.joins:
        doctor = papers.doctor(case)
        case.patient = patients.register(case.desk(), who, doctor=doctor)
        return
    newcomer = houses.join(case.house, who.email, f"{who.given_name} {who.family_name}")
    case.patient = patients.join(Call(newcomer, fresh_key()), who)
    case.own = houses.acting(who.email, Role.PATIENT)


def open_episode(case: Case) -> None:
    """Open an episode; the practitioner who takes it on is the usual one."""
    call = case.needles() if case.own is None else case.own_or_desk()
    case.episode = episodes.open_episode(call, case.patient, terms(case))


def terms(case: Case, *, wants_maintenance: bool | None = None) -> Terms:
    """Return what holds for the episode; who comes back pays by themselves."""
    drawn = replace(case.story.terms, wants_maintenance=wants_maintenance)
    return drawn if case.number == 0 else replace(drawn, payer="", payer_number="")


def answer(case: Case) -> None:
    """Answer the questions of the intake, at home or asked at the clinic."""
    told = {**intakes.of_patient(case.story.kind), **case.story.told}
    if case.own is not None:
        facts.answer(case.own_or_desk(), case.episode, told, via=Via.INTAKE)
        return
    facts.answer(case.needles(), case.episode, told, by=Speaker.PATIENT, via=Via.INTAKE)


def examine(case: Case) -> None:
    """Let the practitioner find what is theirs to find, and ask what was left open."""
    told = intakes.of_practitioner(case.story.kind)
    facts.answer(
        case.needles(), case.episode, told, by=Speaker.PRACTITIONER, via=Via.DESK
    )


def outcome(case: Case) -> Outcome:
    """Return what the screening of the moment says."""
    return plans.propose(case.reads(), case.episode).screening.outcome


def is_led_out(found: Outcome) -> bool:
    """Return whether a doctor comes first."""
    return found in (Outcome.REFER, Outcome.EMERGENCY)


def lead_out(case: Case, found: Outcome) -> Part[None]:
    """Ring the patient, say where they must go, and end the episode."""
    yield after(25 if found is Outcome.EMERGENCY else 95)
    for task in tasks_reads.listed(case.reads(), patient=case.patient):
        tasks.finish(case.needles(), task.id, note=_RUNG[found])
    yield after(5)
    episodes.discharge(case.needles(), case.episode, note=_SENT[found])
    yield from papers.write_letter(case)


_RUNG = {
    Outcome.EMERGENCY: "Rang the patient at once; an ambulance is on its way.",
    Outcome.REFER: "Rang the patient; they see their doctor today.",
}
_SENT = {
    Outcome.EMERGENCY: "Not needled. Sent to the emergency department, with a letter.",
    Outcome.REFER: "Not needled. Referred to the doctor, with a letter.",
}
