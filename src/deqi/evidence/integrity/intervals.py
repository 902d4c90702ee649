"""Intervals against their estimates, their standard errors, and the spread in the arms."""

from collections.abc import Iterator

from deqi.evidence import quantiles
from deqi.evidence.integrity.figures import PrintedRow, Span, quadrature
from deqi.evidence.integrity.values import Limits

_UPPER = 0.975

DIFFERENCE = ("md", "md_lo", "md_hi")
"""Columns of the difference between two arms and its interval."""

RATIO = ("ratio", "ratio_lo", "ratio_hi")
"""Columns of a ratio of the arms and its interval."""

RISK = ("rd", "rd_lo", "rd_hi")
"""Columns of a difference of shares, in per cent, and its interval."""

_EVEN = (
    DIFFERENCE,
    ("smd", "smd_lo", "smd_hi"),
    RISK,
    RATIO,
    ("mean_t", "ci_t_lo", "ci_t_hi"),
    ("mean_c", "ci_c_lo", "ci_c_hi"),
)
"""Intervals that lie evenly about their estimate, ratios on the log scale."""

_ANY = (
    *_EVEN,
    ("estimate", "ci_lo", "ci_hi"),
    ("rate", "ci_lo", "ci_hi"),
    ("odds_ratio", "odds_lo", "odds_hi"),
)
"""Also those that honestly lie unevenly: pools by profile likelihood, rare events."""


def interval_without_estimate(row: PrintedRow, _limits: Limits) -> Iterator[str]:
    """Find intervals that run downward or do not hold their estimate."""
    for columns in _ANY:
        figures = row.spans(*columns)
        if figures is None:
            continue
        value, low, high = figures
        if low.low > high.high:
            yield f"{_printed(row, columns)} runs downward"
        elif value.high < low.low or value.low > high.high:
            yield f"{_printed(row, columns)} does not hold its estimate"


def interval_off_centre(row: PrintedRow, limits: Limits) -> Iterator[str]:
    """Find estimates that do not lie in the middle of their interval."""
    for columns in _EVEN:
        figures = _on_even_scale(row, columns)
        if figures is None:
            continue
        value, low, high = figures
        centre = (low + high).times(0.5)
        half = (high.middle - low.middle) / 2
        if value.gap(centre) > limits.off_centre * half > 0:
            yield f"{_printed(row, columns)} is not even about its estimate"


def interval_against_se(row: PrintedRow, limits: Limits) -> Iterator[str]:
    """Find intervals whose width is not what their standard error gives."""
    half, error = half_width(row, DIFFERENCE), standard_error(row)
    if half is None or error is None:
        return
    slack = limits.se_slack
    expected = _between_normal_and_student(error, row)
    if not half.meets(Span(expected.low * (1 - slack), expected.high * (1 + slack))):
        yield (
            f"{_printed(row, DIFFERENCE)} is {half.middle:.3g} to each side, its"
            f" standard error gives {expected.middle:.3g}"
        )


def interval_against_sd(row: PrintedRow, limits: Limits) -> Iterator[str]:
    """Find intervals too narrow or too wide for the spread and size of the arms."""
    half, error = half_width(row, DIFFERENCE), raw_error(row)
    if half is None or error is None:
        return
    expected = _between_normal_and_student(error, row)
    ratio = half.over(expected)
    if ratio.high < limits.width_least or ratio.low > limits.width_most:
        yield (
            f"{_printed(row, DIFFERENCE)} is {half.middle:.3g} to each side, the SDs"
            f" and sizes of the arms give {expected.middle:.3g}"
        )


def standard_error(row: PrintedRow) -> Span | None:
    """Return the printed standard error of the difference, or that of both arms."""
    own = row.span("se")
    arms = row.spans("se_t", "se_c")
    return own or (quadrature(*arms) if arms else None)


def raw_error(row: PrintedRow) -> Span | None:
    """Return the standard error of the raw difference of means; None without SDs.

    Source: unequal variances, as Welch 1947.
    """
    spreads, sizes = row.spans("sd_t", "sd_c"), row.counts("n_t", "n_c")
    if spreads is None or sizes is None or min(sizes) <= 0:
        return None
    parts = (each.times(n**-0.5) for each, n in zip(spreads, sizes, strict=True))
    return quadrature(*parts)


def half_width(row: PrintedRow, columns: tuple[str, str, str]) -> Span | None:
    """Return half the width of an interval; None where there is none to measure."""
    figures = _on_even_scale(row, columns)
    if figures is None:
        return None
    _, low, high = figures
    width = high - low
    return Span(max(width.low, 0.0), width.high).times(0.5) if width.high > 0 else None


def freedom(row: PrintedRow) -> float | None:
    """Return the degrees of freedom of two arms; None where their sizes are unknown."""
    sizes = row.counts("n_t", "n_c")
    return sum(sizes) - 2 if sizes and sum(sizes) > len(sizes) else None


def quantile(df: float | None) -> float:
    """Return how many standard errors a 95 % interval goes to each side."""
    return quantiles.student(_UPPER, df)


def on_even_scale(row: PrintedRow, columns: tuple[str, str, str]) -> Span | None:
    """Return an estimate on the scale on which its interval is even."""
    figures = _on_even_scale(row, columns)
    return None if figures is None else figures[0]


def _on_even_scale(
    row: PrintedRow, columns: tuple[str, str, str]
) -> tuple[Span, ...] | None:
    figures = row.spans(*columns)
    if figures is None or columns is not RATIO:
        return figures
    logs = tuple(log for each in figures if (log := each.log()) is not None)
    return logs if len(logs) == len(figures) else None


def _between_normal_and_student(error: Span, row: PrintedRow) -> Span:
    return Span(error.low * quantile(None), error.high * quantile(freedom(row)))


def _printed(row: PrintedRow, columns: tuple[str, str, str]) -> str:
    value, low, high = (row.text(column) for column in columns)
    return f"{columns[0]} {value} ({low} to {high})"
