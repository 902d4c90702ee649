"""Draws a view of the body as SVG: classes only, no style of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape

from deqi.core.points import Sides
from deqi.knowledge import regions as region_records
from deqi.web.body import labels, placing
from deqi.web.body.figures import Area, Figure, Layer, figure
from deqi.web.body.listing import described, said_of
from deqi.web.body.placing import Placed
from deqi.web.body.signs import sign
from deqi.web.body.values import Mark, Mode, Shade, State, View, Zoom

TITLES = {
    View.FRONT: "Body from the front",
    View.BACK: "Body from the back",
    View.LEFT: "Body from the left",
    View.RIGHT: "Body from the right",
}

_WHOLE_WIDTH, _WHOLE_HEIGHT = 600.0, 1030.0
_LABEL, _NAME = 22, 18
_LETTER = 0.6
"""Width of a letter or figure of a label, in heights."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The window on a view."""

    left: float
    top: float
    width: float
    height: float

    @property
    def unit(self) -> float:
        """Length that looks as one does where the whole body is shown."""
        return max(self.height / _WHOLE_HEIGHT, self.width / _WHOLE_WIDTH)

    @property
    def box(self) -> str:
        """The frame as SVG writes it."""
        edges = (self.left, self.top, self.width, self.height)
        return " ".join(f"{edge:g}" for edge in edges)


_UPRIGHT = {
    Zoom.WHOLE: Frame(-300, -14, 600, _WHOLE_HEIGHT),
    Zoom.TRUNK: Frame(-170, 92, 340, 470),
    Zoom.LOW_BACK: Frame(-145, 316, 290, 240),
    Zoom.LEGS: Frame(-180, 640, 360, 372),
}
_SIDE = {
    Zoom.WHOLE: Frame(-160, -14, 440, _WHOLE_HEIGHT),
    Zoom.TRUNK: Frame(-150, 92, 370, 470),
    Zoom.LOW_BACK: Frame(-145, 316, 290, 240),
    Zoom.LEGS: Frame(-140, 640, 300, 372),
}

# Nobody writes in the margins of a chart to paint on, so it has none.
_BARE_UPRIGHT = Frame(-236, -14, 472, _WHOLE_HEIGHT)
_BARE_SIDE = Frame(-100, -14, 320, _WHOLE_HEIGHT)


def chart(
    view: View,
    *,
    points: Iterable[Mark] = (),
    regions: Mapping[str, Shade] | None = None,
    mode: Mode = Mode.SHOW,
    zoom: Zoom = Zoom.WHOLE,
    name: str = "body",
) -> str:
    """Draw one view of the body.

    What the view does not show is left out of the drawing; `deqi.web.body.listed` tells
    it in words, so that nothing is lost. The name keeps apart two charts of one page.
    """
    drawn, frame = figure(view), _frame(view, zoom, mode)
    marks, shades = tuple(points), regions or {}
    placed = [spot for mark in marks for spot in placing.place(mark, view)]
    placed = [spot for spot in placed if _is_inside(spot, frame)]
    ident = f"{escape(name)}-{view}"
    parts = [
        f'<title id="{ident}-title">{TITLES[view]}</title>',
        f'<desc id="{ident}-desc">{escape(described(placed, shades))}</desc>',
        *_pattern(ident, frame, shades),
        *(_layer(layer, ident, shades, mode) for layer in drawn.layers),
        *_landmarks(drawn, frame, zoom),
        *_labels(placed, frame, view),
        *(_point(spot, frame, mode) for spot in placed),
    ]
    role = "img" if mode is Mode.SHOW else "group"
    return (
        f'<svg class="body-chart is-{mode} at-{zoom}" viewBox="{frame.box}" '
        f'role="{role}" aria-labelledby="{ident}-title" '
        f'aria-describedby="{ident}-desc" data-view="{view}">{"".join(parts)}</svg>'
    )


def _frame(view: View, zoom: Zoom, mode: Mode) -> Frame:
    if mode is Mode.PAINT and zoom is Zoom.WHOLE:
        right = _BARE_SIDE if view.is_side else _BARE_UPRIGHT
    else:
        right = (_SIDE if view.is_side else _UPRIGHT)[zoom]
    if view is not View.LEFT:
        return right
    return Frame(-right.left - right.width, right.top, right.width, right.height)


def _is_inside(placed: Placed, frame: Frame) -> bool:
    x, y = placed.spot
    inside_across = frame.left <= x <= frame.left + frame.width
    return inside_across and frame.top <= y <= frame.top + frame.height


def _pattern(ident: str, frame: Frame, shades: Mapping[str, Shade]) -> Iterator[str]:
    """Hatch what is barred, so that it is seen without its colour."""
    if Shade.BARRED in shades.values():
        size = 12 * frame.unit
        yield (
            f'<pattern id="{ident}-hatch" width="{size:g}" height="{size:g}" '
            'patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
            f'<path class="body-hatch" d="M0 0V{size:g}"/></pattern>'
        )


def _layer(layer: Layer, ident: str, shades: Mapping[str, Shade], mode: Mode) -> str:
    areas = (_area(area, ident, shades, mode) for area in layer.areas)
    lines = "".join(layer.lines)
    return (
        f'<path class="body-skin" d="{layer.outline}"/>{"".join(areas)}'
        f'<path class="body-line" d="{lines}"/>'
        f'<path class="body-outline" d="{layer.outline}"/>'
    )


def _area(area: Area, ident: str, shades: Mapping[str, Shade], mode: Mode) -> str:
    shade = _shade(area.code, shades)
    if shade is None and mode is not Mode.PAINT:
        return ""
    said = f" is-{shade}" if shade else ""
    fill = f' fill="url(#{ident}-hatch)"' if shade is Shade.BARRED else ""
    data = f' data-choice="{area.code}"' if mode is Mode.PAINT else ""
    label = region_records.body_map().regions[area.code].label
    title = escape(f"{label}: {said_of(shade)}" if shade else label)
    return (
        f'<path class="body-area{said}"{fill}{data} d="{area.path}">'
        f"<title>{title}</title></path>"
    )


def _shade(code: str, shades: Mapping[str, Shade]) -> Shade | None:
    """Return what is said of a region, or of the nearest that holds it."""
    regions = region_records.body_map().regions
    at: str | None = code
    while at is not None:
        if at in shades:
            return shades[at]
        at = regions[at].parent
    return None


def _landmarks(drawn: Figure, frame: Frame, zoom: Zoom) -> Iterator[str]:
    """Tick every spinous process; name levels and landmarks where there is room."""
    levels = {name: spot for name, spot in drawn.landmarks.items() if _is_level(name)}
    for _, y in levels.values():
        yield f'<path class="body-level" d="M-2.5 {y:g}H2.5"/>'
    if zoom is Zoom.WHOLE:
        return
    size, lowest = _NAME * frame.unit, frame.top + frame.height
    for name, (_, y) in reversed(levels.items()):
        if y < lowest - size:
            yield _text("body-name", -4, y + size / 3, size, name, "end")
            lowest = y
    for name, (x, y) in drawn.names.items():
        yield _text("body-name", x, y, size, name, "middle")


def _is_level(name: str) -> bool:
    return name[0] in "CTLS" and name[1:].isdigit()


def _point(placed: Placed, frame: Frame, mode: Mode) -> str:
    mark, (x, y) = placed.mark, placed.spot
    side = "" if placed.side is Sides.MIDLINE else f", {placed.side}"
    text = f", {mark.text}" if mark.text else ""
    title = escape(f"{mark.name}{side}{text}")
    pick = f' data-choice="{escape(mark.code)}"' if mode is Mode.PICK else ""
    return (
        f'<g class="body-point is-{mark.state}"{pick} data-side="{placed.side}" '
        f'transform="translate({x:.1f} {y:.1f}) scale({frame.unit:.3f})">'
        f"<title>{title}</title>{sign(mark.state)}</g>"
    )


def _labels(placed: Iterable[Placed], frame: Frame, view: View) -> Iterator[str]:
    """Write each code once, in the margin that lies nearer to its point."""
    left: dict[str, Placed] = {}
    right: dict[str, Placed] = {}
    for spot in placed:
        if spot.mark.state is State.CHOICE:
            continue
        margin = right if spot.spot[0] > 0 else left
        is_twice = spot.mark.sides is Sides.BOTH and not view.is_side
        if margin is right or not is_twice:
            margin.setdefault(spot.mark.name, spot)
    yield from _column(left, frame, outwards=-1)
    yield from _column(right, frame, outwards=1)


def _column(column: Mapping[str, Placed], frame: Frame, outwards: int) -> Iterator[str]:
    size = _LABEL * frame.unit
    edge = frame.left if outwards < 0 else frame.left + frame.width
    edge -= outwards * size / 4
    ordered = sorted(column.values(), key=lambda each: each.spot[1])
    heights = labels.spread([each.spot[1] for each in ordered], size * 1.15)
    anchor = "start" if outwards < 0 else "end"
    for each, y in zip(ordered, heights, strict=True):
        x, start_y = each.spot
        end = edge - outwards * (len(each.mark.name) * _LETTER + 0.25) * size
        yield (
            f'<path class="body-leader" d="M{x:.1f} {start_y:.1f}'
            f'L{end - outwards * size:.1f} {y:.1f}L{end:.1f} {y:.1f}"/>'
        )
        yield _text("body-label", edge, y + size / 3, size, each.mark.name, anchor)


def _text(kind: str, x: float, y: float, size: float, text: str, anchor: str) -> str:
    return (
        f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}" font-size="{size:.1f}" '
        f'text-anchor="{anchor}">{escape(text)}</text>'
    )
