"""Check-ins: what patients say by a link before they come."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from deqi.operations import links
from deqi.operations.callers import Call
from deqi.operations.example import intakes
from deqi.operations.example.cases import Case, Part
from deqi.operations.links import CheckIn
from deqi.operations.operation import fresh_key

EMERGENCY = {"saddle_numbness": True, "bladder_change": True}
SPARE = timedelta(minutes=45)
"""How long before the visit an emergency is told, so that the day still shows it."""


def uses_links(case: Case) -> bool:
    """Return whether somebody checks in from home before their visits."""
    return case.story.index % 6 == 0


def check_in(case: Case, begins: datetime) -> Part[None]:
    """Check in from home on the morning of a visit, where somebody does so."""
    if uses_links(case):
        yield begins - timedelta(hours=3)
        _send(case, {})


def check_in_today(case: Case, begins: datetime) -> Part[None]:
    """Let one visit of today be an emergency, told a few minutes ago."""
    if case.diary.wants_emergency and begins - case.until > SPARE:
        case.diary.wants_emergency = False
        yield case.until - timedelta(minutes=9)
        _send(case, EMERGENCY)
        yield case.until + SPARE


def _send(case: Case, otherwise: Mapping[str, object]) -> None:
    call = case.desk()
    links.make(call, case.episode)
    link = links.opened(links.token(call))
    said = intakes.of_patient(case.story.kind)
    asked = {name: said[name] for name in intakes.asked_each_visit() if name in said}
    holder = Call(link.actor, fresh_key())
    links.check_in(holder, link.id, CheckIn({**asked, **otherwise}))
