"""Checks an item against the cap of its site and against this person's restrictions."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from deqi.core.findings import Restriction
from deqi.core.needling.grammar import Item, Slot
from deqi.core.needling.values import Doubt, Problem, Rule, Vocabulary
from deqi.core.points import (
    Level,
    Sides,
    bearing_on,
    site_cap,
    site_depth,
    site_regions,
)
from deqi.core.rules import Scope

_KEEP = 'or keep it with why "reason".'


def level_of(item: Item, known: Vocabulary) -> Level | None:
    """Return the spinal level of an item whose point takes one."""
    code = item.text(Slot.LEVEL)
    takes = item.site.point is not None and code in item.site.point.levels
    return known.levels[code] if takes and code else None


def muscle_of(item: Item) -> str | None:
    """Return the id of the muscle that the item names, first or after ashi."""
    return item.site.muscle.id if item.site.muscle else item.text(Slot.MUSCLE)


def check_depth(item: Item, known: Vocabulary) -> Iterator[Problem]:
    """Yield what is wrong with the depth: over the cap, without a cap, not charted."""
    depth, name = item.number(Slot.DEPTH), item.site.name
    cap = _cap(item, known)
    if cap is None:
        yield Problem(Doubt.CAP_UNKNOWN, _no_cap(item, known), item.place(Slot.DEPTH))
    elif depth is None and Slot.DEPTH not in item.places:
        says = f"Add the depth of {name} in millimetres."
        yield Problem(Doubt.DEPTH_MISSING, says, item.site.at)
    elif depth is not None and depth > cap:
        level = level_of(item, known)
        where = f"{name} at {level.code}" if level else name
        says = f"{where} takes at most {cap:g} mm: mend the depth, {_KEEP}"
        yield Problem(Rule.DEPTH_OVER_CAP, says, item.place(Slot.DEPTH))


def _no_cap(item: Item, known: Vocabulary) -> str:
    name, muscle = item.site.name, known.muscles.get(muscle_of(item) or "")
    hazards = muscle.hazards if muscle else known.hazards.get(name, ())
    beneath = " and ".join(hazard.value.replace("_", " ") for hazard in hazards)
    warned = f", and {beneath} may lie beneath" if beneath else ""
    return f"No cap is known for {name}{warned}: the depth is yours alone to judge."


def check_restrictions(
    item: Item, known: Vocabulary, restrictions: Iterable[Restriction]
) -> Iterator[Problem]:
    """Yield every restriction of this person that the item breaks or comes near."""
    for restriction in restrictions:
        yield from _CHECKS[restriction.scope](item, known, restriction)


def _cap(item: Item, known: Vocabulary) -> float | None:
    if item.site.point is None:
        return None
    sides = item.sides() or Sides.MIDLINE
    level = level_of(item, known)
    return site_cap(item.site.point, known.points, level=level, sides=sides)


def _point(
    item: Item, known: Vocabulary, restriction: Restriction
) -> Iterator[Problem]:
    if restriction.code == item.site.name:
        yield _restricted(item, item.site.name, restriction)
        return
    level = level_of(item, known)
    if level is None:
        return
    # A tender point beside a restricted point is as near to what lies beneath.
    near = bearing_on(level, known.points, beside_midline=False)
    if restriction.code in {other.code for other in near}:
        name = f"{item.site.name} at {level.code}, where {restriction.code} lies,"
        yield _restricted(item, name, restriction)


def _muscle(
    item: Item, _known: Vocabulary, restriction: Restriction
) -> Iterator[Problem]:
    muscle = muscle_of(item)
    if muscle is not None and muscle == restriction.code:
        yield _restricted(item, muscle, restriction)


def _region(
    item: Item, known: Vocabulary, restriction: Restriction
) -> Iterator[Problem]:
    regions = _regions(item, known)
    if not regions:
        says = f"{item.site.name}, whose place is not known here,"
        yield _restricted(item, says, restriction)
    elif (region := known.body.touches(restriction.code, regions)) is not None:
        label = known.body.regions[region].label
        yield _restricted(item, f"{item.site.name} ({label})", restriction)


def _regions(item: Item, known: Vocabulary) -> tuple[str, ...]:
    sides = item.sides() or Sides.MIDLINE
    level = level_of(item, known)
    muscle = known.muscles.get(muscle_of(item) or "")
    inside = muscle.regions.on(sides) if muscle else ()
    point = item.site.point
    if point is None or (muscle and level is None):
        return inside
    return inside + site_regions(point, sides=sides, level=level)


def _technique(
    item: Item, known: Vocabulary, restriction: Restriction
) -> Iterator[Problem]:
    stimulation = item.text(Slot.STIMULATION) or ""
    technique = known.words.techniques.get(stimulation)
    if technique != restriction.code:
        return
    if technique in known.words.gentle:
        says = f"Only gentle stimulation here: {_reason(restriction)}."
        yield Problem(Doubt.GENTLE_ONLY, says, item.place(Slot.STIMULATION))
        return
    yield _restricted(item, stimulation, restriction, slot=Slot.STIMULATION)


def _depth(
    item: Item, known: Vocabulary, restriction: Restriction
) -> Iterator[Problem]:
    depth = item.number(Slot.DEPTH)
    if depth is None:
        return
    usual = _usual_depth(item, known)
    if usual is None:
        says = (
            f"Stay shallow at {item.site.name}, for which no usual depth is known:"
            f" {_reason(restriction)}."
        )
        yield Problem(Doubt.DEPTH_UNCHECKED, says, item.place(Slot.DEPTH))
    elif depth > usual[0]:
        name = f"{item.site.name} deeper than {usual[0]:g} mm"
        yield _restricted(item, name, restriction, slot=Slot.DEPTH)


def _usual_depth(item: Item, known: Vocabulary) -> tuple[float, float] | None:
    if item.site.point is None:
        return None
    sides = item.sides() or Sides.MIDLINE
    level = level_of(item, known)
    return site_depth(item.site.point, known.points, level=level, sides=sides)


_CHECKS: Mapping[
    Scope, Callable[[Item, Vocabulary, Restriction], Iterator[Problem]]
] = {
    Scope.POINT: _point,
    Scope.MUSCLE: _muscle,
    Scope.REGION: _region,
    Scope.TECHNIQUE: _technique,
    Scope.DEPTH: _depth,
}


def _restricted(
    item: Item, name: str, restriction: Restriction, *, slot: Slot | None = None
) -> Problem:
    says = f"{name} is restricted ({_reason(restriction)}): leave it out, {_KEEP}"
    at = item.place(slot) if slot else item.site.at
    return Problem(Rule.RESTRICTED, says, at)


def _reason(restriction: Restriction) -> str:
    return restriction.reason.strip().rstrip(".")
