"""What is learnt of many people: the sizes they were drawn with, and refusals."""

from dataclasses import replace

import numpy as np
import pytest

from deqi.core.forecast import populations
from deqi.core.forecast.panels import Panel
from deqi.core.forecast.populations import PopulationUnknown
from deqi.core.forecast.priors import Prior
from tests.core.test_forecast import PRIOR, UNTREATED

WEEKS = np.array([0.0, 2.0, 4.0, 8.0, 26.0, 52.0])


def drawn(people: int, *, missing: float = 0.0, prior: Prior = PRIOR) -> Panel:
    """Draw people from a prior, no end of the scale in the way; half are treated."""
    chance = np.random.default_rng(20261121)
    weeks = np.tile(WEEKS, (people, 1))
    treated = np.where(np.arange(people) % 2, 8.0, 0.0)
    spread = [[prior.level_variance, prior.covariance]]
    spread.append([prior.covariance, prior.pace_variance])
    own = chance.multivariate_normal([0, 0], spread, size=people)
    scores = np.interp(weeks, prior.weeks, prior.course) + own[:, :1]
    scores += own[:, 1:] * np.interp(weeks, prior.weeks, prior.pace)
    exposed = np.minimum(weeks, treated[:, None])
    kept = 1 - 0.002 * np.maximum(weeks - exposed, 0)
    scores -= 1.0 * np.clip(exposed / 8, 0, 1) * kept * (prior.gain is not None)
    scores += chance.normal(0, prior.noise_variance**0.5, size=scores.shape)
    gone = chance.random(scores.shape) < missing
    return Panel(
        np.where(gone, np.nan, weeks),
        np.where(gone, np.nan, scores),
        np.full(people, 52.0),
        treated,
    )


@pytest.mark.parametrize("missing", [0.0, 0.3])
def test_the_sizes_that_people_were_drawn_with_come_back(missing: float) -> None:
    found = populations.learn(drawn(20_000, missing=missing), PRIOR)
    assert found.course == pytest.approx(PRIOR.course, abs=0.08)
    assert found.gain == pytest.approx(-1.0, abs=0.08)
    assert found.spread[0] == pytest.approx([5.0, -3.0], abs=0.3)
    assert found.spread[1] == pytest.approx([-3.0, 6.0], abs=0.3)
    assert found.noise_variance == pytest.approx(1.0, abs=0.03)


def test_without_a_gain_none_is_looked_for() -> None:
    found = populations.learn(drawn(2_000, prior=UNTREATED), UNTREATED)
    assert found.gain is None
    assert found.onto(UNTREATED).gain is None


def test_what_was_learnt_takes_the_place_of_the_prior() -> None:
    found = populations.learn(drawn(5_000), PRIOR)
    prior = found.onto(PRIOR)
    assert prior.course == pytest.approx(tuple(found.course))
    assert prior.course_sd == (0, 0, 0)
    assert prior.covariance == found.spread[0, 1]
    assert prior.gain is not None
    assert (prior.gain.points, prior.gain.sd) == (found.gain, 0)
    assert prior.gain.full_weeks == 8


def test_people_who_do_not_differ_in_pace_can_be_learnt_from() -> None:
    """What is left of the pace is then as often below nothing as above."""
    still = replace(PRIOR, pace_variance=1e-9, covariance=0.0)
    for people in range(100, 120):
        found = populations.learn(drawn(people, prior=still), PRIOR)
        assert np.linalg.eigvalsh(found.spread).min() > 0
        assert found.spread[0, 0] == pytest.approx(5.0, abs=2.5)
        assert found.onto(PRIOR).pace_variance < 1


def test_the_order_of_people_does_not_matter() -> None:
    panel = drawn(500)
    turned = Panel(
        *(each[::-1] for each in (panel.weeks, panel.scores)),
        panel.now,
        panel.treated[::-1],
    )
    first, second = (populations.learn(each, PRIOR) for each in (panel, turned))
    assert first.course == pytest.approx(second.course)
    assert first.noise_variance == pytest.approx(second.noise_variance)


def only(panel: Panel, columns: list[int]) -> Panel:
    return replace(
        panel, weeks=panel.weeks[:, columns], scores=panel.scores[:, columns]
    )


@pytest.mark.parametrize(
    ("title", "panel"),
    [
        ("two times", only(drawn(50), [0, 5])),
        ("no time after the course has begun", only(drawn(50), [0, 0, 0, 0])),
        ("nobody differs", replace(drawn(50), scores=np.tile(np.arange(6.0), (50, 1)))),
    ],
)
def test_refuses_where_a_size_stays_open(title: str, panel: Panel) -> None:
    with pytest.raises(PopulationUnknown):
        populations.learn(panel, PRIOR)


def test_refuses_where_nobody_has_three_scores() -> None:
    panel = drawn(60)
    row, column = np.indices(panel.scores.shape)
    gone = (column != row % 6) & (column != (row + 3) % 6)
    spotted = replace(
        panel,
        weeks=np.where(gone, np.nan, panel.weeks),
        scores=np.where(gone, np.nan, panel.scores),
    )
    with pytest.raises(PopulationUnknown, match="three"):
        populations.learn(spotted, PRIOR)
