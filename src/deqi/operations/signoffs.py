"""Knowledge records as a network stands to them: packaged, and signed off or not.

A sign-off is of one record as it is. Where the record changes, its mark changes, and the
sign-off stands for nothing any more.

Words
-----
mark
    A hash of everything that a record says, sources included.
standing
    What the network's clinicians say of a record as it is today.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from uuid import UUID

from deqi.core.plain import plain
from deqi.knowledge import lookup, schema
from deqi.knowledge.lookup import Shown
from deqi.knowledge.rooms import ROOMS
from deqi.operations import access, clock
from deqi.operations.callers import Call
from deqi.operations.operation import reads, writes
from deqi.operations.refusals import Conflict, NotFound, Unfit
from deqi.records.signoffs.models import SignOff


class Verdict(StrEnum):
    """What a clinician says of a record."""

    AGREES = "agrees"
    OBJECTS = "objects"


class RecordChanged(Conflict):
    """A record that is not any more what the clinician read."""

    code = "record_changed"


class NoSuchRecord(NotFound):
    """A key that no room holds."""

    code = "no_such_record"


class ObjectionUnexplained(Unfit):
    """An objection without a word of why."""

    code = "objection_unexplained"


@dataclass(frozen=True, slots=True)
class Standing:
    """What one clinician said of a record.

    Parameters
    ----------
    by : str
        Name of the clinician.
    at : datetime
        When.
    verdict : Verdict
        Whether they stand for it.
    note : str
        Why; empty where they agree without a word.
    is_void : bool
        The record has changed since.
    """

    by: str
    at: datetime
    verdict: Verdict
    note: str
    is_void: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """One record in the list.

    Parameters
    ----------
    key, room : str
        ``room:id``, and the room.
    title : str
        What it is about, in its own words; its id where it has none.
    certainty : str
        How well it is backed.
    packaged : str
        Its review status as it comes with the product.
    next_review : date
        After this day it is out of date.
    is_due : bool
        That day has passed.
    agree, object : int
        Clinicians who stand for it as it is, and who object.
    """

    key: str
    room: str
    title: str
    certainty: str
    packaged: str
    next_review: date
    is_due: bool
    agree: int
    object: int


@dataclass(frozen=True, slots=True)
class Record:
    """One record, with what clinicians say of it.

    Parameters
    ----------
    shown : Shown
        What it says and rests on.
    title : str
        What it is about, in its own words; its id where it has none.
    mark : str
        Of the record as it is.
    standings : tuple of Standing
        The newest first.
    """

    shown: Shown
    title: str
    mark: str
    standings: tuple[Standing, ...]


@reads("knowledge.list")
def listed(call: Call, *, room: str = "", words: str = "") -> tuple[Listed, ...]:
    """Return the records of one room, or of all, by key.

    Parameters
    ----------
    room : str
        Empty: all of them.
    words : str
        Only records that say each of these words, anywhere; empty: whatever they say.

    Raises
    ------
    NoSuchRecord
        For a room that is not there.
    """
    if room and room not in ROOMS:
        raise NoSuchRecord("There is no such room of records.")
    today = clock.now().date()
    said = _said(call)
    rooms = [room] if room else sorted(ROOMS)
    asked = words.casefold().split()
    return tuple(
        each
        for name in rooms
        for each in _of_room(name, said, today)
        if all(word in _text_of(each.key) for word in asked)
    )


def _of_room(
    room: str, said: Mapping[str, list[tuple[str, str]]], today: date
) -> Iterator[Listed]:
    for name, origin in sorted(ROOMS[room]().items()):
        key = f"{room}:{name}"
        verdicts = [
            verdict for verdict, mark in said.get(key, ()) if mark == mark_of(key)
        ]
        yield Listed(
            key=key,
            room=room,
            title=_title_of(key),
            certainty=origin.certainty,
            packaged=origin.review,
            next_review=origin.next_review,
            is_due=origin.is_due(today),
            agree=verdicts.count(Verdict.AGREES),
            object=verdicts.count(Verdict.OBJECTS),
        )


def _said(call: Call) -> dict[str, list[tuple[str, str]]]:
    """Return the last word of each clinician on each record."""
    rows = SignOff.objects.filter(network=call.actor.network)
    last = rows.order_by("record", "practitioner", "-entered_at").distinct(
        "record", "practitioner"
    )
    found: dict[str, list[tuple[str, str]]] = {}
    for record, verdict, mark in last.values_list("record", "verdict", "content_hash"):
        found.setdefault(record, []).append((verdict, mark))
    return found


@reads("knowledge.show")
def show(call: Call, key: str) -> Record:
    """Return one record, and what clinicians of the network say of it.

    Raises
    ------
    NoSuchRecord
        For a key that no room holds.
    """
    shown = _shown(key)
    mark = mark_of(key)
    rows = SignOff.objects.filter(network=call.actor.network, record=shown.key)
    told = rows.select_related("practitioner").order_by("-entered_at")
    return Record(
        shown, _title_of(key), mark, tuple(_standing(row, mark) for row in told)
    )


def _standing(row: SignOff, mark: str) -> Standing:
    return Standing(
        by=row.practitioner.name,
        at=row.entered_at,
        verdict=Verdict(row.verdict),
        note=row.note,
        is_void=row.content_hash != mark,
    )


@writes("knowledge.sign_off")
def sign_off(
    call: Call, key: str, *, mark: str, verdict: Verdict, note: str = ""
) -> UUID:
    """Stand for a record as it was read, or object to it.

    Parameters
    ----------
    key : str
        ``room:id``.
    mark : str
        Of the record as the page showed it.
    verdict : Verdict
        Whether the clinician stands for it.
    note : str
        Why; not empty for an objection.

    Raises
    ------
    NoSuchRecord, RecordChanged, ObjectionUnexplained, NotLicensed
        For a key that no room holds, a record that changed meanwhile, an objection
        without reason, or somebody without a valid credential.
    """
    practitioner = access.needling(call, on=access.today(call))
    shown = _shown(key)
    if mark_of(shown.key) != mark:
        raise RecordChanged("The record has changed; read it again first.")
    if verdict is Verdict.OBJECTS and not note.strip():
        raise ObjectionUnexplained("Say what is wrong with it.", field="note")
    row = SignOff.objects.create(
        entered_at=clock.now(),
        network_id=call.actor.network,
        record=shown.key,
        content_hash=mark,
        practitioner=practitioner,
        verdict=verdict,
        note=note.strip(),
    )
    return row.id


def _shown(key: str) -> Shown:
    try:
        return lookup.show(key)
    except lookup.UnknownRecord:
        raise NoSuchRecord("There is no such record.") from None


_TITLES = ("title", "name", "label", "claim", "text", "complaint")
"""Fields that say what a record is about, the plainest first."""


@cache
def _title_of(key: str) -> str:
    fields = lookup.find(key).fields
    told = (fields[name] for name in _TITLES if name in fields)
    return str(next(told, key.partition(":")[2]))


@cache
def _text_of(key: str) -> str:
    return (
        f"{key} {json.dumps(plain(_as_told(lookup.find(key))), default=str)}".casefold()
    )


@cache
def mark_of(key: str) -> str:
    """Return the mark of a record; packaged records do not change while we run."""
    told = json.dumps(plain(_as_told(lookup.find(key))), sort_keys=True, default=str)
    return hashlib.sha256(told.encode()).hexdigest()


def _as_told(record: schema.Record) -> dict[str, object]:
    origin = record.provenance
    return {
        "key": origin.key,
        "fields": dict(record.fields),
        "sources": [(use.id, use.how, use.clause) for use in origin.sources],
        "certainty": origin.certainty,
    }
