"""The charting line as a value: what it holds, and that writing and reading agree."""

import json
from dataclasses import asdict, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deqi.core import needling
from deqi.core.needling import (
    Chart,
    Doubt,
    ImpossibleChart,
    Needling,
    Refusal,
    Rule,
)
from deqi.core.points import Laterality, Sides
from deqi.knowledge import charting

KNOWN = charting.vocabulary()
EXAMPLE = (
    "BL23 b 25mm deqi; GV3 15; BL40 b 20; ashi L4 R 30 twitch x3;"
    " GB30 L 50 ea 2Hz 15min; ret 20; in 9 out 9; lot A123; ae bruise mild"
)


def read(line: str) -> Chart:
    chart = needling.read(line, KNOWN)
    assert isinstance(chart, Chart), chart
    return chart


def refused(line: str) -> list[Rule]:
    refusal = needling.read(line, KNOWN)
    assert isinstance(refusal, Refusal), refusal
    return [error.code for error in refusal.errors]


def unplaced(chart: Chart) -> Chart:
    """Forget where the words stand, which is all that writing may change."""
    return replace(
        chart,
        needling=tuple(replace(site, at=(0, 0)) for site in chart.needling),
        warnings=tuple(replace(each, at=(0, 0)) for each in chart.warnings),
    )


def test_the_published_line_is_charted_in_full():
    told = json.loads(json.dumps(asdict(read(EXAMPLE))))
    assert told["needling"][4] == {
        "point": "GB30",
        "muscle": None,
        "sides": "left",
        "level": None,
        "depth_mm": 50,
        "response": None,
        "stimulation": "ea",
        "count": 1,
        "frequency_hz": 2,
        "minutes": 15,
        "overrule": None,
        "overruled": [],
        "at": [61, 83],
    }
    assert told["needling"][3]["point"] == "ASHI"
    assert told["needling"][3]["level"] == "L4"
    assert told["needling"][3]["count"] == 3
    assert [site["sides"] for site in told["needling"]] == [
        "both",
        "midline",
        "both",
        "right",
        "left",
    ]
    assert told["retention_minutes"] == 20
    assert told["needles"] == {"in": 9, "out": 9}
    assert told["lots"] == ["A123"]
    assert told["adverse_events"] == [{"kind": "bruise_haematoma", "grade": 1}]
    assert told["adverse_events_charted"] is True
    assert told["warnings"] == []


def test_a_refusal_is_a_list_of_errors_in_the_order_of_the_line():
    line = "BL99 b; BL23 b 45 why; GV3 r; in 5; ae hiccup"
    told = json.loads(json.dumps(asdict(needling.read(line, KNOWN))))
    assert list(told) == ["errors"]
    assert [error["code"] for error in told["errors"]] == [
        "unknown_point",
        "depth_over_cap",
        "overrule_without_reason",
        "midline_with_side",
        "unknown_adverse_event",
        "needles_missing",
    ]
    assert told["errors"][1] == {
        "code": "depth_over_cap",
        "message": "BL23 takes at most 30 mm: mend the depth,"
        ' or keep it with why "reason".',
        "at": [15, 17],
    }


def test_every_message_is_one_sentence_that_is_not_empty():
    lines = [
        "",
        "BL99",
        "BL23 b 45 x0 -3 5 5 zz why",
        "GV3 r 2Hz",
        "in ret 999 lot ae x",
    ]
    for line in lines:
        refusal = needling.read(line, KNOWN)
        assert isinstance(refusal, Refusal)
        for error in refusal.errors:
            assert error.message.endswith(".")
            assert "\n" not in error.message


def test_a_word_of_any_length_is_shown_short():
    refusal = needling.read(f"{'B' * 500} b", KNOWN)
    assert isinstance(refusal, Refusal)
    assert len(refusal.errors[0].message) < 200


def test_needles_count_on_each_side():
    site = read("KI3 b 10 x3; in 6 out 6").needling[0]
    assert (site.count, site.needles) == (3, 6)
    assert read("KI3 l 10 x3; in 3 out 3").needling[0].needles == 3


def test_an_item_whose_needles_cannot_be_told_leaves_the_count_alone():
    assert Rule.NEEDLE_COUNT not in refused("KI3 10; in 7 out 7")
    assert Rule.NEEDLE_COUNT not in refused("GV3 b 10; in 7 out 7")
    assert Rule.NEEDLE_COUNT not in refused("KI3 b x0; in 7 out 7")
    assert refused("BL99 b; in 7 out 7") == [Rule.UNKNOWN_POINT, Rule.NEEDLE_COUNT]


def test_a_reason_keeps_the_depth_and_shows():
    chart = read('BL23 b 45 why "thick \\"back\\" \\\\ seen"; in 2 out 2')
    assert chart.needling[0].overrule == 'thick "back" \\ seen'
    assert chart.needling[0].overruled == ("depth_over_cap",)
    assert read("BL23 b 45 why “thick; asked”; in 2 out 2").needling[0].overrule == (
        "thick; asked"
    )


def test_a_reason_keeps_nothing_else():
    for line in ('GV3 r why "x"', 'ashi r why "x"', 'BL99 r why "x"', 'CV8 why "x"'):
        assert refused(f"{line}; in 1 out 1")


def test_no_adverse_event_is_not_the_same_as_nothing_charted():
    said, silent = read("GV3 9; in 1 out 1; ae none"), read("GV3 9; in 1 out 1")
    assert said.adverse_events == silent.adverse_events == ()
    assert said.adverse_events_charted
    assert not silent.adverse_events_charted
    warned = [each.code for each in silent.warnings]
    assert Doubt.ADVERSE_EVENTS_MISSING in warned


def test_a_forgotten_semicolon_is_one_error_and_reading_goes_on():
    line = "KI3 b 9 ret 20 in 4 out 4 BL40 b 40 in 4"
    refusal = needling.read(line, KNOWN)
    assert isinstance(refusal, Refusal)
    found = [(error.code, line[slice(*error.at)]) for error in refusal.errors]
    assert found == [
        (Rule.SEPARATOR_MISSING, "ret"),
        (Rule.SEPARATOR_MISSING, "BL40"),
        (Rule.DEPTH_OVER_CAP, "40"),
        (Rule.SEPARATOR_MISSING, "in"),
        (Rule.TWICE, "in 4"),
    ]


def test_a_line_end_does_for_a_semicolon():
    line = "KI3 b 9; GV3 9; in 3 out 3; ae none"
    assert unplaced(read(line.replace("; ", "\n"))) == unplaced(read(line))
    assert unplaced(read(line.replace("; ", "\r\n"))) == unplaced(read(line))
    assert refused("\n ;\n") == [Rule.EMPTY_LINE]


def test_a_lot_may_look_like_anything():
    line = 'GV3 9; in 1 out 1 lot BL23 ret 20; lot 12; lot "in"; lot "A \\"7\\""'
    chart = read(line)
    assert chart.lots == ("BL23", "12", "in", 'A "7"')
    assert chart.retention_minutes == 20


def test_foreign_letters_are_no_letters_of_a_code():
    # The long s and the Kelvin sign become S and K in capitals.
    assert refused("\u017fP6 b 10; in 2 out 2") == [Rule.UNKNOWN_POINT]
    assert refused("\u212aI3 b 10; in 2 out 2") == [Rule.UNKNOWN_POINT]
    assert refused("BL23 b ٢٠; in 2 out 2") == [Rule.UNKNOWN_WORD]


def test_a_side_stands_twice_only_where_it_is_the_same_place():
    def repeats(line: str) -> list[Doubt]:
        codes = [each.code for each in read(line).warnings]
        return [code for code in codes if code is Doubt.POINT_TWICE]

    assert not repeats("ashi L4 r; ashi L5 r; in 2 out 2")
    assert not repeats("jiaji L4 r; jiaji L4 l; in 2 out 2")
    assert repeats("jiaji L4 r; EX-B2 L4 b; in 3 out 3")
    assert repeats("multifidus r; multifidus r; in 2 out 2")


SITE = read("BL23 b 20 ea 2Hz 15min; in 2 out 2").needling[0]


@pytest.mark.parametrize(
    "fields",
    [
        {"point": None},
        {"point": ""},
        {"count": 0},
        {"depth_mm": 0},
        {"depth_mm": -1},
        {"frequency_hz": 0},
        {"minutes": 0},
        {"overruled": ("restricted",)},
    ],
)
def test_refuses_a_needle_that_nobody_can_have_charted(fields):
    with pytest.raises(ImpossibleChart):
        replace(SITE, **fields)


def test_refuses_a_session_that_nobody_can_have_charted():
    chart = read(EXAMPLE)
    with pytest.raises(ImpossibleChart, match="at least one needle"):
        replace(chart, needling=())
    with pytest.raises(ImpossibleChart, match="was charted"):
        replace(chart, adverse_events_charted=False)
    with pytest.raises(ImpossibleChart, match="for a reason"):
        Refusal(())


@pytest.mark.parametrize(
    ("line", "beneath"),
    [
        ("LU1 b", "pleura may lie beneath"),
        ("ST19 b", "peritoneum and organ may lie beneath"),
        ("GV15", "spinal canal may lie beneath"),
        ("piriformis b", "nerve may lie beneath"),
        ("ashi iliopsoas b", "kidney may lie beneath"),
        ("LU7 b", None),
    ],
)
def test_where_no_cap_is_known_the_warning_says_what_lies_beneath(line, beneath):
    needles = 1 if line == "GV15" else 2
    warning = read(f"{line}; in {needles} out {needles}").warnings[0]
    assert warning.code is Doubt.CAP_UNKNOWN
    if beneath is None:
        assert "beneath" not in warning.message
    else:
        assert beneath in warning.message


def places() -> st.SearchStrategy[dict[str, object]]:
    """Draw a site with a side and a level that it takes."""
    paired = st.sampled_from([Sides.LEFT, Sides.RIGHT, Sides.BOTH])
    free = st.sampled_from(list(Sides))
    levels = st.sampled_from(list(KNOWN.levels))
    codes = [
        *KNOWN.points,
        *(f"{c.code}{n}" for c in KNOWN.channels.values() for n in (1, c.last)),
    ]

    def sited(code: str) -> st.SearchStrategy[dict[str, object]]:
        if code == "ASHI":
            with_level = st.fixed_dictionaries(
                {
                    "point": st.just(code),
                    "level": levels,
                    "sides": free,
                    "muscle": st.none() | muscles,
                }
            )
            by_muscle = st.fixed_dictionaries(
                {"point": st.just(code), "muscle": muscles, "sides": paired}
            )
            return with_level | by_muscle
        row = KNOWN.points.get(code)
        laterality = row.laterality if row else KNOWN.channels[code[:2]].laterality
        midline = laterality is Laterality.MIDLINE
        drawn = {
            "point": st.just(code),
            "sides": st.just(Sides.MIDLINE) if midline else paired,
        }
        if row and row.levels:
            drawn["level"] = st.sampled_from(row.levels)
        return st.fixed_dictionaries(drawn)

    muscles = st.sampled_from(list(KNOWN.muscles))
    alone = st.fixed_dictionaries({"muscle": muscles, "sides": paired})
    usual = st.sampled_from([c for c in codes if c not in KNOWN.forbidden])
    return usual.flatmap(sited) | alone | sited("ASHI") | sited("EX-B2")


hundredths = st.integers(1, 999_999).map(lambda number: number / 100)
tellable = st.text(st.characters(codec="utf-8"), max_size=20).map(str.strip)


@st.composite
def sites(draw: st.DrawFn) -> Needling:
    """Draw one site as a practitioner might chart it; too deep has a reason."""
    given: dict[str, object] = {"point": None, "muscle": None, "level": None}
    given.update(draw(places()))
    stimulation = draw(st.sampled_from([None, "man", "ea", "moxa"]))
    return Needling(
        **given,  # type: ignore[arg-type]  # drawn by field name
        depth_mm=draw(st.none() | hundredths),
        response=draw(st.sampled_from([None, "deqi", "twitch", "none"])),
        stimulation=stimulation,
        count=draw(st.integers(1, 99)),
        frequency_hz=draw(st.none() | hundredths) if stimulation == "ea" else None,
        minutes=draw(st.none() | hundredths) if stimulation else None,
        overrule=draw(tellable.filter(bool)),
        overruled=(),
        at=(0, 0),
    )


@st.composite
def charts(draw: st.DrawFn) -> Chart:
    """Draw a session whose needles add up."""
    drawn = draw(st.lists(sites(), min_size=1, max_size=4))
    needles = sum(site.needles for site in drawn)
    kinds = st.sampled_from(list(charting.event_kinds()))
    grades = st.none() | st.integers(1, 5)
    events = draw(st.lists(st.builds(needling.AdverseEvent, kinds, grades), max_size=3))
    return Chart(
        needling=tuple(drawn),
        retention_minutes=draw(st.none() | st.integers(0, 120)),
        needles={"in": needles, "out": needles},
        lots=tuple(draw(st.lists(tellable.filter(bool), max_size=3))),
        adverse_events=tuple(events),
        adverse_events_charted=bool(events) or draw(st.booleans()),
        warnings=(),
    )


@settings(max_examples=200, deadline=None)
@given(charts())
def test_what_is_written_reads_back_as_it_was(chart):
    again = read(needling.write(chart))
    same = [replace(site, overruled=(), at=(0, 0)) for site in again.needling]
    assert tuple(same) == chart.needling
    assert replace(again, needling=chart.needling, warnings=()) == chart


@settings(max_examples=200, deadline=None)
@given(charts())
def test_reading_what_was_written_changes_nothing_but_places(chart):
    once = read(needling.write(chart))
    assert unplaced(read(needling.write(once))) == unplaced(once)


@settings(max_examples=100, deadline=None)
@given(charts(), st.randoms())
def test_the_order_of_items_and_the_size_of_letters_mean_nothing(chart, chance):
    for_session = [f"ret {chart.retention_minutes or 0}", "ae none"]
    bare = replace(
        chart,
        needling=tuple(
            replace(site, overrule=None, depth_mm=None) for site in chart.needling
        ),
        lots=(),
        adverse_events=(),
        adverse_events_charted=True,
        retention_minutes=chart.retention_minutes or 0,
    )
    line = needling.write(bare)
    items = line.split("; ")
    shuffled = [*items[-len(for_session) - 1 :], *items[: -len(for_session) - 1]]
    spelled = ";".join(
        "".join(chance.choice([c.lower(), c.upper()]) for c in item)
        for item in shuffled
    )
    assert unplaced(read(spelled)) == unplaced(read(line))
