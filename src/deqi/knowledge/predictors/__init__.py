"""What foretells the score in one trial, and what changes the effect of needling."""

from collections.abc import Mapping
from functools import cache

from deqi.evidence.dossier import Predictor
from deqi.knowledge import tables
from deqi.knowledge.schema import Provenance
from deqi.knowledge.tables import Line

_ROOM = "predictors"
_TABLE = "predictors.csv"


@cache
def catalogue() -> Mapping[str, Predictor]:
    """Return every coefficient by id.

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


def _read(line: Line) -> Predictor:
    return Predictor(
        **tables.origin(line),
        outcome=line.text("outcome"),
        scale=line.scale(),
        weeks=line.given("timepoint_weeks"),
        term=line.text("term"),
        arm=line.text("arm"),
        variable=line.text("variable"),
        category=line.text("category"),
        beta=line.given("beta"),
        se=line.given("se"),
        p=line.text("p"),
        n=int(line.given("n")),
    )
