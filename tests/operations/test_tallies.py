"""What all workers count together: seen by another process, ended by the clock of all."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.cache import cache
from django.db import connection

from deqi.operations.tallies import Tallies
from deqi.records.accounts.models import User
from tests.config.processes import environment
from tests.database import FOLDER, NAME
from tests.house.sources import ROOT
from tests.operations.rows import column, one

ELSEWHERE = """
import sys
from urllib.parse import urlsplit, urlunsplit
import tests.database
tests.database.URLS = tests.database.addresses.of(
    tests.database.FOLDER, tests.database.KEYS, database=sys.argv[1]
)
tests.database.prepare()
from django.core.cache import cache
exec(sys.argv[2])
"""
MARKS = "SELECT mark FROM accounts_tally"


def elsewhere(program: str) -> str:
    """Run a program in a process of its own, as another worker of the server."""
    done = subprocess.run(
        [sys.executable, "-c", ELSEWHERE, NAME, program],
        env=environment(DEQI_DATA=str(FOLDER)),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def another() -> Tallies:
    return Tallies("", {})


@pytest.fixture
def tallies(database: None) -> Tallies:
    return another()


def test_the_server_counts_by_it(database: None) -> None:
    assert isinstance(cache._connections[cache._alias], Tallies)  # type: ignore[attr-defined]  # what stands behind Django's name


def test_another_worker_sees_what_was_counted_here(tallies: Tallies) -> None:
    tallies.set("tries", [1.5, 0.25], 60)
    assert elsewhere("print(cache.get('tries'))") == "[1.5, 0.25]"
    assert elsewhere("print(cache.add('tries', [], 60))") == "False"
    elsewhere("cache.set('tries', [2], 60)")
    assert tallies.get("tries") == [2]


def test_a_code_that_worked_at_one_worker_works_at_no_other(database: None) -> None:
    ann = User.objects.create_user("ann@example.org")
    secret = generate_totp_secret()
    step = TOTP.activate(ann, secret)
    counter = next(iter(yield_hotp_counters_from_time()))
    code = format_hotp_value(hotp_value(secret, counter))
    assert step.validate_code(code)
    again = (
        "from allauth.mfa.models import Authenticator;"
        "from allauth.mfa.totp.internal.auth import TOTP;"
        f"print(TOTP(Authenticator.objects.get()).validate_code({code!r}))"
    )
    assert elsewhere(again) == "False"


def test_of_all_that_add_at_once_one_does(tallies: Tallies) -> None:
    def try_once(at: int) -> bool:
        try:
            return another().add("lock", at, 60)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as workers:
        assert sum(workers.map(try_once, range(24))) == 1


def test_what_is_forgotten_is_gone(tallies: Tallies) -> None:
    assert not tallies.delete("tries")
    tallies.set("tries", 1)
    assert tallies.delete("tries")
    assert tallies.get("tries", "none") == "none"
    tallies.set("tries", 1)
    tallies.clear()
    assert tallies.get("tries") is None


def test_what_has_ended_counts_no_more_and_is_cleared_away(
    tallies: Tallies, owner: psycopg.Connection
) -> None:
    tallies.set("tries", 5, 60)
    owner.execute("UPDATE accounts_tally SET ends_at = now() - interval '1 second'")
    assert tallies.get("tries") is None
    assert tallies.add("tries", 1, 60)
    assert tallies.get("tries") == 1
    owner.execute("UPDATE accounts_tally SET ends_at = now() - interval '1 second'")
    tallies.set("other", 1, 60)
    assert len(column(owner, MARKS)) == 1


def test_nothing_is_kept_for_ever(tallies: Tallies, owner: psycopg.Connection) -> None:
    tallies.set("usual", 1)
    tallies.add("for ever", 1, None)
    longest = "SELECT max(ends_at) - now() <= interval '5 minutes' FROM accounts_tally"
    assert one(owner, longest)


def test_a_row_names_neither_address_nor_person(
    tallies: Tallies, owner: psycopg.Connection
) -> None:
    tallies.set("login:203.0.113.9:ann@example.org", 1)
    (mark,) = column(owner, MARKS)
    assert len(mark) == 64
    assert set(mark) <= set("0123456789abcdef")


def test_nothing_but_plain_values_is_kept(tallies: Tallies) -> None:
    with pytest.raises(TypeError):
        tallies.set("tries", os.environ)
