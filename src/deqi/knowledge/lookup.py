"""Finds one record by its key, as its file holds it, in whatever room it stands."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from importlib.resources import files

from deqi.knowledge import loader, sources
from deqi.knowledge.rooms import ROOMS
from deqi.knowledge.schema import (
    Certainty,
    Provenance,
    Record,
    Review,
    SourceUse,
    Use,
)


class UnknownRecord(ValueError):
    """A key that no room holds."""


@dataclass(frozen=True, slots=True)
class Cited:
    """One source of a record, spelled out.

    Parameters
    ----------
    id, citation, address : str
        Its key, what it is, and where it stands.
    how : Use
        What of it was read.
    clause : str
        Section, table or figure; empty for the whole.
    """

    id: str
    how: Use
    clause: str
    citation: str
    address: str


@dataclass(frozen=True, slots=True)
class Shown:
    """One record as it is shown to somebody who reviews it.

    Parameters
    ----------
    key : str
        ``room:id``.
    fields : mapping of str to object
        What it says, as its file holds it.
    sources : tuple of Cited
        What it rests on.
    certainty : Certainty
        How well it is backed.
    certainty_note : str
        What the sources leave uncertain; empty where nothing was noted.
    review : Review
        ``unreviewed`` until a clinician has signed.
    authored_by : str
        Who wrote it.
    checked_by : str or None
        The clinician who signed; None while unreviewed.
    as_of, next_review : date
        When it was last compared with its sources; after when it is out of date.
    """

    key: str
    fields: Mapping[str, object]
    sources: tuple[Cited, ...]
    certainty: Certainty
    certainty_note: str
    review: Review
    authored_by: str
    checked_by: str | None
    as_of: date
    next_review: date


def show(key: str) -> Shown:
    """Return one record with its sources spelled out.

    Parameters
    ----------
    key : str
        As in `find`.

    Raises
    ------
    UnknownRecord
        Where there is no such room, or no such record in it.
    """
    record = find(key)
    origin = record.provenance
    return Shown(
        key=origin.key,
        fields={name: cell for name, cell in record.fields.items() if name != "id"},
        sources=tuple(_cited(use) for use in origin.sources),
        certainty=origin.certainty,
        certainty_note=origin.certainty_note,
        review=origin.review,
        authored_by=origin.authored_by,
        checked_by=origin.checked_by,
        as_of=origin.as_of,
        next_review=origin.next_review,
    )


def find(key: str) -> Record:
    """Return one record.

    Parameters
    ----------
    key : str
        ``room:id``, such as ``red_flags:cauda_equina`` or ``points:BL23``; where a room
        has two records of one id, ``room:file/id``.

    Returns
    -------
    Record
        Its fields as the file holds them; those of a table row are texts. A row that
        names no source of its own stands on those of its table.

    Raises
    ------
    UnknownRecord
        Where there is no such room, or no such record in it.
    """
    room, _, name = key.partition(":")
    if room not in ROOMS:
        raise UnknownRecord(f"{room!r} is no room; there are {', '.join(ROOMS)}")
    found = _record(room, name) or _row(room, name)
    if found is None:
        raise UnknownRecord(f"{room} has no record {name!r}")
    return replace(found, provenance=replace(found.provenance, id=name))


def _cited(use: SourceUse) -> Cited:
    source = sources.catalogue()[use.id]
    return Cited(use.id, use.how, use.clause, source.citation, source.address)


def _record(room: str, name: str) -> Record | None:
    wanted = ROOMS[room]().get(name)
    for record in _records(room):
        if record.provenance == wanted:
            return record
    return None


def _row(room: str, name: str) -> Record | None:
    for file in _files(room, ".csv"):
        for row in loader.rows(room, file):
            # The first cell of a table names the row.
            if next(iter(row.values()), None) == name:
                return Record(_origin(room, file, name), row)
    return None


def _origin(room: str, file: str, name: str) -> Provenance:
    own = ROOMS[room]().get(name)
    if own is not None:
        return own
    for record in _records(room):
        if record.fields.get("file") == file:
            return record.provenance
    raise UnknownRecord(f"{room}: no record says what {file} rests on")


def _records(room: str) -> Iterator[Record]:
    for file in _files(room, ".toml"):
        yield from loader.records(room, file).values()


def _files(room: str, ending: str) -> list[str]:
    folder = files("deqi.knowledge").joinpath(room)
    return sorted(each.name for each in folder.iterdir() if each.name.endswith(ending))
