"""The example records that the repository ships: each is read, and answers fit it."""

import json
from pathlib import Path

import pytest

from deqi.core import answers
from deqi.interop import fhir
from deqi.knowledge import facts
from tests.interop.resources import TODAY

EXAMPLES = Path(__file__).parents[2] / "examples"
RECORDS = sorted((EXAMPLES / "records").glob("*.json"))
LIMIT_BYTES = 100_000


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.stem)
def test_an_example_is_small_generated_and_read(path: Path) -> None:
    assert path.stat().st_size < LIMIT_BYTES
    bundle = json.loads(path.read_text(encoding="utf-8"))
    assert bundle["meta"]["tag"][0]["code"] == "generated"
    patient = bundle["entry"][0]["resource"]
    assert patient["name"][0]["family"].startswith("Example")
    assert not {"address", "telecom", "identifier"} & set(patient)
    reading = fhir.read(bundle, today=TODAY)
    assert not reading.deceased
    assert "birth_date" in {each.fact for each in reading.statements}


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.stem)
def test_an_example_has_answers_that_fit(path: Path) -> None:
    raw = (EXAMPLES / "answers" / path.name).read_text(encoding="utf-8")
    catalogue, vocabulary = facts.catalogue(), facts.vocabulary
    said = answers.read(json.loads(raw), catalogue, vocabulary, today=TODAY)
    assert {"condition", "onset_date", "goals", "pain_regions"} <= {
        each.fact for each in said
    }


def test_there_are_about_two_dozen_and_each_answers_file_has_its_record() -> None:
    names = {path.name for path in RECORDS}
    assert len(names) == 24
    assert {path.name for path in (EXAMPLES / "answers").glob("*.json")} == names
    notice = (EXAMPLES / "NOTICE.md").read_text(encoding="utf-8")
    assert all(f"{path.stem[:2]} {path.stem[3:]}" in notice for path in RECORDS)
