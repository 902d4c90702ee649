"""Runs the command as an operator does: in a process of its own, with its settings."""

import os
import socket
import subprocess
import sys
from pathlib import Path

COMMAND = Path(sys.executable).with_name("deqi")
HOSTS = {"DEQI_ALLOWED_HOSTS": "localhost"}


def environment(**settings: str) -> dict[str, str]:
    """Return the environment of a fresh shell, with these settings and no other."""
    ours = ("DEQI_", "DJANGO_", "DATABASE_")
    bare = {name: v for name, v in os.environ.items() if not name.startswith(ours)}
    return bare | settings


def deqi(
    *arguments: str, told: str = "", **settings: str
) -> subprocess.CompletedProcess[str]:
    """Run the command to its end; `told` is what stands on its standard input."""
    return subprocess.run(
        [COMMAND, *arguments],
        env=environment(**settings),
        input=told,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def free_port() -> int:
    """Return a port that nothing listens at."""
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])
