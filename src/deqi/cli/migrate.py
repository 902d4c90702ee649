"""``deqi migrate``: brings the database to what this version wants of it."""

from __future__ import annotations

from deqi.cli import outputs
from deqi.config import running


def migrate() -> None:
    """Bring the tables, rights and policies of the database up to date.

    Needs DEQI_DATA, whose folder and database are made where there are none, or
    DATABASE_URL and DEQI_OWNER_URL. Safe to repeat.
    """
    with running.database(make=True, report=outputs.note):
        steps = running.migrate()
        if renewed := running.renew_encryption():
            outputs.note(f"second steps encrypted anew: {renewed}")
    outputs.note(f"{steps} migrations applied" if steps else "already up to date")
