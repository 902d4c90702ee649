"""The priors of the packaged records: sourced, unreviewed, and made of the rows named."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from deqi.core.conditions import Stage
from deqi.knowledge import forecasts, instruments, loader, sources
from deqi.knowledge.forecasts import figures
from deqi.knowledge.schema import Record, UnreadableRecord

CATALOGUE = forecasts.catalogue()
KEYS = [
    ("NRS", Stage.ACUTE),
    ("NRS", Stage.SUBACUTE),
    ("NRS", Stage.CHRONIC),
    ("PEG", Stage.CHRONIC),
    ("RMDQ24", Stage.CHRONIC),
]


def record(name: str = "nrs_chronic") -> Record:
    return loader.records("forecasts", "priors.toml")[name]


def read(name: str, **changed: object) -> figures.Told:
    """Read a record in which some fields are changed, or left out where None."""
    kept = {**record(name).fields, **changed}
    fields = {key: value for key, value in kept.items() if value is not None}
    made = replace(record(name), fields=fields)
    return figures.read(made, instruments.catalogue()[made.text("instrument")])


def test_there_is_a_prior_for_what_the_rows_tell_of_and_no_more() -> None:
    assert set(CATALOGUE) == set(KEYS)


@pytest.mark.parametrize("key", KEYS)
def test_every_prior_has_known_sources_and_awaits_review(
    key: tuple[str, Stage],
) -> None:
    prior = CATALOGUE[key]
    assert prior.sources
    assert set(prior.sources) <= set(sources.catalogue())
    assert not prior.reviewed
    assert forecasts.provenance()[prior.id].sources


def test_a_gain_is_known_for_lasting_pain_only() -> None:
    assert {stage for (_, stage), each in CATALOGUE.items() if each.gain} == {
        Stage.CHRONIC
    }


def test_pain_takes_course_and_gain_from_the_reviews_named() -> None:
    """51 to 33 and 56 to 48 of 100 by week 6; a gain of 10.26 (3.40 to 17.11)."""
    told = read("nrs_chronic").published
    assert dict(told.curves[0])[6] == pytest.approx(-1.8)
    assert dict(told.curves[1])[6] == pytest.approx(-0.8)
    assert told.starts[:2] == pytest.approx((5.1, 5.6))
    assert (told.start_sd, told.end_sd) == pytest.approx((2.4, 2.4))
    assert told.gain is not None
    assert told.gain.points == pytest.approx(-1.026)
    assert told.gain.sd == pytest.approx(1.371 / 2 / 1.96, abs=1e-4)
    assert told.gain.full_weeks == 8
    assert told.gain.fade_per_week == pytest.approx(0.011 * 2.4 / 1.026 / 13)


def test_a_correlation_is_turned_into_a_slope_by_the_spreads() -> None:
    spread = "trajectory:usual_course_dataex_usual_care_rmdq_w52"
    told = read("nrs_chronic", end_sd=spread).published
    assert told.slopes[0] == (8, 0.25)
    assert told.slopes[2] == (260, pytest.approx(0.398 * told.end_sd / 2.4))


def test_disability_is_moved_from_23_items_to_24() -> None:
    told = read("rmdq_chronic").published
    assert told.starts[0] == pytest.approx(11.0 * 24 / 23)
    assert dict(told.curves[0])[8] == pytest.approx(-2.1 * 24 / 23)
    assert dict(told.curves[1]) == pytest.approx({0: 0, 13: -2.0, 26: -2.1, 52: -1.8})


def test_trials_that_lie_apart_make_the_gain_more_doubtful() -> None:
    gain = read("rmdq_chronic").published.gain
    assert gain is not None
    cherkin, debar = -(2.38 + 2.44) / 2 * 24 / 23, -1.0
    assert gain.points == pytest.approx((cherkin + debar) / 2)
    assert gain.sd > abs(cherkin - debar) / 2


def test_a_gain_without_interval_takes_its_error_from_arms_and_spread() -> None:
    one_row = [["debar_2025_usual_care_peg_change_w13"]]
    gain = read("peg_chronic", gain_rows=one_row).published.gain
    assert gain is not None
    assert gain.points == pytest.approx(-0.8)
    spread = figures.spread("peg_spread")
    assert gain.sd == pytest.approx(spread * (2 * 3 / 800) ** 0.5)


def test_spread_and_error_of_peg_are_the_middle_of_their_ranges() -> None:
    assert figures.spread("peg_spread") == pytest.approx(0.85 / 0.35)
    assert figures.spread("peg_error") == pytest.approx(1.0)


def test_one_review_alone_borrows_the_doubt_of_two() -> None:
    told = read("nrs_subacute").published
    assert len(told.curves) == 1
    assert told.doubted == read("nrs_acute").published.curves


NO_SCALE = "trajectory:usual_course_henschke2008_recovery_from_disability"
SPOILT: Mapping[str, tuple[str, dict[str, object]]] = {
    "a row that is not there": ("nrs_chronic", {"starts": ["trajectory:nothing"]}),
    "a row without a scale": ("nrs_chronic", {"starts": [NO_SCALE]}),
    "a row without a spread": (
        "nrs_chronic",
        {"start_sd": "baselines:cherkin_2001_all_rmdq"},
    ),
    "a spread that is not there": ("nrs_chronic", {"end_sd": "nothing"}),
    "a slope that is a baseline": (
        "nrs_chronic",
        {"slopes": ["baselines:cherkin_2001_all_rmdq"]},
    ),
    "a slope without a week": (
        "nrs_chronic",
        {"slopes": ["trajectory:correlation_walters2019_all_many"]},
    ),
    "a course that nobody told": ("nrs_chronic", {"curves": [{"study": "Nobody"}]}),
    "a pool without an interval": (
        "nrs_chronic",
        {"gain_pool": "mu_2020_usual_care_sf_12_physical"},
    ),
    "a pool without an estimate": (
        "nrs_chronic",
        {"gain_pool": "mu_2020_sham_pain_vas_0_100"},
    ),
    "the end of a scale that is no number": ("nrs_chronic", {"gain_low": "nought"}),
    "a gain that does not say when it is full": (
        "nrs_chronic",
        {"gain_full": "kennedy_2008_sham_tablets"},
    ),
    "a gain that fades like a baseline": (
        "nrs_chronic",
        {"fade": "baselines:cherkin_2001_all_rmdq"},
    ),
    "rows that are no groups": ("peg_chronic", {"gain_rows": "one"}),
    "a row without interval and count": (
        "peg_chronic",
        {"gain_rows": [["cherkin_2001_massage_rmdq_w10"]]},
    ),
    "a row without any difference": (
        "peg_chronic",
        {"gain_rows": [["haake_2007_usual_care_response_w26"]]},
    ),
}


@pytest.mark.parametrize("title", SPOILT)
def test_refuses(title: str) -> None:
    name, changed = SPOILT[title]
    with pytest.raises(UnreadableRecord):
        read(name, **changed)


def test_refuses_two_priors_of_one_instrument_and_stage(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    one = forecasts._every()["nrs_chronic"]
    monkeypatch.setattr(forecasts, "_every", lambda: {"a": one, "b": one})
    with pytest.raises(UnreadableRecord, match="has a prior"):
        forecasts.catalogue.__wrapped__()


@pytest.mark.parametrize("instrument", ["RMDQ24", "PEG"])
@pytest.mark.parametrize(
    ("title", "values", "is_own"),
    [
        ("on the line", {"age": 65}, True),
        ("above it", {"age": 80}, True),
        ("below it", {"age": 64}, False),
        ("not known", {"age": None}, False),
        ("not asked", {}, False),
    ],
)
def test_people_of_65_and_over_have_a_prior_of_their_own(
    instrument: str, title: str, values: Mapping[str, object], is_own: bool
) -> None:
    found = forecasts.choose(instrument, Stage.CHRONIC, values)
    assert found is not None
    assert found.id.endswith("_older") is is_own
    assert is_own or found is CATALOGUE[instrument, Stage.CHRONIC]
    assert found is forecasts.by_id()[found.id]


def test_pain_has_one_prior_for_all_ages_and_some_stages_have_none() -> None:
    pain = forecasts.choose("NRS", Stage.CHRONIC, {"age": 80})
    assert pain is CATALOGUE["NRS", Stage.CHRONIC]
    assert forecasts.choose("PEG", Stage.ACUTE, {"age": 80}) is None


def test_the_older_change_as_their_own_trial_says() -> None:
    told = read("rmdq_chronic_older").published
    assert [dict(each) for each in told.curves] == [
        pytest.approx({0: 0, 13: -2.0, 26: -2.1, 52: -1.8})
    ]
    assert told.gain is not None
    assert told.gain.points == pytest.approx(-(1.4 + 1.0) / 2)
    assert told.gain.full_weeks == 13
    peg = read("peg_chronic_older").published
    assert [dict(each) for each in peg.curves] == [
        pytest.approx({0: 0, 13: -0.6, 26: -0.6})
    ]


def test_what_the_older_leave_open_is_that_of_everybody() -> None:
    for name in ("rmdq_chronic", "peg_chronic"):
        own, all_ages = read(f"{name}_older").published, read(name).published
        for part in ("starts", "start_sd", "end_sd", "noise_share", "slopes"):
            assert getattr(own, part) == getattr(all_ages, part)
        assert own.doubted == all_ages.curves
