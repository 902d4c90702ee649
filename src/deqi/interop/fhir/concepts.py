"""What a CodeableConcept says: by its codes, else by its words, else as a question."""

from functools import lru_cache
from typing import NamedTuple

from deqi.interop.fhir.elements import Resource, mapping, mappings, text
from deqi.knowledge import value_sets
from deqi.knowledge.value_sets import Meaning, Meanings, Tense, names

_COMPLETE = frozenset({"ICD-10", "ATC"})
"""Systems whose prefix tables cover every fact: a code not in them says nothing."""

_FALLBACK: dict[str, tuple[str, ...]] = {
    "condition": ("unexplained_symptoms",),
    "procedure": ("recent_spinal_procedure",),
    "device": ("pacemaker_or_icd", "implant_regions"),
    "allergy": ("metal_allergy",),
    "medicine": ("anticoagulant",),
}
_QUESTIONS: dict[str, Meanings] = {
    kind: tuple(Meaning(fact, None, Tense.CURRENT) for fact in facts)
    for kind, facts in _FALLBACK.items()
}
"""Which question takes up words that nobody here understands: never 'no'."""


class Said(NamedTuple):
    """What a concept says.

    ``meanings`` is empty where it touches on no fact; ``note`` holds its words.
    """

    meanings: Meanings
    note: str


class Coding(NamedTuple):
    """One code of a system known here."""

    system: str
    code: str


def codings(concept: Resource) -> list[Coding]:
    """Return the codes whose systems are known here."""
    found = []
    for each in mappings(concept.get("coding")):
        address, code = each.get("system"), each.get("code")
        if isinstance(address, str) and isinstance(code, str):
            known = coding(address, code)
            if known is not None:
                found.append(known)
    return found


@lru_cache(maxsize=1 << 14)
def coding(address: str, code: str) -> Coding | None:
    """Return a code of a system known here."""
    name = value_sets.system(address)
    return Coding(name, code.strip()) if name is not None and code.strip() else None


def words(concept: Resource) -> str:
    """Return what the concept is called: its text, else the name of a code."""
    if said := text(concept.get("text")):
        return said
    shown = (text(each.get("display")) for each in mappings(concept.get("coding")))
    return next((said for said in shown if said), "")


def read(value: object, kind: str) -> Said | None:
    """Return what a concept says; None where there is neither code nor word.

    Parameters
    ----------
    value : object
        A CodeableConcept, or whatever stands in its place.
    kind : str
        ``condition``, ``procedure``, ``device``, ``allergy`` or ``medicine``.
    """
    concept = mapping(value)
    listed = concept.get("coding")
    if isinstance(listed, list) and len(listed) == 1 and isinstance(listed[0], dict):
        only = listed[0]
        parts = (only.get("system"), only.get("code"), only.get("display"))
        called = concept.get("text")
        if _are_words(*parts, called):
            return _read_single(*parts, called, kind)
    return _read(concept, kind)


def _are_words(one: object, two: object, three: object, four: object) -> bool:
    return (
        (one is None or isinstance(one, str))
        and (two is None or isinstance(two, str))
        and (three is None or isinstance(three, str))
        and (four is None or isinstance(four, str))
    )


@lru_cache(maxsize=1 << 14)
def _read_single(
    address: object, code: object, display: object, called: object, kind: str
) -> Said | None:
    one = {"system": address, "code": code, "display": display}
    return _read({"coding": [one], "text": called}, kind)


def _read(concept: Resource, kind: str) -> Said | None:
    coded = codings(concept)
    found = [value_sets.meanings(*code) for code in coded]
    known = [each for each in found if each is not None]
    if not known:
        return _by_words(concept, coded, kind)
    joined = dict.fromkeys(meaning for each in known for meaning in each)
    return Said(tuple(joined), words(concept) or _shown(coded))


def _shown(coded: list[Coding]) -> str:
    return " ".join(f"{code.system} {code.code}" for code in coded)


def _by_words(concept: Resource, coded: list[Coding], kind: str) -> Said | None:
    called = words(concept)
    if not called and not coded:
        raw = [text(each.get("code")) for each in mappings(concept.get("coding"))]
        called = next((code for code in raw if code), "")
        if not called:
            return None
    medicine = kind == "medicine"
    hits = names.medicine(called) if medicine else names.hints(kind, called)
    if hits:
        return Said(hits, f"{called} (by name)" if medicine else called)
    if coded and (called or all(code.system in _COMPLETE for code in coded)):
        return Said((), called)
    return Said(_QUESTIONS[kind], called or _shown(coded))
