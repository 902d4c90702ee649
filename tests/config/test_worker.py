"""A worker ends with its server, and a database that dies is started again."""

import gc
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from deqi.config import cluster, embedded, worker, wsgi
from deqi.config.cluster import EngineFailed


def test_a_worker_ends_once_its_parent_is_gone() -> None:
    ended: list[str] = []
    worker.end_with(-1, lambda: ended.append("ended"))
    assert ended == ["ended"]


def test_a_worker_goes_on_as_long_as_its_parent_lives(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(worker, "PAUSE", 0.01)
    ended = threading.Event()
    watch = threading.Thread(
        target=worker.end_with, args=(os.getppid(), ended.set), daemon=True
    )
    watch.start()
    assert not ended.wait(0.2)
    monkeypatch.setattr(os, "getppid", lambda: -1)
    assert ended.wait(20)


def test_the_entry_of_a_worker_gives_the_pages_and_watches_its_parent(
    database: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended = threading.Event()
    monkeypatch.setattr(os, "_exit", lambda _: ended.set())
    monkeypatch.setattr(worker, "PAUSE", 0.01)
    assert worker.begin() is wsgi.application
    # What begin has set aside belongs to this process of tests again.
    gc.unfreeze()
    assert not ended.wait(0.2)
    monkeypatch.setattr(os, "getppid", lambda: -1)
    assert ended.wait(20)


def test_a_worker_holds_what_lasts_before_it_answers(database: None) -> None:
    told = subprocess.run(
        [sys.executable, "-c", SETTLED], capture_output=True, text=True, check=True
    )
    frozen, is_loaded, is_read = told.stdout.split()
    assert int(frozen) > 50_000
    assert (is_loaded, is_read) == ("True", "True")


SETTLED = """
import django, gc, sys
django.setup()
from deqi.config import worker
from deqi.knowledge.red_flags import catalogue
worker.settle()
read = catalogue.cache_info().currsize == 1
print(gc.get_freeze_count(), "deqi.web.reviews.views" in sys.modules, read)
"""


def kill(place: Path) -> None:
    """Kill the server of a folder."""
    lock = place / "postgres" / "postmaster.pid"
    os.kill(int(lock.read_text().split()[0]), signal.SIGKILL)


def take_socket_away(place: Path) -> None:
    """Leave the server running where nobody reaches it."""
    (place / "run" / ".s.PGSQL.5432").unlink()


@pytest.mark.parametrize("harm", [kill, take_socket_away])
def test_a_database_that_is_gone_is_started_again(
    place: Path, monkeypatch: pytest.MonkeyPatch, harm: Callable[[Path], None]
) -> None:
    monkeypatch.setattr(embedded, "PAUSE", 0.05)
    engine = embedded.start(place, careless=True)
    until, told = threading.Event(), []
    watch = threading.Thread(
        target=embedded.keep_running, args=(engine, until, told.append)
    )
    watch.start()
    harm(place)
    deadline = time.monotonic() + 30
    while not told and time.monotonic() < deadline:
        time.sleep(0.05)
    until.set()
    watch.join()
    assert told == ["PostgreSQL was gone; starting it again"]
    with psycopg.connect(engine.urls.app) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    engine.stop()


def test_a_database_that_cannot_be_started_is_tried_for_and_told(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedded, "PAUSE", 0.05)
    engine = embedded.start(place, careless=True)
    cluster.stop(engine._cluster)
    broken = place / "postgres" / "postgresql.conf"
    whole = broken.read_text()
    broken.write_text("nonsense")
    until, told = threading.Event(), []

    def tell(sentence: str) -> None:
        told.append(sentence)
        if "did not start" in sentence:
            until.set()

    embedded.keep_running(engine, until, tell)
    assert "PostgreSQL did not start" in told[-1]
    broken.write_text(whole)
    with pytest.raises(EngineFailed):
        engine.stop()
    engine.leave()
