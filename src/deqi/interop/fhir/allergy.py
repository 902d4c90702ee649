"""AllergyIntolerance: metals, because needles are made of them."""

from deqi.interop.fhir import concepts, elements, states
from deqi.interop.fhir.desk import Desk
from deqi.interop.fhir.elements import Days, Resource, mappings, where
from deqi.interop.fhir.states import State

FACT = "metal_allergy"


def read(resource: Resource, desk: Desk) -> None:
    """Read an allergy, or the word that none is known."""
    state = states.state_of(resource)
    if state is State.VOID:
        desk.skipped["entered in error"] += 1
        return
    substances = [each.get("substance") for each in mappings(resource.get("reaction"))]
    named = [concepts.read(each, "allergy") for each in substances]
    said = [concepts.read(resource.get("code"), "allergy"), *named]
    if not any(said):
        desk.skipped["AllergyIntolerance without a code"] += 1
    found = [(meaning, each.note) for each in said if each for meaning in each.meanings]
    for meaning, note in found:
        # A medicine named as an allergen is not a medicine taken.
        if meaning.fact == FACT:
            word = states.Word(meaning, note, where(resource), resource)
            states.speak(state, word, _at(resource, desk), desk)


def _at(resource: Resource, desk: Desk) -> Days | None:
    recorded = elements.days(resource.get("recordedDate"))
    began = elements.days(resource.get("onsetDateTime"))
    return desk.not_after_today(recorded) or desk.not_after_today(began)
