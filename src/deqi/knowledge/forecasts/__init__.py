"""What the forecast knows before it sees a person, by instrument and stage."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from deqi.core.conditions import Stage
from deqi.core.forecast import priors
from deqi.core.forecast.priors import Prior
from deqi.knowledge import instruments, loader
from deqi.knowledge.forecasts import figures
from deqi.knowledge.schema import Provenance, Record, UnreadableRecord

ROOM = "forecasts"
_FILES = ("priors.toml", "spreads.toml")


@cache
def catalogue() -> Mapping[tuple[str, Stage], Prior]:
    """Return every prior by instrument and stage.

    Returns
    -------
    mapping of (str, Stage) to Prior
        A pair that is not there has no forecast: no record says how it goes.

    Raises
    ------
    UnreadableRecord
        For a field of the wrong kind, or a row that is not there or has no figure.
    PriorImpossible
        Where the figures contradict each other.
    """
    found: dict[tuple[str, Stage], Prior] = {}
    for record in loader.records(ROOM, "priors.toml").values():
        made = _prior(record)
        key = made.instrument.id, Stage(record.text("stage"))
        if key in found:
            raise UnreadableRecord(f"{record.provenance.key}: {key} has a prior")
        found[key] = made
    return found


@cache
def provenance() -> Mapping[str, Provenance]:
    """Return where each record of the room comes from, by id."""
    return {
        key: record.provenance
        for file in _FILES
        for key, record in loader.records(ROOM, file).items()
    }


def _prior(record: Record) -> Prior:
    instrument = instruments.catalogue()[record.text("instrument")]
    told = figures.read(record, instrument)
    made = priors.derive(
        told.published,
        instrument,
        name=record.provenance.id,
        responder_percent=instruments.battery().responder_percent,
    )
    own = record.provenance.source_ids
    sources = tuple(dict.fromkeys((*told.sources, *own)))
    return replace(made, sources=sources, reviewed=record.provenance.is_reviewed)
