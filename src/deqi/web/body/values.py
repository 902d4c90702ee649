"""What is shown on the chart, and how."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from deqi.core.points import Sides
from deqi.knowledge import muscles


class View(StrEnum):
    """Where one stands to look at the person; left and right are the person's own."""

    FRONT = "front"
    BACK = "back"
    LEFT = "left"
    RIGHT = "right"

    @property
    def is_side(self) -> bool:
        """Whether only one side of the person is seen."""
        return self in (View.LEFT, View.RIGHT)

    @property
    def label(self) -> str:
        """The view in words."""
        return _VIEWS[self]


_VIEWS = {
    View.FRONT: "Front",
    View.BACK: "Back",
    View.LEFT: "Left side",
    View.RIGHT: "Right side",
}


class Zoom(StrEnum):
    """Which part of a view fills the drawing."""

    WHOLE = "whole"
    TRUNK = "trunk"
    LOW_BACK = "low_back"
    LEGS = "legs"


class Mode(StrEnum):
    """Whether the chart is looked at, painted on, or picked from."""

    SHOW = "show"
    PAINT = "paint"
    PICK = "pick"


class State(StrEnum):
    """What is said of a point; each has a sign of its own, not only a colour."""

    PLANNED = "planned"
    NEEDLED = "needled"
    TENDER = "tender"
    BARRED = "barred"
    CHOICE = "choice"


class Shade(StrEnum):
    """What is said of a region."""

    PAIN = "pain"
    EASED = "eased"
    BARRED = "barred"


@dataclass(frozen=True, slots=True)
class Mark:
    """A point or muscle to be shown, on the sides where it is meant.

    A level is given for points that may lie at several; the text is shown beside the
    code, such as a depth.
    """

    code: str
    sides: Sides
    state: State = State.PLANNED
    level: str | None = None
    text: str = ""

    @property
    def name(self) -> str:
        """The point or muscle by its name, with its level."""
        muscle = muscles.catalogue().get(self.code)
        called = muscle.name if muscle else self.code
        return f"{called} {self.level}" if self.level else called
