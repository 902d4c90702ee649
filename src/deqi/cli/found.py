"""``deqi found``: the first step of a clinic of one's own."""

from __future__ import annotations

import getpass
import sys

from deqi.cli import outputs
from deqi.config import running


def found(network: str, /, *, email: str, manager: str) -> None:
    """Found the network and make its first manager, who adds clinics and people.

    The password is asked for, or read as one line from standard input.

    Parameters
    ----------
    network
        Its name, which patients read.
    email
        The manager's, with which they sign in.
    manager
        The manager's name.
    """
    with running.database(report=outputs.note):
        running.refuse_unmigrated()
        from deqi.operations import founding

        password = running.accepted_password(_asked(), email=email, name=manager)
        founding.found(network, email=email, manager=manager, password=password)
    outputs.note(f"{network} is founded; {email} may sign in and add the first clinic")


def _asked() -> str:
    if sys.stdin.isatty():
        return getpass.getpass("Password of the manager: ")
    return sys.stdin.readline().rstrip("\n")
