"""Reads FHIR R4 records: what they say of the facts, every word with its place.

Plain dictionaries are walked, one module for each resource. Whatever is malformed
inside is skipped and counted, or becomes a question; only a document as a whole is
refused (see `refusals`).
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from deqi.interop.fhir import (
    allergy,
    complaint,
    condition,
    device,
    documents,
    family,
    medication,
    observation,
    patient,
    procedure,
    questionnaire,
)
from deqi.interop.fhir.desk import Desk, Reading
from deqi.interop.fhir.documents import Opened
from deqi.interop.fhir.elements import Resource, text
from deqi.interop.fhir.refusals import (
    NoPatient,
    NotFhir,
    NotR4,
    RefusedDocument,
    SeveralPatients,
)

__all__ = [
    "NoPatient",
    "NotFhir",
    "NotR4",
    "Reading",
    "Readings",
    "RefusedDocument",
    "SeveralPatients",
    "read",
    "read_many",
]

_READERS: Mapping[str, Callable[[Resource, Desk], None]] = {
    "AllergyIntolerance": allergy.read,
    "Condition": condition.read,
    "Device": device.read,
    "FamilyMemberHistory": family.read,
    "MedicationDispense": medication.read,
    "MedicationRequest": medication.read,
    "MedicationStatement": medication.read,
    "Observation": observation.read,
    "Patient": patient.read,
    "Procedure": procedure.read,
    "QuestionnaireResponse": questionnaire.read,
}


@dataclass(frozen=True, slots=True)
class Readings:
    """What a directory or a stream holds.

    ``refused`` are the documents refused as a whole; ``skipped`` counts resources that
    belong to no patient, by type.
    """

    read: tuple[Reading, ...]
    refused: tuple[RefusedDocument, ...]
    skipped: Mapping[str, int]


def read(document: object, *, today: date) -> Reading:
    """Read one patient's record.

    Parameters
    ----------
    document : object
        Parsed JSON: a Bundle of any type, one resource, a list of resources, or a CDS
        Hooks request, of which the prefetch counts.
    today : date
        Dates after this day are ignored and counted.

    Raises
    ------
    NotFhir, NotR4, SeveralPatients, NoPatient
        Where the document as a whole cannot be one patient's R4 record.
    """
    return _read_opened(documents.open_one(document), today)


def read_many(parsed: Iterable[object], *, today: date) -> Readings:
    """Read several documents; resources that stand alone are grouped by patient.

    Parameters
    ----------
    parsed : iterable of object
        The lines of NDJSON files, in any order: Bundles and hook requests, each one
        patient's, or the loose resources of a Bulk Data export.
    today : date
        As in `read`.
    """
    done: list[Reading] = []
    refused: list[RefusedDocument] = []
    skipped: Counter[str] = Counter()
    loose: dict[str, list[tuple[str, Resource]]] = {}
    medications: dict[str, Resource] = {}
    for document in parsed:
        try:
            if _stands_alone(document):
                _sort(document, loose, medications, skipped)
            else:
                done.append(read(document, today=today))
        except RefusedDocument as why:
            refused.append(why)
    for owner, resources in loose.items():
        done.append(_read_opened(Opened(owner, resources, medications), today))
    return Readings(tuple(done), tuple(refused), dict(skipped))


def _read_opened(opened: Opened, today: date) -> Reading:
    desk = Desk(today, medications=opened.medications)
    for kind, resource in opened.resources:
        _READERS[kind](resource, desk)
    observation.finish(desk)
    medication.finish(desk)
    complaint.finish(desk)
    return desk.reading(opened.patient)


def _stands_alone(document: object) -> bool:
    if not isinstance(document, dict) or documents.is_hook(document):
        return False
    kind = document.get("resourceType")
    return isinstance(kind, str) and kind not in ("", "Bundle")


def _sort(
    resource: object,
    loose: dict[str, list[tuple[str, Resource]]],
    medications: dict[str, Resource],
    skipped: Counter[str],
) -> None:
    for each, _ in documents.entries_of(resource):
        kind = text(each.get("resourceType"))
        documents.refuse_old(kind, each)
        own = kind == "Patient"
        owner = text(each.get("id")) if own else documents.subject_of(each)
        if kind == "Medication":
            medications[f"Medication/{text(each.get('id'))}"] = each
        elif kind in documents.READ and owner:
            loose.setdefault(owner, []).append((kind, each))
        else:
            skipped[kind] += 1
