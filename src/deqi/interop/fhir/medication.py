"""MedicationRequest, MedicationStatement, MedicationDispense: what is taken now."""

from datetime import date, timedelta

from deqi.core.facts import Speaker, Statement
from deqi.core.reading import Medicine
from deqi.interop.fhir import concepts, dosage, elements, states
from deqi.interop.fhir.concepts import Said
from deqi.interop.fhir.desk import Desk
from deqi.interop.fhir.elements import Days, Resource, mapping, mappings, number, text
from deqi.knowledge import value_sets
from deqi.knowledge.value_sets import Meaning, Tense, opioids
from deqi.knowledge.value_sets.opioids import Opioid

_OVER = frozenset({"stopped", "completed", "cancelled", "draft", "not-taken"})
_NO_ORDER = frozenset({"proposal", "plan", "option"})
_UNIT_DAYS = {"d": 1, "day": 1, "days": 1, "wk": 7, "week": 7, "weeks": 7, "mo": 30}
_SYSTEMS = frozenset({"RxNorm", "ATC"})


def read(resource: Resource, desk: Desk) -> None:
    """Read a medicine that is taken; one that was stopped says nothing."""
    status = text(resource.get("status"))
    if status == "entered-in-error":
        desk.skipped["entered in error"] += 1
        return
    intent = text(resource.get("intent"))
    if status in _OVER or intent in _NO_ORDER or resource.get("doNotPerform") is True:
        return
    concept = _concept(resource, desk)
    said = concepts.read(concept, "medicine")
    if said is None:
        said = _unnamed(resource)
        desk.skipped[f"{text(resource.get('resourceType'))} without a medicine"] += 1
    began, end = _course(resource, desk)
    at = _vouched(began, end, desk.today)
    taken = status == "active"
    for meaning in said.meanings:
        word = states.Word(
            _still_held(meaning), said.note, elements.where(resource), resource
        )
        if taken and _counts(meaning, resource, began, _last(end, desk.today)):
            states.present(word, at, desk)
        elif taken:
            desk.hint(word.meaning, _day(at), where=word.where, note=word.note)
        else:
            states.unsure(word, at, desk, why=status or "no status")
    if taken and not _says_none(said, concept):
        _keep(resource, concept, at, desk)


def _says_none(said: Said, concept: Resource) -> bool:
    denies = any(meaning.tense is Tense.NEGATION for meaning in said.meanings)
    absent = any(each.system == "IPS-ABSENT" for each in concepts.codings(concept))
    return denies or absent


def finish(desk: Desk) -> None:
    """Say which medicines are taken; one that nobody has vouched for lately is not."""
    window = timedelta(days=value_sets.medicine_window())
    fresh = [
        (medicine, day)
        for medicine, day in desk.medicines
        if day is not None and day + window >= desk.today
    ]
    if fresh:
        latest = max(day for _, day in fresh)
        taken = tuple(dict.fromkeys(medicine for medicine, _ in fresh))
        desk.say(Statement("medicines", taken, Speaker.RECORD, latest))
    elif desk.medicines:
        called = ", ".join(dict.fromkeys(m.name or m.code for m, _ in desk.medicines))
        desk.say(Statement("medicines", None, Speaker.RECORD, None, "", called))


def _unnamed(resource: Resource) -> Said:
    reference = text(mapping(resource.get("medicationReference")).get("reference"))
    said = concepts.read({"text": reference or "a medicine without a name"}, "medicine")
    return said or Said((), "")


def _concept(resource: Resource, desk: Desk) -> Resource:
    concept = mapping(resource.get("medicationCodeableConcept"))
    if concept:
        return concept
    link = mapping(resource.get("medicationReference"))
    reference = text(link.get("reference"))
    medication = _contained(resource, reference) or desk.medications.get(reference, {})
    own = mapping(medication.get("code"))
    parts = mappings(medication.get("ingredient"))
    inside = [mapping(each.get("itemCodeableConcept")) for each in parts]
    coded = [c for each in (own, *inside) for c in mappings(each.get("coding"))]
    called = concepts.words(own) or " / ".join(
        filter(None, map(concepts.words, inside))
    )
    return {"coding": coded, "text": called or text(link.get("display"))}


def _contained(resource: Resource, reference: str) -> Resource:
    if not reference.startswith("#"):
        return {}
    inside = mappings(resource.get("contained"))
    return next((each for each in inside if each.get("id") == reference[1:]), {})


def _course(resource: Resource, desk: Desk) -> tuple[Days | None, date | None]:
    taken_from, taken_to = elements.period(resource.get("effectivePeriod"))
    written = [
        elements.days(resource.get(key))
        for key in ("authoredOn", "effectiveDateTime", "dateAsserted", "whenHandedOver")
    ]
    days = [desk.not_after_today(each) for each in (taken_from, *written)]
    began = next((each for each in days if each is not None), None)
    supply = mapping(resource.get("dispenseRequest"))
    _, valid_to = elements.period(supply.get("validityPeriod"))
    ends = [each.last for each in (taken_to, valid_to) if each is not None]
    lasts = _supply_days(supply)
    if began is not None and lasts is not None:
        ends.append(_after(began.last, lasts))
    return began, max(ends, default=None)


def _supply_days(supply: Resource) -> float | None:
    duration = mapping(supply.get("expectedSupplyDuration"))
    unit = text(duration.get("code")) or text(duration.get("unit"))
    amount, each = number(duration.get("value")), _UNIT_DAYS.get(unit.lower())
    if amount is None or each is None or amount <= 0:
        return None
    repeats = number(supply.get("numberOfRepeatsAllowed")) or 0
    return amount * each * (1 + max(0, repeats))


def _after(day: date, days: float) -> date:
    # A supply of centuries is a slip of the pen; the calendar ends too.
    return day + timedelta(days=min(days, 36_500)) if day.year < 9_000 else day


def _vouched(began: Days | None, end: date | None, today: date) -> Days | None:
    """Return the last day on which the record says that the medicine was taken.

    A course that still runs vouches up to yesterday, so that an answer given today
    comes after it.
    """
    if end is None or began is None:
        return began
    last = max(began.last, min(end, today - timedelta(days=1)))
    return Days(last, last)


def _last(end: date | None, today: date) -> date:
    return today if end is None else min(end, today)


def _day(at: Days | None) -> date | None:
    return at.last if at else None


def _still_held(meaning: Meaning) -> Meaning:
    if meaning.tense is not Tense.CURRENT or meaning.days is not None:
        return meaning
    return _windowed(meaning)


def _windowed(meaning: Meaning) -> Meaning:
    return Meaning(
        meaning.fact, meaning.value, meaning.tense, value_sets.medicine_window()
    )


def _counts(
    meaning: Meaning, resource: Resource, began: Days | None, last: date
) -> bool:
    if meaning.if_regular and _as_needed(resource):
        return False
    if meaning.min_days is None:
        return True
    return began is not None and (last - began.last).days >= meaning.min_days


def _as_needed(resource: Resource) -> bool:
    taken = mappings(resource.get("dosageInstruction") or resource.get("dosage") or [])
    return any(
        each.get("asNeededBoolean") is True or "asNeededCodeableConcept" in each
        for each in taken
    )


def _keep(resource: Resource, concept: Resource, at: Days | None, desk: Desk) -> None:
    codes = [each for each in concepts.codings(concept) if each.system in _SYSTEMS]
    code = f"{codes[0].system}:{codes[0].code}" if codes else ""
    name = concepts.words(concept)
    if not (code or name):
        return
    opioid = _opioid(codes, name)
    amount = dosage.daily(resource, opioid) if opioid else None
    ingredient = opioid.ingredient if opioid else None
    desk.medicines.append((Medicine(code, name, ingredient, amount), _day(at)))


def _opioid(codes: list[concepts.Coding], name: str) -> Opioid | None:
    found = (opioids.find(each.system, each.code) for each in codes)
    return next((each for each in found if each), None) or opioids.named(name)
