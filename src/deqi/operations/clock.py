"""The one clock of the house.

Everything that happens is dated by it. The loader of example data alone may set it, and
only where the settings say that this installation holds examples.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

_SET: ContextVar[Iterator[datetime] | None] = ContextVar("deqi_clock", default=None)


class ClockNotYours(RuntimeError):
    """Only an installation that holds examples lets its clock be set."""


def now() -> datetime:
    """Return this moment, with its zone."""
    told = _SET.get()
    return next(told) if told else timezone.now()


def is_set() -> bool:
    """Return whether an example's time is told instead of the true one."""
    return _SET.get() is not None


def today(zone: str) -> date:
    """Return the day that it is in a clinic's time zone, such as ``Europe/London``."""
    return now().astimezone(ZoneInfo(zone)).date()


@contextmanager
def example_time(moment: datetime) -> Iterator[None]:
    """Tell another time while example data is made.

    Raises
    ------
    ClockNotYours
        Where the settings do not allow examples.
    """
    if not getattr(settings, "DEQI_EXAMPLES", False):
        raise ClockNotYours("set DEQI_EXAMPLES only where no patient is real")
    token = _SET.set(_ticking(moment))
    try:
        yield
    finally:
        _SET.reset(token)


def _ticking(moment: datetime) -> Iterator[datetime]:
    """Yield a moment and those after it, so that what is written later is later."""
    for tick in count():
        yield moment + timedelta(microseconds=tick)
