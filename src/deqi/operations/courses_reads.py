"""The course of the patient who calls: how it goes, and what the last review came to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from deqi.care import answering, chain, expecting, reviewing
from deqi.care.reviewing import Review as Found
from deqi.core.episodes import Episode as Told
from deqi.core.rules import Outcome
from deqi.operations import access, clock, emergencies, histories
from deqi.operations.callers import Call
from deqi.operations.emergencies import Words
from deqi.operations.histories import History
from deqi.operations.operation import reads


@dataclass(frozen=True, slots=True)
class Course:
    """A course so far.

    Parameters
    ----------
    words : Words
        What the clinic tells a patient in danger.
    told : Episode or None
        Sessions, visits, scores and reviews; None without an episode.
    found : Review or None
        What is measured, forecast and expected today. The decision in it is what the
        rules propose: a patient is told what was decided, which stands in ``told``.
    plainly : tuple of str
        What studies say of a complaint like theirs, in plain sentences; empty where the
        complaint is not known, or a doctor comes first.
    """

    words: Words
    told: Told | None
    found: Found | None
    plainly: tuple[str, ...] = ()


@reads("courses.read")
def read(call: Call) -> Course:
    """Return the course of the patient who calls."""
    clinic = access.clinic(call)
    words = emergencies.words(clinic)
    row = access.own_episode(call)
    if row is None:
        return Course(words, None, None)
    zone = clinic.time_zone
    today = clock.today(zone)
    history = histories.of(row, today=today, zone=zone)
    found = reviewing.decide(history.episode, today=today, said=history.said)
    return Course(words, history.episode, found, _plainly(history, today))


def _plainly(history: History, today: date) -> tuple[str, ...]:
    known, screened = chain.screen(history.said, today=today)
    condition = known.value("condition")
    is_grave = screened.outcome.gravity >= Outcome.REFER.gravity
    if is_grave or not isinstance(condition, str):
        return ()
    return answering.answer(condition, expecting.person(known)).text
