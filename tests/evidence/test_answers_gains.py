"""Gains and courses: pooled or alone, with variants, lines, doubts and chances."""

from dataclasses import replace

import pytest

from deqi.core.scales import Direction
from deqi.evidence import expected, gains, pooling, recipes, weighing
from deqi.evidence.answers import ScaleShown
from deqi.evidence.bands import Course
from deqi.evidence.dossier import Contrast, CoursePoint, Estimate, Topic, TrialArm
from deqi.evidence.effects import Measure
from deqi.evidence.gains import DoubtOverlooked
from deqi.evidence.grading import Domain, Level, Step
from deqi.evidence.heterogeneity import Model
from deqi.evidence.plans import (
    ChancePlan,
    CoursePlan,
    GainPlan,
    Line,
    Other,
    Units,
)
from deqi.evidence.pools import Interval
from deqi.evidence.recipes import Basis, Recipe, RowUnusable
from deqi.evidence.scales import Spread
from tests.evidence.contrasts import contrast, difference
from tests.evidence.test_answers_recipes import recipe

WORSE, BETTER = Direction.WORSE, Direction.BETTER
PAIN = ScaleShown("pain", 0, 100, WORSE)
UNSURE = Step(Domain.IMPRECISION, 1, "few people")
DIFFERS = Step(Domain.INCONSISTENCY, 1, "trials part")


def trial(value: float, half: float, **changed: object) -> Recipe:
    return recipe(difference(value, half, **changed), basis=Basis.DIFFERENCE)


def plan(*chosen: Recipe, **changed: object) -> GainPlan:
    plain: dict[str, object] = {
        "id": "g",
        "outcome": "pain",
        "scale": PAIN,
        "direction": WORSE,
        "recipes": chosen,
        "others": (),
        "units": None,
        "line": None,
        "chance": None,
        "chance_why": "nobody said",
        "chances": (),
        "steps": (),
        "published": (),
        "warnings": ("look up",),
        "sources": ("product",),
        **changed,
    }
    return GainPlan(**plain)  # type: ignore[arg-type]  # fields by name


ALIKE = (trial(-10.0, 3.0), trial(-10.5, 3.0), trial(-11.0, 4.0))
APART = (trial(-2.0, 3.0), trial(-18.0, 3.0), trial(-8.0, 3.0), trial(-25.0, 3.0))


def test_one_trial_stands_as_printed() -> None:
    found = gains.gain(plan(trial(-10.0, 3.0)), much=50)
    assert (found.estimate, found.ci) == (-10.0, (-13.0, -7.0))
    assert (found.k, found.n, found.model, found.interval) == (
        1,
        100,
        "single",
        "printed",
    )
    assert (found.tau2, found.i2, found.prediction) == (None, None, None)
    assert found.trials[0].weight is None
    assert any("One trial" in each for each in found.warnings)
    assert found.certainty is Level.HIGH


def test_one_trial_from_arms_gets_an_interval_by_the_normal() -> None:
    found = weighing.weigh([recipe(contrast())])
    assert found.interval == "wald"
    assert found.ci == pytest.approx((-17.84, -2.16), abs=0.01)


def test_one_trial_that_is_moved_is_computed() -> None:
    turned = recipe(difference(-10.0, 3.0), basis=Basis.DIFFERENCE, direction=BETTER)
    assert weighing.weigh([turned]).estimate == 10.0


def test_a_ratio_that_stands_alone_keeps_its_name() -> None:
    row = contrast(
        direction=BETTER,
        ratio=Estimate(1.37, 0.95, 1.96),
        ratio_measure="hr",
        poolable=False,
    )
    alone = recipe(
        row,
        basis=Basis.RATIO,
        measure=Measure.RR,
        into=Measure.RR,
        direction=BETTER,
        despite="stands alone",
    )
    found = gains.gain(plan(alone, direction=BETTER, steps=(UNSURE,)), much=50)
    assert (found.measure, found.estimate, found.ci) == ("hr", 1.37, (0.95, 1.96))
    assert (found.favours, found.clear) == ("neither", False)
    assert found.trials[0].notes == ("stands alone",)


def test_two_trials_are_pooled_by_the_normal_with_a_warning() -> None:
    found = gains.gain(plan(*ALIKE[:2]), much=50)
    assert (found.interval, found.prediction) == ("wald", None)
    assert any("too narrow" in each for each in found.warnings)


@pytest.mark.parametrize(("chosen", "interval"), [(ALIKE, "wald"), (APART, "hksj")])
def test_from_three_trials_on_the_wider_interval_holds(
    chosen: tuple[Recipe, ...], interval: str
) -> None:
    found = weighing.weigh(chosen)
    effects = [recipes.effect(each) for each in chosen]
    both = [pooling.pool(effects, model=Model.REML, interval=each) for each in Interval]
    assert found.interval == interval
    assert found.ci == max((each.ci for each in both), key=lambda ci: ci[1] - ci[0])
    assert sum(each.weight or 0 for each in found.trials) == pytest.approx(1)
    assert found.prediction is not None


def test_pooled_ratios_come_back_from_their_logarithms() -> None:
    rows = [
        contrast(
            direction=BETTER,
            treatment_arm=TrialArm(n=100, events=treated),
            control_arm=TrialArm(n=100, events=control),
        )
        for treated, control in ((40, 20), (50, 30), (30, 25))
    ]
    chosen = [
        recipe(
            row,
            basis=Basis.COUNTS,
            measure=Measure.RR,
            into=Measure.RR,
            direction=BETTER,
        )
        for row in rows
    ]
    found = weighing.weigh(chosen)
    assert found.ci[0] < 1.2 < found.estimate < 2.0 < found.ci[1]
    assert found.trials[0].estimate == pytest.approx(2.0)
    assert found.prediction is not None
    assert found.prediction[0] > 0


def test_an_effect_with_notes_tells_them_once() -> None:
    zero = contrast(
        direction=BETTER,
        treatment_arm=TrialArm(n=20, events=3),
        control_arm=TrialArm(n=20, events=0),
    )
    asked = {
        "basis": Basis.COUNTS,
        "measure": Measure.OR,
        "into": Measure.OR,
        "direction": BETTER,
    }
    found = weighing.weigh([recipe(zero, **asked), recipe(zero, **asked)])
    assert "0.5" in found.trials[0].notes[0]
    assert not any("0.5" in each for each in found.warnings)


def test_a_doubt_that_the_figures_raise_must_be_named() -> None:
    with pytest.raises(DoubtOverlooked, match="imprecision"):
        gains.gain(plan(trial(-1.0, 3.0)), much=50)
    with pytest.raises(DoubtOverlooked, match="inconsistency"):
        gains.gain(plan(*APART, steps=(UNSURE,)), much=50)
    found = gains.gain(plan(*APART, steps=(UNSURE, DIFFERS)), much=50)
    assert found.certainty is Level.LOW


@pytest.mark.parametrize(
    ("ci", "direction", "side"),
    [
        ((-3.0, -1.0), WORSE, "treatment"),
        ((1.0, 3.0), WORSE, "control"),
        ((1.0, 3.0), BETTER, "treatment"),
        ((-3.0, -1.0), BETTER, "control"),
        ((-1.0, 3.0), BETTER, "neither"),
        ((0.0, 3.0), BETTER, "neither"),
    ],
)
def test_an_interval_leaves_a_side(
    ci: tuple[float, float], direction: Direction, side: str
) -> None:
    assert weighing.favours(ci, nothing=0.0, direction=direction) == side


@pytest.mark.parametrize(
    ("ci", "direction", "told"),
    [
        ((-14.0, -2.0), WORSE, "no"),
        ((-30.0, -14.0), WORSE, "unclear"),
        ((-30.0, -15.0), WORSE, "yes"),
        ((15.0, 30.0), WORSE, "no"),
        ((15.0, 30.0), BETTER, "yes"),
    ],
)
def test_a_line_is_reached_or_not(
    ci: tuple[float, float], direction: Direction, told: str
) -> None:
    assert weighing.reached(ci, 15.0, direction=direction) == told


def test_a_variant_that_says_otherwise_makes_the_line_unclear() -> None:
    line = Line(15.0, "drawn beforehand", ("Y",))
    larger = Other("otherwise", (trial(-20.0, 6.0),))
    alone = gains.gain(plan(*ALIKE, line=line), much=50)
    both = gains.gain(plan(*ALIKE, line=line, others=(larger,)), much=50)
    assert alone.relevance is not None
    assert both.relevance is not None
    assert (alone.relevance.reached, both.relevance.reached) == ("no", "unclear")
    assert both.variants[0].estimate == -20.0


def test_a_result_is_said_once_more_in_other_units() -> None:
    spread = Spread(20.0, "row")
    found = gains.gain(plan(*ALIKE, units=Units(spread, PAIN)), much=50)
    assert found.also is not None
    assert found.also.estimate == pytest.approx(found.estimate / 20)
    assert found.also.measure == "smd"
    sd = [
        recipe(
            difference(-5.0, 1.0),
            basis=Basis.DIFFERENCE,
            into=Measure.SMD,
            spread=Spread(10.0, "x"),
        )
    ] * 3
    back = gains.gain(plan(*sd, units=Units(spread, PAIN)), much=50).also
    assert back is not None
    assert (back.estimate, back.measure) == (pytest.approx(-10.0), "md")


def test_benefit_points_upward_whatever_the_scale() -> None:
    down = gains.gain(plan(trial(-10.0, 3.0)), much=50)
    assert (down.benefit, down.benefit_ci) == (10.0, (7.0, 13.0))
    row = recipe(
        difference(10.0, 3.0, direction=BETTER),
        basis=Basis.DIFFERENCE,
        direction=BETTER,
    )
    up = gains.gain(plan(row, direction=BETTER), much=50)
    assert (up.benefit, up.benefit_ci) == (10.0, (7.0, 13.0))


def test_chances_and_sources_come_along() -> None:
    row = contrast(
        treatment_arm=TrialArm(n=100, events=60), control_arm=TrialArm(n=100, events=40)
    )
    chance = ChancePlan("counts", row, "better", 0.3, None, None, ("S9",))
    found = gains.gain(
        plan(trial(-10.0, 3.0, weeks=None), chance=chance, chances=(chance,)), much=50
    )
    assert found.per_100 == found.per_100_others[0]
    assert found.sources == ("S1", "S9", "product")
    assert found.weeks is None


def point(
    study: str, weeks: float | None, value: float | None, **changed: object
) -> CoursePoint:
    plain: dict[str, object] = {
        "sources": (study,),
        "certainty": "seen",
        "reviewed": False,
        "topic": Topic.USUAL_COURSE,
        "study": study,
        "population": "chronic",
        "arm": "usual course",
        "measure": "pain",
        "scale": (0.0, 100.0),
        "unit": "",
        "timepoint": "",
        "n": None,
        "statistic": "pooled mean",
        "low": None,
        "high": None,
        "sd": None,
        "grade": "",
        **changed,
    }
    return CoursePoint(id=f"{study}{weeks}", weeks=weeks, value=value, **plain)  # type: ignore[arg-type]  # fields by name


def course_plan(*points: CoursePoint, **changed: object) -> CoursePlan:
    plain: dict[str, object] = {
        "id": "c",
        "outcome": "pain",
        "opening": "It eases.",
        "basis": expected.REVIEWS,
        "scale_name": "pain",
        "labels": {"A": "Study A"},
        "points": points,
        "contrast": None,
        "r": None,
        "weeks": 6,
        "later_weeks": 26,
        "chance": None,
        "steps": (UNSURE,),
        "sources": ("product",),
        **changed,
    }
    return CoursePlan(**plain)  # type: ignore[arg-type]  # fields by name


TWO = (
    point("A", 0, 51, low=44, high=59),
    point("A", 6, 33, low=29, high=38),
    point("A", 26, 26, low=20, high=33),
    point("B", 0, 56),
    point("B", 6, 48),
    point("B", 26, 43),
)


def told(*points: CoursePoint, **changed: object) -> Course:
    return expected.course(course_plan(*points, **changed))


def test_two_reviews_make_a_band_as_wide_as_they_part() -> None:
    found = told(*TWO)
    assert (found.estimate, found.ci, found.k) == (-13.0, (-18.0, -8.0), 2)
    assert "no confidence interval" in found.ci_kind
    assert (found.eases, found.eases_later) == ((8.0, 18.0), (13.0, 25.0))
    assert [(b.weeks, b.low, b.high) for b in found.curve] == [
        (0, 44, 59),
        (6, 29, 48),
        (26, 20, 43),
    ]
    assert [each.label for each in found.curve[0].studies] == ["Study A", "B"]
    assert (found.single, found.per_100, found.n) == (False, None, None)
    assert found.certainty is Level.MODERATE
    assert found.sources == ("A", "B", "product")


def test_one_review_has_no_interval_of_its_own() -> None:
    found = told(*TWO[:3])
    assert (found.ci, found.single, found.eases) == (None, True, (18.0, 18.0))


def test_printed_changes_begin_at_nothing() -> None:
    changes = (point("A", 6, -2.0), point("A", 26, 0.5))
    found = told(*changes, basis=expected.CHANGES)
    assert [b.weeks for b in found.curve] == [0, 6, 26]
    assert (found.estimate, found.eases, found.eases_later) == (-2.0, (2.0, 2.0), None)


ARM = contrast(
    weeks=52.0,
    control_arm=TrialArm(
        n=140, mean=22.34, sd=17.01, baseline_mean=26.84, baseline_sd=16.46
    ),
)


def of_arm(row: Contrast = ARM, **changed: object) -> Course:
    asked = {"basis": expected.ARM, "weeks": 52, "later_weeks": 52, "r": 0.8}
    return told(contrast=row, **{**asked, **changed})


def test_an_arm_tells_its_change_with_an_interval() -> None:
    found = of_arm()
    assert found.estimate == pytest.approx(-4.5)
    assert found.ci is not None
    assert found.ci == pytest.approx((-6.25, -2.75), abs=0.02)
    assert (found.n, found.scale.high) == (140, 100)
    assert found.curve[0].low < 26.84 < found.curve[0].high


def test_a_chance_without_treatment_comes_along() -> None:
    row = contrast(
        treatment_arm=TrialArm(n=10, events=5), control_arm=TrialArm(n=10, events=4)
    )
    chance = ChancePlan("counts", row, "better", 0.3, None, None, ("S7",))
    found = told(*TWO, chance=chance)
    assert found.per_100 is not None
    assert (found.per_100.control, found.per_100.treated) == (40.0, None)
    assert "S7" in found.sources


def test_what_is_not_there_is_not_told() -> None:
    with pytest.raises(RowUnusable, match="week 12"):
        told(*TWO, weeks=12)
    with pytest.raises(RowUnusable, match="say when"):
        told(point("A", None, 51))
    with pytest.raises(RowUnusable, match="no figure"):
        told(point("A", 0, None))
    with pytest.raises(RowUnusable, match="lacks scores"):
        of_arm(contrast())
    with pytest.raises(RowUnusable, match="go together"):
        of_arm(r=None)
    nowhen = replace(ARM, weeks=None, scale=None)
    assert of_arm(nowhen, weeks=0, later_weeks=0).scale.high is None
