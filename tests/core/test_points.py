"""Points, muscles and levels: what they refuse to be, and how deep is too deep."""

import pytest

from deqi.core.points import (
    Channel,
    Hazard,
    ImpossibleSite,
    Laterality,
    Level,
    Muscle,
    Point,
    Pregnancy,
    Risk,
    SidedRegions,
    Sides,
    bearing_on,
    is_beside_midline,
    is_who_code,
    regions_of,
    site_cap,
    site_depth,
    site_hazards,
    site_regions,
    with_hazard,
)

BACK = SidedRegions(("back_left",), ("back_right",), ("back_centre",))


def point(code: str = "BL1", **fields: object) -> Point:
    given: dict[str, object] = {
        "code": code,
        "pinyin": "",
        "chinese": "",
        "channel": code[:2],
        "laterality": Laterality.BILATERAL,
        "level": None,
        "regions": SidedRegions(("leg_left",), ("leg_right",)),
        "location": "",
        "depth_mm": (12, 30),
        "cap_mm": 25,
        "angle": "",
        "hazards": (),
        "caution": "",
        "pregnancy": Pregnancy.NONE,
        "pregnancy_text": "",
        "sources": ("WHO2008",),
        "reviewed": False,
    }
    return Point(**{**given, **fields})  # type: ignore[arg-type]  # a builder for tests


def muscle(name: str, risk: Risk, *hazards: Hazard) -> Muscle:
    return Muscle(
        id=name,
        name=name,
        regions=BACK,
        refers=(),
        position="",
        needle="",
        hazards=hazards,
        risk=risk,
        caution="",
        sources=("x",),
        reviewed=False,
    )


@pytest.mark.parametrize(
    "fields",
    [
        {"depth_mm": (30, 12)},
        {"depth_mm": (0, 12)},
        {"cap_mm": -1},
        {"cap_mm": 0},
        {"forbidden": True},
        {"forbidden": True, "cap_mm": None},
    ],
)
def test_refuses_a_point_that_contradicts_itself(fields):
    with pytest.raises(ImpossibleSite, match="BL1"):
        point(**fields)


def test_forbids_a_point_by_a_cap_of_nothing():
    assert point(forbidden=True, cap_mm=0, depth_mm=None).forbidden


def test_refuses_a_channel_without_points():
    with pytest.raises(ImpossibleSite, match="XX"):
        Channel("XX", "none", 0, Laterality.MIDLINE)


@pytest.mark.parametrize(
    ("sides", "codes"),
    [
        (Sides.LEFT, ("back_left",)),
        (Sides.RIGHT, ("back_right",)),
        (Sides.MIDLINE, ("back_centre",)),
        (Sides.BOTH, ("back_left", "back_right")),
    ],
)
def test_regions_by_side(sides, codes):
    assert BACK.on(sides) == codes


@pytest.mark.parametrize(
    ("patterns", "laterality", "spread"),
    [
        (
            ["back_*"],
            Laterality.BILATERAL,
            SidedRegions(("back_left",), ("back_right",)),
        ),
        (["sacrum"], Laterality.BILATERAL, SidedRegions(("sacrum",), ("sacrum",))),
        (["back_centre"], Laterality.MIDLINE, SidedRegions(centre=("back_centre",))),
        (["back_*"], Laterality.VARIABLE, BACK),
    ],
)
def test_spreads_patterns_over_sides(patterns, laterality, spread):
    assert regions_of(patterns, laterality) == spread


def test_names_every_region_once():
    assert BACK.all() == ("back_left", "back_right", "back_centre")
    assert SidedRegions(("sacrum",), ("sacrum",)).all() == ("sacrum",)
    assert SidedRegions(("sacrum",), ("sacrum",)).on(Sides.BOTH) == ("sacrum",)


CATALOGUE = {
    "BL9": point(
        "BL9", level="L1", depth_mm=(8, 40), cap_mm=30, hazards=(Hazard.KIDNEY,)
    ),
    "BL8": point("BL8", level="L1", depth_mm=(10, 18), cap_mm=None),
    "GV9": point(
        "GV9", level="L1", depth_mm=(3, 9), cap_mm=20, hazards=(Hazard.SPINAL_CANAL,)
    ),
    "EX1": point("EX1", level="L1", cap_mm=5),
    "BL7": point("BL7", level="L2", cap_mm=7),
}
JIAJI = point("EX2", levels=("L1", "L3"), cap_mm=28, hazards=(Hazard.SPINAL_CANAL,))
ASHI = point(
    "ASHI",
    levels=("L1", "L3"),
    laterality=Laterality.VARIABLE,
    cap_mm=None,
    depth_mm=None,
)
L1, L3 = Level("L1", BACK), Level("L3", BACK)


@pytest.mark.parametrize(
    ("site", "level", "sides", "cap"),
    [
        (JIAJI, L1, Sides.BOTH, 20),
        (ASHI, L1, Sides.MIDLINE, 20),
        (ASHI, L1, Sides.LEFT, 30),
        (ASHI, Level("L1", BACK, 12), Sides.LEFT, 12),
        (JIAJI, L3, Sides.LEFT, 28),
        (ASHI, L3, Sides.LEFT, None),
        (ASHI, None, Sides.LEFT, None),
        (CATALOGUE["BL9"], L3, Sides.LEFT, 30),
        (CATALOGUE["BL9"], None, Sides.LEFT, 30),
    ],
)
def test_cap_of_a_site(site, level, sides, cap):
    assert site_cap(site, CATALOGUE, level=level, sides=sides) == cap


@pytest.mark.parametrize(
    ("site", "level", "depth"),
    [
        (point(depth_mm=(12, 30), cap_mm=25), None, (12, 25)),
        (point(depth_mm=(12, 20), cap_mm=25), L1, (12, 20)),
        (point(depth_mm=(12, 20), cap_mm=10), None, (10, 10)),
        (point(depth_mm=(12, 20), cap_mm=None), None, (12, 20)),
        (point(depth_mm=None, cap_mm=25), L1, None),
        (JIAJI, L1, (12, 20)),
        (ASHI, L1, (8, 18)),
        (ASHI, Level("L1", BACK, 6), (6, 6)),
        (ASHI, L3, None),
        (ASHI, None, None),
    ],
)
def test_usual_depth_of_a_site_ends_at_its_cap(site, level, depth):
    found = site_depth(site, CATALOGUE, level=level, sides=Sides.LEFT)
    assert found == depth


def test_bladder_points_alone_bear_on_a_site_beside_the_midline():
    beside = bearing_on(L1, CATALOGUE, beside_midline=True)
    over = bearing_on(L1, CATALOGUE, beside_midline=False)
    assert [each.code for each in beside] == ["BL9", "BL8"]
    assert [each.code for each in over] == ["BL9", "BL8", "GV9"]
    assert is_beside_midline(ASHI, Sides.LEFT)
    assert not is_beside_midline(ASHI, Sides.MIDLINE)
    assert not is_beside_midline(JIAJI, Sides.LEFT)


def test_a_site_at_a_level_lies_in_the_regions_of_the_level():
    assert site_regions(JIAJI, sides=Sides.LEFT, level=L1) == ("back_left",)
    assert site_regions(JIAJI, sides=Sides.LEFT) == ("leg_left",)
    bl9 = CATALOGUE["BL9"]
    assert site_regions(bl9, sides=Sides.RIGHT, level=L1) == ("leg_right",)


def test_a_site_at_a_level_takes_over_the_hazards_there():
    both = (Hazard.KIDNEY, Hazard.SPINAL_CANAL)
    assert site_hazards(ASHI, CATALOGUE, level=L1) == both
    assert site_hazards(JIAJI, CATALOGUE, level=L1) == tuple(reversed(both))
    assert site_hazards(ASHI, CATALOGUE) == ()
    assert site_hazards(CATALOGUE["BL7"], CATALOGUE, level=L1) == ()


def test_finds_what_lies_over_a_hazard():
    muscles = {
        "near": muscle("near", Risk.HIGH, Hazard.KIDNEY, Hazard.PLEURA),
        "far": muscle("far", Risk.LOW),
    }
    assert with_hazard(CATALOGUE, [Hazard.KIDNEY, Hazard.SPINAL_CANAL]) == (
        "BL9",
        "GV9",
    )
    assert with_hazard(CATALOGUE, []) == ()
    assert with_hazard(muscles, [Hazard.PLEURA]) == ("near",)


@pytest.mark.parametrize(
    ("risk", "planned"),
    [
        (Risk.LOW, True),
        (Risk.MEDIUM, True),
        (Risk.HIGH, False),
        (Risk.VERY_HIGH, False),
    ],
)
def test_muscles_of_high_risk_are_never_planned(risk, planned):
    assert muscle("any", risk).may_be_planned is planned


@pytest.mark.parametrize(
    ("code", "known"),
    [
        ("BL1", True),
        ("BL67", True),
        ("BL68", False),
        ("BL0", False),
        ("BL01", False),
        ("BL", False),
        ("BL1²", False),
        ("BL٣", False),
        ("bl1", False),
        ("XX1", False),
        ("BL6700000", False),
        ("", False),
    ],
)
def test_who_codes_by_channel_and_number(code, known):
    channels = {"BL": Channel("BL", "Bladder", 67, Laterality.BILATERAL)}
    assert is_who_code(code, channels) is known
