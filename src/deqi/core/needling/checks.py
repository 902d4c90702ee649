"""Checks one item against what is known of its site, and makes a needling of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from deqi.core.findings import Restriction
from deqi.core.needling.grammar import Item, Slot
from deqi.core.needling.limits import (
    check_depth,
    check_restrictions,
    muscle_of,
)
from deqi.core.needling.values import (
    Doubt,
    Needling,
    Problem,
    Rule,
    Vocabulary,
    needles_a_count,
)
from deqi.core.points import Laterality, Sides

OVERRULABLE = frozenset({Rule.DEPTH_OVER_CAP, Rule.RESTRICTED})
"""What a written reason keeps; all else is refused."""

_UNCLEAR = frozenset({Rule.SIDE_MISSING, Rule.MIDLINE_WITH_SIDE})
"""Breaches after which nobody can tell how many needles an item holds."""


@dataclass(frozen=True, slots=True)
class Checked:
    """An item after all its rules.

    Parameters
    ----------
    item : Item
        As read.
    needles : int or None
        Needles charted; None where the item does not say it clearly.
    overruled : tuple of str
        Names of the rules that its reason overrules.
    problems : tuple of Problem
        Errors and warnings that stand.
    """

    item: Item
    needles: int | None
    overruled: tuple[str, ...]
    problems: tuple[Problem, ...]

    def needling(self) -> Needling:
        """Return what was charted; only where no error stands."""
        item, count = self.item, self.item.number(Slot.COUNT)
        return Needling(
            point=None if item.site.muscle else item.site.name,
            muscle=muscle_of(item),
            sides=item.sides() or Sides.MIDLINE,
            level=item.text(Slot.LEVEL),
            depth_mm=item.number(Slot.DEPTH),
            response=item.text(Slot.RESPONSE),
            stimulation=item.text(Slot.STIMULATION),
            count=1 if count is None else int(count),
            frequency_hz=item.number(Slot.FREQUENCY),
            minutes=item.number(Slot.MINUTES),
            overrule=item.text(Slot.WHY),
            overruled=self.overruled,
            at=item.at,
        )


def check(
    item: Item, known: Vocabulary, restrictions: Sequence[Restriction]
) -> Checked:
    """Check an item.

    A reason after ``why`` keeps what breaks a cap or a restriction, never a point that
    is forbidden.
    """
    found = [*_forbidden(item, known), *_level(item), *_muscle(item), *_sides(item)]
    found += _stimulation(item)
    if item.site.name and not any(each.code is Rule.FORBIDDEN_POINT for each in found):
        found += check_depth(item, known)
        found += check_restrictions(item, known, restrictions)
    kept: tuple[Problem, ...] = ()
    if item.text(Slot.WHY):
        kept = tuple(each for each in found if each.code in OVERRULABLE)
        found = [each for each in found if each.code not in OVERRULABLE]
        found += _needless(item, kept)
    overruled = tuple(dict.fromkeys(each.code.value for each in kept))
    return Checked(item, _needles(item, found), overruled, tuple(found))


def _needles(item: Item, found: Sequence[Problem]) -> int | None:
    unread = Slot.COUNT in item.places and Slot.COUNT not in item.values
    if unread or any(each.code in _UNCLEAR for each in found):
        return None
    count = item.number(Slot.COUNT)
    a_count = needles_a_count(item.sides() or Sides.MIDLINE)
    return a_count if count is None else int(count) * a_count


def _forbidden(item: Item, known: Vocabulary) -> Iterator[Problem]:
    point = item.site.point
    if item.site.name in known.forbidden or (point is not None and point.forbidden):
        says = f"Take {item.site.name} out: it is never needled, whatever the reason."
        yield Problem(Rule.FORBIDDEN_POINT, says, item.site.at)


def _level(item: Item) -> Iterator[Problem]:
    name, levels = item.site.name, item.site.point.levels if item.site.point else ()
    code = item.text(Slot.LEVEL)
    if code is not None and name and code not in levels:
        says = f"Leave out {code}: {name} takes no level."
        if levels:
            says = f"{name} takes a level from {levels[0]} to {levels[-1]}, not {code}."
        yield Problem(Rule.LEVEL_NOT_TAKEN, says, item.place(Slot.LEVEL))
    if levels and Slot.LEVEL not in item.places and not _goes_by_muscle(item):
        says = f"Add the spinal level after {name}, such as {name} {levels[-1]}."
        if item.site.laterality is Laterality.VARIABLE:
            says = f"Add a spinal level or a muscle after {name}: where did it lie?"
        yield Problem(Rule.LEVEL_MISSING, says, item.site.at)


def _goes_by_muscle(item: Item) -> bool:
    """Return True for a tender point that is placed by its muscle."""
    free = item.site.laterality is Laterality.VARIABLE
    return free and Slot.MUSCLE in item.places


def _muscle(item: Item) -> Iterator[Problem]:
    if Slot.MUSCLE in item.places and item.site.laterality not in (
        Laterality.VARIABLE,
        None,
    ):
        says = f"Leave out the muscle: {item.site.name} has a place of its own."
        yield Problem(Rule.MUSCLE_NOT_TAKEN, says, item.place(Slot.MUSCLE))


def _sides(item: Item) -> Iterator[Problem]:
    named, laterality = Slot.SIDES in item.places, item.site.laterality
    if _goes_by_muscle(item) and Slot.LEVEL not in item.places:
        laterality = Laterality.BILATERAL
    if laterality is Laterality.BILATERAL and not named:
        says = f"Add the side of {item.site.name}: b, l or r."
        yield Problem(Rule.SIDE_MISSING, says, item.site.at)
    if laterality is Laterality.MIDLINE and named:
        says = f"Leave out the side: {item.site.name} lies on the midline."
        yield Problem(Rule.MIDLINE_WITH_SIDE, says, item.place(Slot.SIDES))


def _stimulation(item: Item) -> Iterator[Problem]:
    stimulation = item.text(Slot.STIMULATION)
    if Slot.FREQUENCY in item.places and stimulation != "ea":
        says = "Add ea: a frequency belongs to electrical stimulation."
        at = item.place(Slot.FREQUENCY)
        yield Problem(Rule.FREQUENCY_WITHOUT_EA, says, at)
    if Slot.MINUTES in item.places and stimulation is None:
        says = "Add man, ea or moxa: minutes here are those of a stimulation, and"
        at = item.place(Slot.MINUTES)
        says += " retention is charted as ret 20."
        yield Problem(Rule.MINUTES_WITHOUT_STIMULATION, says, at)


def _needless(item: Item, kept: Sequence[Problem]) -> Iterator[Problem]:
    if not kept:
        says = f"Nothing at {item.site.name or 'this site'} needs a reason."
        yield Problem(Doubt.OVERRULE_NOT_NEEDED, says, item.place(Slot.WHY))
