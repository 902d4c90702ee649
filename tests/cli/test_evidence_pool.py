"""``deqi evidence pool`` as somebody types it: figures, refusals, and their exit codes."""

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from deqi.cli.command import perform
from tests.cli.test_schemas import wrong
from tests.shared import SHARED, needs_shared

HEADER = (
    "trial,comparator,outcome,condition,timepoint_weeks,scale_min,scale_max,direction,"
    "n_t,mean_t,sd_t,n_c,mean_c,sd_c,events_t,events_c\n"
)
ZENG = "Zeng 2005,sham,pain VAS,low back pain,3,0,10,lower_better,34,2.9,2.1,33,4.0,2.2,,\n"
ZHAO = "Zhao 2012,sham,pain VAS,low back pain,2,0,10,lower_better,30,2.2,1.8,30,3.2,1.3,,\n"
JANG = (
    "Jang 2015,sham,pain VAS,neck pain,13,0,10,lower_better,30,2.0,1.6,30,4.5,2.2,,\n"
)
USUAL = ZENG.replace("sham", "usual care").replace("Zeng", "Yang")
EVENTS = [
    "Haake 2007,sham,response,low back pain,26,,,higher_better,387,,,387,,,184,171\n",
    "Carlsson 2001,sham,response,low back pain,4,,,higher_better,34,,,16,,,16,2\n",
]

Write = Callable[..., Path]


@pytest.fixture
def table(tmp_path: Path) -> Write:
    """Write a table of these lines and return where it is."""

    def write(*lines: str, header: str = HEADER) -> Path:
        path = tmp_path / "table.csv"
        path.write_text(header + "".join(lines), encoding="utf-8")
        return path

    return write


@pytest.fixture
def asked(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Type the command and return exit code, standard output and standard error."""

    def ask(*arguments: object) -> tuple[int, str, str]:
        code = perform(["evidence", "pool", *map(str, arguments)])
        return code, *capsys.readouterr()

    return ask


Ask = Callable[..., tuple[int, str, str]]


def told(ask: Ask, *arguments: object) -> dict[str, object]:
    """Return the one JSON object that a run prints."""
    code, out, err = ask(*arguments, "--json")
    assert (code, err) == (0, "")
    found = json.loads(out)
    assert wrong("evidence-pool", found) == []
    return found


@pytest.mark.parametrize("measure", ["md", "smd", "rr", "or", "rd"])
@pytest.mark.parametrize("model", ["fixed", "dl", "reml", "pm"])
@pytest.mark.parametrize("ci", ["wald", "hksj"])
def test_every_measure_model_and_interval_pools(
    asked: Ask, table: Write, measure: str, model: str, ci: str
) -> None:
    lines = [ZENG, ZHAO, JANG] if measure in ("md", "smd") else EVENTS
    path = table(*lines)
    found = told(asked, path, "--measure", measure, "--model", model, "--ci", ci)
    assert found["k"] == len(lines)
    assert (found["measure"], found["model"], found["ci_method"]) == (
        measure,
        model,
        ci,
    )
    assert ("ratio" in found) is (measure in ("rr", "or"))
    assert (found["prediction"] is None) is (model == "fixed")
    weights = found["weights"]
    assert isinstance(weights, list)
    assert sum(weights) == pytest.approx(1)


def test_the_keys_that_others_rely_on_are_there(asked: Ask, table: Write) -> None:
    path = table("a,1,0.5\nb,2,0.25\n", header="label,yi,vi\n")
    found = told(asked, path, "--model", "fixed")
    assert found["measure"] == "generic"
    assert found["estimate"] == pytest.approx((1 * 2 + 2 * 4) / 6)
    assert {
        *("k", "measure", "model", "ci_method", "estimate", "se", "ci", "tau2", "i2"),
        *("q", "q_p", "prediction", "weights", "warnings"),
    } <= set(found)


def test_a_measure_named_for_ready_estimates_is_kept(asked: Ask, table: Write) -> None:
    path = table("1,0.5\n2,0.25\n", header="yi,vi\n")
    found = told(asked, path, "--measure", "or")
    assert found["measure"] == "or"
    assert "ratio" in found


def test_a_table_may_come_by_standard_input(
    asked: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = io.BytesIO(b"\xef\xbb\xbfyi,vi\r\n1,1\r\n\r\n2,1\r\n")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(raw))
    assert told(asked, "-")["k"] == 2


@pytest.mark.parametrize(
    ("options", "labels"),
    [
        (["--comparator", "sham"], ["Zeng 2005", "Zhao 2012", "Jang 2015"]),
        (["--comparator", "sham", "--weeks", "2-3"], ["Zeng 2005", "Zhao 2012"]),
        (
            ["--comparator", "sham", "--condition", "LOW BACK"],
            ["Zeng 2005", "Zhao 2012"],
        ),
        (["--comparator", "sham", "--outcome", "vas", "--weeks", " 2 - 13 "], 3),
    ],
)
def test_rows_are_chosen(
    asked: Ask, table: Write, options: list[str], labels: object
) -> None:
    path = table(ZENG, ZHAO, JANG, USUAL)
    found = told(asked, path, "--measure", "md", *options)
    wanted = found["k"] if isinstance(labels, int) else found["labels"]
    assert wanted == labels


def test_turned_to_benefit_the_sign_turns(asked: Ask, table: Write) -> None:
    path = table(ZENG, ZHAO)
    plain = told(asked, path, "--measure", "md")
    turned = told(asked, path, "--measure", "md", "--benefit")
    assert turned["estimate"] == pytest.approx(-float(str(plain["estimate"])))
    assert (plain["direction"], turned["direction"]) == (
        "higher_worse",
        "higher_better",
    )


@pytest.mark.parametrize(
    ("lines", "options", "says"),
    [
        ([ZENG, ZHAO, USUAL], [], "different controls: sham, usual_care"),
        ([ZENG], [], "at least two trials; 1 of 1 rows are meant, and 1 can"),
        ([ZENG, *EVENTS], [], "for want of mean_t, sd_t, mean_c, sd_c: lines 3, 4."),
        ([ZENG, ZHAO.replace("30,2.2", "thirty,2.2")], [], "line 3, column n_t: 'th"),
        ([ZENG, ZHAO.replace(",1.8,", ",-1.8,")], [], "line 3, column sd_t: "),
        ([ZENG, "Short 2001,sham\n"], [], "line 3, after column comparator: 2 cells"),
        ([ZENG, ZHAO[:-1] + ",1\n"], [], "line 3, after column events_c: 17 cells"),
        ([ZENG, ZHAO.replace("0,10", "0,100")], [], "different scales: 0 to 10, 0"),
        ([ZENG, ZHAO.replace("lower", "higher")], [], "different directions"),
        ([ZENG, ZHAO.replace("lower_better", "")], ["--benefit"], "nobody said which"),
        ([ZENG, ZHAO.replace(",2,", ",soon,")], ["--weeks", "3"], "timepoint_weeks: "),
    ],
)
def test_what_was_read_and_is_refused_is_one_line_and_code_1(
    asked: Ask, table: Write, lines: list[str], options: list[str], says: str
) -> None:
    code, out, err = asked(table(*lines), "--measure", "md", *options)
    assert (code, out) == (1, "")
    assert says in err
    assert err.count("\n") == 1


def test_the_line_is_that_of_the_file_even_after_a_cell_of_two_lines(
    asked: Ask, table: Write
) -> None:
    path = table('"a\nb",1,1\n\nc,x,1\n', header="label,yi,vi\n")
    code, _, err = asked(path)
    assert (code, "line 5, column yi: 'x' is no number" in err) == (1, True)


@pytest.mark.parametrize(
    ("header", "line", "options", "says"),
    [
        ("", "", [], "not CSV: a header"),
        ("just words", "", [], "not CSV: a header"),
        ("yi;vi", "1;2", [], "not CSV: a header"),
        ("yi,vi,yi", "1,2,1", [], "the column 'yi' stands twice"),
        ("name,size", "a,1", [], "has neither yi and vi nor"),
        ("yi,vi", '1,"2', [], "not CSV: line 2: "),
        ("yi,vi", "1,2", ["--comparator", "sham"], "no column comparator"),
        ("yi,vi", "1,2", ["--weeks", "8"], "no column timepoint_weeks"),
        ("yi,vi", "1,2", ["--weeks", "soon"], "neither 8 nor 6-13"),
        ("yi,vi", "1,2", ["--weeks", "13-6"], "runs backward"),
        ("yi,vi", "1,2", ["--model", "bayes"], "bayes"),
        ("yi,vi", "1,2", ["--comparator", "magic"], "magic"),
        ("n_t,mean_t,mean_c", "1,2,3", [], "--measure: say md"),
    ],
)
def test_what_cannot_be_read_or_asked_is_one_line_and_code_2(
    asked: Ask, table: Write, header: str, line: str, options: list[str], says: str
) -> None:
    code, out, err = asked(table(line + "\n", header=header + "\n"), *options)
    assert (code, out) == (2, "")
    assert says in err
    assert err.count("\n") == 1


def test_no_such_file_and_no_text_are_code_2(asked: Ask, tmp_path: Path) -> None:
    assert asked(tmp_path / "none.csv")[0] == 2
    picture = tmp_path / "picture.csv"
    picture.write_bytes(b"\x89PNG\r\n")
    code, _, err = asked(picture)
    assert (code, "byte 0 is not UTF-8" in err) == (2, True)


def test_a_page_for_people_shows_each_trial_its_weight_and_the_warnings(
    asked: Ask, table: Write
) -> None:
    code, out, err = asked(table(*EVENTS), "--measure", "rr", "--ci", "hksj")
    assert (code, err) == (0, "")
    assert "1.08" in out  # 47.5 of 100 over 44.2, and no logarithm
    for words in (
        *("Haake 2007", "Carlsson 2001", "Together", "over control", "tau²", "Weight"),
        *("A further trial", "uninformative", "Weeks differ"),
    ):
        assert words in out, words
    _, out, _ = asked(table(ZENG, ZHAO), "--measure", "md", "--model", "fixed")
    assert "A further trial" not in out
    assert "Treated minus control" in out


@needs_shared
def test_the_dossiers_pools_come_out_of_its_table(asked: Ask) -> None:
    """F1 and F2 of recomputed.csv, but for Li 2016, whose scale there is 0 to 100."""
    trials = SHARED / "knowledge" / "evidence" / "trials.csv"
    options = ["--comparator", "active", "--outcome", "pain VAS", "--weeks", "2-5"]
    code, _, err = asked(trials, "--measure", "md", *options)
    assert (code, "0 to 10, 0 to 100" in err) == (1, True)
    found = told(asked, trials, "--measure", "smd", *options)
    labels = found["labels"]
    assert isinstance(labels, list)
    assert {"Wang 2005", "Zeng 2005", "Zhao 2012", "Jang 2015"} <= set(labels)
    code, _, err = asked(trials, "--measure", "smd")
    assert (code, "sham, usual_care" in err) == (1, True)
