"""Plans: where proposals come from, what takes their place, how many needles stay."""

from datetime import date

import pytest

from deqi.core.expressions import parse
from deqi.core.needlework import Excluded
from deqi.core.people import Facts
from deqi.core.planning import pain_sides, plan
from deqi.core.plans import Shelf
from deqi.core.points import Sides
from deqi.core.protocols import Advice, Measure, Pattern, Recipe, Retention
from tests.core.test_needlework import FREE, SITES, forbid

RETENTION = Retention("r", "as trials had it", (20, 30), ("product",))


def recipe(name, style, when="always", points=(), substitutes=(), muscles=()):
    return Recipe(
        name,
        style,
        parse(when),
        "",
        tuple(tuple(each.split()) for each in points),
        tuple(tuple(each.split()) for each in substitutes),
        tuple(muscles),
        "deqi",
        "manual",
        f"why of {name}",
        (f"source of {name}",),
    )


def advice(name, kind, when="always"):
    return Advice(name, kind, parse(when), f"text of {name}", "", ("product",), False)


PALPATION = (
    recipe("palpated_muscle", "palpation"),
    recipe("palpated_point", "palpation"),
)
LOCAL = recipe(
    "local",
    "traditional",
    points=["BL23 both", "GB30 pain_side", "GV4 midline"],
    substitutes=["GB21 pain_side", "BL23 both", "CV8 midline", "BL13 both"],
)
TRIGGER = recipe("trigger", "western", muscles=["gluteus", "piriformis"])
PATTERN = Pattern(
    "cold", "cold", (), (), ("GV4", "BL52", "ASHI", "BL23"), "", ("book",)
)


def shelf(*recipes, most=20, listed=(), measures=()):
    return Shelf(
        SITES,
        (*recipes, *PALPATION),
        {"cold": PATTERN},
        "Traditional theory",
        tuple(listed),
        tuple(measures),
        most,
    )


USUAL = shelf(LOCAL, TRIGGER)


def make(values=(), shelf=USUAL, prohibitions=FREE, style="traditional"):
    facts = Facts({}, dict(values), (), date(2026, 11, 21))
    return plan(facts, shelf, prohibitions, style=style, retention=RETENTION)


def sites(made):
    return [(each.site, each.sides.value) for each in made.needling]


LEFT = {"pain_regions": ("back_left",)}


@pytest.mark.parametrize(
    ("regions", "sides"),
    [
        (("back_left",), Sides.LEFT),
        (("back_left", "back_centre"), Sides.LEFT),
        (("back_left", "back_right"), Sides.BOTH),
        (("back_centre",), Sides.BOTH),
        (("back",), Sides.BOTH),
        ((), Sides.BOTH),
        (None, Sides.BOTH),
    ],
)
def test_the_side_that_hurts(regions, sides):
    values = {} if regions is None else {"pain_regions": regions}
    assert pain_sides(values, SITES) is sides


def test_a_recipe_gives_points_where_it_says():
    made = make(LEFT)
    assert sites(made) == [("BL23", "both"), ("GB30", "left"), ("GV4", "midline")]
    assert made.needles == 4
    assert made.reasoning == "why of local"
    assert (made.retention_minutes, made.retention_follows) == (
        (20, 30),
        "as trials had it",
    )


def test_western_gives_muscles_and_leaves_the_dangerous_out():
    made = make(LEFT, style="western")
    assert sites(made) == [("gluteus", "left")]
    assert [(each.point, each.rule) for each in made.excluded] == [
        ("piriformis", "muscle_risk")
    ]


def test_combined_gives_both():
    made = make(LEFT, style="combined")
    assert [site for site, _ in sites(made)] == ["BL23", "GB30", "GV4", "gluteus"]
    assert made.reasoning == "why of local; why of trigger"


def test_the_first_recipe_that_holds_is_taken():
    never = recipe("never", "traditional", "never", points=["BL13 both"])
    unknown = recipe("open", "traditional", "ghost", points=["BL52 both"])
    assert sites(make(shelf=shelf(never, unknown, LOCAL))) == sites(make())


def test_without_a_recipe_there_is_nothing_but_palpation():
    made = make({"palpated_tender_muscles": ("gluteus",)}, shelf=shelf())
    assert sites(made) == [("gluteus", "both")]
    assert made.reasoning == ""


def test_muscles_found_by_hand_take_the_place_of_those_a_trial_lists():
    made = make({"palpated_tender_muscles": ("deep",)}, style="western")
    assert sites(made) == [("deep", "both")]


@pytest.mark.parametrize(
    ("site", "regions", "line"),
    [
        ("L2", ("back_left",), ("ASHI L2", "left")),
        ("L2", ("back_centre",), ("ASHI L2", "midline")),
        ("L2", ("back_left", "back_centre"), ("ASHI L2", "left")),
        ("BL13", ("back_right",), ("BL13", "right")),
        ("GV4", ("back_right",), ("GV4", "midline")),
    ],
)
def test_a_tender_point_lies_where_it_hurts(site, regions, line):
    values = {"pain_regions": regions, "palpated_tender_points": (site,)}
    assert sites(make(values, shelf=shelf())) == [line]


@pytest.mark.parametrize("code", ["ASHI", "EX-B2"])
def test_a_point_that_needs_a_level_is_not_planned_without_one(code):
    assert sites(make({"palpated_tender_points": (code,)}, shelf=shelf())) == []


def test_a_pattern_adds_its_points_and_says_that_it_is_theory():
    made = make({"tcm_pattern": "cold"})
    assert [site for site, _ in sites(made)] == ["BL23", "GB30", "GV4", "BL52"]
    by_site = {each.site: each for each in made.needling}
    assert by_site["BL52"].why == "cold: traditional theory"
    assert by_site["BL23"].why == "why of local; cold: traditional theory"
    assert by_site["BL23"].sources == ("source of local", "book")
    assert made.reasoning == "why of local; pattern cold (traditional theory)"


def test_a_pattern_means_nothing_to_western_needling():
    made = make({"tcm_pattern": "cold"}, style="western")
    assert sites(made) == [("gluteus", "both")]
    assert made.reasoning == "why of trigger"


def test_one_site_for_one_reason_stands_once():
    twice = recipe("twice", "traditional", points=["BL23 both", "BL23 both"])
    (line,) = make(shelf=shelf(twice)).needling
    assert line.why == "why of twice"


@pytest.mark.parametrize(
    ("title", "codes", "expected"),
    [
        (
            "one point out, one far point in",
            {"point": ["GB30"]},
            ["BL23", "GV4", "GB21"],
        ),
        (
            "a substitute that is planned, forbidden or restricted is passed over",
            {"point": ["GB30", "GB21"]},
            ["BL23", "GV4", "BL13"],
        ),
        (
            "two out, two in",
            {"point": ["GB30", "GV4"]},
            ["BL23", "GB21", "BL13"],
        ),
        ("nothing left", {"region": ["body"]}, []),
    ],
)
def test_substitutes_for_points_left_out(title, codes, expected):
    made = make(prohibitions=forbid(**codes))
    assert [site for site, _ in sites(made)] == expected, title


def test_a_substitute_says_what_it_is():
    made = make(LEFT, prohibitions=forbid(point=["GB30"]))
    added = made.needling[-1]
    assert added.sides is Sides.LEFT
    assert added.why.startswith("in place of")
    assert added.sources == ("CD013814", "product")


def test_western_has_no_substitutes():
    assert sites(make(style="western", prohibitions=forbid(muscle=["gluteus"]))) == []


def test_no_more_needles_than_one_session_takes():
    made = make(shelf=shelf(LOCAL, most=3))
    assert sites(made) == [("BL23", "both"), ("GV4", "midline")]
    assert made.excluded == (
        Excluded("GB30", Sides.BOTH, "more than 3 needles in one session", "needles"),
    )


def test_goals_advice_and_measures_stand_beside():
    made = make(
        {"goals": ("garden",), "pain": 4, "a": 3, "b": 4},
        shelf=shelf(
            LOCAL,
            listed=[
                advice("change", "goal"),
                advice("walk", "lifestyle"),
                advice("rest", "lifestyle", "never"),
                advice("physio", "co_treatment"),
                advice("open", "co_treatment", "ghost"),
            ],
            measures=[
                Measure("NRS", "each visit", ("pain",)),
                Measure("PEG", "start", ("a", "b", "c")),
                Measure("AB", "start", ("a", "b")),
                Measure("PGIC", "end", ()),
            ],
        ),
    )
    assert made.goals == ("garden", "text of change")
    assert [each.id for each in made.lifestyle] == ["walk"]
    assert [each.id for each in made.co_treatment] == ["physio"]
    assert [(each.instrument, each.baseline) for each in made.measures] == [
        ("NRS", 4),
        ("PEG", None),
        ("AB", 3.5),
        ("PGIC", None),
    ]


def test_a_value_that_is_no_list_lists_nothing():
    assert make({"goals": "garden", "palpated_tender_points": None}).goals == ()
