"""Keeps each clinic to its own rows, in the database itself.

Applied after every migration, to every table there is, so that a new one cannot be
forgotten: rights of the server's role, forced row-level security, and foreign keys that
carry the clinic, so that a row never points at another clinic's.

Words
-----
scope
    What a transaction may see: clinics, one patient or all, and the user who asks. It
    is set for the transaction alone; without it every clinic's table is empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from django.apps import apps
from django.db import models

from deqi.records.rows import REMOVED, ClinicRow, PatientRow

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

APP_ROLE = "deqi_app"
BACKUP_ROLE = "deqi_backup"

_IN_SCOPE = "clinic_id = ANY ((SELECT deqi_clinics())::uuid[])"
_NO_PATIENT = "(SELECT deqi_patients()) IS NULL"
_ASKED = "ANY ((SELECT deqi_patients())::uuid[])"
_OWN = "(SELECT deqi_user())"

_FUNCTIONS = """
CREATE OR REPLACE FUNCTION deqi_clinics() RETURNS uuid[] LANGUAGE sql STABLE AS
$$ SELECT string_to_array(coalesce(current_setting('deqi.clinics', true), ''), ',')::uuid[] $$;
CREATE OR REPLACE FUNCTION deqi_patients() RETURNS uuid[] LANGUAGE sql STABLE AS
$$ SELECT string_to_array(nullif(current_setting('deqi.patients', true), ''), ',')::uuid[] $$;
CREATE OR REPLACE FUNCTION deqi_user() RETURNS uuid LANGUAGE sql STABLE AS
$$ SELECT nullif(current_setting('deqi.user', true), '')::uuid $$;
CREATE OR REPLACE FUNCTION deqi_network() RETURNS uuid LANGUAGE sql STABLE AS
$$ SELECT nullif(current_setting('deqi.network', true), '')::uuid $$;
"""

_LINK = """
CREATE OR REPLACE FUNCTION deqi_link(asked bytea)
RETURNS TABLE (id uuid, clinic_id uuid, patient_id uuid, episode_id uuid, purpose text,
               expires_at timestamptz, used_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT id, clinic_id, patient_id, episode_id, purpose, expires_at, used_at
   FROM links_link WHERE token_hash = asked $$;
REVOKE ALL ON FUNCTION deqi_link(bytea) FROM PUBLIC;
"""
# A link is opened before any scope is known, so this one function looks past the scope;
# whoever does not hold the token cannot ask it for anything.

_SPECIAL = {
    "accounts_membership": f"user_id = {_OWN} OR ({_IN_SCOPE} AND {_NO_PATIENT}) "
    "OR network_id = (SELECT deqi_network())",
    "people_person": "EXISTS (SELECT FROM people_patient p"
    " WHERE p.person_id = people_person.id)",
    "audit_event": "(clinic = ANY ((SELECT deqi_clinics())::uuid[])"
    f" AND {_NO_PATIENT}) OR network = (SELECT deqi_network())",
    "audit_receipt": f"actor IS NOT DISTINCT FROM {_OWN}",
}
"""Which rows of a table without a clinic, or with a rule of its own, are in scope."""

_ADDED_BY_ALL = {"people_person", "audit_event", "accounts_membership"}
"""Rows that may be added before they can be seen: a person before they are a patient."""


class Scope:
    """What one transaction may see.

    Parameters
    ----------
    clinics : sequence of UUID
        Clinics whose rows are seen; none: no row at all.
    patients : sequence of UUID or None
        Where given, rows of these alone: one human being, under every number that was
        merged into one; none of them: no patient at all. None: no such limit.
    user : UUID or None
        Who asks.
    network : UUID or None
        Where given, what the network keeps beside its clinics.
    """

    __slots__ = ("clinics", "network", "patients", "user")

    def __init__(
        self,
        clinics: Sequence[UUID] = (),
        *,
        patients: Sequence[UUID] | None = None,
        user: UUID | None = None,
        network: UUID | None = None,
    ) -> None:
        self.clinics = tuple(clinics)
        self.patients = () if patients is None else tuple(patients) or (_NOBODY,)
        self.user = user
        self.network = network

    def enter(self, connection: BaseDatabaseWrapper) -> None:
        """Set the scope for the transaction that is open, and for no longer."""
        if not connection.in_atomic_block:
            raise OutsideTransaction("a scope is set inside a transaction")
        with connection.cursor() as cursor:
            cursor.execute(_ENTER, self._settings())

    def _settings(self) -> list[str]:
        alone = (self.user, self.network)
        return [_listed(self.clinics), _listed(self.patients), *map(_word, alone)]


_NOBODY = UUID(int=0)
# An empty setting lifts the limit, so that this id stands for no patient at all.


class OutsideTransaction(RuntimeError):
    """A scope outside a transaction would outlive the request on a pooled connection."""


_ENTER = (
    "SELECT set_config('deqi.clinics', %s, true), set_config('deqi.patients', %s, true),"
    " set_config('deqi.user', %s, true), set_config('deqi.network', %s, true)"
)


def _listed(ids: Iterable[UUID]) -> str:
    return ",".join(str(each) for each in ids)


def _word(value: UUID | None) -> str:
    return "" if value is None else str(value)


def apply(connection: BaseDatabaseWrapper) -> None:
    """Bring rights, policies and foreign keys of all tables to what the models say.

    Safe to repeat. Needs the role that owns the tables.
    """
    with connection.cursor() as cursor:
        cursor.execute(_FUNCTIONS)
        tables = set(connection.introspection.table_names(cursor))
        for model in apps.get_models(include_auto_created=True):
            if model._meta.managed and model._meta.db_table in tables:
                for statement in _statements(model):
                    cursor.execute(statement)
        # While migrations are taken back, the table of links may be gone already.
        if "links_link" in tables:
            cursor.execute(_LINK)
            cursor.execute(f"GRANT EXECUTE ON FUNCTION deqi_link(bytea) TO {APP_ROLE}")
        cursor.execute(_GRANTS)


_GRANTS = f"""
GRANT USAGE ON SCHEMA public TO {APP_ROLE}, {BACKUP_ROLE};
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {APP_ROLE};
GRANT SELECT ON ALL TABLES IN SCHEMA public TO {BACKUP_ROLE};
GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO {BACKUP_ROLE};
GRANT SELECT ON django_migrations TO {APP_ROLE};
"""


def _statements(model: type[models.Model]) -> Iterator[str]:
    table = model._meta.db_table
    # Tables of Django and its neighbours hold no patient, and are theirs to clear.
    rights = getattr(model, "rights", REMOVED)
    yield f'REVOKE ALL ON "{table}" FROM {APP_ROLE}'
    yield f'GRANT {rights} ON "{table}" TO {APP_ROLE}'
    if (rule := in_scope(model)) is None:
        return
    yield f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY'
    yield f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY'
    yield f'DROP POLICY IF EXISTS scope ON "{table}"'
    yield f'DROP POLICY IF EXISTS adding ON "{table}"'
    yield f'CREATE POLICY scope ON "{table}" USING ({rule}) WITH CHECK ({rule})'
    if table in _ADDED_BY_ALL:
        yield f'CREATE POLICY adding ON "{table}" FOR INSERT WITH CHECK (true)'
    if issubclass(model, ClinicRow):
        yield from _clinic_keys(model)


def in_scope(model: type[models.Model]) -> str | None:
    """Return which rows of a table a transaction sees; None where all are public."""
    table = model._meta.db_table
    if table in _SPECIAL:
        return _SPECIAL[table]
    if not issubclass(model, ClinicRow):
        return None
    if table == "people_patient":
        return f"{_IN_SCOPE} AND ({_NO_PATIENT} OR id = {_ASKED})"
    names = {field.name for field in model._meta.fields}
    if issubclass(model, PatientRow) or "patient" in names:
        return f"{_IN_SCOPE} AND ({_NO_PATIENT} OR patient_id = {_ASKED})"
    return _IN_SCOPE


def _clinic_keys(model: type[models.Model]) -> Iterator[str]:
    """Yield what makes each foreign key to a clinic's row carry the clinic."""
    table = model._meta.db_table
    for field in model._meta.fields:
        target = field.related_model
        if not isinstance(target, type) or not issubclass(target, ClinicRow):
            continue
        other = target._meta.db_table
        yield _once(other, f"{other}_of_clinic", "UNIQUE (clinic_id, id)")
        yield _once(
            table,
            f"{table}_{field.column}_of_clinic"[:63],
            f'FOREIGN KEY (clinic_id, "{field.column}")'
            f' REFERENCES "{other}" (clinic_id, id) DEFERRABLE INITIALLY DEFERRED',
        )


def _once(table: str, name: str, definition: str) -> str:
    return (
        "DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_constraint"
        f" WHERE conname = '{name}' AND conrelid = '\"{table}\"'::regclass)"
        f' THEN ALTER TABLE "{table}" ADD CONSTRAINT "{name}" {definition};'
        " END IF; END $$"
    )
