"""Real records written by others: each is read, and known patients say what they must."""

import json
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from deqi.core.facts import Kind
from deqi.core.reading import Value
from deqi.interop import fhir
from deqi.interop.fhir import NotR4, Reading
from deqi.knowledge import facts
from tests.interop.resources import TODAY
from tests.shared import SHARED, needs_shared

TESTDATA = SHARED / "testdata"
pytestmark = needs_shared

NEGATIONS = {("smoker", False)}
"""All that the real records deny: their observations say 'never smoked'."""


def parsed(folder: str) -> Iterator[tuple[Path, object]]:
    for path in sorted((TESTDATA / folder).rglob("*.json")):
        try:
            yield path, json.loads(path.read_text(encoding="utf-8"))
        except ValueError:
            assert "fhir-test-cases" in folder  # HL7 keeps broken JSON on purpose


@cache
def read(folder: str) -> tuple[tuple[Reading, ...], Counter[str]]:
    readings, refused = [], Counter[str]()
    for _, document in parsed(folder):
        try:
            readings.append(fhir.read(document, today=TODAY))
        except fhir.RefusedDocument as why:
            refused[type(why).__name__] += 1
    return tuple(readings), refused


@cache
def exported() -> fhir.Readings:
    files = sorted((TESTDATA / "smart-bulk-10").glob("*.ndjson"))
    texts = [path.read_text(encoding="utf-8") for path in files]
    lines = [json.loads(line) for text in texts for line in text.split("\n") if line]
    return fhir.read_many(lines, today=TODAY)


def count(readings: tuple[Reading, ...], fact: str, value: Value) -> int:
    return sum(
        any(each.fact == fact and each.value == value for each in reading.statements)
        for reading in readings
    )


@pytest.mark.parametrize(
    ("folder", "read_", "refused"),
    [
        ("synthea-2019", 60, {}),
        ("pysynthea-2026", 37, {}),
        ("ahrq-pain-summary", 1, {"NotR4": 1}),
        # One of these requests holds observations of another patient.
        ("cds-hooks", 36, {"SeveralPatients": 1}),
    ],
)
def test_every_record_is_read_or_refused_by_name(
    folder: str, read_: int, refused: dict[str, int]
) -> None:
    readings, why = read(folder)
    assert len(readings) == read_
    assert why == refused


def test_hl7s_own_cases_are_read_or_refused_by_name() -> None:
    readings, refused = read("fhir-test-cases")
    assert len(readings) > 90
    assert set(refused) <= {"NotFhir", "NoPatient", "NotR4", "SeveralPatients"}


def test_a_dstu2_file_is_refused_cleanly() -> None:
    path = TESTDATA / "ahrq-pain-summary" / "dstu2_ben_jackson.json"
    with pytest.raises(NotR4, match="not FHIR R4"):
        fhir.read(json.loads(path.read_text(encoding="utf-8")), today=TODAY)


@pytest.mark.parametrize(
    ("folder", "fact", "value", "people"),
    [
        ("synthea-2019", "anticoagulant", "vka", 13),
        ("synthea-2019", "antiplatelet", True, 10),
        ("synthea-2019", "pacemaker_or_icd", True, 1),
        ("synthea-2019", "cancer_history", True, 8),
        ("synthea-2019", "pregnant", True, 0),
        ("synthea-2019", "osteoporosis", True, 3),
        ("synthea-2019", "diabetes", True, 6),
        ("synthea-2019", "epilepsy", "uncontrolled", 6),
        ("synthea-2019", "sex_at_birth", "female", 37),
        ("pysynthea-2026", "condition", "low_back_pain", 28),
        ("pysynthea-2026", "osteoporosis", True, 4),
        ("pysynthea-2026", "self_harm_thoughts", True, 3),
        ("pysynthea-2026", "heart_valve_disease", True, 1),
        ("ahrq-pain-summary", "condition", "pain_after_surgery", 1),
        ("ahrq-pain-summary", "peg_pain", 7.0, 1),
    ],
)
def test_known_patients_are_counted(
    folder: str, fact: str, value: Value, people: int
) -> None:
    assert count(read(folder)[0], fact, value) == people


def test_a_bulk_export_is_grouped_by_patient() -> None:
    found = exported()
    assert len(found.read) == 13
    assert sum(each.deceased for each in found.read) == 3
    assert found.refused == ()
    assert set(found.skipped) == {"Location", "Organization", "Practitioner"}
    assert count(found.read, "immunosuppressed", True) >= 1
    assert count(found.read, "cancer_history", True) == 1


def test_nothing_but_an_explicit_negation_is_harmless_in_any_record() -> None:
    specs = facts.catalogue().specs
    folders = ("synthea-2019", "pysynthea-2026", "ahrq-pain-summary", "cds-hooks")
    readings = [each for folder in folders for each in read(folder)[0]]
    harmless = {
        (word.fact, word.value)
        for reading in (*readings, *exported().read, *read("fhir-test-cases")[0])
        for word in reading.statements
        if specs[word.fact].kind is not Kind.NUMBER
        and word.value is not None
        and specs[word.fact].safe is not None
        and word.value == specs[word.fact].safe
    }
    assert harmless == NEGATIONS


def test_every_word_of_every_record_has_its_place() -> None:
    readings = [each for folder in ("synthea-2019",) for each in read(folder)[0]]
    made = {"medicines"}
    for word in (word for each in readings for word in each.statements):
        assert word.where or word.fact in made
        assert word.value is not None or word.note
        assert word.at is None or word.at <= TODAY
