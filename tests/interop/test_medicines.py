"""Medicines: what is taken now, for how long that counts, and how much of an opioid."""

from datetime import date
from typing import Any

import pytest

from deqi.core.reading import Medicine
from tests.interop.resources import (
    ATC,
    FENTANYL,
    IBUPROFEN,
    OXYCODONE,
    PREDNISONE,
    RXNORM,
    SNOMED,
    concept,
    read,
    request,
    said,
    values,
)


def dosed(times: dict[str, Any], dose: dict[str, Any] | None = None) -> list[Any]:
    rate = {"doseQuantity": dose if dose is not None else {"value": 1}}
    return [{"timing": {"repeat": times}, "doseAndRate": [rate]}]


CASES: list[tuple[str, dict[str, Any], str, list[object]]] = [
    ("taken", request(), "anticoagulant", ["vka"]),
    ("stopped leaves it unknown", request(status="stopped"), "anticoagulant", []),
    ("completed leaves it unknown", request(status="completed"), "anticoagulant", []),
    ("cancelled leaves it unknown", request(status="cancelled"), "anticoagulant", []),
    ("on hold asks", request(status="on-hold"), "anticoagulant", [None]),
    ("no status asks", request(status=None), "anticoagulant", [None]),
    ("a proposal is no order", request(intent="proposal"), "anticoagulant", []),
    ("a plan is no order", request(intent="plan"), "anticoagulant", []),
    ("no intent counts", request(intent=None), "anticoagulant", ["vka"]),
    ("not to be given", request(doNotPerform=True), "anticoagulant", []),
    (
        "in error is ignored",
        request(status="entered-in-error"),
        "anticoagulant",
        [],
    ),
    ("by ATC", request((ATC, "B01AF02")), "anticoagulant", ["doac"]),
    (
        "by name where no table holds the code",
        request((RXNORM, "1", "Apixaban 5 MG")),
        "anticoagulant",
        ["doac"],
    ),
    (
        "by name alone",
        request(None, medicationCodeableConcept={"text": "Marcumar; warfarin"}),
        "anticoagulant",
        ["vka"],
    ),
    (
        "text that nobody understands asks",
        request(None, medicationCodeableConcept={"text": "the blue pill"}),
        "anticoagulant",
        [None],
    ),
    (
        "a named medicine that touches on no fact says nothing",
        request((RXNORM, "29046", "Lisinopril")),
        "anticoagulant",
        [],
    ),
    ("a medicine without a name asks", request(None), "anticoagulant", [None]),
    ("an NSAID taken regularly", request(IBUPROFEN), "antiplatelet", [True]),
    (
        "an NSAID as needed asks",
        request(IBUPROFEN, dosageInstruction=[{"asNeededBoolean": True}]),
        "antiplatelet",
        [None],
    ),
    (
        "steroids for three months",
        request(PREDNISONE, authoredOn="2026-08-01"),
        "steroid_long_term",
        [True],
    ),
    (
        "steroids for three weeks ask",
        request(PREDNISONE),
        "steroid_long_term",
        [None],
    ),
    (
        "steroids that ended before three months ask",
        request(
            PREDNISONE,
            authoredOn="2026-06-01",
            dispenseRequest={"validityPeriod": {"end": "2026-07-01"}},
        ),
        "steroid_long_term",
        [None],
    ),
    (
        "steroids without a beginning ask",
        request(PREDNISONE, authoredOn=None),
        "steroid_long_term",
        [None],
    ),
    (
        "a steroid cream says nothing",
        request((RXNORM, "106258", "Hydrocortisone 10 MG/ML Topical Cream")),
        "steroid_long_term",
        [],
    ),
    (
        "a statement counts as a request does",
        request(
            resourceType="MedicationStatement",
            intent=None,
            effectivePeriod={"start": "2026-10-01"},
        ),
        "anticoagulant",
        ["vka"],
    ),
    (
        "what is not taken says nothing",
        request(resourceType="MedicationStatement", status="not-taken"),
        "anticoagulant",
        [],
    ),
    (
        "a dispensing that is done asks nothing",
        request(resourceType="MedicationDispense", status="completed"),
        "anticoagulant",
        [],
    ),
]


@pytest.mark.parametrize(
    ("resource", "fact", "expected"),
    [case[1:] for case in CASES],
    ids=[case[0] for case in CASES],
)
def test_a_medicine(
    resource: dict[str, Any], fact: str, expected: list[object]
) -> None:
    assert values(fact, resource) == expected


def test_no_known_medicines_is_an_explicit_no_for_a_day() -> None:
    none = request((SNOMED, "787481004", "No known medications"))
    word = said("anticoagulant", none)[0]
    assert (word.value, word.window_days) == ("none", 1)
    assert values("medicines", none) == []


def test_no_medicines_that_had_to_be_reported_is_no_denial() -> None:
    address = "http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips"
    none = request((address, "no-known-medications", "No known medications"))
    assert values("anticoagulant", none) == [None]
    assert values("medicines", none) == []


@pytest.mark.parametrize(
    ("more", "at"),
    [
        ({}, date(2026, 11, 1)),
        ({"authoredOn": "2026-03"}, date(2026, 3, 31)),
        # A course that still runs vouches up to yesterday.
        (
            {
                "authoredOn": "2025-01-01",
                "dispenseRequest": {"validityPeriod": {"end": "2026-12-31"}},
            },
            date(2026, 11, 20),
        ),
        # One that ran out counts from its end.
        (
            {
                "authoredOn": "2026-01-01",
                "dispenseRequest": {
                    "numberOfRepeatsAllowed": 1,
                    "expectedSupplyDuration": {"value": 30, "unit": "days"},
                },
            },
            date(2026, 3, 2),
        ),
        ({"authoredOn": None}, None),
    ],
)
def test_a_medicine_counts_from_the_last_day_vouched_for(
    more: dict[str, Any], at: date | None
) -> None:
    word = said("anticoagulant", request(**more))[0]
    assert (word.at, word.window_days) == (at, 400)


def test_a_medicine_is_found_by_reference() -> None:
    drug = {
        "resourceType": "Medication",
        "id": "w",
        "code": concept((RXNORM, "855332", "Warfarin")),
    }
    linked = request(None, medicationReference={"reference": "Medication/w"})
    assert values("anticoagulant", drug, linked) == ["vka"]
    inside = request(
        None,
        contained=[{**drug, "id": "in"}],
        medicationReference={"reference": "#in"},
    )
    assert values("anticoagulant", inside) == ["vka"]
    mixed = {
        "resourceType": "Medication",
        "id": "w",
        "ingredient": [{"itemCodeableConcept": {"text": "Warfarin sodium"}}],
    }
    assert values("anticoagulant", mixed, linked) == ["vka"]
    # A reference that leads nowhere asks, and by its name says.
    assert values("anticoagulant", linked) == [None]
    named = request(None, medicationReference={"display": "Warfarin 5 mg"})
    assert values("anticoagulant", named) == ["vka"]


def test_medicines_taken_are_listed_once() -> None:
    record = [
        request(),
        request(),
        request(IBUPROFEN, authoredOn="2026-10-01"),
        request(OXYCODONE, status="stopped"),
    ]
    listed = said("medicines", *record)
    assert len(listed) == 1
    assert listed[0].at == date(2026, 11, 1)
    assert listed[0].value == (
        Medicine("RxNorm:855332", "Warfarin Sodium 5 MG Oral Tablet"),
        Medicine("RxNorm:310965", "Ibuprofen 200 MG Oral Tablet"),
    )


def test_medicines_that_nobody_vouched_for_lately_are_a_question() -> None:
    old = request(authoredOn="2020-01-01")
    word = said("medicines", old)[0]
    assert (word.value, word.note) == (None, "Warfarin Sodium 5 MG Oral Tablet")


DOSES: list[tuple[str, Any, Any, float | None]] = [
    (
        "four a day",
        OXYCODONE,
        dosed({"frequency": 4, "period": 1, "periodUnit": "d"}),
        20,
    ),
    ("every six hours", OXYCODONE, dosed({"period": 6, "periodUnit": "h"}), 20),
    (
        "up to six a day counts as six",
        OXYCODONE,
        dosed({"frequency": 4, "frequencyMax": 6, "period": 1, "periodUnit": "d"}),
        30,
    ),
    (
        "by mass",
        OXYCODONE,
        dosed({"period": 12, "periodUnit": "h"}, {"value": 10, "unit": "mg"}),
        20,
    ),
    ("a patch every three days", FENTANYL, dosed({"period": 3, "periodUnit": "d"}), 25),
    (
        "two patches every three days",
        FENTANYL,
        dosed({"period": 3, "periodUnit": "d"}, {"value": 2, "code": "{patch}"}),
        50,
    ),
    ("no dosage", OXYCODONE, None, None),
    ("two instructions", OXYCODONE, dosed({"period": 1, "periodUnit": "d"}) * 2, None),
    ("no timing", OXYCODONE, [{"doseAndRate": [{"doseQuantity": {"value": 1}}]}], None),
    (
        "millilitres of a tablet",
        OXYCODONE,
        dosed({"period": 1, "periodUnit": "d"}, {"value": 5, "unit": "mL"}),
        None,
    ),
    (
        "a negative dose",
        OXYCODONE,
        dosed({"period": 1, "periodUnit": "d"}, {"value": -1}),
        None,
    ),
    (
        "a unit without an amount",
        OXYCODONE,
        dosed({"period": 1, "periodUnit": "d"}, {"unit": "mg"}),
        None,
    ),
    ("no period", OXYCODONE, dosed({"period": 0, "periodUnit": "d"}), None),
    (
        "a dose beyond counting",
        OXYCODONE,
        dosed({"period": 1e-300, "periodUnit": "s"}, {"value": 1e300}),
        None,
    ),
    (
        "by the code of the timing",
        OXYCODONE,
        [
            {
                "timing": {"code": {"coding": [{"code": "BID"}]}},
                "doseAndRate": [{"doseRange": {"high": {"value": 2}}}],
            }
        ],
        20,
    ),
    (
        "an ingredient known by name alone has no strength",
        (RXNORM, "1", "Oxycodone something"),
        dosed({"period": 1, "periodUnit": "d"}),
        None,
    ),
]


@pytest.mark.parametrize(
    ("code", "dosage", "daily"),
    [case[1:] for case in DOSES],
    ids=[case[0] for case in DOSES],
)
def test_the_daily_amount_of_an_opioid(
    code: tuple[str, ...], dosage: Any, daily: float | None
) -> None:
    listed = values("medicines", request(code, dosageInstruction=dosage))[0]
    assert isinstance(listed, tuple)
    assert listed[0].ingredient in ("oxycodone", "fentanyl transdermal")
    assert listed[0].daily == daily


def test_a_medicine_that_is_no_opioid_has_no_ingredient() -> None:
    listed = values("medicines", request())[0]
    assert isinstance(listed, tuple)
    assert (listed[0].ingredient, listed[0].daily) == (None, None)


def test_what_has_neither_code_nor_name_is_counted() -> None:
    reading = read(request(None))
    assert reading.skipped == {"MedicationRequest without a medicine": 1}
    assert [s.at for s in reading.statements if s.fact == "anticoagulant"] == [
        date(2026, 11, 1)
    ]
