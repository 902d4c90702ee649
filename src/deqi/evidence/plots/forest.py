"""The forest plot: each trial with its interval, and what they come to together."""

import math

from deqi.core.scales import Direction
from deqi.evidence.answers import Ends, Gain
from deqi.evidence.plots import drawing
from deqi.evidence.plots.grammar import (
    Part,
    end,
    layer,
    layered,
    mark,
    name,
    number,
)
from deqi.evidence.plots.values import (
    CELADON,
    INK,
    QUIET,
    Plot,
    figure,
    interval,
    lines,
)

_RATIOS = frozenset({"rr", "or", "hr"})
_SHORT = 24
"""Letters under the axis."""

_ROW = 44
"""Pixels a trial: two lines of words."""

_LABELS: Part = {
    "title": None,
    "ticks": False,
    "domain": False,
    "labelPadding": 8,
    "labelExpr": "split(datum.label, '|')",
    "labelLineHeight": 15,
    "labelOffset": -7,
}


def forest(gain: Gain, over: str) -> Plot:
    """Return the forest plot of a gain.

    Parameters
    ----------
    gain : Gain
        With its trials.
    over : str
        What the control had, in words.
    """
    title = _title(gain, over)
    rows = _rows(gain)
    x = {"scale": _scale(rows, gain), "axis": _axis(gain)}
    y = name("label", sort=[row["label"] for row in rows], axis=_LABELS)
    layers = [
        layer(
            [{"at": _nothing(gain)}],
            mark("rule", color=QUIET, strokeDash=[3, 3]),
            x=number("at", **x),
        ),
        layer(
            rows,
            mark("rule", strokeWidth=1.5, color=INK),
            y=y,
            x=number("low", **x),
            x2=end("high"),
        ),
        layer(
            rows,
            mark("point", filled=True, opacity=1),
            y=y,
            x=number("estimate", **x),
            size=number("size", scale=None),
            shape=name("shape", scale=None),
            color=name("color", scale=None),
        ),
    ]
    height = 155 + _ROW * len(rows)
    return Plot(
        name=f"forest-{gain.comparator}",
        title=title,
        description=_description(gain, over),
        spec=drawing.specify(layered(layers), title, height),
        headings=("Trial", "People", "Effect", "95 % interval", "Weight"),
        rows=(*_table(gain), _together(gain)),
    )


def _title(gain: Gain, over: str) -> str:
    trials = "One trial" if gain.k == 1 else f"{gain.k} trials together"
    if gain.favours == "treatment":
        return f"{trials}: acupuncture does better than {over}"
    if gain.favours == "control":
        return f"{trials}: acupuncture does worse than {over}"
    return f"{trials}: no clear gain over {over}"


def _rows(gain: Gain) -> list[dict[str, object]]:
    rows = [
        _row(trial.label, trial.estimate, trial.ci, trial.weight)
        for trial in gain.trials
    ]
    if gain.k > 1:
        rows.append(
            {
                **_row("All together", gain.estimate, gain.ci, None),
                "shape": "diamond",
                "color": CELADON,
                "size": 260,
            }
        )
    return rows


def _row(
    label: str, estimate: float, ci: Ends, weight: float | None
) -> dict[str, object]:
    told = f"{figure(estimate)} ({interval(ci)})"
    return {
        "label": f"{label.partition(' (')[0]}|{told}",
        "estimate": estimate,
        "low": ci[0],
        "high": ci[1],
        "shape": "square",
        "color": INK,
        "size": 60 if weight is None else 30 + 170 * weight,
    }


def _scale(rows: list[dict[str, object]], gain: Gain) -> Part:
    nothing = _nothing(gain)
    low = min(nothing, *(float(str(row["low"])) for row in rows))
    high = max(nothing, *(float(str(row["high"])) for row in rows))
    if gain.measure in _RATIOS:
        return {"type": "log", "domain": [low / 1.1, high * 1.1], "nice": False}
    pad = 0.06 * (high - low)
    return {"domain": [low - pad, high + pad], "nice": False, "zero": False}


def _axis(gain: Gain) -> Part:
    lower = gain.scale.direction is Direction.WORSE
    side = (
        "\u2190 better with acupuncture" if lower else "better with acupuncture \u2192"
    )
    return {
        "values": _ticks(gain),
        "domain": False,
        "title": [side, *lines(gain.scale.name, _SHORT)],
        "grid": False,
    }


def _ticks(gain: Gain) -> list[float]:
    """Return ticks that stay under the trials and clear of the figures."""
    ends = [end for trial in gain.trials for end in trial.ci]
    if gain.measure in _RATIOS:
        low, high = min(*ends, 1.0) / 1.1, max(*ends, 1.0) * 1.1
        return [at for at in (0.25, 0.5, 1, 1.5, 2, 4) if low <= at <= high]
    low, high = min(*ends, 0.0), max(*ends, 0.0)
    step = 10 ** math.floor(math.log10(high - low))
    while (high - low) / step < 2:
        step /= 2
    first, last = math.ceil(low / step), math.floor(high / step)
    return [round(step * place, 9) for place in range(first, last + 1)]


def _nothing(gain: Gain) -> float:
    return 1.0 if gain.measure in _RATIOS else 0.0


def _description(gain: Gain, over: str) -> str:
    each = "; ".join(
        f"{trial.label} {figure(trial.estimate)} ({interval(trial.ci)})"
        for trial in gain.trials
    )
    return (
        f"Forest plot of acupuncture over {over}, in {gain.scale.name}: {each}."
        f" Together {figure(gain.estimate)} ({interval(gain.ci)}), {gain.n} people,"
        f" certainty {gain.certainty}."
    )


def _table(gain: Gain) -> list[tuple[str, ...]]:
    return [
        (
            trial.label,
            str(trial.n),
            figure(trial.estimate),
            interval(trial.ci),
            "-" if trial.weight is None else f"{100 * trial.weight:.0f} %",
        )
        for trial in gain.trials
    ]


def _together(gain: Gain) -> tuple[str, ...]:
    return (
        "Together",
        str(gain.n),
        figure(gain.estimate),
        interval(gain.ci),
        f"certainty {gain.certainty}",
    )
