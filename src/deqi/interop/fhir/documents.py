"""Documents: opened, checked for version and for whose they are, laid out flat.

Words
-----
loose
    A resource that stands alone, not in a Bundle with its patient.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from deqi.interop.fhir.elements import Resource, mapping, mappings, text
from deqi.interop.fhir.refusals import NoPatient, NotFhir, NotR4, SeveralPatients

_DEEPEST = 8
_CHANGED = frozenset({"AllergyIntolerance", "Condition", "Patient"})
READ = frozenset(
    {
        "AllergyIntolerance",
        "Condition",
        "Device",
        "FamilyMemberHistory",
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
    kind: tuple(keys.split())
    for kind, keys in (
        ("Condition", "patient dateRecorded assertedDate context"),
        ("AllergyIntolerance", "status assertedDate substance"),
        ("Procedure", "notPerformed notDone context"),
        ("MedicationStatement", "taken wasNotTaken notTaken patient"),
        ("MedicationRequest", "definition context medication"),
        ("Observation", "comments related"),
        ("Patient", "animal"),
    )
}
"""Fields that R4 no longer has, and that other versions fill."""


Entry = tuple[Resource, str]
"""One resource, and the address under which its neighbours name it."""


@dataclass(slots=True)
class Opened:
    """One patient's document, laid out flat; without an id the patient is ``""``."""

    patient: str
    resources: list[tuple[str, Resource]]
    medications: dict[str, Resource] = field(default_factory=dict)


@dataclass(slots=True)
class _Survey:
    """Whose the resources of one document are."""

    resources: list[tuple[str, Resource]] = field(default_factory=list)
    medications: dict[str, Resource] = field(default_factory=dict)
    patients: list[str] = field(default_factory=list)
    addresses: set[str] = field(default_factory=set)
    links: set[str] = field(default_factory=set)

    def take(self, resource: Resource, address: str) -> None:
        kind = str(resource["resourceType"])
        refuse_old(kind, resource)
        if kind in READ:
            self.resources.append((kind, resource))
        if kind == "Patient":
            self._meet(resource, address)
        elif kind in READ:
            self.links.add(_link(resource))
        elif kind == "Medication":
            for name in (f"Medication/{text(resource.get('id'))}", address):
                self.medications[name] = resource

    def _meet(self, patient: Resource, address: str) -> None:
        own = text(patient.get("id")) or _tail(address)
        if self.patients and own not in self.patients:
            raise SeveralPatients("the document holds more than one patient")
        self.patients.append(own)
        self.addresses |= {own, _tail(address)} - {""}


def open_one(document: object) -> Opened:
    """Lay out a document that is one patient's.

    Raises
    ------
    NotFhir, NotR4, SeveralPatients, NoPatient
    """
    survey = _Survey()
    for resource, address in entries_of(document):
        survey.take(resource, address)
    hooked = _hooked_patient(document)
    subjects = {_tail(link) for link in survey.links} - {""}
    asked = {hooked} if hooked else set()
    if survey.addresses and asked - survey.addresses:
        raise SeveralPatients("the request asks about another patient than it holds")
    known = survey.addresses or asked
    strangers = subjects - known
    if len(strangers) > (0 if known else 1):
        raise SeveralPatients("the document speaks of more than one patient")
    if not (survey.patients or subjects or hooked):
        raise NoPatient("the document holds no patient")
    own = survey.patients[0] if survey.patients else hooked
    patient = own or next(iter(subjects), "")
    return Opened(patient, survey.resources, survey.medications)


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
        yield document, ""


def is_hook(document: object) -> bool:
    """Return True for a CDS Hooks request."""
    return isinstance(document, dict) and "hook" in document


def subject_of(resource: Resource) -> str:
    """Return the id of the patient that a resource is about; empty where none is told.

    Of an address only the last part counts: ``Patient/1`` and
    ``https://example.org/fhir/Patient/1`` are the same person of one document.
    """
    return _tail(_link(resource))


def _link(resource: Resource) -> str:
    about = resource.get("subject") or resource.get("patient")
    link = about.get("reference") if isinstance(about, dict) else None
    if not isinstance(link, str) or link.startswith("#") or "?" in link:
        return ""
    return link


def refuse_old(kind: str, resource: Resource) -> None:
    """Refuse a resource of DSTU2, STU3 or R5.

    Raises
    ------
    NotR4
        It names what gave it away.
    """
    if kind in READ:
        for key in _OLD_KEYS.get(kind, ()):
            if key in resource:
                raise NotR4(f"the document is not FHIR R4: {kind}.{key}")
        if kind in _CHANGED:
            _refuse_old_shapes(kind, resource)
        return
    if kind in _OLD_TYPES:
        raise NotR4(f"the document is not FHIR R4: R4 has no {kind}")
    version = resource.get("fhirVersion")
    if isinstance(version, str) and not version.startswith("4."):
        raise NotR4(f"the document is not FHIR R4 but {version[:12]}")


def _refuse_old_shapes(kind: str, resource: Resource) -> None:
    if isinstance(resource.get("clinicalStatus"), str):
        raise NotR4(f"the document is not FHIR R4: {kind}.clinicalStatus is a word")
    if kind == "Patient" and _has_listed_family(resource):
        raise NotR4("the document is not FHIR R4: Patient.name.family is a list")


def _has_listed_family(patient: Resource) -> bool:
    names = mappings(patient.get("name"))
    return any(isinstance(name.get("family"), list) for name in names)


def _entries_of_list(document: Iterable[object], depth: int) -> Iterator[Entry]:
    for each in document:
        if isinstance(each, dict) and each.get("resourceType"):
            yield from entries_of(each, depth + 1)


def _entries_of_bundle(bundle: Resource, depth: int) -> Iterator[Entry]:
    if depth >= _DEEPEST:
        return
    entries = mappings(bundle.get("entry"))
    for entry in _newest(entries) if bundle.get("type") == "history" else entries:
        resource = entry.get("resource")
        if not isinstance(resource, dict):
            continue
        kind = resource.get("resourceType")
        if kind == "Bundle":
            yield from _entries_of_bundle(resource, depth + 1)
        elif isinstance(kind, str) and kind:
            address = entry.get("fullUrl")
            yield resource, address if isinstance(address, str) else ""


def _newest(entries: Iterable[Resource]) -> Iterator[Resource]:
    """Yield the newest version of each resource; a history lists the newest first."""
    seen: set[str] = set()
    for entry in entries:
        resource = mapping(entry.get("resource"))
        own = f"{text(resource.get('resourceType'))}/{text(resource.get('id'))}"
        # What was deleted has an address and nothing more.
        name = own if resource else text(mapping(entry.get("request")).get("url"))
        if name not in seen or own.endswith("/"):
            yield entry
        seen.add(name)


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


@lru_cache(maxsize=1 << 12)
def _tail(address: str) -> str:
    if address.startswith(("urn:uuid:", "urn:oid:")):
        return address.rpartition(":")[2]
    parts = [part for part in address.partition("/_history")[0].split("/") if part]
    return parts[-1] if parts else ""
