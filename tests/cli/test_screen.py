"""The exit codes of ``deqi screen``, and what it prints with them."""

import json

import pytest

from deqi.cli.command import perform

PATIENT = {"resourceType": "Patient", "id": "one", "birthDate": "1980-01-01"}
OLD = {"resourceType": "Condition", "patient": {"reference": "Patient/one"}}
DOCUMENTS = {
    "well.json": [PATIENT],
    "two.json": [PATIENT, {**PATIENT, "id": "two"}],
    "old.json": [PATIENT, OLD],
    "nobody.json": [],
}


@pytest.fixture
def folder(tmp_path):
    for name, held in DOCUMENTS.items():
        (tmp_path / name).write_text(json.dumps(held), encoding="utf-8")
    (tmp_path / "broken.json").write_text("{", encoding="utf-8")
    return tmp_path


def screen(folder, capsys, names, *options):
    paths = [str(folder / name) for name in names]
    code = perform(["screen", *paths, "--today", "2026-11-21", *options])
    return code, capsys.readouterr().out


@pytest.mark.parametrize(
    ("names", "code", "code_of_lines"),
    [
        (["well.json"], 0, 0),
        (["two.json"], 1, 2),
        (["old.json"], 1, 2),
        (["nobody.json"], 1, 2),
        (["broken.json"], 2, 2),
        (["none.json"], 2, 2),
        (["well.json", "two.json"], 2, 2),
        (["two.json", "old.json"], 2, 2),
        (["well.json", "nobody.json"], 0, 0),
    ],
)
def test_codes(folder, capsys, names, code, code_of_lines):
    assert screen(folder, capsys, names)[0] == code
    assert screen(folder, capsys, names, "--json")[0] == code
    assert screen(folder, capsys, names, "--jsonl")[0] == code_of_lines


def test_a_refused_document_is_an_object_with_its_error(folder, capsys):
    _, printed = screen(folder, capsys, ["two.json"], "--json")
    assert json.loads(printed)["error"] == "the document holds more than one patient"
