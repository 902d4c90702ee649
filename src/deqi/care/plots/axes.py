"""The frame of a course: days from left to right, the whole scale from end to end."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from deqi.care.plots.tracks import Track
from deqi.core.scales import Direction, Instrument
from deqi.evidence.plots.grammar import Part, Row, end, layer, mark, name, number
from deqi.evidence.plots.values import LINE, PAPER, QUIET, SIZE

_MONTHS = (
    *("Jan", "Feb", "Mar", "Apr", "May", "Jun"),
    *("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
)
_WIDTH, _HEIGHT = 290, 212
_LABELS = 54
"""Pixels to the right of the time line, for words and for the last date."""

_BETWEEN = 62
"""Least pixels from one date to the next on the axis."""

_STEPS = (1, 2, 3, 5, 6, 7, 10, 20)
_PAST = 2
"""The past drawn is at most so many times as long as the forecast."""

_WORDS = 104
"""Pixels that the words on a line may take."""

_LINE_HEIGHT = 14
_STRIP = 0.16
"""Share of the scale's length that the needles stand on, beneath it."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Where things stand in one panel.

    Parameters
    ----------
    today : date
        Day 0.
    first, last : int
        Days from today to the ends of the time line.
    low, high : float
        Ends of the scale.
    """

    today: date
    first: int
    last: int
    low: float
    high: float

    @classmethod
    def of(cls, track: Track) -> "Frame":
        """Return the frame of a track."""
        low, high = track.instrument.range
        last = (track.last - track.today).days
        days = [(day - track.today).days for day in track.days]
        # A long past would leave the forecast no room.
        shown = [day for day in days if not track.ahead or day >= -_PAST * last]
        return cls(track.today, min(shown, default=-1) or -1, last, low, high)

    @property
    def width(self) -> int:
        """Return the width of the panel in pixels."""
        return _WIDTH

    @property
    def height(self) -> int:
        """Return the height of the panel in pixels."""
        return _HEIGHT

    @property
    def strip(self) -> tuple[float, float]:
        """Return where needles have tip and head, in points beneath the scale."""
        length = self.high - self.low
        return self.low - 0.14 * length, self.low - 0.05 * length

    @property
    def points_a_pixel(self) -> float:
        """Return how many points of the scale one pixel is high."""
        return (self.high - self.low) * (1 + _STRIP) / self.height

    @property
    def days_a_pixel(self) -> float:
        """Return how many days one pixel is wide."""
        return (self.last - self.first) / (self.width - _LABELS)

    @property
    def has_room_before(self) -> bool:
        """Return whether words fit on the time line to the left of today."""
        return -self.first >= _WORDS * self.days_a_pixel

    def shows(self, day: date) -> bool:
        """Return whether a day lies on the time line."""
        return self.days(day) >= self.first

    def days(self, day: date) -> int:
        """Return how many days a day is after today."""
        return (day - self.today).days

    def x(self) -> Part:
        """Return the encoding of days."""
        shown = _ticks(self)
        labels = {str(at): _shown(self.today + timedelta(days=at)) for at in shown}
        edge = self.first + self.width * self.days_a_pixel
        axis = {
            "values": shown,
            "labelExpr": f"{labels}[datum.value]",
            "title": None,
            "grid": False,
            "domain": False,
            "labelAlign": "left",
            "labelOverlap": False,
            "labelOffset": -4,
        }
        return number(
            "x", scale={"domain": [self.first, edge], "nice": False}, axis=axis
        )

    def scale_y(self) -> Part:
        """Return the scale of points, with the strip of the needles beneath."""
        foot = self.low - _STRIP * (self.high - self.low)
        return {"domain": [foot, self.high], "nice": False, "zero": False}

    def y(self) -> Part:
        """Return the encoding of points."""
        axis = {
            "values": _points(self),
            "title": None,
            "grid": False,
            "domain": False,
            "ticks": False,
            "labelPadding": 6,
        }
        return number("y", scale=self.scale_y(), axis=axis)

    def grid(self) -> Part:
        """Return a quiet line at each tick, as long as the time line."""
        rows = [{"x": self.first, "x2": self.last, "y": at} for at in _points(self)]
        line = mark("rule", color=LINE)
        return layer(rows, line, x=self.x(), x2=end("x2"), y=self.y())

    def words(self, rows: Sequence[Row], **look: object) -> Part:
        """Return words beside their places, to the right where nothing else is said."""
        written = mark(
            "text",
            **{"align": "left", "baseline": "middle", "fontSize": SIZE, **look},
        )
        return layer(rows, written, x=self.x(), y=self.y(), text=name("words"))

    def haloed(self, rows: Sequence[Row], *, dy: int) -> Iterator[Part]:
        """Yield quiet words on a ground of paper, so that no line runs through them."""
        yield self.words(rows, dx=2, dy=dy, color=PAPER, stroke=PAPER, strokeWidth=4)
        yield self.words(rows, dx=2, dy=dy, color=QUIET)


def apart(places: Sequence[float], frame: Frame) -> list[float]:
    """Return places from high to low, moved so that lines of words do not touch.

    Parameters
    ----------
    places : sequence of float
        In points, highest first.
    frame : Frame
        Says how high a line is in points.
    """
    gap = _LINE_HEIGHT * frame.points_a_pixel
    moved: list[float] = []
    for place in places:
        moved.append(min(place, moved[-1] - gap) if moved else place)
    # What was pushed off the scale pushes back upward.
    lowest = frame.low
    for at in reversed(range(len(moved))):
        moved[at] = max(moved[at], lowest)
        lowest = moved[at] + gap
    return moved


def better(instrument: Instrument) -> str:
    """Return in words which way is better."""
    worse = instrument.direction is Direction.WORSE
    return "lower is better" if worse else "higher is better"


def _points(frame: Frame) -> list[float]:
    length = frame.high - frame.low
    few = (s for s in _STEPS if length <= 5 * s and length % s == 0)
    step = next(few, length)
    count = int(length // step)
    return [frame.low + step * place for place in range(count + 1)]


def _ticks(frame: Frame) -> list[int]:
    """Return the days that are named: both ends first, then as many as there is room."""
    wanted = [frame.first, frame.last, 0, *_months(frame)]
    least = _BETWEEN * frame.days_a_pixel
    kept: list[int] = []
    for day in wanted:
        if all(abs(day - each) >= least for each in kept):
            kept.append(day)
    return sorted(kept)


def _months(frame: Frame) -> Iterator[int]:
    for at in range(frame.first, frame.last):
        if (frame.today + timedelta(days=at)).day == 1:
            yield at


def _shown(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year % 100:02d}"
