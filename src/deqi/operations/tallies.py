"""How often something was tried lately, and which codes are used: counted once for all.

Each worker of the server would count on its own in its memory, so that an address got as
many tries as there are workers, and a code worked once at each. Django's cache in the
database would do, but takes back what it reads as code; here it is JSON.
"""

from __future__ import annotations

import json
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import connection
from django.utils.crypto import salted_hmac

USUAL_SECONDS = 300
"""For how long something is kept that is given no end."""

_SALT = "deqi.operations.tallies"

_GET = (
    "SELECT value FROM accounts_tally WHERE mark = %s AND ends_at > clock_timestamp()"
)
_KEEP = (
    "INSERT INTO accounts_tally (mark, value, ends_at)"
    " VALUES (%s, %s, clock_timestamp() + make_interval(secs => %s))"
    " ON CONFLICT (mark) DO UPDATE"
    " SET value = excluded.value, ends_at = excluded.ends_at"
)
_ADD = _KEEP + " WHERE accounts_tally.ends_at <= clock_timestamp()"
_DELETE = "DELETE FROM accounts_tally WHERE mark = %s"
# Two that clear at once leave each other's rows alone instead of waiting for them.
_CLEAR_ENDED = (
    "DELETE FROM accounts_tally WHERE mark IN (SELECT mark FROM accounts_tally"
    " WHERE ends_at <= clock_timestamp() LIMIT 100 FOR UPDATE SKIP LOCKED)"
)


class Tallies(BaseCache):
    """Django's cache, over a table; the clock is the database's, one for all workers.

    What is kept is JSON, under a mark that names neither address nor person. Nothing is
    kept for ever.
    """

    def __init__(self, _location: str, params: dict[str, Any]) -> None:
        super().__init__(params)

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """Return what is kept, or the default."""
        with connection.cursor() as cursor:
            cursor.execute(_GET, [self._mark(key, version)])
            row = cursor.fetchone()
        return default if row is None else json.loads(row[0])

    def set(
        self,
        key: str,
        value: Any,
        timeout: Any = DEFAULT_TIMEOUT,
        version: int | None = None,
    ) -> None:
        """Keep a value for some seconds, whatever was kept before."""
        self._run(_KEEP, key, version, json.dumps(value), _seconds(timeout))
        with connection.cursor() as cursor:
            cursor.execute(_CLEAR_ENDED)

    def add(
        self,
        key: str,
        value: Any,
        timeout: Any = DEFAULT_TIMEOUT,
        version: int | None = None,
    ) -> bool:
        """Keep a value where none is kept; of all that try at once, one does."""
        seconds = _seconds(timeout)
        return self._run(_ADD, key, version, json.dumps(value), seconds)

    def delete(self, key: str, version: int | None = None) -> bool:
        """Forget a value; return whether there was one."""
        return self._run(_DELETE, key, version)

    def clear(self) -> None:
        """Forget all."""
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM accounts_tally")

    def _run(
        self, statement: str, key: str, version: int | None, *told: str | float
    ) -> bool:
        with connection.cursor() as cursor:
            cursor.execute(statement, [self._mark(key, version), *told])
            return bool(cursor.rowcount)

    def _mark(self, key: str, version: int | None) -> str:
        # A key may hold an address or a name, and a short one is soon guessed from a
        # plain hash; by the secret key nobody can who has the rows alone.
        told = self.make_key(key, version)
        return salted_hmac(_SALT, told, algorithm="sha256").hexdigest()


def _seconds(timeout: Any) -> float:
    open_end = timeout is None or timeout is DEFAULT_TIMEOUT
    return float(USUAL_SECONDS if open_end else timeout)
