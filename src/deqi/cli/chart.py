"""``deqi chart``: a charting line to a structured session, or all that is wrong in it."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from deqi.cli.outputs import page, print_json
from deqi.core import needling
from deqi.core.needling import Chart, Needling, Problem, Refusal, telling
from deqi.knowledge import charting, muscles, points

if TYPE_CHECKING:
    from rich.table import Table

_WIDTH = 72
_REFUSED = 1


def chart(line: str, *, json: bool = False) -> int:
    """Read a charting line into a structured session.

    Parameters
    ----------
    line : str
        Such as "BL23 b 25mm deqi; GV3 15; ret 20; in 3 out 3; ae none".
    json : bool
        Print one JSON object instead of a page.

    Returns
    -------
    int
        Exit code: 0 where the line keeps every rule, else 1.
    """
    read = needling.read(line, charting.vocabulary())
    if json:
        print_json(read)
    elif isinstance(read, Refusal):
        sys.stderr.write(_refused(line, read.errors))
    else:
        _show(read)
    return _REFUSED if isinstance(read, Refusal) else 0


def _refused(line: str, errors: Sequence[Problem]) -> str:
    count = "1 thing" if len(errors) == 1 else f"{len(errors)} things"
    opening = f"The line is not charted: {count} to mend.\n"
    return opening + "".join(_marked(line, error) for error in errors)


def _marked(line: str, problem: Problem) -> str:
    """Draw the part of the line around a problem, and mark it from below."""
    from rich.cells import cell_len

    start, end = problem.at
    first = max(0, start - _WIDTH // 2)
    shown = "".join(char if char.isprintable() else " " for char in line[first:])
    before = shown[: start - first]
    marked = shown[start - first : end - first]
    pad, length = cell_len(before), max(1, cell_len(marked))
    mark = "^" * min(length, max(1, _WIDTH - pad))
    return (
        f"\n  {shown[:_WIDTH]}\n  {' ' * pad}{mark}\n"
        f"  {problem.code}: {problem.message}\n"
    )


def _show(read: Chart) -> None:
    console = page()
    console.print(_sites(read))
    console.print(_stricta(read))
    for site in read.needling:
        if site.overrule is not None:
            overruled = ", ".join(site.overruled) or "nothing"
            console.print(
                f"Overruled at {telling.site(site)}: {overruled}: {site.overrule}"
            )
    for warning in read.warnings:
        console.print(f"Warning: {warning.message} ({warning.code})")
    console.print(f"Written out: {needling.write(read)}")
    if not _all_reviewed(read):
        console.print("No clinician has reviewed the caps and words used here.")


def _sites(read: Chart) -> Table:
    from rich.table import Table

    table = Table(title="Needles")
    for heading in ("Site", "Side", "Depth", "Response", "Stimulation", "Needles"):
        table.add_column(heading)
    for site in read.needling:
        table.add_row(*_cells(site))
    return table


def _cells(site: Needling) -> Iterator[str]:
    yield telling.site(site)
    yield site.sides.value
    yield telling.depth(site)
    yield site.response or ""
    yield telling.stimulation(site)
    yield str(site.needles)


def _stricta(read: Chart) -> Table:
    from rich.table import Table

    filled = telling.fields(read)
    table = Table(title="Session by STRICTA 2010")
    for heading in ("Field", "What it holds", "Charted"):
        table.add_column(heading)
    for each in charting.stricta():
        said = filled[each.line] or "not charted" if each.line else "(by the session)"
        table.add_row(each.number, each.title, said)
    table.add_row("", "adverse events", telling.events(read))
    return table


def _all_reviewed(read: Chart) -> bool:
    known = [points.catalogue().get(site.point or "") for site in read.needling]
    named = [muscles.catalogue().get(site.muscle or "") for site in read.needling]
    return all(record.reviewed for record in (*known, *named) if record is not None)
