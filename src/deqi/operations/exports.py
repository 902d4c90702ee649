"""A clinic's own rows as CSV tables in one archive: what is yours leaves with you."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack
from tempfile import TemporaryFile
from typing import IO, Any
from uuid import UUID

from django.apps import apps
from django.db.models import Model, QuerySet

from deqi.operations.callers import Call
from deqi.operations.operation import reads
from deqi.records.people.models import Person
from deqi.records.rows import ClinicRow

BATCH = 500
README = (
    "One table a file, UTF-8, with a heading. Every row belongs to one clinic. Columns"
    " that end in _id point at the id of another table; JSON stands in one cell. Files"
    " that patients or the clinic added are in documents/, letters as signed in"
    " letters/.\n"
)


@reads("exports.make")
def archive(call: Call) -> IO[bytes]:
    """Return a ZIP of every row of one clinic, as CSV, with its files.

    It is written to a temporary file row by row, so that a large clinic needs no more
    memory than a small one; whoever reads it closes it, and it is gone.

    Parameters
    ----------
    call : Call
        Of the clinic's manager.
    """
    call.trace.subject = wanted = call.clinic
    with ExitStack() as on_failure:
        held = on_failure.enter_context(TemporaryFile())
        with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as into:
            _fill(into, wanted)
        on_failure.pop_all()
    held.seek(0)
    return held


def _fill(into: zipfile.ZipFile, clinic: UUID) -> None:
    into.writestr("README.txt", README)
    people = Person.objects.filter(patients__clinic=clinic).distinct()
    _table(into, Person, people)
    for model in _models():
        rows = model._default_manager.filter(clinic=clinic)
        _table(into, model, rows)
        for name, content in _files(model, rows):
            into.writestr(name, content)


def _models() -> Iterator[type[ClinicRow]]:
    models = (each for each in apps.get_models() if issubclass(each, ClinicRow))
    yield from sorted(models, key=lambda model: model._meta.db_table)


_WITHOUT = ("content", "pdf", "token_hash", "search")
"""Columns that are files of their own, or keys that open something."""


def _table(into: zipfile.ZipFile, model: type[Model], rows: QuerySet[Any]) -> None:
    columns = [
        each for each in model._meta.concrete_fields if each.name not in _WITHOUT
    ]
    names = [each.attname for each in columns]
    with (
        into.open(f"{model._meta.db_table}.csv", "w", force_zip64=True) as raw,
        io.TextIOWrapper(raw, "utf-8", newline="") as text,
    ):
        table = csv.writer(text)
        table.writerow([each.column for each in columns])
        for row in rows.order_by("pk").values_list(*names).iterator(chunk_size=BATCH):
            table.writerow([_cell(value) for value in row])


def _cell(value: object) -> object:
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    text = "" if value is None else str(value)
    # A spreadsheet would run what begins so; a quote keeps it a text.
    return f"'{text}" if text[:1] in _FORMULA and isinstance(value, str) else text


_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def _files(model: type[ClinicRow], rows: QuerySet[Any]) -> Iterator[tuple[str, bytes]]:
    table = model._meta.db_table
    if table == "papers_document":
        for row in rows.iterator(chunk_size=20):
            yield f"documents/{row.id}-{_plain(row.name)}", bytes(row.content)
    if table == "papers_letter":
        for row in rows.filter(pdf__isnull=False).iterator(chunk_size=20):
            yield f"letters/{row.id}.pdf", bytes(row.pdf)


def _plain(name: str) -> str:
    return "".join(each if each.isalnum() or each in "-_." else "_" for each in name)
