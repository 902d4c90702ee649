"""The body map: overlap, limbs, sides."""

import pytest

from deqi.core.regions import BodyMap, Region, UnknownRegion


def region(code, parent=None, side=None):
    return Region(code, code, parent, side)


BODY = BodyMap(
    {
        each.code: each
        for each in (
            region("body"),
            region("trunk", "body"),
            region("back", "trunk"),
            region("back_left", "back", "left"),
            region("back_centre", "back", "centre"),
            region("arm_left", "body", "left"),
            region("wrist_left", "arm_left", "left"),
            region("leg_right", "body", "right"),
            region("arm_of_a_chair", "trunk"),
        )
    }
)


def test_a_parent_must_be_on_the_map():
    with pytest.raises(UnknownRegion, match="ghost"):
        BodyMap({"x": region("x", "ghost")})


@pytest.mark.parametrize(
    ("one", "other", "overlaps"),
    [
        ("back_left", "back_left", True),
        ("back_left", "body", True),
        ("trunk", "back_left", True),
        ("back_left", "back_centre", False),
        ("wrist_left", "leg_right", False),
    ],
)
def test_regions_overlap_where_one_lies_in_the_other(one, other, overlaps):
    assert BODY.overlap(one, other) is overlaps
    assert BODY.overlap(other, one) is overlaps


@pytest.mark.parametrize(("one", "other"), [("nose", "back"), ("back", "nose")])
def test_a_region_off_the_map_is_refused(one, other):
    with pytest.raises(UnknownRegion, match="nose"):
        BODY.overlap(one, other)


def test_touches_names_the_first_that_overlaps():
    assert BODY.touches("back_left", ["leg_right", "back", "trunk"]) == "back"
    assert BODY.touches("back_left", ["leg_right"]) is None


@pytest.mark.parametrize(
    ("code", "limb"),
    [
        ("wrist_left", "arm_left"),
        ("arm_left", "arm_left"),
        ("leg_right", "leg_right"),
        ("back_left", "back_left"),
        ("arm_of_a_chair", "arm_of_a_chair"),
    ],
)
def test_the_limb_of_a_region(code, limb):
    assert BODY.limb(code) == limb


def test_sides_are_those_named():
    assert BODY.sides(["back_left", "back", "back_centre"]) == {"left", "centre"}
    assert BODY.sides([]) == frozenset()
