"""``deqi restore``: a backup into an empty database."""

from __future__ import annotations

from pathlib import Path

from deqi.cli import outputs
from deqi.config import copies, env, running


def restore(file: Path, /) -> None:
    """Read a backup into an empty database, whole or not at all.

    Restore only what deqi backup wrote for you: a backup can make the database do
    anything. Needs DEQI_DATA, whose folder is made where there is none, or DATABASE_URL
    and DEQI_OWNER_URL.

    Parameters
    ----------
    file
        What deqi backup wrote.
    """
    copies.tables(file)
    with running.database(make=True, report=outputs.note) as environment:
        if environment.owner_url is None:
            raise env.MissingSetting("DEQI_OWNER_URL")
        tables = copies.restore(environment.owner_url, file)
        outputs.note(f"{tables} tables restored; `deqi migrate` brings them up to date")
