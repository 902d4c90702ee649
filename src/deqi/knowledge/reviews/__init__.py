"""The rules of a review, and how an episode is read for them."""

import re
from collections.abc import Mapping
from functools import cache

from deqi.core import review
from deqi.core.expressions import Expression, parse
from deqi.core.fields import Fields
from deqi.core.review import Days, Decision, Reason, Rule, Settings, Step
from deqi.core.review.overruling import Bar, Terms
from deqi.core.rules import Urgency
from deqi.knowledge import charting, instruments, loader
from deqi.knowledge.schema import Provenance, Record, UnreadableRecord

_ROOM = "reviews"


@cache
def rules() -> tuple[Rule, ...]:
    """Return every rule, in the order of the file.

    Raises
    ------
    UnreadableRecord
        Where a rule reads, or its text names, what nothing provides.
    """
    return tuple(read(record) for record in _records("rules").values())


@cache
def settings() -> Settings:
    """Return how an episode is read."""
    told = _records("settings")
    known = instruments.catalogue()
    events = told["events"]
    baseline = told["baseline"]
    return Settings(
        judged_by=tuple(known[name] for name in told["judged_by"].texts("instruments")),
        response_percent=instruments.battery().responder_percent,
        fresh_days=_whole(told["fresh"], "days"),
        baseline_days=(_whole(baseline, "days_before"), _whole(baseline, "days_after")),
        recovered=_scores(told["recovered"]),
        event_days=_whole(events, "days"),
        serious_grade=_whole(events, "serious_grade"),
        grave_kinds=_kinds(events, "grave"),
        healing_kinds=_kinds(events, "healing"),
        lessening_kinds=_kinds(events, "lessening"),
        taper=tuple(_step(record) for record in told["taper"].tables("step")),
        relapse_days=_whole(told["relapse"], "days"),
    )


@cache
def rhythm() -> Mapping[Decision, Days]:
    """Return the days to the next visit where nothing else says so."""
    record = _records("settings")["rhythm"]
    return {
        each: _days(record.provenance.key, record.fields[each])
        for each in Decision
        if each in record.fields
    }


@cache
def judged_again() -> Mapping[Decision, int]:
    """Return after how many sessions under a decision a course is reviewed again.

    A decision that is left out is not judged by sessions.
    """
    record = _records("settings")["judged_again"]
    counted = {each: _whole(record, each) for each in Decision if each in record.fields}
    return {**counted, Decision.TAPER: sum(each.visits for each in settings().taper)}


def horizon_weeks() -> int:
    """Return how far ahead a forecast looks."""
    return _whole(_records("settings")["horizon"], "weeks")


@cache
def forecast_horizons() -> tuple[int, ...]:
    """Return the weeks, from today to the horizon, at which a forecast is drawn."""
    step = _whole(_records("settings")["horizon"], "step_weeks")
    return (*range(0, horizon_weeks(), step), horizon_weeks())


@cache
def anyway_remark() -> Reason:
    """Return what is said of a gain no larger than what was to come anyway.

    Its text names ``instrument``, ``gain`` and ``anyway`` in braces.
    """
    record = _records("settings")["no_more_than_anyway"]
    return _reason(record, record.text("text"))


@cache
def overruling() -> Terms:
    """Return who may overrule a review, and the words for what stands in the way."""
    record = _records("settings")["overruling"]
    told = Fields(record.fields, record.provenance.key).object("bars")
    return Terms(
        roles=frozenset(record.texts("roles")),
        told={bar: _reason(record, told.text(bar) or "") for bar in Bar},
    )


@cache
def forecast_caution() -> tuple[Expression, str]:
    """Return when, and in what words, a forecast is to be leaned on little."""
    record = _records("settings")["older_caution"]
    return parse(record.text("when")), record.text("text")


def provenance() -> Mapping[str, Provenance]:
    """Return the provenance of every record."""
    both = {**_records("settings"), **_records("rules")}
    return {key: record.provenance for key, record in both.items()}


def read(record: Record) -> Rule:
    """Read one rule.

    Raises
    ------
    UnreadableRecord
        Where it reads, or its text names, what nothing provides.
    """
    key, fields = record.provenance.key, record.fields
    decision = record.text("decision", "")
    urgency = record.text("urgency", "")
    return Rule(
        id=record.provenance.id,
        when=_condition(key, record.text("when")),
        decision=Decision(decision) if decision else None,
        text=_text(key, record.text("text")),
        sources=record.provenance.source_ids,
        reviewed=record.provenance.is_reviewed,
        urgency=Urgency(urgency) if urgency else None,
        days=_days(key, fields["days"]) if "days" in fields else None,
    )


def _reason(record: Record, text: str) -> Reason:
    told = record.provenance
    if not text:
        raise UnreadableRecord(f"{told.key} lacks words")
    return Reason(told.id, None, text, told.source_ids, told.is_reviewed)


def _records(file: str) -> Mapping[str, Record]:
    return loader.records(_ROOM, f"{file}.toml")


def _condition(key: str, text: str) -> Expression:
    found = parse(text)
    for each in found.reads():
        levels = review.READ.get(each.name)
        if levels is None:
            raise UnreadableRecord(f"{key}: nothing provides {each.name!r}")
        if isinstance(each.level, str) and each.level not in levels:
            raise UnreadableRecord(f"{key}: {each.name} has no level {each.level!r}")
    return found


def _text(key: str, text: str) -> str:
    for word in re.findall(r"{(.*?)}", text):
        if word not in review.WORDS:
            raise UnreadableRecord(f"{key}: there is no word {word!r}")
    return text


def _step(fields: Mapping[str, object]) -> Step:
    told = Fields(fields, f"{_ROOM}:taper")
    return Step(told.count("visits") or 0, _days(told.what, told.get("days")))


def _days(key: str, value: object) -> Days:
    match value:
        case [int(least), int(most)]:
            return least, most
    raise UnreadableRecord(f"{key}: days are a pair of whole numbers")


def _scores(record: Record) -> Mapping[str, float]:
    told = Fields(record.fields, record.provenance.key).object("scores")
    known = instruments.catalogue()
    return {known[name].id: told.number(name) or 0 for name in told.told}


def _kinds(record: Record, name: str) -> frozenset[str]:
    kinds = frozenset(record.texts(name))
    if unknown := sorted(kinds - set(charting.event_kinds())):
        raise UnreadableRecord(f"{record.provenance.key}: no kind {unknown[0]!r}")
    return kinds


def _whole(record: Record, name: str) -> int:
    found = Fields(record.fields, record.provenance.key).count(name)
    if found is None:
        raise UnreadableRecord(f"{record.provenance.key} lacks {name}")
    return found
