"""Writes a chart as the one charting line that reads back as the same chart."""

from collections.abc import Iterator

from deqi.core.needling.sites import SESSION_WORDS
from deqi.core.needling.tokens import quote
from deqi.core.needling.values import Chart, Needling
from deqi.core.points import ASHI, Sides

_LETTERS = {Sides.BOTH: "b", Sides.LEFT: "l", Sides.RIGHT: "r"}


def write(chart: Chart) -> str:
    """Write a chart in its canonical form.

    Parameters
    ----------
    chart : Chart
        As `read` returns it.

    Returns
    -------
    str
        Reading it gives the same chart, but for the places of its words.
    """
    return "; ".join([*map(write_site, chart.needling), *_session(chart)])


def write_site(site: Needling) -> str:
    """Write one site with its attributes, in their canonical order."""
    return " ".join(word for word in _words(site) if word)


def _words(site: Needling) -> Iterator[str]:
    yield "ashi" if site.point == ASHI else site.point or ""
    yield site.level or ""
    yield site.muscle or ""
    yield _LETTERS.get(site.sides, "")
    yield _measure(site.depth_mm, "mm")
    yield site.response or ""
    yield site.stimulation or ""
    yield _measure(site.frequency_hz, "Hz")
    yield _measure(site.minutes, "min")
    yield f"x{site.count}" if site.count > 1 else ""
    yield f"why {quote(site.overrule)}" if site.overrule else ""


def _measure(value: float | None, unit: str) -> str:
    return "" if value is None else f"{value:g}{unit}"


def _session(chart: Chart) -> Iterator[str]:
    if chart.retention_minutes is not None:
        yield f"ret {chart.retention_minutes}"
    yield f"in {chart.needles['in']} out {chart.needles['out']}"
    for lot in chart.lots:
        yield f"lot {write_lot(lot)}"
    for event in chart.adverse_events:
        grade = "" if event.grade is None else f" {event.grade}"
        yield f"ae {event.kind}{grade}"
    if chart.adverse_events_charted and not chart.adverse_events:
        yield "ae none"


def write_lot(lot: str) -> str:
    """Write a lot number so that it reads back, quoted where it must be."""
    plain = lot.isascii() and all(char.isalnum() or char in "-_./" for char in lot)
    return lot if plain and lot.lower() not in SESSION_WORDS else quote(lot)
