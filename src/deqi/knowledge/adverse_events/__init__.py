"""Rates and counts of adverse events, per people, treatments or needles."""

from collections.abc import Mapping
from functools import cache

from deqi.evidence.dossier import AdverseEvent, Estimate
from deqi.knowledge import tables
from deqi.knowledge.schema import Provenance
from deqi.knowledge.tables import Line

_ROOM = "adverse_events"
_TABLE = "adverse_events.csv"


@cache
def catalogue() -> Mapping[str, AdverseEvent]:
    """Return every rate and count by id.

    Raises
    ------
    UnreadableRecord
        Where a row cannot be read.
    """
    return tables.read(_ROOM, _TABLE, _read)


@cache
def provenance() -> Mapping[str, Provenance]:
    """Return where the table and every row come from, by id."""
    return tables.provenance(_ROOM, tables.ABOUT)


def _read(line: Line) -> AdverseEvent:
    return AdverseEvent(
        **tables.origin(line),
        study=line.text("source"),
        design=line.text("design"),
        year=line.year(),
        patients=line.whole("n_patients"),
        treatments=line.whole("n_treatments"),
        event=line.text("event"),
        serious=line.text("severity") == "serious",
        denominator=line.text("denominator"),
        events=line.whole("events"),
        rate=line.number("rate"),
        low=line.number("ci_lo"),
        high=line.number("ci_hi"),
        per=_per(line),
        unit=line.text("rate_unit").rpartition(" ")[2],
        printed=line.number("rate_printed"),
        derived=line.text("derived") == "rate",
        exposure=line.text("exposure"),
        odds_ratio=_odds(line),
    )


def _per(line: Line) -> int | None:
    """Read ``per 10000 needles``; a unit without a rate says nothing."""
    if line.number("rate") is None:
        return None
    return int(line.text("rate_unit").split()[1])


def _odds(line: Line) -> Estimate | None:
    value = line.number("odds_ratio")
    if value is None:
        return None
    return Estimate(value, line.number("odds_lo"), line.number("odds_hi"))
