"""Documents: opened, checked for version and for whose they are, laid out flat.

Words
-----
loose
    A resource that stands alone, not in a Bundle with its patient.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from deqi.interop.fhir.elements import Resource, mapping, mappings, text
from deqi.interop.fhir.refusals import NoPatient, NotFhir, NotR4, SeveralPatients

_DEEPEST = 8
_OLD_TYPES = frozenset(
    {
        "BodySite",
        "Conformance",
        "DeviceUseRequest",
        "DiagnosticOrder",
        "EligibilityRequest",
        "MedicationOrder",
        "Order",
        "OrderResponse",
        "ProcedureRequest",
        "ReferralRequest",
    }
)
_OLD_KEYS: Mapping[str, tuple[str, ...]] = {
    "Condition": ("patient", "dateRecorded", "assertedDate", "context"),
    "AllergyIntolerance": ("status", "assertedDate", "substance"),
    "Procedure": ("notPerformed", "notDone", "context"),
    "MedicationStatement": ("taken", "wasNotTaken", "notTaken", "patient"),
    "MedicationRequest": ("definition", "context"),
    "MedicationDispense": ("patient",),
    "Observation": ("comments", "related"),
    "Patient": ("animal",),
}
"""Fields that R4 no longer has, and that other versions fill."""

_SUBJECTS = ("subject", "patient")


class Entry(NamedTuple):
    """One resource, and the address under which its neighbours name it."""

    resource: Resource
    address: str = ""


@dataclass(slots=True)
class Opened:
    """One patient's document, laid out flat.

    ``resources`` leaves out what is known to be about somebody or something else.
    """

    patient: str
    resources: list[Resource]
    medications: dict[str, Resource] = field(default_factory=dict)


def open_one(document: object) -> Opened:
    """Lay out a document that is one patient's.

    Raises
    ------
    NotFhir, NotR4, SeveralPatients, NoPatient
    """
    entries = list(entries_of(document))
    for entry in entries:
        refuse_old(entry.resource)
    names = _patient_names(entries)
    subjects = _subjects(entries)
    hooked = _hooked_patient(document)
    known = names or ({hooked} if hooked else set())
    if known and subjects - known:
        raise SeveralPatients("the document speaks of more than one patient")
    if len(subjects - known) > 1:
        raise SeveralPatients("the document speaks of more than one patient")
    if not (names or subjects or hooked or _has_patient(entries)):
        raise NoPatient("the document holds no patient")
    patient = _own_id(entries) or hooked or next(iter(subjects), "")
    return Opened(patient, [e.resource for e in entries], _medications(entries))


def entries_of(document: object, depth: int = 0) -> Iterator[Entry]:
    """Yield every resource of a document: Bundle, list, hook request, or one alone.

    Raises
    ------
    NotFhir
        Where it is none of these.
    """
    if isinstance(document, list):
        yield from _entries_of_list(document, depth)
        return
    if not isinstance(document, dict):
        raise NotFhir("the document is no FHIR resource")
    if is_hook(document):
        yield from _entries_of_hook(document, depth)
        return
    kind = document.get("resourceType")
    if not isinstance(kind, str) or not kind:
        raise NotFhir("the document names no resourceType")
    if kind == "Bundle":
        yield from _entries_of_bundle(document, depth)
    else:
        yield Entry(document)


def is_hook(document: object) -> bool:
    """Return True for a CDS Hooks request."""
    return isinstance(document, dict) and "hook" in document


def subject_of(resource: Resource) -> str:
    """Return the id of the patient that a resource is about; empty where none is told.

    Of an address only the last part counts: ``Patient/1`` and
    ``https://example.org/fhir/Patient/1`` are the same person of one document.
    """
    for key in _SUBJECTS:
        link = text(mapping(resource.get(key)).get("reference"))
        if link and not link.startswith("#") and "?" not in link:
            return _tail(link)
    return ""


def refuse_old(resource: Resource) -> None:
    """Refuse a resource of DSTU2, STU3 or R5.

    Raises
    ------
    NotR4
        It names what gave it away.
    """
    kind = resource.get("resourceType")
    if kind in _OLD_TYPES:
        raise NotR4(f"the document is not FHIR R4: R4 has no {kind}")
    version = resource.get("fhirVersion")
    if isinstance(version, str) and not version.startswith("4."):
        raise NotR4(f"the document is not FHIR R4 but {version[:12]}")
    for key in _OLD_KEYS.get(kind, ()) if isinstance(kind, str) else ():
        if key in resource:
            raise NotR4(f"the document is not FHIR R4: {kind}.{key}")
    if isinstance(resource.get("clinicalStatus"), str):
        raise NotR4(f"the document is not FHIR R4: {kind}.clinicalStatus is a word")
    if kind == "Patient" and _has_listed_family(resource):
        raise NotR4("the document is not FHIR R4: Patient.name.family is a list")


def _has_listed_family(patient: Resource) -> bool:
    names = mappings(patient.get("name"))
    return any(isinstance(name.get("family"), list) for name in names)


def _entries_of_list(document: Iterable[object], depth: int) -> Iterator[Entry]:
    if depth >= _DEEPEST:
        return
    for each in document:
        if isinstance(each, dict) and each.get("resourceType"):
            yield from entries_of(each, depth + 1)


def _entries_of_bundle(bundle: Resource, depth: int) -> Iterator[Entry]:
    if depth >= _DEEPEST:
        return
    for entry in mappings(bundle.get("entry")):
        resource = entry.get("resource")
        if not isinstance(resource, dict):
            continue
        kind = resource.get("resourceType")
        if kind == "Bundle":
            yield from _entries_of_bundle(resource, depth + 1)
        elif isinstance(kind, str) and kind:
            address = entry.get("fullUrl")
            yield Entry(resource, address if isinstance(address, str) else "")


def _entries_of_hook(request: Resource, depth: int) -> Iterator[Entry]:
    for each in mapping(request.get("prefetch")).values():
        inner = mapping(each)
        # Some servers wrap what was fetched as a Bundle entry with its response.
        resource = mapping(inner.get("resource")) or inner
        if resource.get("resourceType"):
            yield from entries_of(resource, depth + 1)


def _hooked_patient(document: object) -> str:
    if not is_hook(document):
        return ""
    context = mapping(mapping(document).get("context"))
    return _tail(text(context.get("patientId")))


def _patient_names(entries: Iterable[Entry]) -> set[str]:
    names: set[str] = set()
    seen: set[str] = set()
    for resource, address in entries:
        if resource.get("resourceType") == "Patient":
            own = text(resource.get("id")) or _tail(address)
            seen.add(own)
            names |= {own, _tail(address)} - {""}
    if len(seen) > 1:
        raise SeveralPatients("the document holds more than one patient")
    return names


def _own_id(entries: Iterable[Entry]) -> str:
    for resource, address in entries:
        if resource.get("resourceType") == "Patient":
            return text(resource.get("id")) or _tail(address)
    return ""


def _has_patient(entries: Iterable[Entry]) -> bool:
    return any(each.resource.get("resourceType") == "Patient" for each in entries)


def _subjects(entries: Iterable[Entry]) -> set[str]:
    found = {subject_of(each.resource) for each in entries if _is_read(each.resource)}
    return found - {""}


def _is_read(resource: Resource) -> bool:
    return resource.get("resourceType") in READ


READ = frozenset(
    {
        "AllergyIntolerance",
        "Condition",
        "Device",
        "MedicationDispense",
        "MedicationRequest",
        "MedicationStatement",
        "Observation",
        "Patient",
        "Procedure",
        "QuestionnaireResponse",
    }
)
"""The resources that say something of a patient's facts."""


def _medications(entries: Iterable[Entry]) -> dict[str, Resource]:
    found: dict[str, Resource] = {}
    for resource, address in entries:
        if resource.get("resourceType") == "Medication":
            found[f"Medication/{text(resource.get('id'))}"] = resource
            if address:
                found[address] = resource
    return found


def _tail(address: str) -> str:
    if address.startswith(("urn:uuid:", "urn:oid:")):
        return address.rpartition(":")[2]
    parts = [part for part in address.partition("/_history")[0].split("/") if part]
    return parts[-1] if parts else ""
