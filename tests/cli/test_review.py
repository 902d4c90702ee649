"""`deqi review`, as somebody types it, on the example episodes and on broken ones."""

import json
import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from deqi.cli.command import perform
from deqi.core.review import Decision
from tests.cli.test_schemas import wrong
from tests.house.test_start import loaded

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "episodes"
Typed = Callable[..., tuple[int, str, str]]


@pytest.fixture
def typed(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Typed:
    """Review an episode on 2026-11-21; return the exit code and both outputs."""

    def run(episode: object, *options: str) -> tuple[int, str, str]:
        path = tmp_path / "episode.json"
        if isinstance(episode, Path):
            path = episode
        else:
            text = episode if isinstance(episode, str) else json.dumps(episode)
            path.write_text(text, encoding="utf-8")
        code = perform(["review", str(path), "--today", "2026-11-21", *options])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


def reviewed(typed: Typed, episode: object) -> Mapping[str, object]:
    code, out, err = typed(episode, "--json")
    assert (code, err) == (0, "")
    told = json.loads(out)
    assert isinstance(told, dict)
    assert wrong("review", told) == []
    return told


CASES = [
    ("discharge", "discharge", ["recovered"]),
    ("maintain", "maintain", ["maintenance_wanted"]),
    ("taper", "taper", ["response"]),
    ("continue", "continue", ["partial_response"]),
    ("measure", "measure", ["instrument_changed"]),
    ("pause", "pause", ["event_healing"]),
    ("change", "change", ["no_gain_by_visit_six"]),
    ("restart", "restart", ["relapse_after_discharge"]),
    ("refer", "refer", ["red_flag_emergency"]),
    ("hard_contradiction", "change", ["worse"]),
    ("hard_unknown", "measure", ["event_not_graded", "stale_measurement"]),
    ("hard_cover", "pause", ["cover_ends"]),
]


@pytest.mark.parametrize(("example", "decision", "rules"), CASES)
def test_example(typed, example, decision, rules):
    told = reviewed(typed, EXAMPLES / f"review_{example}.json")
    assert told["decision"] == decision
    assert [each["rule"] for each in told["because"]] == rules
    assert all(each["sources"] and each["text"] for each in told["because"])
    assert (told["urgency"] is None) is (decision != "refer")
    assert (told["next_visit_days"] is None) is (decision in ("discharge", "refer"))


@pytest.mark.parametrize("example", [case[0] for case in CASES])
def test_a_page_says_what_to_do_and_gives_each_reason_its_sources(typed, example):
    path = EXAMPLES / f"review_{example}.json"
    code, out, err = typed(path)
    assert (code, err) == (0, "")
    told = reviewed(typed, path)
    flat = " ".join(out.split())
    assert told["decision"].upper() in flat
    for each in told["because"]:
        assert f"{each['text']} [{', '.join(each['sources'])}]" in flat
    assert "reviewed by no clinician yet" in flat
    assert max(map(len, out.splitlines())) <= 80


def test_there_is_an_example_for_every_decision_and_each_says_that_it_is_invented():
    paths = sorted(EXAMPLES.glob("review_*.json"))
    assert {path.stem for path in paths} == {f"review_{case[0]}" for case in CASES}
    assert {case[1] for case in CASES} == {each.value for each in Decision}
    for path in paths:
        note = json.loads(path.read_text(encoding="utf-8"))["note"]
        assert note.startswith("Plainly invented.")


def test_json_holds_what_the_interface_promises(typed):
    told = reviewed(typed, EXAMPLES / "review_taper.json")
    assert told["next_visit_days"] == [12, 16]
    gain = told["progress"]["NRS"]
    assert (gain["baseline"], gain["latest"], gain["change"]) == (8, 3, -5)
    assert (gain["change_percent"], gain["important"]) == (-62.5, True)
    seen = told["forecast"]
    assert (seen["instrument"], seen["horizon_weeks"]) == ("NRS", 12)
    for way in ("with_treatment", "usual_course"):
        assert 0 <= seen[way]["low"] <= seen[way]["mean"] <= seen[way]["high"] <= 10
    assert 0 <= seen["probability_30_percent"] <= 1
    cited = {each["id"] for each in told["sources"]}
    assert {s for each in told["because"] for s in each["sources"]} <= cited


def test_an_emergency_leaves_out_what_can_wait(typed):
    _, out, _ = typed(EXAMPLES / "review_refer.json")
    assert "emergency department with MRI now" in " ".join(out.split())
    assert "Progress" not in out
    assert "You may decide otherwise" not in out
    assert reviewed(typed, EXAMPLES / "review_refer.json")["overrulable"] is False


@pytest.mark.parametrize(
    ("episode", "why"),
    [
        ({}, "How long the complaint has lasted is not known."),
        ({"onset": "2026-01-01"}, "No instrument of pain or disability"),
        (
            {
                "onset": "2026-01-01",
                "measurements": [
                    {"date": "2026-11-01", "instrument": "ODI", "score": 40}
                ],
            },
            "No record says how ODI goes on at this stage.",
        ),
    ],
)
def test_where_there_is_no_forecast_it_says_why(typed, episode, why):
    told = reviewed(typed, episode)
    assert told["forecast"] is None
    assert why in told["forecast_why"]


def test_an_empty_episode_is_to_be_measured_and_needles_wait(typed):
    told = reviewed(typed, {})
    assert (told["decision"], told["screening"]["allowed"]) == ("measure", None)
    _, out, _ = typed({})
    assert "No needles today until these are answered" in out
    assert "Progress" not in out


def test_a_new_complaint_has_a_forecast_without_treatment_alone(typed):
    _, out, _ = typed(EXAMPLES / "review_discharge.json")
    flat = " ".join(out.split())
    assert "If treatment goes on No record gives a gain" in flat
    assert "If treatment stops 0." in flat


def test_without_a_baseline_no_chance_of_a_response_is_told(typed):
    late = {"date": "2026-11-20", "instrument": "NRS", "score": 4}
    early = {"date": "2026-02-01", "instrument": "NRS", "score": 0}
    episode = {"onset": "2026-01-01", "sessions": [{"date": "2026-02-01"}]}
    _, out, _ = typed({**episode, "measurements": [early, late]})
    assert "If treatment stops" in out
    assert "30 % better" not in out


def test_a_score_without_its_other_end_shows_alone(typed):
    rows = [
        {"date": "2026-10-01", "instrument": "NRS", "score": 4},
        {"date": "2026-11-20", "instrument": "PGIC", "score": 2},
    ]
    _, out, _ = typed({"sessions": [{"date": "2026-10-02"}], "measurements": rows})
    flat = " ".join(out.replace("│", " ").split())
    assert "NRS 4 on 2026-10-01 - - not known" in flat
    assert "PGIC - 2 on 2026-11-20 - not known" in flat


def test_the_page_and_json_tell_of_gains_with_sham_and_harms(typed):
    path = EXAMPLES / "review_continue.json"
    _, out, _ = typed(path)
    flat = " ".join(out.split())
    told = reviewed(typed, path)
    assert "Over sham needles No clear gain in trials" in flat
    assert "Harms Tired or drowsy" in flat
    assert "regression to the mean" in flat
    anyway = told["forecast"]["anyway"]
    assert f"Of the {-anyway['change']:.1f} points" in flat
    assert f"about {-anyway['regression']:.1f} is regression" in flat
    assert told["expected"]["over_sham"]["favours"] == "neither"
    assert told["expected"]["harms"]
    weeks = [each["weeks"] for each in told["forecast"]["ahead"]]
    assert weeks == [0, 2, 4, 6, 8, 10, 12]


def test_where_a_doctor_comes_first_no_gain_is_told(typed):
    told = reviewed(typed, EXAMPLES / "review_refer.json")
    assert (told["forecast"], told["expected"]) == (None, None)
    assert told["forecast_why"].startswith("A doctor comes first")
    assert told["expected_why"].startswith("A doctor comes first")


def test_open_questions_are_told_once(typed):
    _, out, _ = typed(EXAMPLES / "review_hard_unknown.json")
    assert out.count("must be answered before any needle") == 0
    assert out.count("until these are answered") == 1
    rules = reviewed(typed, EXAMPLES / "review_hard_unknown.json")["remarks"]
    assert "safety_questions_open" in [each["rule"] for each in rules]


def test_a_reason_of_many_sources_names_some_and_counts_the_rest(typed):
    rows = [
        {"date": "2026-10-15", "instrument": "NRS", "score": 8},
        {"date": "2026-11-20", "instrument": "NRS", "score": 7},
    ]
    episode = {
        **json.loads((EXAMPLES / "review_continue.json").read_text(encoding="utf-8")),
        "measurements": rows,
    }
    _, out, _ = typed(episode)
    flat = " ".join(out.split())
    assert "were to be expected had nobody treated" in flat
    assert "more]" in flat


def test_an_overruled_review_is_shown_with_its_reason(typed):
    episode = {
        "sessions": [{"date": "2026-10-20"}, {"date": "2026-11-20"}],
        "reviews": [
            {"date": "2026-10-27", "decision": "pause"},
            {"date": "2026-11-03", "decision": "continue", "reason": "a new job"},
        ],
    }
    _, out, _ = typed(episode)
    assert "Overruled by a practitioner" in out
    assert "2026-11-03, continue: a new job" in " ".join(out.split())
    assert "2026-10-27" not in out
    told = reviewed(typed, episode)["overruled"]
    assert told == [
        {"date": "2026-11-03", "decision": "continue", "reason": "a new job"}
    ]


@pytest.mark.parametrize("example", ["taper", "discharge", "hard_unknown", "refer"])
def test_a_course_is_drawn_with_its_table_on_a_page(typed, tmp_path, example):
    path = tmp_path / "course.html"
    code, out, err = typed(EXAMPLES / f"review_{example}.json", "--plot", str(path))
    assert (code, err) == (0, f"deqi: wrote {path}\n")
    assert out.startswith("Review on 2026-11-21")
    page = path.read_text(encoding="utf-8")
    assert page.count("<svg") == 2
    assert page.count("<table>") == 1
    ids = [part.partition('"')[0] for part in page.split(' id="')[1:]]
    assert len(ids) == len(set(ids))
    assert "What may be expected" in page
    # No request leaves the page.
    assert "http" not in page.replace("http://www.w3.org/", "")


def test_a_course_is_drawn_as_one_picture(typed, tmp_path):
    path = tmp_path / "course.SVG"
    options = ("--plot", str(path), "--json")
    code, out, _ = typed(EXAMPLES / "review_taper.json", *options)
    assert code == 0
    assert json.loads(out)["decision"] == "taper"
    drawn = ET.parse(path).getroot()  # noqa: S314  our own drawing
    assert drawn.tag.endswith("svg")
    said = " ".join(drawn.itertext())
    assert "Over sham needles" in said
    assert "Harms" in said


@pytest.mark.parametrize(
    ("name", "code", "says"),
    [
        ("course.png", 2, "the name ends in .svg or .html"),
        ("course", 2, "the name ends in .svg or .html"),
        ("missing/course.svg", 2, "No such file or directory"),
        ("folder.html", 2, "Is a directory"),
    ],
)
def test_a_plot_that_cannot_be_written_is_told(typed, tmp_path, name, code, says):
    (tmp_path / "folder.html").mkdir()
    plot = str(tmp_path / name)
    found, out, err = typed(EXAMPLES / "review_taper.json", "--plot", plot)
    assert (found, out, err.count("\n")) == (code, "", 1)
    assert says in err
    assert "--plot" in err


def test_a_page_says_how_soon_a_doctor_has_to_look(typed, tmp_path):
    path = tmp_path / "course.html"
    typed(EXAMPLES / "review_refer.json", "--plot", str(path))
    page = path.read_text(encoding="utf-8")
    assert "<p>How soon: now, an emergency.</p>" in page
    assert "If treatment goes on" not in page


def test_a_review_that_draws_nothing_loads_no_plots():
    names = loaded("review", str(EXAMPLES / "review_taper.json"), "--json")
    assert not {"altair", "vl_convert"} & names


def test_an_ending_is_refused_before_anything_is_read(typed):
    code, _, err = typed(Path("nowhere.json"), "--plot", "course.png")
    assert (code, "no such file" in err) == (2, False)


def test_without_a_score_there_is_no_course_to_draw(typed, tmp_path):
    path = tmp_path / "course.svg"
    code, out, err = typed({}, "--plot", str(path))
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert "nothing has been measured" in err
    assert not path.exists()


@pytest.mark.parametrize(
    ("episode", "code", "says"),
    [
        ("{", 2, "not JSON"),
        ("[]", 1, "an object in braces"),
        ({"measurements": [{"date": "2026-11-01", "instrument": "NRS", "score": 11}]},
         1, "NRS on 2026-11-01 is a number from 0 to 10"),
        ({"measurements": [{"date": "2026-11-01", "instrument": "X", "score": 1}]},
         1, "'X' is no instrument"),
        ({"reviews": [{"date": "2026-11-01", "decision": "wait"}]},
         1, "'wait' is no decision"),
        ({"sessions": [{"date": "2026-11-01", "adverse_events": [{"kind": "zzz"}]}]},
         1, "'zzz' is no kind of adverse event"),
        ({"payer": "nobody"}, 1, "'nobody' is no payer"),
        ({"style": "modern"}, 1, "there is no style 'modern'"),
        ({"facts": {"smokes": True}}, 1, "there is no fact 'smokes'"),
    ],
)  # fmt: skip
def test_what_cannot_be_reviewed_is_refused_in_one_line(typed, episode, code, says):
    found, out, err = typed(episode, "--json")
    assert (found, out) == (code, "")
    assert says in err
    assert err.count("\n") == 1
