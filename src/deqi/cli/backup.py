"""``deqi backup``: every row of every clinic in one file."""

from __future__ import annotations

from pathlib import Path

from deqi.cli import outputs
from deqi.config import copies, env, running


def backup(file: Path, /) -> None:
    """Write every row of every clinic, as of one moment, to one file.

    The clinic goes on working meanwhile. The file holds all charts in the clear: keep it
    as you keep them. Needs DEQI_DATA, or DATABASE_URL and DEQI_BACKUP_URL.

    Parameters
    ----------
    file
        Where to write it; a file that is there is never overwritten.
    """
    with running.database(report=outputs.note) as environment:
        if environment.backup_url is None:
            raise env.MissingSetting("DEQI_BACKUP_URL")
        size = copies.back_up(environment.backup_url, file)
        outputs.note(f"{file}: {copies.tables(file)} tables, {size} bytes")
