"""Who comes: the prior's people, above the cut, with scores as people give them."""

from dataclasses import replace

import numpy as np
import pytest

from deqi.core.dosing import people
from deqi.core.dosing.values import StudyImpossible
from tests.core.dosing.crowds import DESIGN, draws, study

PRIOR = DESIGN.prior


def test_somebody_comes_whose_first_score_lies_above_the_cut() -> None:
    cohort = study().cohort
    assert len(cohort) == 400
    assert cohort.baseline.min() > DESIGN.counted.pain_above
    assert set(cohort.baseline) <= set(range(11))


def test_without_a_cut_people_start_and_move_as_the_prior_says() -> None:
    cohort = people.gather(PRIOR, draws(20_000), pain_above=-1)
    start, end = cohort.untreated(np.array([0.0, 364.0])).T
    assert start.mean() == pytest.approx(PRIOR.course[0], abs=0.05)
    assert end.mean() == pytest.approx(PRIOR.course[-1], abs=0.05)
    assert start.var() == pytest.approx(PRIOR.level_variance, rel=0.04)
    moved = PRIOR.level_variance + 2 * PRIOR.covariance + PRIOR.pace_variance
    assert end.var() == pytest.approx(moved, rel=0.04)


def test_a_score_has_the_error_of_the_prior_and_stays_on_the_scale() -> None:
    cohort = people.gather(PRIOR, draws(20_000), pain_above=-1)
    luck = cohort.draws.errors[:, :1]
    given = cohort.given(np.full((20_000, 1), 5.0), luck)
    # Whole points add a twelfth.
    assert given.var() == pytest.approx(PRIOR.noise_variance + 1 / 12, rel=0.04)
    assert cohort.given(np.full((20_000, 1), 11.0), luck).max() == 10
    assert cohort.seen(np.array([-1.0, 4.0, 12.0])).tolist() == [0, 4, 10]


def test_refuses_a_study_of_one_and_luck_that_does_not_fit() -> None:
    with pytest.raises(StudyImpossible, match="two people"):
        people.shapes(1, 3)
    luck = draws(10)
    with pytest.raises(StudyImpossible, match="a row"):
        replace(luck, errors=luck.errors[:5])
    with pytest.raises(StudyImpossible, match="a row"):
        replace(luck, traits=luck.traits[:5])


def test_refuses_where_too_few_have_pain_enough() -> None:
    with pytest.raises(StudyImpossible, match="too few"):
        people.gather(PRIOR, draws(10), pain_above=9.5)
