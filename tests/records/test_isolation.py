"""Each clinic sees its own: tried by raw SQL, as the server's own role."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID, uuid4

import psycopg
import pytest
from django.apps import apps
from django.db import connection
from psycopg import sql

from deqi.records.isolation import OutsideTransaction, Scope
from deqi.records.rows import ADDED_TO, REMOVED, ClinicRow, PatientRow, Row
from tests import clinic
from tests.clinic import House

TABLES = sorted(
    model._meta.db_table for model in apps.get_models() if issubclass(model, ClinicRow)
)
OF_PATIENTS = sorted(
    model._meta.db_table for model in apps.get_models() if issubclass(model, PatientRow)
)
ADDED = sorted(
    model._meta.db_table
    for model in apps.get_models()
    if getattr(model, "rights", "") == ADDED_TO
)
NEVER_REMOVED = sorted(
    model._meta.db_table
    for model in apps.get_models()
    if issubclass(model, Row) and model.rights != REMOVED
)


KEYS = [
    (model._meta.db_table, field.related_model._meta.db_table, field.column)
    for model in apps.get_models()
    if issubclass(model, ClinicRow)
    for field in model._meta.fields
    if isinstance(field.related_model, type)
    and issubclass(field.related_model, ClinicRow)
]


@contextmanager
def scoped(app: psycopg.Connection, scope: Scope) -> Iterator[psycopg.Cursor]:
    """Open a transaction that sees no more than a scope."""
    told = {
        "deqi.clinics": ",".join(map(str, scope.clinics)),
        "deqi.patients": ",".join(map(str, scope.patients)),
        "deqi.user": str(scope.user or ""),
        "deqi.network": str(scope.network or ""),
    }
    with app.transaction(), app.cursor() as cursor:
        for name, value in told.items():
            cursor.execute("SELECT set_config(%s, %s, true)", [name, value])
        yield cursor


def count(cursor: psycopg.Cursor, table: str) -> int:
    cursor.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table)))
    row = cursor.fetchone()
    assert row is not None
    return int(row[0])


def test_every_table_of_a_clinic_forces_its_rows(owner: psycopg.Connection) -> None:
    found = owner.execute(
        "SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity"
    )
    assert set(TABLES) <= {name for (name,) in found}


def test_no_column_names_a_clinic_outside_the_clinics_rows(
    owner: psycopg.Connection,
) -> None:
    found = owner.execute(
        "SELECT table_name FROM information_schema.columns"
        " WHERE column_name = 'clinic_id' AND table_schema = 'public'"
    )
    assert {name for (name,) in found} == {*TABLES, "accounts_membership"}


@pytest.mark.parametrize("table", [*TABLES, "people_person", "audit_event"])
def test_without_a_scope_a_table_is_empty(
    house: House, app: psycopg.Connection, table: str
) -> None:
    with app.cursor() as cursor:
        assert count(cursor, table) == 0


def test_a_scope_shows_its_own_clinic_and_no_other(
    house: House, app: psycopg.Connection, owner: psycopg.Connection
) -> None:
    other = clinic.second(house)
    clinic.book(house)
    filled = 0
    for table in TABLES:
        with scoped(app, Scope([other.clinic])) as cursor:
            cursor.execute(
                sql.SQL("SELECT count(*) FROM {} WHERE clinic_id <> %s").format(
                    sql.Identifier(table)
                ),
                [other.clinic],
            )
            assert cursor.fetchone() == (0,), table
        with owner.cursor() as all_rows:
            filled += count(all_rows, table) > 0
    # The house fills several tables, so that an empty database cannot pass.
    assert filled >= 5


def test_a_scope_ends_with_its_transaction(
    house: House, app: psycopg.Connection
) -> None:
    with scoped(app, Scope([house.clinic])) as cursor:
        assert count(cursor, "people_patient") == 1
    with app.cursor() as cursor:
        assert count(cursor, "people_patient") == 0


def test_a_scope_outside_a_transaction_is_refused(database: None) -> None:
    with pytest.raises(OutsideTransaction):
        Scope().enter(connection)


def test_a_patient_sees_themselves_alone(house: House, app: psycopg.Connection) -> None:
    from deqi.operations import patients

    second = patients.register(clinic.write(house.desk), clinic.ADA)
    with scoped(app, Scope([house.clinic], patients=[second])) as cursor:
        assert count(cursor, "people_patient") == 1
        assert count(cursor, "people_person") == 1
        assert count(cursor, "episodes_episode") == 0
        assert count(cursor, "audit_event") == 0
    with scoped(app, Scope([house.clinic], patients=[])) as cursor:
        assert count(cursor, "people_patient") == 0
    with scoped(app, Scope([house.clinic])) as cursor:
        assert count(cursor, "people_patient") == 2


ROOM = (
    "INSERT INTO clinics_room (id, entered_at, clinic_id, name)"
    " VALUES (%s, now(), %s, 'Elsewhere')"
)


def test_a_row_of_another_clinic_is_not_written(
    house: House, app: psycopg.Connection
) -> None:
    other = clinic.second(house)
    with (
        pytest.raises(psycopg.errors.InsufficientPrivilege),
        scoped(app, Scope([house.clinic])) as cursor,
    ):
        cursor.execute(ROOM, [uuid4(), other.clinic])
    with scoped(app, Scope([house.clinic])) as cursor:
        cursor.execute(ROOM, [uuid4(), house.clinic])


def test_a_row_is_not_moved_to_another_clinic(
    house: House, app: psycopg.Connection
) -> None:
    other = clinic.second(house)
    with (
        pytest.raises(psycopg.errors.InsufficientPrivilege),
        scoped(app, Scope([house.clinic])) as cursor,
    ):
        cursor.execute("UPDATE clinics_room SET clinic_id = %s", [other.clinic])


EPISODE = (
    "INSERT INTO episodes_episode (id, entered_at, clinic_id, patient_id, condition,"
    " style, payer, payer_number, opened_at, discharge_note)"
    " VALUES (%s, now(), %s, %s, '', '', '', '', now(), '')"
)


def test_a_row_does_not_point_at_another_clinic(
    house: House, app: psycopg.Connection
) -> None:
    other = clinic.second(house)
    with (
        pytest.raises(psycopg.errors.ForeignKeyViolation),
        scoped(app, Scope([house.clinic])) as cursor,
    ):
        cursor.execute(EPISODE, [uuid4(), house.clinic, other.patient])


def test_a_rule_holds_for_writing_as_for_reading_in_every_table(
    owner: psycopg.Connection,
) -> None:
    found = owner.execute(
        "SELECT tablename, cmd, qual, with_check FROM pg_policies"
        " WHERE policyname = 'scope'"
    ).fetchall()
    rules = {table: (cmd, qual == check) for table, cmd, qual, check in found}
    assert {table: rules.get(table) for table in TABLES} == dict.fromkeys(
        TABLES, ("ALL", True)
    )
    more = owner.execute(
        "SELECT tablename FROM pg_policies WHERE policyname <> 'scope'"
    )
    assert not {table for (table,) in more} & set(TABLES)


def test_every_key_between_rows_of_clinics_carries_the_clinic(
    owner: psycopg.Connection,
) -> None:
    found = owner.execute(
        "SELECT conrelid::regclass::text, confrelid::regclass::text, attname"
        " FROM pg_constraint JOIN pg_attribute"
        " ON attrelid = conrelid AND attnum = ANY (conkey) AND attname <> 'clinic_id'"
        " WHERE contype = 'f' AND cardinality(conkey) = 2"
    )
    assert set(found.fetchall()) == set(KEYS)
    assert len(KEYS) > 10


@pytest.mark.parametrize("table", ADDED)
def test_what_is_only_added_to_is_never_changed(
    app: psycopg.Connection, table: str
) -> None:
    for rest in ("DELETE FROM {}", "UPDATE {} SET id = id"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege), app.transaction():
            app.execute(sql.SQL(rest).format(sql.Identifier(table)))


@pytest.mark.parametrize("table", NEVER_REMOVED)
def test_no_record_is_deleted(app: psycopg.Connection, table: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege), app.transaction():
        app.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))


@pytest.mark.parametrize(
    "statement",
    [
        "SET row_security = off; SELECT count(*) FROM people_patient",
        "ALTER TABLE people_patient DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE people_patient NO FORCE ROW LEVEL SECURITY",
        "DROP POLICY scope ON people_patient",
        "ALTER TABLE charting_session DISABLE TRIGGER session_signed_stays",
        "SET ROLE deqi_owner",
        "SET ROLE deqi_backup",
        "TRUNCATE people_patient CASCADE",
        "CREATE TABLE open_to_all (id int)",
    ],
)
def test_the_server_cannot_lift_the_isolation(
    house: House, app: psycopg.Connection, statement: str
) -> None:
    with pytest.raises(psycopg.errors.Error), app.transaction():
        app.execute(statement)  # type: ignore[arg-type]  # text of this test


def test_the_owner_and_the_backup_see_all_rows(
    house: House, owner: psycopg.Connection
) -> None:
    from tests.database import URLS

    clinic.second(house)
    with owner.cursor() as cursor:
        assert count(cursor, "people_patient") == 2
    with psycopg.connect(URLS.backup) as backup, backup.cursor() as cursor:
        assert count(cursor, "people_patient") == 2
        with pytest.raises(psycopg.errors.Error):
            cursor.execute("UPDATE clinics_clinic SET name = ''")


def test_a_link_opens_by_its_hash_alone(house: House, app: psycopg.Connection) -> None:
    with app.cursor() as cursor:
        cursor.execute("SELECT * FROM deqi_link(%s)", [b"0" * 32])
        assert cursor.fetchall() == []


def test_merged_numbers_are_one_patient_in_a_scope(
    house: House, app: psycopg.Connection
) -> None:
    ids: list[UUID] = [house.patient, uuid4()]
    with scoped(app, Scope([house.clinic], patients=ids)) as cursor:
        assert count(cursor, "people_patient") == 1


def test_the_server_may_ask_the_tables_that_stand_between_two(
    app: psycopg.Connection,
) -> None:
    with app.cursor() as cursor:
        for table in ("accounts_user_groups", "accounts_user_user_permissions"):
            assert count(cursor, table) == 0
