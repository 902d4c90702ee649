"""Where the body chart shows a point: a landmark, a way in cun, and how far aside."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from deqi.knowledge import loader
from deqi.knowledge.schema import UnreadableRecord

ANY_LEVEL = "level"
"""Stands for the level that is named when the point is used."""


class Basis(StrEnum):
    """What a place on the chart rests on."""

    RECORD = "record"
    PARTLY = "partly"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class ChartPlace:
    """One place of a point, or of a muscle's belly, in one view of the chart.

    Parameters
    ----------
    code : str
        Code of the point, or id of the muscle.
    view : str
        ``front``, ``back`` or ``side``.
    start, end : str
        Landmarks; the place lies on the way from the first to the second. The end is
        empty where it lies level with the start.
    share : float
        How much of the way, 0 to 1: cun of the point over cun of the measure.
    aside_cun : float or None
        Cun from the midline; None where the way itself or ``across`` gives it.
    across : float or None
        From the inner (-1) to the outer (1) edge of the part as drawn, in a side view
        from its back to its front; None where the part's width does not matter.
    part : str
        The part of the body whose width counts; empty without ``across``.
    basis : Basis
        ``record`` where landmark and cun stand in the point's own record, ``partly``
        where the distance across is the product's, ``own`` where all of it is.
    """

    code: str
    view: str
    start: str
    end: str
    share: float
    aside_cun: float | None
    across: float | None
    part: str
    basis: Basis


@cache
def catalogue() -> Mapping[str, tuple[ChartPlace, ...]]:
    """Return the places by code; a code without one is not in it."""
    return read(loader.rows("points", "chart_places.csv"))


def read(rows: Iterable[Mapping[str, str]]) -> Mapping[str, tuple[ChartPlace, ...]]:
    """Read rows of chart_places.csv.

    Raises
    ------
    UnreadableRecord
        For a way without its whole length, or a share across that names no part.
    """
    found: dict[str, tuple[ChartPlace, ...]] = {}
    for row in rows:
        place = _place(row)
        found[place.code] = (*found.get(place.code, ()), place)
    return found


def _place(row: Mapping[str, str]) -> ChartPlace:
    if bool(row["end"]) is not bool(row["whole"]):
        raise UnreadableRecord(f"points:{row['code']} has a way without its length")
    if bool(row["across"]) is not bool(row["part"]):
        raise UnreadableRecord(f"points:{row['code']} lies across no part")
    return ChartPlace(
        code=row["code"],
        view=row["view"],
        start=row["start"],
        end=row["end"],
        share=float(row["cun"]) / float(row["whole"]) if row["end"] else 0.0,
        aside_cun=_number(row["aside_cun"]),
        across=_number(row["across"]),
        part=row["part"],
        basis=Basis(row["basis"]),
    )


def _number(cell: str) -> float | None:
    return float(cell) if cell else None
