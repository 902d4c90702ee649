"""The bands hold what they say, of people whom the packaged priors draw."""

import json
from dataclasses import replace

import pytest
from validation.forecast import calibrate, cohorts, page
from validation.forecast.calibrate import coverage

from deqi.core.forecast.priors import Prior
from deqi.knowledge import forecasts, trajectory

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


def test_the_page_of_tables_says_what_was_measured() -> None:
    found = json.loads((calibrate.HERE / "results.json").read_text(encoding="utf-8"))
    assert calibrate.TABLES.read_text(encoding="utf-8") == page.write(found)


def test_what_was_measured_is_what_the_model_gives_today() -> None:
    found = json.loads((calibrate.HERE / "results.json").read_text(encoding="utf-8"))
    for place, (name, prior) in enumerate(PRIORS.items()):
        told = found["coverage"][place * len(cohorts.TRUTHS)]
        assert (told["prior"], told["truth"]) == (name, "as the model has it")
        today = coverage(prior, "as the model has it", place)
        for level, shares in today["held"].items():
            assert told["held"][level] == pytest.approx(shares, abs=0.11)


@pytest.mark.parametrize(
    "row", json.loads((calibrate.HERE / "responses.json").read_text())
)
def test_shares_of_responders_are_those_of_the_rows_named(row: dict) -> None:
    usual, treated = (trajectory.catalogue()[name].value for name in row["rows"])
    assert (row["usual"], row["treated"]) == pytest.approx((100 * usual, 100 * treated))
