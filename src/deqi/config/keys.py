"""What only this data folder knows: its passwords, its secret key, and what it is for."""

from __future__ import annotations

import json
import os
import secrets
import tempfile
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path

FILE = "keys.json"


class NoDataFolder(Exception):
    """The folder holds no clinic; the sentence says how to make one."""


class KeysUnreadable(Exception):
    """The file of keys is broken; the sentence says which."""


@dataclass(frozen=True, slots=True)
class Keys:
    """The secrets of one data folder.

    Whether a folder holds invented people is settled when it is made and never changes,
    so that example people cannot come into a clinic's own data.
    """

    demo: bool
    secret_key: str = field(repr=False)
    superuser: str = field(repr=False)
    owner: str = field(repr=False)
    app: str = field(repr=False)
    backup: str = field(repr=False)


def ensure(folder: Path, *, demo: bool) -> Keys:
    """Return the keys of a folder; make them, and the folder, where there are none."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _write_once(folder / FILE, _made(demo))
    return read(folder)


def read(folder: Path) -> Keys:
    """Return the keys of a folder that is there."""
    path = folder / FILE
    try:
        return Keys(**json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise NoDataFolder(
            f"{folder} holds no clinic yet. `deqi migrate` with DEQI_DATA makes one there."
        ) from None
    except (ValueError, TypeError) as fault:
        raise KeysUnreadable(
            f"{path} is not a file of keys. Put it back from where you keep its copy."
        ) from fault


def _made(demo: bool) -> Keys:
    names = [each.name for each in fields(Keys) if each.name != "demo"]
    return Keys(demo=demo, **{name: secrets.token_urlsafe(48) for name in names})


def _write_once(path: Path, keys: Keys) -> None:
    # Two starts at one moment must end with one set of keys: linking fails for the
    # later one, and nobody ever reads a file that is half written.
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".keys-")
    with open(handle, "w", encoding="utf-8") as file:
        file.write(json.dumps(asdict(keys), indent=1) + "\n")
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        os.unlink(draft)
