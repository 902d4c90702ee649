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
from tests.evidence.planted import CLEAN, COUNTS, DIFFERENCE, FAULTS, ODI, RATE

LIMITS = trials.limits()


def rules_of(*cells: dict[str, str]) -> list[tuple[int, str]]:
    """Return row and rule of each finding of a table."""
    found = integrity.check(integrity.rows("table", cells), LIMITS)
    return [(each.row, each.rule) for each in found]


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
