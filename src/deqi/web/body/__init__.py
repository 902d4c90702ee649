"""The body chart: one drawing of the body, for pain, plans, needles and progress.

Words
-----
view
    Where one stands to look: before the person, behind, at the left or the right.
zoom
    The part of a view that fills the drawing.
area
    A region of the body map as one view shows it.
mark
    A point, or a muscle, that the chart shows at its place.
spot
    A place on the drawing, in thousandths of the body's height.
"""

from deqi.web.body.drawing import chart
from deqi.web.body.listing import Listed, groups, legend, listed, offered, told
from deqi.web.body.signs import sign
from deqi.web.body.values import (
    Mark,
    Mode,
    Shade,
    State,
    View,
    Zoom,
)

__all__ = [
    "Listed",
    "Mark",
    "Mode",
    "Shade",
    "State",
    "View",
    "Zoom",
    "chart",
    "groups",
    "legend",
    "listed",
    "offered",
    "sign",
    "told",
]
