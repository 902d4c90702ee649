"""Observation, Procedure, Device, AllergyIntolerance, Patient: the rules of each."""

from datetime import date
from typing import Any

import pytest

from deqi.interop import fhir
from tests.interop.resources import (
    LOINC,
    PATIENT,
    SNOMED,
    TODAY,
    allergy,
    bundle,
    concept,
    device,
    observation,
    procedure,
    read,
    said,
    status,
    values,
)

PLATELETS = (LOINC, "777-3")
STATUS = (LOINC, "82810-3")
SMOKING = (LOINC, "72166-2")
IPS = "http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips"


def amount(value: object, unit: str = "10*3/uL") -> dict[str, Any]:
    return {"valueQuantity": {"value": value, "code": unit}}


def answer(*codes: tuple[str, ...]) -> dict[str, Any]:
    return {"valueCodeableConcept": concept(*codes)}


OBSERVED: list[tuple[str, dict[str, Any], str, list[object]]] = [
    ("a count", observation(PLATELETS, **amount(42)), "platelets", [42]),
    ("in single cells", observation(PLATELETS, **amount(42000, "/uL")), "platelets", [42]),
    ("in a unit nobody knows", observation(PLATELETS, **amount(42, "x")), "platelets", [None]),
    ("below zero", observation(PLATELETS, **amount(-1)), "platelets", [None]),
    (
        "less than",
        observation(
            PLATELETS, valueQuantity={"value": 5, "code": "10*3/uL", "comparator": "<"}
        ),
        "platelets",
        [None],
    ),
    ("beyond counting", observation(PLATELETS, **amount(10**400)), "platelets", [None]),
    ("true is no number", observation(PLATELETS, **amount(True)), "platelets", [None]),
    ("no number", observation(PLATELETS, **amount("many")), "platelets", [None]),
    ("cancelled", observation(PLATELETS, status="cancelled", **amount(42)), "platelets", []),
    ("in error", observation(PLATELETS, status="entered-in-error"), "platelets", []),
    ("corrected", observation(PLATELETS, status="corrected", **amount(42)), "platelets", [42]),
    ("status unknown asks", observation(PLATELETS, status="unknown", **amount(4)), "platelets", [None]),
    ("absent", observation(PLATELETS, dataAbsentReason={}), "platelets", []),
    ("pregnant", observation(STATUS, **answer((LOINC, "LA15173-0"))), "pregnant", [True]),
    ("pregnant by SNOMED", observation(STATUS, **answer((SNOMED, "77386006"))), "pregnant", [True]),
    ("not pregnant", observation(STATUS, **answer((LOINC, "LA26683-5"))), "pregnant", [False]),
    ("nobody knows", observation(STATUS, **answer((LOINC, "LA4489-6"))), "pregnant", [None]),
    (
        "answers that contradict each other",
        observation(STATUS, **answer((LOINC, "LA26683-5"), (SNOMED, "77386006"))),
        "pregnant",
        [None],
    ),
    ("a negative test asks", observation((LOINC, "2106-3"), **answer((LOINC, "LA6577-6"))), "pregnant", [None]),
    ("never smoked", observation(SMOKING, **answer((SNOMED, "266919005"))), "smoker", [False]),
    ("used to smoke", observation(SMOKING, **answer((SNOMED, "8517006"))), "smoker", [None]),
    ("smokes", observation(SMOKING, **answer((SNOMED, "449868002"))), "smoker", [True]),
    ("one INR settles nothing", observation((LOINC, "6301-6"), **amount(2.5, "1")), "inr_stable", [None]),
    (
        "pain",
        observation((LOINC, "72514-3"), valueQuantity={"value": 6, "unit": "{score}"}),
        "pain_now",
        [6],
    ),
    ("pain as a whole number", observation((LOINC, "75893-8"), valueInteger=6), "peg_pain", [6]),
    ("pain beyond the scale", observation((LOINC, "72514-3"), valueInteger=60), "pain_now", [None]),
    (
        "a component",
        observation((LOINC, "58410-2"), component=[{"code": concept(PLATELETS), **amount(42)}]),
        "platelets",
        [42],
    ),
    ("HLA-B27 not found", observation((LOINC, "4821-5"), **answer((LOINC, "LA6577-6"))), "hla_b27", ["negative"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("resource", "fact", "expected"),
    [case[1:] for case in OBSERVED],
    ids=[case[0] for case in OBSERVED],
)
def test_an_observation(
    resource: dict[str, Any], fact: str, expected: list[object]
) -> None:
    assert values(fact, resource) == expected


def test_a_code_of_the_wrong_type_is_no_code() -> None:
    odd = observation(PLATELETS, **amount(42))
    odd["code"] = {"coding": [{"system": 3, "code": "777-3"}, "777-3", None]}
    assert values("platelets", odd) == []


def test_the_latest_measurement_counts_and_all_of_its_day() -> None:
    record = [
        observation(PLATELETS, effectiveDateTime="2026-11-01", **amount(300)),
        observation(PLATELETS, effectiveDateTime="2026-11-20", **amount(60)),
        observation(PLATELETS, effectiveDateTime="2026-11-20", **amount(70)),
        observation(PLATELETS, effectiveDateTime="2026-10-01", **amount(10)),
        observation(PLATELETS, effectiveDateTime=None, **amount(5)),
    ]
    assert values("platelets", *record) == [60, 70]


@pytest.mark.parametrize(
    ("when", "at"),
    [
        ({"effectivePeriod": {"start": "2026-11-01", "end": "2026-11-02"}}, 2),
        ({"effectivePeriod": {"start": "2026-11-01"}}, 1),
        ({"effectiveInstant": "2026-11-03T10:00:00Z"}, 3),
        ({"issued": "2026-11-04T10:00:00Z"}, 4),
    ],
)
def test_a_measurement_has_its_day(when: dict[str, Any], at: int) -> None:
    one = observation(PLATELETS, effectiveDateTime=None, **amount(60), **when)
    assert said("platelets", one)[0].at == date(2026, 11, at)


def test_each_code_speaks_for_itself() -> None:
    record = [
        observation(STATUS, effectiveDateTime="2026-11-01", **answer((LOINC, "LA15173-0"))),
        observation((LOINC, "11778-8"), valueDateTime="2027-04-01"),
    ]  # fmt: skip
    assert sorted(values("pregnant", *record), key=str) == [None, True]
    later = observation(STATUS, **answer((LOINC, "LA26683-5")))
    assert values("pregnant", record[0], later) == [False]


def test_an_old_hint_is_not_worth_a_question() -> None:
    born = observation((LOINC, "11778-8"), effectiveDateTime="2015-01-01")
    assert values("pregnant", born) == []
    dark = observation((LOINC, "44260-8"), effectiveDateTime="2026-11-01")
    assert values("self_harm_thoughts", dark) == [None]


def test_a_no_counts_briefly_from_the_first_day_it_may_mean() -> None:
    no = observation(
        STATUS, effectiveDateTime="2026-11", **answer((LOINC, "LA26683-5"))
    )
    word = said("pregnant", no)[0]
    assert (word.at, word.window_days) == (date(2026, 11, 1), 1)


DONE: list[tuple[str, dict[str, Any], str, list[object]]] = [
    ("an implanted defibrillator", procedure((SNOMED, "447365002")), "pacemaker_or_icd", [True]),
    ("a valve replaced", procedure((SNOMED, "26212005")), "heart_valve_disease", [True]),
    ("spleen removed", procedure((SNOMED, "234319005")), "splenectomy", [True]),
    ("kidney transplanted", procedure((SNOMED, "70536003")), "immunosuppressed", [True]),
    ("epidural", procedure((SNOMED, "18946005")), "recent_spinal_procedure", [True]),
    ("not done", procedure((SNOMED, "234319005"), status="not-done"), "splenectomy", []),
    ("in error", procedure((SNOMED, "234319005"), status="entered-in-error"), "splenectomy", []),
    ("broken off asks", procedure((SNOMED, "234319005"), status="stopped"), "splenectomy", [None]),
    ("no status asks", procedure((SNOMED, "234319005"), status=None), "splenectomy", [None]),
    ("no complaint comes of it", procedure((SNOMED, "278860009")), "condition", []),
    (
        "both hips where no side is told",
        procedure((SNOMED, "52734007")),
        "joint_replacement_regions",
        [("hip_left", "hip_right")],
    ),
    (
        "the left hip",
        procedure((SNOMED, "52734007"), bodySite=[{"text": "Left hip"}]),
        "joint_replacement_regions",
        [("hip_left",)],
    ),
    (
        "both sides named",
        procedure((SNOMED, "52734007"), bodySite=[{"coding": [{"display": "left and right"}]}]),
        "joint_replacement_regions",
        [("hip_left", "hip_right")],
    ),
    (
        "words alone ask",
        procedure((SNOMED, "1"), code={"text": "Lumbar facet injection"}),
        "recent_spinal_procedure",
        [None],
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("resource", "fact", "expected"),
    [case[1:] for case in DONE],
    ids=[case[0] for case in DONE],
)
def test_a_procedure(
    resource: dict[str, Any], fact: str, expected: list[object]
) -> None:
    assert values(fact, resource) == expected


def test_a_procedure_counts_from_the_day_it_ended() -> None:
    one = procedure(
        (SNOMED, "18946005"),
        performedDateTime=None,
        performedPeriod={"start": "2026-10-01", "end": "2026-10-02T08:00:00Z"},
    )
    assert said("recent_spinal_procedure", one)[0].at == date(2026, 10, 2)
    assert read(procedure((SNOMED, "1"), code=None)).skipped == {
        "Procedure without a code": 1
    }


DEVICES: list[tuple[str, dict[str, Any], str, list[object]]] = [
    ("a pacemaker", device(type=concept((SNOMED, "14106009"))), "pacemaker_or_icd", [True]),
    ("taken out", device(type=concept((SNOMED, "14106009")), status="inactive"), "pacemaker_or_icd", []),
    ("in error", device(type=concept((SNOMED, "14106009")), status="entered-in-error"), "pacemaker_or_icd", []),
    ("status unknown asks", device(type=concept((SNOMED, "14106009")), status="unknown"), "pacemaker_or_icd", [None]),
    ("a wheelchair", device(type=concept((SNOMED, "228869008", "Manual wheelchair"))), "pacemaker_or_icd", []),
    ("a disease is no device", device(type=concept((SNOMED, "72892002"))), "pregnant", []),
    ("a name asks", device(deviceName=[{"name": "Neurostimulator XL"}]), "pacemaker_or_icd", [None]),
    ("no kind asks", device(), "implant_regions", [None]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("resource", "fact", "expected"),
    [case[1:] for case in DEVICES],
    ids=[case[0] for case in DEVICES],
)
def test_a_device(resource: dict[str, Any], fact: str, expected: list[object]) -> None:
    assert values(fact, resource) == expected


ALLERGIES: list[tuple[str, dict[str, Any], list[object]]] = [
    ("nickel", allergy(concept((SNOMED, "33396006", "Nickel"))), [True]),
    ("nickel once", allergy(concept((SNOMED, "33396006")), clinicalStatus=status("resolved")), [True]),
    ("nickel ruled out", allergy(concept((SNOMED, "33396006")), verificationStatus=status("refuted")), [None]),
    ("nickel perhaps", allergy(concept((SNOMED, "33396006")), verificationStatus=status("unconfirmed")), [None]),
    ("in error", allergy(concept((SNOMED, "33396006")), verificationStatus=status("entered-in-error")), []),
    ("as text", allergy({"text": "stainless steel jewellery"}), [None]),
    ("text that nobody understands", allergy({"text": "E45"}), [None]),
    ("in the reaction", allergy(None, reaction=[{"substance": {"text": "Nickel"}}]), [None]),
    ("a medicine is no metal", allergy(concept(("http://www.nlm.nih.gov/research/umls/rxnorm", "1191", "Aspirin"))), []),
    ("pollen", allergy(concept((SNOMED, "256277009", "Grass pollen"))), []),
    ("none known", allergy(concept((SNOMED, "716186003", "No known allergy"))), [False]),
    ("none known, as the summary writes it", allergy(concept((IPS, "no-known-allergies"))), [False]),
    ("nobody asked", allergy(concept((IPS, "no-allergy-info"))), []),
]  # fmt: skip


@pytest.mark.parametrize(
    ("resource", "expected"),
    [case[1:] for case in ALLERGIES],
    ids=[case[0] for case in ALLERGIES],
)
def test_an_allergy(resource: dict[str, Any], expected: list[object]) -> None:
    assert values("metal_allergy", resource) == expected


def test_an_allergy_to_a_medicine_is_no_medicine_taken() -> None:
    aspirin = concept(("http://www.nlm.nih.gov/research/umls/rxnorm", "1191"))
    assert values("antiplatelet", allergy(aspirin)) == []
    assert read(allergy()).skipped == {"AllergyIntolerance without a code": 1}


@pytest.mark.parametrize(
    ("code", "told", "expected"),
    [
        (("http://hl7.org/fhir/sid/icd-10-cm", "M45.6"), "completed", [True]),
        ((SNOMED, "9631008"), "partial", [True]),
        ((SNOMED, "9631008"), "health-unknown", []),
        ((SNOMED, "254837009", "Malignant neoplasm of breast"), "completed", []),
    ],
)
def test_a_relative_tells_of_the_family_only(
    code: tuple[str, ...], told: str, expected: list[object]
) -> None:
    relative = {
        "resourceType": "FamilyMemberHistory",
        "id": "f1",
        "patient": {"reference": "Patient/p1"},
        "status": told,
        "date": "2020",
        "condition": [{"code": concept(code)}, {"code": None}],
    }
    assert values("relative_with_spondyloarthritis", relative) == expected
    about = {"birth_date", "relative_with_spondyloarthritis"}
    assert {each.fact for each in read(relative).statements} <= about


def birthsex(code: str) -> dict[str, Any]:
    url = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-birthsex"
    return {**PATIENT, "extension": [{"url": url, "valueCode": code}]}


def test_a_patient_has_a_birthday_and_perhaps_a_sex_at_birth() -> None:
    reading = fhir.read({**birthsex("F"), "gender": "male"}, today=TODAY)
    facts = {each.fact: each.value for each in reading.statements}
    assert facts == {"birth_date": date(1970, 5, 1), "sex_at_birth": "female"}
    assert (reading.patient, reading.deceased) == ("p1", False)


@pytest.mark.parametrize("code", ["UNK", "", "female"])
def test_gender_is_not_the_sex_at_birth(code: str) -> None:
    reading = fhir.read({**birthsex(code), "gender": "female"}, today=TODAY)
    assert "sex_at_birth" not in {each.fact for each in reading.statements}


@pytest.mark.parametrize("born", ["2030-01-01", "yesterday", 19700501, ""])
def test_a_birthday_that_cannot_be_is_counted(born: object) -> None:
    reading = fhir.read({**PATIENT, "birthDate": born}, today=TODAY)
    assert reading.statements == ()
    assert reading.skipped["a day of birth that is no day"] == 1


def test_a_birthday_of_partial_precision_asks() -> None:
    reading = fhir.read({**PATIENT, "birthDate": "1970"}, today=TODAY)
    assert [(s.value, s.note) for s in reading.statements] == [(None, "born 1970")]


@pytest.mark.parametrize(
    "died", [{"deceasedBoolean": True}, {"deceasedDateTime": "2020-01-01"}]
)
def test_the_dead_are_flagged(died: dict[str, Any]) -> None:
    assert fhir.read(bundle(patient={**PATIENT, **died}), today=TODAY).deceased
    alive = bundle(patient={**PATIENT, "deceasedBoolean": False})
    assert not fhir.read(alive, today=TODAY).deceased
