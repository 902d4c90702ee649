"""Who took part in the trials, and their scores at the start."""

from collections.abc import Mapping
from functools import cache

from deqi.evidence.dossier import Baseline
from deqi.knowledge import tables
from deqi.knowledge.schema import Provenance
from deqi.knowledge.tables import Line

_ROOM = "baselines"
_TABLE = "baselines.csv"


@cache
def catalogue() -> Mapping[str, Baseline]:
    """Return every arm by id.

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


def _read(line: Line) -> Baseline:
    return Baseline(
        **tables.origin(line),
        trial=line.text("trial"),
        arm=line.text("arm"),
        measure=line.text("measure"),
        year=int(line.given("year")),
        n=int(line.given("n")),
        scale=line.scale(),
        mean=line.number("mean"),
        sd=line.number("sd"),
        age_mean=line.number("age_mean"),
        age_sd=line.number("age_sd"),
        female_percent=line.number("female_pct"),
        duration_years=line.number("duration_years"),
    )
