"""``deqi evidence check``: figures of a table that cannot all be right together."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from deqi.cli.evidence.tables import read_table
from deqi.cli.inputs import name_of
from deqi.cli.outputs import page, print_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from deqi.evidence.integrity import Finding, PrintedRow

_ROOMS = ("trials", "adverse_events", "pools", "predictors")
"""Rooms of records whose figures the checks read."""


def check(table: Path | None = None, *, json: bool = False) -> None:
    """Check figures against each other: counts, intervals, P values, SDs, signs.

    A finding is no verdict on a trial: it says which figure to look up before it is
    used. Rounding alone never makes one.

    Parameters
    ----------
    table : Path
        Comma-separated, with the columns of trials.csv; - reads standard input.
        Without it, the records of the product are checked.
    json : bool
        Print one JSON list instead of a page.
    """
    from deqi.evidence import integrity
    from deqi.knowledge import trials

    rows = _own() if table is None else _of_file(table)
    found = integrity.check(rows, trials.limits())
    if json:
        print_json(found)
    else:
        _show(found, rows)


def _own() -> Sequence[PrintedRow]:
    from deqi.evidence import integrity
    from deqi.knowledge import loader

    return [
        row
        for room in _ROOMS
        for row in integrity.rows(room, loader.rows(room, f"{room}.csv"))
    ]


def _of_file(table: Path) -> Sequence[PrintedRow]:
    from deqi.evidence import integrity

    columns, lines = read_table(table)
    integrity.require_figures(columns)
    cells = (line.cells for line in lines)
    return integrity.rows(name_of(table), cells, (line.line for line in lines))


def _show(found: Sequence[Finding], rows: Sequence[PrintedRow]) -> None:
    from rich.table import Table

    hit = len({(each.table, each.row) for each in found})
    summary = f"{len(rows)} rows checked: {len(found)} findings in {hit} rows."
    if found:
        drawn = Table(box=None, pad_edge=False)
        for heading in ("Trial", "Row", "Rule", "What does not fit"):
            drawn.add_column(heading, overflow="fold")
        for each in found:
            drawn.add_row(each.trial, str(each.row), _words(each.rule), each.detail)
        page().print(drawn)
    page().print(summary)


def _words(rule: str) -> str:
    return rule.replace("_", " ")
