"""A draft as one line: counted by its sites, its problems found where they were typed."""

import pytest

from deqi.core import needling
from deqi.core.needling import Draft, Refusal
from deqi.core.plain import plain
from deqi.knowledge import charting

KNOWN = charting.vocabulary()
WORDS = {"back": "BL23 b 25mm; BL40 b 20", "deep": "BL23 b 99mm"}


@pytest.mark.parametrize(
    ("draft", "line"),
    [
        (Draft(), ""),
        (Draft("  ; "), ""),
        (Draft("BL23 b", 2), "BL23 b; in 2 out 2"),
        (Draft("BL23 b;\n", None), "BL23 b; in 2"),
        (Draft("BL23 b; in 3", 2), "BL23 b; in 3; out 2"),
        (Draft("BL23", 2), "BL23; out 2"),
        (Draft("ret 20", 2), "ret 20; out 2"),
        (Draft("back; GV3", 5), "BL23 b 25mm; BL40 b 20; GV3; in 5 out 5"),
        (Draft("GV3", 1, " A1 "), "GV3; in 1 out 1; lot A1"),
        (Draft("GV3", 1, "A 1"), 'GV3; in 1 out 1; lot "A 1"'),
        (Draft("GV3", 1, "in"), 'GV3; in 1 out 1; lot "in"'),
        (Draft("GV3", 1, "", "none"), "GV3; in 1 out 1; ae none"),
        (
            Draft("GV3", 1, "", "bruise mild;\nfaint"),
            "GV3; in 1 out 1; ae bruise mild; ae faint",
        ),
        (Draft("GV3; lot back", 1), "GV3; lot back; in 1 out 1"),
        (Draft('GV3 why "back"', 1), 'GV3 why "back"; in 1 out 1'),
    ],
)
def test_a_draft_becomes_one_line(draft: Draft, line: str) -> None:
    assert needling.whole(draft, KNOWN, shortcuts=WORDS).line == line


@pytest.mark.parametrize(
    ("draft", "found"),
    [
        (Draft("BL23 b foo", 2), [("line", "foo")]),
        (
            Draft("deep; GV3 l", 3),
            [("line", "deep"), ("line", "l"), ("needles_out", "")],
        ),
        (Draft("GV3; deep", 3), [("line", "deep")]),
        (Draft("GV3", 2), [("needles_out", "")]),
        (Draft("GV3", None, "", "none"), [("needles_out", "")]),
        (Draft("GV3", 1, "", "brise"), [("events", "")]),
        (Draft("GV3; lot A", 1, "in"), []),
        (Draft("GV3; out 1", 1), [("needles_out", "")]),
        (Draft("", None), [("line", "")]),
        (Draft("back deep", 6), [("line", "deep"), ("line", "deep")]),
    ],
)
def test_a_problem_is_found_where_it_was_typed(
    draft: Draft, found: list[tuple[str, str]]
) -> None:
    whole = needling.whole(draft, KNOWN, shortcuts=WORDS)
    read = needling.read(whole.line, KNOWN)
    errors = read.errors if isinstance(read, Refusal) else ()
    told = [whole.whereabouts(each) for each in errors]
    assert [(name, draft.line[slice(*at)]) for name, at in told] == found


def test_a_warning_is_found_in_the_field_that_lacks() -> None:
    whole = needling.whole(Draft("GV3 5mm", 1), KNOWN)
    read = needling.read(whole.line, KNOWN)
    assert not isinstance(read, Refusal)
    told = {str(each.code): whole.whereabouts(each) for each in read.warnings}
    assert told["adverse_events_missing"] == ("events", (0, 0))
    assert told["retention_missing"] == ("line", (7, 7))


def test_a_problem_over_several_pieces_reaches_from_first_to_last() -> None:
    draft = Draft("in 2 out\n5 deep GV3")
    whole = needling.whole(draft, KNOWN, shortcuts=WORDS)
    read = needling.read(whole.line, KNOWN)
    assert isinstance(read, Refusal)
    for each in read.errors:
        name, (start, end) = whole.whereabouts(each)
        assert name in ("line", "needles_out")
        assert 0 <= start <= end <= len(draft.line)


def test_sites_are_seen_as_they_are_typed() -> None:
    whole = needling.whole(Draft("BL23 b 99mm; foo; GV3 l; BL40 b 20 x; GB30 l"), KNOWN)
    assert [each.point for each in whole.sites] == ["BL23", "GB30"]
    assert whole.needles_in is None


def test_a_stored_chart_comes_back_as_it_was() -> None:
    line = 'BL23 b 90 why "tall"; gluteus_medius l twitch; in 3 out 2; lot A'
    read = needling.read(f"{line}; ae forgotten_needle", KNOWN)
    assert not isinstance(read, Refusal)
    kept = plain(read)
    assert isinstance(kept, dict)
    assert needling.recall(kept) == read
    assert needling.again(read) == "BL23 b 90mm; gluteus_medius l"


def test_a_plan_is_written_with_the_least_depth() -> None:
    lines = [
        {"point": "BL23", "sides": "both", "level": None, "depth_mm": [10, 20]},
        {"point": "ASHI", "sides": "left", "level": "L4", "depth_mm": None},
        {"muscle": "multifidus", "sides": "right", "level": None, "depth_mm": None},
        {"point": "GV3", "sides": "midline", "level": None, "depth_mm": [12.5, 20]},
    ]
    written = needling.planned(lines, retention_minutes=None)
    assert written == "BL23 b 10mm; ashi L4 l; multifidus r; GV3 12.5mm"
    assert needling.planned(lines[:1], retention_minutes=20) == "BL23 b 10mm; ret 20"


@pytest.mark.parametrize("word", ["back", "std-2", "my_set"])
def test_a_free_word_may_be_a_shortcut(word: str) -> None:
    assert needling.why_not_word(word, KNOWN) == ""


def test_a_piece_of_line_may_be_one() -> None:
    assert needling.why_not_line("BL23 b 25mm deqi; ret 20") == ""


@pytest.mark.parametrize("word", ["b", "BACK", "bl23", "bl99", "ea", "x3", "bruise"])
def test_a_word_with_a_meaning_is_no_shortcut(word: str) -> None:
    assert needling.why_not_word(word, KNOWN)


@pytest.mark.parametrize("line", ["", ";", "GV3; out 1", "ae none", 'GV3 why "x'])
def test_a_piece_that_is_counted_or_broken_stands_behind_no_word(line: str) -> None:
    assert needling.why_not_line(line)
