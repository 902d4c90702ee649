"""A part of a long task, run in a process of its own.

The process is started anew rather than forked: what typesets or calculates keeps threads,
which a fork would lose with their locks held. It must not import a record before Django is
set up, so that this module stands outside of whoever has work for it.
"""

from __future__ import annotations

import multiprocessing
import pickle
from collections.abc import Callable, Mapping, Sequence
from multiprocessing.process import BaseProcess
from typing import Any

import django
from django.conf import settings


class PartBroken(Exception):
    """A part came to no end; what went wrong is told on its standard error."""


def start(function: Callable[..., None], *args: object, beside: object) -> BaseProcess:
    """Start a function in a process of its own.

    Parameters
    ----------
    function : callable
        Of a module, so that it can be named to the process.
    *args
        What can be sent to it.
    beside : object
        Memory that the two share; the last argument of the function.

    Returns
    -------
    BaseProcess
        To be watched by ``are_running``.
    """
    work = pickle.dumps((function, args))
    process = multiprocessing.get_context("spawn").Process(
        target=run, args=(work, settings.DATABASES, beside), daemon=True
    )
    process.start()
    return process


def run(work: bytes, databases: Mapping[str, Any], beside: object) -> None:
    """Do the work that `start` has sent."""
    # Whoever started this may stand on another database than its environment names.
    settings.DATABASES = databases
    django.setup()
    function, args = pickle.loads(work)  # noqa: S301  made by the process that started this one
    function(*args, beside)


def are_running(processes: Sequence[BaseProcess]) -> bool:
    """Return whether one goes on at least.

    Raises
    ------
    PartBroken
        Where one of them broke down; the others are ended.
    """
    if any(process.exitcode for process in processes):
        for process in processes:
            process.terminate()
            process.join()
        raise PartBroken("a part of the work broke down; begin anew")
    return any(process.is_alive() for process in processes)
