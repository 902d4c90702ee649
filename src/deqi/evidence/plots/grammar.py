"""The words of Vega-Lite that plots are made of, as plain values.

A layer is rows, a mark that stands for each, and channels that say where it stands and
how it looks. Tests hold every plot against the schema of Vega-Lite.
"""

from collections.abc import Mapping, Sequence

Row = Mapping[str, object]
"""One thing that is drawn, by the names that channels call."""

Part = Mapping[str, object]
"""A part of a specification: a mark, a channel, an axis, a layer, a chart."""


def layer(rows: Sequence[Row], drawn: Part, **channels: Part) -> Part:
    """Return one layer: a mark for every row."""
    return {"data": {"values": [*rows]}, "mark": drawn, "encoding": channels}


def layered(layers: Sequence[Part], **told: object) -> Part:
    """Return layers laid one upon the other, the first lowest."""
    return {**told, "layer": [*layers]}


def mark(kind: str, **look: object) -> Part:
    """Return a mark: ``rule``, ``point``, ``line``, ``area`` or ``text``."""
    return {"type": kind, **look}


def number(field: str, **told: object) -> Part:
    """Return the channel of a quantity."""
    return {"field": field, "type": "quantitative", **told}


def name(field: str, **told: object) -> Part:
    """Return the channel of a name."""
    return {"field": field, "type": "nominal", **told}


def place(field: str, **told: object) -> Part:
    """Return the channel of a place in an order."""
    return {"field": field, "type": "ordinal", **told}


def end(field: str) -> Part:
    """Return the channel of the other end of a mark, on the scale of its first."""
    return {"field": field}


TITLE_ABOVE: Part = {
    "titleAngle": 0,
    "titleAlign": "left",
    "titleAnchor": "start",
    "titleX": -20,
    "titleY": -8,
}
"""Words of an upright axis on its top, where they can be read."""
