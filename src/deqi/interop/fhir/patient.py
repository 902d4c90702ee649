"""Patient: day of birth, sex at birth, and whether the person has died."""

from deqi.core.facts import Speaker, Statement
from deqi.interop.fhir import elements
from deqi.interop.fhir.desk import Desk
from deqi.interop.fhir.elements import Resource, mappings, text, where

BIRTH_SEX = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-birthsex"
_SEXES = {"F": "female", "M": "male", "OTH": "other"}


def read(resource: Resource, desk: Desk) -> None:
    """Read what the person is; administrative gender is not the sex at birth."""
    _read_birth(resource, desk)
    for extension in mappings(resource.get("extension")):
        sex = _SEXES.get(text(extension.get("valueCode")))
        if extension.get("url") == BIRTH_SEX and sex:
            desk.say(
                Statement("sex_at_birth", sex, Speaker.RECORD, None, where(resource))
            )
    died = resource.get("deceasedBoolean") is True
    desk.deceased |= died or bool(text(resource.get("deceasedDateTime")))


def _read_birth(resource: Resource, desk: Desk) -> None:
    written = resource.get("birthDate")
    born = desk.not_after_today(elements.days(written))
    if born is None:
        if written is not None:
            desk.skipped["a day of birth that is no day"] += 1
        return
    exact = born.first == born.last
    value, note = (born.first, "") if exact else (None, f"born {text(written)}")
    said = Statement("birth_date", value, Speaker.RECORD, None, where(resource), note)
    desk.say(said)
