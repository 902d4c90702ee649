"""Serves the pages: one process that keeps watch, and workers that answer."""

from __future__ import annotations

import multiprocessing
import os
import socket
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException

THREADS = 4
"""Requests that one worker answers at a time; the pool of connections is larger."""

LAST_WORDS = 15
"""Seconds that a worker has to finish what it answers when the server is stopped."""

ENTRY = "deqi.config.worker:begin"

PAUSE = 0.1
PATIENCE = 60.0
"""Seconds."""


class PortTaken(Exception):
    """Something else listens there; the sentence says what to do."""


def check_port(address: str, port: int) -> None:
    """Refuse a port that is taken before anything is started for it.

    The workers of a server that was killed need a moment to notice, and are waited for.
    """
    for wait in (0.0, 1.0, 1.0):
        time.sleep(wait)
        taken = _taken(address, port)
        if taken is None:
            return
    raise PortTaken(
        f"{address}:{port} cannot be used ({taken}); choose another with --port"
    )


def _taken(address: str, port: int) -> str | None:
    with socket.socket() as tried:
        # A port that a stopped server has just left counts as free.
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((address, port))
        except OSError as fault:
            return fault.strerror
    return None


@contextmanager
def folder_for_files() -> Iterator[None]:
    """Name a folder for the files of the pages where neither setting does so."""
    if os.environ.get("DEQI_DATA") or os.environ.get("DEQI_STATIC"):
        yield
        return
    with tempfile.TemporaryDirectory(prefix="deqi-static-") as folder:
        os.environ["DEQI_STATIC"] = folder
        try:
            yield
        finally:
            del os.environ["DEQI_STATIC"]


def serve(
    address: str,
    port: int,
    *,
    workers: int,
    when_ready: Callable[[], None],
    entry: str = ENTRY,
) -> None:
    """Gather the files of the pages and serve until told to stop.

    Django and the database must stand. `when_ready` is called once, from another
    thread, as soon as the first answer comes.
    """
    from django.core.management import call_command
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    # A forked worker would inherit threads' locks as they stand, and may never end.
    multiprocessing.set_start_method("spawn", force=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    watch = threading.Thread(
        target=call_when_ready, args=(address, port, when_ready), daemon=True
    )
    watch.start()
    Granian(
        entry,
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        factory=True,
        respawn_failed_workers=True,
        workers_kill_timeout=LAST_WORDS,
        websockets=False,
        log_level=LogLevels.warn,
    ).serve()


def call_when_ready(address: str, port: int, act: Callable[[], None]) -> None:
    """Act once the server answers; where it never does, somebody else tells why."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            asked = HTTPConnection(address, port, timeout=5)
            asked.request("GET", "/healthz", headers={"Host": "localhost"})
            asked.getresponse().read()
        except (OSError, HTTPException):
            time.sleep(PAUSE)
        else:
            act()
            return
        finally:
            asked.close()
