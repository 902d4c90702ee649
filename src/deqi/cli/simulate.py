"""``deqi simulate``: the policy study, our review beside the fixed courses."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from deqi.cli.inputs import Unreadable
from deqi.cli.outputs import note, page, print_json, progress

if TYPE_CHECKING:
    from collections.abc import Iterator

    from deqi.care.simulating import Report
    from deqi.core.dosing.findings import Cell, Figure

SEED, PEOPLE, MOST = 20261122, 10_000, 100_000


def simulate(
    *,
    out: Path,
    people: int = PEOPLE,
    seed: int = SEED,
    visit_cost: float | None = None,
    json: bool = False,
) -> None:
    """Try our policy and the courses of trials on virtual people.

    Parameters
    ----------
    out : Path
        A folder for index.html, the plots, results.csv and results.json.
    people : int
        How many virtual people, 2 to 100,000.
    seed : int
        Of their luck, from 0 up: the same seed gives the same results.
    visit_cost : float
        Price of a visit in any money; without it no cost is told.
    json : bool
        Print one JSON object instead of a page.
    """
    _check(people, seed, visit_cost)
    # Loaded here, so that help needs no NumPy.
    from deqi.care import simulating
    from deqi.cli import simulate_page

    simulate_page.prepare(out)
    study = simulating.begin(luck(people, seed))
    steps = simulating.run(study, visit_cost=visit_cost)
    found = progress(steps, "simulating", total=simulating.sets())
    report = simulating.report(found, study, seed=seed, visit_cost=visit_cost)
    simulate_page.write(report, out)
    note(f"wrote {out / simulate_page.PAGE}")
    if json:
        print_json(report)
    else:
        _show(report)


def _check(people: int, seed: int, visit_cost: float | None) -> None:
    if not 2 <= people <= MOST:
        raise Unreadable(f"--people: {people} is not from 2 to {MOST:,}")
    if seed < 0:
        raise Unreadable(f"--seed: {seed} is not from 0 up")
    if visit_cost is not None and not 0 <= visit_cost < float("inf"):
        raise Unreadable(f"--visit-cost: {visit_cost} is no price")


def luck(people: int, seed: int) -> dict[str, object]:
    """Draw all luck of the study: the edge alone has chance."""
    import numpy as np

    from deqi.care import simulating

    chance = np.random.default_rng(seed)
    return {
        name: chance.standard_normal(shape)
        if kind == "normal"
        else chance.random(shape)
        for name, (kind, shape) in simulating.shapes(people).items()
    }


def _show(report: Report) -> None:
    from rich.table import Table

    out = page()
    word = "met" if report.goal.met else "not met"
    out.print(f"The goal is {word} under the central assumptions.", style="bold")
    for sentence in report.statement:
        out.print(f" - {sentence}")
    table = Table(
        title="Under the central assumptions, with Monte Carlo standard errors",
        title_justify="left",
    )
    table.add_column("Policy")
    for heading in _HEADINGS:
        table.add_column(heading, justify="right")
    for row in _rows(report):
        table.add_row(*row)
    out.print(table)
    out.print(report.caution)


_HEADINGS = (
    "Mean score",
    "Days in pain",
    "Responders at the end",
    "Visits",
    "Adverse events in 100 people",
)


def _rows(report: Report) -> Iterator[tuple[str, ...]]:
    titles = report.titles()
    for cell in report.cells:
        if dict(cell.assumed) == dict(report.goal.central):
            yield (titles[cell.policy], *_figures(cell))


def _figures(cell: Cell) -> Iterator[str]:
    at_end = list(cell.responders.values())[-1]
    yield _told(cell.mean_nrs, 2)
    yield _told(cell.pain_days, 0)
    yield f"{_told(at_end, 0)} %"
    yield _told(cell.visits, 1)
    yield _told(cell.harms[0].per_100, 0)


def _told(figure: Figure, places: int) -> str:
    return f"{figure.value:.{places}f} ({figure.se:.{places + 1}f})"
