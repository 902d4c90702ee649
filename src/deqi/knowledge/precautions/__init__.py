"""Contraindications and precautions, and the points and muscles they take away."""

from collections.abc import Mapping
from functools import cache

from deqi.core.points import Hazard, with_hazard
from deqi.core.rules import Rule, Scope
from deqi.knowledge import conditions, loader, muscles, points, rules
from deqi.knowledge.schema import Provenance, UnreadableRecord


@cache
def catalogue() -> tuple[Rule, ...]:
    """Return every precaution, and the rule for conditions only informed about."""
    records = loader.records("precautions", "precautions.toml")
    read = tuple(rules.rule(record, selection) for record in records.values())
    return (*read, conditions.not_planned_rule())


def provenance() -> Mapping[str, Provenance]:
    """Return the provenance of every precaution and selection."""
    both = (
        loader.records("precautions", "precautions.toml"),
        loader.records("precautions", "selections.toml"),
    )
    return {key: record.provenance for file in both for key, record in file.items()}


@cache
def selection(name: str) -> Mapping[Scope, tuple[str, ...]]:
    """Return the points and muscles that a selection names.

    Parameters
    ----------
    name : str
        ``bleeding`` or ``pregnancy``.

    Returns
    -------
    mapping of Scope to tuple of str
        Codes of points, ids of muscles.

    Raises
    ------
    UnreadableRecord
        For a selection that no record describes.
    """
    records = loader.records("precautions", "selections.toml")
    if name not in records:
        raise UnreadableRecord(f"precautions: there is no selection {name}")
    record = records[name]
    hazards = tuple(Hazard(hazard) for hazard in record.texts("hazards"))
    named = dict.fromkeys(record.texts("points"))
    named.update(dict.fromkeys(with_hazard(points.catalogue(), hazards)))
    classes = record.texts("pregnancy")
    for code, point in points.catalogue().items():
        if point.pregnancy.value in classes:
            named[code] = None
    chosen = dict.fromkeys(with_hazard(muscles.catalogue(), hazards))
    for muscle in muscles.catalogue().values():
        if muscle.risk.value in record.texts("muscle_risks"):
            chosen[muscle.id] = None
    return {Scope.POINT: tuple(named), Scope.MUSCLE: tuple(chosen)}
