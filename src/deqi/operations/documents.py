"""Files about a patient: added, listed, read, and hidden where one went to the wrong chart."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import cast
from uuid import UUID

from django.conf import settings

from deqi.operations import access, clock, contents
from deqi.operations.callers import Call
from deqi.operations.operation import reads, writes
from deqi.operations.refusals import Conflict, Unfit
from deqi.records.papers.models import Document

LONGEST_NAME = 160


@dataclass(frozen=True, slots=True)
class Filed:
    """A document as a list names it.

    Parameters
    ----------
    id : UUID
        Of the document.
    name, media_type : str
        As uploaded, and as judged by its content.
    size : int
        In bytes.
    added_on : date
        When.
    added_by : str
        Who added it.
    """

    id: UUID
    name: str
    media_type: str
    size: int
    added_on: date
    added_by: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A document to be served."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Folder:
    """The documents of one patient.

    Parameters
    ----------
    patient : UUID
        The number that stands.
    name : str
        Of the patient.
    documents : tuple of Filed
        The newest first.
    """

    patient: UUID
    name: str
    documents: tuple[Filed, ...]


class TooLarge(Unfit):
    """A file over the limit of the settings."""

    code = "too_large"


class FiledAlready(Conflict):
    """The same file is in the folder."""

    code = "filed_already"


class HiddenAlready(Conflict):
    """A document that was hidden before."""

    code = "hidden_already"


@writes("documents.add")
def add(call: Call, patient: UUID, *, name: str, sent: bytes) -> UUID:
    """Add a file to a patient's documents.

    Parameters
    ----------
    patient : UUID
        Whose.
    name : str
        As the file is called; any path before it is dropped.
    sent : bytes
        Its content, which alone says of what type it is.

    Returns
    -------
    UUID
        Of the document.

    Raises
    ------
    TooLarge, UnknownType, BrokenFile, LockedFile
        For what is not kept.
    FiledAlready, NotFound
        For a file that is there, or a patient elsewhere.
    """
    row = access.patient(call, patient)
    if len(sent) > settings.LARGEST_DOCUMENT:
        megabytes = settings.LARGEST_DOCUMENT // 1024**2
        raise TooLarge(f"A file may have up to {megabytes} MB.", field="file")
    kept = contents.read(sent)
    mark = hashlib.sha256(kept.bytes).hexdigest()
    same = Document.objects.filter(patient=row, sha256=mark, hidden_at=None)
    if same.exists():
        raise FiledAlready("This file is among the documents already.", field="file")
    document = Document.objects.create(
        entered_at=clock.now(),
        clinic_id=row.clinic_id,
        patient=row,
        name=_named(name),
        media_type=kept.media_type,
        size=len(kept.bytes),
        sha256=mark,
        content=kept.bytes,
        added_by_id=cast(UUID, call.actor.user),
    )
    return document.id


@writes("documents.hide")
def hide(call: Call, document: UUID) -> UUID:
    """Hide a document, such as one of another patient; it is kept, and not shown.

    Raises
    ------
    HiddenAlready, NotFound
        Where it is hidden, or elsewhere.
    """
    row = access.found(Document.objects.defer("content"), document, what="document")
    call.trace.patients[row.patient_id] = None
    if row.hidden_at is not None:
        raise HiddenAlready("This document was hidden before.")
    row.hidden_at, row.hidden_by_id = clock.now(), call.actor.user
    row.save(update_fields=["hidden_at", "hidden_by"])
    return row.id


@reads("documents.list")
def listed(call: Call, patient: UUID) -> Folder:
    """Return the documents of a patient, under every number; hidden ones are left out."""
    row = access.patient(call, patient)
    rows = Document.objects.filter(
        patient__in=access.numbers_of(row), hidden_at=None
    ).order_by("-entered_at")
    told = rows.values_list(
        "id", "name", "media_type", "size", "entered_at__date", "added_by__name"
    )
    return Folder(row.id, row.person.name, tuple(Filed(*each) for each in told))


@reads("documents.read")
def read(call: Call, document: UUID) -> Opened:
    """Return a document with its content; a hidden one is not found."""
    row = access.found(
        Document.objects.filter(hidden_at=None), document, what="document"
    )
    call.trace.patients[row.patient_id] = None
    call.trace.subject = row.id
    return Opened(row.name, row.media_type, bytes(row.content))


def _named(name: str) -> str:
    last = re.split(r"[/\\]", name)[-1]
    plain = "".join(each for each in last if unicodedata.category(each)[0] != "C")
    return plain.strip()[-LONGEST_NAME:] or "document"
