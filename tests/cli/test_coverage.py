"""`deqi coverage`, as somebody types it, on the example episodes and on broken ones."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from deqi.cli.command import perform

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "episodes"
CMS = "us_medicare_ncd_30_3_3"
Typed = Callable[..., tuple[int, str, str]]


@pytest.fixture
def typed(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Typed:
    """Ask for a ledger on 2026-11-21; return the exit code and both outputs."""

    def run(episode: object, *options: str) -> tuple[int, str, str]:
        path = tmp_path / "episode.json"
        if isinstance(episode, Path):
            path = episode
        else:
            text = episode if isinstance(episode, str) else json.dumps(episode)
            path.write_text(text, encoding="utf-8")
        code = perform(["coverage", str(path), "--today", "2026-11-21", *options])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


def ledger(typed: Typed, episode: object, *options: str) -> Mapping[str, object]:
    code, out, err = typed(episode, "--json", *options)
    assert (code, err) == (0, "")
    told = json.loads(out)
    assert isinstance(told, dict)
    return told


@pytest.mark.parametrize(
    ("example", "eligible", "used", "left", "window", "ends"),
    [
        ("medicare_improving", True, 12, 8, ["2026-08-03", "2027-07-31"], "2027-07-31"),
        (
            "medicare_not_measured",
            True,
            12,
            0,
            ["2026-09-14", "2027-08-31"],
            "2027-08-31",
        ),
        (
            "germany_first_series",
            True,
            7,
            3,
            ["2026-10-12", "2026-11-22"],
            "2027-01-03",
        ),
        ("veteran_few_facts", None, 3, 9, ["2026-10-05", "2026-12-03"], "2026-12-03"),
        ("britain_low_back_pain", False, 0, 0, None, None),
    ],
)
def test_example(typed, example, eligible, used, left, window, ends):
    told = ledger(typed, EXAMPLES / f"{example}.json")
    assert told["eligible"] is eligible
    assert (told["used"], told["left"]) == (used, left)
    assert told["window"] == (
        None if window is None else dict(zip(("from", "to"), window, strict=True))
    )
    assert told["ends"] == ends


def test_every_example_is_tested_and_says_that_it_is_invented():
    every = {path.stem for path in EXAMPLES.glob("*.json")}
    # Those of reviews have tests of their own.
    names = {name for name in every if not name.startswith("review_")}
    (mark,) = [m for m in test_example.pytestmark if m.name == "parametrize"]
    assert names == {case[0] for case in mark.args[1]}
    for path in EXAMPLES.glob("*.json"):
        note = json.loads(path.read_text(encoding="utf-8"))["note"]
        assert note.startswith("Plainly invented.")


def test_json_holds_what_the_interface_promises(typed):
    told = ledger(typed, EXAMPLES / "medicare_improving.json")
    assert {
        *("payer", "eligible", "because", "used", "left", "window", "needs", "ends"),
        "visits",
    } <= set(told)
    assert told["payer"] == CMS
    assert {"date", "covered", "why"} <= set(told["visits"][0])
    assert [visit["covered"] for visit in told["visits"]] == [
        *[True] * 12,
        False,
        True,
        True,
    ]


def test_payer_asked_for_wins_over_the_episodes_own(typed):
    told = ledger(typed, EXAMPLES / "medicare_improving.json", "--payer", "de_gkv")
    assert told["payer"] == "de_gkv"
    assert told["eligible"] is None


def test_man_is_not_asked_whether_he_is_pregnant(typed):
    facts = {
        "identifiable_cause": "none",
        "onset_kind": "gradual",
    }
    episode = {
        "patient": {"birth_date": "1950-01-01", "sex": "male"},
        "condition": "low_back_pain",
        "onset": "2025-01-01",
        "facts": facts,
    }
    assert ledger(typed, episode, "--payer", CMS)["eligible"] is True
    episode["patient"] = {"birth_date": "1990-01-01", "sex": "female"}
    assert ledger(typed, episode, "--payer", CMS)["eligible"] is None


def test_nothing_known_leaves_all_open(typed):
    told = ledger(typed, {}, "--payer", CMS)
    assert told["eligible"] is None
    assert (told["used"], told["left"], told["visits"]) == (0, 12, [])
    assert "condition" in told["because"][0]["facts"]


def test_page_for_people(typed):
    code, out, err = typed(EXAMPLES / "medicare_not_measured.json")
    text = " ".join(out.split())
    assert (code, err) == (0, "")
    assert "Medicare (US), NCD 30.3.3, on 2026-11-21" in text
    assert "Visits used │ 12" in text
    assert "(2026-11-23) │ not known" in text
    assert "reviewed by nobody yet" in text
    assert "CMS-NCD373" in text


def test_page_of_a_payer_without_numbers(typed):
    code, out, _ = typed({"condition": "low_back_pain"}, "--payer", "cy")
    text = " ".join(out.split())
    assert code == 0
    assert "no number is stated" in text
    assert "Window" not in text


@pytest.mark.parametrize(
    ("episode", "options", "code", "says"),
    [
        ({}, (), 1, "name a payer"),
        ({}, ("--payer", "aetna"), 1, "'aetna' is no payer"),
        ({"payer": "aetna"}, (), 1, "'aetna' is no payer"),
        ([], ("--payer", CMS), 1, "the episode is an object"),
        ({"visits": [{"date": "soon"}]}, ("--payer", CMS), 1, "a day such as"),
        (
            {"visits": [{"date": "2026-01-05", "status": "perhaps"}]},
            ("--payer", CMS),
            1,
            "does not say whether a visit took place",
        ),
        (
            {"measurements": [{"date": "2026-01-05", "instrument": "X", "score": 1}]},
            ("--payer", CMS),
            1,
            "'x' is no instrument",
        ),
        (
            {
                "measurements": [
                    {"date": "2026-01-05", "instrument": "NRS", "score": 11}
                ]
            },
            ("--payer", CMS),
            1,
            "from 0 to 10, not 11",
        ),
        ({"facts": {"smokes": True}}, ("--payer", CMS), 1, "no fact 'smokes'"),
        ({"facts": {"pregnant": "no"}}, ("--payer", CMS), 1, "true or false"),
        ({"condition": "gout"}, ("--payer", CMS), 1, "no level 'gout'"),
        ("{", ("--payer", CMS), 2, "not json"),
        ({}, ("--payer", CMS, "--today", "soon"), 2, "today"),
    ],
)
def test_refusals_are_one_line_and_nothing_on_standard_output(
    typed, episode, options, code, says
):
    found, out, err = typed(episode, "--json", *options)
    assert (found, out) == (code, "")
    assert says in err.casefold()
    assert err.count("\n") == 1
