"""Plans: where needles go for whom, how deep, what is left out and why."""

import pytest

from deqi.care.values import Wishes
from deqi.core.rules import Scope
from deqi.knowledge import advice, protocols
from tests.spec import people
from tests.spec.people import TODAY, born
from tests.spec.tables import Page, Table

PAGE = Page(
    "plans",
    "Plans",
    """Where a plan puts needles, for the harmless woman of 47 with low back pain for 20
    weeks and for those who differ from her as a row says. Depth in millimetres, least to
    greatest, never over the cap of the point. No clinician has reviewed the plans.""",
)

LEG = {"condition": "sciatica", "pain_regions": ("thigh_left", "calf_left")}
NEW = {"onset_date": TODAY}

RECIPES = Table(
    title="Where a plan begins",
    columns={"known": "Known", "style": "Style", "sites": "Sites"},
    rows=[
        ({}, "traditional", ["BL23 both", "BL40 both", "KI3 both", "GV3 midline"]),
        (
            {},
            "western",
            ["multifidus both", "gluteus_medius both", "longissimus_lumborum both"],
        ),
        (
            {},
            "combined",
            [
                "BL23 both",
                "BL40 both",
                "KI3 both",
                "GV3 midline",
                "multifidus both",
                "gluteus_medius both",
                "longissimus_lumborum both",
            ],
        ),
        (
            LEG,
            "traditional",
            [
                "BL23 both",
                "BL25 both",
                "GB30 left",
                "BL40 both",
                "GB34 left",
                "BL60 left",
            ],
        ),
        (
            LEG,
            "western",
            ["gluteus_minimus left", "gluteus_medius left", "multifidus left"],
        ),
        (
            {"condition": "upper_back_pain"},
            "traditional",
            ["GV9 midline", "GV12 midline", "BL40 both", "BL60 both", "SI3 both"],
        ),
        ({"condition": "upper_back_pain"}, "western", []),
        (
            NEW,
            "traditional",
            ["EX-UE7 both", "SI3 both", "BL62 both", "GV26 midline"],
        ),
        (
            {**NEW, "pain_regions": ("hip_left",)},
            "traditional",
            ["EX-UE7 left", "TE5 both", "GB41 both", "GB34 both"],
        ),
        (
            {**NEW, "pain_regions": ("low_back_right",)},
            "traditional",
            ["EX-UE7 right", "SI6 both", "BL60 both"],
        ),
        (
            {**NEW, **LEG},
            "traditional",
            [
                "BL23 both",
                "BL25 both",
                "GB30 left",
                "BL40 both",
                "GB34 left",
                "BL60 left",
            ],
        ),
        (
            {"palpated_tender_points": ("L4",), "pain_regions": ("low_back_left",)},
            "traditional",
            ["BL23 both", "BL40 both", "KI3 both", "GV3 midline", "ASHI L4 left"],
        ),
        (
            {"palpated_tender_muscles": ("gluteus_maximus",)},
            "western",
            ["gluteus_maximus both"],
        ),
    ],
)

LEFT_OUT = Table(
    title="What is left out, and what takes its place",
    prose="""Far points of the same recipe take the place of points that are left out.""",
    columns={
        "known": "Known",
        "sites": "Sites",
        "excluded": "Left out, by which rule",
    },
    rows=[
        (
            {"birth_date": born(30), "pregnant": True},
            ["BL40 both", "KI3 both", "GB34 both", "BL62 both"],
            ["BL23 both: pregnancy_any", "GV3 midline: pregnancy_any"],
        ),
        (
            {"anticoagulant": "doac"},
            ["BL40 both", "KI3 both", "GB34 both", "BL62 both"],
            ["BL23 both: anticoagulant", "GV3 midline: anticoagulant"],
        ),
        (
            {"skin_problem_regions": ("knee_right",)},
            ["BL23 both", "BL40 left", "KI3 both", "GV3 midline"],
            ["BL40 right: skin"],
        ),
        (
            {"skin_problem_regions": ("low_back",)},
            ["BL40 both", "KI3 both", "GB34 both", "BL62 both"],
            ["BL23 both: skin", "GV3 midline: skin"],
        ),
        (
            {"lymphoedema_limbs": ("foot_left",)},
            ["BL23 both", "BL40 right", "KI3 right", "GV3 midline"],
            ["BL40 left: lymphoedema", "KI3 left: lymphoedema"],
        ),
        (
            {"skin_problem_regions": ("body",)},
            [],
            [
                "BL23 both: skin",
                "BL40 both: skin",
                "KI3 both: skin",
                "GV3 midline: skin",
            ],
        ),
        (
            {"palpated_tender_muscles": ("piriformis",)},
            ["BL23 both", "BL40 both", "KI3 both", "GV3 midline"],
            ["piriformis both: muscle_risk"],
        ),
        (
            {"palpated_tender_points": ("CV8",)},
            ["BL23 both", "BL40 both", "KI3 both", "GV3 midline"],
            ["CV8 midline: forbidden_point"],
        ),
        (
            {"anticoagulant": "doac", "palpated_tender_points": ("T8",)},
            ["BL40 both", "KI3 both", "GB34 both", "BL62 both"],
            [
                "BL23 both: anticoagulant",
                "GV3 midline: anticoagulant",
                "ASHI T8 midline: anticoagulant",
            ],
        ),
    ],
)

DEPTH = Table(
    title="How deep",
    prose="""Never over the cap of the point; at a spinal level never over the smallest cap
    of the bladder and governor points there. With a blood thinner, few platelets, frailty
    or thin bones the lower end alone.""",
    columns={"known": "Known", "site": "Site", "depth": "Depth in mm"},
    rows=[
        ({}, "BL23", "12 to 30"),
        ({}, "KI3", "8 to 15"),
        ({"frail": True}, "BL23", "12 to 12"),
        ({"osteoporosis": True}, "KI3", "8 to 8"),
        ({"anticoagulant": "doac"}, "BL40", "12 to 12"),
        ({"platelets": 75}, "BL40", "12 to 12"),
        ({"palpated_tender_points": ("GB21",)}, "GB21", "8 to 10"),
        ({"palpated_tender_points": ("BL13",)}, "BL13", "12 to 15"),
        ({"palpated_tender_points": ("T3",)}, "ASHI T3", "8 to 12"),
        ({"style_preference": "western"}, "multifidus", "to the muscle"),
    ],
)

RETENTION = Table(
    title="How long needles stay",
    columns={"payer": "Payer", "cadence": "Cadence", "minutes": "Minutes"},
    rows=[
        ("nobody", "usual", "10 to 20"),
        ("nobody", "trial_default", "20 to 30"),
        ("de_gkv", "usual", "30 to 30"),
        ("us_va", "usual", "20 to 30"),
        ("nobody", "de_gkv", "30 to 30"),
    ],
)


def lines(plan):
    return [f"{each.site} {each.sides.value}" for each in plan.needling]


@RECIPES.cases
def test_where_a_plan_begins(known, style, sites):
    plan = people.decide(known, Wishes(style=style)).plan
    assert lines(plan) == sites
    assert plan.style == style
    if sites:
        assert plan.reasoning


@LEFT_OUT.cases
def test_what_is_left_out(known, sites, excluded):
    plan = people.decide(known).plan
    assert lines(plan) == sites
    told = [f"{each.point} {each.sides.value}: {each.rule}" for each in plan.excluded]
    assert told == excluded
    assert all(each.why for each in plan.excluded)


@DEPTH.cases
def test_how_deep(known, site, depth):
    plan = people.decide(known).plan
    (line,) = [each for each in plan.needling if each.site == site]
    if line.depth_mm is None:
        assert line.angle.startswith(depth)
    else:
        least, most = line.depth_mm
        assert f"{least:g} to {most:g}" == depth


@RETENTION.cases
def test_how_long_needles_stay(payer, cadence, minutes):
    wishes = Wishes(
        payer=None if payer == "nobody" else payer,
        cadence=None if cadence == "usual" else cadence,
    )
    least, most = people.decide({}, wishes).plan.retention_minutes
    assert f"{least} to {most}" == minutes


@pytest.mark.parametrize(
    "known",
    [
        {"antiplatelet": True},
        {"faints_easily": True},
        {"epilepsy": "controlled"},
        {"birth_date": born(30), "pregnant": True},
    ],
)
def test_gentle_hands_where_strong_ones_are_forbidden(known):
    plan = people.decide(known).plan
    assert plan.needling
    assert all(each.stimulation.startswith("gentle ") for each in plan.needling)


def test_no_plan_holds_more_needles_than_a_session_takes():
    found = tuple(f"BL{number}" for number in range(11, 26))
    plan = people.decide({"palpated_tender_points": found}).plan
    assert plan.needles <= protocols.most_needles()
    over = [each for each in plan.excluded if each.rule == "needles"]
    assert over
    assert str(protocols.most_needles()) in over[0].why


def test_every_plan_names_the_core_measures_and_walking_with_its_evidence():
    plan = people.decide({}).plan
    assert [each.instrument for each in plan.measures] == [
        each.instrument for each in advice.measures()
    ]
    walking = next(each for each in plan.lifestyle if each.id == "walking")
    assert walking.evidence
    assert walking.sources
    assert not walking.reviewed


def test_a_pattern_is_marked_as_theory_wherever_it_shows():
    plan = people.decide({"tcm_pattern": "damp_heat"}).plan
    assert "traditional theory" in plan.reasoning
    added = [each for each in plan.needling if each.point == "SP9"]
    assert "traditional theory" in added[0].why


def test_a_pending_restriction_says_what_it_waits_for():
    found = people.screen({"pacemaker_or_icd": None})
    (waits,) = [each for each in found.restrictions if each.rule == "pacemaker_icd"]
    assert (waits.scope, waits.pending) == (Scope.TECHNIQUE, ("pacemaker_or_icd",))
