"""``deqi score``: one instrument scored, with its range, direction and rules."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from deqi.cli.inputs import read_json
from deqi.cli.outputs import page, print_json
from deqi.core import instruments as scoring
from deqi.core.fields import UnreadableField, shown, whole
from deqi.core.instruments import Answer
from deqi.core.scales import Direction
from deqi.core.scores import Score
from deqi.knowledge import instruments

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from deqi.core.fields import Fields

_KEYS = frozenset({"items", "total"})


def score(instrument: str, answers: Path, *, json: bool = False) -> None:
    """Score one instrument.

    Parameters
    ----------
    instrument : str
        Its id, such as NRS, PEG or RMDQ24; letters' case is free.
    answers : Path
        A file with {"items": {...}} or {"total": ...}; - reads standard input.
    json : bool
        Print one JSON object instead of a page.
    """
    told = whole(read_json(answers, keys_once=True), "the file of answers")
    record = scoring.find(instrument, instruments.catalogue())
    found = scoring.score(record, items=_items(told), total=_total(told))
    if json:
        print_json(found)
    else:
        _show(found, record.name)


def _items(told: Fields) -> Mapping[str, Answer] | None:
    if unknown := sorted(set(told.told) - _KEYS):
        raise UnreadableField(
            f"The file holds items or total, not {shown(unknown[0])}."
        )
    if told.get("items") is None:
        return None
    items = told.object("items").told
    return {key: _answer(key, value) for key, value in items.items()}


def _total(told: Fields) -> Answer:
    return _answer("total", told.get("total"))


def _answer(key: str, value: object) -> Answer:
    if value is None or isinstance(value, bool | int | float):
        return value
    raise UnreadableField(f"{key} is a number, true, false or null.")


def _show(found: Score, name: str) -> None:
    from rich.table import Table

    table = Table(title=name, show_header=False, title_justify="left")
    for heading, text in _lines(found):
        table.add_row(heading, text)
    page().print(table)


def _lines(found: Score) -> Iterator[tuple[str, str]]:
    low, high = found.range
    best, worst = (low, high) if found.direction is Direction.WORSE else (high, low)
    yield "Score", "none" if found.score is None else f"{found.score:g}"
    yield "Scale", f"{best:g} best to {worst:g} worst"
    if found.band:
        yield "Reads as", found.band
    if found.positive is not None:
        yield "Screen", "positive" if found.positive else "negative"
    for part, sub in found.subscores.items():
        sign = {True: ", positive", False: ", negative", None: ""}[sub.positive]
        yield part.capitalize(), f"{sub.score:g}{sign}"
    if found.items_answered is not None:
        yield "Answered", f"{found.items_answered} of {found.items}"
    if found.missing:
        yield "Missing", ", ".join(found.missing)
    yield "Method", found.method
    yield "Important change", _important(found)


def _important(found: Score) -> str:
    rule = found.important_change
    word = "point" if rule.absolute == 1 else "points"
    points = None if rule.absolute is None else f"{rule.absolute:g} {word}"
    share = None if rule.percent is None else f"{rule.percent:g} % of the baseline"
    said = " or ".join(text for text in (points, share) if text)
    return f"{said} ({rule.source})" if said else "no source gives one"
