"""Which way a difference points: against the means, the start, and the direction."""

import math
from collections.abc import Iterator

from deqi.evidence.integrity.figures import PrintedRow, Span
from deqi.evidence.integrity.intervals import (
    DIFFERENCE,
    half_width,
    quantile,
    raw_error,
)
from deqi.evidence.integrity.values import Limits

_DIRECTIONS = frozenset({"lower_better", "higher_better", "higher_worse"})


def estimate_against_means(row: PrintedRow, limits: Limits) -> Iterator[str]:
    """Find differences that the means of the arms do not give.

    Where a table does not say that nothing was adjusted, an adjusted estimate is taken
    for granted, which may lie some standard errors from the raw difference.
    """
    raw, printed = _difference(row), row.span("md")
    if raw and printed and _departs(row, limits) and not raw.meets(-printed):
        yield f"md {row.text('md')}, the means differ by {_signed(raw.middle)}"


def sign_turned(row: PrintedRow, limits: Limits) -> Iterator[str]:
    """Find differences that fit the means only with the other sign.

    Every difference is treated minus control on the printed scale.
    """
    raw, printed = _difference(row), row.span("md")
    if raw and printed and _departs(row, limits) and raw.meets(-printed):
        yield (f"md {row.text('md')}, treated minus control is {_signed(raw.middle)}")
    standardised = row.span("smd")
    if printed and standardised and _opposite(printed, standardised):
        yield f"md {row.text('md')} and smd {row.text('smd')} point apart"


def baseline_flips_sign(row: PrintedRow, limits: Limits) -> Iterator[str]:
    """Find final scores whose difference the arms already had at the start.

    Taken as change, such a difference vanishes or turns: pool adjusted values instead.
    """
    start = row.spans("base_mean_t", "base_mean_c")
    end = _difference(row)
    if start is None or end is None or row.text("value_type") != "final":
        return
    before, after = start[0] - start[1], end.middle
    same_way = before.middle * after > 0 and before.size().low > 0
    if not same_way or abs(before.middle) < abs(after) - _ROUNDING:
        return
    if not _counts_at_start(row, abs(before.middle), limits):
        return
    change = round(after - before.middle, 9) + 0.0
    yield (
        f"the arms differ by {_signed(after)} at the end and by"
        f" {_signed(before.middle)} at the start: as change it is {_signed(change)}"
    )


def direction_missing(row: PrintedRow, _limits: Limits) -> Iterator[str]:
    """Find rows with figures that do not say which way is better."""
    direction = row.text("direction")
    has_figures = any(row.text(name) for name in ("md", "smd", "mean_t", "events_t"))
    if "direction" in row.cells and has_figures and direction not in _DIRECTIONS:
        yield f"direction {direction!r} does not say which way is better"


_ROUNDING = 1e-9


def _difference(row: PrintedRow) -> Span | None:
    means = row.spans("mean_t", "mean_c")
    return means[0] - means[1] if means else None


def _departs(row: PrintedRow, limits: Limits) -> bool:
    raw, printed = _difference(row), row.span("md")
    if raw is None or printed is None or raw.meets(printed):
        return False
    if row.text("md_adjusted") == "no":
        return True
    error = _error(row)
    if error is None:
        # Without any spread only the sign can be judged.
        return _opposite(raw, printed)
    return raw.gap(printed) > limits.adjusted_shift * error


def _error(row: PrintedRow) -> float | None:
    error, half = raw_error(row), half_width(row, DIFFERENCE)
    if error is not None:
        return error.high
    return half.high / quantile(None) if half is not None else None


def _counts_at_start(row: PrintedRow, shift: float, limits: Limits) -> bool:
    spread, sizes = _spread(row), row.counts("n_t", "n_c")
    if spread is None or shift < limits.baseline_shift * spread:
        return False
    if sizes is None or min(sizes) <= 0:
        return True
    error = spread * math.sqrt(sum(1 / n for n in sizes))
    return shift >= limits.baseline_errors * error


def _spread(row: PrintedRow) -> float | None:
    columns = ("base_sd_t", "base_sd_c", "base_sd", "sd_t", "sd_c")
    return next((each for name in columns if (each := row.count(name))), None)


def _opposite(one: Span, other: Span) -> bool:
    return (one.low > 0 > other.high) or (other.low > 0 > one.high)


def _signed(value: float) -> str:
    return f"{value:+.3g}" if value else "0"
