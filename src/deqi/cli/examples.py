"""``deqi examples``: the care of the example people, from the record alone and with answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from deqi.care.values import Care
from deqi.cli import care, care_page, inputs, outputs

if TYPE_CHECKING:
    from rich.console import Console

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"


@dataclass(frozen=True, slots=True)
class Shown:
    """One example: what the record alone gives, and what the answers make of it."""

    name: str
    alone: Care
    answered: Care


def examples(*, today: date | None = None, folder: Path = EXAMPLES) -> None:
    """Print the care of the example people: the record alone, then with its answers.

    Parameters
    ----------
    today
        The day of the decision; the day it is where not given.
    folder
        The folder with records and answers.
    """
    day = inputs.today_or(today)
    records = sorted((folder / "records").glob("*.json"))
    if not records:
        raise inputs.Unreadable(f"{folder}: no example records there")
    told = [_decide(record, folder, day) for record in records]
    console = outputs.page()
    for each in told:
        _show(console, each)
    _summary(console, told)


def _decide(record: Path, folder: Path, day: date) -> Shown:
    answers = folder / "answers" / record.name
    alone, _ = care.decide(record, (), care.Choices(), day)
    answered, _ = care.decide(record, (answers,), care.Choices(), day)
    return Shown(record.stem, alone, answered)


def _show(console: Console, shown: Shown) -> None:
    console.rule(f"{shown.name}: the record alone", align="left")
    care_page.show_alone(console, shown.alone)
    console.print()
    console.rule(f"{shown.name}: with answers", align="left")
    care_page.show(shown.answered, shown.name)
    console.print()


def _summary(console: Console, told: list[Shown]) -> None:
    rows = [
        (
            each.name,
            each.alone.screening.outcome.value,
            str(len(care_page.holding(each.alone.screening))),
            each.answered.screening.outcome.value,
            _planned(each.answered),
        )
        for each in told
    ]
    planned = sum(each.answered.plan is not None for each in told)
    title = f"{planned} plans for {len(told)} people"
    columns = ("record", "alone", "questions", "with answers", "plan")
    care_page.print_table(console, title, columns, rows)


def _planned(decided: Care) -> str:
    if decided.plan is None or decided.course is None:
        return decided.withheld
    return f"{decided.plan.needles} needles, {len(decided.course)} visits at most"
