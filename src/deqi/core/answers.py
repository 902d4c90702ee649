"""Answers to intake questions: read, checked against the catalogue, never guessed."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from math import inf

from deqi.core.facts import Kind, Speaker, Spec, Statement
from deqi.core.people import Catalogue
from deqi.core.reading import Clearance, Item, Medicine, Value

Vocabulary = Callable[[str], Iterable[str]]
"""Returns the levels that a name such as ``@regions`` stands for."""


class RefusedAnswer(ValueError):
    """An answer that cannot be taken as it stands; the text says which and why."""


def read(
    payload: object, catalogue: Catalogue, vocabulary: Vocabulary, *, today: date
) -> tuple[Statement, ...]:
    """Read one answers file.

    Parameters
    ----------
    payload : object
        ``{"facts": {id: value}, "by": "patient" | "practitioner", "at": "YYYY-MM-DD"}``.
        ``null`` says unknown, like a fact left out. Without ``by`` the patient speaks;
        without ``at`` the answers are of today.
    catalogue : Catalogue
        What may be asked.
    vocabulary : Vocabulary
        Levels behind names such as ``@regions``.
    today : date
        Answers cannot come from after this day.

    Returns
    -------
    tuple of Statement
        Written advice that a patient speaks of closes nothing: it is a hint, so that
        the practitioner is asked for the document.

    Raises
    ------
    RefusedAnswer
        For an id, level, type, number, speaker or day that cannot be; it is named.
    """
    if not isinstance(payload, dict) or not isinstance(payload.get("facts"), dict):
        raise RefusedAnswer('answers look like {"facts": {...}, "by": ..., "at": ...}')
    by = _speaker(payload.get("by", "patient"))
    at = _day("at", payload.get("at", today.isoformat()))
    if at > today:
        raise RefusedAnswer(f"the answers are of {at}, after {today}")
    said = []
    for fact, raw in payload["facts"].items():
        spec = catalogue.specs.get(fact)
        if spec is None:
            raise RefusedAnswer(f"there is no fact {fact!r}")
        if raw is not None:
            value = _value(spec, raw, vocabulary, today)
            said.append(_statement(fact, value, by, at))
    _refuse_pain_before_birth(said)
    return tuple(said)


def _refuse_pain_before_birth(said: Iterable[Statement]) -> None:
    told = {word.fact: word.value for word in said}
    born, onset = told.get("birth_date"), told.get("onset_date")
    if isinstance(born, date) and isinstance(onset, date) and onset < born:
        raise RefusedAnswer(f"onset_date is {onset}, before birth_date {born}")


def _statement(fact: str, value: Value, by: Speaker, at: date) -> Statement:
    if fact != "clearances" or by is Speaker.PRACTITIONER or not value:
        return Statement(fact, value, by, at)
    held = value if isinstance(value, tuple) else ()
    rules = [each.rule for each in held if isinstance(each, Clearance)]
    return Statement(fact, None, by, at, note=f"written advice on {', '.join(rules)}")


def _speaker(name: object) -> Speaker:
    if name in ("patient", "practitioner"):
        return Speaker(name)
    raise RefusedAnswer(f"answers are by patient or practitioner, not by {name!r}")


def _value(spec: Spec, raw: object, vocabulary: Vocabulary, today: date) -> Value:
    if spec.kind is Kind.BOOL:
        return _claim(spec, raw)
    if spec.kind is Kind.NUMBER:
        return _number(spec, raw)
    if spec.kind is Kind.DATE:
        return _past_day(spec, raw, today)
    if spec.kind is Kind.CHOICE:
        return _level(spec, raw, vocabulary)
    if not isinstance(raw, list):
        raise RefusedAnswer(f"{spec.id} takes a list, not {raw!r}")
    items = [_item(spec, each, vocabulary) for each in raw]
    return tuple(dict.fromkeys(items))


def _claim(spec: Spec, raw: object) -> bool:
    if isinstance(raw, bool):
        return raw
    raise RefusedAnswer(f"{spec.id} takes true or false, not {raw!r}")


def _number(spec: Spec, raw: object) -> float:
    if isinstance(raw, bool) or not isinstance(raw, int | float) or raw != raw:
        raise RefusedAnswer(f"{spec.id} takes a number, not {raw!r}")
    low = -inf if spec.low is None else spec.low
    high = inf if spec.high is None else spec.high
    # An integer of any size compares with infinity, and is too large to print.
    if not low <= raw <= high or raw in (-inf, inf):
        raise RefusedAnswer(f"{spec.id} lies between {low:g} and {high:g}")
    return raw


def _past_day(spec: Spec, raw: object, today: date) -> date:
    day = _day(spec.id, raw)
    if day > today:
        raise RefusedAnswer(f"{spec.id} is {day}, after {today}")
    return day


def _day(name: str, raw: object) -> date:
    try:
        day = date.fromisoformat(raw if isinstance(raw, str) else "")
    except ValueError:
        day = None
    # The parser also takes week dates and days without hyphens.
    if day is None or day.isoformat() != raw:
        raise RefusedAnswer(f"{name} takes a day as YYYY-MM-DD, not {raw!r}")
    return day


def _level(spec: Spec, raw: object, vocabulary: Vocabulary) -> str:
    if not isinstance(raw, str):
        raise RefusedAnswer(f"{spec.id} takes one of its levels, not {raw!r}")
    allowed = levels(spec, vocabulary)
    if allowed and raw not in allowed:
        raise RefusedAnswer(f"{spec.id} has no level {raw!r}")
    return raw


def levels(spec: Spec, vocabulary: Vocabulary) -> frozenset[str]:
    """Return what a choice or list may hold; empty where any text may stand."""
    named = (
        vocabulary(level) if level.startswith("@") else (level,)
        for level in spec.levels
    )
    return frozenset(level for several in named for level in several)


def _item(spec: Spec, raw: object, vocabulary: Vocabulary) -> Item:
    if spec.id == "clearances":
        return _known_clearance(spec, raw, vocabulary)
    if spec.id == "medicines":
        return _medicine(raw)
    return _level(spec, raw, vocabulary)


def _known_clearance(spec: Spec, raw: object, vocabulary: Vocabulary) -> Clearance:
    read = clearance(raw)
    rules = levels(spec, vocabulary)
    if rules and read.rule not in rules:
        raise RefusedAnswer(f"there is no rule {read.rule!r} for a clearance to close")
    return read


def clearance(raw: object) -> Clearance:
    """Read one clearance.

    Raises
    ------
    RefusedAnswer
        Where the rule, the person, the role, a date or the document is missing.
    """
    fields = ("rule", "by", "role", "date", "document", "expires")
    if not isinstance(raw, dict) or not all(
        isinstance(raw.get(f), str) for f in fields
    ):
        raise RefusedAnswer(f"a clearance names {', '.join(fields)}")
    given, expires = _day("date", raw["date"]), _day("expires", raw["expires"])
    try:
        return Clearance(
            raw["rule"], raw["by"], raw["role"], given, raw["document"], expires
        )
    except ValueError as wrong:
        raise RefusedAnswer(str(wrong)) from None


def _medicine(raw: object) -> Medicine:
    if isinstance(raw, str) and raw.strip():
        return Medicine(code="", name=raw.strip())
    if isinstance(raw, Mapping) and isinstance(raw.get("name"), str):
        code = raw.get("code", "")
        daily = raw.get("daily")
        return Medicine(
            code if isinstance(code, str) else "",
            raw["name"],
            raw.get("ingredient") if isinstance(raw.get("ingredient"), str) else None,
            daily if isinstance(daily, int | float) else None,
        )
    raise RefusedAnswer('medicines are names, or {"name", "code", "daily"}')
