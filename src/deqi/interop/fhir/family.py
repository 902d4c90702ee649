"""FamilyMemberHistory: relatives whose disease is a sign in itself."""

from deqi.core.facts import Speaker, Statement
from deqi.interop.fhir import concepts, elements
from deqi.interop.fhir.desk import Desk
from deqi.interop.fhir.elements import Resource, mappings, text, where

FACT = "relative_with_spondyloarthritis"
_SIGN = ("known_serious_spinal_disease", "inflammatory")
_COUNTS = frozenset({"completed", "partial"})


def read(resource: Resource, desk: Desk) -> None:
    """Read whether a relative has an inflammatory disease of the spine."""
    if text(resource.get("status")) not in _COUNTS:
        return
    told = desk.not_after_today(elements.days(resource.get("date")))
    for part in mappings(resource.get("condition")):
        said = concepts.read(part.get("code"), "condition")
        meanings = said.meanings if said else ()
        if said and any((each.fact, each.value) == _SIGN for each in meanings):
            day = told.last if told else None
            desk.say(
                Statement(FACT, True, Speaker.RECORD, day, where(resource), said.note)
            )
