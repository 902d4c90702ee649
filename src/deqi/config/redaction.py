"""Keeps people out of the log: no link's token, no query, no value of a row.

A log is read by more people than a chart, is copied elsewhere and is kept for long. So a
line says what happened and where in the code, never to whom.
"""

from __future__ import annotations

import logging
import re
import traceback
from types import TracebackType

_TOKEN = re.compile(r"(/q/|/calendar/)[^/\s'\"?]+")
_QUERY = re.compile(r"(/[^\s'\"?]*)\?[^\s'\"]*")
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")

Raised = tuple[type[BaseException], BaseException, TracebackType | None]


def redact(line: str) -> str:
    """Return a line without tokens of links, queries and mail addresses."""
    line = _TOKEN.sub(r"\1…", line)
    line = _QUERY.sub(r"\1?…", line)
    return _ADDRESS.sub("…@…", line)


class Redacted(logging.Filter):
    """Redacts every line that passes."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = redact(record.getMessage()), ()
        return True


class WithoutData(logging.Formatter):
    """Writes moment, level, place and line; of an exception, kind and places alone."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def formatException(self, ei: Raised | tuple[None, None, None]) -> str:  # noqa: N802  the name is the standard library's
        # The text of an exception may quote a row: a name, a date of birth, an address.
        kind, error, _ = ei
        if kind is None or error is None:
            return ""
        return "\n".join(_told(error))


def _told(error: BaseException) -> list[str]:
    lines = [
        f"  {spot.filename}:{spot.lineno} in {spot.name}"
        for spot in traceback.extract_tb(error.__traceback__)
    ]
    cause = error.__cause__ or error.__context__
    before = _told(cause) if cause else []
    return [*before, f"{type(error).__module__}.{type(error).__qualname__}", *lines]
