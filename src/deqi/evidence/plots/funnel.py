"""The funnel plot: whether small trials stand apart, as far as their number can tell."""

from deqi.evidence import bias, quantiles
from deqi.evidence.answers import Gain
from deqi.evidence.effects import LEVEL, Effect, Measure
from deqi.evidence.plots import drawing
from deqi.evidence.plots.grammar import (
    TITLE_ABOVE,
    Part,
    layer,
    layered,
    mark,
    name,
    number,
)
from deqi.evidence.plots.values import (
    CELADON,
    INK,
    PAPER,
    QUIET,
    Plot,
    figure,
)
from deqi.evidence.pooling import FEW_TRIALS

LEAST = 3
"""Fewer trials make no funnel."""


def funnel(gain: Gain, over: str) -> Plot:
    """Return the funnel plot of a gain in points or standard deviations.

    Parameters
    ----------
    gain : Gain
        Of three trials or more.
    over : str
        What the control had, in words.

    Raises
    ------
    ValueError
        For fewer trials.
    """
    if gain.k < LEAST:
        raise ValueError(f"a funnel takes {LEAST} trials")
    rows = _rows(gain)
    title = _title(gain, rows)
    widest = 1.15 * max(row[1] for row in rows)
    reach = quantiles.normal((1 + LEVEL) / 2) * widest
    sides = [
        {"x": gain.estimate + sign * end * reach, "se": end * widest, "side": sign}
        for sign in (-1, 1)
        for end in (0.0, 1.0)
    ]
    spread = [gain.estimate - reach, gain.estimate + reach, *(row[0] for row in rows)]
    pad = 0.08 * (max(spread) - min(spread))
    x, y = _x(gain, (min(spread) - pad, max(spread) + pad)), _y(widest)
    outline = layer(
        sides,
        mark("line", color=QUIET, strokeDash=[4, 3], strokeWidth=1),
        x=x,
        y=y,
        detail=name("side"),
    )
    middle = layer(
        [{"x": gain.estimate}], mark("rule", color=CELADON, strokeWidth=2), x=x
    )
    chart = layered([outline, middle, *_points(rows, x, y)])
    return Plot(
        name=f"funnel-{gain.comparator}",
        title=title,
        description=(
            f"Funnel plot of {gain.k} trials of acupuncture over {over}: effect across,"
            f" standard error down, around {figure(gain.estimate)}. {title}."
        ),
        spec=drawing.specify(chart, title, 370, beneath=_names(rows)),
        headings=("No.", "Trial", "Effect", "Standard error"),
        rows=tuple(
            (str(place), name, figure(at), figure(se))
            for place, (at, se, name) in enumerate(rows, start=1)
        ),
    )


Row = tuple[float, float, str]


def _names(rows: list[Row]) -> str:
    return ", ".join(
        f"{place}\u00a0{name.partition(' (')[0]}"
        for place, (_, _, name) in enumerate(rows, start=1)
    )


def _rows(gain: Gain) -> list[Row]:
    reach = 2 * quantiles.normal((1 + LEVEL) / 2)
    return [
        (trial.estimate, (trial.ci[1] - trial.ci[0]) / reach, trial.label)
        for trial in gain.trials
    ]


def _title(gain: Gain, rows: list[Row]) -> str:
    if gain.k < FEW_TRIALS:
        return f"{gain.k} trials are too few to tell whether small ones overstate"
    effects = [Effect(Measure.GENERIC, at, se * se) for at, se, _ in rows]
    p = bias.egger(effects).p
    stands = "stand apart" if p is not None and p < 1 - LEVEL else "do not stand apart"
    return f"Small trials {stands} from large ones among {gain.k}"


def _points(rows: list[Row], x: Part, y: Part) -> list[Part]:
    values = [
        {"x": at, "se": se, "number": str(place)}
        for place, (at, se, _) in enumerate(rows, start=1)
    ]
    point = mark(
        "point", filled=True, size=230, fill=INK, stroke=PAPER, strokeWidth=1, opacity=1
    )
    words = mark("text", fontSize=11, fontWeight="bold", color=PAPER)
    return [
        layer(values, point, x=x, y=y),
        layer(values, words, x=x, y=y, text=name("number")),
    ]


def _x(gain: Gain, ends: tuple[float, float]) -> Part:
    return number(
        "x",
        scale={"domain": [*ends], "nice": False, "zero": False},
        axis={"title": gain.scale.name, "grid": False, "tickCount": 5},
    )


def _y(widest: float) -> Part:
    title = "Standard error (large trials on top)"
    return number(
        "se",
        scale={"domain": [0, widest], "reverse": True, "nice": False},
        axis={**TITLE_ABOVE, "title": title, "tickCount": 4},
    )
