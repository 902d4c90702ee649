"""``deqi coverage``: what a payer covers of an episode, and what must still be shown."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from deqi.cli.inputs import Refused, read_json, today_or
from deqi.cli.outputs import page, print_json
from deqi.core import answers, episodes, people
from deqi.core import coverage as ledgers
from deqi.knowledge import coverage as payers
from deqi.knowledge import facts, instruments

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.table import Table

    from deqi.core.coverage import Ledger
    from deqi.core.episodes import Episode
    from deqi.core.policies import Policy
    from deqi.core.reading import Values

_WORDS = {True: "yes", False: "no", None: "not known"}


def coverage(
    episode: Path,
    *,
    payer: str | None = None,
    today: date | None = None,
    json: bool = False,
) -> None:
    """Show a payer's ledger: used, left, what must be shown, when it ends.

    Parameters
    ----------
    episode : Path
        A file with the episode's visits, sessions, measurements and facts; - reads
        standard input.
    payer : str or None
        Id of the payer, such as us_medicare_ncd_30_3_3 or de_gkv; without it the
        payer that the episode names.
    today : date or None
        The day of the ledger, as 2026-11-21; without it today.
    json : bool
        Print one JSON object instead of a page.
    """
    read = episodes.read(read_json(episode, keys_once=True), instruments.catalogue())
    if payer is None and read.payer is None:
        raise Refused("name a payer with --payer; the episode names none")
    policy = payers.find(payer or read.payer or "")
    day = today_or(today)
    ledger = ledgers.ledger(
        policy,
        read.visits,
        values=_values(read, day),
        measurements=read.measurements,
        today=day,
    )
    if json:
        print_json(ledger)
    else:
        _show(ledger, policy)


def _values(episode: Episode, today: date) -> Values:
    said = answers.read(
        {"facts": episode.answers()},
        facts.catalogue(),
        facts.vocabulary,
        today=today,
    )
    return people.know(said, facts.catalogue(), today=today).values_read


def _show(ledger: Ledger, policy: Policy) -> None:
    from rich.table import Table

    out = page()
    out.print(f"{policy.name}, on {ledger.today}", style="bold")
    head = Table(show_header=False)
    for heading, text in _lines(ledger):
        head.add_row(heading, text)
    out.print(head)
    if ledger.visits:
        out.print(_visits(ledger))
    for title, lines in (
        ("What is needed", ledger.needs),
        ("What is not certain", [p.text for p in ledger.open_points]),
    ):
        if lines:
            out.print(title, style="bold")
            out.print(_list(lines))
    signed = "signed by a clinician" if ledger.reviewed else "reviewed by nobody yet"
    out.print(f"Rules as of {ledger.as_of}; {signed}.", style="dim")
    out.print(f"Sources: {', '.join(ledger.sources)}", style="dim")


def _lines(ledger: Ledger) -> list[tuple[str, str]]:
    lines = [("Covered", _WORDS[ledger.eligible])]
    lines += [("", reason.text) for reason in ledger.because]
    left = "no number is stated" if ledger.left is None else str(ledger.left)
    lines += [("Visits used", str(ledger.used)), ("Visits left", left)]
    if ledger.window:
        window = f"{ledger.window['from']} to {ledger.window['to']}"
        lines.append(("Window", window))
    if ledger.ends:
        lines.append(("Ends", str(ledger.ends)))
    if ledger.renews:
        lines.append(("Begins anew", str(ledger.renews)))
    return lines


def _list(lines: Iterable[str]) -> Table:
    from rich.table import Table

    grid = Table.grid(padding=(0, 1))
    for line in lines:
        grid.add_row(" -", line)
    return grid


def _visits(ledger: Ledger) -> Table:
    from rich.table import Table

    table = Table("Visit", "Covered", "Why")
    for cover in ledger.visits:
        held = str(cover.date) if cover.took_place else f"({cover.date})"
        table.add_row(held, _WORDS[cover.covered], cover.why)
    return table
