"""The plan of the patient who calls, and the advice that goes with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from deqi.core import planning
from deqi.core.plans import Beside
from deqi.knowledge import advice
from deqi.operations import access, clock, emergencies, intake, plans, templates
from deqi.operations.callers import Call
from deqi.operations.emergencies import Words
from deqi.operations.operation import reads
from deqi.operations.plans import Signed
from deqi.operations.templates import Text, Use
from deqi.records.clinics.models import Template


@dataclass(frozen=True, slots=True)
class Planned:
    """What was planned for a patient.

    Parameters
    ----------
    words : Words
        What the clinic tells a patient in danger.
    name : str
        Of the patient, for the printed sheet.
    today : date
        The day that it is at the clinic.
    plan : Signed or None
        The one that stands; None before a practitioner has signed any.
    goals : tuple of str
        In the patient's own words.
    """

    words: Words
    name: str
    today: date
    plan: Signed | None
    goals: tuple[str, ...]


@reads("plans.mine")
def mine(call: Call) -> Planned:
    """Return the plan of the patient who calls."""
    clinic = access.clinic(call)
    words, today = emergencies.words(clinic), clock.today(clinic.time_zone)
    row = access.own_episode(call)
    if row is None:
        return Planned(words, "", today, None, ())
    goals = intake.own_words(row).get("goals")
    wanted = tuple(map(str, goals)) if isinstance(goals, list) else ()
    return Planned(words, row.patient.person.name, today, plans.standing(row), wanted)


@dataclass(frozen=True, slots=True)
class Advised:
    """What a patient is told for every day.

    Parameters
    ----------
    words : Words
        What the clinic tells a patient in danger.
    name : str
        Of the patient, for the printed sheet.
    today : date
        The day that it is at the clinic.
    advice : tuple of Beside
        What fits this person, with what is known of it.
    aftercare : str
        The clinic's own words for the day after needling; empty without any.
    """

    words: Words
    name: str
    today: date
    advice: tuple[Beside, ...]
    aftercare: str


@reads("advice.mine")
def advised(call: Call) -> Advised:
    """Return the advice for the patient who calls, and the clinic's word on aftercare."""
    clinic = access.clinic(call)
    words, today = emergencies.words(clinic), clock.today(clinic.time_zone)
    row = access.own_episode(call)
    if row is None:
        return Advised(words, "", today, (), _aftercare(words, "en"))
    known, _ = intake.look(row, today=today)
    who = row.patient.person
    fits = planning.beside(known.values_read, advice.catalogue(), "lifestyle")
    return Advised(words, who.name, today, tuple(fits), _aftercare(words, who.language))


def _aftercare(words: Words, language: str) -> str:
    rows = Template.objects.filter(kind=Use.AFTERCARE, language__in=(language, "en"))
    held = {each.language: each for each in rows}
    row = held.get(language) or held.get("en")
    if row is None:
        return ""
    text = Text(Use.AFTERCARE, row.title, row.body, row.language)
    return templates.filled(text, {"clinic": words.clinic, "phone": words.phone})
