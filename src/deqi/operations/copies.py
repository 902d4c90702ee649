"""A copy of everything that a clinic keeps of one patient, for that patient.

It is gathered over all tables that hold a patient, so that a new one cannot be forgotten.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models

from deqi.operations import access, clock
from deqi.operations.callers import Call
from deqi.operations.operation import reads
from deqi.operations.refusals import NotFound
from deqi.records.clinics.models import Practitioner
from deqi.records.people.models import Patient
from deqi.records.rows import ClinicRow

LEFT_OUT = frozenset({"clinic", "search", "token_hash", "signed_hash"})
"""Columns that say nothing of the patient, or that would open something."""

SAID = frozenset({"value"})
"""Columns in which nothing is an answer: no region at all, or not known."""


@dataclass(frozen=True, slots=True)
class Copy:
    """Everything that is kept of one patient.

    Parameters
    ----------
    clinic, name : str
        Of the clinic, and of the patient.
    on : date
        The day of the copy, at the clinic.
    person : mapping of str to object
        Who the patient is.
    practitioners : mapping of str to str
        Names by the ids that the rows hold.
    tables : mapping of str to tuple of mapping
        Rows by table, the oldest first; empty tables are left out. Files stand by name
        alone.
    """

    clinic: str
    name: str
    on: date
    person: Mapping[str, object]
    practitioners: Mapping[str, str]
    tables: Mapping[str, tuple[Mapping[str, object], ...]]


@reads("patients.export")
def read(call: Call, patient: UUID | None = None) -> Copy:
    """Return a copy of everything that is kept.

    Parameters
    ----------
    patient : UUID or None
        Of a manager, whose; a patient's own is given whatever stands here.

    Raises
    ------
    NotFound
        For a patient elsewhere, and for a manager who names none.
    """
    own = call.actor.patients
    asked = own[0] if own else patient
    if asked is None:
        raise NotFound("Say whose record is to be copied.")
    row = access.patient(call, asked)
    clinic = access.clinic(call)
    tables = dict(_tables(access.numbers_of(row)))
    return Copy(
        clinic.name,
        row.person.name,
        clock.today(clinic.time_zone),
        _plain(row.person),
        _practitioners(tables),
        tables,
    )


def _tables(
    numbers: list[UUID],
) -> Iterator[tuple[str, tuple[Mapping[str, object], ...]]]:
    for model in apps.get_models():
        if not issubclass(model, ClinicRow):
            continue
        rows: models.QuerySet[Any] = model._default_manager.order_by("entered_at")
        if model is Patient:
            held = rows.filter(pk__in=numbers)
        elif "patient" in {each.name for each in model._meta.fields}:
            held = rows.filter(patient__in=numbers)
        else:
            continue
        told = tuple(_plain(each) for each in _light(held))
        if told:
            yield str(model._meta.verbose_name_plural), told


def _light(rows: models.QuerySet[Any]) -> models.QuerySet[Any]:
    """Leave files in the database: a copy names them."""
    return rows.defer(
        *(each.name for each in rows.model._meta.fields if _is_file(each))
    )


def _is_file(field: models.Field[Any, Any]) -> bool:
    return isinstance(field, models.BinaryField)


def _plain(row: models.Model) -> Mapping[str, object]:
    held = (each for each in row._meta.concrete_fields if not _is_file(each))
    told = {each.name: each.value_from_object(row) for each in held}
    return {
        name: value
        for name, value in told.items()
        if name not in LEFT_OUT and (name in SAID or value not in (None, "", [], {}))
    }


def _practitioners(
    tables: Mapping[str, tuple[Mapping[str, object], ...]],
) -> Mapping[str, str]:
    named = {
        UUID(str(value))
        for rows in tables.values()
        for row in rows
        for name, value in row.items()
        if name in ("practitioner", "signed_by")
    }
    rows = Practitioner.objects.filter(pk__in=named).order_by("name")
    return {str(identity): name for identity, name in rows.values_list("id", "name")}
