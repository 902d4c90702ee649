"""Writes what the policy study found: a page, its plots, and all figures as a table."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from deqi.cli import figures
from deqi.cli.inputs import Unreadable
from deqi.core.plain import plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from deqi.care.simulating import Report
    from deqi.core.dosing.findings import Cell, Figure

PAGE, TABLE, RESULTS = "index.html", "results.csv", "results.json"
_TITLE = "Does a review after each visit save visits?"


def prepare(folder: Path) -> None:
    """Make the folder, before any time is spent on what would go into it.

    Raises
    ------
    Unreadable
        Where it cannot be made or written to.
    """
    with _writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        trial = folder / ".deqi-simulate"
        trial.touch()
        trial.unlink()


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as refused:
        raise Unreadable(f"--out: {folder}: {refused.strerror}") from refused


def write(report: Report, folder: Path) -> None:
    """Write page, plots and figures into a folder that is there.

    Raises
    ------
    Unreadable
        Where it cannot be written to.
    """
    from deqi.care.simulating import frontier
    from deqi.evidence.plots import drawing

    files: dict[str, str] = {}
    shown: tuple[list[str], list[str]] = ([], [])
    for plot, narrow in zip(
        frontier.plots(report), frontier.plots(report, is_wide=False), strict=True
    ):
        svg = files[f"{plot.name}.svg"] = drawing.svg(plot)
        place = 0 if frontier.is_central(plot, report) else 1
        shown[place].append(figures.figure(plot, _both(svg, drawing.svg(narrow))))
    files[PAGE] = page(report, *shown)
    files[TABLE] = table(report)
    files[RESULTS] = json.dumps(plain(report), ensure_ascii=False, indent=1) + "\n"
    with _writing(folder):
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8")


def _both(wide: str, narrow: str) -> str:
    return f'<div class="wide">{wide}</div><div class="narrow">{narrow}</div>'


def page(report: Report, central: list[str], others: list[str]) -> str:
    """Return the page: the statement, the plots, the table, what was assumed."""
    return figures.page(
        _TITLE,
        f"<h1>{_TITLE}</h1>\n{_words(report)}\n"
        f"<h2>Under the central assumptions</h2>\n{_central(report)}\n"
        f"{''.join(central)}\n"
        f"<h2>Under all assumptions</h2>\n{_lines(report)}\n"
        f"<h2>What was assumed</h2>\n{_assumed(report)}\n"
        f"<details><summary>Other speeds and drop-outs</summary>{''.join(others)}"
        f"</details>\n<p>All figures: <a href='{TABLE}'>{TABLE}</a>,"
        f" <a href='{RESULTS}'>{RESULTS}</a>.</p>",
    )


def _words(report: Report) -> str:
    goal = report.goal
    word = "met" if goal.met else "not met"
    told = "".join(f"<li>{escape(each)}</li>" for each in report.statement)
    return (
        f'<div class="words"><p><strong>The goal is {word} under the'
        " central assumptions.</strong> It was: mean scores"
        f" over {report.weeks} weeks within {goal.margin_points:g} points, for at least"
        f" {goal.fewer_percent:g} % fewer visits than each fixed course of the trials."
        f" {report.people:,} virtual people, seed {report.seed}.</p>"
        f"<ul>{told}</ul><p>{escape(report.caution)}</p></div>"
    )


def _assumed(report: Report) -> str:
    return (
        "<dl>"
        + "".join(
            f"<dt>{escape(each.kind.replace('_', '-'))}: {escape(each.name)}</dt>"
            f"<dd>{escape(each.title)}.</dd>"
            for each in report.named
            if each.kind != "policy"
        )
        + f"</dl><p>Sources: {escape(', '.join(report.sources))}.</p>"
    )


def _central(report: Report) -> str:
    """Return the table of the central assumptions: each figure with its error."""
    titles = report.titles()
    rows = [
        {"Policy": titles[cell.policy], **_row(cell)}
        for cell in report.cells
        if cell.assumed == report.goal.central
    ]
    return _table("Monte Carlo standard error in brackets", rows)


def _lines(report: Report) -> str:
    """Return the table of all assumptions, speeds and drop-outs counted together."""
    titles = report.titles()
    rows = [
        {
            "Policy": titles[each.ours],
            "Against": titles[each.against],
            "Dose response": each.dose,
            "Gain": each.gain.replace("_", " "),
            "Relief, by sets": each.relief,
            "Visits": each.visits,
        }
        for each in report.lines
    ]
    return _table("Speeds and drop-outs together: how many sets each", rows)


def _table(caption: str, rows: Sequence[Mapping[str, str]]) -> str:
    head = "".join(f'<th scope="col">{escape(each)}</th>' for each in rows[0])
    body = "".join(
        f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row.values())}</tr>"
        for row in rows
    )
    return (
        f'<div class="beside"><table><caption>{escape(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _row(cell: Cell) -> dict[str, str]:
    found = {
        "Mean score": _told(cell.mean_nrs, 2),
        "Days in pain": _told(cell.pain_days, 0),
        **{
            f"Responders week {week}, %": _told(share, 0)
            for week, share in cell.responders.items()
        },
        "Visits": _told(cell.visits, 1),
        "Visits per responder": _told(cell.visits_per_responder, 1),
    }
    if cell.cost_per_responder is not None:
        found["Cost per responder"] = _told(cell.cost_per_responder, 0)
    return found | {
        f"{harm.event}, per 100 people".capitalize(): _told(
            harm.per_100, 0 if harm.per_100.value >= 1 else 3
        )
        for harm in cell.harms
    }


def _told(figure: Figure | None, places: int) -> str:
    if figure is None:
        return "none"
    return f"{figure.value:.{places}f} ({figure.se:.{places + 1}f})"


def table(report: Report) -> str:
    """Return every policy under every set of assumptions, comma-separated."""
    rows = [dict(_flat(cell)) for cell in report.cells]
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _flat(cell: Cell) -> Iterator[tuple[str, object]]:
    yield "policy", cell.policy
    yield from cell.assumed.items()
    named: dict[str, Figure | None] = {
        "mean_nrs": cell.mean_nrs,
        "relief": cell.relief,
        "pain_days": cell.pain_days,
        **{f"responders_{week}": each for week, each in cell.responders.items()},
        "visits": cell.visits,
        "visits_per_responder": cell.visits_per_responder,
        "cost_per_responder": cell.cost_per_responder,
        **{f"{each.rate}_100": each.per_100 for each in cell.harms},
    }
    for name, each in named.items():
        yield name, "" if each is None else each.value
        yield f"{name}_se", "" if each is None else each.se
