"""The bands hold what they say, of people whom the packaged priors draw."""

from dataclasses import replace

import pytest
from validation.forecast import cohorts
from validation.forecast.calibrate import coverage

from deqi.core.forecast.priors import Prior
from deqi.knowledge import forecasts

PRIORS = {each.id: each for each in forecasts.catalogue().values()}
GOAL = 2
"""Points by which a band may miss where the truth is the model's own."""


@pytest.mark.parametrize("prior", PRIORS.values(), ids=PRIORS)
def test_each_band_holds_its_share_of_people(prior: Prior) -> None:
    found = coverage(prior, "as the model has it", list(PRIORS).index(prior.id))
    for level, shares in found["held"].items():
        for share in shares:
            assert share == pytest.approx(100 * float(level), abs=GOAL)


def test_a_model_that_takes_its_noise_too_small_would_be_found_out() -> None:
    prior = PRIORS["nrs_chronic"]
    cohort = cohorts.draw(
        prior, cohorts.TRUTHS["as the model has it"], 4_000, seed=20261121
    )
    bold = replace(prior, noise_variance=prior.noise_variance / 2)
    low, high = cohorts.outlooks(cohort, bold).bands[0.95]
    assert ((low <= cohort.later) & (cohort.later <= high)).mean() < 0.95 - GOAL / 100
