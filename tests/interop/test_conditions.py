"""Condition: present, past, unsure, ruled out, and words without a code."""

from datetime import date
from typing import Any

import pytest

from tests.interop.resources import (
    ICD,
    SNOMED,
    concept,
    condition,
    read,
    said,
    status,
    values,
)

PREGNANT = (SNOMED, "72892002", "Normal pregnancy")
BREAST_CANCER = (SNOMED, "254837009", "Malignant neoplasm of breast")
OSTEOPOROSIS = (SNOMED, "64859006", "Osteoporosis")
EPILEPSY = (SNOMED, "84757009", "Epilepsy")
PNEUMONIA = (SNOMED, "233604007", "Pneumonia")
BACK = (SNOMED, "278860009", "Chronic low back pain")

CASES: list[tuple[str, dict[str, Any], str, list[object]]] = [
    ("present", condition(PREGNANT), "pregnant", [True]),
    ("wasting is frailty", condition((ICD, "R64", "Cachexia")), "frail", [True]),
    (
        "no status at all is present",
        condition(PREGNANT, clinicalStatus=None, verificationStatus=None),
        "pregnant",
        [True],
    ),
    (
        "a relapse is present",
        condition(EPILEPSY, clinicalStatus=status("relapse")),
        "epilepsy",
        ["uncontrolled"],
    ),
    (
        "a status that nobody knows is present",
        condition(PREGNANT, clinicalStatus=status("odd")),
        "pregnant",
        [True],
    ),
    (
        "resolved says nothing of what is current",
        condition(PREGNANT, clinicalStatus=status("resolved")),
        "pregnant",
        [],
    ),
    (
        "a status may be told by its text",
        condition(
            PREGNANT, clinicalStatus={"coding": [{"display": "x"}], "text": "Resolved"}
        ),
        "pregnant",
        [],
    ),
    (
        "ended without a status is past",
        condition(PREGNANT, clinicalStatus={}, abatementDateTime="2026-11-10"),
        "pregnant",
        [],
    ),
    (
        "resolved keeps history",
        condition(BREAST_CANCER, clinicalStatus=status("resolved")),
        "cancer_history",
        [True],
    ),
    (
        "resolved cancer is not active",
        condition(BREAST_CANCER, clinicalStatus=status("remission")),
        "cancer_active",
        [],
    ),
    (
        "entered in error is ignored",
        condition(PREGNANT, verificationStatus=status("entered-in-error")),
        "pregnant",
        [],
    ),
    (
        "unconfirmed asks",
        condition(BREAST_CANCER, verificationStatus=status("provisional")),
        "cancer_history",
        [None],
    ),
    (
        "a differential asks",
        condition(PREGNANT, verificationStatus=status("differential")),
        "pregnant",
        [None],
    ),
    (
        "ruling out the whole fact denies it",
        condition(EPILEPSY, verificationStatus=status("refuted")),
        "epilepsy",
        ["none"],
    ),
    (
        "ruling out one cancer leaves the others open",
        condition(BREAST_CANCER, verificationStatus=status("refuted")),
        "cancer_history",
        [None],
    ),
    (
        "a past pregnancy is no pregnancy",
        condition((SNOMED, "161744009", "Past pregnancy history of miscarriage")),
        "pregnant",
        [],
    ),
    (
        "a miscarriage is no pregnancy",
        condition((SNOMED, "19169002", "Miscarriage in first trimester")),
        "pregnant",
        [],
    ),
    (
        "carcinoma in situ counts as cancer in the past, and asks whether it is active",
        condition((SNOMED, "92691004", "Carcinoma in situ of prostate")),
        "cancer_active",
        [None],
    ),
    (
        "bone metastases are serious disease of the spine",
        condition((ICD, "C79.51", "Secondary malignant neoplasm of bone")),
        "known_serious_spinal_disease",
        ["malignancy"],
    ),
    (
        "metastases elsewhere are not",
        condition((SNOMED, "94260004", "Metastatic malignant neoplasm to colon")),
        "known_serious_spinal_disease",
        [],
    ),
    (
        "drug use without its way of taking asks",
        condition((SNOMED, "6525002", "Dependent drug abuse")),
        "injected_drug_use",
        [None],
    ),
    (
        "an old hint is not worth asking about",
        condition((SNOMED, "33737001", "Fracture of rib"), onsetDateTime="2019-01-01"),
        "trauma_severe",
        [],
    ),
    (
        "a burn whose place is not told asks where",
        condition((SNOMED, "48333001", "Burn injury")),
        "skin_problem_regions",
        [None],
    ),
    (
        "text alone asks, by its words",
        condition(code={"text": "Possible cancer of the lung"}),
        "cancer_history",
        [None],
    ),
    (
        "text that nobody understands is shown to the practitioner",
        condition(code={"text": "Zorblax"}),
        "unexplained_symptoms",
        [None],
    ),
    (
        "a local code is as good as no code",
        condition(("http://clinic.example/codes", "77", "Zorblax")),
        "unexplained_symptoms",
        [None],
    ),
    (
        "a SNOMED code without a name that no table holds asks",
        condition((SNOMED, "1")),
        "unexplained_symptoms",
        [None],
    ),
    (
        "a named disease that touches on no fact says nothing",
        condition((SNOMED, "1", "Itchy eyes")),
        "unexplained_symptoms",
        [],
    ),
    (
        "an ICD code outside the tables says nothing, named or not",
        condition((ICD, "H25.9")),
        "unexplained_symptoms",
        [],
    ),
    (
        "a coded disease outside the tables asks by its words",
        condition((SNOMED, "2", "Malignant tumour of something")),
        "cancer_history",
        [None],
    ),
]


@pytest.mark.parametrize(
    ("resource", "fact", "expected"),
    [case[1:] for case in CASES],
    ids=[case[0] for case in CASES],
)
def test_a_condition(
    resource: dict[str, Any], fact: str, expected: list[object]
) -> None:
    assert values(fact, resource) == expected


def test_every_code_of_a_concept_counts_once() -> None:
    both = condition(code=concept(PREGNANT, (ICD, "Z33.1"), text="Pregnant"))
    assert values("pregnant", both) == [True]
    assert said("pregnant", both)[0].note == "Pregnant"


def test_a_past_infection_counts_from_its_end_and_a_lasting_one_from_its_record() -> (
    None
):
    ended = condition(
        PNEUMONIA,
        clinicalStatus=status("resolved"),
        onsetDateTime="2026-09-01",
        abatementDateTime="2026-10-20T23:30:00-05:00",
    )
    assert said("recent_infection", ended)[0].at == date(2026, 10, 20)
    lasting = condition(PNEUMONIA, recordedDate="2026-11-05")
    assert said("recent_infection", lasting)[0].at == date(2026, 11, 5)
    # Without an end, the latest day that the record vouches for.
    unended = condition(PNEUMONIA, clinicalStatus=status("resolved"))
    assert said("recent_infection", unended)[0].at == date(2026, 11, 1)


@pytest.mark.parametrize(
    ("written", "at"),
    [
        ("2026-10", date(2026, 10, 31)),
        ("2025", date(2025, 12, 31)),
        ("2026", date(2026, 11, 21)),
        ("2026-11-03T01:00:00+09:00", date(2026, 11, 3)),
        ("2027-01-01", None),
        ("next week", None),
        ("2026-13", None),
        ("2026-02-30", None),
        (20261101, None),
    ],
)
def test_a_risk_counts_from_the_last_day_that_its_date_may_mean(
    written: object, at: date | None
) -> None:
    assert said("pregnant", condition(PREGNANT, onsetDateTime=written))[0].at == at


def test_a_date_after_today_is_ignored_and_counted() -> None:
    reading = read(condition(PREGNANT, onsetDateTime="2030-01-01"))
    assert reading.skipped["a date after today"] >= 1


def test_a_denial_counts_from_the_first_day_and_briefly() -> None:
    denial = condition(
        PREGNANT, verificationStatus=status("refuted"), onsetDateTime="2026-11"
    )
    word = said("pregnant", denial)[0]
    assert (word.value, word.at, word.window_days) == (False, date(2026, 11, 1), 1)
    bone = condition(OSTEOPOROSIS, verificationStatus=status("refuted"))
    assert said("osteoporosis", bone)[0].window_days == 400


def test_the_complaint_that_plans_is_taken_before_one_that_only_informs() -> None:
    record = [
        condition((SNOMED, "37796009", "Migraine"), onsetDateTime="1999-01-01"),
        condition(BACK, onsetDateTime="2020-03"),
        condition(BACK, onsetDateTime="2018-07-01", recordedDate="2021-01-01"),
        condition(BACK, clinicalStatus=status("resolved"), onsetDateTime="2001-01-01"),
        condition((SNOMED, "82423001", "Chronic pain")),
    ]
    main = next(s for s in said("condition", *record) if s.value)
    assert main.value == "low_back_pain"
    assert "Migraine" in main.note
    onset = said("onset_date", *record)
    assert [each.value for each in onset] == [date(2018, 7, 1)]


def test_a_complaint_without_a_date_has_no_onset() -> None:
    bare = condition(BACK, onsetDateTime=None)
    assert values("condition", bare) == ["low_back_pain"]
    assert values("onset_date", bare) == []


def test_a_partial_onset_takes_its_first_day() -> None:
    assert values("onset_date", condition(BACK, onsetDateTime="2019")) == [
        date(2019, 1, 1)
    ]


def test_a_condition_without_a_code_is_counted() -> None:
    assert read(condition()).skipped == {"Condition without a code": 1}
    assert read(condition(code={"coding": [{"system": 3}]})).skipped == {
        "Condition without a code": 1
    }


def test_a_repeated_condition_is_said_once_with_its_latest_day() -> None:
    several = [condition(PREGNANT, onsetDateTime=f"2026-{m:02}-01") for m in (3, 6, 5)]
    words = said("pregnant", *several)
    assert [(w.value, w.at) for w in words] == [(True, date(2026, 6, 1))]
    assert words[0].where == "Condition/c1"


def test_a_code_without_a_name_is_shown_as_it_is():
    bare = condition((ICD, "C50.912", ""), verificationStatus=status("provisional"))
    (hint,) = said("cancer_history", bare)
    assert hint.note == "ICD-10 C50.912 (provisional)"
