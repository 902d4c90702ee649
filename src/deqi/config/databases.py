"""From a database's address to what Django wants of it."""

from __future__ import annotations

from typing import Any

from psycopg.conninfo import conninfo_to_dict

LARGEST_POOL = 8
"""Connections of one server process; Django holds one for as long as a request lasts."""

PATIENCE = 5
"""Seconds that a request waits for a connection before it is told to come again."""


def databases(app: str, owner: str | None) -> dict[str, dict[str, Any]]:
    """Return the aliases: default by the app's role, owner where its address is given."""
    pool = {"min_size": 1, "max_size": LARGEST_POOL, "timeout": PATIENCE}
    found = {"default": database(app, pool=pool)}
    if owner:
        found["owner"] = database(owner, pool=None)
    return found


def database(url: str, *, pool: dict[str, int] | None) -> dict[str, Any]:
    """Return one database's entry; whatever else the address says goes to libpq."""
    parts = {name: str(value) for name, value in conninfo_to_dict(url).items()}
    options: dict[str, Any] = {"pool": pool} if pool else {}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname", "deqi"),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": parts.pop("port", ""),
        "OPTIONS": {**parts, **options},
        "CONN_MAX_AGE": 0,
        # A database that came back would otherwise fail the first request of each pool.
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
    }
