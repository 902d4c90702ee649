"""Tables of trials as effects: arms, published differences, or yi and vi.

A figure that is not given leaves its row out and is told; a figure that cannot be is
refused with its line and column.

Words
-----
gap
    A row from which the measure asked for does not follow.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from deqi.core.scales import Direction
from deqi.evidence import comparators, differences, proportions, published
from deqi.evidence.arms import Counts, Means
from deqi.evidence.comparators import ComparatorUnknown
from deqi.evidence.effects import Effect, EffectImpossible, Measure, NothingToCompare
from deqi.evidence.published import Printed
from deqi.evidence.rows import Row

_DIRECTIONS = {
    "lower_better": Direction.WORSE,
    "higher_worse": Direction.WORSE,
    "higher_better": Direction.BETTER,
    "": None,
}

_SHAM_AS_TREATED = re.compile(r"\bsham[- ]vs\b", re.IGNORECASE)
"""Rows kept to show what a sham does over usual care; as treated they are no needling.

Where a table has no column ``treatment``, only the name of the trial tells.
"""


class MeasureMissing(ValueError):
    """A table of arms with no word on what to measure their difference by."""


class ScalesDiffer(ValueError):
    """Points of one scale and of another, which a mean difference cannot mix."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a table gives for one measure.

    Parameters
    ----------
    effects : tuple of Effect
        In the order of the table.
    rows : tuple of Row
        The rows they come from.
    gaps : tuple of str
        A sentence for each reason why rows are left out.
    """

    effects: tuple[Effect, ...]
    rows: tuple[Row, ...]
    gaps: tuple[str, ...]


def read(rows: Iterable[Row], measure: Measure | None, *, weighed: bool) -> Reading:
    """Return the effects of a table's rows.

    Parameters
    ----------
    rows : iterable of Row
        Those that are meant.
    measure : Measure or None
        What to measure by; None only where estimates come ready.
    weighed : bool
        The table has the columns yi and vi, which then hold the effects.

    Raises
    ------
    BadRow
        For a figure that cannot be.
    MeasureMissing
        For arms without a measure.
    ScalesDiffer
        For mean differences in points of several scales.
    """
    if measure in (None, Measure.GENERIC) and not weighed:
        raise MeasureMissing("say md, smd, rr, or or rd; only yi and vi need none")
    effects, used = [], []
    gaps: dict[str, list[Row]] = {}
    for row in rows:
        found = _weighed(row, measure) if weighed else _effect(row, measure)
        if isinstance(found, str):
            gaps.setdefault(found, []).append(row)
            continue
        effects.append(_described(found, row))
        used.append(row)
    if measure is Measure.MD and not weighed:
        _require_one_scale(used)
    told = tuple(_told(why, left_out) for why, left_out in gaps.items())
    return Reading(tuple(effects), tuple(used), told)


def _told(why: str, left_out: Sequence[Row]) -> str:
    lines = ", ".join(str(row.line) for row in left_out)
    return f"Left out {why}: line{'s' * (len(left_out) > 1)} {lines}."


def _described(effect: Effect, row: Row) -> Effect:
    comparator = None
    if row.text("comparator"):
        try:
            comparator = comparators.read(row.text("comparator"))
        except ComparatorUnknown as unknown:
            raise row.bad("comparator", str(unknown)) from unknown
    direction = row.text("direction")
    if direction not in _DIRECTIONS:
        known = ", ".join(key for key in _DIRECTIONS if key)
        raise row.bad("direction", f"{direction[:40]!r} is none of {known}")
    return replace(
        effect,
        comparator=comparator,
        direction=_DIRECTIONS[direction],
        label=row.label,
    )


def _weighed(row: Row, measure: Measure | None) -> Effect:
    estimate, variance = row.number("yi"), row.number("vi")
    if estimate is None:
        raise row.bad("yi", "nothing stands there")
    if variance is None:
        raise row.bad("vi", "nothing stands there")
    try:
        return Effect(measure or Measure.GENERIC, estimate, variance)
    except EffectImpossible as impossible:
        column = "vi" if "variance" in str(impossible) else "yi"
        raise row.bad(column, str(impossible)) from impossible


def _effect(row: Row, measure: Measure | None) -> Effect | str:
    """Return a row's effect, or why it gives none."""
    if row.text("poolable").casefold() == "no":
        return "as the table keeps it out of pools"
    if row.text("treatment") == "sham" or _SHAM_AS_TREATED.search(row.text("trial")):
        return "as a sham is what was tried there"
    if measure in (Measure.MD, Measure.SMD):
        return _printed(row, measure) or _from_means(row, measure)
    measure = measure or Measure.GENERIC
    return _printed_ratio(row, measure) or _from_counts(row, measure)


def _printed(row: Row, measure: Measure) -> Effect | None:
    """Return the published difference; an adjusted one outdoes raw arms."""
    value, low, high = (row.number(f"{measure}{end}") for end in ("", "_lo", "_hi"))
    if value is None or low is None or high is None:
        return None
    try:
        return published.from_interval(Printed(measure, value), (low, high))
    except EffectImpossible as impossible:
        raise row.bad(f"{measure}_lo", str(impossible)) from impossible


def _printed_ratio(row: Row, measure: Measure) -> Effect | None:
    if row.text("ratio_measure").casefold() != measure:
        return None
    value, low, high = (row.number(each) for each in ("ratio", "ratio_lo", "ratio_hi"))
    if value is None or low is None or high is None:
        return None
    try:
        return published.from_interval(Printed(measure, value), (low, high))
    except EffectImpossible as impossible:
        raise row.bad("ratio_lo", str(impossible)) from impossible


def _from_means(row: Row, measure: Measure) -> Effect | str:
    arms = [_means(row, arm) for arm in ("t", "c")]
    treated, control = arms
    if isinstance(treated, str) or isinstance(control, str):
        lacking = ", ".join(arm for arm in arms if isinstance(arm, str))
        return f"for want of {lacking}"
    make = differences.subtract if measure is Measure.MD else differences.standardise
    try:
        return make(treated, control)
    except EffectImpossible as impossible:
        raise row.bad("sd_t", str(impossible)) from impossible


def _means(row: Row, arm: str) -> Means | str:
    columns = [f"n_{arm}", f"mean_{arm}", f"sd_{arm}"]
    n, mean, sd = (row.number(column) for column in columns)
    if n is not None and n < 1:
        raise row.bad(columns[0], "an arm has at least one person")
    if sd is not None and sd < 0:
        raise row.bad(columns[2], "a standard deviation is not below 0")
    if n is None or mean is None or sd is None:
        return ", ".join(column for column in columns if not row.text(column))
    return Means(n, mean, sd)


def _from_counts(row: Row, measure: Measure) -> Effect | str:
    arms = [_counts(row, arm) for arm in ("t", "c")]
    treated, control = arms
    if isinstance(treated, str) or isinstance(control, str):
        lacking = ", ".join(arm for arm in arms if isinstance(arm, str))
        return f"for want of {lacking}"
    try:
        return proportions.compare(measure, treated, control)
    except NothingToCompare as nothing:
        return f"as {nothing}"


def _counts(row: Row, arm: str) -> Counts | str:
    columns = [f"n_{arm}", f"events_{arm}"]
    n, events = (row.number(column) for column in columns)
    if n is not None and n < 1:
        raise row.bad(columns[0], "an arm has at least one person")
    if n is None or events is None:
        return ", ".join(column for column in columns if not row.text(column))
    if not 0 <= events <= n:
        raise row.bad(columns[1], "events lie between 0 and the people of the arm")
    return Counts(n, events)


def _require_one_scale(rows: Sequence[Row]) -> None:
    found = {
        (low, high)
        for row in rows
        if (low := row.number("scale_min")) is not None
        and (high := row.number("scale_max")) is not None
    }
    if len(found) > 1:
        told = ", ".join(f"{low:g} to {high:g}" for low, high in sorted(found))
        raise ScalesDiffer(
            f"points of different scales: {told}; choose one outcome, or measure by smd"
        )
