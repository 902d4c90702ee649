"""Documents: what is taken as one patient's R4 record, and what is refused."""

from typing import Any

import pytest

from deqi.interop import fhir
from deqi.interop.fhir import NoPatient, NotFhir, NotR4, SeveralPatients
from tests.interop.resources import (
    ME,
    PATIENT,
    SNOMED,
    TODAY,
    bundle,
    condition,
    observation,
    request,
)

PREGNANT = (SNOMED, "72892002", "Normal pregnancy")
SOMEBODY = {"reference": "Patient/p2"}


def patients(document: object) -> tuple[str, set[str]]:
    reading = fhir.read(document, today=TODAY)
    return reading.patient, {each.fact for each in reading.statements}


def hook(**prefetch: Any) -> dict[str, Any]:
    context = {"patientId": "p1", "userId": "Practitioner/1"}
    return {"hook": "patient-view", "context": context, "prefetch": prefetch}


NESTED = {
    "resourceType": "Bundle",
    "entry": [{"resource": bundle(condition(PREGNANT))}],
}
URN = {
    "resourceType": "Bundle",
    "entry": [
        {"fullUrl": "urn:uuid:p1", "resource": {"resourceType": "Patient"}},
        {"resource": condition(PREGNANT, subject={"reference": "urn:uuid:p1"})},
    ],
}
FULL = "https://example.org/fhir/Patient/p1/_history/3"

TAKEN: list[tuple[str, object]] = [
    ("a bundle", bundle(condition(PREGNANT))),
    ("a bundle in a bundle", NESTED),
    ("names by uuid", URN),
    ("a list", [PATIENT, condition(PREGNANT)]),
    ("a list without its patient", [condition(PREGNANT), request()]),
    ("one resource", condition(PREGNANT)),
    ("a full address", bundle(condition(PREGNANT, subject={"reference": FULL}))),
    ("a subject that is not told", bundle(condition(PREGNANT, subject=None))),
    ("the patient twice", bundle(PATIENT, condition(PREGNANT))),
    ("a hook request", hook(a=PATIENT, b=bundle(condition(PREGNANT)), c=None)),
    (
        "a hook request with its responses",
        hook(a={"response": {"status": "200"}, "resource": condition(PREGNANT)}),
    ),
    (
        "broken neighbours",
        {
            "resourceType": "Bundle",
            "entry": [
                None,
                3,
                {},
                {"resource": []},
                {"resource": {}},
                {"resource": {"resourceType": 4}},
                {"resource": PATIENT, "fullUrl": 7},
                {"resource": condition(PREGNANT)},
            ],
        },
    ),
]


@pytest.mark.parametrize("document", [d for _, d in TAKEN], ids=[n for n, _ in TAKEN])
def test_a_document_of_one_patient_is_read(document: object) -> None:
    patient, facts = patients(document)
    assert patient == "p1"
    assert "pregnant" in facts


REFUSED: list[tuple[str, object, type[Exception]]] = [
    ("nothing", None, NotFhir),
    ("a number", 3, NotFhir),
    ("no FHIR", {"name": "x"}, NotFhir),
    ("a type that is none", {"resourceType": 3}, NotFhir),
    ("an empty list", [], NoPatient),
    ("a list of words", ["x", {"a": 1}], NoPatient),
    ("an empty bundle", {"resourceType": "Bundle"}, NoPatient),
    ("no patient", {"resourceType": "Organization", "id": "1"}, NoPatient),
    ("a group", condition(PREGNANT, subject={"display": "All"}), NoPatient),
    ("two patients", bundle({**PATIENT, "id": "p2"}), SeveralPatients),
    ("of another patient", bundle(condition(subject=SOMEBODY)), SeveralPatients),
    (
        "of two patients",
        [condition(PREGNANT), condition(PREGNANT, subject=SOMEBODY)],
        SeveralPatients,
    ),
    (
        "a hook about another patient",
        hook(a=condition(PREGNANT, subject=SOMEBODY)),
        SeveralPatients,
    ),
    (
        "a hook that asks about another patient",
        hook(a={**PATIENT, "id": "p2"}),
        SeveralPatients,
    ),
    ("status as a word", bundle(condition(clinicalStatus="active")), NotR4),
    ("DSTU2 patient", bundle(condition(patient=ME)), NotR4),
    ("DSTU2 date", bundle(condition(dateRecorded="2020-01-01")), NotR4),
    ("STU3 date", bundle(condition(assertedDate="2020-01-01")), NotR4),
    ("DSTU2 order", bundle({"resourceType": "MedicationOrder"}), NotR4),
    ("R5 medication", bundle(request(medication={"concept": {}})), NotR4),
    ("DSTU2 comments", bundle(observation(("a", "b"), comments="x")), NotR4),
    (
        "family name as a list",
        {**PATIENT, "name": [{"family": ["Jackson"]}]},
        NotR4,
    ),
    (
        "a capability statement of DSTU2",
        {"resourceType": "CapabilityStatement", "fhirVersion": "1.0.2"},
        NotR4,
    ),
]


@pytest.mark.parametrize(
    ("document", "refusal"),
    [each[1:] for each in REFUSED],
    ids=[each[0] for each in REFUSED],
)
def test_any_other_document_is_refused_in_one_line(
    document: object, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal) as caught:
        fhir.read(document, today=TODAY)
    assert str(caught.value)
    assert "\n" not in str(caught.value)
    assert "Jackson" not in str(caught.value)


def test_a_hook_without_prefetch_is_a_patient_of_whom_nothing_is_known() -> None:
    request = {"hook": "patient-view", "context": {"patientId": "Patient/p9"}}
    assert patients(request) == ("p9", set())


def test_of_a_history_only_the_newest_version_counts() -> None:
    healed = condition(PREGNANT, clinicalStatus={"coding": [{"code": "resolved"}]})
    unnamed = condition(PREGNANT, id=None)
    for entries, facts in (
        ([healed, condition(PREGNANT)], set()),
        ([condition(PREGNANT), healed], {"pregnant"}),
        ([healed, unnamed, unnamed], {"pregnant"}),
    ):
        document = {**bundle(*entries), "type": "history"}
        assert patients(document)[1] - {"birth_date"} == facts
    gone = {"request": {"method": "DELETE", "url": "Condition/c1"}}
    document = {**bundle(condition(PREGNANT)), "type": "history"}
    document["entry"].insert(0, gone)
    assert patients(document)[1] == {"birth_date"}


def test_a_bundle_nested_too_deeply_says_nothing() -> None:
    deep: dict[str, Any] = bundle()
    for _ in range(50):
        deep = {"resourceType": "Bundle", "entry": [{"resource": deep}]}
    with pytest.raises(NoPatient):
        fhir.read(deep, today=TODAY)
    lists: Any = PATIENT
    for _ in range(50):
        lists = [lists]
    with pytest.raises(NoPatient):
        fhir.read(lists, today=TODAY)


def test_loose_resources_are_grouped_by_patient() -> None:
    drug = {"resourceType": "Medication", "id": "w", "code": {"text": "warfarin"}}
    lines = [
        condition(PREGNANT),
        request(None, subject=SOMEBODY, medicationReference={"reference": "Medication/w"}),
        PATIENT,
        drug,
        {**PATIENT, "id": "p2"},
        {"resourceType": "Organization"},
        condition(PREGNANT, subject=None),
        bundle(condition(PREGNANT), patient={**PATIENT, "id": "p1"}),
        bundle(condition(clinicalStatus="active")),
        {"resourceType": "MedicationOrder"},
        hook(a=PATIENT),
        7,
    ]  # fmt: skip
    found = fhir.read_many(lines, today=TODAY)
    assert [each.patient for each in found.read] == ["p1", "p1", "p1", "p2"]
    assert [type(each) for each in found.refused] == [NotR4, NotR4, NotFhir]
    assert found.skipped == {"Organization": 1, "Condition": 1}
    second = {each.fact: each.value for each in found.read[-1].statements}
    assert second["anticoagulant"] == "vka"
