"""Procedure: what was done, and when."""

from deqi.interop.fhir import concepts, elements, states
from deqi.interop.fhir.desk import Desk
from deqi.interop.fhir.elements import Days, Resource, text, where

_DONE = frozenset({"completed", "in-progress"})
_NOTHING = frozenset({"not-done", "preparation"})


def read(resource: Resource, desk: Desk) -> None:
    """Read what an operation or another procedure says of the facts."""
    said = concepts.read(resource.get("code"), "procedure")
    if said is None:
        desk.skipped["Procedure without a code"] += 1
        return
    status = text(resource.get("status"))
    if not said.meanings or status in _NOTHING:
        return
    if status == "entered-in-error":
        desk.skipped["entered in error"] += 1
        return
    at = desk.not_after_today(_performed(resource))
    for meaning in said.meanings:
        if meaning.fact == "condition":
            continue
        word = states.Word(meaning, said.note, where(resource), resource)
        if status in _DONE:
            states.present(word, at, desk)
        else:
            states.unsure(word, at, desk, why=status or "no status")


def _performed(resource: Resource) -> Days | None:
    start, end = elements.period(resource.get("performedPeriod"))
    return elements.days(resource.get("performedDateTime")) or end or start
