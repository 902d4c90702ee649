"""How large a change must be to matter, for one person and between groups."""

from collections.abc import Mapping
from functools import cache

from deqi.evidence.dossier import ImportantChange
from deqi.knowledge import tables
from deqi.knowledge.schema import Provenance
from deqi.knowledge.tables import Line

_ROOM = "important_changes"
_TABLE = "important_changes.csv"


@cache
def catalogue() -> Mapping[str, ImportantChange]:
    """Return every threshold by id.

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


def _read(line: Line) -> ImportantChange:
    return ImportantChange(
        **tables.origin(line),
        measure=line.text("measure"),
        scale=line.scale(),
        value=line.given("value"),
        value_high=line.number("value_high"),
        percent=line.number("percent"),
        kind=line.text("kind"),
        population=line.text("population"),
    )
