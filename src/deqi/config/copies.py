"""Backup and restore: PostgreSQL's own programs, by the roles made for them.

A backup holds every row of every clinic as it was at one moment. pg_dump itself refuses
to go on where a policy would hide a row from it.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from deqi.config import cluster


class FileThere(Exception):
    """The file is there already; a backup is never overwritten."""


class NoBackup(Exception):
    """The file is no backup that can be read."""


class NotEmpty(Exception):
    """The database to restore into holds tables."""


class CopyFailed(Exception):
    """PostgreSQL's program stopped; the sentence gives its last word."""


def back_up(url: str, file: Path) -> int:
    """Write all rows to a file that only its owner may read; return its size in bytes.

    The file appears under its name only when it is whole and can be read again.
    """
    if file.exists():
        raise FileThere(f"{file} is there already; a backup is never overwritten")
    draft = file.with_name(f".{file.name}.part")
    draft.unlink(missing_ok=True)
    try:
        os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        _run("pg_dump", url, "--format=custom", f"--file={draft}")
        tables(draft)
        draft.rename(file)
    except FileNotFoundError:
        raise NoBackup(f"{file.parent} is no folder to write to") from None
    finally:
        draft.unlink(missing_ok=True)
    return file.stat().st_size


def restore(url: str, file: Path) -> int:
    """Read all rows of a backup into an empty database, whole or not at all.

    Returns how many tables it filled. `url` is by the role deqi_owner.
    """
    found = tables(file)
    _refuse_full(url)
    _run(
        "pg_restore",
        url,
        "--exit-on-error",
        "--single-transaction",
        "--no-owner",
        str(file.resolve()),
    )
    return found


def tables(file: Path) -> int:
    """Return how many tables of rows a backup lists."""
    if not file.is_file():
        raise NoBackup(f"{file}: no such file")
    listed = subprocess.run(  # noqa: S603  a program of the wheel, no shell
        [cluster.programs() / "pg_restore", "--list", str(file.resolve())],
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode:
        raise NoBackup(f"{file} is no backup of deqi")
    return sum(" TABLE DATA " in line for line in listed.stdout.splitlines())


def _refuse_full(url: str) -> None:
    with psycopg.connect(url) as connection:
        row = connection.execute(
            "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
        ).fetchone()
    if row and row[0]:
        raise NotEmpty(
            f"the database holds {row[0]} tables; a backup is restored into an empty"
            " one, so that nothing is overwritten"
        )


def _run(program: str, url: str, *arguments: str) -> None:
    parts = {name: str(value) for name, value in conninfo_to_dict(url).items()}
    # On the command line every user of the machine could read the password.
    password = parts.pop("password", "")
    done = subprocess.run(  # noqa: S603  a program of the wheel, no shell
        [
            cluster.programs() / program,
            f"--dbname={make_conninfo('', **parts)}",
            "--no-password",
            *arguments,
        ],
        env={**os.environ, "PGPASSWORD": password, "LC_ALL": "C"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        # Its last line may quote a row; the first says what is wrong.
        first = done.stderr.strip().partition("\n")[0]
        raise CopyFailed(f"{program} stopped: {first}")
