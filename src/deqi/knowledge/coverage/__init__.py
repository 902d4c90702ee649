"""What payers cover, as dated rules."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Literal

from deqi.core.expressions import parse
from deqi.core.fields import Fields
from deqi.core.policies import (
    Ask,
    Block,
    Code,
    Criterion,
    Point,
    Policy,
    Renewal,
    Renews,
    SessionRule,
    Start,
)
from deqi.core.scales import Instrument
from deqi.knowledge import instruments, loader
from deqi.knowledge.schema import Provenance, Record, UnreadableRecord


class UnknownPayer(ValueError):
    """A payer that no record describes."""


@cache
def catalogue() -> Mapping[str, Policy]:
    """Return every payer's rules by id.

    Raises
    ------
    UnreadableRecord
        Where a record lacks a field or has one that does not fit.
    """
    return {key: read(record) for key, record in _records().items()}


def find(payer: str) -> Policy:
    """Return the rules of one payer; letters' case is free.

    Raises
    ------
    UnknownPayer
        Where no record has that id.
    """
    try:
        return catalogue()[payer.strip().casefold()]
    except KeyError as missing:
        known = ", ".join(catalogue())
        raise UnknownPayer(f"{payer!r} is no payer; known are: {known}.") from missing


def provenance() -> Mapping[str, Provenance]:
    """Return the provenance of every payer's record."""
    return {key: record.provenance for key, record in _records().items()}


def _records() -> Mapping[str, Record]:
    return loader.records("coverage", "payers.toml")


def read(record: Record) -> Policy:
    """Read one payer's record.

    Raises
    ------
    UnreadableRecord, UnreadableField, ValueError
        Where it lacks a field or has one that does not fit.
    """
    told = Fields(record.fields, record.provenance.key)
    return Policy(
        id=record.provenance.id,
        name=record.text("name"),
        as_of=record.provenance.as_of,
        effective=_effective(told),
        criteria=tuple(_criterion(each) for each in told.objects("criteria")),
        blocks=tuple(_block(each) for each in told.objects("blocks")),
        beyond=_beyond(told),
        annual_max=told.count("annual_max"),
        renewal=_renewal(told),
        session=_session(told.object("session")),
        shown_by=_shown_by(record),
        stop=record.text("stop", ""),
        who=record.texts("who"),
        record=record.texts("required_record"),
        codes=tuple(_code(each) for each in told.objects("codes")),
        open_points=tuple(_point(each) for each in told.objects("open_points")),
        sources=record.provenance.source_ids,
        certainty=record.provenance.certainty,
        reviewed=record.provenance.is_reviewed,
    )


def _shown_by(record: Record) -> tuple[Instrument, ...]:
    known, wanted = instruments.catalogue(), record.texts("shown_by")
    if unknown := sorted(set(wanted) - set(known)):
        raise UnreadableRecord(f"{record.provenance.key}: no instrument {unknown[0]}")
    return tuple(known[each] for each in wanted)


def _effective(told: Fields) -> date | None:
    value = told.get("effective")
    if value is not None and not isinstance(value, date):
        raise UnreadableRecord(f"{told.what}: effective is a day")
    return value


def _beyond(told: Fields) -> Literal[False] | None:
    match told.get("beyond"):
        case "not_covered":
            return False
        case "unknown":
            return None
    raise UnreadableRecord(f"{told.what}: beyond is not_covered or unknown")


def _criterion(told: Fields) -> Criterion:
    return Criterion(
        _text(told, "text"),
        parse(_text(told, "when")),
        parse(told.text("open_when") or "never"),
    )


def _block(told: Fields) -> Block:
    return Block(
        visits=told.count("visits") or 0,
        days=told.count("days"),
        starts=Start(told.text("starts") or Start.PERIOD),
        is_total=bool(told.claim("is_total")),
        asks=Ask(told.text("asks") or Ask.NOTHING),
        need=told.text("need") or "",
    )


def _renewal(told: Fields) -> Renewal | None:
    if told.get("renewal") is None:
        return None
    rule = told.object("renewal")
    return Renewal(rule.count("months") or 0, Renews(_text(rule, "rule")))


def _session(told: Fields) -> SessionRule:
    match told.get("needles"):
        case None:
            needles = None
        case [int(least), int(most)]:
            needles = (least, most)
        case _:
            raise UnreadableRecord(f"{told.what}: needles is a pair of numbers")
    return SessionRule(
        needles, told.count("minutes"), bool(told.claim("without_current"))
    )


def _code(told: Fields) -> Code:
    least = told.count("muscles_from")
    return Code(
        _text(told, "system"),
        _text(told, "code"),
        _text(told, "label"),
        minutes=told.count("minutes"),
        is_first=told.claim("is_first") or False,
        electro=told.claim("electro") or False,
        muscles=None if least is None else (least, told.count("muscles_to")),
    )


def _point(told: Fields) -> Point:
    return Point(_text(told, "text"), _text(told, "certainty"))


def _text(told: Fields, name: str) -> str:
    value = told.text(name)
    if not value:
        raise UnreadableRecord(f"{told.what} lacks {name}")
    return value
