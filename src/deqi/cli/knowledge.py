"""`deqi knowledge`: whether the records fit together, and what one of them says."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from cyclopts import App

from deqi.cli import inputs, outputs
from deqi.core.plain import plain

if TYPE_CHECKING:
    from rich.table import Table

    from deqi.knowledge.check import Report
    from deqi.knowledge.lookup import Shown

knowledge = App(name="knowledge", help="Check the knowledge records, or show one.")


@knowledge.command
def check(*, today: date | None = None, json: bool = False) -> int:
    """Load every record: whether it is sourced, fits the others, and is in date.

    Exit code 1 where something must be mended. What is unreviewed or due is told.

    Parameters
    ----------
    today
        The day against which reviews are due; the day it is where not given.
    json
        Print one JSON object.
    """
    from deqi.knowledge import check as records

    report = records.check(today=inputs.today_or(today))
    if json:
        outputs.print_json(report)
    else:
        _print_report(report)
    return 1 if report.faults else 0


@knowledge.command
def show(key: str, /, *, json: bool = False) -> None:
    """Show one record: what it says, what it rests on, who has reviewed it.

    Parameters
    ----------
    key
        Room and id, such as red_flags:cauda_equina or points:BL23.
    json
        Print one JSON object.
    """
    from deqi.knowledge import lookup

    shown = lookup.show(key)
    if json:
        outputs.print_json(shown)
    else:
        _print_record(shown)


def _print_report(report: Report) -> None:
    page = outputs.page()
    for fault in report.faults:
        page.print(f"fault   {fault.key}: {fault.says}", soft_wrap=True)
    for key in report.due:
        page.print(f"due     {key}: its next review has passed")
    if not report.records:
        page.print(f"The records cannot be loaded: {len(report.faults)} faults.")
        return
    page.print(_by_room(report))
    page.print(
        f"{report.records} records: {len(report.faults)} faults, {len(report.due)} due"
        f" for review, {len(report.unreviewed)} that no clinician has reviewed,"
        f" {len(report.from_memory)} from memory alone (--json names them)."
    )


def _by_room(report: Report) -> Table:
    from rich.table import Table

    from deqi.knowledge.rooms import ROOMS

    table = Table("room", box=None, pad_edge=False)
    for heading in ("records", "unreviewed", "due", "from memory alone"):
        table.add_column(heading, justify="right")
    counted = (report.unreviewed, report.due, report.from_memory)
    for room, records in ROOMS.items():
        counts = [sum(key.startswith(f"{room}:") for key in keys) for keys in counted]
        table.add_row(room, str(len(records())), *map(str, counts))
    return table


def _print_record(shown: Shown) -> None:
    from rich.table import Table

    told = plain(shown)
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in _lines(told, ""):
        table.add_row(name, value)
    outputs.page().print(table)


def _lines(value: object, name: str) -> list[tuple[str, str]]:
    """Spread what is nested over lines: ``tier 1 when``, ``sources 2 citation``."""
    if isinstance(value, dict):
        pairs = [(key, each) for key, each in value.items() if each not in ("", None)]
    elif isinstance(value, list) and any(isinstance(each, dict) for each in value):
        pairs = [(str(place), each) for place, each in enumerate(value, start=1)]
    else:
        text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
        return [(name, text)]
    spread = [_lines(each, f"{name} {key}".strip()) for key, each in pairs]
    return [line for lines in spread for line in lines]
