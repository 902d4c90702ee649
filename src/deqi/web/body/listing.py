"""The chart in words: what a list, a screen reader or a printed page says instead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from deqi.core.points import Sides
from deqi.core.regions import Region
from deqi.knowledge import regions as region_records
from deqi.knowledge.points.chart_places import Basis
from deqi.web.body import placing
from deqi.web.body.figures import figure
from deqi.web.body.placing import Placed
from deqi.web.body.values import Mark, Shade, State, View

_STATES = {
    State.PLANNED: "planned",
    State.NEEDLED: "needled",
    State.TENDER: "tender",
    State.BARRED: "not to be needled",
    State.CHOICE: "may be chosen",
}
_SHADES = {
    Shade.PAIN: "pain",
    Shade.EASED: "pain before, none now",
    Shade.BARRED: "not to be needled",
}
_SIDES = {
    Sides.LEFT: "left",
    Sides.RIGHT: "right",
    Sides.BOTH: "both sides",
    Sides.MIDLINE: "midline",
}


@dataclass(frozen=True, slots=True)
class Listed:
    """A mark in words, and whether any view has a place for it."""

    name: str
    sides: str
    state: str
    text: str
    is_drawn: bool
    is_approximate: bool


def listed(marks: Iterable[Mark]) -> tuple[Listed, ...]:
    """Return every mark in words, in the order given; none is dropped."""
    return tuple(_listed(mark) for mark in marks)


def described(placed: Sequence[Placed], shades: Mapping[str, Shade]) -> str:
    """Return what a view shows as sentences."""
    marks = dict.fromkeys(each.mark for each in placed)
    named = [
        f"{mark.name} {_SIDES[mark.sides]} {_STATES[mark.state]}"
        for mark in marks
        if mark.state is not State.CHOICE
    ]
    painted = [f"{region}: {said}" for region, said in told(shades)]
    said = [f"Points: {', '.join(named)}." if named else "No points."]
    said += [f"Regions: {'; '.join(painted)}."] if painted else []
    return " ".join(said)


def said_of(shade: Shade) -> str:
    """Return what a shade means, in words."""
    return _SHADES[shade]


def told(shades: Mapping[str, Shade]) -> tuple[tuple[str, str], ...]:
    """Return every region with what is said of it, in words."""
    regions = region_records.body_map().regions
    return tuple(
        (regions[code].label, _SHADES[shade]) for code, shade in shades.items()
    )


def legend(marks: Iterable[Mark]) -> tuple[tuple[State, str], ...]:
    """Return the states that occur, each once, with what its sign means."""
    met = {mark.state for mark in marks}
    return tuple((state, said) for state, said in _STATES.items() if state in met)


@cache
def offered() -> tuple[Region, ...]:
    """Return the regions that may be painted: all drawn ones, and undrawn leaves."""
    regions = region_records.body_map().regions
    drawn = {
        area.code
        for view in View
        for layer in figure(view).layers
        for area in layer.areas
    }
    parents = {region.parent for region in regions.values()}
    return tuple(
        region
        for code, region in regions.items()
        if code in drawn or code not in parents
    )


@cache
def groups() -> tuple[tuple[Region, tuple[Region, ...]], ...]:
    """Return the offered regions under the part of the body that holds them."""
    regions = region_records.body_map().regions
    found: dict[str, list[Region]] = {}
    for region in offered():
        found.setdefault(_group(region, regions), []).append(region)
    return tuple((regions[code], tuple(held)) for code, held in found.items())


def _listed(mark: Mark) -> Listed:
    placed = [each for view in View for each in placing.place(mark, view)]
    return Listed(
        name=mark.name,
        sides=_SIDES[mark.sides],
        state=_STATES[mark.state],
        text=mark.text,
        is_drawn=bool(placed),
        is_approximate=any(each.basis is not Basis.RECORD for each in placed),
    )


def _group(region: Region, regions: Mapping[str, Region]) -> str:
    """Return the part below the whole body, or the back, that holds a region."""
    line = [region.code]
    while (parent := regions[line[-1]].parent) is not None:
        line.append(parent)
    if "back" in line:
        return "back"
    return line[-2] if len(line) > 1 else line[-1]
