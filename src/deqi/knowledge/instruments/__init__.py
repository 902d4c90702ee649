"""The instruments, their forms and codes, and the set that is measured."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from deqi.core.fields import Fields, is_number
from deqi.core.scales import (
    Band,
    Battery,
    Direction,
    Instrument,
    Method,
    Missing,
    Strata,
    Subscale,
    Threshold,
)
from deqi.knowledge import loader
from deqi.knowledge.schema import Provenance, Record, UnreadableRecord


@dataclass(frozen=True, slots=True)
class Code:
    """A LOINC code of an instrument.

    Parameters
    ----------
    code, covers, mark : str
        The code; what it stands for; ``seen`` or ``memory_unverified``.
    """

    code: str
    covers: str
    mark: str


@dataclass(frozen=True, slots=True)
class Question:
    """One item in the product's own words.

    Parameters
    ----------
    item, text : str
        Its id and wording.
    steps : mapping of int to str
        Words of the steps that have any; empty where the answer is free.
    """

    item: str
    text: str
    steps: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Form:
    """What may be shown of an instrument.

    Parameters
    ----------
    questions : tuple of Question
        Empty where the product ships no wording.
    licence : str
        Who owns the wording, and what may be done with it.
    ship_items : str
        ``yes``, ``no``, ``with_attribution`` or ``link_only``.
    codes : tuple of Code
        LOINC codes; empty where none was found.
    """

    questions: tuple[Question, ...]
    licence: str
    ship_items: str
    codes: tuple[Code, ...]


@cache
def catalogue() -> Mapping[str, Instrument]:
    """Return every instrument by id.

    Raises
    ------
    UnreadableRecord
        Where a record lacks a field.
    UnreadableField
        Where a field is of the wrong kind.
    """
    worse = _battery_fields("worsening")
    return {key: read(record, worse) for key, record in _records("instruments").items()}


@cache
def forms() -> Mapping[str, Form]:
    """Return, by id of the instrument, what may be shown of it."""
    return {key: _form(record) for key, record in _records("instruments").items()}


@cache
def battery() -> Battery:
    """Return what is measured when, and what counts as a response."""
    schedule = _battery_fields("schedule")
    response, none = _battery_fields("responder"), _battery_fields("nonresponse")
    after = _pair(none, "after_sessions")
    return Battery(
        core_set=_battery_fields("core_set").texts("instruments") or (),
        moments=schedule.texts("moments") or (),
        every_session=schedule.texts("every_session") or (),
        responder_percent=_number(response, "percent"),
        responder_by=response.texts("instruments") or (),
        review_after=(int(after[0]), int(after[1])),
    )


def provenance() -> Mapping[str, Provenance]:
    """Return the provenance of every instrument and rule."""
    both = _records("instruments") | _records("battery")
    return {key: record.provenance for key, record in both.items()}


def _records(file: str) -> dict[str, Record]:
    return dict(loader.records("instruments", f"{file}.toml"))


def _fields(record: Record) -> Fields:
    return Fields(record.fields, record.provenance.key)


def _battery_fields(rule: str) -> Fields:
    return _fields(_records("battery")[rule])


def read(record: Record, worsening: Fields) -> Instrument:
    """Read one instrument's record.

    Parameters
    ----------
    record : Record
        Of ``instruments.toml``.
    worsening : Fields
        The rule of ``battery.toml`` on what counts as worse.

    Raises
    ------
    UnreadableRecord, UnreadableField, ValueError
        Where it lacks a field or has one that does not fit.
    """
    told = _fields(record)
    method = Method(record.text("scoring"))
    scored = method is not Method.NOT_SCORED
    low, high = _pair(told, "range") if scored else (None, None)
    item_low, item_high = (
        _pair(told, "item_range") if "item_range" in record.fields else (0, 0)
    )
    names = told.object("names").told
    return Instrument(
        id=record.provenance.id,
        name=record.text("name"),
        low=low,
        high=high,
        direction=Direction(record.text("direction")) if scored else None,
        method=method,
        missing=Missing(record.text("missing", "no_score")),
        items=_items(told),
        item_low=item_low,
        item_high=item_high,
        names={name: str(item) for name, item in names.items()},
        aliases=record.texts("aliases"),
        whole=bool(told.claim("whole")),
        item_whole=bool(told.claim("item_whole") or told.claim("whole")),
        improvement=_threshold(told.object("important")),
        worsening=_worsening(worsening, record.provenance.id),
        is_outcome=told.claim("is_outcome") is not False,
        positive_from=told.number("positive_from"),
        bands=tuple(_band(each) for each in told.objects("bands")),
        subscales=tuple(_subscale(each) for each in told.objects("subscales")),
        strata=_strata(told),
        responder_to=told.number("responder_to"),
        method_text=record.text("method"),
    )


def _items(told: Fields) -> tuple[str, ...]:
    numbered = range(1, (told.count("item_count") or 0) + 1)
    return told.texts("items") or tuple(str(place) for place in numbered)


def _threshold(told: Fields) -> Threshold:
    return Threshold(
        told.number("absolute"), told.number("percent"), told.text("source")
    )


def _worsening(rule: Fields, instrument: str) -> Threshold:
    if instrument not in (rule.texts("instruments") or ()):
        return Threshold()
    points = rule.object("absolute").number(instrument)
    return Threshold(points, rule.number("percent"), "product")


def _band(told: Fields) -> Band:
    low, high = _pair(told, "range")
    return Band(low, high, told.text("name") or "")


def _subscale(told: Fields) -> Subscale:
    items = told.texts("items") or ()
    return Subscale(told.text("id") or "", items, told.number("positive_from"))


def _strata(told: Fields) -> Strata | None:
    if told.get("strata") is None:
        return None
    rule = told.object("strata")
    low, medium = _number(rule, "low_to"), _number(rule, "medium_to")
    return Strata(low, rule.text("subscale") or "", medium)


def _form(record: Record) -> Form:
    told = _fields(record)
    return Form(
        questions=tuple(_question(each) for each in told.objects("questions")),
        licence=record.text("licence"),
        ship_items=record.text("ship_items"),
        codes=tuple(
            Code(
                each.text("code") or "", each.text("for") or "", each.text("mark") or ""
            )
            for each in told.objects("loinc")
        ),
    )


def _question(told: Fields) -> Question:
    steps = told.object("steps").told
    words = {int(step): str(text) for step, text in steps.items()}
    return Question(told.text("item") or "", told.text("text") or "", words)


def _number(told: Fields, name: str) -> float:
    value = told.number(name)
    if value is None:
        raise UnreadableRecord(f"{told.what} lacks {name}")
    return value


def _pair(told: Fields, name: str) -> tuple[float, float]:
    match told.get(name):
        case [low, high] if is_number(low) and is_number(high):
            return low, high
    raise UnreadableRecord(f"{told.what}: {name} is a pair of numbers")
