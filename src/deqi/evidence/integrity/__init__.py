"""Integrity checks: figures of one table that cannot all be right together.

Every check is a pure function of one row and the limits, and says in words what does
not fit. A blank cell is never judged. A finding is no verdict on a trial: it says which
figure to look up before it is used.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain, repeat

from deqi.evidence.integrity import (
    counts,
    intervals,
    probabilities,
    signs,
    spreads,
)
from deqi.evidence.integrity.figures import PrintedRow, Span, UnreadableFigure
from deqi.evidence.integrity.values import (
    Finding,
    ImpossibleLimit,
    Limits,
    TypicalSpread,
)

__all__ = [
    "FIGURES",
    "RULES",
    "Finding",
    "ImpossibleLimit",
    "Limits",
    "NothingToCheck",
    "PrintedRow",
    "Span",
    "TypicalSpread",
    "UnreadableFigure",
    "check",
    "require_figures",
    "rows",
]


class NothingToCheck(ValueError):
    """A table without any figure that a check reads."""


Check = Callable[[PrintedRow, Limits], Iterator[str]]

FIGURES = frozenset(
    {"md", "smd", "rd", "ratio", "mean_t", "sd_t", "events_t", "pct_t", "estimate"}
    | {"rate", "events", "beta", "odds_ratio"}
)
"""Columns of which a table has one at least, or there is nothing to check."""

STANDS_TWICE = "stands_twice"
"""The one rule that looks at more than one row."""

RULES: Mapping[str, Check] = {
    check.__name__: check
    for check in (
        counts.responders_over_n,
        counts.percent_from_counts,
        counts.rate_from_events,
        intervals.interval_without_estimate,
        intervals.interval_off_centre,
        intervals.interval_against_se,
        intervals.interval_against_sd,
        probabilities.p_against_figures,
        signs.estimate_against_means,
        signs.sign_turned,
        signs.baseline_flips_sign,
        signs.direction_missing,
        spreads.outside_scale,
        spreads.sd_like_se,
        spreads.impossible_t,
    )
}
"""Every check of a single row, by its name."""

_SAME = (
    "comparator",
    "compared_with",
    "treatment",
    "condition",
    "outcome",
    "event",
    "exposure",
    "denominator",
    "term",
    "arm",
    "variable",
    "category",
    "effect_measure",
    "timepoint_weeks",
    "timepoint",
    "value_type",
)
"""What tells two rows of one trial apart."""


def rows(
    table: str, cells: Iterable[Mapping[str, str]], lines: Iterable[int | None] = ()
) -> tuple[PrintedRow, ...]:
    """Return the rows of a table, numbered.

    Parameters
    ----------
    table : str
        What findings call it.
    cells : iterable of mapping of str to str
        Column to printed cell, a row each.
    lines : iterable of int or None
        Where each row begins in its file, as far as known.
    """
    places = chain(lines, repeat(None))
    return tuple(
        PrintedRow(table, number, each, line)
        for number, (each, line) in enumerate(zip(cells, places, strict=False), start=1)
    )


def require_figures(columns: Iterable[str]) -> None:
    """Refuse a table in which no check would find anything to judge.

    Raises
    ------
    NothingToCheck
        Because silence would look like a clean table.
    """
    if FIGURES.isdisjoint(columns):
        raise NothingToCheck(
            "no column that a check reads; they are named as in trials.csv:"
            f" {', '.join(sorted(FIGURES))}"
        )


def check(table: Iterable[PrintedRow], limits: Limits) -> tuple[Finding, ...]:
    """Try every rule on every row.

    Parameters
    ----------
    table : iterable of PrintedRow
        Rows of one table, or of several after one another.
    limits : Limits
        What the rules measure against.

    Returns
    -------
    tuple of Finding
        In the order of the rows; empty where all figures may be right.

    Raises
    ------
    UnreadableFigure
        Where a cell that is read holds no number.
    """
    found: list[Finding] = []
    seen: dict[tuple[str, ...], PrintedRow] = {}
    for row in table:
        found += [
            _finding(row, rule, detail)
            for rule, tried in RULES.items()
            for detail in tried(row, limits)
        ]
        found += _twice(row, seen)
    return tuple(found)


def _twice(
    row: PrintedRow, seen: dict[tuple[str, ...], PrintedRow]
) -> Iterator[Finding]:
    says_what = row.text("outcome") or row.text("event")
    if not row.trial or not says_what:
        return
    key = (row.table, row.trial, *(row.text(name).casefold() for name in _SAME))
    first = seen.setdefault(key, row)
    if first is not row:
        detail = f"the same trial, control, outcome and time as row {first.number}"
        yield _finding(row, STANDS_TWICE, detail)


def _finding(row: PrintedRow, rule: str, detail: str) -> Finding:
    return Finding(
        row.trial, row.number, rule, detail, row.table, row.text("id"), row.line
    )
