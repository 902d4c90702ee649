"""The PostgreSQL that deqi brings: started, held, stopped, and well after being killed."""

import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from deqi.config import addresses, cluster, embedded, keys
from deqi.config.cluster import Cluster, EngineFailed, OtherVersion
from deqi.config.embedded import Engine, FolderInUse
from deqi.config.keys import NoDataFolder

Start = Callable[[], Engine]


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """Return one folder for the tests that leave it as they found it."""
    with tempfile.TemporaryDirectory(prefix="deqi-test-") as folder:
        yield Path(folder)


@pytest.fixture
def start(folder: Path) -> Iterator[Start]:
    """Return a start of the folder's server, which is stopped whatever happens."""
    started: list[Engine] = []

    def run() -> Engine:
        started.append(embedded.start(folder, careless=True))
        return started[-1]

    yield run
    for engine in started:
        engine.leave()
    embedded.start(folder).stop()


def asked(url: str, question: str) -> object:
    """Return the first value that the database answers."""
    with psycopg.connect(url) as connection:
        row = connection.execute(question.encode()).fetchone()
    return row and row[0]


def postmaster(folder: Path) -> int:
    """Return the process of a folder's server."""
    return int((folder / "postgres" / "postmaster.pid").read_text().split()[0])


def test_it_lets_in_three_roles_with_what_each_may_see(start: Start) -> None:
    urls = start().urls
    attributes = (
        "SELECT row(rolname, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole)::text"
        " FROM pg_roles WHERE rolname = current_user"
    )
    assert asked(urls.owner, attributes) == "(deqi_owner,f,t,f,f)"
    assert asked(urls.app, attributes) == "(deqi_app,f,f,f,f)"
    assert asked(urls.backup, attributes) == "(deqi_backup,f,t,f,f)"


def test_the_app_and_the_backup_make_no_table(start: Start) -> None:
    urls = start().urls
    for url in (urls.app, urls.backup):
        with psycopg.connect(url) as connection, pytest.raises(psycopg.Error):
            connection.execute("CREATE TABLE mine (x int)")


def test_nobody_comes_in_without_a_password_or_by_the_network(start: Start) -> None:
    engine = start()
    bare = engine.urls.superuser.replace(keys.read(engine.folder).superuser, "")
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(bare)
    assert asked(engine.urls.superuser, "SHOW listen_addresses") == ""
    assert asked(engine.urls.superuser, "SHOW log_min_error_statement") == "panic"


def test_others_of_this_machine_see_neither_rows_nor_socket(start: Start) -> None:
    folder = start().folder
    for place in (folder / "postgres", addresses.sockets(folder)):
        assert place.stat().st_mode & 0o077 == 0


def test_what_was_written_is_there_after_a_clean_stop(start: Start) -> None:
    engine = start()
    with psycopg.connect(engine.urls.owner) as connection:
        connection.execute("CREATE TABLE stopped (x int)")
    engine.stop()
    assert not (engine.folder / "postgres" / "postmaster.pid").exists()
    engine.stop()
    assert asked(start().urls.owner, "SELECT count(*) FROM stopped") == 0


def test_a_folder_is_held_by_one_process(start: Start, folder: Path) -> None:
    start()
    with pytest.raises(FolderInUse, match=f"process {os.getpid()};"):
        embedded.start(folder)


def test_a_second_process_reaches_it_and_leaves_it_running(
    start: Start, folder: Path
) -> None:
    first = start()
    second = embedded.reach(folder)
    second.stop()
    second.leave()
    assert asked(first.urls.app, "SELECT 1") == 1


def test_reaching_starts_what_does_not_run(start: Start, folder: Path) -> None:
    start().stop()
    reached = embedded.reach(folder)
    assert asked(reached.urls.app, "SELECT 1") == 1
    reached.stop()
    assert not (folder / "postgres" / "postmaster.pid").exists()


def test_reaching_makes_nothing(place: Path) -> None:
    with pytest.raises(NoDataFolder):
        embedded.reach(place)
    assert list(place.iterdir()) == []


def test_a_killed_database_recovers_and_keeps_what_it_acknowledged(
    start: Start, folder: Path
) -> None:
    engine = start()
    with psycopg.connect(engine.urls.owner, autocommit=True) as connection:
        connection.execute("CREATE TABLE killed (x int)")
        connection.execute("INSERT INTO killed VALUES (1)")
        os.kill(postmaster(folder), signal.SIGKILL)
    engine.leave()
    assert asked(start().urls.owner, "SELECT count(*) FROM killed") == 1


HOLDER = """
import os, sys
from pathlib import Path
from deqi.config import embedded
embedded.start(Path(sys.argv[1]))
os.kill(os.getpid(), 9)
"""


def test_a_database_whose_process_was_killed_is_taken_over(
    start: Start, folder: Path
) -> None:
    start().stop()
    killed = subprocess.run([sys.executable, "-c", HOLDER, folder], check=False)
    assert killed.returncode == -signal.SIGKILL
    lives_on = postmaster(folder)
    engine = start()
    assert postmaster(folder) == lives_on
    assert asked(engine.urls.app, "SELECT 1") == 1


def test_a_lock_whose_number_is_another_process_s_now_is_cleared(
    start: Start, folder: Path
) -> None:
    start().stop()
    left = f"{os.getpid()}\n{folder}/postgres\n1\n5432\n{folder}/run\n\n  1 2\nready\n"
    (folder / "postgres" / "postmaster.pid").write_text(left)
    lock = addresses.sockets(folder) / ".s.PGSQL.5432.lock"
    lock.write_text(left)
    assert asked(start().urls.app, "SELECT 1") == 1


@pytest.fixture
def dying(start: Start, folder: Path) -> Iterator[int]:
    """Kill the server while a child of it cannot die; return the child."""
    engine = start()
    with psycopg.connect(engine.urls.owner, autocommit=True) as connection:
        child = connection.info.backend_pid
        os.kill(child, signal.SIGSTOP)
        os.kill(postmaster(folder), signal.SIGKILL)
        engine.leave()
        try:
            yield child
        finally:
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGCONT)


def test_a_child_of_a_killed_database_is_waited_for(dying: int, start: Start) -> None:
    let_go = threading.Timer(1.5, os.kill, [dying, signal.SIGCONT])
    let_go.start()
    assert asked(start().urls.app, "SELECT 1") == 1
    let_go.join()


def test_no_second_server_starts_beside_a_child_that_never_dies(
    dying: int, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "TRIES", 2)
    with pytest.raises(EngineFailed, match="PostgreSQL did not start"):
        embedded.start(folder)
    assert (folder / "postgres" / "postmaster.pid").exists()


def test_a_making_that_was_interrupted_is_begun_anew(place: Path) -> None:
    half = place / "postgres.new"
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n")
    engine = embedded.start(place, careless=True)
    assert asked(engine.urls.app, "SELECT 1") == 1
    engine.stop()
    assert not half.exists()


def test_data_of_another_postgresql_is_left_alone(place: Path) -> None:
    (place / "postgres").mkdir()
    (place / "postgres" / "PG_VERSION").write_text("16\n")
    with pytest.raises(OtherVersion, match="made by PostgreSQL 16"):
        embedded.start(place)


def test_what_postgresql_says_is_passed_on(place: Path) -> None:
    with pytest.raises(EngineFailed, match="no_such_setting"):
        embedded.start(place, careless=True, options=["no_such_setting=1"])
    # The folder is free again for whoever mends it.
    embedded.start(place).stop()


def test_a_folder_for_sockets_of_somebody_else_is_refused(place: Path) -> None:
    (place / "elsewhere").mkdir()
    (place / "run").symlink_to(place / "elsewhere")
    with pytest.raises(EngineFailed, match="belongs to somebody else"):
        embedded.start(place, careless=True)


def test_a_long_path_gets_a_short_socket(place: Path) -> None:
    folder = place / ("x" * 120)
    engine = embedded.start(folder, careless=True)
    assert asked(engine.urls.app, "SELECT 1") == 1
    engine.stop()
    addresses.sockets(folder).rmdir()


def test_renewing_empties_the_database_alone(place: Path) -> None:
    engine = embedded.start(place, careless=True)
    with psycopg.connect(engine.urls.owner) as connection:
        connection.execute("CREATE TABLE gone (x int)")
    embedded.renew(engine)
    held = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
    assert asked(engine.urls.owner, held) == 0
    engine.stop()


def test_programs_that_are_not_installed_are_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cluster.programs.cache_clear()
    monkeypatch.setattr(cluster, "VERSION", "1")
    with pytest.raises(EngineFailed, match="PostgreSQL 1 is not installed with deqi"):
        cluster.programs()


def test_a_making_that_fails_says_why(place: Path) -> None:
    # An empty password is none.
    with pytest.raises(EngineFailed, match="initdb failed: initdb: error: "):
        cluster.make(Cluster(place, None), "", careless=False)


def test_who_is_not_root_runs_it_themselves(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert cluster.place(place, print).user is None
