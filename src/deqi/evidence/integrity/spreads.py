"""Means and standard deviations: what a scale cannot give, and what no patients have."""

import math
import re
from collections.abc import Iterator

from deqi.evidence.integrity.figures import PrintedRow, Span
from deqi.evidence.integrity.intervals import raw_error
from deqi.evidence.integrity.values import Limits

_SCORES = ("final", "change")
"""Kinds of values whose SD is that of people, not of a model."""


def outside_scale(row: PrintedRow, _limits: Limits) -> Iterator[str]:
    """Find means that the scale does not hold, and SDs that it does not allow.

    Source: the largest SD for a mean m on a scale a to b is the root of
    (m - a)(b - m) n / (n - 1), reached where everybody scores a or b.
    """
    ends = row.counts("scale_min", "scale_max")
    if ends is None or row.text("value_type") not in (*_SCORES, "adjusted"):
        return
    low, high = ends
    if row.text("value_type") == "change":
        low, high = low - high, high - low
    for arm in ("t", "c"):
        yield from _outside(row, arm, low, high)


def sd_like_se(row: PrintedRow, limits: Limits) -> Iterator[str]:
    """Find SDs far below what is usual that the root of n would make usual."""
    if row.text("value_type") not in _SCORES:
        return
    for arm in ("t", "c"):
        spread, people = row.span(f"sd_{arm}"), row.count(f"n_{arm}")
        if spread is None or people is None or people <= 1:
            continue
        # One reference is enough: a row is named once an arm.
        for usual, share, says in _references(row, arm, limits):
            scaled = spread.times(math.sqrt(people))
            fitting = Span(usual.low * limits.se_below, usual.high * limits.se_above)
            if spread.high < share * usual.low and scaled.meets(fitting):
                yield (
                    f"sd_{arm} {row.text(f'sd_{arm}')}: {says}; times the root of"
                    f" {people:g} it is {scaled.middle:.3g}, so it may be a standard"
                    " error"
                )
                break


def impossible_t(row: PrintedRow, limits: Limits) -> Iterator[str]:
    """Find differences that are too many standard errors, and SDs, to be true."""
    means, error = row.spans("mean_t", "mean_c"), raw_error(row)
    if means is None or error is None or row.text("value_type") not in _SCORES:
        return
    difference = (means[0] - means[1]).size()
    spreads = row.spans("sd_t", "sd_c") or ()
    widest = max(each.high for each in spreads)
    t, d = difference.low / error.high, difference.low / widest
    if t >= limits.t_least and d >= limits.d_least:
        yield (
            f"means {row.text('mean_t')} and {row.text('mean_c')} lie at least"
            f" {t:.0f} standard errors and {d:.1f} SDs apart"
        )


def _outside(row: PrintedRow, arm: str, low: float, high: float) -> Iterator[str]:
    mean, spread = row.span(f"mean_{arm}"), row.span(f"sd_{arm}")
    if mean is not None and (mean.high < low or mean.low > high):
        yield f"mean_{arm} {row.text(f'mean_{arm}')} on a scale {low:g} to {high:g}"
        return
    if spread is None:
        return
    if spread.high < 0:
        yield f"sd_{arm} {row.text(f'sd_{arm}')} is below 0"
    elif mean is not None and row.text("value_type") != "adjusted":
        most = _largest_sd(mean, (low, high), row.count(f"n_{arm}"))
        if spread.low > most:
            yield (
                f"sd_{arm} {row.text(f'sd_{arm}')} with mean"
                f" {row.text(f'mean_{arm}')}: the scale {low:g} to {high:g} allows"
                f" {most:.3g}"
            )


def _largest_sd(mean: Span, ends: tuple[float, float], people: float | None) -> float:
    low, high = ends
    centre = (low + high) / 2
    # The middle of the scale allows most, so the nearest possible mean counts.
    nearest = min(max(centre, mean.low), mean.high)
    inside = max((nearest - low) * (high - nearest), 0.0)
    factor = people / (people - 1) if people is not None and people > 1 else 2.0
    return math.sqrt(inside * factor)


def _references(
    row: PrintedRow, arm: str, limits: Limits
) -> Iterator[tuple[Span, float, str]]:
    """Yield what a spread is held against: usual spreads, share, words."""
    start = row.span(f"base_sd_{arm}") or row.span("base_sd")
    if start is not None and row.text("value_type") == "final":
        says = f"the spread at the start was {start.middle:.3g}"
        yield start, limits.own_sd_share, says
    beside = row.span("sd_c" if arm == "t" else "sd_t")
    if beside is not None:
        says = f"the other arm spreads by {beside.middle:.3g}"
        yield beside, limits.own_sd_share, says
    yield from _usual(row, limits)


def _usual(row: PrintedRow, limits: Limits) -> Iterator[tuple[Span, float, str]]:
    ends = row.counts("scale_min", "scale_max")
    if ends is None:
        return
    named = f"{row.text('instrument')} {row.text('outcome')}".casefold()
    for typical in limits.typical:
        if any(re.search(rf"\b{word}\b", named) for word in typical.words):
            unit = (ends[1] - ends[0]) / typical.length
            usual = Span(typical.low, typical.high).times(unit)
            says = (
                f"patients usually spread by {usual.low:.3g} to {usual.high:.3g} in"
                f" {typical.instrument}"
            )
            yield usual, limits.sd_share, says
            return
