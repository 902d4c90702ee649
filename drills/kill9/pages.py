"""The pages of the product, and one address more that keeps a score.

It asks the same operation as the clinic's page does, by the same key, through the same
server and pool; only signing in is left out.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any
from uuid import UUID

from deqi.config import worker
from drills.kill9.writers import RECORD

Start = Callable[[str, list[tuple[str, str]]], object]


Answer = Callable[[dict[str, Any], Start], Iterable[bytes]]


def begin() -> Answer:
    """Return what answers, in a worker of the server."""
    pages = worker.begin()

    def answer(environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        if environ["PATH_INFO"] == RECORD:
            return keep(environ, start)
        return pages(environ, start)

    return answer


def keep(environ: dict[str, Any], start: Start) -> Iterable[bytes]:
    """Answer one request to keep a score."""
    from django.db import DatabaseError, connections
    from psycopg_pool import PoolTimeout

    length = int(environ["CONTENT_LENGTH"])
    told = json.loads(environ["wsgi.input"].read(length))
    try:
        kept = record(UUID(told["key"]), told["score"])
    except (DatabaseError, PoolTimeout) as fault:
        start("503 Not Now", [("Content-Type", "text/plain")])
        return [type(fault).__name__.encode()]
    finally:
        connections.close_all()
    start("200 OK", [("Content-Type", "text/plain")])
    return [str(kept).encode()]


def record(key: UUID, score: float) -> UUID:
    """Keep one score of the drill's patient."""
    from tests import clinic

    from deqi.operations import measurements
    from deqi.operations.callers import Call

    episode = UUID(os.environ["DRILL_EPISODE"])
    with clinic.at():
        taken = measurements.Taken("NRS", total=score)
        return measurements.record(Call(actor(), key), episode, taken)


@cache
def actor() -> Any:
    """Return the drill's practitioner."""
    from deqi.core.roles import Role
    from deqi.operations import accounts

    held = accounts.actors(UUID(os.environ["DRILL_USER"]))
    return next(each for each in held if each.role is Role.PRACTITIONER)
