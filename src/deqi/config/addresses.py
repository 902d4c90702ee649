"""Where the database of a data folder is reached, known before it runs."""

from __future__ import annotations

import hashlib
import os
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from deqi.config.keys import Keys

DATABASE = "deqi"
SUPERUSER = "postgres"
LONGEST_SOCKET = 103
"""Bytes that every system allows in the path of a socket (Linux 107, macOS 103)."""


@dataclass(frozen=True, slots=True)
class Urls:
    """One database by its three roles, and by the superuser of its server."""

    app: str = field(repr=False)
    owner: str = field(repr=False)
    backup: str = field(repr=False)
    superuser: str = field(repr=False)


def of(folder: Path, keys: Keys, *, database: str = DATABASE) -> Urls:
    """Return the addresses of a database in the server of a folder."""
    at = f"@/{database}?host={quote(str(sockets(folder)), safe='')}"
    return Urls(
        app=f"postgresql://deqi_app:{keys.app}{at}",
        owner=f"postgresql://deqi_owner:{keys.owner}{at}",
        backup=f"postgresql://deqi_backup:{keys.backup}{at}",
        superuser=f"postgresql://{SUPERUSER}:{keys.superuser}{at}",
    )


def sockets(folder: Path) -> Path:
    """Return where the server of a folder listens: in it, or short where that is long."""
    near = folder / "run"
    if len(os.fsencode(near / ".s.PGSQL.5432.lock")) <= LONGEST_SOCKET:
        return near
    mark = hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"deqi-{mark}"
