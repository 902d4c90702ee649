"""One PostgreSQL for all test processes, and a database of its own for each.

The server stays in ``var/test`` for the next run, is started by the first process that
needs it and stopped by the last. A migrated template is made once for each state of the
records; a process clones it. Tests run by the role deqi_app and commit for real, so that
scopes, constraints and policies hold as in a clinic; afterwards every row is deleted.

The fixtures are in ``tests/conftest.py``. A folder whose tests import records or
operations has this in its own ``conftest.py``, and its tests ask for ``database``, or for
a fixture that stands on it::

    from tests.database import prepare

    prepare()
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import psycopg
import pytest
from psycopg import sql

from deqi.config import addresses, embedded, keys

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "var" / "test"
NAME = f"test_{os.getpid()}"
KEPT_TEMPLATES = 3
CARELESS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
KEYS = keys.ensure(FOLDER, demo=True)
URLS = addresses.of(FOLDER, KEYS, database=NAME)
SERVER = addresses.of(FOLDER, KEYS, database="postgres").superuser


def prepare() -> None:
    """Make Django ready, without the database, so that tests may import the records."""
    from django.apps import apps
    from django.test.utils import setup_test_environment

    from deqi.config import running

    if not apps.ready:
        os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
        running.set_up()
        setup_test_environment()


@contextmanager
def own_database() -> Iterator[Broom]:
    """Make the process's database, ready for Django; drop it afterwards."""
    from django.db import connections

    with served() as template:
        embedded.make_database(SERVER, NAME, template=template)
        broom = Broom(URLS.superuser)
        yield broom
        broom.connection.close()
        connections.close_all()
        with psycopg.connect(SERVER, autocommit=True) as server:
            _drop(server, [NAME])


@contextmanager
def served() -> Iterator[str]:
    """Keep the shared server running; yield the name of the migrated template."""
    with (FOLDER / "users").open("a") as users:
        with _gate():
            fcntl.flock(users, fcntl.LOCK_SH)
            _started().leave()
            template = _template()
        yield template
        with _gate():
            if _is_last(users):
                _started().stop()


def _started() -> embedded.Engine:
    options = (*CARELESS, "max_connections=100")
    return embedded.start(FOLDER, careless=True, options=options)


@contextmanager
def _gate() -> Iterator[None]:
    with (FOLDER / "gate").open("a") as gate:
        fcntl.flock(gate, fcntl.LOCK_EX)
        yield


def _is_last(users: TextIO) -> bool:
    fcntl.flock(users, fcntl.LOCK_UN)
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _template() -> str:
    """Return the migrated template of the records as they stand; make it if missing."""
    name = f"template_{_state()}"
    with psycopg.connect(SERVER, autocommit=True) as server:
        found = server.execute(
            "SELECT datname FROM pg_database ORDER BY oid"
        ).fetchall()
        names = [row[0] for row in found]
        _drop(server, [each for each in names if _is_left_over(each)])
        if name in names:
            return name
        draft = f"draft_{name}"
        _drop(server, [draft])
        embedded.make_database(SERVER, draft)
        _migrate(draft)
        server.execute(
            sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
                sql.Identifier(draft), sql.Identifier(name)
            )
        )
        made = [each for each in names if each.startswith("template_")]
        _drop(server, [each for each in made if each.count("_") == 1][:-KEPT_TEMPLATES])
    return name


def _state() -> str:
    """Return a mark of everything that decides what an empty database holds."""
    mark = hashlib.sha256()
    records = (ROOT / "src" / "deqi" / "records").rglob("*.py")
    wiring = [
        ROOT / "requirements.lock",
        ROOT / "src" / "deqi" / "config" / "settings.py",
        ROOT / "src" / "deqi" / "config" / "roles.sql",
    ]
    for path in sorted([*records, *wiring]):
        mark.update(path.as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return mark.hexdigest()[:16]


def _migrate(name: str) -> None:
    urls = addresses.of(FOLDER, KEYS, database=name)
    told = {
        "DATABASE_URL": urls.app,
        "DEQI_OWNER_URL": urls.owner,
        "DEQI_SECRET_KEY": KEYS.secret_key,
        "DEQI_ALLOWED_HOSTS": "localhost",
    }
    command = [Path(sys.executable).with_name("deqi"), "migrate"]
    env = {
        k: v for k, v in os.environ.items() if not k.startswith(("DEQI_", "DJANGO_"))
    }
    done = subprocess.run(command, env=env | told, capture_output=True, text=True)
    if done.returncode:
        pytest.exit(f"the records do not migrate:\n{done.stderr}", returncode=1)


def _is_left_over(name: str) -> bool:
    kind, _, process = name.partition("_")
    if kind != "test" or not process.isdigit():
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return int(process) == os.getpid()


def _drop(server: psycopg.Connection, names: list[str]) -> None:
    for name in names:
        server.execute(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(
                sql.Identifier(name)
            )
        )


class Broom:
    """Deletes the rows that a test left, past all rights, triggers and keys."""

    def __init__(self, superuser: str) -> None:
        self.connection = psycopg.connect(superuser, autocommit=True)
        self.connection.execute("SET session_replication_role = replica")
        tables = self.connection.execute(
            "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables"
            " WHERE schemaname = 'public'"
        ).fetchall()
        # What the migrations themselves filled in stays.
        self.tables = [row[0] for row in tables]
        self.tables = sorted(set(self.tables) - set(self.filled()))

    def filled(self) -> list[str]:
        """Return the tables that hold rows."""
        if not self.tables:
            return []
        asked = " UNION ALL ".join(
            f"SELECT '{each}' WHERE EXISTS (SELECT FROM {each})"  # noqa: S608  names of our own tables
            for each in self.tables
        )
        return [row[0] for row in self.connection.execute(asked).fetchall()]

    def sweep(self) -> None:
        """Leave the database as the migrations left it."""
        for table in self.filled():
            self.connection.execute(f"DELETE FROM {table}")  # noqa: S608  as above
