"""The course as a picture: whole scale, both ways of going on, a table that says the same."""

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest

from deqi.care import prospects, reviewing
from deqi.care.plots import axes, tracks
from deqi.care.plots.course import course as plot_of
from deqi.care.plots.tracks import NothingMeasured
from deqi.core import episodes
from deqi.core.scales import Direction
from deqi.evidence.plots import drawing, values
from deqi.knowledge import instruments
from tests import vega_lite
from tests.evidence.test_plots import contrast_of
from tests.spec.test_reviews import FIRST, episode, sat, scores, weekly

SVG = "{http://www.w3.org/2000/svg}"
TODAY = FIRST + timedelta(days=35)


def track(pain=None, *, instrument="NRS", days=None, **told):
    pain = {0: 8, 21: 6, 35: 5} if pain is None else pain
    document = episode(
        sessions=sat(weekly(6) if days is None else days),
        measurements=scores(pain, instrument),
        **told,
    )
    read = episodes.read(document, instruments.catalogue())
    review = reviewing.decide(read, today=TODAY)
    return tracks.of(read, review)


TRACKS = {
    "lasting": track(),
    "new": track({0: 8, 35: 5}, facts={"onset_date": "2026-02-20"}),
    "short": track({0: 6, 14: 0, 35: 0}, days=[32, 35]),
    "at the end of the scale": track({0: 10, 35: 10}),
    "without a baseline": track({35: 5}),
    "without a session": track({35: 5}, days=[]),
    "one session": track({30: 5, 35: 5}, days=[35]),
    "without a forecast": track(facts={"onset_date": None}),
    "disability": track({0: 18, 35: 12}, instrument="RMDQ24"),
    "another scale": track({0: 60, 35: 30}, instrument="ODI"),
    "old scores": track({-400: 9, 0: 8, 35: 5}),
    "a long series": track(
        {-300: 8, 0: 3, 35: 3}, days=[-300, -200, *weekly(6)], discharged=None
    ),
    "one point apart": track({0: 2, 35: 1}, days=weekly(11, 3)),
}
_END = "at the end of the scale"
every = pytest.mark.parametrize("name", TRACKS)


def words(plot):
    drawn = ET.fromstring(drawing.svg(plot))  # noqa: S314  our own drawing
    return [" ".join(each.itertext()) for each in drawn.iter(f"{SVG}text")]


@pytest.mark.parametrize(
    ("name", "is_wide"),
    [
        ("lasting", False),
        ("lasting", True),
        ("short", False),
        ("without a forecast", True),
        ("another scale", False),
    ],
)
def test_a_drawing_is_named_described_and_legible(name, is_wide):
    plot = plot_of(TRACKS[name], is_wide=is_wide)
    assert vega_lite.is_valid(plot.spec)
    text = drawing.svg(plot, is_themed=True)
    assert set(re.findall(r'(?:fill|stroke)="(#[^"]+)"', text)) <= set(values.DARK)
    drawn = ET.fromstring(text)  # noqa: S314  our own drawing
    width = float(drawn.get("viewBox").split()[2])
    columns = len(plot.spec["hconcat"]) if is_wide else 1
    assert width <= columns * 372
    assert drawn.get("aria-labelledby") == f"{plot.name}-title {plot.name}-desc"
    assert min(int(size) for size in re.findall(r'font-size="(\d+)px"', text)) >= 11
    # Unquoted, a name with a figure in it makes a viewer drop the whole list.
    assert "font-family=\"'Source Sans 3'" in text or "&apos;Source Sans 3" in text


@every
def test_the_table_says_what_the_picture_says(name):
    seen, plot = TRACKS[name], plot_of(TRACKS[name])
    assert {len(row) for row in plot.rows} == {len(plot.headings)}
    told = [row for row in plot.rows if row[1].startswith("measured")]
    assert [(row[0], row[2]) for row in told] == [
        (each.date.isoformat(), f"{each.score:g}") for each in seen.scores
    ]
    sessions = [row for row in plot.rows if "session" in row[1]]
    assert len(sessions) == len(seen.sessions)
    ways = sum(a.with_treatment is not None for a in seen.ahead) + len(seen.ahead)
    assert len(plot.rows) == len({*told, *sessions}) + ways
    if seen.ahead:
        last = seen.ahead[-1].usual_course
        assert plot.rows[-1][0] == seen.last.isoformat()
        assert plot.rows[-1][2] == f"{last.mean:.1f}"
        assert plot.rows[-1][4] == f"{last.low:.1f}\u2013{last.high:.1f}"


@every
def test_nothing_leaves_the_scale_and_bands_lie_in_each_other(name):
    low, high = TRACKS[name].instrument.range
    for ahead in TRACKS[name].ahead:
        for way in filter(None, (ahead.with_treatment, ahead.usual_course)):
            half, most, nearly = (way.band(level) for level in (0.5, 0.8, 0.95))
            assert low <= nearly.low <= most.low <= half.low
            assert half.high <= most.high <= nearly.high <= high


def test_the_forecast_is_drawn_in_even_steps_to_its_horizon():
    assert [each.weeks for each in TRACKS["lasting"].ahead] == [0, 2, 4, 6, 8, 10, 12]


@every
def test_dates_on_the_axis_keep_their_distance(name):
    frame = axes.Frame.of(TRACKS[name])
    shown = frame.x()["axis"]["values"]
    gaps = [later - earlier for earlier, later in pairwise(shown)]
    assert shown
    assert all(gap / frame.days_a_pixel >= 60 for gap in gaps)


def test_ways_have_panels_labels_and_strokes_of_their_own():
    plot = plot_of(TRACKS["lasting"], beneath="Harms stand here.")
    shown = words(plot)
    for said in ("If treatment goes on", "If treatment stops", "start 8", "6 sessions"):
        assert any(said in each for each in shown), said
    assert shown.count("19 of 20") == shown.count("today") == 2
    assert "30 % better 5.6" in shown
    assert any("Harms stand" in each for each in shown)
    strokes = {
        str(dash) for dash in re.findall(r"strokeDash': (\[.*?\])", str(plot.spec))
    }
    assert {"[1, 0]", "[6, 3]"} <= strokes


def test_a_long_past_leaves_the_forecast_its_room():
    seen = TRACKS["a long series"]
    frame = axes.Frame.of(seen)
    assert (frame.first, frame.last) == (-35, 84)
    assert [frame.shows(day) for day in seen.sessions[:3]] == [False, False, True]
    assert "6 sessions, 2 before" in words(plot_of(seen))
    assert len([row for row in plot_of(seen).rows if "session" in row[1]]) == 8


def test_bands_are_named_where_their_edges_part():
    middle, end = (words(plot_of(TRACKS[name])) for name in ("lasting", _END))
    names = ["half", "8 of 10", "19 of 20"]
    assert [each for each in middle if each in names][:3] == names[::-1]
    assert [each for each in end if each in names][:3] == names


def test_a_scale_is_ticked_from_end_to_end():
    for name in ("lasting", "disability", "another scale"):
        frame = axes.Frame.of(TRACKS[name])
        ticks = frame.y()["axis"]["values"]
        assert (ticks[0], ticks[-1]) == TRACKS[name].instrument.range
    sleep = replace(frame, low=0.0, high=28.0)
    assert sleep.y()["axis"]["values"] == [0.0, 7.0, 14.0, 21.0, 28.0]
    odd = replace(frame, low=0.0, high=10.5)
    assert odd.y()["axis"]["values"] == [0.0, 10.5]


def test_new_pain_has_one_panel():
    shown = words(plot_of(TRACKS["new"]))
    assert "If treatment stops" in shown
    assert "If treatment goes on" not in shown
    assert "if treatment goes" not in plot_of(TRACKS["new"]).title


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("without a forecast", "NRS from 8 to 5"),
        ("without a baseline", "NRS 5 now"),
        ("new", "NRS from 8 to 5. In 12 weeks:"),
        ("another scale", "ODI from 60 to 30"),
    ],
)
def test_a_title_states_what_is_seen(name, title):
    assert plot_of(TRACKS[name]).title.startswith(title)


def test_a_title_tells_both_ways():
    last = TRACKS["lasting"].ahead[-1]
    told = plot_of(TRACKS["lasting"]).title.replace("\u00a0", " ")
    treated, usual = last.with_treatment.mean, last.usual_course.mean
    assert told.endswith(f"{treated:.1f} if treatment goes on, else {usual:.1f}")


def test_scores_long_before_the_series_are_left_out():
    assert [each.score for each in TRACKS["old scores"].scores] == [8, 5]
    alone = track({-400: 9}, days=[])
    assert [each.score for each in alone.scores] == [9]


def test_a_line_of_thirty_per_cent_needs_a_baseline_that_leaves_room():
    assert TRACKS["lasting"].response == pytest.approx(5.6)
    assert track({0: 0, 35: 0}).response is None
    assert TRACKS["without a baseline"].response is None
    better = replace(instruments.catalogue()["NRS"], direction=Direction.BETTER)
    assert axes.better(better) == "higher is better"
    assert tracks.response(better, 5, 30) == pytest.approx(6.5)
    assert tracks.response(better, 9, 30) is None


def test_nothing_measured_cannot_be_drawn():
    with pytest.raises(NothingMeasured):
        track({})


def test_what_is_not_judged_by_can_be_drawn():
    found = track({0: 5, 35: 3}, instrument="PGIC")
    assert found.instrument.id == "PGIC"
    assert found.response is None


@pytest.mark.parametrize(
    "places", [[9.0, 8.9, 8.8, 8.7], [0.3, 0.2, 0.1, 0.0], [10.0, 6.0, 3.0, 0.0]]
)
def test_labels_neither_touch_nor_leave_the_scale(places):
    frame = axes.Frame.of(TRACKS["lasting"])
    moved = axes.apart(places, frame)
    gaps = [upper - lower for upper, lower in pairwise(moved)]
    assert min(gaps) / frame.points_a_pixel >= 13.9
    assert moved[-1] >= frame.low
    assert moved == sorted(moved, reverse=True)


@pytest.mark.parametrize("colour", [values.CELADON, values.BLUE])
def test_words_on_the_darkest_band_stand_out(colour):
    # Three shades lie upon one another where half of the people will be.
    ground = [int(values.PAPER[i : i + 2], 16) for i in (1, 3, 5)]
    ink = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
    for shade in (0.16, 0.2, 0.28):
        pairs = zip(ground, ink, strict=True)
        ground = [round((1 - shade) * below + shade * above) for below, above in pairs]
    darkest = "#" + "".join(f"{part:02X}" for part in ground)
    assert contrast_of(values.INK, darkest) >= 4.5


def test_a_plot_is_the_same_twice():
    beneath = prospects.briefly(
        reviewing.decide(
            episodes.read(
                episode(sessions=sat(weekly(6)), measurements=scores({0: 8, 35: 5})),
                instruments.catalogue(),
            ),
            today=TODAY,
        )
    )
    one, two = (plot_of(TRACKS["lasting"], beneath=beneath) for _ in range(2))
    assert drawing.svg(one) == drawing.svg(two)
