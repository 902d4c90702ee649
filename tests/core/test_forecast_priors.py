"""From published figures to a prior: the moments it must give back, and refusals."""

import math
from dataclasses import replace

import pytest

from deqi.core.forecast import normal, priors
from deqi.core.forecast.priors import Gain, Prior, PriorImpossible, Published
from deqi.core.scales import Direction, Instrument, Method, Threshold

PAIN = Instrument(
    "PAIN", "pain", 0, 10, Direction.WORSE, Method.SINGLE, improvement=Threshold(2, 30)
)
FIRST = ((0.0, 0.0), (6.0, -1.0), (52.0, -2.0))
SECOND = ((0.0, 0.0), (6.0, -2.0), (52.0, -3.0))
PUBLISHED = Published(
    starts=(5.0, 6.0),
    start_sd=2.0,
    end_sd=2.4,
    noise_share=0.25,
    slopes=((52.0, 0.5),),
    curves=(FIRST, SECOND),
)


def derive(published: Published = PUBLISHED) -> Prior:
    return priors.derive(published, PAIN, name="pain", responder_percent=30)


def test_the_mean_course_comes_out_as_published_once_the_scale_cuts_it() -> None:
    prior = derive()
    assert prior.weeks == (0, 6, 52)
    for latent, share, seen in zip(
        prior.course, prior.pace, (5.5, 4.0, 3.0), strict=True
    ):
        whole = 3.0 + 2 * prior.covariance * share + prior.pace_variance * share**2
        cut = normal.clipped_mean(latent, math.sqrt(whole + 1.0), low=0, high=10)
        assert cut == pytest.approx(seen, abs=1e-9)


def test_spreads_and_slope_come_out_as_published() -> None:
    prior = derive()
    within = prior.level_variance - 0.5  # less what the two starts differ
    assert within + prior.noise_variance == pytest.approx(2.0**2)
    assert within + prior.covariance == pytest.approx(0.5 * 2.0**2)
    whole = within + 2 * prior.covariance + prior.pace_variance + prior.noise_variance
    assert whole == pytest.approx(2.4**2)


def test_the_distance_between_studies_is_the_doubt_of_the_course() -> None:
    prior = derive()
    assert prior.course_sd == pytest.approx((0, math.sqrt(0.5), math.sqrt(0.5)))
    borrowed = derive(replace(PUBLISHED, curves=(FIRST,), doubted=(FIRST, SECOND)))
    assert borrowed.course_sd == pytest.approx(prior.course_sd)


def test_a_mean_that_stands_still_does_not_say_that_nobody_moves_any_more() -> None:
    still = ((0.0, 0.0), (6.0, -2.0), (52.0, -2.0))
    prior = derive(replace(PUBLISHED, curves=(still,), doubted=(FIRST, SECOND)))
    assert prior.pace == pytest.approx((0, 0.6, 1))


def test_a_course_that_turns_has_a_pace_of_one_at_most_and_none_at_least() -> None:
    turning = ((0.0, 0.0), (2.0, 0.5), (6.0, -3.0), (52.0, -2.0))
    prior = derive(replace(PUBLISHED, curves=(turning, turning)))
    assert prior.pace == (0, 0, 1, 1)


@pytest.mark.parametrize(
    ("title", "change"),
    [
        ("no start", {"starts": ()}),
        ("no slope", {"slopes": ()}),
        ("no curve", {"curves": ()}),
        ("all is noise", {"noise_share": 1.0}),
        ("no noise", {"noise_share": 0.0}),
        ("no spread at the end", {"end_sd": 0.0}),
        ("a curve that begins late", {"curves": (FIRST[1:], SECOND)}),
        ("a doubted curve that begins late", {"doubted": (FIRST[1:], SECOND)}),
        ("one curve alone", {"curves": (FIRST,)}),
        ("a slope of the start only", {"slopes": ((0.0, 0.5),)}),
        ("a spread that falls too far", {"end_sd": 0.5}),
        ("a later score that mirrors the first", {"slopes": ((52.0, -1.5),)}),
        ("a course that does not move", {"curves": (((0.0, 0.0),),) * 2}),
        ("a mean beyond the scale", {"starts": (1.0,)}),
    ],
)
def test_refuses_figures_that_contradict_each_other(
    title: str, change: dict[str, object]
) -> None:
    with pytest.raises(ValueError, match=r"prior|curve|share|slope|course|within"):
        derive(replace(PUBLISHED, **change))


@pytest.mark.parametrize(
    ("title", "change"),
    [
        ("a week without its course", {"course": (5.0,)}),
        ("level and pace too close", {"covariance": -9.0}),
        ("no noise", {"noise_variance": 0.0}),
    ],
)
def test_refuses_a_prior_that_no_people_can_have(
    title: str, change: dict[str, object]
) -> None:
    with pytest.raises(PriorImpossible):
        replace(derive(), **change)


@pytest.mark.parametrize(
    "figures", [(-1.0, 0.3, 0.0, 0.0), (-1.0, 0.3, 8.0, -0.1), (-1.0, -0.3, 8.0, 0.0)]
)
def test_refuses_a_gain_that_cannot_be(figures: tuple[float, ...]) -> None:
    with pytest.raises(PriorImpossible):
        Gain(*figures)


def test_a_curve_runs_straight_between_its_weeks_and_level_outside() -> None:
    found = [priors.at(FIRST, week) for week in (-3, 0, 3, 29, 52, 90)]
    assert found == pytest.approx([0, 0, -0.5, -1.5, -2, -2])


def test_one_value_alone_does_not_spread() -> None:
    assert priors.deviation([3.0]) == 0
    assert priors.deviation([1.0, 3.0]) == pytest.approx(math.sqrt(2))


def test_what_the_prior_says_of_its_instrument() -> None:
    assert derive().range == (0, 10)
    assert derive().improvement == Threshold(2, 30)


def test_quantiles_give_back_their_shares() -> None:
    """Source: the standard normal's quantiles as any table prints them."""
    assert normal.quantile(0.5) == pytest.approx(0, abs=1e-12)
    assert normal.quantile(0.9) == pytest.approx(1.2815515655446004)
    assert normal.quantile(0.975) == pytest.approx(1.959963984540054)


def test_the_ends_of_a_scale_hold_what_lies_beyond() -> None:
    assert normal.clipped_mean(5, 1, low=0, high=10) == pytest.approx(5)
    assert normal.clipped_mean(0, 1, low=0, high=10) == pytest.approx(
        1 / math.sqrt(2 * math.pi)
    )
    assert normal.clipped_mean(99, 1, low=0, high=10) == pytest.approx(10)


@pytest.mark.parametrize("seen", [0.05, 0.6, 5.0, 9.9])
def test_the_latent_mean_gives_back_the_mean_seen(seen: float) -> None:
    latent = normal.latent_mean(seen, 2.4, low=0, high=10)
    assert normal.clipped_mean(latent, 2.4, low=0, high=10) == pytest.approx(seen)


@pytest.mark.parametrize("seen", [0, 10, -1, 11])
def test_no_normal_has_its_mean_at_an_end(seen: float) -> None:
    with pytest.raises(ValueError, match="within its scale"):
        normal.latent_mean(seen, 2.4, low=0, high=10)
