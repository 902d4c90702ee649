"""Every migration can be taken back, and leaves the same tables when it comes again."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from io import StringIO
from uuid import UUID

import psycopg
import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connections
from psycopg import sql

from deqi.config import cluster, embedded
from deqi.config.databases import database as entry
from tests.database import FOLDER, KEYS, NAME, SERVER, URLS, Broom

ALIAS = "reversed"
COPY = f"{NAME}_reversed"
OURS = sorted(
    each.label
    for each in apps.get_app_configs()
    if each.name.startswith("deqi.records.")
)


@pytest.fixture
def copy(broom: Broom) -> Iterator[str]:
    """Make a database beside that of the tests; its alias is gone afterwards."""
    from deqi.config import addresses

    embedded.make_database(SERVER, COPY)
    urls = addresses.of(FOLDER, KEYS, database=COPY)
    connections.databases[ALIAS] = connections.configure_settings(
        {"default": {}, ALIAS: entry(urls.owner, pool=None)}
    )[ALIAS]
    yield urls.owner
    connections[ALIAS].close()
    del connections[ALIAS]
    del connections.databases[ALIAS]
    with psycopg.connect(SERVER, autocommit=True) as server:
        name = sql.Identifier(COPY)
        server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))


def schema(url: str) -> list[str]:
    """Return everything that a database is, rows aside, as statements in one order."""
    dump = cluster.programs() / "pg_dump"
    command = [dump, "--schema-only", "--no-owner", "--restrict-key=x", url]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return sorted(line for line in done.stdout.splitlines() if line)


def tables(url: str) -> set[str]:
    """Return the names of our own tables."""
    with psycopg.connect(url) as connection:
        found = connection.execute("SELECT tablename FROM pg_tables").fetchall()
    named = {name for (name,) in found}
    return {model._meta.db_table for model in _models()} & named


def _models() -> Iterator[type]:
    for label in OURS:
        yield from apps.get_app_config(label).get_models()


def test_every_migration_goes_back_to_nothing_and_forward_again(copy: str) -> None:
    call_command("migrate", database=ALIAS, verbosity=0)
    before = schema(copy)
    assert len(tables(copy)) > 20
    # Each takes along what rests on it, so that the order does not matter.
    for label in OURS:
        call_command("migrate", label, "zero", database=ALIAS, verbosity=0)
    assert tables(copy) == set()
    call_command("migrate", database=ALIAS, verbosity=0)
    assert schema(copy) == before


MISSED_BEFORE = """
INSERT INTO diary_visit (id, entered_at, clinic_id, patient_id, episode_id,
    practitioner_id, starts_at, ends_at, purpose, note, cancelled_why)
VALUES (%(visit)s, now(), %(id)s, %(id)s, %(id)s, %(id)s,
    '2026-11-23 10:00Z', '2026-11-23 10:30Z', 'treatment', '', '');
"""
SOMEBODY = """
INSERT INTO accounts_user (id, entered_at, email, name, password, is_active, is_staff,
    is_superuser, is_example) VALUES (%(id)s, now(), '', '', '', true, false, false, true)
"""
STEPPED = """
INSERT INTO diary_visitstep (id, entered_at, clinic_id, patient_id, visit_id, step, by_id)
VALUES (gen_random_uuid(), %(at)s, %(id)s, %(id)s, %(visit)s, %(step)s, %(id)s)
"""


def test_visits_that_were_missed_let_go_of_their_time_and_can_be_taken_back(
    copy: str,
) -> None:
    first, second, other = (str(UUID(int=n)) for n in (1, 2, 3))
    told = {"id": other}
    kept = "SELECT id::text, missed_at, cancelled_at FROM diary_visit ORDER BY id"
    call_command("migrate", database=ALIAS, verbosity=0)
    call_command("migrate", "diary", "0002", database=ALIAS, verbosity=0)
    with psycopg.connect(SERVER, dbname=COPY, autocommit=True) as rows:
        # Rows of the diary alone: what they point at is of no matter here.
        rows.execute("SET session_replication_role = replica")
        rows.execute(SOMEBODY, told)
        rows.execute(MISSED_BEFORE, told | {"visit": first})
        for hour, step in ((9, "booked"), (10, "missed")):
            at = f"2026-11-23 {hour}:10Z"
            rows.execute(STEPPED, told | {"visit": first, "at": at, "step": step})
        with pytest.raises(psycopg.errors.ExclusionViolation):
            rows.execute(MISSED_BEFORE, told | {"visit": second})
        call_command("migrate", "diary", "0003", database=ALIAS, verbosity=0)
        rows.execute(MISSED_BEFORE, told | {"visit": second})
        (missed, _) = rows.execute(kept).fetchall()
        assert missed[1].isoformat() == "2026-11-23T10:10:00+00:00"
        call_command("migrate", "diary", "0002", database=ALIAS, verbosity=0)
        gone = rows.execute("SELECT cancelled_why FROM diary_visit ORDER BY id")
        assert gone.fetchall() == [("missed",), ("",)]
        call_command("migrate", "diary", "0003", database=ALIAS, verbosity=0)
        assert rows.execute(kept).fetchall() == [missed, (second, None, None)]


def test_the_migrations_say_what_the_models_say(database: None) -> None:
    told = StringIO()
    call_command("makemigrations", check=True, dry_run=True, stdout=told)
    assert "No changes detected" in told.getvalue()


def test_a_dump_by_the_backup_role_holds_the_rows_of_all_clinics(
    broom: Broom, database: None
) -> None:
    from tests import clinic

    with clinic.at():
        house = clinic.build()
        other = clinic.second(house)
    dump = cluster.programs() / "pg_dump"
    command = [dump, "--data-only", "--table=people_patient", URLS.backup]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert str(house.patient) in done.stdout
    assert str(other.patient) in done.stdout
