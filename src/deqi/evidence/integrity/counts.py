"""Counts of people and events: shares, rates, and what can be no count at all."""

import re
from collections.abc import Iterator

from deqi.evidence.integrity.figures import PrintedRow, Span
from deqi.evidence.integrity.values import Limits

_ARMS = ("t", "c")

_PER = {"patient": "n_patients", "treatment": "n_treatments"}


def responders_over_n(row: PrintedRow, _limits: Limits) -> Iterator[str]:
    """Find counts that are no counts: broken, negative, or more than there were."""
    for events, size in (("events_t", "n_t"), ("events_c", "n_c"), _rate_columns(row)):
        counted, people = row.count(events), row.count(size)
        for name, value in ((events, counted), (size, people)):
            if value is not None and (value < 0 or value != int(value)):
                yield f"{name} {row.text(name)} is no count"
        if counted is not None and people is not None and counted > people:
            yield f"{events} {row.text(events)} of {size} {row.text(size)}"


def percent_from_counts(row: PrintedRow, _limits: Limits) -> Iterator[str]:
    """Find printed percentages that the counts do not give.

    Counts that were themselves computed from the percentages say nothing.
    """
    derived = row.text("derived").split()
    for arm in _ARMS:
        printed = row.span(f"pct_{arm}")
        known = row.counts(f"events_{arm}", f"n_{arm}")
        if printed is None or known is None or f"events_{arm}" in derived:
            continue
        yield from _share(printed, known, row.text(f"pct_{arm}"), 100)


def rate_from_events(row: PrintedRow, _limits: Limits) -> Iterator[str]:
    """Find printed rates that events over their denominator do not give.

    A rate that stands beside the printed one was corrected here; the printed one is
    what is tried.
    """
    events, size = _rate_columns(row)
    column = "rate_printed" if row.text("rate_printed") else "rate"
    printed, known = row.span(column), row.counts(events, size)
    per = re.match(r"per (\d+)", row.text("rate_unit"))
    if printed is not None and known is not None and per is not None:
        yield from _share(printed, known, row.text(column), int(per[1]))


def _share(
    printed: Span, known: tuple[float, ...], text: str, per: int
) -> Iterator[str]:
    events, size = known
    if size <= 0:
        return
    found = events / size * per
    if not printed.meets(Span(found, found)):
        yield (
            f"{events:g} of {size:g} is {_digits(found)} per {per}, printed is {text}"
        )


def _rate_columns(row: PrintedRow) -> tuple[str, str]:
    return "events", _PER.get(row.text("denominator"), "")


def _digits(value: float) -> str:
    return f"{value:.3g}" if abs(value) < 1 else f"{value:.2f}"
