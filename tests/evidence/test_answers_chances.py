"""Chances of a clear improvement, people of 100, and rates of rare events."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from deqi.core.scales import Direction
from deqi.evidence import chances, hundreds, rates
from deqi.evidence.chances import Course, ImpossibleCourse
from deqi.evidence.dossier import Estimate, TrialArm
from deqi.evidence.plans import ChancePlan
from deqi.evidence.rates import ImpossibleRate
from deqi.evidence.recipes import RowUnusable
from tests.evidence.contrasts import contrast

SPINE = Course((11.0, 5.2), (8.9, 6.0), 0.37, Direction.WORSE)
SCORED = contrast(
    control_arm=TrialArm(n=161, mean=8.9, sd=6.0, baseline_mean=11.0, baseline_sd=5.2)
)
MEANS = ChancePlan("means", SCORED, "30 % better", 0.3, 0.43, None, ("S1",))


def test_the_chance_is_what_very_many_simulated_people_do() -> None:
    chance = np.random.default_rng(7)
    covariance = 0.37 * 5.2 * 6.0
    people = chance.multivariate_normal(
        [11.0, 8.9], [[5.2**2, covariance], [covariance, 6.0**2]], 400_000
    )
    better = np.mean(people[:, 1] <= 0.7 * people[:, 0])
    assert chances.of_improving(SPINE, 0.3) == pytest.approx(better, abs=0.003)


def test_a_scale_that_is_better_upward_is_the_mirror() -> None:
    up = Course((50.0, 10.0), (60.0, 12.0), 0.5, Direction.BETTER)
    spread = (12.0**2 + (1.2 * 10) ** 2 - 2 * 1.2 * 0.5 * 10 * 12) ** 0.5
    expected = stats.norm.sf(1.2 * 50 - 60, scale=spread)
    assert chances.of_improving(up, 0.2) == pytest.approx(expected)


@given(st.floats(-8, 8), st.floats(0.05, 1), st.floats(-0.9, 0.9))
def test_a_larger_gain_never_lowers_the_chance(
    shift: float, share: float, r: float
) -> None:
    course = replace(SPINE, r=r)
    without = chances.of_improving(course, share)
    with_it = chances.of_improving(course, share, shift=shift)
    assert 0 <= without <= 1
    assert (with_it >= without) is (shift <= 0) or with_it == without


@pytest.mark.parametrize("share", [0, -0.1, 1.1])
def test_a_share_lies_between_nothing_and_all(share: float) -> None:
    with pytest.raises(ImpossibleCourse, match="share"):
        chances.of_improving(SPINE, share)


def test_a_course_that_no_people_have_is_refused() -> None:
    with pytest.raises(ImpossibleCourse, match="spread"):
        Course((1.0, 0.0), (1.0, 1.0), 0.5, Direction.WORSE)
    with pytest.raises(ImpossibleCourse, match="correlation"):
        Course((1.0, 1.0), (1.0, 1.0), 1.5, Direction.WORSE)
    with pytest.raises(ImpossibleCourse, match="correlation"):
        chances.correlation(2.0, 6.0, 6.0)
    still = Course((10.0, 2.0), (5.0, 1.0), 1.0, Direction.WORSE)
    with pytest.raises(ImpossibleCourse, match="varies"):
        chances.of_improving(still, 0.5)


def test_a_slope_and_two_spreads_give_the_correlation() -> None:
    assert chances.correlation(0.43, 5.2, 6.0) == pytest.approx(0.3727, abs=1e-4)


def test_means_tell_both_arms_and_the_interval_of_the_gain() -> None:
    told = hundreds.tell(MEANS, shift=(-2.6, (-3.4, -1.8)))
    assert told.control == pytest.approx(41.7, abs=0.1)
    assert told.treated == pytest.approx(59.6, abs=0.1)
    assert told.ci is not None
    assert told.ci[0] < (told.more or 0) < told.ci[1]
    assert told.clear
    assert (told.people.control, told.people.treated, told.people.more) == (42, 60, 18)


def test_whole_people_add_up_though_rounding_says_otherwise() -> None:
    people = hundreds.tell(MEANS, shift=(-2.69, (-3.0, -2.4))).people
    assert people.treated == people.control + (people.more or 0)


def test_means_without_a_gain_tell_the_control_alone() -> None:
    told = hundreds.tell(MEANS, shift=None)
    assert (told.treated, told.more, told.ci, told.clear) == (None, None, None, False)
    assert told.people.treated is None


def test_counts_are_counted() -> None:
    row = contrast(
        treatment_arm=TrialArm(n=387, events=184),
        control_arm=TrialArm(n=387, events=171),
    )
    plan = ChancePlan("counts", row, "response", 0.3, None, None, ())
    told = hundreds.tell(plan, shift=None)
    assert told.control == pytest.approx(44.2, abs=0.05)
    assert told.more == pytest.approx(3.4, abs=0.05)
    assert told.ci == pytest.approx((-3.7, 10.4), abs=0.05)
    assert not told.clear
    alone = hundreds.without_treatment(plan)
    assert (alone.control, alone.treated, alone.ci) == (told.control, None, None)
    assert (alone.people.control, alone.people.more) == (44, None)


def test_shares_with_sizes_are_counts() -> None:
    row = contrast(treatment_arm=TrialArm(n=161), control_arm=TrialArm(n=140))
    plan = ChancePlan("shares", row, "response", 0.3, None, (0.559, 0.364), ())
    told = hundreds.tell(plan, shift=None)
    assert told.control == pytest.approx(100 * 51 / 140)
    assert told.treated == pytest.approx(100 * 90 / 161)
    assert told.clear


def test_a_printed_ratio_gives_the_interval() -> None:
    row = contrast(
        treatment_arm=TrialArm(percent=39.1),
        control_arm=TrialArm(percent=29.4),
        ratio=Estimate(1.33, 1.04, 1.70),
    )
    told = hundreds.tell(ChancePlan("ratio", row, "r", 0.3, None, None, ()), shift=None)
    assert told.more == pytest.approx(9.7)
    assert told.ci == pytest.approx((29.4 * 0.04, 29.4 * 0.70))


@pytest.mark.parametrize(
    ("basis", "row"),
    [
        ("means", contrast()),
        ("counts", contrast()),
        ("shares", contrast()),
        ("ratio", contrast()),
        (
            "ratio",
            contrast(
                treatment_arm=TrialArm(percent=39.1),
                control_arm=TrialArm(percent=29.4),
                ratio=Estimate(1.33),
            ),
        ),
        ("means", replace(SCORED, weeks=None)),
    ],
)
def test_a_row_that_does_not_tell_is_refused(basis: str, row: object) -> None:
    plan = replace(MEANS, basis=basis, contrast=row)
    with pytest.raises(RowUnusable):
        hundreds.tell(plan, shift=None)


def test_rates_of_rare_events_have_exact_intervals() -> None:
    low, high = rates.interval(2, 229_230)
    assert stats.poisson.sf(1, low * 229_230) == pytest.approx(0.025)
    assert stats.poisson.cdf(2, high * 229_230) == pytest.approx(0.025)
    assert rates.interval(0, 100)[0] == 0
    assert rates.interval(0, 100)[1] == pytest.approx(0.03689, abs=1e-5)


@pytest.mark.parametrize(("events", "of"), [(-1, 10), (1, 0)])
def test_a_rate_needs_people(events: int, of: int) -> None:
    with pytest.raises(ImpossibleRate):
        rates.interval(events, of)
