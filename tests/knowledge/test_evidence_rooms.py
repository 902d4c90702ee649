"""The rooms of evidence: every row of the dossier is in, and no remembered figure."""

import csv
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import fields, is_dataclass

import pytest

from deqi.evidence.comparators import Comparator
from deqi.evidence.dossier import Estimate, ImpossibleEstimate, Stance, Topic
from deqi.knowledge import (
    adverse_events,
    baselines,
    claims,
    conditions,
    guidelines,
    important_changes,
    loader,
    pools,
    predictors,
    sources,
    trajectory,
    trials,
)
from tests.shared import SHARED, needs_shared

EVIDENCE = SHARED / "knowledge" / "evidence"

ROOMS = {
    room.__name__.rpartition(".")[2]: room
    for room in (
        adverse_events,
        baselines,
        claims,
        guidelines,
        important_changes,
        pools,
        predictors,
        trajectory,
        trials,
    )
}

DRAFTS = {
    "adverse_events": ("adverse_events.csv", 34, 3),
    "baselines": ("baseline.csv", 31, 0),
    "claims": ("claims.csv", 98, 0),
    "guidelines": ("guidelines.csv", 14, 0),
    "important_changes": ("mcid.csv", 19, 0),
    "pools": ("pooled.csv", 57, 2),
    "predictors": ("predictors.csv", 236, 0),
    "trajectory": ("trajectory.csv", 105, 2),
    "trials": ("trials.csv", 108, 2),
}
"""Draft of each room, its rows, and how many more the room has."""

SAME_NAME = {
    "adverse_events": "n_patients n_treatments events rate ci_lo ci_hi year",
    "baselines": "n mean sd age_mean age_sd female_pct duration_years year",
    "pools": "k n ci_lo ci_hi i2 year",
    "predictors": "beta se p",
    "trajectory": "n value lo hi",
    "trials": "n_t mean_t sd_t n_c mean_c sd_c events_t events_c md md_lo md_hi"
    " scale_min scale_max timepoint_weeks year",
    "guidelines": "date",
    "claims": "verdict kind",
}
"""Columns that hold the same in draft and room."""


def draft(file: str) -> list[dict[str, str]]:
    """Return the rows of a draft."""
    with (EVIDENCE / file).open(encoding="utf-8") as opened:
        return list(csv.DictReader(opened))


def numbers_in(value: object) -> set[float]:
    """Return every number that a value holds, however deep."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return {abs(float(value))}
    if isinstance(value, tuple | list):
        return set().union(*(numbers_in(each) for each in value))
    if is_dataclass(value) and not isinstance(value, type):
        held = [getattr(value, f.name) for f in fields(value) if f.name != "year"]
        return numbers_in(tuple(held))
    return set()


@pytest.mark.parametrize("room", ROOMS)
def test_every_row_of_the_draft_is_a_record(room: str) -> None:
    _, rows, more = DRAFTS[room]
    assert len(ROOMS[room].catalogue()) == rows + more


@needs_shared
@pytest.mark.parametrize("room", SAME_NAME)
def test_no_figure_of_the_drafts_is_lost_or_changed(room: str) -> None:
    columns = SAME_NAME[room].split()
    drafted = draft(DRAFTS[room][0])
    ours = loader.rows(room, f"{room}.csv")
    differ = {
        (held["id"], column): (said[column], held[column])
        for said, held in zip(drafted, ours, strict=False)
        for column in columns
        if said[column] != held[column]
    }
    assert differ == {}


@needs_shared
def test_important_changes_keep_their_values_and_ranges() -> None:
    drafted = [row["value"].partition("-") for row in draft("mcid.csv")]
    held = loader.rows("important_changes", "important_changes.csv")
    assert [row["value"] for row in held] == [low for low, _, _ in drafted]
    ranges = {row["id"]: row["value_high"] for row in held if row["value_high"]}
    assert ranges == {"peg": "1.75", "nih_rtf_impact_score": "7.5"}


@pytest.mark.parametrize("room", ROOMS)
def test_every_record_is_unreviewed_and_names_listed_sources(room: str) -> None:
    for key, origin in ROOMS[room].provenance().items():
        assert not origin.is_reviewed, key
        assert set(origin.source_ids) <= set(sources.catalogue()), key


def test_no_loader_hands_out_a_figure_that_is_only_remembered() -> None:
    tried = 0
    for name, room in ROOMS.items():
        values: Mapping[str, object] = room.catalogue()
        for key, value in values.items():
            remembered = getattr(value, "memory", "")
            told = {abs(float(n)) for n in re.findall(r"\d+(?:\.\d+)?", remembered)}
            assert not told & numbers_in(value), f"{name}:{key}"
            tried += bool(told)
    assert tried >= 12


def test_what_rests_on_memory_alone_holds_no_number_at_all() -> None:
    remembered = [
        value
        for room in (adverse_events, pools, guidelines)
        for value in room.catalogue().values()
        if value.certainty == "memory"
    ]
    assert len(remembered) == 9
    assert [each.id for each in remembered if numbers_in(each)] == []
    assert all(each.memory for each in remembered)


@needs_shared
def test_every_row_that_the_draft_marks_as_memory_is_marked_here() -> None:
    for room, file in (("pools", "pooled.csv"), ("adverse_events",) * 2,
                       ("guidelines",) * 2):  # fmt: skip
        name = file if file.endswith(".csv") else f"{file}.csv"
        marked = [row["seen"] == "memory" for row in draft(name)]
        held = [v.certainty == "memory" for v in ROOMS[room].catalogue().values()]
        assert held[: len(marked)] == marked


def shingles(text: str, length: int = 6) -> set[tuple[str, ...]]:
    """Return every run of words."""
    words = re.findall(r"[a-zäöü]+", text.casefold())
    return {tuple(words[i : i + length]) for i in range(len(words) - length + 1)}


@needs_shared
@pytest.mark.parametrize(
    ("room", "columns", "drafted"),
    [
        ("claims", ("claim", "why"), ("claim", "why")),
        ("trials", ("note",), ("quote_of_figures",)),
        ("pools", ("note",), ("note",)),
        ("adverse_events", ("note",), ("note",)),
        ("guidelines", ("note",), ("note", "recommendation")),
        ("trajectory", ("note",), ("note",)),
    ],
)
def test_no_wording_of_the_drafts_is_copied(
    room: str, columns: tuple[str, ...], drafted: tuple[str, ...]
) -> None:
    theirs = set().union(
        *(shingles(row[c]) for row in draft(DRAFTS[room][0]) for c in drafted)
    )
    copied = {
        row["id"]: hit
        for row in loader.rows(room, f"{room}.csv")
        if (hit := set().union(*(shingles(row[c]) for c in columns)) & theirs)
    }
    assert copied == {}


def test_every_condition_is_of_the_catalogue() -> None:
    known = {*conditions.catalogue(), ""}
    for room in (trials, pools, guidelines):
        named = {value.condition_id for value in room.catalogue().values()}
        assert named <= known
        assert "low_back_pain" in named


def test_pools_that_mix_kinds_of_control_have_none() -> None:
    kinds = {key: pool.comparator for key, pool in pools.catalogue().items()}
    assert kinds["skelly_2020_mixed_function_early"] is None
    assert kinds["vickers_2012_back_and_neck_no_acupuncture_pain"] is None
    assert kinds["mu_2020_usual_care_pain_vas_0_100"] is Comparator.USUAL_CARE


def test_shares_of_two_arms_stay_apart() -> None:
    found = pools.catalogue()["linde_2016_sham_headache_frequency_at_least_halved"]
    assert found.shares == (0.52, 0.43)
    assert found.estimate is None


def test_guidelines_disagree_and_the_records_say_so() -> None:
    stances = Counter(each.stance for each in guidelines.catalogue().values())
    assert stances == {
        Stance.FOR: 6,
        Stance.AGAINST: 1,
        Stance.OPEN: 2,
        Stance.NOT_ADDRESSED: 1,
        Stance.COVERED: 2,
        Stance.NOT_COVERED: 1,
        Stance.UNKNOWN: 1,
    }


def test_a_guideline_that_was_replaced_names_what_holds_now() -> None:
    held = guidelines.catalogue()
    replaced = {each.superseded_by for each in held.values()} - {""}
    assert replaced == {"nice_ng59_2016"} <= set(held)


def test_the_misprinted_rate_stands_beside_the_right_one() -> None:
    bleeding = adverse_events.catalogue()["mcculloch_2015_moderate_bleeding"]
    assert (bleeding.rate, bleeding.printed, bleeding.per) == (0.025, 0.003, 100)
    assert (bleeding.events, bleeding.treatments, bleeding.unit) == (
        1,
        3974,
        "treatments",
    )
    assert bleeding.derived


def test_rates_say_what_they_are_per() -> None:
    found = adverse_events.catalogue()
    assert found["baumler_2021_serious_per_patient"].per == 10_000
    assert found["hsieh_2023_major_bleeding"].unit == "needles"
    assert found["witt_2009_any"].per is None
    assert all((each.rate is None) == (each.per is None) for each in found.values())


def test_the_odds_of_bleeding_have_rows_of_their_own() -> None:
    found = adverse_events.catalogue()
    warfarin = found["hsieh_2023_major_bleeding_warfarin"]
    assert warfarin.exposure == "warfarin"
    assert warfarin.odds_ratio == Estimate(4.95, 2.55, 7.64)
    assert found["mcculloch_2015_spot_bleeding"].odds_ratio is None


def test_two_reviews_of_the_course_part() -> None:
    points = trajectory.catalogue().values()
    at_a_year = {
        each.study: each.value
        for each in points
        if each.topic is Topic.USUAL_COURSE
        and each.population == "persistent low back pain"
        and each.weeks == 52
    }
    assert at_a_year == {"MenezesCosta2012": 23, "Wallwork2024": 40}


def test_kinds_of_important_change_stay_apart() -> None:
    kinds = Counter(each.kind for each in important_changes.catalogue().values())
    assert kinds == {"within_person": 16, "recovered": 2, "between_groups": 1}


def test_a_baseline_without_a_score_still_tells_who_took_part() -> None:
    people = baselines.catalogue()["debar_2025_all"]
    assert (people.n, people.mean, people.age_mean) == (800, None, 73.6)


def test_only_the_score_at_the_start_foretells_in_every_arm() -> None:
    found = predictors.catalogue()["r_w8_individualised_baseline_roland_score"]
    assert (found.beta, found.se, found.term) == (-0.48, 0.12, "interaction")


@pytest.mark.parametrize("wrong", [(1, 2, 3), (1, 0, 0.5), (1, 0, None), (1, None, 2)])
def test_an_estimate_outside_its_interval_is_refused(
    wrong: tuple[float, float | None, float | None],
) -> None:
    with pytest.raises(ImpossibleEstimate):
        Estimate(*wrong)


def test_the_same_figure_is_the_same_in_every_room() -> None:
    """Some figures stand in two rooms, because two questions need them."""
    contrasts = trials.catalogue()
    points = trajectory.catalogue()
    people = baselines.catalogue()
    spine = contrasts["cherkin_2009_standardised_usual_care_rmdq_w26"]
    usual = points["usual_course_dataex_usual_care_rmdq_w26"]
    needled = points["treated_course_dataex_standardised_acupuncture_rmdq_w26"]
    assert (spine.control_arm.mean, spine.control_arm.sd) == (usual.value, usual.sd)
    assert (spine.treatment_arm.mean, spine.treatment_arm.sd) == (
        needled.value,
        needled.sd,
    )
    start = people["cherkin_2009_standardised_rmdq"]
    assert (start.mean, start.sd) == (
        spine.treatment_arm.baseline_mean,
        spine.treatment_arm.baseline_sd,
    )
    waiting = contrasts["brinkhaus_2006_no_treatment_pain_change_w8"].control_arm
    left = points["untreated_change_brinkhaus2006_waiting_list_pain_vas_w8"]
    assert (waiting.mean, waiting.sd, waiting.n) == (left.value, left.sd, left.n)
    older = contrasts["debar_2025_usual_care_rmdq_change_w26"]
    assert (
        older.control_arm.mean
        == points["usual_course_debar2025_usual_care_rmdq_w26"].value
    )
    arm = predictors.catalogue()[
        "r_w8_main_treatment_group_individualized_acupuncture_vs_usual_care"
    ]
    adjusted = contrasts["cherkin_2009_individualised_adjusted_usual_care_rmdq_w8"]
    assert adjusted.difference is not None
    assert (adjusted.difference.value, adjusted.difference.se) == (arm.beta, arm.se)
