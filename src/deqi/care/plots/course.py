"""The course of one person: scores, sessions as needles, and the forecast as a fan."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from deqi.care.foreseeing import Ahead
from deqi.care.plots import axes
from deqi.care.plots.axes import Frame
from deqi.care.plots.tracks import Track
from deqi.core.forecast.values import Outlook
from deqi.evidence.plots import drawing
from deqi.evidence.plots.grammar import Part, end, layer, layered, mark, number
from deqi.evidence.plots.values import BLUE, CELADON, INK, PAPER, QUIET, Plot

_SHARES = {0.5: "half", 0.8: "8 of 10", 0.95: "19 of 20"}
_SHADES = {0.95: 0.16, 0.8: 0.2, 0.5: 0.28}
"""Laid one upon the other, the widest first."""

_TOGETHER = "\u00a0"
"""A space at which no line breaks."""

_GOES_ON, _STOPS = "If treatment goes on", "If treatment stops"


@dataclass(frozen=True, slots=True)
class _Way:
    title: str
    colour: str
    dash: tuple[int, int]
    steps: tuple[tuple[float, Outlook], ...]


def course(track: Track, *, beneath: str = "", is_wide: bool = False) -> Plot:
    """Return the plot of a course, one panel for each way of going on.

    Parameters
    ----------
    track : Track
        What is drawn.
    beneath : str
        What must stand with a forecast: what comes anyway, over sham, harms.
    is_wide : bool
        For a desk, the panels side by side; else for a phone.
    """
    frame = Frame.of(track)
    ways = tuple(_ways(track.ahead)) or (None,)
    panels = [_panel(track, frame, way) for way in ways]
    title = _title(track)
    return Plot(
        name="course-wide" if is_wide else "course",
        title=title,
        description=_description(track),
        spec=drawing.specify_panels(
            panels, title, beneath=_beneath(track, beneath), is_wide=is_wide
        ),
        headings=("Day", "What", "Score", "Half", "8 of 10", "19 of 20"),
        rows=(*sorted(_seen(track)), *_to_come(track)),
    )


def _ways(ahead: Sequence[Ahead]) -> Iterator[_Way]:
    treated = [(a.weeks, a.with_treatment) for a in ahead if a.with_treatment]
    if treated:
        yield _Way(_GOES_ON, CELADON, (1, 0), tuple(treated))
    if ahead:
        steps = tuple((a.weeks, a.usual_course) for a in ahead)
        yield _Way(_STOPS, BLUE, (6, 3), steps)


def _panel(track: Track, frame: Frame, way: _Way | None) -> Part:
    layers = [
        frame.grid(),
        *(_fan(frame, way) if way else ()),
        *_today(track, frame),
        *_lines(track, frame),
        *_scores(track, frame),
        *_needles(track, frame),
        *(_named(frame, way) if way else ()),
    ]
    sized = layered(layers, width=frame.width, height=frame.height)
    if way is None:
        return sized
    heading = {
        "text": way.title,
        "fontSize": 13,
        "color": INK,
        "anchor": "start",
        "frame": "bounds",
        "offset": 14,
    }
    return {**sized, "title": heading}


def _fan(frame: Frame, way: _Way) -> Iterator[Part]:
    x, y = frame.x(), frame.y()
    for level, shade in _SHADES.items():
        bands = [(weeks, seen.band(level)) for weeks, seen in way.steps]
        rows = [{"x": 7 * w, "y": b.low, "y2": b.high} for w, b in bands]
        area = mark("area", color=way.colour, opacity=shade)
        yield layer(rows, area, x=x, y=y, y2=end("y2"))
    rows = [{"x": 7 * weeks, "y": seen.mean} for weeks, seen in way.steps]
    line = mark("line", color=way.colour, strokeWidth=2.5, strokeDash=[*way.dash])
    yield layer(rows, line, x=x, y=y)


def _named(frame: Frame, way: _Way) -> Iterator[Part]:
    weeks, seen = way.steps[-1]
    told = _edges(seen)
    places = axes.apart([each[0] for each in told], frame)
    for place, (_, words, is_mean) in zip(places, told, strict=True):
        yield frame.words(
            [{"x": 7 * weeks, "y": place, "words": words}],
            dx=5,
            color=INK if is_mean else QUIET,
            fontWeight="bold" if is_mean else "normal",
        )


def _edges(seen: Outlook) -> list[tuple[float, str, bool]]:
    """Return what is named from high to low: one edge of each band, and the mean."""
    widest, narrowest = seen.band(max(_SHARES)), seen.band(min(_SHARES))
    mean = (seen.mean, f"{seen.mean:.1f}", True)
    inward = sorted(seen.bands, key=lambda band: -band.level)
    # At an end of the scale edges fall together; the other side tells them apart.
    if 2 * (widest.high - narrowest.high) >= narrowest.low - widest.low:
        return [*((b.high, _SHARES[b.level], False) for b in inward), mean]
    return [mean, *((b.low, _SHARES[b.level], False) for b in reversed(inward))]


def _lines(track: Track, frame: Frame) -> Iterator[Part]:
    if track.baseline is None:
        return
    told = [(track.baseline, f"start {track.baseline:g}", -8)]
    if track.response is not None:
        words = f"{track.response_percent:g} % better {track.response:.3g}"
        told.append((track.response, words, 10))
    dotted = mark("rule", color=QUIET, strokeDash=[2, 3])
    for score, words, shift in told:
        row = {"x": frame.first, "x2": frame.last, "y": score, "words": words}
        yield layer([row], dotted, x=frame.x(), x2=end("x2"), y=frame.y())
        if frame.has_room_before:
            yield from frame.haloed([row], dy=shift)
        else:
            last = [{**row, "x": frame.last}]
            yield frame.words(last, color=INK, dx=-2, dy=-8, align="right")


def _today(track: Track, frame: Frame) -> Iterator[Part]:
    low, high = track.instrument.range
    row = {"x": 0, "y": low, "y2": high, "words": "today"}
    line = mark("rule", color=INK)
    yield layer([row], line, x=frame.x(), y=frame.y(), y2=end("y2"))
    yield frame.words([{**row, "y": high}], dy=-9, color=INK, align="center")


def _scores(track: Track, frame: Frame) -> Iterator[Part]:
    shown = [each for each in track.scores if frame.shows(each.date)]
    rows = [{"x": frame.days(each.date), "y": each.score} for each in shown]
    line = mark("line", color=INK, strokeWidth=1.5)
    point = mark(
        "point",
        filled=True,
        size=64,
        fill=INK,
        stroke=PAPER,
        strokeWidth=1.5,
        opacity=1,
    )
    for each in (line, point):
        yield layer(rows, each, x=frame.x(), y=frame.y())


def _needles(track: Track, frame: Frame) -> Iterator[Part]:
    shown = [frame.days(day) for day in track.sessions if frame.shows(day)]
    if not shown:
        return
    tip, head = frame.strip
    rows = [{"x": day, "y": tip, "y2": head} for day in shown]
    needle = mark("rule", color=INK, strokeWidth=1.2)
    handle = mark("point", filled=True, size=22, color=INK, opacity=1)
    yield layer(rows, needle, x=frame.x(), y=frame.y(), y2=end("y2"))
    yield layer(rows, handle, x=frame.x(), y=number("y2", scale=frame.scale_y()))
    before = len(track.sessions) - len(shown)
    words = "1 session" if len(shown) == 1 else f"{len(shown)} sessions"
    words += f", {before} before" if before else ""
    middle = (tip + head) / 2
    yield frame.words([{"x": 0, "y": middle, "words": words}], dx=6, color=QUIET)


def _title(track: Track) -> str:
    name, latest = track.instrument.id, track.scores[-1].score
    start = track.baseline
    so_far = f"{name} {latest:g} now"
    if start is not None and len(track.scores) > 1:
        so_far = f"{name} from {start:g} to {latest:g}"
    if not track.ahead:
        return so_far
    last = track.ahead[-1]
    to_come = f"{last.usual_course.mean:.1f} if it stops"
    if last.with_treatment is not None:
        treated = f"{last.with_treatment.mean:.1f} if treatment goes on"
        to_come = f"{treated}, else {last.usual_course.mean:.1f}"
    # What lies ahead stands on one line, where there is room for it.
    to_come = to_come.replace(" ", _TOGETHER)
    return f"{so_far}. In {last.weeks:g} weeks: {to_come}"


def _beneath(track: Track, beneath: str) -> str:
    scale = f"{track.instrument.name}: {axes.better(track.instrument)}."
    if not track.ahead:
        return scale
    return f"{scale} Shaded: where half, 8 of 10, 19 of 20 people will be. {beneath}"


def _description(track: Track) -> str:
    seen = "; ".join(f"{each.date} {each.score:g}" for each in track.scores)
    told = (
        f"Scores of {track.instrument.name}: {seen}. Sessions: {len(track.sessions)}."
    )
    for way in _ways(track.ahead):
        weeks, last = way.steps[-1]
        band = last.band(0.8)
        told += (
            f" {way.title}, in {weeks:g} weeks: {last.mean:.1f},"
            f" 8 of 10 people {band.low:.1f} to {band.high:.1f}."
        )
    return told


def _seen(track: Track) -> Iterator[tuple[str, ...]]:
    nothing = ("",) * len(_SHARES)
    scored = {each.date for each in track.scores}
    numbers = {day: place for place, day in enumerate(track.sessions, start=1)}
    for each in track.scores:
        what = _what(numbers.get(each.date), "measured")
        yield each.date.isoformat(), what, f"{each.score:g}", *nothing
    for day in sorted(set(numbers) - scored):
        yield day.isoformat(), _what(numbers[day]), "", *nothing


def _what(session: int | None, *said: str) -> str:
    return ", ".join((*said, *(() if session is None else (f"session {session}",))))


def _to_come(track: Track) -> Iterator[tuple[str, ...]]:
    for way in _ways(track.ahead):
        for weeks, seen in way.steps:
            day: date = track.day(weeks)
            bands = (seen.band(level) for level in _SHARES)
            ends = (f"{each.low:.1f}\u2013{each.high:.1f}" for each in bands)
            yield (
                day.isoformat(),
                way.title.removeprefix("If "),
                f"{seen.mean:.1f}",
                *ends,
            )
