"""Observation: the latest measurement of each code, and answers in our own codes."""

from datetime import date
from functools import lru_cache

from deqi.core import answers
from deqi.core.answers import RefusedAnswer
from deqi.core.facts import Speaker, Statement
from deqi.interop.fhir import concepts, elements
from deqi.interop.fhir.concepts import Coding
from deqi.interop.fhir.desk import Desk, Measured
from deqi.interop.fhir.elements import Days, Resource, mapping, mappings, number, text
from deqi.knowledge import facts, value_sets
from deqi.knowledge.value_sets import Meaning, Tense, observations
from deqi.knowledge.value_sets.observations import Question, Take

OWN = "DEQI"
_COUNTS = frozenset({"final", "amended", "corrected", "preliminary"})
_NOTHING = frozenset({"cancelled", "registered"})
Asked = tuple[Coding, Question | None]


def read(resource: Resource, desk: Desk) -> None:
    """Read a measurement and its components."""
    _read_part(resource, resource, desk)
    if "component" in resource:
        for part in mappings(resource["component"]):
            _read_part(part, resource, desk)


def _read_part(part: Resource, resource: Resource, desk: Desk) -> None:
    # Most entries of most records are measurements that bear on no fact.
    concept = part.get("code")
    codes = concept.get("coding") if isinstance(concept, dict) else None
    for code in codes if isinstance(codes, list) else ():
        if isinstance(code, dict):
            address, symbol = code.get("system"), code.get("code")
            if isinstance(address, str) and isinstance(symbol, str):
                asked = _known(address, symbol)
                if asked is not None:
                    _read_asked(part, asked, resource, desk)


@lru_cache(maxsize=1 << 14)
def _known(address: str, code: str) -> Asked | None:
    found = concepts.coding(address, code)
    question = observations.questions().get(found) if found else None
    if found is None or (question is None and found.system != OWN):
        return None
    return found, question


def _read_asked(part: Resource, asked: Asked, resource: Resource, desk: Desk) -> None:
    code, question = asked
    status = text(resource.get("status"))
    if status == "entered-in-error":
        desk.skipped["entered in error"] += 1
    elif status not in _NOTHING and "dataAbsentReason" not in part:
        at = desk.not_after_today(_effective(resource))
        if question is None:
            answer(code.code, raw(part), at, where=elements.where(resource), desk=desk)
        else:
            _queue(Measured(part, code, question, resource, at), desk)


def _queue(measured: Measured, desk: Desk) -> None:
    """Keep the latest day's measurements; most records hold years of older ones.

    Each code for itself: a later expected day of birth takes nothing from a status.
    """
    code = measured.code
    day = measured.at.last if measured.at else date.min
    kept = desk.pending.get(code)
    if kept is None or day > kept[0]:
        desk.pending[code] = (day, [measured])
    elif day == kept[0]:
        kept[1].append(measured)


def finish(desk: Desk) -> None:
    """Say the latest measurement of each code."""
    for _, several in desk.pending.values():
        for measured in several:
            _measure(measured, desk)


def answer(fact: str, raw: object, at: Days | None, *, where: str, desk: Desk) -> None:
    """Take back an answer that was written in the product's own codes."""
    spec = facts.catalogue().specs.get(fact)
    given = raw
    if spec is not None and spec.kind.value == "list" and not isinstance(raw, list):
        given = [raw]
    try:
        said = answers.read(
            {"facts": {fact: given}},
            facts.catalogue(),
            facts.vocabulary,
            today=desk.today,
        )
    except RefusedAnswer:
        desk.skipped["an answer that does not fit its question"] += 1
        return
    for each in said:
        desk.answer(_recorded(each, at, where))


def _recorded(said: Statement, at: Days | None, where: str) -> Statement:
    """Return an answer as the record holds it: a 'no' counts as long as a denial."""
    spec = facts.catalogue().specs[said.fact]
    denies = spec.safe is not None and said.value == spec.safe
    window = value_sets.denial_window(each_visit=spec.asked_at == "each_visit")
    return Statement(
        said.fact,
        said.value,
        Speaker.RECORD,
        _day(at, first=denies),
        where,
        window_days=window if denies else None,
    )


def _effective(resource: Resource) -> Days | None:
    start, end = elements.period(resource.get("effectivePeriod"))
    return (
        elements.days(resource.get("effectiveDateTime"))
        or end
        or start
        or elements.days(resource.get("effectiveInstant"))
        or elements.days(resource.get("issued"))
    )


def _measure(measured: Measured, desk: Desk) -> None:
    part, code, question, resource, at = measured
    sure = text(resource.get("status")) in _COUNTS
    meaning = None
    if question.take is Take.NUMBER:
        amount = _amount(part, question.fact)
        if amount is not None:
            meaning = Meaning(question.fact, amount, Tense.CURRENT)
    elif question.take is Take.ANSWER:
        meaning = _answered(code.code, mapping(part.get("valueCodeableConcept")))
    note = f"{concepts.words(mapping(part.get('code')))}: {_shown(part)}"
    value = meaning.value if meaning and sure else None
    denies = meaning is not None and meaning.tense is Tense.NEGATION
    day = _day(at, first=denies)
    if value is None and desk.is_over(day, question.hint_days):
        return
    place = elements.where(resource)
    days = meaning.days if meaning and value is not None else None
    desk.say(Statement(question.fact, value, Speaker.RECORD, day, place, note, days))


def _day(at: Days | None, *, first: bool) -> date | None:
    if at is None:
        return None
    return at.first if first else at.last


def _amount(part: Resource, fact: str) -> float | None:
    quantity = mapping(part.get("valueQuantity"))
    amount = number(quantity.get("value"))
    if amount is None:
        amount = number(part.get("valueInteger"))
    if "comparator" in quantity or amount is None:
        return None
    unit = text(quantity.get("code")) or text(quantity.get("unit"))
    factor = observations.factors().get((fact, unit))
    spec = facts.catalogue().specs[fact]
    if factor is None:
        return None
    value = round(amount * factor, 6)
    low = float("-inf") if spec.low is None else spec.low
    high = float("inf") if spec.high is None else spec.high
    return value if low <= value <= high else None


def _answered(question: str, concept: Resource) -> Meaning | None:
    table = observations.answers()
    found = [
        table.get((question, each.system, each.code))
        for each in concepts.codings(concept)
    ]
    known = [each for each in found if each is not None]
    # Codings that contradict each other answer nothing.
    return known[0] if known and len({each.value for each in known}) == 1 else None


def raw(part: Resource) -> object:
    for key in ("valueBoolean", "valueInteger", "valueDecimal", "valueDate"):
        if key in part:
            return part[key]
    if "valueQuantity" in part:
        return number(mapping(part["valueQuantity"]).get("value"))
    if isinstance(part.get("valueDateTime"), str):
        return text(part["valueDateTime"])[:10]
    if "valueCoding" in part:
        return text(mapping(part["valueCoding"]).get("code"))
    if "valueCodeableConcept" in part:
        codes = mappings(mapping(part["valueCodeableConcept"]).get("coding"))
        named = [text(each.get("code")) for each in codes]
        return named if len(named) > 1 else next(iter(named), None)
    return part.get("valueString")


def _shown(part: Resource) -> str:
    quantity = mapping(part.get("valueQuantity"))
    if quantity:
        return f"{quantity.get('value')} {text(quantity.get('unit'))}".strip()
    concept = mapping(part.get("valueCodeableConcept"))
    return concepts.words(concept) or text(part.get("valueString")) or "no value"
