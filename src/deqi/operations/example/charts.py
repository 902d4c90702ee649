"""What a practitioner types of a session: the plan's line, counted, and what happened."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import cast

from deqi.core import needling
from deqi.core.needling import Draft
from deqi.knowledge import charting
from deqi.operations import plans
from deqi.operations.example.cases import Case
from deqi.operations.plans import Signed

LOTS = ("EX-2201", "EX-2202", "EX-2203")


@dataclass(frozen=True, slots=True)
class Harm:
    """An adverse event as it is charted; kinds and grades are those of the records."""

    typed: str
    text: str


HARMS = (
    Harm("bruise_haematoma 1", "A small bruise, gone at the next visit."),
    Harm("needle_pain 1", "Needle changed; no pain when the patient left."),
    Harm("drowsiness 1", "Rested in the waiting room, then went home by bus."),
    Harm("bleeding 1", "Pressed with a swab; it stopped within a minute."),
    Harm("dizziness_faint 2", "Laid flat, legs up, water; well after ten minutes."),
    Harm("aggravation 2", "More pain for two days, and painkillers; then as before."),
)
"""The milder ones first; they are drawn more often."""

INFECTION = Harm("local_infection 3", "Redness at one site; the doctor has seen it.")


def planned(case: Case) -> str:
    """Return the line that follows from the plan that has just been signed."""
    signed = cast(Signed, plans.read(case.reads(), case.episode))
    retention = signed.care["plan"]["retention_minutes"]
    return needling.planned(signed.needling, retention_minutes=retention[0])


def varied(line: str, lot: Random) -> str:
    """Return a line with a change such as a practitioner makes on the day."""
    *sites, retention = line.split("; ")
    change = lot.random()
    if change < 0.1 and len(sites) > 3:
        sites = sites[:-1]
    elif change < 0.2:
        sites = [*sites[:-1], f"{sites[-1]} deqi"]
    return "; ".join([*sites, retention])


def typed(line: str, lot: Random, *, harm: Harm | None) -> Draft:
    """Return what stands on the screen when the session is over: every needle is out."""
    count = needling.whole(Draft(line), charting.vocabulary()).needles_in
    return Draft(line, count, lot.choice(LOTS), harm.typed if harm else "none")


def harm(case: Case, lot: Random, *, number: int) -> Harm | None:
    """Return an adverse event of a session, the first being 1; mostly there is none."""
    if case.story.infected_at == number:
        return INFECTION
    if lot.random() > 0.07:
        return None
    place = int(len(HARMS) * lot.random() ** 3)
    return HARMS[place]
