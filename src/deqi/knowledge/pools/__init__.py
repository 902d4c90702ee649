"""Pooled results as reviews printed them, with what was only remembered in words."""

from collections.abc import Mapping
from functools import cache

from deqi.evidence.comparators import Comparator
from deqi.evidence.dossier import Estimate, PublishedPool
from deqi.knowledge import tables, trials
from deqi.knowledge.schema import Provenance
from deqi.knowledge.tables import Line

_ROOM = "pools"
_TABLE = "pools.csv"


@cache
def catalogue() -> Mapping[str, PublishedPool]:
    """Return every pooled result by id.

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


def _read(line: Line) -> PublishedPool:
    return PublishedPool(
        **tables.origin(line),
        review=line.text("review"),
        year=line.year(),
        kind=line.text("kind"),
        population=line.text("population"),
        condition=line.text("condition"),
        condition_id=line.text("condition_id"),
        comparator=_comparator(line),
        compared_with=line.text("compared_with"),
        outcome=line.text("outcome"),
        timepoint=line.text("timepoint"),
        reviews=line.whole("reviews"),
        trials=line.whole("k"),
        people=line.whole("n"),
        measure=line.text("effect_measure"),
        estimate=_estimate(line),
        shares=_shares(line),
        i2=line.number("i2"),
        model=line.text("model"),
        grade=line.text("grade"),
        direction=trials.direction(line),
    )


def _comparator(line: Line) -> Comparator | None:
    # A review that mixes kinds of control has none of them.
    kind = line.text("comparator")
    return None if kind == "mixed" else Comparator(kind)


def _estimate(line: Line) -> Estimate | None:
    value = line.number("estimate")
    if value is None:
        return None
    return Estimate(value, line.number("ci_lo"), line.number("ci_hi"))


def _shares(line: Line) -> tuple[float, float] | None:
    treated, control = line.number("share_t"), line.number("share_c")
    return None if treated is None or control is None else (treated, control)
