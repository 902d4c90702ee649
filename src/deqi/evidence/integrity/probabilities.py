"""Printed P values against the figures beside them, by each test that may be meant."""

import math
from collections.abc import Iterator

from deqi.evidence import quantiles
from deqi.evidence.integrity.figures import PrintedRow, Span, read_probability
from deqi.evidence.integrity.intervals import (
    DIFFERENCE,
    RATIO,
    RISK,
    freedom,
    half_width,
    on_even_scale,
    quantile,
    raw_error,
    standard_error,
)
from deqi.evidence.integrity.values import Limits

Tests = dict[str, Span]
"""Name of a test to the P values that it may give."""

_EXACT_UP_TO = 100_000
"""People up to whom the exact test is computed; beyond, it takes long and adds nothing."""


def p_against_figures(row: PrintedRow, limits: Limits) -> Iterator[str]:
    """Find P values that no test of the figures beside them gives.

    Counts come first, then the estimate with its interval or standard error, then means
    and SDs: what stands nearest to the printed test. In small tables of counts only
    Fisher's exact test is accepted.
    """
    text = row.text("p")
    if not text:
        return
    printed = read_probability(text, row.place("p"))
    accepted, others = _tests(row, limits)
    if not accepted or any(printed.meets(span) for span in accepted.values()):
        return
    told = "; ".join(f"{name} {_told(span)}" for name, span in accepted.items())
    hint = "".join(
        f"; it would need {name}, {_told(span)}, in a table too small for it"
        for name, span in others.items()
        if printed.meets(span)
    )
    yield f"p {text}, the figures give {told}{hint}"


def _tests(row: PrintedRow, limits: Limits) -> tuple[Tests, Tests]:
    counts = row.counts("events_t", "n_t", "events_c", "n_c")
    if counts is not None and _is_table(counts):
        return _of_counts(counts, limits)
    return _of_estimate(row) or _of_means(row), {}


def _is_table(counts: tuple[float, ...]) -> bool:
    hit_t, n_t, hit_c, n_c = counts
    whole = all(each == int(each) for each in counts)
    return whole and 0 <= hit_t <= n_t and 0 <= hit_c <= n_c and min(n_t, n_c) > 0


def _of_counts(counts: tuple[float, ...], limits: Limits) -> tuple[Tests, Tests]:
    import numpy as np
    from scipy.stats import fisher_exact

    hit_t, n_t, hit_c, n_c = (int(each) for each in counts)
    table = [[hit_t, n_t - hit_t], [hit_c, n_c - hit_c]]
    hits, n = hit_t + hit_c, n_t + n_c
    exact: Tests = {}
    if n <= _EXACT_UP_TO:
        exact = {"Fisher": _point(float(fisher_exact(np.array(table)).pvalue))}
    expected = min(hits, n - hits) * min(n_t, n_c) / n
    if expected == 0:
        return exact, {}
    large = {
        "chi-square": _point(_chi_square(table, 0.0)),
        "Yates": _point(_chi_square(table, n / 2)),
    }
    if exact and expected < limits.exact_below:
        return exact, large
    return exact | large, {}


def _chi_square(table: list[list[int]], correction: float) -> float:
    (a, b), (c, d) = table
    n = a + b + c + d
    apart = max(abs(a * d - b * c) - correction, 0.0)
    statistic = n * apart**2 / ((a + b) * (c + d) * (a + c) * (b + d))
    return quantiles.chi_square_above(statistic, 1)


def _of_estimate(row: PrintedRow) -> Tests:
    df = freedom(row)
    for columns in (DIFFERENCE, RATIO, RISK):
        value, half = on_even_scale(row, columns), half_width(row, columns)
        if value is not None and half is not None:
            return {
                "z": _two_sided(value, half.times(1 / quantile(None)), None),
                "t": _two_sided(value, half.times(1 / quantile(df)), df),
            }
    value, error = row.span("md") or _coefficient(row), standard_error(row)
    if value is None or error is None:
        return {}
    return {"z": _two_sided(value, error, None), "t": _two_sided(value, error, df)}


def _coefficient(row: PrintedRow) -> Span | None:
    # The P value of a whole variable says nothing of one of its categories.
    return None if row.text("p_of") == "variable" else row.span("beta")


def _of_means(row: PrintedRow) -> Tests:
    """Return what Student's and Welch's t tests of two means give."""
    means, spreads = row.spans("mean_t", "mean_c"), row.spans("sd_t", "sd_c")
    sizes, unequal = row.counts("n_t", "n_c"), raw_error(row)
    if means is None or spreads is None or sizes is None or unequal is None:
        return {}
    if min(sizes) <= 1:
        return {}
    difference = means[0] - means[1]
    ends = [_pooled([getattr(s, end) for s in spreads], sizes) for end in _ENDS]
    return {
        "t": _two_sided(difference, Span(*ends), sum(sizes) - 2),
        "Welch": _two_sided(difference, unequal, _welch_df(spreads, sizes)),
    }


_ENDS = ("low", "high")


def _pooled(spreads: list[float], sizes: tuple[float, ...]) -> float:
    squares = (max(s, 0.0) ** 2 * (n - 1) for s, n in zip(spreads, sizes, strict=True))
    variance = sum(squares) / (sum(sizes) - 2)
    return math.sqrt(variance * sum(1 / n for n in sizes))


def _welch_df(spreads: tuple[Span, ...], sizes: tuple[float, ...]) -> float:
    parts = [s.middle**2 / n for s, n in zip(spreads, sizes, strict=True)]
    below = sum(part**2 / (n - 1) for part, n in zip(parts, sizes, strict=True))
    return sum(parts) ** 2 / below if below else sum(sizes) - 2


def _two_sided(value: Span, error: Span, df: float | None) -> Span:
    ratio = value.size().over(error)
    return Span(quantiles.two_sided(ratio.high, df), quantiles.two_sided(ratio.low, df))


def _point(value: float) -> Span:
    return Span(value, value)


def _told(span: Span) -> str:
    low, high = f"{span.low:.2g}", f"{span.high:.2g}"
    return low if low == high else f"{low} to {high}"
