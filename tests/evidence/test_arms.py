"""Arms: what they may be, and how several become two."""

import math
import random
from statistics import fmean, stdev

import pytest

from deqi.evidence import arms
from deqi.evidence.arms import Counts, Means
from deqi.evidence.effects import EffectImpossible


def arm(scores: list[float]) -> Means:
    """Return the arm that people with these scores are."""
    return Means(len(scores), fmean(scores), stdev(scores))


def test_merged_arms_are_the_arm_that_nobody_parted() -> None:
    chance = random.Random(1)  # noqa: S311  no secret, the same figures every time
    parts = [[chance.gauss(50 + 5 * i, 12) for _ in range(9 + i)] for i in range(3)]
    whole = arm([score for part in parts for score in part])
    merged = arms.merge([arm(part) for part in parts])
    assert merged.n == whole.n
    assert merged.mean == pytest.approx(whole.mean)
    assert merged.sd == pytest.approx(whole.sd)


def test_one_person_alone_has_no_spread() -> None:
    assert arms.merge([Means(1, 7.0, 0.0)]) == Means(1, 7.0, 0.0)


def test_counts_merge_by_adding() -> None:
    merged = arms.merge_counts([Counts(387, 184), Counts(388, 106)])
    assert merged == Counts(775, 290)
    assert merged.others == 485


def test_a_split_control_is_used_up_by_its_parts() -> None:
    assert arms.split(Means(161, 8.9, 6.0), 2) == Means(80.5, 8.9, 6.0)
    assert arms.split_counts(Counts(160, 40), 4) == Counts(40, 10)


@pytest.mark.parametrize(
    ("r", "sd"), [(1, 2.0), (0, math.sqrt(164)), (-1, 18.0), (0.5, math.sqrt(84))]
)
def test_the_spread_of_changes_depends_on_the_correlation(r: float, sd: float) -> None:
    found = arms.change(Means(40, 60.0, 10.0), Means(38, 45.0, 8.0), r=r)
    assert (found.n, found.mean) == (38, -15.0)
    assert found.sd == pytest.approx(sd)


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: Means(0, 1, 1), "one person"),
        (lambda: Means(math.nan, 1, 1), "one person"),
        (lambda: Means(10, math.inf, 1), "mean is"),
        (lambda: Means(10, 1, -0.1), "standard deviation"),
        (lambda: Means(10, 1, math.nan), "standard deviation"),
        (lambda: Counts(0, 0), "people"),
        (lambda: Counts(math.inf, 0), "people"),
        (lambda: Counts(10, 11), "between 0"),
        (lambda: Counts(10, -1), "between 0"),
        (lambda: Counts(10, math.nan), "between 0"),
        (lambda: arms.merge([]), "no arm"),
        (lambda: arms.merge_counts([]), "no arm"),
        (lambda: arms.split(Means(10, 1, 1), 0), "one part"),
        (lambda: arms.split(Means(2, 1, 1), 3), "one person"),
        (lambda: arms.split_counts(Counts(10, 1), 0), "one part"),
        (lambda: arms.change(Means(9, 1, 1), Means(9, 1, 1), r=1.1), "correlation"),
    ],
)
def test_no_such_arm(make: object, says: str) -> None:
    assert callable(make)
    with pytest.raises(EffectImpossible, match=says):
        make()
