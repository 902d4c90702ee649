"""`deqi evidence check`, as somebody types it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from deqi.cli.command import perform
from tests.shared import SHARED, needs_shared

Typed = Callable[..., tuple[int, str, str]]

HEADER = "trial,outcome,n_t,mean_t,sd_t,n_c,mean_c,sd_c,md,md_lo,md_hi,value_type"

CLEAN = f"""{HEADER}
A 2001,pain,40,21.0,12.1,42,26.0,13.0,-5.0,-10.5,0.5,final

B 2002,pain,50,30.1,11.9,48,31.0,12.4,-0.9,-5.7,3.9,final
"""

FAULTY = f"""{HEADER}
A 2001,pain,40,21.0,12.1,42,26.0,13.0,-5.0,-10.5,0.5,final

B 2002,pain,50,30.1,1.7,48,31.0,12.4,-0.9,-5.7,3.9,final
C 2003,pain,40,21.0,12.1,42,26.0,13.0,5.0,-0.5,10.5,final
"""


@pytest.fixture
def typed(capsys: pytest.CaptureFixture[str]) -> Typed:
    """Type a command; return its exit code and both outputs."""

    def run(*arguments: object) -> tuple[int, str, str]:
        code = perform(["evidence", "check", *map(str, arguments)])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


@pytest.fixture
def table(tmp_path: Path) -> Callable[[str], Path]:
    """Return a file with a table in it."""

    def write(text: str) -> Path:
        path = tmp_path / "mine.csv"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_the_records_as_json(typed: Typed) -> None:
    code, out, err = typed("--json")
    assert (code, err) == (0, "")
    told = json.loads(out)
    assert {"trial", "row", "rule", "detail"} <= set(told[0])
    named = {each["trial"].split()[0] for each in told}
    assert named == {
        "Carlsson", "Cherkin", "Delavar", "Li", "McCulloch", "Wang", "Zhao"
    }  # fmt: skip


def test_the_records_for_people(typed: Typed) -> None:
    code, out, _ = typed()
    assert code == 0
    assert "sd like se" in out
    assert "findings in 11 rows." in out
    assert max(map(len, out.splitlines())) <= 80


def test_a_clean_table(typed: Typed, table: Callable[[str], Path]) -> None:
    path = table(CLEAN)
    assert typed(path, "--json") == (0, "[]\n", "")
    assert typed(path) == (0, "2 rows checked: 0 findings in 0 rows.\n", "")


def test_a_faulty_table_is_told_by_row_and_line(
    typed: Typed, table: Callable[[str], Path]
) -> None:
    _, out, _ = typed(table(FAULTY), "--json")
    told = {(e["row"], e["line"], e["trial"], e["rule"]) for e in json.loads(out)}
    assert (2, 4, "B 2002", "sd_like_se") in told
    assert (3, 5, "C 2003", "sign_turned") in told
    assert {row for row, *_ in told} == {2, 3}


@pytest.mark.parametrize(
    ("text", "code", "says"),
    [
        (CLEAN.replace("12.1", "twelve"), 1, "mine.csv line 2, column sd_t: 'twelve'"),
        ("id,claim\n1,all is well\n", 1, "no column that a check reads"),
        ("", 2, "not CSV"),
    ],
)
def test_what_cannot_be_checked_is_one_line(
    typed: Typed, table: Callable[[str], Path], text: str, code: int, says: str
) -> None:
    done, out, err = typed(table(text))
    assert (done, out) == (code, "")
    assert says in err
    assert err.count("\n") == 1


def test_no_such_file(typed: Typed) -> None:
    code, out, err = typed("nowhere.csv")
    assert (code, out) == (2, "")
    assert "no such file" in err


@needs_shared
def test_the_draft_in_the_same_layout_shows_the_same_suspect_spreads(
    typed: Typed,
) -> None:
    _, out, _ = typed(SHARED / "knowledge" / "evidence" / "trials.csv", "--json")
    told = {(each["trial"], each["rule"]) for each in json.loads(out)}
    assert told == {
        ("Delavar 2021", "impossible_t"),
        ("Delavar 2021", "sd_like_se"),
        ("Li 2005", "sd_like_se"),
        ("Li 2016", "sd_like_se"),
        ("Wang 2005", "sd_like_se"),
        ("Zhao 2012", "sd_like_se"),
    }
