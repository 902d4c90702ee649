"""One site against all prohibitions: kept, narrowed to a side, or left out."""

import pytest

from deqi.core.findings import Restriction
from deqi.core.needlework import (
    Excluded,
    Line,
    Prohibitions,
    Proposal,
    Sites,
    admit,
)
from deqi.core.points import (
    ASHI,
    Laterality,
    Level,
    Muscle,
    Point,
    Pregnancy,
    Risk,
    Sides,
    regions_of,
)
from deqi.core.regions import BodyMap, Region
from deqi.core.rules import Scope


def point(code, *patterns, laterality=Laterality.BILATERAL, **more):
    given = {
        "code": code,
        "pinyin": "",
        "chinese": "",
        "channel": code[:2],
        "laterality": laterality,
        "level": None,
        "regions": regions_of(patterns, laterality),
        "location": "",
        "depth_mm": (10, 20),
        "cap_mm": 30,
        "angle": "straight",
        "hazards": (),
        "caution": "",
        "pregnancy": Pregnancy.NONE,
        "pregnancy_text": "",
        "sources": ("product",),
        "reviewed": False,
    }
    return Point(**(given | more))


def muscle(name, risk=Risk.LOW, **more):
    return Muscle(
        id=name,
        name=name,
        regions=regions_of(("back_*",), Laterality.BILATERAL),
        refers=(),
        position="prone",
        needle="50 mm needle",
        hazards=(),
        risk=risk,
        caution="",
        sources=("product",),
        reviewed=False,
        **more,
    )


LEVELS = {
    "C2": Level("C2", regions_of(("neck",), Laterality.VARIABLE), 12),
    "S5": Level("S5", regions_of(("sacrum",), Laterality.VARIABLE)),
    "T3": Level("T3", regions_of(("back_*",), Laterality.VARIABLE), 12),
    "T8": Level("T8", regions_of(("back_*",), Laterality.VARIABLE), 12),
    "L2": Level("L2", regions_of(("back_*",), Laterality.VARIABLE)),
}
POINTS = {
    each.code: each
    for each in (
        point("BL23", "back_*", level="L2"),
        point("BL52", "back_*", level="L2", depth_mm=(8, 15), cap_mm=15),
        point("BL13", "back_*", level="T3", depth_mm=(12, 20), cap_mm=15),
        point("GV4", "back_centre", laterality=Laterality.MIDLINE, level="L2"),
        point("GB21", "back_*", depth_mm=(12, 20), cap_mm=10),
        point("GB30", "back_*", depth_mm=(25, 50), cap_mm=None),
        point("EX1", "back_*", depth_mm=None, cap_mm=None),
        point(
            "CV8",
            "back_centre",
            laterality=Laterality.MIDLINE,
            depth_mm=None,
            cap_mm=0,
            forbidden=True,
        ),
        point(
            ASHI,
            laterality=Laterality.VARIABLE,
            depth_mm=None,
            cap_mm=None,
            levels=("T3", "L2", "C2", "S5"),
        ),
        point("EX-B2", "back_*", levels=("T3", "L2"), cap_mm=25),
    )
}
MUSCLES = {
    each.id: each
    for each in (
        muscle("gluteus"),
        muscle("deep", depth_mm=(5, 9)),
        muscle("psoas", Risk.VERY_HIGH),
        muscle("piriformis", Risk.HIGH),
    )
}
BODY = BodyMap(
    {
        code: Region(code, code, parent, side)
        for code, parent, side in [
            ("body", None, None),
            ("neck", "body", None),
            ("back", "body", None),
            ("back_left", "back", "left"),
            ("back_right", "back", "right"),
            ("back_centre", "back", "centre"),
        ]
    }
)
SITES = Sites(POINTS, MUSCLES, LEVELS, BODY)


def proposal(site, sides=Sides.BOTH, level=None):
    is_muscle = site in MUSCLES
    return Proposal(
        point=None if is_muscle else site,
        muscle=site if is_muscle else None,
        level=level,
        sides=sides,
        response="deqi",
        stimulation="manual",
        why="because",
        sources=("product",),
    )


def restriction(scope, code):
    return Restriction(scope, code, f"no {code}", f"rule of {code}", (), ("product",))


def forbid(**codes):
    return Prohibitions.of(
        restriction(Scope(scope), code)
        for scope, several in codes.items()
        for code in several
    )


FREE = forbid()


def left_out(site, sides=Sides.BOTH, level=None, **codes):
    line, excluded = admit(proposal(site, sides, level), SITES, forbid(**codes))
    assert line is None
    (only,) = excluded
    return only.why, only.rule


def kept(site, sides=Sides.BOTH, level=None, **codes):
    line, excluded = admit(proposal(site, sides, level), SITES, forbid(**codes))
    assert excluded == ()
    return line


def test_a_site_without_a_prohibition_stays_as_it_is():
    assert kept("BL23") == Line(
        Sides.BOTH,
        None,
        (10, 20),
        "straight",
        "deqi",
        "manual",
        "because",
        ("product",),
        point="BL23",
    )


@pytest.mark.parametrize(
    ("site", "level", "named", "needles", "sides"),
    [
        ("BL23", None, "BL23", 2, Sides.BOTH),
        ("BL23", None, "BL23", 1, Sides.LEFT),
        ("GV4", None, "GV4", 1, Sides.MIDLINE),
        (ASHI, "L2", "ASHI L2", 1, Sides.RIGHT),
        ("gluteus", None, "gluteus", 2, Sides.BOTH),
    ],
)
def test_a_line_names_its_site_and_counts_its_needles(
    site, level, named, needles, sides
):
    line = kept(site, sides, level)
    assert (line.site, line.needles) == (named, needles)
    assert proposal(site, sides, level).site == named


@pytest.mark.parametrize(
    ("title", "site", "level", "codes", "why"),
    [
        ("a forbidden point", "CV8", None, {}, ("never needled", "forbidden_point")),
        (
            "a muscle of high risk",
            "piriformis",
            None,
            {},
            ("risk high: charted where done, never planned", "muscle_risk"),
        ),
        (
            "a muscle of very high risk",
            "psoas",
            None,
            {},
            ("risk very high: charted where done, never planned", "muscle_risk"),
        ),
        (
            "a restricted muscle",
            "gluteus",
            None,
            {"muscle": ["gluteus"]},
            ("no gluteus", "rule of gluteus"),
        ),
        (
            "a restricted point",
            "BL23",
            None,
            {"point": ["BL23"]},
            ("no BL23", "rule of BL23"),
        ),
        (
            "a tender point beside a restricted bladder point",
            ASHI,
            "L2",
            {"point": ["BL52"]},
            ("no BL52", "rule of BL52"),
        ),
        (
            "a tender point beside a restricted governor point",
            ASHI,
            "L2",
            {"point": ["GV4"]},
            ("no GV4", "rule of GV4"),
        ),
        (
            "jiaji beside a restricted bladder point",
            "EX-B2",
            "T3",
            {"point": ["BL13"]},
            ("no BL13", "rule of BL13"),
        ),
        (
            "a region on both sides",
            "BL23",
            None,
            {"region": ["back"]},
            ("no back", "rule of back"),
        ),
        (
            "a region of a muscle",
            "gluteus",
            None,
            {"region": ["body"]},
            ("no body", "rule of body"),
        ),
        (
            "both sides by different rules: the first is told",
            "BL23",
            None,
            {"region": ["back_right", "back_left"]},
            ("no back_left", "rule of back_left"),
        ),
        (
            "the region of a tender point's level",
            ASHI,
            "C2",
            {"region": ["neck"]},
            ("no neck", "rule of neck"),
        ),
    ],
)
def test_what_is_left_out_and_why(title, site, level, codes, why):
    assert left_out(site, level=level, **codes) == why, title


@pytest.mark.parametrize("code", ["BL13", "BL23", "GV4"])
def test_a_level_without_points_takes_over_the_caution_of_those_next_to_it(code):
    assert left_out(ASHI, level="T8", point=[code]) == (f"no {code}", f"rule of {code}")
    assert kept(ASHI, level="C2", point=["BL23"])


def test_a_level_without_depth_says_how_deep_is_too_deep():
    line = kept(ASHI, level="C2")
    assert line.depth_mm is None
    assert line.angle.endswith("at most 12 mm")


def test_a_level_of_which_no_cap_is_known_is_left_out():
    why = "no source says how deep is too deep at this level"
    assert left_out(ASHI, level="S5") == (why, "cap_unknown")


def test_another_level_or_point_restricts_nothing():
    assert kept(ASHI, level="T3", point=["BL23", "GV4"])
    assert kept("BL52", point=["BL23"])


def test_a_region_on_one_side_leaves_the_other():
    line, excluded = admit(proposal("BL23"), SITES, forbid(region=["back_left"]))
    assert line.sides is Sides.RIGHT
    assert excluded == (
        Excluded("BL23", Sides.LEFT, "no back_left", "rule of back_left"),
    )


def test_of_two_restrictions_on_one_code_the_first_is_told():
    first = restriction(Scope.POINT, "BL23")
    second = Restriction(Scope.POINT, "BL23", "later", "later", (), ())
    assert Prohibitions.of([first, second]).points == {"BL23": first}


@pytest.mark.parametrize(
    ("site", "level", "sides", "depth"),
    [
        ("BL23", None, Sides.BOTH, (10, 20)),
        ("GB21", None, Sides.BOTH, (10, 10)),
        ("BL13", None, Sides.BOTH, (12, 15)),
        ("GB30", None, Sides.BOTH, (25, 50)),
        ("EX1", None, Sides.BOTH, None),
        (ASHI, "L2", Sides.LEFT, (8, 15)),
        (ASHI, "T3", Sides.LEFT, (12, 12)),
        (ASHI, "C2", Sides.LEFT, None),
        ("EX-B2", "L2", Sides.BOTH, (10, 15)),
        ("EX-B2", "T3", Sides.BOTH, (10, 12)),
        ("gluteus", None, Sides.BOTH, None),
        ("deep", None, Sides.BOTH, (5, 9)),
    ],
)
def test_depth_never_passes_the_cap(site, level, sides, depth):
    assert kept(site, sides, level).depth_mm == depth


def test_the_lower_end_of_depth():
    assert kept("BL23", depth=["lower_end"]).depth_mm == (10, 10)
    assert kept("gluteus", depth=["lower_end"]).depth_mm is None


def test_strong_hands_are_restricted():
    assert kept("BL23", technique=["strong_manual"]).stimulation == "gentle manual"
    assert kept("BL23", technique=["electro"]).stimulation == "manual"


def test_a_muscle_is_needled_to_the_muscle():
    assert kept("gluteus").angle == "to the muscle: 50 mm needle"
