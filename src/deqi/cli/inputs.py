"""What the verbs read: one JSON document, one day, each with an exact refusal.

Words
-----
unreadable
    The input cannot be read at all: no such file, not JSON (exit code 2).
refused
    It was read, and something in it is not accepted (exit code 1).
"""

import json
import sys
from datetime import date
from pathlib import Path

STANDARD_INPUT = "<standard input>"
"""What a lone ``-`` on the command line becomes; no option and no file is called so."""


class Refused(Exception):
    """The input was read and is not accepted; the sentence says why (exit code 1)."""


class Unreadable(Exception):
    """The input cannot be read; the sentence says why and where (exit code 2)."""


def read_json(path: Path | str, *, keys_once: bool = False) -> object:
    """Read one JSON document from a file, or from `STANDARD_INPUT`.

    Parameters
    ----------
    path : Path or str
        Where it stands.
    keys_once : bool
        Refuse an object that names a key twice, of which JSON readers silently keep
        the last; slower, so meant for answers rather than for whole records.

    Returns
    -------
    object
        What the document holds: dict, list, str, int, float, bool or None.

    Raises
    ------
    Unreadable
        With one sentence that names the file and, where it is known, the place.
    """
    return parse_json(read_bytes(path), name=name_of(path), keys_once=keys_once)


def read_bytes(path: Path | str) -> bytes:
    """Read a whole file, or `STANDARD_INPUT`.

    Raises
    ------
    Unreadable
        Where there is no such file, or it may not be read.
    """
    if str(path) == STANDARD_INPUT:
        return sys.stdin.buffer.read()
    try:
        return Path(path).read_bytes()
    except FileNotFoundError as missing:
        raise Unreadable(f"{path}: no such file") from missing
    except IsADirectoryError as folder:
        raise Unreadable(f"{path}: a folder, not a file") from folder
    except PermissionError as locked:
        raise Unreadable(f"{path}: may not be read") from locked
    except (OSError, ValueError) as broken:
        # ValueError: a name with a NUL byte in it.
        raise Unreadable(f"{path}: cannot be read") from broken


def parse_json(raw: bytes, *, name: str, keys_once: bool = False) -> object:
    """Read JSON from bytes: UTF-8, with or without a byte order mark.

    Parameters
    ----------
    raw : bytes
        The document.
    name : str
        What the refusal calls it: a file name, or ``people.ndjson line 3``.
    keys_once : bool
        As in `read_json`.

    Raises
    ------
    Unreadable
        Where it is empty, not UTF-8, not JSON, or nested too deeply to be read.
    """
    text = _decode(raw, name)
    if not text.strip():
        raise Unreadable(f"{name}: empty, not JSON")
    pairs = _each_key_once if keys_once else None
    try:
        return json.loads(
            text, parse_constant=_refuse_constant, object_pairs_hook=pairs
        )
    except json.JSONDecodeError as broken:
        place = f"line {broken.lineno} column {broken.colno}"
        raise Unreadable(f"{name}: not JSON: {place}: {broken.msg}") from broken
    except RecursionError as deep:
        raise Unreadable(f"{name}: not readable: nested too deeply") from deep
    except ValueError as odd:
        raise Unreadable(f"{name}: not JSON: {_first_line(odd)}") from odd


def today_or(given: date | None) -> date:
    """Return the day given, or else the day it is here.

    The only place where the command line reads the clock.
    """
    if given is not None:
        return given
    return date.today()  # noqa: TID251, DTZ011  the edge reads the clock, local day


def name_of(path: Path | str) -> str:
    """Return what a message calls this input."""
    return "standard input" if str(path) == STANDARD_INPUT else str(path)


def _decode(raw: bytes, name: str) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as broken:
        where = f"byte {broken.start} is not UTF-8"
        if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
            where = "written in UTF-16; save it as UTF-8"
        raise Unreadable(f"{name}: not JSON: {where}") from broken


def _refuse_constant(word: str) -> None:
    raise ValueError(f"{word} is no JSON number")


def _each_key_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f"the key {key!r} stands twice")
        found[key] = value
    return found


def _first_line(error: ValueError) -> str:
    return str(error).partition("\n")[0].partition(";")[0]
