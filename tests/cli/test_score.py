"""`deqi score`, as somebody types it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from deqi.cli.command import perform

Typed = Callable[..., tuple[int, str, str]]


@pytest.fixture
def typed(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Typed:
    """Score answers; return the exit code and both outputs."""

    def run(instrument: str, answers: object, *options: str) -> tuple[int, str, str]:
        path = tmp_path / "answers.json"
        text = answers if isinstance(answers, str) else json.dumps(answers)
        path.write_text(text, encoding="utf-8")
        code = perform(["score", instrument, str(path), *options])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


def test_json_holds_what_the_interface_promises(typed: Typed) -> None:
    items = {"pain": 6, "enjoyment": 7, "activity": 5}
    code, out, err = typed("PEG", {"items": items}, "--json")
    assert (code, err) == (0, "")
    told = json.loads(out)
    assert told["instrument"] == "PEG"
    assert told["score"] == 6
    assert told["range"] == [0, 10]
    assert told["direction"] == "higher_worse"
    assert (told["items_answered"], told["items"]) == (3, 3)
    assert told["method"] == "mean of 3 items"
    assert told["important_change"] == {
        "absolute": 1,
        "percent": 30,
        "source": "Reed2023",
    }


def test_total_by_alias(typed: Typed) -> None:
    code, out, _ = typed("sleep", {"total": 4}, "--json")
    told = json.loads(out)
    assert code == 0
    assert (told["instrument"], told["score"]) == ("SLEEP_NRS", 4)
    assert told["items_answered"] is None
    assert told["important_change"]["absolute"] is None


def test_page_for_people(typed: Typed) -> None:
    code, out, _ = typed("PHQ4", {"items": {"1": 3, "2": 2, "3": 1, "4": 0}})
    text = " ".join(out.split())
    assert code == 0
    assert "0 best to 12 worst" in text
    assert "Anxiety │ 5, positive" in text
    assert "Depression │ 1, negative" in text
    assert "no source gives one" in text


def test_page_turns_the_scale_where_higher_is_better(typed: Typed) -> None:
    assert "10 best to 0 worst" in typed("EXPECTATION", {"total": 7})[1]


def test_page_says_what_is_missing(typed: Typed) -> None:
    code, out, _ = typed("PEG", {"items": {"pain": 3}})
    text = " ".join(out.split())
    assert code == 0
    assert "Score │ none" in text
    assert "enjoyment, activity" in text
    assert "1 point or 30 % of the baseline (Reed2023)" in text


def test_page_of_a_screen_and_of_groups(typed: Typed) -> None:
    assert "positive" in typed("PHQ2", {"total": 3})[1]
    assert "negative" in typed("PHQ2", {"total": 2})[1]
    items = {str(place): 1 for place in range(1, 10)}
    _, out, _ = typed("START_BACK", {"items": items})
    assert "Psychosocial │ 5 │" in " ".join(out.split())


@pytest.mark.parametrize(
    ("instrument", "answers", "code", "says"),
    [
        ("XYZ", {"total": 1}, 1, "is no instrument"),
        ("NRS", {"total": 11}, 1, "from 0 to 10, not 11"),
        ("NRS", {"total": "5"}, 1, "total is a number"),
        ("NRS", {"items": {"pain": "5"}}, 1, "pain is a number"),
        ("NRS", {"items": [5]}, 1, "items is an object in braces"),
        ("NRS", {"score": 5}, 1, "not 'score'"),
        ("NRS", [5], 1, "the file of answers is an object in braces"),
        ("NRS", {}, 1, "no item is answered and no total"),
        ("PEG", {"items": {"pain": 1}, "total": 1}, 1, "not both"),
        ("PROMIS_29", {"total": 50}, 1, "is not scored"),
        ("NRS", "{", 2, "not JSON"),
        ("NRS", '{"total": 1, "total": 2}', 2, "stands twice"),
    ],
)
def test_refusals_are_one_line_and_nothing_on_standard_output(
    typed: Typed, instrument: str, answers: object, code: int, says: str
) -> None:
    found, out, err = typed(instrument, answers, "--json")
    assert (found, out) == (code, "")
    assert says in err.casefold() or says in err
    assert err.count("\n") == 1


def test_no_such_file_is_unreadable(capsys: pytest.CaptureFixture[str]) -> None:
    assert perform(["score", "NRS", "nowhere.json"]) == 2
    assert "no such file" in capsys.readouterr().err
