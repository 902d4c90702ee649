"""What codes mean: every code once, harmless only where it denies, nothing unsourced."""

import csv
from collections.abc import Mapping
from pathlib import Path

import pytest

from deqi.core.facts import Kind
from deqi.knowledge import facts, loader, sources, value_sets
from deqi.knowledge.schema import UnreadableRecord
from deqi.knowledge.value_sets import Meaning, Tense, names, observations, opioids

ROOM = Path(value_sets.__file__).parent
TABLES = (
    "conditions.csv",
    "snomed.csv",
    "medicines.csv",
    "absent.csv",
    "answers.csv",
    "words.csv",
)
STATUSES = {"seen", "memory_unverified", "product_default"}


def every_meaning() -> list[Meaning]:
    found = []
    for file in TABLES:
        for row in loader.rows(value_sets.ROOM, file):
            if row.get("fact"):
                found.append(value_sets.read_meaning(row))
    return [*found, *observations.answers().values()]


def test_only_an_explicit_negation_holds_a_harmless_value() -> None:
    specs = facts.catalogue().specs
    meanings = every_meaning()
    assert len(meanings) > 4000
    harmless = {
        (each.fact, each.value)
        for each in meanings
        if each.value is not None and each.value == specs[each.fact].safe
    }
    denied = {
        (each.fact, each.value) for each in meanings if each.tense is Tense.NEGATION
    }
    assert harmless == denied
    assert denied == {
        ("anticoagulant", "none"),
        ("antiplatelet", False),
        ("hla_b27", "negative"),
        ("metal_allergy", False),
        ("pregnant", False),
        ("smoker", False),
    }


def test_a_code_that_was_seen_nowhere_denies_nothing() -> None:
    for file in TABLES:
        for row in loader.rows(value_sets.ROOM, file):
            if row.get("tense") == "negation":
                assert row["status"] == "seen", row


def test_a_denial_of_what_may_begin_on_any_day_counts_for_a_day() -> None:
    specs = facts.catalogue().specs
    for each in every_meaning():
        if each.tense is Tense.NEGATION and specs[each.fact].asked_at == "each_visit":
            assert each.days == 1, each


@pytest.mark.parametrize(
    ("row", "refused"),
    [
        ({"fact": "no_such_fact", "value": ""}, "there is no fact"),
        ({"fact": "anticoagulant", "value": "rat_poison"}, "has no level"),
        ({"fact": "implant_regions", "value": "nose"}, "has no level"),
        ({"fact": "pregnant", "value": "maybe"}, "has no level"),
        ({"fact": "platelets", "value": "12"}, "has no level"),
        ({"fact": "pregnant", "value": "false"}, "only a negation is harmless"),
        (
            {"fact": "pregnant", "value": "true", "tense": "negation"},
            "only a negation is harmless",
        ),
    ],
)
def test_a_row_that_does_not_fit_is_refused(
    row: Mapping[str, str], refused: str
) -> None:
    with pytest.raises(UnreadableRecord, match=refused):
        value_sets.read_meaning(row)


@pytest.mark.parametrize(
    ("system", "code", "fact", "value"),
    [
        ("SNOMED", "72892002", "pregnant", True),
        ("SNOMED", "447365002", "pacemaker_or_icd", True),
        ("SNOMED", "225444004", "self_harm_thoughts", True),
        ("SNOMED", "278860009", "condition", "low_back_pain"),
        ("SNOMED", "84757009", "epilepsy", "uncontrolled"),
        ("ICD-10", "C79.51", "known_serious_spinal_disease", "malignancy"),
        ("ICD-10", "C7951", "cancer_history", True),
        ("ICD-10", "c34.90", "cancer_active", True),
        ("ICD-10", "G83.4", "known_serious_spinal_disease", "cauda_equina"),
        ("ICD-10", "M46.26", "known_serious_spinal_disease", "infection"),
        ("ICD-10", "Z95.0", "pacemaker_or_icd", True),
        ("ICD-10", "Z95.810", "pacemaker_or_icd", True),
        ("ICD-10", "Z96.641", "joint_replacement_regions", ("hip_right",)),
        ("ICD-10", "G40.909", "epilepsy", "controlled"),
        ("ICD-10", "G40.911", "epilepsy", "uncontrolled"),
        ("ICD-10", "D66", "bleeding_disorder", "severe"),
        ("ICD-10", "D69.6", "bleeding_disorder", "mild"),
        ("ICD-11", "8B40", "known_serious_spinal_disease", "cauda_equina"),
        ("RxNorm", "855332", "anticoagulant", "vka"),
        ("RxNorm", "309362", "antiplatelet", True),
        ("RxNorm", "1664463", "immunosuppressed", True),
        ("ATC", "B01AA03", "anticoagulant", "vka"),
        ("ATC", "B01AF02", "anticoagulant", "doac"),
        ("ATC", "B01AX05", "anticoagulant", "other"),
        ("ATC", "B01AX99", "anticoagulant", "kind_unknown"),
    ],
)
def test_a_code_says_what_it_stands_for(
    system: str, code: str, fact: str, value: object
) -> None:
    meanings = value_sets.meanings(system, code)
    assert meanings is not None
    assert value in [each.value for each in meanings if each.fact == fact]


@pytest.mark.parametrize(
    ("system", "code"),
    [
        ("SNOMED", "161744009"),
        ("SNOMED", "19169002"),
        ("ICD-10", "O03.9"),
        ("ICD-10", "Z79.51"),
        ("ICD-10", "Z80.3"),
        ("RxNorm", "106258"),
    ],
)
def test_a_code_that_was_read_may_say_nothing(system: str, code: str) -> None:
    assert value_sets.meanings(system, code) == ()


def test_a_code_in_no_table_is_not_known() -> None:
    assert value_sets.meanings("SNOMED", "1") is None
    assert value_sets.meanings("ICD-10", "H25.9") is None
    assert value_sets.meanings("ICD-10", "") is None
    assert value_sets.meanings("elsewhere", "1") is None


@pytest.mark.parametrize(
    ("address", "system"),
    [
        ("http://snomed.info/sct", "SNOMED"),
        ("https://snomed.info/sct/", "SNOMED"),
        (" http://loinc.org", "LOINC"),
        ("urn:oid:2.16.840.1.113883.6.90", "ICD-10"),
        ("http://example.org/own", None),
    ],
)
def test_code_systems_go_by_their_addresses(address: str, system: str | None) -> None:
    assert value_sets.system(address) == system


@pytest.mark.parametrize(
    ("text", "fact", "value"),
    [
        ("Warfarin Sodium 5 MG Oral Tablet", "anticoagulant", "vka"),
        ("ELIQUIS 5mg", "anticoagulant", "doac"),
        ("predniSONE 5 MG Oral Tablet", "steroid_long_term", True),
        ("tacrolimus 1 MG capsule", "immunosuppressed", True),
    ],
)
def test_an_ingredient_says_what_its_code_would(
    text: str, fact: str, value: object
) -> None:
    assert (fact, value) in [(m.fact, m.value) for m in names.medicine(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Lisinopril 10 MG Oral Tablet",
        "Hydrocortisone 10 MG/ML Topical Cream",
        "120 ACTUAT fluticasone / budesonide Metered Dose Inhaler",
        "tacrolimus 0.1 % ointment",
        "",
    ],
)
def test_what_acts_only_where_it_is_put_says_nothing(text: str) -> None:
    assert names.medicine(text) == ()


def test_words_only_ask() -> None:
    for kind, text, fact in (
        ("condition", "Metastatic breast CANCER", "cancer_history"),
        ("condition", "old back trouble", "condition"),
        ("procedure", "Lumbar discectomy", "recent_spinal_procedure"),
        ("device", "Spinal cord stimulator", "pacemaker_or_icd"),
        ("allergy", "nickel plated", "metal_allergy"),
    ):
        hints = names.hints(kind, text)
        assert fact in [each.fact for each in hints], text
        assert {each.value for each in hints} == {None}
    assert names.hints("condition", "itchy eyes") == ()


def test_measurements_have_units_and_answers() -> None:
    specs = facts.catalogue().specs
    measured = {unit[0] for unit in observations.factors()}
    for question in observations.questions().values():
        is_number = specs[question.fact].kind is Kind.NUMBER
        if question.take is observations.Take.NUMBER:
            assert is_number
            assert question.fact in measured
    assert observations.factors()[("platelets", "/uL")] == 0.001
    answer = observations.answers()[("82810-3", "LOINC", "LA15173-0")]
    assert (answer.fact, answer.value) == ("pregnant", True)


def test_an_answer_to_a_question_that_is_not_asked_is_refused() -> None:
    row = {"question": "1-1", "system": "LOINC", "code": "LA1", "value": "true"}
    with pytest.raises(UnreadableRecord, match="is not observed"):
        observations._answer(row)


def test_an_opioid_is_known_by_code_or_by_name() -> None:
    patch = opioids.find("RxNorm", "245134")
    assert patch == opioids.Opioid("fentanyl transdermal", 25.0, "patch", 72.0)
    assert opioids.find("RxNorm", "1049221") == opioids.Opioid("oxycodone", 5.0)
    assert opioids.find("RxNorm", "855332") is None
    assert opioids.named("OxyCONTIN 10mg") == opioids.Opioid("oxycodone")
    assert opioids.named("aspirin") is None


def test_every_complaint_of_the_tables_has_a_rank() -> None:
    named = {each.value for each in every_meaning() if each.fact == "condition"} - {
        None
    }
    assert named <= set(value_sets.complaints())
    assert set(value_sets.complaints()) <= facts.vocabulary("@conditions")


def test_windows_come_from_the_policy() -> None:
    assert value_sets.medicine_window() == 400
    assert value_sets.denial_window(each_visit=True) == 1
    assert value_sets.denial_window(each_visit=False) == 400
    with pytest.raises(UnreadableRecord, match="is no number"):
        value_sets._policy("title")


@pytest.mark.parametrize("file", sorted(path.name for path in ROOM.glob("*.csv")))
def test_every_row_says_where_its_code_was_seen(file: str) -> None:
    known = set(sources.catalogue())
    for row in loader.rows(value_sets.ROOM, file):
        assert row.get("status", "seen") in STATUSES, row
        assert row.get("source", "memory") in known, row


def test_no_row_stands_twice_and_every_row_is_whole() -> None:
    for path in ROOM.glob("*.csv"):
        with path.open(newline="", encoding="utf-8") as file:
            rows = list(csv.reader(file))
        assert len({len(row) for row in rows}) == 1, path.name
        assert len({tuple(row) for row in rows}) == len(rows), path.name


def test_snomed_codes_stand_bare_beside_their_notice() -> None:
    columns = set(loader.rows(value_sets.ROOM, "snomed.csv")[0])
    assert columns == {"code", "fact", "value", "tense", "days", "whole", "status"}
    for row in loader.rows(value_sets.ROOM, "answers.csv"):
        assert row["system"] != "SNOMED" or not row["label"]
    assert "SNOMED International" in (ROOM / "SNOMED-NOTICE.txt").read_text()


def test_every_table_has_its_provenance() -> None:
    assert {"snomed", "conditions", "medicines"} <= set(value_sets.provenance())
