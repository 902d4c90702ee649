"""Safe access to the pieces of a resource: whatever has the wrong type is absent.

Words
-----
span
    First and last day that a date of partial precision may mean: 2019-05 is May.
"""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from math import isfinite
from typing import NamedTuple

Resource = Mapping[str, object]
_NOTHING: Resource = {}


class Days(NamedTuple):
    """First and last day that a date may mean; equal where it names a day."""

    first: date
    last: date


def mapping(value: object) -> Resource:
    return value if isinstance(value, dict) else _NOTHING


def mappings(value: object) -> list[Resource]:
    if not isinstance(value, list):
        return []
    return [each for each in value if isinstance(each, dict)]


def text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return value if isfinite(value) else None
    except OverflowError:
        # A whole number too large for any measurement.
        return None


def where(resource: Resource) -> str:
    return f"{text(resource.get('resourceType'))}/{text(resource.get('id'))}"


def status(concept: object) -> str:
    """Return the code of a status that R4 writes as a concept; empty where absent."""
    for coding in mappings(mapping(concept).get("coding")):
        if code := text(coding.get("code")):
            return code.lower()
    return text(mapping(concept).get("text")).lower()


def days(value: object) -> Days | None:
    """Return the days that a FHIR date or moment may mean; None where it is none.

    A moment counts as the day written in it: what the clinic's calendar showed.
    """
    return _days(value[:10]) if isinstance(value, str) else None


@lru_cache(maxsize=1 << 14)
def _days(text_: str) -> Days | None:
    try:
        if len(text_) == 10:
            day = date.fromisoformat(text_)
            return Days(day, day)
        if len(text_) == 7 and text_[4] == "-":
            year, month = int(text_[:4]), int(text_[5:])
            end = monthrange(year, month)[1]
            return Days(date(year, month, 1), date(year, month, end))
        if len(text_) == 4:
            return Days(date(int(text_), 1, 1), date(int(text_), 12, 31))
    except ValueError:
        return None
    return None


def period(value: object) -> tuple[Days | None, Days | None]:
    """Return start and end of a Period."""
    span = mapping(value)
    return days(span.get("start")), days(span.get("end"))


def side(resource: Resource) -> str:
    """Return ``left`` or ``right`` where the body site names just one of them."""
    sites = resource.get("bodySite")
    named = mappings(sites) if isinstance(sites, list) else [mapping(sites)]
    words = " ".join(
        text(each.get("text")) + " " + _displays(each) for each in named
    ).lower()
    found = [one for one in ("left", "right") if one in words]
    return found[0] if len(found) == 1 else ""


def _displays(concept: Resource) -> str:
    codings = mappings(concept.get("coding"))
    return " ".join(text(coding.get("display")) for coding in codings)
