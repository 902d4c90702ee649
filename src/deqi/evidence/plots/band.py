"""The course to be expected anyway: a band as wide as the studies part."""

import math
from collections.abc import Sequence

from deqi.evidence.bands import Course
from deqi.evidence.expected import CHANGES
from deqi.evidence.plots import drawing
from deqi.evidence.plots.grammar import (
    TITLE_ABOVE,
    Part,
    end,
    layer,
    layered,
    mark,
    name,
    number,
)
from deqi.evidence.plots.values import (
    BLUE,
    CELADON,
    INK,
    QUIET,
    SIZE,
    TINT,
    Plot,
    figure,
    interval,
)

_DASHES = ([1, 0], [6, 3], [2, 2])
_MANY_TICKS = 4

_COARSE = 100
"""Scales as long as this are told in whole points."""

_LEGEND = {"symbolType": "stroke", "symbolSize": 500, "symbolStrokeWidth": 2.5}
_COLOURS = (CELADON, BLUE, QUIET)


def band(course: Course) -> Plot:
    """Return the plot of the course without acupuncture.

    Parameters
    ----------
    course : Course
        With its times.
    """
    title = _title(course)
    curve = [
        {"weeks": point.weeks, "low": point.low, "high": point.high}
        for point in course.curve
    ]
    told = _told(course)
    x, scale = _x(course), _y(course)
    y = {"scale": scale, "axis": _y_axis(course)}
    area = layer(
        curve,
        mark("area", color=TINT, opacity=1),
        x=x,
        y=number("low", **y),
        y2=end("high"),
    )
    studies = list(dict.fromkeys(str(each["study"]) for each in told))
    line = layer(
        told,
        mark("line", strokeWidth=2, point={"filled": True, "size": 45}),
        x=x,
        y=number("value", **y),
        color=_coded(studies, _COLOURS),
        strokeDash=_coded(studies, _DASHES),
    )
    words = [
        layer(
            [each for each in told if each["above"] is above],
            mark("text", dx=6, dy=-11 if above else 14, fontSize=SIZE, color=INK),
            x=x,
            y=number("value", scale=scale),
            text=name("shown"),
        )
        for above in (True, False)
    ]
    return Plot(
        name="course",
        title=title,
        description=_description(course),
        spec=drawing.specify(layered([area, line, *words]), title, 340),
        headings=("Weeks", "Study", "Mean", "95 % interval"),
        rows=tuple(
            (
                f"{point.weeks:g}",
                each.label,
                figure(each.value),
                "not seen"
                if each.low is None or each.high is None
                else interval((each.low, each.high)),
            )
            for point in course.curve
            for each in point.studies
        ),
    )


def _title(course: Course) -> str:
    if course.eases is None:
        return "Without acupuncture it does not ease"
    low, high = (f"{end:.0f}" for end in course.eases)
    points = low if low == high else f"{low} to {high}"
    return f"Without acupuncture it eases by {points} points in {course.weeks:g} weeks"


def _told(course: Course) -> list[dict[str, object]]:
    return [
        {
            "weeks": point.weeks,
            "study": each.label,
            "value": each.value,
            "shown": _shown(each.value, course),
            "above": each.value == max(one.value for one in point.studies),
        }
        for point in course.curve
        for each in point.studies
    ]


def _shown(value: float, course: Course) -> str:
    if value == 0:
        return "0"
    is_coarse = (course.scale.high or 0.0) >= _COARSE
    return (f"{value:.0f}" if is_coarse else f"{value:.1f}").replace("-", "\u2212")


def _coded(studies: list[str], looks: Sequence[object]) -> Part:
    scale = {"domain": studies, "range": [*looks[: len(studies)]]}
    return name("study", scale=scale, legend=_LEGEND)


def _x(course: Course) -> Part:
    weeks = [point.weeks for point in course.curve]
    return number(
        "weeks",
        scale={"domain": [min(weeks) - 2, max(weeks) + 4], "nice": False},
        axis={"values": weeks, "title": "Weeks since the start", "grid": False},
    )


def _y(course: Course) -> Part:
    low = min(point.low for point in course.curve)
    high = max(point.high for point in course.curve)
    if low < 0:
        return {"domain": [low * 1.6, max(high, 0.0) + 0.4], "nice": True}
    return {"domain": [-0.12 * high, 1.15 * high], "nice": False}


def _ticks(course: Course) -> list[float]:
    """Return round values; room below the lowest is for words, not for ticks."""
    low = min(0.0, *(point.low for point in course.curve))
    high = max(0.0, *(point.high for point in course.curve))
    step = 10 ** math.floor(math.log10(high - low))
    if (high - low) / step > _MANY_TICKS:
        step *= 2
    first, last = math.floor(low / step), math.ceil(high / step)
    return [round(step * place, 9) for place in range(first, last + 1)]


def _y_axis(course: Course) -> Part:
    title = f"{course.scale.name}{_change(course)}: lower is better"
    return {**TITLE_ABOVE, "title": title, "values": _ticks(course)}


def _change(course: Course) -> str:
    return ", change" if course.basis == CHANGES else ""


def _description(course: Course) -> str:
    each = "; ".join(
        f"week {point.weeks:g}: {interval((point.low, point.high))}"
        for point in course.curve
    )
    return f"Line plot of {course.outcome}. Lowest to highest of the studies: {each}."
