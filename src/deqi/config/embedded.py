"""The PostgreSQL that deqi brings itself, in one data folder.

``keys.json`` holds its passwords, ``postgres`` its rows, ``lock`` says who runs it. The
server outlives the process that started it where that is killed; the next start finds it.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from threading import Event
from typing import TextIO

import psycopg
from psycopg import sql

from deqi.config import addresses, cluster, keys
from deqi.config.addresses import Urls
from deqi.config.cluster import Cluster, EngineFailed
from deqi.config.keys import Keys

ROLES = ("owner", "app", "backup")
PAUSE = 0.5
"""Seconds between looks at whether the server is there."""


class FolderInUse(Exception):
    """Another process runs this folder's server; the sentence says which."""


@dataclass(frozen=True, slots=True)
class Engine:
    """A running server: the addresses of its database, and how to stop it.

    Both `stop` and `leave` do nothing where another process holds the folder.
    """

    folder: Path
    urls: Urls
    _cluster: Cluster
    _lock: TextIO | None = field(default=None, repr=False)

    def stop(self) -> None:
        """Stop the server cleanly and let go of the folder; harmless when repeated."""
        if self._lock and not self._lock.closed:
            cluster.stop(self._cluster)
        self.leave()

    def leave(self) -> None:
        """Let go of the folder and leave the server running, for others to reach."""
        if self._lock:
            self._lock.close()


def _silent(_: str) -> None:
    pass


def start(
    folder: Path,
    *,
    options: Sequence[str] = (),
    careless: bool = False,
    report: Callable[[str], None] = _silent,
) -> Engine:
    """Start the server of a folder, make it where there is none, and hold the folder.

    A server that lives on without its process is taken over. `options` are settings of
    PostgreSQL; `careless` is for tests, whose data may be lost with the power.
    """
    folder = folder.resolve()
    held = keys.ensure(folder, demo=False)
    with ExitStack() as on_failure:
        lock = on_failure.enter_context(_held(folder))
        at = cluster.place(folder, report)
        cluster.make(at, held.superuser, careless=careless)
        if not cluster.answers(at):
            cluster.start(at, options)
        _complete(folder, held)
        on_failure.pop_all()
    return Engine(folder, addresses.of(folder, held), at, lock)


def reach(folder: Path, *, report: Callable[[str], None] = _silent) -> Engine:
    """Return the server of a folder as it runs, or start it where it does not."""
    folder = folder.resolve()
    keys.read(folder)
    try:
        return start(folder, report=report)
    except FolderInUse:
        at = cluster.place(folder, report)
        return Engine(folder, addresses.of(folder, keys.read(folder)), at)


def keep_running(engine: Engine, until: Event, report: Callable[[str], None]) -> None:
    """Start the server again whenever it is gone, until told to end."""
    while not until.wait(PAUSE):
        if cluster.listens(engine._cluster):
            continue
        report("PostgreSQL was gone; starting it again")
        # One that lives on without its socket would keep another from starting.
        cluster.stop(engine._cluster, check=False)
        try:
            cluster.start(engine._cluster, ())
        except EngineFailed as fault:
            report(str(fault))


def renew(engine: Engine) -> None:
    """Replace the database by an empty one; all its rows are gone."""
    at = addresses.of(
        engine.folder, keys.read(engine.folder), database="postgres"
    ).superuser
    with psycopg.connect(at, autocommit=True) as connection:
        name = sql.Identifier(addresses.DATABASE)
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))
    make_database(at, addresses.DATABASE)


def prepare_roles(superuser: str, held: Keys) -> None:
    """Make the three roles, with the passwords of the folder."""
    statements = files("deqi.config").joinpath("roles.sql").read_text(encoding="utf-8")
    with psycopg.connect(superuser) as connection:
        connection.execute(statements)
        for role in ROLES:
            connection.execute(
                sql.SQL("ALTER ROLE {} PASSWORD {}").format(
                    sql.Identifier(f"deqi_{role}"), sql.Literal(getattr(held, role))
                )
            )


def make_database(superuser: str, name: str, *, template: str = "template0") -> None:
    """Make an empty database that deqi_owner owns and only the three roles may enter."""
    with psycopg.connect(superuser, autocommit=True) as connection:
        for statement in (
            "CREATE DATABASE {name} OWNER deqi_owner TEMPLATE {template}",
            "REVOKE ALL ON DATABASE {name} FROM PUBLIC",
            "GRANT CONNECT ON DATABASE {name} TO deqi_app, deqi_backup",
        ):
            connection.execute(
                sql.SQL(statement).format(
                    name=sql.Identifier(name), template=sql.Identifier(template)
                )
            )


def _complete(folder: Path, held: Keys) -> None:
    """Add roles and database; the database comes last, so that it vouches for all."""
    superuser = addresses.of(folder, held, database="postgres").superuser
    with psycopg.connect(superuser) as connection:
        found = connection.execute(
            "SELECT FROM pg_database WHERE datname = %s", [addresses.DATABASE]
        ).fetchone()
    if found is None:
        prepare_roles(superuser, held)
        make_database(superuser, addresses.DATABASE)


def _held(folder: Path) -> TextIO:
    lock = (folder / "lock").open("a+", encoding="ascii")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.seek(0)
        process = lock.read().strip()
        lock.close()
        raise FolderInUse(
            f"{folder} is in use by process {process}; stop that one first, or take"
            " another folder"
        ) from None
    lock.seek(0)
    lock.truncate()
    lock.write(f"{os.getpid()}\n")
    lock.flush()
    # A worker that outlives its server must not go on holding the folder.
    os.register_at_fork(after_in_child=lock.close)
    return lock
