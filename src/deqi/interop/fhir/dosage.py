"""Dosage: how much of an opioid a day, where the record tells it."""

from collections.abc import Mapping
from math import isfinite

from deqi.interop.fhir import elements
from deqi.interop.fhir.elements import Resource, mapping, mappings, number, text
from deqi.knowledge.value_sets.opioids import Opioid

_HOURS: Mapping[str, float] = {
    "s": 1 / 3600,
    "min": 1 / 60,
    "h": 1,
    "d": 24,
    "wk": 168,
    "mo": 730.5,
    "a": 8766,
}
_A_DAY: Mapping[str, float] = {
    "qd": 1,
    "am": 1,
    "pm": 1,
    "bed": 1,
    "qod": 0.5,
    "bid": 2,
    "tid": 3,
    "qid": 4,
    "q1h": 24,
    "q2h": 12,
    "q3h": 8,
    "q4h": 6,
    "q6h": 4,
    "q8h": 3,
    "wk": 1 / 7,
    "mo": 24 / 730.5,
}
"""Times a day of the codes in HL7's GTSAbbreviation."""

_MASS = {"mg": 1.0, "ug": 0.001, "mcg": 0.001, "g": 1000.0}


def daily(resource: Resource, opioid: Opioid) -> float | None:
    """Return the amount a day in the unit of the conversion table.

    What is allowed as needed counts as if it were taken to the full. Several
    instructions may run together or one after another, so they give None.
    """
    instructions = mappings(
        resource.get("dosageInstruction") or resource.get("dosage") or []
    )
    if len(instructions) != 1:
        return None
    times = _times_a_day(mapping(instructions[0].get("timing")))
    dose = _dose(instructions[0], opioid)
    if times is None or dose is None or times <= 0 or dose <= 0:
        return None
    # Patches are worn at once, each giving its strength by the hour.
    worn = 1 if opioid.wear_hours is None else opioid.wear_hours / 24
    amount = dose * times * worn
    return round(amount, 3) if isfinite(amount) else None


def _times_a_day(timing: Resource) -> float | None:
    repeat = mapping(timing.get("repeat"))
    unit = _HOURS.get(text(repeat.get("periodUnit")))
    span = number(repeat.get("period"))
    if unit is None or not span or span <= 0:
        return _A_DAY.get(elements.status(timing.get("code")))
    often = number(repeat.get("frequencyMax")) or number(repeat.get("frequency")) or 1
    hours = span * unit
    return often * 24 / hours if hours > 0 else None


def _dose(instruction: Resource, opioid: Opioid) -> float | None:
    rates = mappings(instruction.get("doseAndRate"))
    if len(rates) != 1:
        return None
    highest = mapping(mapping(rates[0].get("doseRange")).get("high"))
    quantity = mapping(rates[0].get("doseQuantity")) or highest
    amount = number(quantity.get("value"))
    unit = text(quantity.get("code")) or text(quantity.get("unit"))
    if amount is None:
        return None
    if unit.lower() in _MASS:
        return None if opioid.wear_hours else amount * _MASS[unit.lower()]
    counts_millilitres = unit.lower() in ("ml", "milliliter", "millilitre")
    if opioid.strength is None or counts_millilitres is not (opioid.per == "mL"):
        return None
    return amount * opioid.strength
