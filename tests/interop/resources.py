"""Small resources written by hand, for the rules of reading."""

from datetime import date
from typing import Any

from deqi.core.facts import Statement
from deqi.interop import fhir
from deqi.interop.fhir import Reading

TODAY = date(2026, 11, 21)
SNOMED = "http://snomed.info/sct"
ICD = "http://hl7.org/fhir/sid/icd-10-cm"
RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"
ATC = "http://www.whocc.no/atc"
LOINC = "http://loinc.org"
OWN = "urn:deqi:fact"

ME = {"reference": "Patient/p1"}
PATIENT = {"resourceType": "Patient", "id": "p1", "birthDate": "1970-05-01"}

WARFARIN = (RXNORM, "855332", "Warfarin Sodium 5 MG Oral Tablet")
IBUPROFEN = (RXNORM, "310965", "Ibuprofen 200 MG Oral Tablet")
PREDNISONE = (RXNORM, "312617", "predniSONE 5 MG Oral Tablet")
OXYCODONE = (RXNORM, "1049221", "Acetaminophen 325 MG / Oxycodone 5 MG Oral Tablet")
FENTANYL = (RXNORM, "245134", "72 HR Fentanyl 0.025 MG/HR Transdermal System")


def concept(*codes: tuple[str, ...], text: str | None = None) -> dict[str, Any]:
    keys = ("system", "code", "display")
    found: dict[str, Any] = {
        "coding": [dict(zip(keys, code, strict=False)) for code in codes]
    }
    return found if text is None else {**found, "text": text}


def status(code: str) -> dict[str, Any]:
    return {"coding": [{"code": code}]}


def condition(code: tuple[str, ...] | None = None, /, **more: Any) -> dict[str, Any]:
    found: dict[str, Any] = {
        "resourceType": "Condition",
        "id": "c1",
        "subject": ME,
        "clinicalStatus": status("active"),
        "verificationStatus": status("confirmed"),
        "onsetDateTime": "2026-11-01",
    }
    if code:
        found["code"] = concept(code)
    return {**found, **more}


def request(code: tuple[str, ...] | None = WARFARIN, **more: Any) -> dict[str, Any]:
    found: dict[str, Any] = {
        "resourceType": "MedicationRequest",
        "id": "m1",
        "subject": ME,
        "status": "active",
        "intent": "order",
        "authoredOn": "2026-11-01",
    }
    if code:
        found["medicationCodeableConcept"] = concept(code)
    return {**found, **more}


def observation(code: tuple[str, str], /, **more: Any) -> dict[str, Any]:
    return {
        "resourceType": "Observation",
        "id": "o1",
        "subject": ME,
        "status": "final",
        "code": concept(code),
        "effectiveDateTime": "2026-11-20",
        **more,
    }


def procedure(code: tuple[str, str], /, **more: Any) -> dict[str, Any]:
    return {
        "resourceType": "Procedure",
        "id": "x1",
        "subject": ME,
        "status": "completed",
        "code": concept(code),
        "performedDateTime": "2026-11-01",
        **more,
    }


def allergy(code: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    found = {
        "resourceType": "AllergyIntolerance",
        "id": "a1",
        "patient": ME,
        "clinicalStatus": status("active"),
        "verificationStatus": status("confirmed"),
        "recordedDate": "2026-01-01",
    }
    return {**found, **({"code": code} if code else {}), **more}


def device(**more: Any) -> dict[str, Any]:
    return {
        "resourceType": "Device",
        "id": "d1",
        "patient": ME,
        "status": "active",
        **more,
    }


def bundle(*resources: Any, patient: dict[str, Any] = PATIENT) -> dict[str, Any]:
    entries = [{"resource": each} for each in (patient, *resources)]
    return {"resourceType": "Bundle", "type": "collection", "entry": entries}


def read(*resources: Any) -> Reading:
    return fhir.read(bundle(*resources), today=TODAY)


def said(fact: str, *resources: Any) -> list[Statement]:
    return [each for each in read(*resources).statements if each.fact == fact]


def values(fact: str, *resources: Any) -> list[object]:
    return [each.value for each in said(fact, *resources)]
