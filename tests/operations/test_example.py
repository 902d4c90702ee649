"""The example network, made small: whole, coherent, plainly invented, and the same again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import psycopg
import pytest

from deqi.core.roles import Role
from deqi.operations import accounts, example, founding
from deqi.operations.example import Loaded
from deqi.records.accounts.models import User
from tests.database import URLS, Broom

UNTIL = datetime(2026, 11, 20, 14, 10, tzinfo=UTC)
PATIENTS, MONTHS = 24, 5


@pytest.fixture(scope="module")
def told() -> list[tuple[str, int, int]]:
    return []


@pytest.fixture(scope="module")
def network(broom: Broom, told: list[tuple[str, int, int]]) -> Iterator[Loaded]:
    """Load the network once; the tests of this file only look at it."""
    from django.db import connections

    def report(words: str, done: int, total: int) -> None:
        told.append((words, done, total))

    yield example.load(
        report, patients=PATIENTS, months=MONTHS, until=UNTIL, processes=1
    )
    connections.close_all()
    broom.sweep()


@pytest.fixture
def rows(network: Loaded) -> Iterator[psycopg.Connection]:
    """Return a connection that sees the rows of both clinics."""
    with psycopg.connect(URLS.owner, autocommit=True) as connection:
        yield connection


def one(rows: psycopg.Connection, asked: str) -> int:
    found = rows.execute(asked).fetchone()
    assert found is not None
    return int(found[0])


def test_every_role_may_sign_in(network: Loaded) -> None:
    roles = {each.role for each in network.people}
    assert roles == set(Role) - {Role.PATIENT}
    for each in network.people:
        user = User.objects.get(email=each.email)
        assert user.check_password(network.password)
        assert [role.role for role in accounts.actors(user.id)] == [each.role]
    assert any(network.password in line for line in network.sign_ins)


def test_all_is_marked_as_an_example(rows: psycopg.Connection) -> None:
    for asked in MARKED:
        assert one(rows, asked) == 0
    assert one(rows, "SELECT count(*) FROM people_patient") >= PATIENTS


MARKED = (
    "SELECT count(*) FROM clinics_network WHERE NOT is_example",
    "SELECT count(*) FROM clinics_clinic WHERE NOT is_example",
    "SELECT count(*) FROM people_person WHERE NOT is_example",
    "SELECT count(*) FROM accounts_user WHERE NOT is_example",
    "SELECT count(*) FROM audit_event WHERE NOT is_example",
)


def test_progress_is_told_and_ends_whole(
    network: Loaded, told: list[tuple[str, int, int]]
) -> None:
    done = [each for _, each, _ in told]
    assert done == sorted(done)
    assert done[-1] == told[-1][2]


def test_an_example_is_made_once(network: Loaded) -> None:
    with pytest.raises(founding.FoundedAlready):
        example.load(patients=2, months=1, until=UNTIL, processes=1)
