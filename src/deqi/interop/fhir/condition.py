"""Condition: diseases and states, present, past, unsure or ruled out."""

from deqi.interop.fhir import concepts, elements, states
from deqi.interop.fhir.desk import Complaint, Desk
from deqi.interop.fhir.elements import Days, Resource, where
from deqi.interop.fhir.states import State
from deqi.knowledge.value_sets import Meaning


def read(resource: Resource, desk: Desk) -> None:
    """Read what a disease on record says of the facts."""
    said = concepts.read(resource.get("code"), "condition")
    if said is None:
        desk.skipped["Condition without a code"] += 1
        return
    if not said.meanings:
        return
    state = states.state_of(resource)
    if state is State.VOID:
        desk.skipped["entered in error"] += 1
        return
    at = _at(resource, desk)
    if state is State.PAST:
        at = _ended(resource, desk) or at
    for meaning in said.meanings:
        word = states.Word(meaning, said.note, where(resource), resource)
        if _is_complaint(meaning, state):
            _complain(word, at, desk)
        else:
            states.speak(state, word, at, desk)


def _is_complaint(meaning: Meaning, state: State) -> bool:
    lasts = state is State.PRESENT and meaning.value is not None
    return meaning.fact == "condition" and lasts


def _onset(resource: Resource) -> Days | None:
    start, _ = elements.period(resource.get("onsetPeriod"))
    return elements.days(resource.get("onsetDateTime")) or start


def _at(resource: Resource, desk: Desk) -> Days | None:
    recorded = elements.days(resource.get("recordedDate"))
    found = [desk.not_after_today(each) for each in (recorded, _onset(resource))]
    known = [each for each in found if each is not None]
    return max(known, key=lambda each: each.last, default=None)


def _ended(resource: Resource, desk: Desk) -> Days | None:
    _, end = elements.period(resource.get("abatementPeriod"))
    return desk.not_after_today(elements.days(resource.get("abatementDateTime")) or end)


def _complain(word: states.Word, at: Days | None, desk: Desk) -> None:
    began = desk.not_after_today(_onset(word.resource))
    desk.complaints.append(
        Complaint(
            str(word.meaning.value),
            began.first if began else None,
            at.last if at else None,
            word.where,
            word.note,
        )
    )
