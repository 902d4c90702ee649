"""Looks past the operations at what they left in the tables."""

from __future__ import annotations

from typing import Any

import psycopg


def one(owner: psycopg.Connection, query: str, *asked: object) -> Any:
    """Return the one value of the one row that a query finds."""
    (found,) = column(owner, query, *asked)
    return found


def column(owner: psycopg.Connection, query: str, *asked: object) -> list[Any]:
    """Return the first column of what a query finds."""
    return [row[0] for row in owner.execute(query, list(asked)).fetchall()]
