"""The first text of a letter: the figures in plain sentences, and nothing beside them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from deqi.core import dates
from deqi.core.rules import Outcome, Urgency
from deqi.operations.figures import Alarm, Decided, Figures, Harm, Scored

_GRAVE = (Outcome.EMERGENCY, Outcome.REFER)
_ASKS = {
    Outcome.EMERGENCY: "Please see this patient now, as an emergency.",
    Outcome.REFER: "Please see this patient; we do not needle until you have.",
}
_SOON = {
    Urgency.EMERGENCY: "now",
    Urgency.URGENT: "urgently",
    Urgency.SOON: "soon",
    Urgency.WATCH: "if it changes",
}


def subject(told: Figures) -> str:
    """Return the line above a letter."""
    about = told.complaint or "acupuncture"
    return f"{told.name}, born {day(told.birth_date)}: {about}"


def body(told: Figures) -> str:
    """Return the text of a letter, in paragraphs parted by an empty line.

    Lines that begin with ``-`` are items of a list.
    """
    parts = (
        _asked(told),
        _complaint(told),
        _treated(told),
        _planned(told),
        _listed("Scores, first and last:", map(_score, told.scores)),
        _harms(told.harms),
        _decided(told.decided),
        _kept_in_mind(told),
    )
    return "\n\n".join(each for each in parts if each)


def _asked(told: Figures) -> str:
    grave = [each for each in told.alarms if each.outcome in _GRAVE]
    if told.outcome not in _ASKS:
        return ""
    found = _listed(f"Found on {day(told.today)}:", map(_alarm, grave))
    return "\n\n".join(each for each in (_ASKS[told.outcome], found) if each)


def _alarm(found: Alarm) -> str:
    soon = _SOON[found.urgency] if found.urgency else ""
    told = () if found.destination.endswith(soon) else (soon,)
    where = ", ".join(each for each in (found.destination, *told) if each)
    marked = "" if found.reviewed else "rule not reviewed by a clinician yet"
    beside = "; ".join(each for each in (where and f"for: {where}", marked) if each)
    return f"{found.title} ({beside})" if beside else found.title


def _complaint(told: Figures) -> str:
    about = told.complaint or "a complaint that is not named yet"
    return f"{told.name} has been with us since {day(told.since)} for {about}."


def _treated(told: Figures) -> str:
    given = told.given
    if given is None:
        return "No session of acupuncture has been given yet."
    if given.count == 1:
        return f"One session of acupuncture was given, on {day(given.first)}."
    days = f"from {day(given.first)} to {day(given.last)}"
    return f"{given.count} sessions of acupuncture were given, {days}."


def _planned(told: Figures) -> str:
    if told.plan is None:
        return ""
    sites = ", ".join(told.plan.sites)
    return (
        f"Plan ({told.plan.style}), at: {sites}. The course is laid out for"
        f" {told.plan.visits} visits; reviews decide how many of them are given."
    )


def _score(scored: Scored) -> str:
    first = f"{scored.first:g} on {day(scored.first_on)}"
    last = f"{scored.last:g} on {day(scored.last_on)}"
    word = {"important": ", an important change", "worse": ", worse"}.get(
        scored.word, ""
    )
    change = f"change {scored.change:+g}" if scored.change else "no change"
    return f"{scored.name}: {first}, {last} ({change}{word})"


def _harms(harms: Iterable[Harm]) -> str:
    told = list(map(_harm, harms))
    return _listed("Adverse events:", told) or "No adverse event has been told."


def _harm(harm: Harm) -> str:
    grade = "not graded" if harm.grade is None else f"grade {harm.grade}"
    return f"{harm.title}, {grade}, on {day(harm.on)}"


def _decided(decided: Decided | None) -> str:
    if decided is None:
        return ""
    told = f"Review of {day(decided.on)}: {decided.decision}."
    return f"{told} Reason: {decided.reason}" if decided.reason else told


def _kept_in_mind(told: Figures) -> str:
    rest = (each for each in told.alarms if each.outcome not in _GRAVE)
    return _listed("We keep in mind:", map(_alarm, rest))


def _listed(title: str, items: Iterable[str]) -> str:
    lines: Iterator[str] = (f"- {each}" for each in items)
    told = "\n".join(lines)
    return f"{title}\n{told}" if told else ""


@dataclass(frozen=True, slots=True)
class Block:
    """Some lines of a letter that stand together.

    Parameters
    ----------
    lines : tuple of str
        At least one.
    is_list : bool
        The lines are items of a list.
    """

    lines: tuple[str, ...]
    is_list: bool


def blocks(body: str) -> Iterator[Block]:
    """Yield a text as it is set: paragraphs and lists in their order."""
    for part in re.split(r"\n\s*\n", body.strip()):
        lines = [each.strip() for each in part.splitlines()]
        for is_list, held in groupby(lines, key=lambda each: each.startswith("- ")):
            told = tuple(each.removeprefix("- ").strip() for each in held)
            yield Block(told, is_list)


def day(on: date) -> str:
    """Return a day in words, such as ``4 May 2026``."""
    return dates.said(on)
