"""QuestionnaireResponse: answers to the product's own questions, read back."""

from deqi.interop.fhir import elements, observation
from deqi.interop.fhir.desk import Desk
from deqi.interop.fhir.elements import Days, Resource, mappings, text, where

OWN = "urn:deqi:fact"
_COUNTS = frozenset({"completed", "amended"})
_DEEPEST = 8


def read(resource: Resource, desk: Desk) -> None:
    """Read answers whose questions are ours; others are nobody's business here."""
    if text(resource.get("status")) not in _COUNTS:
        return
    at = desk.not_after_today(elements.days(resource.get("authored")))
    ours = text(resource.get("questionnaire")).startswith(OWN)
    _read_items(resource, ours, at, where(resource), desk)


def _read_items(
    part: Resource,
    ours: bool,
    at: Days | None,
    place: str,
    desk: Desk,
    depth: int = 0,
) -> None:
    for item in mappings(part.get("item")) if depth < _DEEPEST else []:
        fact = _fact(item, ours=ours)
        answered = mappings(item.get("answer"))
        raw = [observation.raw(each) for each in answered]
        given = [each for each in raw if each is not None]
        if fact and given:
            value = given[0] if len(given) == 1 else given
            observation.answer(fact, value, at, where=place, desk=desk)
        for inner in (item, *answered):
            _read_items(inner, ours, at, place, desk, depth + 1)


def _fact(item: Resource, *, ours: bool) -> str:
    link, definition = text(item.get("linkId")), text(item.get("definition"))
    for written in (link, definition):
        if written.startswith(OWN):
            return written[len(OWN) :].lstrip(":#/|")
    return link if ours else ""
