"""Relief against visits: one panel for each dose response, one mark for each policy."""

from collections.abc import Iterator, Sequence

from deqi.care.simulating import Report
from deqi.core.dosing.findings import Cell, Figure
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
from deqi.evidence.plots.values import BLUE, CELADON, INK, QUIET, Plot

_WIDTH, _HEIGHT = 290, 190
_REACH = 1.96
"""Standard errors on either side that hold 95 %."""

_LOOK = (
    (CELADON, "circle"),
    (CELADON, "diamond"),
    (BLUE, "square"),
    (BLUE, "triangle-up"),
    (BLUE, "triangle-down"),
    (BLUE, "cross"),
    (INK, "triangle-right"),
    (QUIET, "circle"),
)
NARROW = "narrow"
"""How the name of a plot for a phone ends."""

_GAINS = {"usual_care": "over usual care", "sham": "as small as over sham"}
_RESPONDERS = {"alike": "all alike", "mixed": "fast and slow"}
_DROP_OUTS = {"trial": "as in a trial"}


def plots(report: Report, *, is_wide: bool = True) -> Iterator[Plot]:
    """Yield the plots of a study, those under the central assumptions first.

    Parameters
    ----------
    report : Report
        What was found.
    is_wide : bool
        Panels side by side, for a desk; else one under the other.
    """
    sets = dict.fromkeys(_but_dose(each) for each in report.cells)
    central = report.goal.central
    wanted = central["responders"], central["drop_out"]
    for each in sorted(sets, key=lambda one: one[1:] != wanted):
        yield _plot(report, each, is_wide=is_wide)


def is_central(plot: Plot, report: Report) -> bool:
    """Return whether a plot stands under the central speeds and drop-out."""
    central = report.goal.central
    return f"-{central['responders']}-{central['drop_out']}" in plot.name


def _but_dose(cell: Cell) -> tuple[str, str, str]:
    told = cell.assumed
    return told["gain"], told["responders"], told["drop_out"]


def _plot(report: Report, held: tuple[str, str, str], *, is_wide: bool) -> Plot:
    cells = [each for each in report.cells if _but_dose(each) == held]
    doses = list(dict.fromkeys(each.assumed["dose"] for each in cells))
    gain, responders, drop_out = held
    beneath = (
        f"Gain {_GAINS.get(gain, gain)}; responders"
        f" {_RESPONDERS.get(responders, responders)}; drop-out"
        f" {_DROP_OUTS.get(drop_out, drop_out)}."
        " Upper left is best; bars: 95 % Monte Carlo intervals."
    )
    top = 1.15 * max(each.relief.value for each in cells)
    most = 1.08 * max(each.visits.value for each in cells)
    panels = [
        _panel(
            report,
            [c for c in cells if c.assumed["dose"] == dose],
            (most, top),
            columns=len(doses) if is_wide else 1,
        )
        for dose in doses
    ]
    return Plot(
        name="-".join(("frontier", *held, *([] if is_wide else [NARROW]))),
        title=_TITLE,
        description=f"{_TITLE}. {beneath} {_told(cells, report)}",
        spec=drawing.specify_panels(panels, _TITLE, beneath=beneath, is_wide=is_wide),
        headings=("Dose response", "Policy", "Visits ± 95 %", "Relief", "Mean score"),
        rows=tuple(
            (
                each.assumed["dose"],
                report.titles()[each.policy],
                _shown(each.visits, 1),
                _shown(each.relief, 2),
                _shown(each.mean_nrs, 2),
            )
            for each in cells
        ),
    )


_TITLE = "How much relief for how many visits"


def _panel(
    report: Report, cells: Sequence[Cell], ends: tuple[float, float], *, columns: int
) -> Part:
    look = dict(zip(report.titles().values(), _LOOK, strict=False))
    rows = [_row(each, report) for each in cells]
    x, y = _visits(ends[0]), _relief(ends[1])
    bar = mark("rule", color=INK)
    marks = layer(
        rows,
        mark("point", filled=False, size=90, opacity=1, strokeWidth=2),
        x=x,
        y=y,
        color=name(
            "policy",
            scale={"domain": [*look], "range": [colour for colour, _ in look.values()]},
            legend={"columns": columns},
        ),
        shape=name(
            "policy",
            scale={"domain": [*look], "range": [shape for _, shape in look.values()]},
        ),
    )
    upright = layer(rows, bar, x=x, y=number("low"), y2=end("high"))
    across = layer(rows, bar, x=number("left"), x2=end("right"), y=y)
    heading = {
        "text": f"Dose response {cells[0].assumed['dose']}",
        "anchor": "start",
        "fontSize": 13,
        "fontWeight": "normal",
        "color": QUIET,
        "offset": 22,
    }
    return layered(
        [marks, upright, across], width=_WIDTH, height=_HEIGHT, title=heading
    )


def _visits(most: float) -> Part:
    return number(
        "visits",
        title="Visits per person",
        scale={"domain": [0, most], "nice": False},
        axis={"tickCount": 5, "grid": False},
    )


def _relief(top: float) -> Part:
    return number(
        "relief",
        title="Points of relief, mean over the year",
        scale={"domain": [min(0.0, top), top], "nice": False},
        axis={**TITLE_ABOVE, "tickCount": 4},
    )


def _row(cell: Cell, report: Report) -> dict[str, object]:
    visits, relief = cell.visits, cell.relief
    return {
        "policy": report.titles()[cell.policy],
        "visits": visits.value,
        "left": visits.value - _REACH * visits.se,
        "right": visits.value + _REACH * visits.se,
        "relief": relief.value,
        "low": relief.value - _REACH * relief.se,
        "high": relief.value + _REACH * relief.se,
    }


def _shown(figure: Figure, places: int) -> str:
    value = f"{figure.value:.{places}f}".replace("-", "\N{MINUS SIGN}")
    return f"{value} ± {_REACH * figure.se:.{places + 1}f}"


def _told(cells: Sequence[Cell], report: Report) -> str:
    return "; ".join(
        f"dose response {each.assumed['dose']}, {report.titles()[each.policy]}:"
        f" {each.visits.value:.1f} visits, relief {each.relief.value:.2f}"
        for each in cells
    )
