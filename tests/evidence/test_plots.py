"""Plots: a finding as title, a table with the same figures, drawn to fit a phone."""

import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest

from deqi.care import answering
from deqi.care.asking import Person
from deqi.core.scales import Direction
from deqi.evidence import gains
from deqi.evidence.answers import Gain, People, PerHundred, ScaleShown
from deqi.evidence.dossier import Estimate
from deqi.evidence.effects import Measure
from deqi.evidence.grading import Domain, Step
from deqi.evidence.plots import drawing, gallery, values
from deqi.evidence.plots.band import band
from deqi.evidence.plots.forest import forest
from deqi.evidence.plots.funnel import funnel
from deqi.evidence.plots.icons import icons
from deqi.evidence.plots.values import Plot
from deqi.evidence.recipes import Basis, Recipe
from tests import vega_lite
from tests.evidence.contrasts import contrast
from tests.evidence.test_answers_gains import (
    ALIKE,
    TWO,
    plan,
    point,
    told,
    trial,
)
from tests.evidence.test_answers_recipes import recipe

SVG = "{http://www.w3.org/2000/svg}"
DOUBTS = (
    Step(Domain.IMPRECISION, 1, "few people"),
    Step(Domain.INCONSISTENCY, 1, "trials part"),
)


def gain(*chosen: Recipe, **changed: object) -> Gain:
    return gains.gain(plan(*chosen, steps=DOUBTS, **changed), much=50)


PEOPLE = PerHundred(
    outcome="clearly better",
    weeks=8.0,
    of=100,
    control=41.7,
    treated=59.6,
    more=17.9,
    ci=(12.1, 23.5),
    people=People(42, 60, 18),
    clear=True,
    method="computed",
    sources=("S1",),
)
RATIO = recipe(
    contrast(
        direction=Direction.BETTER,
        ratio=Estimate(1.37, 0.95, 1.96),
        ratio_measure="hr",
    ),
    basis=Basis.RATIO,
    measure=Measure.RR,
    into=Measure.RR,
    direction=Direction.BETTER,
)
SPEED = ScaleShown("times as fast", None, None, Direction.BETTER)
FOUR = (*ALIKE, trial(-4.0, 9.0))
PLOTS = (
    forest(gain(*FOUR), "usual care"),
    forest(gain(trial(-1.0, 3.0)), "sham"),
    forest(gain(RATIO, direction=Direction.BETTER, scale=SPEED), "usual care"),
    icons(PEOPLE, "usual_care", "with usual care", "with acupuncture"),
    band(told(*TWO)),
    band(
        told(*(point("A", w, v) for w, v in ((6, -2.0), (26, -1.8))), basis="changes")
    ),
    funnel(gain(*FOUR), "usual care"),
)
every = pytest.mark.parametrize("plot", PLOTS, ids=lambda plot: plot.title)


def root(plot: Plot) -> ET.Element:
    return ET.fromstring(drawing.svg(plot))  # noqa: S314  our own drawing


def words(element: ET.Element) -> str:
    return " ".join(" ".join(each.itertext()) for each in element.iter(f"{SVG}text"))


@every
def test_a_drawing_has_a_name_and_a_description(plot: Plot) -> None:
    drawn = root(plot)
    names = {each.get("id"): each.text for each in drawn if each.tag != f"{SVG}g"}
    assert drawn.get("role") == "img"
    assert drawn.get("aria-labelledby") == f"{plot.name}-title {plot.name}-desc"
    assert names[f"{plot.name}-title"] == plot.title
    assert names[f"{plot.name}-desc"] == plot.description


@every
def test_a_drawing_shows_its_finding_and_fits_a_phone(plot: Plot) -> None:
    drawn = root(plot)
    assert drawn.get("viewBox", "").split()[2] == str(values.WIDTH)
    assert plot.title in words(drawn)
    sizes = re.findall(r'font-size="(\d+)px"', drawing.svg(plot))
    assert min(int(size) for size in sizes) >= 11


@every
def test_a_drawing_is_written_as_vega_lite_wants_it(plot: Plot) -> None:
    assert vega_lite.is_valid(plot.spec)


def test_the_schema_knows_what_it_does_not_know() -> None:
    spec = PLOTS[0].spec
    layers = spec["layer"]
    assert isinstance(layers, list)
    for wrong in ({"mark": {"type": "rulle"}}, {"encoding": {"x": {"feeld": "at"}}}):
        assert not vega_lite.is_valid({**spec, "layer": [{**layers[0], **wrong}]})


@every
def test_every_colour_has_one_that_stands_for_it_on_a_dark_screen(plot: Plot) -> None:
    drawn = drawing.svg(plot, is_themed=True)
    used = set(re.findall(r'(?:fill|stroke)="(#[^"]+)"', drawn))
    assert used
    assert used <= set(values.DARK)
    for colour in used:
        assert f'[fill="{colour}"]{{fill:{values.DARK[colour]}}}' in drawn
    assert "<style>" not in drawing.svg(plot)


@every
def test_a_table_says_the_same(plot: Plot) -> None:
    assert plot.rows
    assert {len(row) for row in plot.rows} == {len(plot.headings)}


@every
def test_a_drawing_is_the_same_twice(plot: Plot) -> None:
    assert drawing.svg(plot) == drawing.svg(plot)


@pytest.mark.parametrize(
    ("shift", "title"),
    [
        (-10.0, "One trial: acupuncture does better than sham"),
        (10.0, "One trial: acupuncture does worse than sham"),
        (0.5, "One trial: no clear gain over sham"),
    ],
)
def test_a_forest_states_its_finding(shift: float, title: str) -> None:
    assert forest(gain(trial(shift, 3.0)), "sham").title == title


def test_a_forest_tells_each_trial_and_all_together() -> None:
    plot = forest(gain(*ALIKE), "usual care")
    assert plot.title.startswith("3 trials together")
    assert [row[0] for row in plot.rows][-1] == "Together"
    weights = [float(row[4].removesuffix(" %")) for row in plot.rows[:-1]]
    assert sum(weights) == pytest.approx(100, abs=1.5)
    assert "\u221210.0 (\u221213.0 to \u22127.0)" in words(root(plot))


def test_ratios_stand_on_a_scale_of_ratios() -> None:
    plot = forest(gain(RATIO, direction=Direction.BETTER, scale=SPEED), "usual care")
    shown = words(root(plot))
    assert "1.4 (0.95 to 2.0)" in shown
    assert "better with acupuncture \u2192" in shown


def marks(plot: Plot) -> dict[str, int]:
    """Count the people drawn by colour of fill, without those of the legend."""
    groups = [
        each
        for each in root(plot).iter(f"{SVG}g")
        if "mark-symbol role-mark" in each.get("class", "")
    ]
    people = [path.get("fill", "") for path in groups[0].iter(f"{SVG}path")]
    return {colour: people.count(colour) for colour in people}


def test_a_hundred_people_are_drawn_and_add_up() -> None:
    plot = icons(PEOPLE, "x", "with usual care", "with acupuncture")
    assert marks(plot) == {values.INK: 42, values.CELADON: 18, values.PAPER: 40}
    assert [row[0] for row in plot.rows] == ["42", "18", "40"]
    assert "60 of 100" in plot.title
    assert "chance" not in plot.title


def test_fewer_people_are_drawn_as_fewer() -> None:
    worse = replace(PEOPLE, people=People(50, 44, -6), clear=False)
    plot = icons(worse, "x", "with usual care", "with acupuncture")
    assert marks(plot) == {values.INK: 44, values.VERMILION: 6, values.PAPER: 50}
    assert "6 fewer" in plot.rows[1][1]
    assert "may be chance" in plot.title


def test_one_arm_makes_no_array() -> None:
    alone = replace(PEOPLE, people=People(42, None, None))
    with pytest.raises(ValueError, match="two arms"):
        icons(alone, "x", "a", "b")


def test_colour_never_stands_alone() -> None:
    found = icons(PEOPLE, "x", "a", "b").spec["encoding"]
    assert isinstance(found, dict)
    ranges = {key: found[key]["scale"]["range"] for key in ("fill", "shape")}
    assert len(set(ranges["shape"])) == 2
    lines = str(band(told(*TWO)).spec)
    assert "strokeDash" in lines


def contrast_of(one: str, other: str) -> float:
    def light(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [
            each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4
            for each in parts
        ]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("colour", [values.INK, values.QUIET])
def test_words_stand_out_from_paper(colour: str) -> None:
    assert contrast_of(colour, values.PAPER) >= 4.5


@pytest.mark.parametrize(
    "colour", [values.CELADON, values.BLUE, values.MARK, values.VERMILION]
)
def test_marks_stand_out_from_paper(colour: str) -> None:
    assert contrast_of(colour, values.PAPER) >= 3


@pytest.mark.parametrize(
    ("points", "title"),
    [
        (TWO, "Without acupuncture it eases by 8 to 18 points in 6 weeks"),
        (TWO[:3], "Without acupuncture it eases by 18 points in 6 weeks"),
        (
            (point("A", 0, 30), point("A", 6, 31), point("A", 26, 32)),
            "Without acupuncture it does not ease",
        ),
    ],
)
def test_a_course_states_its_finding(points: tuple[object, ...], title: str) -> None:
    assert band(told(*points)).title == title  # type: ignore[arg-type]  # course points


def test_a_course_tells_every_study_at_every_time() -> None:
    plot = band(told(*TWO))
    assert len(plot.rows) == 6
    assert plot.rows[0] == ("0", "Study A", "51.0", "44.0 to 59.0")
    assert plot.rows[1][3] == "not seen"


def test_a_funnel_of_few_says_that_it_cannot_tell() -> None:
    assert funnel(gain(*FOUR), "sham").title.startswith("4 trials are too few")
    with pytest.raises(ValueError, match="3 trials"):
        funnel(gain(*ALIKE[:2]), "sham")


@pytest.mark.parametrize(
    ("step", "stands"), [(0.0, "do not stand apart"), (-4.0, "stand apart")]
)
def test_a_funnel_of_many_is_tested(step: float, stands: str) -> None:
    chosen = [
        trial(-5.0 + step * place + (-1) ** place * 0.3, 2.0 + place)
        for place in range(10)
    ]
    title = funnel(gain(*chosen), "sham").title
    assert title == f"Small trials {stands} from large ones among 10"


@pytest.mark.parametrize(
    ("value", "text"),
    [(-0.114, "\u22120.11"), (12.34, "12.3"), (-230.4, "\u2212230"), (0.0, "0.00")],
)
def test_figures_are_short_and_have_a_true_minus(value: float, text: str) -> None:
    assert values.figure(value) == text


def test_lines_break_at_spaces_that_may_break() -> None:
    assert values.lines("one two three", 7) == ["one two", "three"]
    assert values.lines("1\u00a0one 2\u00a0two", 6) == ["1\u00a0one", "2\u00a0two"]


def test_signs_of_markup_stay_words() -> None:
    plot = replace(PLOTS[0], title="a < b & c", description="<script>")
    drawn = root(plot)
    assert [each.text for each in drawn][:2] == ["a < b & c", "<script>"]


@pytest.mark.parametrize(
    ("condition", "age", "names"),
    [
        (
            "low_back_pain",
            40,
            [
                "course",
                "icons-usual_care",
                "forest-usual_care",
                "icons-sham",
                "forest-sham",
                "funnel-sham",
            ],
        ),
        (
            "low_back_pain",
            70,
            ["course", "icons-usual_care", "forest-usual_care"],
        ),
        ("sciatica", 40, ["forest-sham"]),
        ("whiplash", 40, []),
    ],
)
def test_an_answer_shows_the_plots_that_it_can(
    condition: str, age: int, names: list[str]
) -> None:
    found = answering.answer(condition, Person(age, 30))
    assert [plot.name for plot in gallery.of(found)] == names
