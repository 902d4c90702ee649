"""The forecast: against the textbook's formula, at the ends, and in its properties."""

import math
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deqi.core.forecast import panels, persons
from deqi.core.forecast.panels import Panel, PanelImpossible
from deqi.core.forecast.persons import Treatment
from deqi.core.forecast.priors import Gain, Prior
from deqi.core.forecast.values import LEVELS, Band, Forecast, Outlook
from deqi.core.instruments import Measurement
from deqi.core.scales import Direction, Instrument, Method, Threshold

PAIN = Instrument(
    "PAIN", "pain", 0, 10, Direction.WORSE, Method.SINGLE, improvement=Threshold(2, 30)
)
WIDE = replace(PAIN, low=-1e6, high=1e6)
PRIOR = Prior(
    id="pain_chronic",
    instrument=PAIN,
    responder_percent=30,
    weeks=(0.0, 6.0, 52.0),
    course=(5.5, 4.5, 3.5),
    course_sd=(0.0, 0.7, 0.8),
    pace=(0.0, 0.6, 1.0),
    level_variance=5.0,
    pace_variance=6.0,
    covariance=-3.0,
    noise_variance=1.0,
    gain=Gain(-1.0, 0.35, 8.0, 0.002),
    sources=("Someone2020",),
)
UNTREATED = replace(PRIOR, gain=None)
DAY = date(2026, 9, 7)
NAN = math.nan


def people(*rows: tuple[list[float], list[float], float, float]) -> Panel:
    """Return a panel of people, each as weeks, scores, now and weeks treated."""
    return Panel(
        np.array([row[0] for row in rows], dtype=float).reshape(len(rows), -1),
        np.array([row[1] for row in rows], dtype=float).reshape(len(rows), -1),
        np.array([row[2] for row in rows], dtype=float),
        np.array([row[3] for row in rows], dtype=float),
    )


def one(
    scores: dict[float, float],
    *,
    now: float = 0,
    treated: float = 0,
    prior: Prior = PRIOR,
    horizon: float = 6,
) -> Forecast:
    panel = people((list(scores), list(scores.values()), now, treated))
    return panels.forecast(panel, prior, horizons=(horizon,)).of(0)[0]


def textbook(weeks: list[float], scores: list[float], then: float) -> tuple[float, ...]:
    """Return the untreated forecast by conditioning one joint normal at once."""
    times = np.array([*weeks, then])
    curve = (np.interp(times, PRIOR.weeks, part) for part in (PRIOR.pace, PRIOR.course))
    pace, course = curve
    doubt = np.interp(times, PRIOR.weeks, PRIOR.course_sd)
    joint = (
        5.0
        - 3.0 * np.add.outer(pace, pace)
        + 6.0 * np.outer(pace, pace)
        + np.outer(doubt, doubt)
        + np.eye(len(times))
    )
    pull = np.linalg.solve(joint[:-1, :-1], joint[:-1, -1])
    centre = course[-1] + pull @ (np.array(scores) - course[:-1])
    return float(centre), math.sqrt(joint[-1, -1] - pull @ joint[:-1, -1])


def test_it_is_the_conditional_normal_of_the_textbook() -> None:
    weeks, scores = [0.0, 1.5, 4.0, 7.0], [8.0, 6.5, 7.0, 5.0]
    prior = replace(UNTREATED, instrument=WIDE)
    panel = people((weeks, scores, 7.0, 0.0))
    found = panels.forecast(panel, prior, horizons=(5,)).usual_course
    centre, spread = textbook(weeks, scores, 12.0)
    assert found.latent_mean[0, 0] == pytest.approx(centre)
    assert found.latent_sd[0, 0] == pytest.approx(spread)
    assert found.mean[0, 0] == pytest.approx(centre)


def test_without_a_measurement_it_is_the_average_person() -> None:
    found = one({})
    assert found.measurements == 0
    assert found.anyway is None
    assert found.usual_course.mean == pytest.approx(4.5, abs=0.05)
    assert found.usual_course.probability_30_percent is None
    assert found.usual_course.probability_important is None
    assert found.probability_30_percent is None


@pytest.mark.parametrize("missing", [0, 1, 2])
def test_a_missing_measurement_is_as_if_never_planned(missing: int) -> None:
    weeks, scores = [0.0, 2.0, 4.0], [8.0, 7.0, 6.0]
    kept = {weeks[i]: scores[i] for i in range(3) if i != missing}
    gaps = [NAN if i == missing else w for i, w in enumerate(weeks)]
    holes = [NAN if i == missing else s for i, s in enumerate(scores)]
    panel = people((gaps, holes, 4.0, 4.0))
    with_gap = panels.forecast(panel, PRIOR, horizons=(6,)).of(0)[0]
    assert with_gap == one(kept, now=4, treated=4)


def test_treatment_adds_the_gain_in_full_after_its_weeks() -> None:
    prior = replace(PRIOR, instrument=WIDE)
    for horizon, gain in ((4, -0.5), (8, -1.0), (20, -1.0)):
        found = one({0: 6.0}, prior=prior, horizon=horizon)
        assert found.with_treatment is not None
        added = found.with_treatment.mean - found.usual_course.mean
        assert added == pytest.approx(gain)


def test_what_was_gained_stays_and_fades_when_treatment_stops() -> None:
    prior = replace(PRIOR, instrument=WIDE, gain=Gain(-1.0, 0.0, 8.0, 0.01))
    never = one({0: 6.0}, now=20, prior=prior, horizon=10).usual_course.mean
    once = one({0: 6.0}, now=20, treated=8, prior=prior, horizon=10).usual_course.mean
    assert once - never == pytest.approx(-1.0 * (1 - 0.01 * 22))
    long = one({0: 6.0}, now=20, treated=8, prior=prior, horizon=200).usual_course.mean
    assert long == pytest.approx(
        one({0: 6.0}, now=20, prior=prior, horizon=200).usual_course.mean
    )


def test_a_score_under_treatment_is_not_taken_for_a_good_course() -> None:
    """The same fall promises less for the time after where treatment explains it."""
    treated = one({0: 8, 6: 5}, now=6, treated=6, horizon=6).usual_course.mean
    alone = one({0: 8, 6: 5}, now=6, treated=0, horizon=6).usual_course.mean
    assert treated != pytest.approx(alone)


def test_without_a_known_gain_there_is_no_forecast_with_treatment() -> None:
    found = one({0: 6}, prior=UNTREATED)
    assert found.with_treatment is None
    assert found.probability_30_percent is None
    assert found.probability_important is None
    assert list(found.ways()) == [found.usual_course]
    assert len(list(one({0: 6}).ways())) == 2


def test_regression_to_the_mean_is_told_apart_from_the_average_course() -> None:
    high, low = one({0: 9}).anyway, one({0: 3}).anyway
    assert high is not None
    assert low is not None
    assert high.average == low.average < 0
    assert high.regression < 0 < low.regression
    assert high.change == pytest.approx(high.average + high.regression)


def test_what_comes_anyway_does_not_look_at_treatment_or_later_scores() -> None:
    early = one({0: 9}, now=4, treated=4).anyway
    assert one({0: 9, 4: 2}, now=4, treated=4).anyway == early


@pytest.mark.parametrize(
    ("title", "scores", "baseline"),
    [
        ("the last one up to the start", {-2: 9.0, -1: 8.0, 3: 4.0}, 8.0),
        ("on the first day itself", {0: 7.0, 3: 4.0}, 7.0),
        ("the first one after, where none is before", {1: 6.0, 3: 4.0}, 6.0),
        ("none", {}, NAN),
    ],
)
def test_baseline_is(title: str, scores: dict[float, float], baseline: float) -> None:
    panel = people((list(scores), list(scores.values()), 3.0, 3.0))
    found = panels.forecast(panel, PRIOR, horizons=(6,)).baseline
    np.testing.assert_array_equal(found, [baseline])


def test_a_chance_is_the_share_of_scores_up_to_the_goal() -> None:
    found = one({0: 8.0}, prior=UNTREATED)
    panel = people(([0.0], [8.0], 0.0, 0.0))
    outlooks = panels.forecast(panel, UNTREATED, horizons=(6,)).usual_course
    middle, sd = outlooks.latent_mean[0, 0], outlooks.latent_sd[0, 0]
    for goal, chance in (
        (5.6, found.usual_course.probability_30_percent),
        (6.0, found.usual_course.probability_important),
    ):
        assert chance == pytest.approx(
            math.erfc((middle - goal) / sd / math.sqrt(2)) / 2
        )


@pytest.mark.parametrize(
    ("title", "rule", "baseline", "sign"),
    [
        ("no rule", Threshold(), 6.0, "none"),
        ("points alone, out of reach", Threshold(absolute=2), 1.0, "zero"),
        ("points alone", Threshold(absolute=2), 6.0, "some"),
        ("per cent alone", Threshold(percent=30), 6.0, "some"),
        ("nobody gets better from the best score", Threshold(2, 30), 0.0, "none"),
    ],
)
def test_important_change(
    title: str, rule: Threshold, baseline: float, sign: str
) -> None:
    prior = replace(PRIOR, instrument=replace(PAIN, improvement=rule))
    found = one({0: baseline}, prior=prior).probability_important
    if sign == "none":
        assert found is None
    else:
        assert found is not None
        assert (found == 0) is (sign == "zero")
        assert 0 <= found < 1


def test_a_score_at_the_floor_says_there_or_below() -> None:
    """The first two moments of a tail, held against sums over a fine grid."""
    prior = replace(UNTREATED, covariance=0.0, pace_variance=1e-12)
    prior = replace(prior, course_sd=(0.0, 0.0, 0.0), course=(2.0, 2.0, 2.0))
    panel = people(([0.0], [0.0], 0.0, 0.0))
    found = panels.forecast(panel, prior, horizons=(1,)).usual_course
    level = np.linspace(-20, 24, 400_001)
    weight = np.exp(-((level - 2) ** 2) / 2 / 5)
    weight *= np.array([math.erfc(x / math.sqrt(2)) / 2 for x in level])
    mean = np.average(level, weights=weight)
    variance = np.average((level - mean) ** 2, weights=weight)
    assert found.latent_mean[0, 0] == pytest.approx(mean, abs=1e-6)
    assert found.latent_sd[0, 0] == pytest.approx(math.sqrt(variance + 1), abs=1e-6)


def test_floor_and_ceiling_mirror_each_other() -> None:
    flat = replace(UNTREATED, course=(5.0, 5.0, 5.0))
    bottom, top = one({0: 0}, prior=flat), one({0: 10}, prior=flat)
    assert bottom.usual_course.mean == pytest.approx(10 - top.usual_course.mean)
    assert bottom.usual_course.low == pytest.approx(10 - top.usual_course.high)


@pytest.mark.parametrize("end", [0.0, 10.0])
def test_a_score_that_was_all_but_impossible_breaks_nothing(end: float) -> None:
    sure = replace(
        UNTREATED,
        course=(10 - end,) * 3,
        level_variance=1e-4,
        covariance=0.0,
        noise_variance=1e-3,
    )
    found = one({0: end}, prior=sure).usual_course
    assert 0 <= found.low <= found.mean <= found.high <= 10


SCORES = st.lists(
    st.tuples(st.integers(0, 30), st.integers(0, 10)), min_size=0, max_size=6
)


@settings(max_examples=60, deadline=None)
@given(SCORES, st.randoms(use_true_random=False))
def test_bands_stay_on_the_scale_and_rows_have_no_order(rows, random) -> None:
    shuffled = random.sample(rows, len(rows))
    first, second = (
        panels.forecast(
            people(([float(w) for w, _ in each], [float(s) for _, s in each], 30, 30)),
            PRIOR,
            horizons=(0, 6, 300),
        ).of(0)
        for each in (rows, shuffled)
    )
    assert first == second
    for outlook in (way for found in first for way in found.ways()):
        ends = [end for band in outlook.bands for end in (band.low, band.high)]
        assert all(0 <= end <= 10 for end in (outlook.mean, *ends))
        widths = [band.high - band.low for band in outlook.bands]
        assert widths == sorted(widths)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(1, 9), min_size=2, max_size=5), st.integers(0, 9))
def test_a_better_latest_score_never_makes_the_forecast_worse(scores, better) -> None:
    latest = min(better, scores[-1])
    weeks = [2.0 * place for place in range(len(scores))]
    told = [
        one(dict(zip(weeks, map(float, row), strict=True)), now=weeks[-1])
        for row in (scores, [*scores[:-1], latest])
    ]
    assert told[1].usual_course.mean <= told[0].usual_course.mean + 1e-9
    chances = [each.probability_30_percent for each in told]
    assert chances[1] >= chances[0] - 1e-9


def test_a_panel_is_its_people_one_by_one() -> None:
    rows = [
        ([0.0, 3.0], [8.0, 0.0], 3.0, 3.0),
        ([NAN, NAN], [NAN, NAN], 5.0, 0.0),
        ([-1.0, NAN], [10.0, NAN], 0.0, 0.0),
    ]
    whole = panels.forecast(people(*rows), PRIOR, horizons=(4, 13))
    for place, row in enumerate(rows):
        alone = panels.forecast(people(row), PRIOR, horizons=(4, 13)).of(0)
        for apart, together in zip(alone, whole.of(place), strict=True):
            assert apart.usual_course.mean == pytest.approx(together.usual_course.mean)
            assert apart.measurements == together.measurements


def array(*values: float) -> npt.NDArray[np.float64]:
    return np.array(values)


@pytest.mark.parametrize(
    ("title", "change"),
    [
        ("weeks in one row", {"weeks": array(0.0), "scores": array(1.0)}),
        ("more scores than weeks", {"scores": np.zeros((1, 2))}),
        ("more people now", {"now": array(1, 1)}),
        ("more people treated", {"treated": array(0, 0)}),
        ("a score without its week", {"weeks": array(NAN).reshape(1, 1)}),
        ("no week of the forecast", {"now": array(NAN)}),
        ("treated for less than nothing", {"treated": array(-1)}),
        ("treated in time to come", {"treated": array(3)}),
        ("measured in time to come", {"weeks": array(3.0).reshape(1, 1)}),
    ],
)
def test_refuses_a_panel_that_does_not_fit(
    title: str, change: dict[str, npt.NDArray[np.float64]]
) -> None:
    with pytest.raises(PanelImpossible):
        replace(people(([0.0], [5.0], 2.0, 0.0)), **change)


@pytest.mark.parametrize(
    ("title", "score", "horizons"),
    [
        ("above the scale", 11.0, (6,)),
        ("below the scale", -1.0, (6,)),
        ("no horizon", 5.0, ()),
        ("a horizon that has passed", 5.0, (-1,)),
    ],
)
def test_refuses_to_forecast(
    title: str, score: float, horizons: tuple[float, ...]
) -> None:
    panel = people(([0.0], [score], 2.0, 0.0))
    with pytest.raises(PanelImpossible):
        panels.forecast(panel, PRIOR, horizons=horizons)


def measured(*scores: tuple[int, float, str]) -> list[Measurement]:
    return [
        Measurement(DAY + timedelta(days=day), instrument, score)
        for day, score, instrument in scores
    ]


def test_one_person_by_dates_is_a_panel_of_one() -> None:
    found = persons.forecast(
        measured((0, 8, "PAIN"), (14, 6, "PAIN"), (3, 1, "OTHER"), (99, 1, "PAIN")),
        PRIOR,
        treatment=Treatment(DAY, DAY + timedelta(days=14)),
        today=DAY + timedelta(days=21),
        horizons=(6,),
    )
    assert found == (one({0: 8, 2: 6}, now=3, treated=2),)
    assert found[0].instrument == "PAIN"
    assert found[0].prior == "pain_chronic"
    assert found[0].sources == ("Someone2020",)
    assert not found[0].reviewed


@pytest.mark.parametrize("until", [None, DAY, DAY + timedelta(days=30)])
def test_before_the_first_session_nothing_is_gained(until: date | None) -> None:
    found = persons.forecast(
        measured((-7, 8, "PAIN")),
        PRIOR,
        treatment=Treatment(DAY, until),
        today=DAY - timedelta(days=7),
        horizons=(6,),
    )
    assert found == (one({-1: 8}, now=-1),)


def test_refuses_a_treatment_that_ends_before_it_begins() -> None:
    with pytest.raises(ValueError, match="begins"):
        Treatment(DAY, DAY - timedelta(days=1))


@pytest.mark.parametrize("band", [(0, 1, 2), (1, 1, 2), (0.5, 2, 1), (0.5, NAN, 1)])
def test_refuses_a_band_that_is_none(band: tuple[float, float, float]) -> None:
    with pytest.raises(ValueError, match="a band"):
        Band(*band)


def test_an_outlook_is_read_by_level() -> None:
    bands = tuple(Band(level, 5 - level, 5 + level) for level in LEVELS)
    outlook = Outlook(5.0, bands, None, None)
    assert (outlook.low, outlook.high) == (4.2, 5.8)
    with pytest.raises(KeyError):
        outlook.band(0.9)
