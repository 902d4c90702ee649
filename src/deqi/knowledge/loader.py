"""Reads the packaged records: TOML rooms and CSV tables, each file once a process.

A room's TOML opens with ``[about]`` (who wrote it, when, review status), which every
``[[record]]`` inherits and may override. Sources are written
``["Arain2023 seen", "WHO1999 partial 2.2"]``.
"""

import csv
import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files

from deqi.knowledge.schema import (
    Certainty,
    Provenance,
    Record,
    Review,
    SourceUse,
    UnreadableRecord,
    Use,
)

_ABOUT = frozenset(
    {
        "sources",
        "certainty",
        "review",
        "authored_by",
        "checked_by",
        "as_of",
        "next_review",
        "certainty_note",
    }
)


@cache
def records(room: str, file: str) -> Mapping[str, Record]:
    """Read one TOML file of a room.

    Parameters
    ----------
    room : str
        Folder under ``knowledge``.
    file : str
        File name in it, with its ending.

    Returns
    -------
    mapping of str to Record
        By id, in the order of the file.

    Raises
    ------
    UnreadableRecord
        For a record without id, twice the same id, or a field of the wrong kind.
    UnsourcedRecord
        For a record without a source.
    """
    tables = tomllib.loads(_text(room, file))
    about = tables.get("about", {})
    found: dict[str, Record] = {}
    for table in tables.get("record", []):
        record = _record(room, {**about, **table})
        if record.provenance.id in found:
            raise UnreadableRecord(f"{record.provenance.key} stands twice")
        found[record.provenance.id] = record
    return found


@cache
def rows(room: str, file: str) -> tuple[Mapping[str, str], ...]:
    """Read one CSV table of a room; every cell is text, empty where nothing is known."""
    reader = csv.DictReader(_text(room, file).splitlines())
    return tuple(reader)


def provenance(room: str, fields: Mapping[str, object]) -> Provenance:
    """Read what a record carries besides its content.

    Raises
    ------
    UnreadableRecord
        Where a field is missing or of the wrong kind.
    """
    key = f"{room}:{fields.get('id')}"
    try:
        return Provenance(
            room=room,
            id=_str(fields["id"]),
            sources=tuple(_use(each) for each in _list(fields["sources"])),
            certainty=Certainty(_str(fields["certainty"])),
            review=Review(_str(fields["review"])),
            authored_by=_str(fields["authored_by"]),
            checked_by=_str(fields["checked_by"]) if "checked_by" in fields else None,
            as_of=_date(fields["as_of"]),
            next_review=_date(fields["next_review"]),
            certainty_note=_str(fields.get("certainty_note", "")),
        )
    except KeyError as missing:
        raise UnreadableRecord(f"{key} lacks {missing.args[0]}") from missing
    except (TypeError, ValueError) as wrong:
        if isinstance(wrong, UnreadableRecord):
            raise
        raise type(wrong)(f"{key}: {wrong}") from wrong


def _record(room: str, fields: Mapping[str, object]) -> Record:
    content = {name: value for name, value in fields.items() if name not in _ABOUT}
    return Record(provenance(room, fields), content)


def _use(text: object) -> SourceUse:
    name, how, *clause = _str(text).split(" ", 2)
    return SourceUse(name, Use(how), " ".join(clause))


def _text(room: str, file: str) -> str:
    return files("deqi.knowledge").joinpath(room, file).read_text(encoding="utf-8")


def _str(value: object) -> str:
    if not isinstance(value, str):
        raise UnreadableRecord(f"{value!r} is no text")
    return value


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise UnreadableRecord(f"{value!r} is no list")
    return value


def _date(value: object) -> date:
    if not isinstance(value, date):
        raise UnreadableRecord(f"{value!r} is no date")
    return value
