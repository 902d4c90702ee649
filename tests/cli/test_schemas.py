"""What ``--json`` prints is what the published schemas say."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from deqi.cli.command import VERBS, perform
from tests.house.sources import ROOT
from tests.spec.schemas import PRINTED, schema

LINE = (
    "BL23 b 25mm deqi; GV3 15; BL40 b 20; ashi L4 R 30 twitch x3; GB30 L 50 ea 2Hz"
    " 15min; ret 20; in 9 out 9; lot A123; ae bruise mild"
)
EXAMPLES = ROOT / "examples"
Print = Callable[..., dict[str, object]]


@pytest.fixture
def printed(capsys: pytest.CaptureFixture[str]) -> Print:
    """Type a command and return the one JSON object it prints."""

    def run(*arguments: object) -> dict[str, object]:
        perform([str(each) for each in arguments])
        told = json.loads(capsys.readouterr().out)
        assert isinstance(told, dict)
        return told

    return run


def wrong(verb: str, told: object) -> list[str]:
    """Return where a value differs from the schema of a verb."""
    validator = Draft202012Validator(
        schema(verb), format_checker=Draft202012Validator.FORMAT_CHECKER
    )
    return [f"{e.json_path}: {e.message}" for e in validator.iter_errors(told)]


WITHOUT_JSON = {
    *("backup", "demo", "examples", "found", "migrate", "reset-second-step"),
    *("restore", "serve"),
}
"""Verbs that do something, and say in a line that it is done."""


@pytest.mark.parametrize("verb", PRINTED)
def test_a_schema_is_one_and_names_its_verb(verb: str) -> None:
    made = schema(verb)
    Draft202012Validator.check_schema(made)
    assert made["title"] == f"deqi {verb.replace('-', ' ')} --json"


def test_every_verb_that_prints_json_has_a_schema() -> None:
    verbs = {verb.partition("-")[0] for verb in PRINTED}
    assert set(VERBS) - WITHOUT_JSON == verbs


@pytest.mark.parametrize("line", [LINE, "BL99 b 500mm; ashi; in 1 out 2", ""])
def test_a_charted_line_and_a_refused_one_fit(printed: Print, line: str) -> None:
    assert wrong("chart", printed("chart", line, "--json")) == []


@pytest.mark.parametrize(
    ("instrument", "answers"),
    [
        ("NRS", {"total": 7}),
        ("RMDQ24", {"total": 11}),
        ("PHQ4", {"total": 6}),
        ("PEG", {"items": {"pain": 5, "enjoyment": 4, "activity": None}}),
    ],
)
def test_a_score_fits(
    printed: Print, tmp_path: Path, instrument: str, answers: object
) -> None:
    path = tmp_path / "answers.json"
    path.write_text(json.dumps(answers), encoding="utf-8")
    assert wrong("score", printed("score", instrument, path, "--json")) == []


@pytest.mark.parametrize(
    "key", ["red_flags:cauda_equina", "points:BL23", "points:C7", "coverage:de_gkv"]
)
def test_a_record_fits(printed: Print, key: str) -> None:
    assert wrong("knowledge-show", printed("knowledge", "show", key, "--json")) == []


def test_the_check_of_records_fits(printed: Print) -> None:
    assert wrong("knowledge-check", printed("knowledge", "check", "--json")) == []


@pytest.mark.parametrize(
    "path", sorted((EXAMPLES / "episodes").glob("*.json")), ids=lambda path: path.stem
)
def test_a_ledger_fits(printed: Print, path: Path) -> None:
    told = printed(
        "coverage", path, "--payer", "de_gkv", "--today", "2026-11-21", "--json"
    )
    assert wrong("coverage", told) == []


@pytest.mark.parametrize(
    "path", sorted((EXAMPLES / "records").glob("*.json")), ids=lambda path: path.stem
)
def test_the_care_of_an_example_fits_alone_and_with_its_answers(
    printed: Print, path: Path
) -> None:
    asked = ("care", path, "--today", "2026-11-21", "--json")
    assert wrong("care", printed(*asked)) == []
    answers = EXAMPLES / "answers" / path.name
    told = printed(*asked, "--answers", answers, "--payer", "de_gkv")
    assert wrong("care", told) == []
    assert wrong("screen", printed("screen", *asked[1:])) == []
    assert wrong("screen", printed("screen", *asked[1:], "--answers", answers)) == []


def test_a_line_for_what_could_not_be_read_fits(printed: Print, tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text("{", encoding="utf-8")
    told = printed("screen", path, "--jsonl")
    assert "not JSON" in str(told["error"])
    assert wrong("screen", told) == []


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        ({"extra": 1}, "Additional properties"),
        ({"score": "seven"}, "'seven'"),
        ({"direction": "sideways"}, "'sideways'"),
    ],
)
def test_a_spoilt_score_does_not_fit(
    printed: Print, tmp_path: Path, spoil: dict[str, object], says: str
) -> None:
    path = tmp_path / "answers.json"
    path.write_text('{"total": 7}', encoding="utf-8")
    told = {**printed("score", "NRS", path, "--json"), **spoil}
    assert says in "".join(wrong("score", told))
