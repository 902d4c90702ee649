"""From rows to one effect each: which figures, in which units, turned how."""

import math
from dataclasses import replace

import numpy as np
import pytest

from deqi.core.scales import Direction
from deqi.evidence import recipes
from deqi.evidence.comparators import Comparator, ComparatorsDiffer
from deqi.evidence.dossier import Contrast, Estimate, TrialArm
from deqi.evidence.effects import Effect, EffectImpossible, Measure
from deqi.evidence.recipes import Basis, Recipe, RowUnusable, SpreadFrom
from deqi.evidence.scales import Scale, Spread
from tests.evidence.contrasts import contrast, difference

WORSE = Direction.WORSE


def recipe(*rows: Contrast, **changed: object) -> Recipe:
    plain: dict[str, object] = {
        "basis": Basis.MEANS,
        "measure": Measure.MD,
        "into": Measure.MD,
        "direction": WORSE,
        **changed,
    }
    return Recipe("r", "Trial 2000", rows, **plain)  # type: ignore[arg-type]  # fields by name


def test_means_give_their_difference_with_label_and_comparator() -> None:
    made = recipes.effect(recipe(contrast()))
    assert (made.estimate, made.variance) == (-10.0, pytest.approx(16.0))
    assert (made.label, made.comparator) == ("Trial 2000", Comparator.USUAL_CARE)


def test_several_treated_arms_against_one_control_are_merged() -> None:
    other = contrast("other", treatment_arm=TrialArm(n=50, mean=30.0, sd=20.0))
    made = recipes.effect(recipe(contrast(), other))
    assert made.estimate == pytest.approx(-15.0)
    strange = contrast("strange", control_arm=TrialArm(n=50, mean=51.0, sd=20.0))
    with pytest.raises(RowUnusable, match="different controls"):
        recipes.effect(recipe(contrast(), strange))


def test_an_effect_is_turned_to_the_direction_wanted() -> None:
    made = recipes.effect(recipe(contrast(), direction=Direction.BETTER))
    assert (made.estimate, made.direction) == (10.0, Direction.BETTER)
    blind = contrast(direction=None)
    with pytest.raises(EffectImpossible, match="what is better"):
        recipes.effect(recipe(blind))


def test_a_printed_difference_is_taken_by_its_interval_or_its_standard_error() -> None:
    made = recipes.effect(recipe(difference(-5.1, 8.8), basis=Basis.DIFFERENCE))
    assert made.se == pytest.approx(8.8 / 1.959964, rel=1e-6)
    by_se = contrast(difference=Estimate(-2.0, -3.0, -1.0, se=0.6))
    assert recipes.effect(recipe(by_se, basis=Basis.DIFFERENCE)).se == pytest.approx(
        0.6
    )


def test_differences_that_share_a_control_count_nobody_twice() -> None:
    chance = np.random.default_rng(3)
    means = chance.normal(0, 1, (200_000, 3)) / np.sqrt([150, 160, 170])
    both = (means[:, 0] + means[:, 1]) / 2 - means[:, 2]
    single = [Effect(Measure.MD, 0.0, 1 / n + 1 / 170, WORSE) for n in (150, 160)]
    found = recipes.combine(single, (150, 160), 170)
    assert found.variance == pytest.approx(both.var(), rel=0.02)
    rows = [
        contrast(
            name,
            treatment_arm=TrialArm(n=n),
            control_arm=TrialArm(n=170),
            difference=Estimate(value, se=0.5),
        )
        for name, n, value in (("a", 150, -2.0), ("b", 160, -3.0))
    ]
    made = recipes.effect(recipe(*rows, basis=Basis.DIFFERENCE))
    assert made.estimate == -2.5
    assert 0.5 / math.sqrt(2) < made.se < 0.5


def test_differences_without_sizes_cannot_share_a_control() -> None:
    rows = (difference(-2.0, 1.0, treatment_arm=TrialArm()), difference(-3.0, 1.0))
    with pytest.raises(RowUnusable, match="shared"):
        recipes.effect(recipe(*rows, basis=Basis.DIFFERENCE))


def test_counts_become_odds_and_odds_standard_deviations() -> None:
    row = contrast(
        direction=Direction.BETTER,
        treatment_arm=TrialArm(n=387, events=184),
        control_arm=TrialArm(n=387, events=171),
    )
    made = recipes.effect(
        recipe(row, basis=Basis.COUNTS, measure=Measure.OR, into=Measure.SMD)
    )
    odds = math.log(184 / 203) - math.log(171 / 216)
    assert made.estimate == pytest.approx(-odds * math.sqrt(3) / math.pi)
    kept = recipes.effect(
        recipe(
            row,
            basis=Basis.COUNTS,
            measure=Measure.OR,
            into=Measure.OR,
            direction=Direction.BETTER,
        )
    )
    assert kept.estimate == pytest.approx(odds)


def test_a_printed_ratio_is_weighed_as_its_logarithm() -> None:
    row = contrast(direction=Direction.BETTER, ratio=Estimate(1.33, 1.04, 1.70))
    made = recipes.effect(
        recipe(
            row,
            basis=Basis.RATIO,
            measure=Measure.RR,
            into=Measure.RR,
            direction=Direction.BETTER,
        )
    )
    assert made.estimate == pytest.approx(math.log(1.33))


@pytest.mark.parametrize(
    ("where", "row", "spread"),
    [
        (SpreadFrom.ARMS, difference(-5.0, 4.0), 20.0),
        (
            SpreadFrom.ARM_INTERVALS,
            difference(
                -5.0,
                4.0,
                treatment_arm=TrialArm(n=100, low=-1.959964, high=1.959964),
                control_arm=TrialArm(n=100, low=-1.959964, high=1.959964),
            ),
            10.0,
        ),
        (SpreadFrom.DIFFERENCE, difference(-5.0, 1.959964, total=400), 10.0),
    ],
)
def test_a_row_may_give_its_own_spread(
    where: SpreadFrom, row: Contrast, spread: float
) -> None:
    made = recipes.effect(
        recipe(row, basis=Basis.DIFFERENCE, into=Measure.SMD, spread_from=where)
    )
    assert made.estimate == pytest.approx(-5.0 / spread, rel=1e-5)


def test_points_of_one_scale_become_those_of_another() -> None:
    made = recipes.effect(
        recipe(
            difference(9.4, 1.1, direction=Direction.BETTER),
            basis=Basis.DIFFERENCE,
            spread=Spread(20.8, "S1"),
            points=Spread(6.0, "S2"),
        )
    )
    assert made.estimate == pytest.approx(-9.4 / 20.8 * 6.0)
    assert len(made.notes) == 2
    moved = recipes.effect(recipe(contrast(), scale=Scale(0, 10, WORSE)))
    assert moved.estimate == pytest.approx(-1.0)


def test_people_are_counted_once() -> None:
    other = contrast("other", treatment_arm=TrialArm(n=40, mean=1.0, sd=1.0))
    assert recipes.people(recipe(contrast(), other)) == 140
    total = contrast(treatment_arm=TrialArm(), total=800)
    assert recipes.people(recipe(total)) == 800
    assert recipes.people(recipe(total, equal_arms=(2, 3))) == 533
    with pytest.raises(RowUnusable, match="how many people"):
        recipes.people(recipe(contrast(control_arm=TrialArm())))


def test_rows_that_no_pool_may_hold_want_a_reason() -> None:
    barred = contrast("barred", poolable=False)
    with pytest.raises(RowUnusable, match="barred"):
        recipe(barred)
    assert recipe(barred, despite="to show").first is barred
    with pytest.raises(RowUnusable, match="no row"):
        recipe()
    with pytest.raises(ComparatorsDiffer):
        recipe(contrast(), contrast(comparator=Comparator.SHAM))


BARE = contrast(treatment_arm=TrialArm(), control_arm=TrialArm())


@pytest.mark.parametrize(
    ("row", "changed"),
    [
        (BARE, {}),
        (BARE, {"basis": Basis.COUNTS, "measure": Measure.RR, "into": Measure.RR}),
        (BARE, {"basis": Basis.DIFFERENCE}),
        (contrast(difference=Estimate(-1.0)), {"basis": Basis.DIFFERENCE}),
        (BARE, {"basis": Basis.RATIO, "measure": Measure.RR, "into": Measure.RR}),
        (contrast(), {"into": Measure.SMD}),
        (contrast(scale=None), {"scale": Scale(0, 10, WORSE)}),
        (contrast(scale=(0.0, None)), {"scale": Scale(0, 10, WORSE)}),
        (
            contrast(),
            {"into": Measure.SMD, "spread_from": SpreadFrom.ARM_INTERVALS},
        ),
        (
            replace(
                difference(-1.0, 1.0),
                treatment_arm=TrialArm(),
                control_arm=TrialArm(n=50, low=1.0, high=2.0),
            ),
            {
                "basis": Basis.DIFFERENCE,
                "into": Measure.SMD,
                "spread_from": SpreadFrom.ARM_INTERVALS,
            },
        ),
        (
            difference(-1.0, 1.0),
            {
                "basis": Basis.DIFFERENCE,
                "into": Measure.SMD,
                "spread_from": SpreadFrom.DIFFERENCE,
            },
        ),
    ],
)
def test_a_row_that_lacks_what_is_asked_for_is_refused(
    row: Contrast, changed: dict[str, object]
) -> None:
    with pytest.raises(RowUnusable):
        recipes.effect(recipe(row, **changed))
