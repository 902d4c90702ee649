"""Finds one record by its key, as its file holds it, in whatever room it stands."""

from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files

from deqi.knowledge import loader
from deqi.knowledge.rooms import ROOMS
from deqi.knowledge.schema import Provenance, Record


class UnknownRecord(ValueError):
    """A key that no room holds."""


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
