"""Kill server and database amid writes, then count: ``python -m drills.kill9``.

Exit code 1 where an acknowledged write is missing, stands twice, or says something else.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg

from deqi.config import addresses, embedded, keys
from drills.kill9.writers import Write, Writers, writes

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "reference" / "drill-kill9.md"
COUNT, CLIENTS, SEED, LONGEST = 1000, 4, 20261122, 600.0


@dataclass(frozen=True)
class Killed:
    """One kill: what, after how many writes, and how long nobody was answered."""

    what: str
    after: int
    seconds: float


class Clinic:
    """The server in its folder, started again whenever it was killed."""

    def __init__(self, folder: Path, ids: dict[str, str]) -> None:
        self.folder, self.port = folder, free_port()
        self.environ = {**os.environ, **ids, "DEQI_DATA": str(folder)}
        self.process = self._start()

    def _start(self) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "drills.kill9.server", str(self.port)]
        return subprocess.Popen(
            command,
            cwd=ROOT,
            env=self.environ,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
            text=True,
        )

    def watch(self) -> None:
        """Start the server again where it is gone, as a service manager does."""
        if self.process.poll() is not None:
            self.process = self._start()

    def kill_main(self) -> None:
        os.kill(self.process.pid, signal.SIGKILL)

    def kill_all_of_the_server(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)

    def kill_database(self) -> None:
        lock = (self.folder / "postgres" / "postmaster.pid").read_text()
        os.kill(int(lock.split()[0]), signal.SIGKILL)

    def kill_a_connection(self) -> None:
        os.kill(self._backends("client backend")[0], signal.SIGKILL)

    def kill_everything(self) -> None:
        at_work = self._backends("%")
        self.kill_all_of_the_server()
        self.kill_database()
        for each in at_work:
            try:
                os.kill(each, signal.SIGKILL)
            except ProcessLookupError:
                continue

    def _backends(self, kind: str) -> list[int]:
        held = keys.read(self.folder)
        with psycopg.connect(addresses.of(self.folder, held).superuser) as server:
            rows = server.execute(
                "SELECT pid FROM pg_stat_activity"
                " WHERE pid <> pg_backend_pid() AND backend_type LIKE %s",
                [kind],
            ).fetchall()
        return [row[0] for row in rows]

    def stop(self) -> None:
        self.process.send_signal(signal.SIGINT)
        self.process.wait(60)


KILLS: dict[str, Callable[[Clinic], None]] = {
    "the server's first process": Clinic.kill_main,
    "the database's first process": Clinic.kill_database,
    "all processes of the server": Clinic.kill_all_of_the_server,
    "one connection's process in the database": Clinic.kill_a_connection,
    "all processes of both": Clinic.kill_everything,
}


def free_port() -> int:
    """Return a port that nothing listens at."""
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])


def drill(clinic: Clinic, told: list[Write]) -> list[Killed]:
    """Write with several clients; kill one thing after another meanwhile."""
    group = Writers(clinic.port, told, until=time.monotonic() + LONGEST)
    clients = [threading.Thread(target=group.run) for _ in range(CLIENTS)]
    for client in clients:
        client.start()
    marks = [len(told) * (1 + each) // (len(KILLS) + 1) for each in range(len(KILLS))]
    moments = []
    for kill, mark in zip(KILLS.values(), marks, strict=True):
        wait_for(clinic, group, mark)
        moments.append(time.monotonic())
        kill(clinic)
    while any(client.is_alive() for client in clients):
        clinic.watch()
        time.sleep(0.05)
    spans = pairwise([*moments, group.answered[-1]])
    return [
        Killed(what, mark, group.silence(*span))
        for what, mark, span in zip(KILLS, marks, spans, strict=True)
    ]


def wait_for(clinic: Clinic, group: Writers, count: int) -> None:
    """Wait until so many writes are acknowledged, or the time is over."""
    while group.acknowledged < min(count, len(group.writes)):
        clinic.watch()
        if time.monotonic() > group.until:
            return
        time.sleep(0.005)


def faults(url: str, told: list[Write]) -> list[str]:
    """Return what is lost, double or other than was acknowledged, from the rows."""
    with psycopg.connect(url) as owner:
        scores = dict(
            owner.execute("SELECT id, score FROM outcomes_measurement").fetchall()
        )
        receipts = dict(
            owner.execute(
                "SELECT key, result FROM audit_receipt"
                " WHERE operation = 'measurements.record'"
            ).fetchall()
        )
        events = owner.execute(
            "SELECT DISTINCT key FROM audit_event"
            " WHERE operation = 'measurements.record' AND allowed"
        ).fetchall()
    found = [each for write in told for each in faults_of(write, scores, receipts)]
    acknowledged = {each for write in told for each in write.answers}
    found += [
        f"a row that nobody was told of: {each}"
        for each in scores.keys() - acknowledged
    ]
    audited = {row[0] for row in events}
    found += [f"not audited: {each.key}" for each in told if each.key not in audited]
    return found


def faults_of(write: Write, scores: dict, receipts: dict) -> list[str]:  # type: ignore[type-arg]  # rows as they come
    """Return what is wrong with one write."""
    if not write.answers:
        return [f"never acknowledged: {write.key}"]
    if len(set(write.answers)) > 1:
        return [f"told two ids: {write.key}"]
    kept = write.answers[0]
    if scores.get(kept) != write.score % 11:
        return [f"lost or other: {write.key}"]
    return [] if receipts.get(write.key) == kept else [f"no receipt: {write.key}"]


def page(told: list[Write], killed: list[Killed], found: list[str]) -> str:
    """Return the report."""
    again = sum(each.sent - len(each.answers) > 0 for each in told)
    twice = sum(len(each.answers) > 1 for each in told)
    rows = "\n".join(f"| {k.what} | {k.after} | {k.seconds:.1f} |" for k in killed)
    verdict = "every one is there, none twice" if not found else "\n".join(found)
    return f"""# Kill -9 amid writes

{CLIENTS} clients keep {len(told):,} scores through the server and the operation that the
clinic's page asks, each under a key of its own, and send a score again under the same key
until it is acknowledged. Meanwhile processes are killed with signal 9; a service manager
starts the server again, and the server its database (`python -m drills.kill9`).

| killed | after so many writes | longest silence afterwards, in seconds |
| --- | --- | --- |
{rows}

| counted afterwards, in the database's own rows | |
| --- | --- |
| scores acknowledged | {sum(bool(each.answers) for each in told):,} |
| of these, sent again because no answer had come | {again:,} |
| of these, sent once more although acknowledged | {twice:,} |
| acknowledged and lost, twice, changed, or not audited | {len(found):,} |

Of {len(told):,} writes {verdict}. The machine had two cores and was not idle.

A loss of power is not tried here: that PostgreSQL writes through to the disk before it
acknowledges (`fsync`, `synchronous_commit`) is left as PostgreSQL has it.
"""


def main() -> int:
    """Run the drill; return 1 where anything is lost, double or other."""
    parser = argparse.ArgumentParser(prog="python -m drills.kill9", description=__doc__)
    parser.add_argument("--writes", type=int, default=COUNT)
    parser.add_argument("--page", type=Path, default=PAGE)
    asked = parser.parse_args()
    with TemporaryDirectory(prefix="deqi-drill-") as place:
        folder = Path(place) / "clinic"
        keys.ensure(folder, demo=True)
        prepared = subprocess.run(
            [sys.executable, "-m", "drills.kill9.prepare"],
            cwd=ROOT,
            env={**os.environ, "DEQI_DATA": str(folder)},
            stdout=subprocess.PIPE,
            check=True,
        )
        clinic = Clinic(folder, json.loads(prepared.stdout.splitlines()[-1]))
        told = writes(asked.writes, SEED)
        killed = drill(clinic, told)
        clinic.stop()
        engine = embedded.start(folder)
        found = faults(engine.urls.owner, told)
        engine.stop()
    asked.page.write_text(page(told, killed, found), encoding="utf-8")
    print(page(told, killed, found))
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
