"""How back pain goes without acupuncture, and what is known of dose and persistence."""

from collections.abc import Mapping
from functools import cache

from deqi.evidence.dossier import CoursePoint, Topic
from deqi.knowledge import tables
from deqi.knowledge.schema import Provenance
from deqi.knowledge.tables import Line

_ROOM = "trajectory"
_TABLE = "trajectory.csv"


@cache
def catalogue() -> Mapping[str, CoursePoint]:
    """Return every figure by id.

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


def _read(line: Line) -> CoursePoint:
    return CoursePoint(
        **tables.origin(line),
        topic=Topic(line.text("topic")),
        study=line.text("study"),
        population=line.text("population"),
        arm=line.text("arm"),
        measure=line.text("measure"),
        scale=line.scale(),
        unit=line.text("unit"),
        weeks=line.number("timepoint_weeks"),
        timepoint=line.text("timepoint"),
        n=line.whole("n"),
        statistic=line.text("statistic"),
        value=line.number("value"),
        low=line.number("lo"),
        high=line.number("hi"),
        sd=line.number("sd"),
        grade=line.text("grade"),
    )
