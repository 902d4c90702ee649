"""The eleven muscles that are needled at trigger points."""

from collections.abc import Mapping
from functools import cache

from deqi.core.points import Hazard, Laterality, Muscle, Risk, regions_of
from deqi.knowledge import loader
from deqi.knowledge.schema import Provenance, Record


@cache
def catalogue() -> Mapping[str, Muscle]:
    """Return the muscles by id.

    Raises
    ------
    UnreadableRecord
        Where a record lacks a field.
    """
    records = loader.records("muscles", "muscles.toml")
    return {key: _muscle(record) for key, record in records.items()}


def provenance() -> Mapping[str, Provenance]:
    """Return where every muscle's record comes from, by id."""
    records = loader.records("muscles", "muscles.toml")
    return {key: record.provenance for key, record in records.items()}


def _muscle(record: Record) -> Muscle:
    return Muscle(
        id=record.provenance.id,
        name=record.text("name"),
        regions=regions_of(record.texts("regions"), Laterality.BILATERAL),
        refers=record.texts("refers"),
        position=record.text("position"),
        needle=record.text("needle"),
        hazards=tuple(Hazard(name) for name in record.texts("hazards")),
        risk=Risk(record.text("risk")),
        caution=record.text("caution"),
        sources=record.provenance.source_ids,
        reviewed=record.provenance.is_reviewed,
    )
