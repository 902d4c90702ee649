"""How what is present, past, unsure or ruled out becomes a word on a fact."""

from dataclasses import dataclass, replace
from enum import Enum

from deqi.core.reading import Value
from deqi.interop.fhir import elements
from deqi.interop.fhir.desk import Desk
from deqi.interop.fhir.elements import Days, Resource
from deqi.knowledge import facts, value_sets
from deqi.knowledge.value_sets import Meaning, Tense


class State(Enum):
    """How far something on record is there."""

    PRESENT = "present"
    PAST = "past"
    UNSURE = "unsure"
    DENIED = "denied"
    VOID = "void"


_PAST = frozenset({"inactive", "remission", "resolved"})
_ENDED = ("abatementDateTime", "abatementPeriod", "abatementAge", "abatementString")


@dataclass(frozen=True, slots=True)
class Word:
    """One meaning of one resource."""

    meaning: Meaning
    note: str
    where: str
    resource: Resource


def state_of(resource: Resource) -> State:
    """Return how far a disease or an allergy is there, by its two statuses."""
    verified = elements.status(resource.get("verificationStatus"))
    if verified not in ("", "confirmed"):
        special = {"entered-in-error": State.VOID, "refuted": State.DENIED}
        return special.get(verified, State.UNSURE)
    clinical = elements.status(resource.get("clinicalStatus"))
    if clinical in _PAST:
        return State.PAST
    if not clinical and any(key in resource for key in _ENDED):
        return State.PAST
    return State.PRESENT


def speak(state: State, word: Word, at: Days | None, desk: Desk) -> None:
    """Say what a disease or an allergy in that state says."""
    if state is State.PRESENT:
        present(word, at, desk)
    elif state is State.PAST:
        past(word, at, desk)
    elif state is State.DENIED:
        denied(word, at, desk)
    else:
        why = elements.status(word.resource.get("verificationStatus"))
        unsure(word, at, desk, why=why)


def present(word: Word, at: Days | None, desk: Desk) -> None:
    """Say what lasts."""
    desk.mean(word.meaning, at, where=word.where, note=word.note, value=value_of(word))


def past(word: Word, at: Days | None, desk: Desk) -> None:
    """Say what stays true after the end; of what was current, nothing."""
    if word.meaning.tense is Tense.HISTORY:
        present(word, at, desk)


def unsure(word: Word, at: Days | None, desk: Desk, *, why: str) -> None:
    """Ask about what nobody has confirmed."""
    day = at.last if at else None
    note = f"{word.note} ({why})"
    desk.hint(word.meaning, day, where=word.where, note=note)


def denied(word: Word, at: Days | None, desk: Desk) -> None:
    """Deny the fact where the code stands for all of it, else ask.

    Ruling out one cancer denies that cancer only. A denial of a state that may begin
    on any day counts as briefly as an answer at a visit does.
    """
    spec = facts.catalogue().specs[word.meaning.fact]
    if not word.meaning.whole or spec.safe is None:
        unsure(word, at, desk, why="ruled out")
        return
    window = value_sets.denial_window(each_visit=spec.asked_at == "each_visit")
    denial = replace(word.meaning, tense=Tense.NEGATION, days=window)
    desk.mean(denial, at, where=word.where, note=word.note, value=spec.safe)


def value_of(word: Word) -> Value:
    """Return the value, narrowed to the side of the body that the resource names."""
    value = word.meaning.value
    if not isinstance(value, tuple):
        return value
    side = elements.side(word.resource)
    own = tuple(each for each in value if isinstance(each, str) and each.endswith(side))
    return own or value
