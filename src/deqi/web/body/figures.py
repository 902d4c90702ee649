"""The drawing of each view, read once: outline, fine lines, areas, landmarks."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from deqi.web.body import curves
from deqi.web.body.curves import Line, Spot
from deqi.web.body.values import View

_FILES = {
    View.FRONT: "front.toml",
    View.BACK: "back.toml",
    View.LEFT: "side.toml",
    View.RIGHT: "side.toml",
}

_SIDES_FROM_THE_RIGHT_OF_THE_PAGE = {
    View.FRONT: ("left", "right"),
    View.BACK: ("right", "left"),
}


@dataclass(frozen=True, slots=True)
class Area:
    """A region as one view shows it."""

    code: str
    spots: tuple[Spot, ...]
    path: str


@dataclass(frozen=True, slots=True)
class Layer:
    """A shape, with the areas and the fine lines upon it."""

    outline: str
    areas: tuple[Area, ...]
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """One view of the body; in a side view the arm is a layer before the trunk.

    Landmarks, parts and cun are given for the right of the page (for a side view, as
    seen from the right); `deqi.web.body.placing` turns them to where they are asked.
    """

    view: View
    layers: tuple[Layer, ...]
    landmarks: Mapping[str, Spot]
    parts: Mapping[str, tuple[Spot, ...]]
    cun_aside: float
    names: Mapping[str, Spot]


@cache
def figure(view: View) -> Figure:
    """Return the drawing of a view."""
    drawn, pieces = _read(_FILES[view]), _read("outline.toml")
    if view.is_side:
        line = curves.read(pieces["side"], closed=True)
    else:
        half = ",".join(pieces[name] for name in drawn["outline"])
        line = curves.whole(curves.read(half))
    layers = [_layer(view, line, drawn)]
    if view.is_side:
        arm = curves.read(pieces["side_arm"], closed=True)
        layers.append(_layer(view, arm, drawn["arm"]))
    edge = curves.polygon(line)
    return Figure(
        view=view,
        layers=tuple(layers),
        landmarks={name: (x, y) for name, (x, y) in drawn["landmarks"].items()},
        parts={
            name: curves.cut(edge, curves.read(window).spots)
            for name, window in drawn["parts"].items()
        },
        cun_aside=drawn["cun"]["aside"],
        names={name: (x, y) for name, (x, y) in drawn["names"].items()},
    )


def _layer(view: View, line: Line, drawn: Mapping[str, Any]) -> Layer:
    mirrored = view is View.LEFT
    fine = [curves.read(text) for text in drawn["lines"]["both"]]
    if not view.is_side:
        fine += [each.mirrored() for each in fine]
    fine += [curves.read(text) for text in drawn["lines"]["midline"]]
    return Layer(
        outline=_path(line, mirrored=mirrored),
        areas=tuple(
            _area(code, spots, mirrored=mirrored)
            for code, spots in _areas(view, curves.polygon(line), drawn)
        ),
        lines=tuple(_path(each, mirrored=mirrored) for each in fine),
    )


def _areas(
    view: View, edge: Sequence[Spot], drawn: Mapping[str, Any]
) -> Iterator[tuple[str, Sequence[Spot]]]:
    for name, window in drawn["areas"].items():
        yield from _sided(view, name, curves.cut(edge, curves.read(window).spots))
    for name, shape in drawn["shapes"].items():
        yield from _sided(view, name, curves.polygon(curves.read(shape, closed=True)))


def _sided(
    view: View, name: str, spots: Sequence[Spot]
) -> Iterator[tuple[str, Sequence[Spot]]]:
    """Give an area its side; a view from before or behind shows it on both."""
    if "*" not in name:
        yield name, spots
    elif view.is_side:
        yield name.replace("*", view), spots
    else:
        side, other = _SIDES_FROM_THE_RIGHT_OF_THE_PAGE[view]
        yield name.replace("*", side), spots
        yield name.replace("*", other), _mirror(spots)


def _area(code: str, spots: Sequence[Spot], *, mirrored: bool) -> Area:
    turned = _mirror(spots) if mirrored else tuple(spots)
    return Area(code, turned, curves.outline(turned))


def _path(line: Line, *, mirrored: bool) -> str:
    return curves.path(line.mirrored() if mirrored else line)


def _mirror(spots: Sequence[Spot]) -> tuple[Spot, ...]:
    return tuple((-x, y) for x, y in spots)


@cache
def _read(name: str) -> Mapping[str, Any]:
    return tomllib.loads((files(__package__) / name).read_text(encoding="utf-8"))
