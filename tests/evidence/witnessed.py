"""The tables of validation/metafor, and what metafor says of them."""

import csv
import json
import math
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from deqi.evidence import differences, proportions
from deqi.evidence.arms import Counts, Means
from deqi.evidence.differences import Variance
from deqi.evidence.effects import Effect, Measure, NothingToCompare

METAFOR = Path(__file__).resolve().parents[2] / "validation" / "metafor"

MEASURES = {
    "means": ("md", "smd", "smd_unbiased"),
    "counts": ("rr", "or", "rd"),
    "weighed": ("generic",),
}
FILES = {
    "own_means.csv": "means",
    "simulated_means.csv": "means",
    "own_counts.csv": "counts",
    "simulated_counts.csv": "counts",
    "simulated_weighed.csv": "weighed",
}

Case = Mapping[str, object]
Line = Mapping[str, str]


@cache
def reference() -> Mapping[str, list[Case]]:
    """Return the pinned cases by kind."""
    text = (METAFOR / "reference.json").read_text(encoding="utf-8")
    found = json.loads(text)
    del found["source"]
    return found


@cache
def tables() -> Mapping[str, tuple[str, tuple[Line, ...]]]:
    """Return the name of each table to what it holds and its lines."""
    found: dict[str, tuple[str, list[Line]]] = {}
    for name, kind in FILES.items():
        with (METAFOR / "tables" / name).open(encoding="utf-8", newline="") as file:
            for line in csv.DictReader(file):
                found.setdefault(line["table"], (kind, []))[1].append(line)
    return {name: (kind, tuple(lines)) for name, (kind, lines) in found.items()}


def effects(table: str, measure: str = "generic") -> list[Effect]:
    """Return a table's effects by our own formulas."""
    _, lines = tables()[table]
    found = []
    for line in lines:
        try:
            found.append(_effect(line, measure))
        except NothingToCompare:
            continue
    return found


def column(table: str, name: str) -> list[float]:
    """Return a column of a table as numbers."""
    return [float(line[name]) for line in tables()[table][1]]


def _effect(line: Line, measure: str) -> Effect:
    if measure == "generic":
        return Effect(Measure.GENERIC, float(line["yi"]), float(line["vi"]))
    if measure in MEASURES["counts"]:
        treated, control = (
            Counts(float(line[f"n_{arm}"]), float(line[f"events_{arm}"]))
            for arm in ("t", "c")
        )
        return proportions.compare(Measure(measure), treated, control)
    treated, control = (
        Means(*(float(line[f"{part}_{arm}"]) for part in ("n", "mean", "sd")))
        for arm in ("t", "c")
    )
    if measure == "md":
        return differences.subtract(treated, control)
    kind = Variance.UNBIASED if "unbiased" in measure else Variance.LARGE_SAMPLE
    return differences.standardise(treated, control, variance=kind)


def apart(
    ours: Mapping[str, object],
    theirs: Case,
    *,
    relative: float = 1e-6,
    absolute: float = 1e-9,
) -> dict[str, tuple[object, object]]:
    """Return the figures in which we and the witness differ."""
    return {
        name: (value, theirs[name])
        for name, value in ours.items()
        if not _alike(value, theirs[name], relative, absolute)
    }


def _alike(ours: object, theirs: object, relative: float, absolute: float) -> bool:
    if isinstance(theirs, list):
        mine = list(ours) if isinstance(ours, Sequence) else []
        return len(mine) == len(theirs) and all(
            _alike(one, other, relative, absolute)
            for one, other in zip(mine, theirs, strict=True)
        )
    if ours is None or theirs is None:
        return ours is theirs
    assert isinstance(ours, int | float)
    assert isinstance(theirs, int | float)
    return math.isclose(ours, theirs, rel_tol=relative, abs_tol=absolute)
