"""The verbs of a clinic, as its operator types them: on a database of their own."""

import json
import os
import pty
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest
from jsonschema import Draft202012Validator
from psycopg import sql

from deqi.config import addresses, embedded, keys
from tests.config.processes import COMMAND, HOSTS, deqi, environment, free_port
from tests.spec.schemas import schema

ANSWER = "a long enough password\n"


@pytest.fixture(scope="module")
def clinic() -> Iterator[Path]:
    """Return the folder of a clinic that is migrated and founded."""
    with TemporaryDirectory(prefix="deqi-test-") as folder:
        settings = {"DEQI_DATA": folder, **HOSTS}
        assert "migrations applied" in deqi("migrate", **settings).stderr
        founded = deqi(*FOUND, told=ANSWER, **settings)
        assert "North is founded; ann@clinic.example" in founded.stderr
        yield Path(folder)


FOUND = ("found", "North", "--email", "ann@clinic.example", "--manager", "Ann Example")


@pytest.fixture
def settings(clinic: Path) -> dict[str, str]:
    """Return the clinic's environment."""
    return {"DEQI_DATA": str(clinic), **HOSTS}


def rows(folder: Path) -> dict[str, int]:
    """Return table to how many rows it holds, as the owner sees them."""
    urls = addresses.of(folder, keys.read(folder))
    engine = embedded.reach(folder)
    with psycopg.connect(urls.owner) as connection:
        tables = connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        ).fetchall()
        counted = {
            name: connection.execute(
                sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(name))
            ).fetchone()
            for (name,) in tables
        }
    engine.stop()
    return {name: row[0] for name, row in counted.items() if row}


@contextmanager
def serving(*arguments: str, **settings: str) -> Iterator[subprocess.Popen[str]]:
    """Run a verb that serves until it is stopped as by the keyboard."""
    process = subprocess.Popen(
        [COMMAND, *arguments],
        env=environment(**settings),
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)


def read_until(process: subprocess.Popen[str], words: str) -> str:
    """Return what the process says until it says some words."""
    said = ""
    assert process.stderr is not None
    for line in process.stderr:
        said += line
        if words in line:
            return said
    raise AssertionError(f"never said {words!r}, but: {said}")


def asked(port: int, path: str, **headers: str) -> tuple[int, str]:
    """Return status and body of one answer."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        connection.request("GET", path, headers={"Host": "localhost", **headers})
        answer: HTTPResponse = connection.getresponse()
        return answer.status, answer.read().decode()


def test_migrating_again_does_nothing(settings: dict[str, str]) -> None:
    assert deqi("migrate", **settings).stderr == "deqi: already up to date\n"


ENCRYPT = """
import sys, uuid, django
django.setup()
from deqi.records.accounts import seeds
print(seeds.encrypt("a seed", uuid.UUID(sys.argv[1])), end="")
"""
KEEP = (
    "INSERT INTO mfa_authenticator (type, data, user_id, created_at)"
    " SELECT 'totp', jsonb_build_object('secret', %s::text), id, now()"
    " FROM accounts_user"
)


def test_a_new_secret_key_encrypts_second_steps_anew(
    clinic: Path, settings: dict[str, str]
) -> None:
    module = {"DJANGO_SETTINGS_MODULE": "deqi.config.settings"}
    engine = embedded.reach(clinic)
    owner = addresses.of(clinic, keys.read(clinic)).owner
    with psycopg.connect(owner) as connection:
        (user,) = connection.execute("SELECT id FROM accounts_user").fetchall()
    encrypted = subprocess.run(
        [sys.executable, "-c", ENCRYPT, str(*user)],
        env=environment(**settings, **module),
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    with psycopg.connect(owner) as connection:
        connection.execute(KEEP, [encrypted])
    file = clinic / keys.FILE
    before = file.read_text(encoding="utf-8")
    old = keys.read(clinic).secret_key
    try:
        file.write_text(before.replace(old, "n" * 64), encoding="utf-8")
        told = deqi("migrate", **settings, DEQI_OLD_SECRET_KEYS=old).stderr
        assert "deqi: second steps encrypted anew: 1\n" in told
        assert "encrypted anew" not in deqi("migrate", **settings).stderr
    finally:
        file.write_text(before, encoding="utf-8")
        with psycopg.connect(owner) as connection:
            connection.execute("DELETE FROM mfa_authenticator")
        engine.stop()


def test_second_steps_are_taken_away(settings: dict[str, str]) -> None:
    verb = "reset-second-step"
    done = deqi(verb, "ann@clinic.example", **settings)
    assert done.returncode == 0
    assert "second steps taken away: 0; ann@clinic.example adds" in done.stderr
    refused = deqi(verb, "nobody@clinic.example", **settings)
    assert refused.returncode == 1
    assert "Nobody here signs in with" in refused.stderr


def test_a_network_is_founded_once(settings: dict[str, str]) -> None:
    again = deqi(*FOUND, told=ANSWER, **settings)
    assert (again.returncode, again.stdout) == (1, "")
    assert "There is a network already" in again.stderr


@pytest.mark.parametrize("weak", ["", "short", "123456789012", "ann@clinic.example"])
def test_a_weak_password_founds_nothing(settings: dict[str, str], weak: str) -> None:
    refused = deqi(*FOUND, told=f"{weak}\n", **settings)
    assert refused.returncode == 1
    assert "password" in refused.stderr.lower()


def test_a_backup_holds_every_row_and_is_restored_whole(
    clinic: Path, settings: dict[str, str], place: Path
) -> None:
    file = place / "clinic.backup"
    written = deqi("backup", str(file), **settings)
    assert written.returncode == 0, written.stderr
    assert file.stat().st_mode & 0o077 == 0

    other = {"DEQI_DATA": str(place / "other"), **HOSTS}
    restored = deqi("restore", str(file), **other)
    assert restored.returncode == 0, restored.stderr
    before = rows(clinic)
    assert before["clinics_network"] == before["accounts_user"] == 1
    assert rows(place / "other") == before
    assert deqi("migrate", **other).stderr == "deqi: already up to date\n"


def test_a_backup_overwrites_nothing(settings: dict[str, str], place: Path) -> None:
    (place / "there").write_text("mine")
    refused = deqi("backup", str(place / "there"), **settings)
    assert refused.returncode == 1
    assert "never overwritten" in refused.stderr
    assert (place / "there").read_text() == "mine"
    nowhere = deqi("backup", str(place / "no" / "file"), **settings)
    assert (nowhere.returncode, "no folder" in nowhere.stderr) == (1, True)
    assert [each.name for each in place.iterdir()] == ["there"]


def test_a_backup_is_restored_into_an_empty_database_alone(
    clinic: Path, settings: dict[str, str], place: Path
) -> None:
    file = str(place / "clinic.backup")
    deqi("backup", file, **settings)
    before = rows(clinic)
    refused = deqi("restore", file, **settings)
    assert refused.returncode == 1
    assert "into an empty one" in refused.stderr
    assert rows(clinic) == before


@pytest.mark.parametrize("name", ["missing", "text"])
def test_what_is_no_backup_is_not_restored(place: Path, name: str) -> None:
    (place / "text").write_text("SELECT 1;")
    refused = deqi("restore", str(place / name), DEQI_DATA=str(place / "other"))
    assert refused.returncode == 1
    assert not (place / "other").exists()


def test_a_role_from_which_rows_are_hidden_makes_no_backup(
    clinic: Path, place: Path
) -> None:
    engine = embedded.start(clinic)
    urls = addresses.of(clinic, keys.read(clinic))
    own = {
        "DATABASE_URL": urls.app,
        "DEQI_BACKUP_URL": urls.app,
        "DEQI_SECRET_KEY": "Uq7-x" * 20,
        **HOSTS,
    }
    refused = deqi("backup", str(place / "half"), **own)
    told = deqi("doctor", "--json", **own)
    engine.stop()
    assert refused.returncode == 1
    assert "pg_dump stopped" in refused.stderr
    assert list(place.iterdir()) == []
    found = {each["name"]: each for each in json.loads(told.stdout)["checks"]}
    assert not found["database, as deqi_backup"]["sound"]
    assert found["database, as deqi_backup"]["told"] == "reached as deqi_app"


@pytest.mark.parametrize(
    ("verb", "lacks"),
    [
        (["migrate"], "DEQI_OWNER_URL"),
        (["backup", "FILE"], "DEQI_BACKUP_URL"),
        (["restore", "FILE"], "DEQI_OWNER_URL"),
    ],
)
def test_a_verb_says_which_address_it_lacks(
    clinic: Path, settings: dict[str, str], place: Path, verb: list[str], lacks: str
) -> None:
    deqi("backup", str(place / "there"), **settings)
    file = str(place / ("there" if verb[0] == "restore" else "new"))
    own = {"DATABASE_URL": "postgresql://h.example/", "DEQI_SECRET_KEY": "Uq7-x" * 20}
    words = [file if word == "FILE" else word for word in verb]
    refused = deqi(*words, **own, **HOSTS)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert f"{lacks} is not set. It is" in refused.stderr


def test_the_clinic_is_served_and_its_database_stopped_with_it(
    clinic: Path, settings: dict[str, str]
) -> None:
    port = free_port()
    trusted = {**settings, "DEQI_BEHIND_PROXY": "yes"}
    with serving("serve", "--port", str(port), "--workers", "1", **trusted) as server:
        read_until(server, f"serving at http://127.0.0.1:{port}/")
        assert asked(port, "/readyz") == (200, '{"ready": true, "lacks": null}')
        assert asked(port, "/accounts/login/")[0] == 301
        secure = {"X-Forwarded-Proto": "https"}
        status, page = asked(port, "/accounts/login/", **secure)
        assert status == 200
        style = page.partition('rel="stylesheet" href="')[2].partition('"')[0]
        assert asked(port, style or "/static/admin/css/base.css", **secure)[0] == 200
        # A backup is taken while people work.
        held = deqi("serve", "--port", str(free_port()), **settings)
        assert (held.returncode, "is in use by process" in held.stderr) == (1, True)
        assert deqi("doctor", **settings).returncode == 1
        assert asked(port, "/readyz")[0] == 200
    assert server.returncode == 0
    assert not (clinic / "postgres" / "postmaster.pid").exists()


def test_a_database_that_is_not_migrated_is_not_served(place: Path) -> None:
    keys.ensure(place, demo=False)
    settings = {"DEQI_DATA": str(place), **HOSTS}
    refused = deqi("serve", "--port", str(free_port()), **settings)
    assert refused.returncode == 1
    assert "run `deqi migrate` first" in refused.stderr


def test_a_database_that_is_not_there_is_not_served() -> None:
    own = {
        "DATABASE_URL": f"postgresql://deqi_app@127.0.0.1:{free_port()}/deqi",
        "DEQI_SECRET_KEY": "Uq7-x" * 20,
        **HOSTS,
    }
    refused = deqi("serve", "--port", str(free_port()), **own)
    assert refused.returncode == 1
    assert "cannot be reached" in refused.stderr
    told = json.loads(deqi("doctor", "--json", **own).stdout)
    assert not told["sound"]
    (database,) = (c for c in told["checks"] if c["name"] == "database, as deqi_app")
    assert not database["sound"]


def test_a_port_that_is_taken_is_told(settings: dict[str, str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        refused = deqi("serve", "--port", port, **settings)
    assert refused.returncode == 1
    assert f"127.0.0.1:{port} cannot be used" in refused.stderr


def test_the_demo_is_made_once_and_served_again(place: Path) -> None:
    browser = place / "browser"
    browser.write_text(f"#!/bin/sh\necho $1 > {place}/opened\n")
    browser.chmod(0o755)
    told = {"XDG_DATA_HOME": str(place), "BROWSER": str(browser)}
    port = free_port()
    words = ["demo", "--port", str(port), "--patients", "12", "--months", "3"]
    with serving(*words, **told) as server:
        read_until(server, f"serving at http://localhost:{port}/")
        assert asked(port, "/accounts/login/")[0] == 200
        until = time.monotonic() + 20
        while not (place / "opened").exists() and time.monotonic() < until:
            time.sleep(0.1)
    assert (place / "opened").read_text() == f"http://localhost:{port}/\n"
    folder = place / "deqi" / "demo"
    made = (folder / "loaded").stat().st_mtime_ns
    before = rows(folder)
    with serving(*words, "--no-browser", "--data", str(folder)) as server:
        read_until(server, f"serving at http://localhost:{port}/")
    assert (folder / "loaded").stat().st_mtime_ns == made
    assert rows(folder) == before


def test_the_password_of_the_manager_is_not_shown_as_it_is_typed(place: Path) -> None:
    keys.ensure(place, demo=False)
    settings = {"DEQI_DATA": str(place), **HOSTS}
    deqi("migrate", **settings)
    typed, terminal = pty.openpty()
    asking = subprocess.Popen(
        [COMMAND, *FOUND],
        env=environment(**settings),
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        start_new_session=True,
    )
    os.close(terminal)
    said = b""
    while b"Password of the manager:" not in said:
        said += os.read(typed, 1024)
    os.write(typed, ANSWER.encode())
    with suppress(OSError):
        while more := os.read(typed, 1024):
            said += more
    os.close(typed)
    assert asking.wait(timeout=60) == 0
    assert b"North is founded" in said
    assert ANSWER.strip().encode() not in said


def test_nothing_invented_comes_into_a_clinic_of_ones_own(clinic: Path) -> None:
    refused = deqi(
        "demo", "--no-browser", "--port", str(free_port()), "--data", str(clinic)
    )
    assert refused.returncode == 1
    assert "holds a clinic of your own" in refused.stderr


def test_the_doctor_tells_what_lacks_and_how_to_mend_it(
    settings: dict[str, str],
) -> None:
    told = deqi("doctor", **settings)
    assert told.returncode == 1
    assert "sound  walls between clinics: each clinic sees its own" in told.stdout
    assert "MEND   clinics: there is none" in told.stdout
    assert "run deqi found" in told.stdout
    nothing = json.loads(deqi("doctor", "--json").stdout)
    assert list(Draft202012Validator(schema("doctor")).iter_errors(nothing)) == []
    assert [each["told"] for each in nothing["checks"]] == [
        "DATABASE_URL is not set",
        "DEQI_SECRET_KEY is not set",
        "DEQI_ALLOWED_HOSTS is not set",
    ]
