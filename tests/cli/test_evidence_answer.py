"""`deqi evidence answer`, as somebody types it."""

import json
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from deqi.cli.command import perform
from tests.spec.schemas import schema

Typed = Callable[..., tuple[int, str, str]]
LBP = ("evidence", "answer", "--condition", "low_back_pain")

KEYS = {
    "condition",
    "population",
    "usual_course",
    "over_usual_care",
    "over_sham",
    "harms",
    "guidelines",
    "not_known",
    "text",
}
OF_A_GAIN = {"estimate", "ci", "measure", "scale", "k", "n", "certainty", "sources"}


@pytest.fixture
def typed(capsys: pytest.CaptureFixture[str]) -> Typed:
    """Type a command; return its exit code and both outputs."""

    def run(*arguments: object) -> tuple[int, str, str]:
        code = perform([str(each) for each in arguments])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


@pytest.mark.parametrize(
    "asked",
    [
        ("low_back_pain", "--duration-weeks", "30", "--age", "70"),
        ("low_back_pain", "--duration-weeks", "2"),
        ("low_back_pain",),
        ("sciatica",),
        ("fibromyalgia",),
        ("headache",),
        ("upper_back_pain", "--age", "9"),
    ],
)
def test_json_has_the_fixed_keys_and_fits_its_schema(
    typed: Typed, asked: tuple[str, ...]
) -> None:
    code, out, err = typed("evidence", "answer", "--condition", *asked, "--json")
    assert (code, err) == (0, "")
    told = json.loads(out)
    assert set(told) >= KEYS
    for part in ("usual_course", "over_usual_care", "over_sham"):
        if told[part] is None:
            assert told["why"][part]
        else:
            assert set(told[part]) >= OF_A_GAIN
    for harm in told["harms"]:
        assert set(harm) >= {"event", "rate", "per", "ci", "source"}
    validator = Draft202012Validator(schema("evidence-answer"))
    assert [each.message for each in validator.iter_errors(told)] == []


def test_a_page_tells_gains_apart_with_harms_and_guidelines(typed: Typed) -> None:
    code, out, _ = typed(*LBP, "--duration-weeks", "30")
    flat = " ".join(out.split())
    assert code == 0
    assert flat.index("Over usual care:") < flat.index("Over sham:")
    for words in (
        "2 trials, 523 people; certainty low; 60 of 100 against 42.",
        "certainty down 1:",
        "Over another control, no treatment:",
        "9.3 in 100 patients (5.1 to 15)",
        "against",
        "(superseded)",
        "not seen",
        "Not known",
        "Sources: MenezesCosta2012",
    ):
        assert words in flat


def test_a_page_says_why_a_part_is_missing(typed: Typed) -> None:
    out = " ".join(typed("evidence", "answer", "--condition", "sciatica")[1].split())
    assert "Over usual care: nothing. No trial of acupuncture" in out
    assert "1 trial, 220 people" in out


def test_a_page_without_guidelines_has_no_empty_table(typed: Typed) -> None:
    out = typed("evidence", "answer", "--condition", "tmj")[1]
    assert "Guidelines" not in out


@pytest.mark.parametrize(
    ("asked", "near"),
    [
        ("sciatic", "near: sciatica"),
        ("Low Back Pain", "near: low_back_pain"),
        ("spine", "near: back_arthritis, spinal_stenosis"),
        ("zzz", "there are: low_back_pain, upper_back_pain"),
    ],
)
def test_an_unknown_condition_is_refused_in_one_line(
    typed: Typed, asked: str, near: str
) -> None:
    code, out, err = typed("evidence", "answer", "--condition", asked, "--json")
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert f"there is no condition {asked!r}" in err
    assert near in err


@pytest.mark.parametrize(
    "wrong", [("--age", "-3"), ("--duration-weeks", "-1"), ("--age", "400")]
)
def test_what_no_person_has_is_refused(typed: Typed, wrong: tuple[str, ...]) -> None:
    code, out, err = typed(*LBP, *wrong)
    assert (code, out, err.count("\n")) == (1, "", 1)


def test_a_wrong_option_is_misuse(typed: Typed) -> None:
    assert typed(*LBP, "--age", "old")[0] == 2
    assert typed("evidence", "answer")[0] == 2


def test_plots_are_written_with_a_page_that_holds_them(
    typed: Typed, tmp_path: Path
) -> None:
    folder = tmp_path / "new" / "plots"
    code, out, err = typed(*LBP, "--plots", folder, "--json")
    assert code == 0
    assert json.loads(out)["condition"] == "low_back_pain"
    names = {path.name for path in folder.iterdir()}
    assert names == {
        "answer.html",
        "course.svg",
        "forest-sham.svg",
        "forest-usual_care.svg",
        "funnel-sham.svg",
        "icons-sham.svg",
        "icons-usual_care.svg",
    }
    assert err.count("wrote") == len(names)
    for path in folder.glob("*.svg"):
        assert ET.parse(path).getroot().tag.endswith("svg")  # noqa: S314  our own file
    page = (folder / "answer.html").read_text(encoding="utf-8")
    assert page.count("<figure>") == page.count("<table>") == len(names) - 1
    ids = [part.partition('"')[0] for part in page.split(' id="')[1:]]
    assert len(ids) == len(set(ids))
    assert "Nobody can promise" in page


def test_an_answer_without_trials_has_a_page_without_plots(
    typed: Typed, tmp_path: Path
) -> None:
    asked = ("evidence", "answer", "--condition", "whiplash", "--plots", tmp_path)
    assert typed(*asked)[0] == 0
    assert [path.name for path in tmp_path.iterdir()] == ["answer.html"]


def test_a_gain_without_chances_has_a_forest_and_no_people(
    typed: Typed, tmp_path: Path
) -> None:
    asked = ("evidence", "answer", "--condition", "sciatica", "--plots", tmp_path)
    assert typed(*asked)[0] == 0
    drawn = {path.name for path in tmp_path.iterdir()}
    assert drawn == {"answer.html", "forest-sham.svg"}


def test_a_folder_that_cannot_be_written_is_told(typed: Typed, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    code, _, err = typed(*LBP, "--plots", tmp_path / "file")
    assert (code, err.count("\n")) == (2, 1)
