"""The chart as SVG and as words: what is given is shown, and nothing is dropped."""

import re
from xml.etree import ElementTree

import pytest

from deqi.core.points import Sides
from deqi.web import body
from deqi.web.body import Mark, Mode, Shade, State, View, Zoom, chart, placing

SVG = "{http://www.w3.org/2000/svg}"
BL23 = Mark("BL23", Sides.BOTH, text="25 mm")


def parsed(drawn: str) -> ElementTree.Element:
    """Return the drawing as a tree; fails where it is not well formed."""
    root = drawn.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    return ElementTree.fromstring(root)  # noqa: S314  our own drawing


def marked(drawn: str, kind: str) -> list[ElementTree.Element]:
    """Return the elements of a class."""
    return [
        each
        for each in parsed(drawn).iter()
        if kind in (each.get("class") or "").split()
    ]


def titles(drawn: str, kind: str) -> list[str]:
    """Return what the elements of a class say when pointed at."""
    return [each.findtext(f"{SVG}title") or "" for each in marked(drawn, kind)]


def test_a_muscle_is_called_by_its_name() -> None:
    assert Mark("gluteus_medius", Sides.BOTH).name == "gluteus medius"
    assert Mark("multifidus", Sides.BOTH, level="L4").name == "multifidus L4"


@pytest.mark.parametrize("view", View)
@pytest.mark.parametrize("zoom", Zoom)
@pytest.mark.parametrize("mode", Mode)
def test_every_view_is_one_named_drawing_without_style(
    view: View, zoom: Zoom, mode: Mode
) -> None:
    drawn = chart(view, points=[BL23], mode=mode, zoom=zoom, name="x")
    root = parsed(drawn)
    assert root.get("role") == ("img" if mode is Mode.SHOW else "group")
    assert root.get("aria-labelledby") == f"x-{view}-title"
    assert root.find(f"{SVG}title").text == f"Body from the {view}"
    assert "style" not in drawn
    assert "<script" not in drawn


def test_names_keep_two_charts_of_a_page_apart() -> None:
    both = chart(View.BACK, name="a") + chart(View.BACK, name="b")
    idents = re.findall(r'id="([^"]+)"', both)
    assert len(idents) == len(set(idents)) == 4


def test_a_point_on_both_sides_is_drawn_twice_and_written_once() -> None:
    drawn = chart(View.BACK, points=[BL23])
    assert titles(drawn, "body-point") == ["BL23, left, 25 mm", "BL23, right, 25 mm"]
    assert [each.text for each in marked(drawn, "body-label")] == ["BL23"]


@pytest.mark.parametrize(
    ("view", "side", "sign"),
    [
        (View.BACK, Sides.LEFT, -1),
        (View.BACK, Sides.RIGHT, 1),
        (View.FRONT, Sides.LEFT, 1),
        (View.FRONT, Sides.RIGHT, -1),
    ],
)
def test_a_side_is_where_one_sees_it(view: View, side: Sides, sign: int) -> None:
    code = "BL23" if view is View.BACK else "ST36"
    (placed,) = placing.place(Mark(code, side), view)
    assert placed.spot[0] * sign > 0


def test_a_side_view_shows_its_own_side() -> None:
    both = Mark("BL60", Sides.BOTH)
    (left,) = placing.place(both, View.LEFT)
    (right,) = placing.place(both, View.RIGHT)
    assert (left.side, right.side) == (Sides.LEFT, Sides.RIGHT)
    assert left.spot == pytest.approx((-right.spot[0], right.spot[1]))
    assert not list(placing.place(Mark("BL60", Sides.LEFT), View.RIGHT))
    drawn = chart(View.LEFT, points=[both, Mark("GV20", Sides.MIDLINE)])
    assert {each.text for each in marked(drawn, "body-label")} == {"BL60", "GV20"}


def test_places_follow_landmark_and_cun() -> None:
    def spot(code: str, level: str | None = None) -> tuple[float, float]:
        view = View.FRONT if code[:2] in ("CV", "ST") else View.BACK
        mark = Mark(code, Sides.RIGHT, level=level)
        placed = next(iter(placing.place(mark, view)))
        return abs(placed.spot[0]), placed.spot[1]

    assert spot("BL23")[1] == spot("GV4")[1] == spot("BL52")[1]
    assert spot("BL52")[0] == pytest.approx(2 * spot("BL23")[0])
    assert spot("EX-B2", "L2")[0] == pytest.approx(spot("BL23")[0] / 3)
    assert spot("EX-B2", "L4")[1] == spot("BL25")[1]
    navel, low = spot("CV8")[1], spot("CV3")[1]
    assert spot("CV5")[1] == pytest.approx((navel + low) / 2)
    assert spot("ST26")[1] == spot("CV7")[1]


@pytest.mark.parametrize("level", [None, "L9"])
def test_a_point_of_any_level_needs_one_that_is_drawn(level: str | None) -> None:
    mark = Mark("EX-B2", Sides.BOTH, level=level)
    assert list(placing.place(mark, View.BACK)) == []
    (told,) = body.listed([mark])
    assert not told.is_drawn


def test_what_has_no_place_is_listed_and_not_dropped() -> None:
    marks = [BL23, Mark("KI1", Sides.LEFT), Mark("ASHI", Sides.RIGHT, level="L4")]
    told = body.listed(marks)
    assert [(each.name, each.is_drawn) for each in told] == [
        ("BL23", True),
        ("KI1", False),
        ("ASHI L4", False),
    ]
    assert told[0].sides == "both sides"
    assert told[1].state == "planned"


def test_a_place_by_eye_is_called_approximate() -> None:
    exact, rough = body.listed([BL23, Mark("LR3", Sides.BOTH)])
    assert (exact.is_approximate, rough.is_approximate) == (False, True)


def test_points_outside_a_zoom_are_left_out_of_it() -> None:
    marks = [BL23, Mark("BL40", Sides.BOTH), Mark("LI4", Sides.BOTH)]
    near = chart(View.BACK, points=marks, zoom=Zoom.LOW_BACK)
    assert {title[:4] for title in titles(near, "body-point")} == {"BL23"}


def test_zooms_name_levels_and_landmarks() -> None:
    far, near = chart(View.BACK), chart(View.BACK, zoom=Zoom.TRUNK)
    named = {each.text for each in marked(near, "body-name")}
    assert marked(far, "body-name") == []
    assert named >= {"C7", "T7", "L4", "S2", "iliac crest"}
    assert len(marked(far, "body-level")) == 29


@pytest.mark.parametrize("state", State)
def test_every_state_has_a_sign_of_its_own(state: State) -> None:
    others = {body.sign(other) for other in State if other is not state}
    assert body.sign(state) not in others
    drawn = chart(View.BACK, points=[Mark("BL23", Sides.LEFT, state)])
    assert len(marked(drawn, f"is-{state}")) == 1


def test_choices_are_offered_without_a_label() -> None:
    choice = Mark("BL23", Sides.BOTH, State.CHOICE)
    drawn = chart(View.BACK, points=[choice], mode=Mode.PICK)
    assert [each.get("data-choice") for each in marked(drawn, "body-point")] == [
        "BL23",
        "BL23",
    ]
    assert marked(drawn, "body-label") == []
    assert "No points." in drawn


@pytest.mark.parametrize("shade", Shade)
def test_a_region_shows_its_shade_and_says_it(shade: Shade) -> None:
    drawn = chart(View.BACK, regions={"low_back_left": shade})
    (area,) = marked(drawn, "body-area")
    assert f"is-{shade}" in area.get("class")
    assert titles(drawn, "body-area") == [
        f"low back left, L1 to L5: {dict(body.told({'low_back_left': shade})).popitem()[1]}"
    ]
    assert ("url(#body-back-hatch)" in drawn) is (shade is Shade.BARRED)


def test_a_larger_region_shades_all_that_it_holds_but_what_says_otherwise() -> None:
    shades = {"low_back": Shade.PAIN, "low_back_right": Shade.EASED}
    drawn = chart(View.BACK, regions=shades)
    kinds = sorted(each.get("class") for each in marked(drawn, "body-area"))
    assert kinds == ["body-area is-eased", "body-area is-pain", "body-area is-pain"]


def test_all_areas_can_be_painted_and_none_is_drawn_for_show() -> None:
    painting = chart(View.FRONT, mode=Mode.PAINT)
    areas = marked(painting, "body-area")
    assert len(areas) > 25
    assert all(each.get("data-choice") for each in areas)
    assert marked(chart(View.FRONT), "body-area") == []


def test_what_is_given_is_escaped() -> None:
    mark = Mark("BL23", Sides.LEFT, text='<b>"&')
    drawn = chart(View.BACK, points=[mark], name='"><b>')
    assert "<b>" not in drawn
    assert titles(drawn, "body-point") == ['BL23, left, <b>"&']


def test_the_drawing_says_in_words_what_it_shows() -> None:
    drawn = chart(View.BACK, points=[BL23], regions={"sacrum": Shade.PAIN})
    said = parsed(drawn).findtext(f"{SVG}desc")
    assert said == "Points: BL23 both sides planned. Regions: sacrum: pain."


def test_regions_are_offered_under_the_part_that_holds_them() -> None:
    grouped = {part.code: [each.code for each in held] for part, held in body.groups()}
    assert grouped["back"][:2] == ["upper_back_left", "upper_back_centre"]
    assert "buttock_left" in grouped["trunk"]
    held = [code for codes in grouped.values() for code in codes]
    assert len(held) == len(set(held)) == len(body.offered())


def test_the_legend_tells_only_the_signs_that_occur() -> None:
    assert body.legend([BL23, Mark("BL40", Sides.BOTH, State.NEEDLED)]) == (
        (State.PLANNED, "planned"),
        (State.NEEDLED, "needled"),
    )
