"""Integrity checks: each rule on planted faults, row by row, and on clean tables."""

import math
import random
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import ttest_ind_from_stats

from deqi.evidence import integrity
from deqi.evidence.integrity import (
    ImpossibleLimit,
    Limits,
    NothingToCheck,
    Span,
    TypicalSpread,
    UnreadableFigure,
    figures,
)
from deqi.knowledge import trials

LIMITS = trials.limits()

ODI = {
    "trial": "A 2001",
    "outcome": "ODI",
    "scale_min": "0",
    "scale_max": "100",
    "n_t": "40",
    "mean_t": "21.0",
    "sd_t": "12.1",
    "n_c": "42",
    "mean_c": "26.0",
    "sd_c": "13.0",
    "direction": "lower_better",
    "value_type": "final",
}
"""A clean row: what each case below changes."""

DIFFERENCE = {"md": "-5.0", "md_lo": "-10.5", "md_hi": "0.5"}

COUNTS = {
    "trial": "B 2002",
    "outcome": "response",
    "n_t": "120",
    "events_t": "66",
    "n_c": "118",
    "events_c": "40",
    "direction": "higher_better",
    "value_type": "responder",
}

RATE = {
    "source": "C 2003",
    "event": "bleeding",
    "n_treatments": "3974",
    "denominator": "treatment",
    "events": "1",
    "rate_unit": "per 100 treatments",
}


def rules_of(*cells: dict[str, str]) -> list[tuple[int, str]]:
    """Return row and rule of each finding of a table."""
    found = integrity.check(integrity.rows("table", cells), LIMITS)
    return [(each.row, each.rule) for each in found]


FAULTS = [
    ("more responders than people", COUNTS | {"events_t": "121"}, "responders_over_n"),
    ("part of a responder", COUNTS | {"events_t": "60.5"}, "responders_over_n"),
    ("fewer than no people", COUNTS | {"n_c": "-118"}, "responders_over_n"),
    ("more events than treated", RATE | {"events": "4000"}, "responders_over_n"),
    ("a percentage of other counts", COUNTS | {"pct_t": "56"}, "percent_from_counts"),
    ("digits that counts refuse", COUNTS | {"pct_c": "33.8"}, "percent_from_counts"),
    ("a rate ten times too small", RATE | {"rate": "0.003"}, "rate_from_events"),
    (
        "a rate of people with a slipped point",
        {"source": "C", "event": "any", "denominator": "patient", "events": "120"}
        | {"n_patients": "1000", "rate": "1.2", "rate_unit": "per 100 patients"},
        "rate_from_events",
    ),
    (
        "a misprint beside the rate",
        RATE | {"rate": "0.025", "rate_printed": "0.003"},
        "rate_from_events",
    ),
    (
        "estimate beyond its interval",
        ODI | DIFFERENCE | {"md_lo": "-4.0"},
        "interval_without_estimate",
    ),
    (
        "interval upside down",
        ODI | DIFFERENCE | {"md_lo": "0.5", "md_hi": "-10.5"},
        "interval_without_estimate",
    ),
    (
        "a pooled estimate outside",
        {"review": "D", "estimate": "-0.50", "ci_lo": "-0.4", "ci_hi": "-0.1"},
        "interval_without_estimate",
    ),
    (
        "a lost minus",
        ODI | DIFFERENCE | {"md_lo": "-10.5", "md_hi": "5.0"},
        "interval_off_centre",
    ),
    (
        "a ratio even on the wrong scale",
        COUNTS | {"ratio": "1.50", "ratio_lo": "0.50", "ratio_hi": "2.50"},
        "interval_off_centre",
    ),
    (
        "an arm off its interval",
        {"trial": "E", "mean_t": "-4.3", "ci_t_lo": "-6.4", "ci_t_hi": "-3.3"},
        "interval_off_centre",
    ),
    (
        "a standard error of another width",
        ODI | DIFFERENCE | {"se": "1.4"},
        "interval_against_se",
    ),
    (
        "standard errors of the arms",
        {"trial": "F", "md": "9.4", "md_lo": "8.3", "md_hi": "10.5"}
        | {"se_t": "0.8", "se_c": "0.8"},
        "interval_against_se",
    ),
    (
        "an interval from the wrong spread",
        ODI | {"md": "-5.0", "md_lo": "-6.0", "md_hi": "-4.0"},
        "interval_against_sd",
    ),
    (
        "an interval far too wide",
        ODI | {"md": "-5.0", "md_lo": "-15.0", "md_hi": "5.0"},
        "interval_against_sd",
    ),
    ("a P value of other means", ODI | {"p": ".001"}, "p_against_figures"),
    (
        "a chi-square in a small table",
        COUNTS
        | {"n_t": "34", "events_t": "14", "n_c": "16", "events_c": "2"}
        | {"p": "<.05"},
        "p_against_figures",
    ),
    ("a P value of other counts", COUNTS | {"p": ".04"}, "p_against_figures"),
    (
        "P of nobody's response",
        COUNTS | {"events_t": "0", "events_c": "0", "p": ".01"},
        "p_against_figures",
    ),
    (
        "a P value of another estimate",
        {"trial": "G", "md": "-18.7", "md_lo": "-36.0", "md_hi": "-1.5", "p": ".34"},
        "p_against_figures",
    ),
    (
        "a P value of another ratio",
        {"trial": "G", "ratio": "1.37", "ratio_lo": "0.95", "ratio_hi": "1.96"}
        | {"p": "<.05"},
        "p_against_figures",
    ),
    (
        "a P value of another error",
        {"trial": "G", "md": "-2.4", "se": "0.56", "p": "ns"},
        "p_against_figures",
    ),
    (
        "a P value of another coefficient",
        {"trial": "G", "beta": "-0.48", "se": "0.12", "p": "0.04"},
        "p_against_figures",
    ),
    (
        "a P value of a crowd",
        COUNTS
        | {"n_t": "90000", "events_t": "9000", "n_c": "90000"}
        | {"events_c": "9900", "p": ".5"},
        "p_against_figures",
    ),
    (
        "a difference of other means",
        ODI | {"md": "-7.0", "md_adjusted": "no"},
        "estimate_against_means",
    ),
    (
        "adjusted beyond belief",
        ODI | {"md": "-15.0", "md_lo": "-20.5", "md_hi": "-9.5"},
        "estimate_against_means",
    ),
    ("control minus treated", ODI | {"md": "5.0", "md_adjusted": "no"}, "sign_turned"),
    (
        "turned, without any spread",
        {"trial": "H", "mean_t": "-3.1", "mean_c": "-2.1", "md": "1.0"},
        "sign_turned",
    ),
    (
        "turned, by the interval's spread",
        {"trial": "H", "mean_t": "-3.1", "mean_c": "-2.1"}
        | {"md": "1.0", "md_lo": "0.5", "md_hi": "1.5"},
        "sign_turned",
    ),
    ("signs apart", {"trial": "H", "md": "-3.0", "smd": "0.4"}, "sign_turned"),
    (
        "a difference that was there before",
        ODI | {"base_mean_t": "40.0", "base_mean_c": "46.0", "base_sd": "12.0"},
        "baseline_flips_sign",
    ),
    (
        "a difference that was there before, by the spread of one arm",
        ODI | {"base_mean_t": "40.0", "base_mean_c": "46.0", "sd_t": ""},
        "baseline_flips_sign",
    ),
    (
        "a difference that was there before, among nobody knows how many",
        ODI | {"base_mean_t": "40.0", "base_mean_c": "46.0", "n_t": ""},
        "baseline_flips_sign",
    ),
    ("no direction", ODI | {"direction": ""}, "direction_missing"),
    ("a direction in other words", ODI | {"direction": "down"}, "direction_missing"),
    ("a mean off the scale", ODI | {"mean_t": "121"}, "outside_scale"),
    ("a mean below the scale", ODI | {"mean_c": "-3"}, "outside_scale"),
    ("an SD the scale cannot give", ODI | {"sd_t": "52"}, "outside_scale"),
    ("an SD below 0", ODI | {"sd_t": "-12.1"}, "outside_scale"),
    (
        "a change over the scale",
        ODI | {"value_type": "change", "mean_t": "-121"},
        "outside_scale",
    ),
    ("a standard error in points usual for ODI", ODI | {"sd_t": "2.3"}, "sd_like_se"),
    (
        "a standard error by the start",
        ODI | {"outcome": "score", "sd_t": "1.9", "sd_c": "2.0", "base_sd": "11.8"},
        "sd_like_se",
    ),
    (
        "a standard error by the other arm",
        ODI | {"outcome": "score", "sd_c": "1.8"},
        "sd_like_se",
    ),
    (
        "means a hundred standard errors apart",
        ODI | {"outcome": "score", "mean_t": "10.0", "sd_t": "2.0", "sd_c": "2.0"},
        "impossible_t",
    ),
]


@pytest.mark.parametrize(
    ("cells", "rule"),
    [pytest.param(cells, rule, id=title) for title, cells, rule in FAULTS],
)
def test_a_planted_fault_is_found_by_its_rule(cells: dict[str, str], rule: str) -> None:
    assert rule in {found for _, found in rules_of(cells)}


def test_every_rule_has_a_planted_fault() -> None:
    assert {rule for _, _, rule in FAULTS} == set(integrity.RULES)


def test_a_planted_table_is_caught_row_by_row() -> None:
    table = [ODI | {"trial": "clean"}, *(cells for _, cells, _ in FAULTS)]
    renamed = [
        cells | {"outcome": f"{cells.get('outcome', 'x')} {i}"}
        for i, cells in enumerate(table)
    ]
    caught = {row for row, _ in rules_of(*renamed)}
    assert caught == set(range(2, len(table) + 1))


CLEAN = [
    ("the row that the faults are planted in", ODI),
    ("with its difference and interval", ODI | DIFFERENCE),
    ("with the P value of a t test", ODI | {"p": ".075"}),
    ("with an adjusted difference", ODI | {"md": "-3.4", "md_lo": "-7.4", "md_hi": "0.6"}),
    ("counts with their percentages", COUNTS | {"pct_t": "55.0", "pct_c": "34"}),
    ("counts with a P value", COUNTS | {"p": ".001"}),
    ("percentages that made the counts",
     COUNTS | {"pct_t": "57.9", "derived": "events_t events_c"}),
    ("a rate from its events", RATE | {"rate": "0.025"}),
    ("a rate without its unit", RATE | {"rate": "0.025", "rate_unit": ""}),
    ("no people at all", COUNTS | {"n_t": "0", "events_t": "0", "pct_t": "0", "p": ".5"}),
    ("a ratio that reaches 0", COUNTS | {"ratio": "0.4", "ratio_lo": "0.0", "ratio_hi": "9"}),
    ("a difference of shares",
     {"trial": "I", "rd": "3.4", "rd_lo": "-3.7", "rd_hi": "10.3", "p": ".34"}),
    ("an estimate with its error", {"trial": "I", "md": "-2.44", "se": "0.55", "p": "<.001"}),
    ("a coefficient", {"trial": "I", "beta": "0.43", "se": "0.05", "p": "<.0001"}),
    ("a P value of the whole variable",
     {"trial": "I", "beta": "0.12", "se": "0.35", "p": "0.01", "p_of": "variable"}),
    ("errors of both arms",
     {"trial": "I", "md": "9.4", "md_lo": "8.3", "md_hi": "10.5", "se_t": "0.4",
      "se_c": "0.4"}),
    ("a P value and nothing to hold it against", {"trial": "I", "p": ".02", "pct_t": "65"}),
    ("a P value of one person", ODI | {"n_t": "1", "p": ".5"}),
    ("no spread at all", ODI | {"sd_t": "0", "sd_c": "0", "value_type": "median"}),
    ("a large trial with a small effect",
     ODI | {"n_t": "90000", "n_c": "90000", "p": "<.001"}),
    ("small spread, and no scale to judge it by",
     ODI | {"sd_t": "5.0", "sd_c": "5.0", "scale_min": "", "scale_max": ""}),
    ("an adjusted mean with its SD", ODI | {"value_type": "adjusted", "sd_t": "60"}),
    ("a mean without a spread", ODI | {"sd_t": ""}),
    ("a spread without a mean", ODI | {"mean_t": ""}),
    ("one person has no spread", ODI | {"n_t": "1", "mean_t": "50", "sd_t": "0"}),
    ("arms even at the start",
     ODI | {"base_mean_t": "46.0", "base_mean_c": "46.5", "base_sd_t": "12.0"}),
    ("a start that hides the gain",
     ODI | {"base_mean_t": "49.0", "base_mean_c": "46.0", "base_sd_t": "12.0"}),
    ("a tiny difference at the start",
     ODI | {"mean_t": "25.9", "base_mean_t": "45.5", "base_mean_c": "46.0",
            "base_sd_t": "12.0"}),
    (
        "a start that differs as chance would have it",
        ODI | {"mean_t": "25.0", "base_mean_t": "44.0", "base_mean_c": "46.0"},
    ),
    ("a start without any spread",
     ODI | {"sd_t": "", "sd_c": "", "base_mean_t": "40.0", "base_mean_c": "46.0"}),
    ("means that differ, without a word on adjusting",
     {"trial": "J", "mean_t": "64.0", "mean_c": "58.3", "md": "9.9"}),
    ("a row with nothing in it", {"trial": "K"}),
    ("zero in both", {"trial": "K", "md": "0.0", "md_lo": "0.0", "md_hi": "0.0"}),
]  # fmt: skip


@pytest.mark.parametrize(
    "cells", [pytest.param(cells, id=title) for title, cells in CLEAN]
)
def test_a_clean_row_raises_no_alarm(cells: dict[str, str]) -> None:
    assert rules_of(cells) == []


def test_the_same_row_twice_is_named_once() -> None:
    assert rules_of(ODI, COUNTS, ODI) == [(3, integrity.STANDS_TWICE)]
    assert rules_of(ODI, ODI | {"timepoint_weeks": "52"}) == []
    assert rules_of({"outcome": "ODI"}, {"outcome": "ODI"}, {"trial": "A"}) == []


def test_a_finding_says_where_it_stands() -> None:
    cells = COUNTS | {"id": "b_2002", "events_t": "121"}
    rows = integrity.rows("x.csv", [ODI, cells], [2, 5])
    (found,) = integrity.check(rows, LIMITS)
    assert (found.trial, found.row, found.line) == ("B 2002", 2, 5)
    assert (found.table, found.id) == ("x.csv", "b_2002")
    assert found.detail == "events_t 121 of n_t 120"


def test_a_small_table_is_told_what_its_claim_rests_on() -> None:
    cells = {"n_t": "34", "events_t": "14", "n_c": "16", "events_c": "2", "p": "<.05"}
    (found,) = integrity.check(integrity.rows("t", [COUNTS | cells]), LIMITS)
    assert found.detail == (
        "p <.05, the figures give Fisher 0.055; it would need chi-square, 0.043,"
        " in a table too small for it"
    )


def test_a_p_value_that_no_test_gives_has_no_hint() -> None:
    cells = {"n_t": "34", "events_t": "14", "n_c": "16", "events_c": "2", "p": ".9"}
    (found,) = integrity.check(integrity.rows("t", [COUNTS | cells]), LIMITS)
    assert "would need" not in found.detail


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ({"md": "about 5"}, "t row 1, column md: 'about 5' is no number"),
        ({"md": "NaN"}, "'NaN' is no number"),
        ({"md": "Infinity"}, "'Infinity' is no number"),
        ({"md": "1e31"}, "'1e31' is no number"),
        ({"sd_t": "0e-400", "value_type": "final"} | {"n_t": "9"}, "'0e-400'"),
        ({"p": "small", "md": "1", "se": "1"}, "'small' is no P value"),
        ({"p": "1.2"}, "'1.2' is no P value"),
    ],
)
def test_a_cell_that_cannot_be_read_is_refused_by_its_place(
    cells: dict[str, str], says: str
) -> None:
    rows = integrity.rows("t", [cells])
    with pytest.raises(UnreadableFigure) as refused:
        integrity.check(rows, LIMITS)
    assert says in str(refused.value)


def test_a_cell_of_a_file_is_named_by_its_line() -> None:
    rows = integrity.rows("x.csv", [{"md": "?"}], [7])
    with pytest.raises(UnreadableFigure, match=r"x\.csv line 7, column md"):
        integrity.check(rows, LIMITS)


def test_a_table_without_figures_is_refused_rather_than_called_clean() -> None:
    integrity.require_figures(["trial", "md"])
    with pytest.raises(NothingToCheck):
        integrity.require_figures(["id", "claim"])


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("6.4", 6.35, 6.45),
        ("-30.0", -30.05, -29.95),
        ("12", 11.5, 12.5),
        ("0.003", 0.0025, 0.0035),
        ("1e2", 50, 150),
    ],
)
def test_a_printed_figure_stands_for_all_that_rounds_to_it(
    text: str, low: float, high: float
) -> None:
    span = figures.read(text, "here")
    assert (span.low, span.high) == pytest.approx((low, high))


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        (".03", 0.025, 0.035),
        ("P = .001", 0.0005, 0.0015),
        ("<.05", 0, 0.05),
        ("≤0.05", 0, 0.05),
        (">=.05", 0.05, 1),
        ("n.s.", 0.05, 1),
        ("1", 0.5, 1),
        ("0.0", 0, 0.05),
    ],
)
def test_a_printed_p_value(text: str, low: float, high: float) -> None:
    span = figures.read_probability(text, "here")
    assert (span.low, span.high) == pytest.approx((low, high))


def test_spans() -> None:
    across = Span(-1, 3)
    assert across.size() == Span(0, 3)
    assert Span(-3, -1).size() == Span(1, 3)
    assert Span(2, 3).size() == Span(2, 3)
    assert Span(0, 1).log() is None
    assert Span(1, 2).over(Span(0, 4)) == Span(0.25, math.inf)
    assert Span(0, 2).over(Span(0, 0)) == Span(math.inf, math.inf)
    assert Span(0.1 + 0.2, 1).meets(Span(0, 0.3))


@pytest.mark.parametrize(
    "wrong", [{"off_centre": 0}, {"t_least": -1}, {"exact_below": math.nan}]
)
def test_a_limit_that_is_none_is_refused(wrong: dict[str, float]) -> None:
    values = {n: getattr(LIMITS, n) for n in LIMITS.__slots__}
    with pytest.raises(ImpossibleLimit, match=next(iter(wrong))):
        Limits(**(values | wrong))


@pytest.mark.parametrize("ends", [(0, 5, 10), (6, 5, 10), (5, 10, 10)])
def test_spreads_that_nobody_has_are_refused(ends: tuple[float, float, float]) -> None:
    with pytest.raises(ImpossibleLimit, match="ODI"):
        TypicalSpread("ODI", ("odi",), *ends)


def honest_row(seed: int, digits: int, size: int) -> dict[str, str]:
    """Return the row of a trial that was really run, rounded as papers round."""
    chance = random.Random(seed)  # noqa: S311  a made-up trial, no secret
    sizes = [chance.randrange(size, size * 2) for _ in "tc"]
    true = [chance.uniform(25, 45), chance.uniform(25, 45)]
    people = [
        [min(max(chance.gauss(mean, 14), 0), 100) for _ in range(n)]
        for mean, n in zip(true, sizes, strict=True)
    ]
    means = [sum(arm) / len(arm) for arm in people]
    sds = [
        math.sqrt(sum((x - mean) ** 2 for x in arm) / (len(arm) - 1))
        for arm, mean in zip(people, means, strict=True)
    ]
    hits = [sum(x < 30 for x in arm) for arm in people]
    welch = ttest_ind_from_stats(
        means[0], sds[0], sizes[0], means[1], sds[1], sizes[1], equal_var=False
    )
    low, high = interval(means, sds, sizes)
    cells = {
        "mean_t": means[0], "mean_c": means[1], "sd_t": sds[0], "sd_c": sds[1],
        "md": means[0] - means[1], "md_lo": low, "md_hi": high,
        "pct_t": 100 * hits[0] / sizes[0], "pct_c": 100 * hits[1] / sizes[1],
    }  # fmt: skip
    counts = {"n_t": sizes[0], "n_c": sizes[1], "events_t": hits[0],
              "events_c": hits[1]}  # fmt: skip
    told = {name: f"{value:.{digits}f}" for name, value in cells.items()}
    told |= {name: str(count) for name, count in counts.items()}
    row = ODI | told | {"md_adjusted": "no"}
    if seed % 2:
        # A P value belongs to the scores, or to the counts; a paper names which.
        row |= {"p": printed_p(float(welch.pvalue))}
        row = {k: v for k, v in row.items() if not k.startswith(("events", "md"))}
    return row


def interval(
    means: list[float], sds: list[float], sizes: list[int]
) -> tuple[float, float]:
    """Return the 95 % interval of the difference, by Student's t with equal spread."""
    df = sum(sizes) - 2
    pooled = sum(s**2 * (n - 1) for s, n in zip(sds, sizes, strict=True)) / df
    error = math.sqrt(pooled * sum(1 / n for n in sizes))
    difference, reach = means[0] - means[1], 1.96 * error
    return difference - reach, difference + reach


def printed_p(value: float) -> str:
    """Return a P value as papers print it."""
    return "<.001" if value < 0.001 else f"{value:.3f}"


@given(
    seed=st.integers(0, 10**9),
    digits=st.integers(1, 3),
    size=st.integers(15, 120),
)
def test_honest_tables_raise_no_alarm(seed: int, digits: int, size: int) -> None:
    assert rules_of(honest_row(seed, digits, size)) == []


@given(events=st.integers(0, 5000), more=st.integers(0, 5000), digits=st.integers(0, 3))
def test_honest_rates_raise_no_alarm(events: int, more: int, digits: int) -> None:
    treatments = max(events + more, 1)
    rate = f"{100 * events / treatments:.{digits}f}"
    cells = {"events": str(events), "n_treatments": str(treatments), "rate": rate}
    assert rules_of(RATE | cells) == []


@given(st.integers(0, 10**9), st.sampled_from(["sd_t", "sd_c"]))
def test_a_standard_error_for_an_sd_is_found_in_any_honest_row(
    seed: int, column: str
) -> None:
    row = honest_row(seed, 2, 30)
    people = float(row["n_t" if column == "sd_t" else "n_c"])
    row[column] = f"{float(row[column]) / math.sqrt(people):.2f}"
    assert "sd_like_se" in {rule for _, rule in rules_of(row)}


CELLS = [
    "n_t",
    "mean_t",
    "sd_t",
    "n_c",
    "mean_c",
    "sd_c",
    "events_t",
    "events_c",
    "md",
    "md_lo",
    "md_hi",
    "smd",
    "se",
    "p",
    "scale_min",
    "scale_max",
    "ratio",
    "ratio_lo",
    "ratio_hi",
    "pct_t",
    "base_mean_t",
    "base_mean_c",
    "base_sd_t",
    "rate",
]

ODD = ("0", "-0.0", "1", "-1", "0.5", "-12.1", "99999999999", "1e29", "1e-29", "", "x")


@given(
    st.dictionaries(st.sampled_from(CELLS), st.sampled_from(ODD)),
    st.sampled_from(["final", "change", "responder", "adjusted", ""]),
)
def test_no_table_breaks_the_checks(cells: dict[str, str], value_type: str) -> None:
    row = COUNTS | ODI | DIFFERENCE | {"p": ".5"} | cells | {"value_type": value_type}
    with suppress(UnreadableFigure):
        assert {rule for _, rule in rules_of(row)} <= {*integrity.RULES}
