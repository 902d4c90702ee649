"""Recommendations of guidelines, and decisions of payers, by body and date."""

from collections.abc import Mapping
from functools import cache

from deqi.evidence.dossier import Guideline, Stance
from deqi.knowledge import tables
from deqi.knowledge.schema import Provenance
from deqi.knowledge.tables import Line

_ROOM = "guidelines"
_TABLE = "guidelines.csv"


@cache
def catalogue() -> Mapping[str, Guideline]:
    """Return every recommendation by id.

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


def _read(line: Line) -> Guideline:
    return Guideline(
        **tables.origin(line),
        body=line.text("body"),
        country=line.text("country"),
        year=line.year(),
        date=line.text("date"),
        population=line.text("population"),
        condition=line.text("condition"),
        condition_id=line.text("condition_id"),
        stance=Stance(line.text("direction")),
        strength=line.text("strength"),
        grade=line.text("grade"),
        kind=line.text("kind"),
        superseded_by=line.text("superseded_by"),
    )
