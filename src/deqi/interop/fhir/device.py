"""Device: what is in or on the body."""

from deqi.interop.fhir import concepts, elements, states
from deqi.interop.fhir.desk import Desk
from deqi.interop.fhir.elements import Resource, mappings, text, where

_FACTS = frozenset(
    {
        "pacemaker_or_icd",
        "implant_regions",
        "joint_replacement_regions",
        "heart_valve_disease",
    }
)
_KIND_NOT_TOLD: Resource = {"text": "a device whose kind the record does not tell"}


def read(resource: Resource, desk: Desk) -> None:
    """Read an implant; a device of no told kind raises the question."""
    status = text(resource.get("status"))
    if status == "entered-in-error":
        desk.skipped["entered in error"] += 1
        return
    if status == "inactive":
        return
    said = (
        concepts.read(resource.get("type"), "device")
        or concepts.read(_names(resource), "device")
        or concepts.read(_KIND_NOT_TOLD, "device")
    )
    at = desk.not_after_today(elements.days(resource.get("manufactureDate")))
    for meaning in said.meanings if said else ():
        word = states.Word(
            meaning, said.note if said else "", where(resource), resource
        )
        if meaning.fact not in _FACTS:
            continue
        if status in ("active", ""):
            states.present(word, at, desk)
        else:
            states.unsure(word, at, desk, why=status)


def _names(resource: Resource) -> Resource:
    named = [text(each.get("name")) for each in mappings(resource.get("deviceName"))]
    return {"text": " ".join(each for each in named if each)}
