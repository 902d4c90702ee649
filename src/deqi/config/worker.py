"""The entry of one worker, which ends when the process that keeps watch is gone.

Where that was killed, a worker that lived on would hold the port and answer by an older
program for ever.
"""

from __future__ import annotations

import gc
import os
import threading
import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.core.handlers.wsgi import WSGIHandler

PAUSE = 0.5
"""Seconds between looks at the parent."""


def begin() -> WSGIHandler:
    """Return the pages, in a process that ends with the one that made it."""
    end = partial(os._exit, 1)
    threading.Thread(target=end_with, args=(os.getppid(), end), daemon=True).start()
    from deqi.config.wsgi import application

    settle()
    return application


def settle() -> None:
    """Load what lasts as long as the worker, and leave it out of the search for garbage.

    Each full search would else look through all records, models and addresses again, and
    hold up every answer for as long as three pages take.
    """
    from django.urls import get_resolver

    from deqi.knowledge import rooms

    for load in rooms.LOADERS:
        load()
    # Asked for, the resolver imports all views and what they stand on.
    get_resolver().url_patterns  # noqa: B018  asking is the use
    gc.collect()
    gc.freeze()


def end_with(parent: int, end: Callable[[], None]) -> None:
    """Call `end` once the process is no longer a child of its parent."""
    while os.getppid() == parent:
        time.sleep(PAUSE)
    end()
