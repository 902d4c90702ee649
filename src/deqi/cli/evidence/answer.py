"""``deqi evidence answer``: what happens anyway, what acupuncture adds, what it risks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from deqi.cli.inputs import Refused
from deqi.cli.outputs import note, page, print_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Console

    from deqi.evidence.answers import Gain
    from deqi.evidence.questions import Answer, GuidelineShown, Harm


def answer(
    *,
    condition: str,
    age: int | None = None,
    duration_weeks: float | None = None,
    plots: Path | None = None,
    json: bool = False,
) -> None:
    """Answer for one condition: expected course, gains, harms, guidelines, doubts.

    The gain over usual care and the gain over sham stand apart; harms stand beside.

    Parameters
    ----------
    condition : str
        Such as low_back_pain, sciatica or headache.
    age : int
        In years; from 65 on the trial of older people answers.
    duration_weeks : float
        How long it has lasted.
    plots : Path
        A folder for the plots, each with its table, and a page that holds them all.
    json : bool
        Print one JSON object instead of a page.
    """
    from deqi.care import answering, asking

    person = asking.Person(age, duration_weeks)
    try:
        found = answering.answer(condition, person)
    except asking.UnknownCondition as unknown:
        raise Refused(f"{unknown}; {_near(condition)}") from unknown
    if plots is not None:
        from deqi.cli.evidence import plot_page

        for path in plot_page.write(found, plots):
            note(f"wrote {path}")
    if json:
        print_json(found)
    else:
        _show(page(), found)


def _near(name: str) -> str:
    """Name the ids whose letters or words are near, or all where none is."""
    from difflib import get_close_matches

    from deqi.knowledge import conditions

    known = conditions.catalogue()
    meant = " ".join(name.lower().replace("_", " ").split())
    alike = get_close_matches(meant.replace(" ", "_"), known, n=3, cutoff=0.5)
    named = [each.id for each in known.values() if meant and meant in each.name.lower()]
    near = dict.fromkeys((*named, *alike))
    return f"near: {', '.join(near)}" if near else f"there are: {', '.join(known)}"


def _show(console: Console, found: Answer) -> None:
    console.rule(found.name, align="left")
    console.print(" ".join(found.text))
    for title, gain in (
        ("Over usual care", found.over_usual_care),
        ("Over sham", found.over_sham),
    ):
        if gain is not None:
            console.print(f"\n{title}: {_told(gain)}")
            for step in gain.certainty_reasons:
                console.print(f"  certainty down {step.down}: {step.reason}")
    for part, why in found.why.items():
        console.print(f"\n{_PARTS[part]}: nothing. {why}")
    for gain in found.other_comparisons:
        control = gain.comparator.replace("_", " ")
        console.print(f"\nOver another control, {control}: {_told(gain)}")
    _table(console, "Harms", ("event", "how often", "source"), _harms(found.harms))
    _table(console, "Guidelines", _GUIDES, _guides(found.guidelines))
    if found.not_known:
        console.print("\nNot known")
    for each in found.not_known:
        console.print(f"  {each}")
    console.print(f"\nSources: {', '.join(found.sources)}")


_PARTS = {
    "usual_course": "Course to be expected anyway",
    "over_usual_care": "Over usual care",
    "over_sham": "Over sham",
}
_GUIDES = ("date", "country", "body", "says", "about")


def _told(gain: Gain) -> str:
    trials = "1 trial" if gain.k == 1 else f"{gain.k} trials"
    told = (
        f"{gain.estimate:.2f} ({gain.ci[0]:.2f} to {gain.ci[1]:.2f}), {gain.measure},"
        f" {gain.scale.name}; {trials}, {gain.n} people; certainty {gain.certainty}"
    )
    if gain.per_100 is not None and gain.per_100.people.treated is not None:
        people = gain.per_100.people
        told += f"; {people.treated} of 100 against {people.control}"
    return told + "."


def _harms(harms: Sequence[Harm]) -> Iterator[tuple[str, str, str]]:
    for harm in harms:
        ends = "" if harm.ci is None else f" ({harm.ci[0]:.2g} to {harm.ci[1]:.2g})"
        rate = f"{harm.rate:.2g} in {harm.per:,} {harm.unit}{ends}"
        yield harm.event, rate, harm.source


def _guides(
    guides: Sequence[GuidelineShown],
) -> Iterator[tuple[str, str, str, str, str]]:
    for each in guides:
        says = f"{each.stance}{' (superseded)' if each.superseded else ''}"
        date = each.date or "not seen"
        yield date, each.country, each.body, says.replace("_", " "), each.condition


def _table(
    console: Console,
    title: str,
    headings: tuple[str, ...],
    rows: Iterator[tuple[str, ...]],
) -> None:
    from rich.table import Table

    drawn = Table(title=title, title_justify="left", box=None, pad_edge=False)
    for heading in headings:
        drawn.add_column(heading, overflow="fold")
    for row in rows:
        drawn.add_row(*row)
    if drawn.row_count:
        console.print()
        console.print(drawn)
