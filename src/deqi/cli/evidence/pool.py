"""``deqi evidence pool``: the common effect of the trials in a table."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from deqi.cli.evidence.tables import read_table
from deqi.cli.inputs import Unreadable, name_of
from deqi.cli.outputs import page, print_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from deqi.evidence.effects import Effect
    from deqi.evidence.pooling import Pool
    from deqi.evidence.rows import Choice

Measured = Literal["md", "smd", "rr", "or", "rd"]
Modelled = Literal["fixed", "dl", "reml", "pm"]
Drawn = Literal["wald", "hksj"]
Kind = Literal["sham", "usual_care", "no_treatment", "active"]

_WEIGHED = ("yi", "vi")
_ARMS = (("mean_t", "mean_c"), ("events_t", "events_c"), ("md",), ("smd",))


def pool(  # noqa: PLR0913  one argument an option of the command
    table: Path,
    *,
    measure: Measured | None = None,
    model: Modelled = "reml",
    ci: Drawn = "wald",
    comparator: Kind | None = None,
    outcome: str | None = None,
    condition: str | None = None,
    weeks: str | None = None,
    benefit: bool = False,
    json: bool = False,
) -> None:
    """Pool the trials of a table that had the same kind of control.

    Parameters
    ----------
    table : Path
        Comma-separated, with the columns of trials.csv or with yi and vi; - reads
        standard input.
    measure : str
        md or smd from means, rr, or or rd from events; needless with yi and vi.
    model : str
        fixed, or random effects by dl, reml or pm.
    ci : str
        wald, or hksj (Hartung-Knapp), which allows for few trials.
    comparator : str
        Only rows with this kind of control; kinds are never pooled together.
    outcome, condition : str
        Only rows whose outcome or condition holds these words.
    weeks : str
        Only rows at this week, or from one to another, as 6-13.
    benefit : bool
        Turn every effect so that above 0 the treated do better.
    json : bool
        Print one JSON object instead of a page.
    """
    # Loaded here, so that help needs neither NumPy nor SciPy.
    from deqi.evidence import effects, pooling, pools, readings, rows
    from deqi.evidence.comparators import Comparator
    from deqi.evidence.effects import Measure
    from deqi.evidence.heterogeneity import Model
    from deqi.evidence.pools import Interval

    columns, lines = read_table(table)
    weighed = _is_weighed(columns, name_of(table))
    if measure is None and not weighed:
        raise Unreadable(
            "--measure: say md, smd, rr, or or rd; only yi and vi need none"
        )
    choice = rows.Choice(
        comparator and Comparator(comparator), outcome, condition, _span(weeks)
    )
    _require_columns(columns, choice)
    meant = [row for row in lines if choice.takes(row)]
    reading = readings.read(meant, measure and Measure(measure), weighed=weighed)
    if len(reading.effects) < 2:
        raise pools.TooFewEffects(
            f"a pool takes at least two trials; {len(meant)} of {len(lines)} rows are"
            f" meant, and {len(reading.effects)} can be used. {' '.join(reading.gaps)}"
        )
    turned: Sequence[Effect] = reading.effects
    if benefit:
        turned = [effects.orient(effect) for effect in turned]
    found = pooling.pool(turned, model=Model(model), interval=Interval(ci))
    told = (*reading.gaps, *rows.caution(reading.rows), *found.warnings)
    found = replace(found, warnings=told)
    if json:
        print_json(found)
    else:
        _show(found, turned)


def _is_weighed(columns: Sequence[str], name: str) -> bool:
    if all(column in columns for column in _WEIGHED):
        return True
    if not any(all(column in columns for column in kind) for kind in _ARMS):
        raise Unreadable(
            f"{name}: has neither yi and vi nor the columns of trials.csv"
            " (n_t, mean_t, sd_t, ... or n_t, events_t, ... or md, md_lo, md_hi)"
        )
    return False


def _require_columns(columns: Sequence[str], choice: Choice) -> None:
    asked = {
        "comparator": choice.comparator,
        "outcome": choice.outcome,
        "condition": choice.condition,
        "timepoint_weeks": choice.weeks,
    }
    for column, wanted in asked.items():
        if wanted is not None and column not in columns:
            raise Unreadable(f"the table has no column {column} to choose by")


def _span(weeks: str | None) -> tuple[float, float] | None:
    if weeks is None:
        return None
    number = r"(\d+(?:\.\d+)?)"
    found = re.fullmatch(rf"\s*{number}\s*(?:-\s*{number}\s*)?", weeks)
    if not found:
        raise Unreadable(f"--weeks: {weeks!r} is neither 8 nor 6-13")
    first, last = float(found[1]), float(found[2] or found[1])
    if last < first:
        raise Unreadable(f"--weeks: {weeks!r} runs backward")
    return first, last


def _show(found: Pool, effects: Sequence[Effect]) -> None:
    from rich.table import Table

    from deqi.evidence import quantiles
    from deqi.evidence.effects import LEVEL

    reach = quantiles.normal((1 + LEVEL) / 2)
    title = "Treated over control" if found.ratio else "Treated minus control"
    table = Table(title=title, title_justify="left")
    table.add_column("Trial")
    for heading in ("Effect", "95 % interval", "Weight"):
        table.add_column(heading, justify="right", no_wrap=True)
    for effect, weight in zip(effects, found.weights, strict=True):
        ends = effect.estimate - reach * effect.se, effect.estimate + reach * effect.se
        share = f"{100 * weight:.1f} %"
        shown = _shown(effect.estimate, found)
        table.add_row(effect.label, shown, _ends(ends, found), share)
    table.add_section()
    table.add_row("Together", _shown(found.estimate, found), _ends(found.ci, found), "")
    page().print(table)
    for line in _lines(found):
        page().print(line)


def _lines(found: Pool) -> Iterator[str]:
    yield f"{found.k} trials, {found.measure}, {found.model}, {found.ci_method}"
    yield (
        f"tau² {found.tau2:.3g}, I² {found.i2:.0f} %, Q {found.q:.3g} on {found.q_df}"
        f" degrees of freedom (P {found.q_p:.2g})"
    )
    if found.prediction:
        yield f"A further trial's true effect: {_ends(found.prediction, found)}"
    for warning in found.warnings:
        yield f"! {warning}"


def _shown(value: float, found: Pool) -> str:
    """Return an effect as people read it: a ratio and not its logarithm."""
    # Beyond 700 a ratio is no number that a computer holds.
    return f"{math.exp(min(value, 700.0)) if found.ratio else value:.3g}"


def _ends(ends: tuple[float, float], found: Pool) -> str:
    return f"{_shown(ends[0], found)} to {_shown(ends[1], found)}"
