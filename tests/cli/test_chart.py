"""``deqi chart``: JSON for programs, a page for people, and the exit code for both."""

import json

import pytest

from deqi.cli import command
from deqi.knowledge import charting

LINE = (
    "BL23 b 25mm deqi; GV3 15; BL40 b 20; ashi L4 R 30 twitch x3;"
    " GB30 L 50 ea 2Hz 15min; ret 20; in 9 out 9; lot A123; ae bruise mild"
)


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Return exit code, standard output and standard error."""
    code = command.perform(["chart", *arguments])
    shown = capsys.readouterr()
    return code, shown.out, shown.err


def test_json_of_a_charted_line(capsys):
    code, out, err = run(capsys, LINE, "--json")
    told = json.loads(out)
    assert (code, err) == (0, "")
    assert [site["point"] for site in told["needling"]] == [
        "BL23",
        "GV3",
        "BL40",
        "ASHI",
        "GB30",
    ]
    assert told["needling"][0]["at"] == [0, 16]
    assert told["needles"] == {"in": 9, "out": 9}
    assert told["adverse_events"] == [{"kind": "bruise_haematoma", "grade": 1}]
    assert told["warnings"] == []


def test_json_of_a_refused_line(capsys):
    code, out, err = run(capsys, "BL23 b 45; in 2 out 2", "--json")
    assert (code, err) == (1, "")
    assert json.loads(out) == {
        "errors": [
            {
                "code": "depth_over_cap",
                "message": "BL23 takes at most 30 mm: mend the depth,"
                ' or keep it with why "reason".',
                "at": [7, 9],
            }
        ]
    }


def test_an_empty_line_is_refused_not_a_wrong_use(capsys):
    code, out, _ = run(capsys, "", "--json")
    assert code == 1
    assert json.loads(out)["errors"][0]["code"] == "empty_line"


def test_page_of_a_charted_line_shows_all_of_stricta(capsys):
    code, out, err = run(capsys, LINE)
    assert (code, err) == (0, "")
    for field in charting.stricta():
        assert f"│ {field.number} " in out
    for words in ("9 in, 9 out", "20 minutes", "lot A123", "bruise_haematoma, grade 1"):
        assert words in out
    assert "No clinician has reviewed" in out
    assert "Warning" not in out


def test_page_shows_what_is_missing_overruled_and_doubted(capsys):
    code, out, _ = run(
        capsys, 'BL23 b 45 why "[b]thick[/b]"; multifidus l man; in 3 out 3; ae pain'
    )
    assert code == 0
    page = " ".join(out.split())
    assert "needle_pain, grade not charted" in page
    assert "not charted" in page
    assert "(cap_unknown)" in page
    assert "(retention_missing)" in page
    assert "Overruled at BL23: depth_over_cap: [b]thick[/b]" in page


def test_page_tells_no_adverse_event_from_nothing_charted(capsys):
    assert "│ none" in run(capsys, "GV3 9; in 1 out 1; ae none")[1]
    silent = run(capsys, "GV3 9; in 1 out 1")[1]
    assert "│ none" not in silent
    assert "not charted" in silent
    assert (
        "Overruled at GV3: nothing: so" in run(capsys, 'GV3 9 why "so"; in 1 out 1')[1]
    )


def test_marks_each_error_under_its_words(capsys):
    code, out, err = run(capsys, "BL23 b 45; GV3 r 15; in 3 out 3")
    assert (code, out) == (1, "")
    assert err == (
        "The line is not charted: 2 things to mend.\n"
        "\n"
        "  BL23 b 45; GV3 r 15; in 3 out 3\n"
        "         ^^\n"
        "  depth_over_cap: BL23 takes at most 30 mm: mend the depth,"
        ' or keep it with why "reason".\n'
        "\n"
        "  BL23 b 45; GV3 r 15; in 3 out 3\n"
        "                 ^\n"
        "  midline_with_side: Leave out the side: GV3 lies on the midline.\n"
    )


def test_marks_wide_letters_and_line_ends_where_they_stand(capsys):
    err = run(capsys, "腎俞 b\nBL99 b; in 4 out 4")[2]
    assert "  腎俞 b BL99 b; in 4 out 4\n  ^^^^\n" in err
    assert "  腎俞 b BL99 b; in 4 out 4\n         ^^^^\n" in err


def test_marks_a_place_far_into_a_long_line(capsys):
    err = run(capsys, f"{'KI3 b 10; ' * 40}BL99 b; in 82 out 82")[2]
    assert "1 thing to mend" in err
    drawn, mark = err.splitlines()[2:4]
    assert drawn[mark.index("^") :].startswith("BL99")
    assert len(drawn) <= 74
