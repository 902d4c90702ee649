"""``deqi simulate`` as somebody types it: files, figures, refusals, exit codes."""

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from html import escape
from pathlib import Path

import pytest

from deqi.cli import simulate_page
from deqi.cli.command import perform
from tests.care.test_simulating import report as small_report
from tests.cli.test_schemas import wrong

Ask = Callable[..., tuple[int, str, str]]


@pytest.fixture
def asked(capsys: pytest.CaptureFixture[str]) -> Ask:
    """Type the command and return exit code, standard output and standard error."""

    def ask(*arguments: object) -> tuple[int, str, str]:
        code = perform(["simulate", *map(str, arguments)])
        return code, *capsys.readouterr()

    return ask


def test_json_is_one_object_and_the_folder_holds_it_all(
    asked: Ask, tmp_path: Path
) -> None:
    out = tmp_path / "study"
    code, printed, told = asked(
        "--out", out, "--people", 40, "--seed", 5, "--visit-cost", 40, "--json"
    )
    assert code == 0
    assert told == f"deqi: wrote {out / 'index.html'}\n"
    found = json.loads(printed)
    assert wrong("simulate", found) == []
    assert found == json.loads((out / "results.json").read_text(encoding="utf-8"))
    assert found["people"] == 40
    with (out / "results.csv").open(encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table))
    assert len(rows) == len(found["cells"]) == 288
    first = found["cells"][0]
    assert float(rows[0]["visits"]) == first["visits"]["value"]
    assert float(rows[0]["cost_per_responder"]) == first["cost_per_responder"]["value"]
    assert len(list(out.glob("*.svg"))) == 12
    page = (out / "index.html").read_text(encoding="utf-8")
    assert "Cost per responder" in page


def test_the_page_says_what_was_found_and_asks_no_other_host(
    asked: Ask, tmp_path: Path
) -> None:
    code, printed, _ = asked("--out", tmp_path, "--people", 20)
    assert code == 0
    words = " ".join(printed.split())
    found = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))
    assert words.startswith(f"The goal is {'met' if found['goal']['met'] else 'not'}")
    assert "usual care" in words
    assert "No trial has tried our policy" in words
    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    for sentence in found["statement"]:
        assert escape(sentence) in page
    assert "Visits per responder" in page
    # Without a price no cost is told.
    assert "Cost per responder" not in page
    links = page.replace("http://www.w3.org/", "")
    assert not [word for word in ("src=", "http://", "https://") if word in links]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--people", "1"], "--people: 1 is not from 2 to 100,000"),
        (["--people", "100001"], "--people: 100001 is not"),
        (["--people", "few"], "few"),
        (["--seed", "-1"], "--seed: -1 is not from 0 up"),
        (["--visit-cost", "-3"], "--visit-cost: -3.0 is no price"),
        (["--visit-cost", "nan"], "--visit-cost: nan is no price"),
    ],
)
def test_a_bad_option_is_one_line(
    asked: Ask, tmp_path: Path, options: list[str], told: str
) -> None:
    code, printed, said = asked("--out", tmp_path / "x", *options)
    assert (code, printed) == (2, "")
    assert told in said
    assert said.count("\n") == 1
    assert not (tmp_path / "x").exists()


def test_a_folder_that_cannot_be_is_said_before_any_work(
    asked: Ask, tmp_path: Path
) -> None:
    taken = tmp_path / "file"
    taken.write_text("", encoding="utf-8")
    code, _, said = asked("--out", taken / "x", "--people", 50_000)
    assert code == 2
    assert said.startswith(f"deqi: --out: {taken / 'x'}: ")


def test_without_a_folder_nothing_is_run(asked: Ask) -> None:
    assert asked()[0] == 2


def test_where_nobody_responds_nothing_is_told_for_each() -> None:
    found = small_report(20, 1)
    nobody = [
        replace(each, visits_per_responder=None, cost_per_responder=None)
        for each in found.cells
    ]
    bare = replace(found, cells=tuple(nobody))
    more = simulate_page.page(bare, [], []).count("<td>none</td>")
    # One for each policy in the table of the central assumptions.
    assert more - simulate_page.page(found, [], []).count("<td>none</td>") == 8
    (first, *_) = csv.DictReader(io.StringIO(simulate_page.table(bare)))
    assert first["visits_per_responder"] == ""
