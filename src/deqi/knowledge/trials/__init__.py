"""Contrasts of trials as printed, and where the checks of such tables draw lines."""

from collections.abc import Mapping
from functools import cache

from deqi.core.scales import Direction
from deqi.evidence.comparators import Comparator
from deqi.evidence.dossier import (
    Contrast,
    Estimate,
    Treated,
    TrialArm,
    ValueType,
)
from deqi.evidence.integrity import Limits, TypicalSpread
from deqi.knowledge import loader, tables
from deqi.knowledge.schema import Provenance, Record, UnreadableRecord
from deqi.knowledge.tables import Line

_ROOM = "trials"
_TABLE = "trials.csv"

DIRECTIONS: Mapping[str, Direction] = {
    "lower_better": Direction.WORSE,
    "higher_better": Direction.BETTER,
}
"""What the tables say of a scale, in the words of the core."""


@cache
def catalogue() -> Mapping[str, Contrast]:
    """Return every contrast by id.

    Raises
    ------
    UnreadableRecord
        Where a row cannot be read.
    """
    return tables.read(_ROOM, _TABLE, _contrast)


@cache
def limits() -> Limits:
    """Return where the integrity checks draw their lines.

    Raises
    ------
    UnreadableRecord
        Where a limit is missing or no number.
    """
    records = loader.records(_ROOM, "limits.toml")
    usual = loader.records(_ROOM, "typical_spreads.toml").values()
    values = {key: _number(record, "value") for key, record in records.items()}
    return Limits(**values, typical=tuple(_typical(record) for record in usual))


@cache
def provenance() -> Mapping[str, Provenance]:
    """Return where every row and record of the room comes from, by id."""
    return tables.provenance(_ROOM, tables.ABOUT, "limits.toml", "typical_spreads.toml")


def direction(line: Line) -> Direction | None:
    """Return which way is better on the printed scale; None for a blank cell.

    Raises
    ------
    UnreadableRecord
        For other words.
    """
    text = line.text("direction")
    if text and text not in DIRECTIONS:
        raise UnreadableRecord(f"{line.provenance.key}: {text!r} is no direction")
    return DIRECTIONS.get(text)


def _contrast(line: Line) -> Contrast:
    return Contrast(
        **tables.origin(line),
        trial=line.text("trial"),
        year=int(line.given("year")),
        population=line.text("population"),
        condition=line.text("condition"),
        condition_id=line.text("condition_id"),
        treated=Treated(line.text("treatment")),
        comparator=Comparator(line.text("comparator")),
        compared_with=line.text("compared_with"),
        outcome=line.text("outcome"),
        instrument=line.text("instrument"),
        scale=line.scale(),
        direction=direction(line),
        value_type=ValueType(line.text("value_type")),
        weeks=line.number("timepoint_weeks"),
        treatment_arm=_arm(line, "t"),
        control_arm=_arm(line, "c"),
        difference=_estimate(line, "md", se="se"),
        share_difference=_estimate(line, "rd"),
        ratio=_estimate(line, "ratio"),
        ratio_measure=line.text("ratio_measure"),
        baseline_sd=line.number("base_sd"),
        p=line.text("p"),
        total=line.whole("n_total"),
        sessions=line.text("sessions"),
        derived=tuple(line.text("derived").split()),
        poolable=line.text("poolable") == "yes",
    )


def _arm(line: Line, arm: str) -> TrialArm:
    return TrialArm(
        n=line.whole(f"n_{arm}"),
        mean=line.number(f"mean_{arm}"),
        sd=line.number(f"sd_{arm}"),
        se=line.number(f"se_{arm}"),
        low=line.number(f"ci_{arm}_lo"),
        high=line.number(f"ci_{arm}_hi"),
        events=line.whole(f"events_{arm}"),
        percent=line.number(f"pct_{arm}"),
        baseline_mean=line.number(f"base_mean_{arm}"),
        baseline_sd=line.number(f"base_sd_{arm}"),
    )


def _estimate(line: Line, column: str, *, se: str = "") -> Estimate | None:
    value = line.number(column)
    if value is None:
        return None
    return Estimate(
        value,
        line.number(f"{column}_lo"),
        line.number(f"{column}_hi"),
        se=line.number(se) if se else None,
        adjusted={"yes": True, "no": False}.get(line.text("md_adjusted")),
    )


def _typical(record: Record) -> TypicalSpread:
    return TypicalSpread(
        instrument=record.text("title"),
        words=record.texts("words"),
        low=_number(record, "low"),
        high=_number(record, "high"),
        length=_number(record, "length"),
    )


def _number(record: Record, name: str) -> float:
    value = record[name]
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise UnreadableRecord(f"{record.provenance.key}: {name} is no number")
    return float(value)
