"""``deqi review``: an episode so far to a decision, each reason with its source."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from deqi.care import prospects, reviewing
from deqi.cli import review_plot
from deqi.cli.inputs import read_json, today_or
from deqi.cli.outputs import note, page, print_json
from deqi.core import episodes
from deqi.core.review import Decision
from deqi.core.rules import Urgency
from deqi.knowledge import instruments

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rich.console import Console

    from deqi.care.reviewing import Gain, Review
    from deqi.core.review import Reason

_HEADLINE = {
    Decision.DISCHARGE: ("green", "the course is over"),
    Decision.MAINTAIN: ("green", "go on at a low rate, as the patient wishes"),
    Decision.TAPER: ("green", "space the visits out"),
    Decision.CONTINUE: ("green", "go on as planned"),
    Decision.MEASURE: ("yellow", "measure or ask before deciding"),
    Decision.PAUSE: ("yellow", "no session for now"),
    Decision.CHANGE: ("yellow", "change the treatment, or stop"),
    Decision.RESTART: ("yellow", "a new series"),
    Decision.REFER: ("red", "a doctor has to look"),
}
_HOW_SOON = {
    Urgency.EMERGENCY: "now, an emergency",
    Urgency.URGENT: "urgent: the same day to two weeks",
    Urgency.SOON: "soon: within weeks",
}
_NEXT = {
    Decision.MEASURE: "Measure and decide",
    Decision.PAUSE: "Decide anew",
}
_SESSION = {
    True: "Today's screening allows a session.",
    False: "Today's screening allows no session.",
    None: "No needles today until these are answered; the course is decided apart:",
}
_SHOWN_QUESTIONS = 5
_SHOWN_SOURCES = 9
_QUESTIONS_OPEN = "safety_questions_open"


def review(
    episode: Path,
    *,
    today: date | None = None,
    plot: Path | None = None,
    json: bool = False,
) -> None:
    """Review an episode: what to do next, and why.

    Parameters
    ----------
    episode : Path
        A file with the episode's sessions, measurements and facts; - reads standard
        input.
    today : date or None
        The day of the review, as 2026-11-21; without it today.
    plot : Path
        A file for the course as a drawing: .svg, or .html with the table beside it.
    json : bool
        Print one JSON object instead of a page.
    """
    if plot is not None:
        review_plot.check(plot)
    read = episodes.read(read_json(episode, keys_once=True), instruments.catalogue())
    found = reviewing.decide(read, today=today_or(today))
    if plot is not None:
        review_plot.write(read, found, plot, headline=tuple(_headlines(found)))
        note(f"wrote {plot}")
    if json:
        print_json(found)
    else:
        _show(page(), found)


def _show(out: Console, found: Review) -> None:
    _headline(out, found)
    _told(out, "Why", found.because)
    if found.urgency is not Urgency.EMERGENCY:
        # Who has to act now reads what to do now, and nothing else.
        _course(out, found)
    _foot(out, found)


def _course(out: Console, found: Review) -> None:
    _told(out, "Also true, and outweighed", found.beside)
    # The section on the session names the questions themselves.
    remarks = (each for each in found.remarks if each.rule != _QUESTIONS_OPEN)
    _told(out, "To be known", remarks)
    _overruled(out, found)
    _session(out, found)
    if found.progress:
        _progress(out, found)
    _expected(out, found)


def _headline(out: Console, found: Review) -> None:
    from rich.text import Text

    colour, _ = _HEADLINE[found.decision]
    meaning, *more = _headlines(found)
    out.rule(f"Review on {found.today}, {found.sessions} sessions", align="left")
    out.print(Text.assemble((found.decision.upper(), f"bold {colour}"), f"  {meaning}"))
    for each in more:
        out.print(each)


def _headlines(found: Review) -> Iterator[str]:
    yield _HEADLINE[found.decision][1]
    if found.urgency is not None:
        yield f"How soon: {_HOW_SOON[found.urgency]}."
    if found.next_visit_days is not None:
        least, most = found.next_visit_days
        yield f"{_NEXT.get(found.decision, 'Next visit')} in {least} to {most} days."


def _told(out: Console, title: str, reasons: Iterable[Reason]) -> None:
    _listed(out, title, (f"{each.text} [{_cited(each.sources)}]" for each in reasons))


def _listed(out: Console, title: str, lines: Iterable[str]) -> None:
    from rich.table import Table

    grid = Table.grid(padding=(0, 1))
    for each in lines:
        grid.add_row(" -", each)
    if grid.row_count:
        out.print(f"\n{title}", style="bold")
        out.print(grid)


def _cited(sources: tuple[str, ...]) -> str:
    shown, more = sources[:_SHOWN_SOURCES], len(sources) - _SHOWN_SOURCES
    return ", ".join(shown) + (f" and {more} more" if more > 0 else "")


def _overruled(out: Console, found: Review) -> None:
    _listed(
        out,
        "Overruled by a practitioner",
        (f"{each.date}, {each.decision}: {each.reason}" for each in found.overruled),
    )


def _session(out: Console, found: Review) -> None:
    asked = found.screening.questions
    out.print(f"\n{_SESSION[found.screening.allowed]}", style="bold")
    for each in asked[:_SHOWN_QUESTIONS]:
        out.print(f" - {each.text}")
    if more := asked[_SHOWN_QUESTIONS:]:
        out.print(f" - and {len(more)} more; --json lists them")


def _progress(out: Console, found: Review) -> None:
    from rich.table import Table

    table = Table(
        "", "baseline", "latest", "change", "noticeable", title_justify="left"
    )
    for name, gain in found.progress.items():
        table.add_row(name, *_moved(gain))
    out.print("\nProgress", style="bold")
    out.print(table)


def _moved(gain: Gain) -> Iterator[str]:
    yield _scored(gain.baseline, gain.baseline_date)
    yield _scored(gain.latest, gain.latest_date)
    share = "" if gain.change_percent is None else f" ({gain.change_percent:+.0f} %)"
    if gain.change is None:
        yield "-"
    else:
        yield f"{gain.change:+g}{share}" if gain.change else "none"
    yield "yes, worse" if gain.worse else _NOTICEABLE[gain.important]


_NOTICEABLE = {True: "yes, better", False: "no", None: "not known"}


def _scored(score: float | None, day: date | None) -> str:
    return "-" if score is None else f"{score:g} on {day}"


def _expected(out: Console, found: Review) -> None:
    from rich.table import Table

    seen = found.forecast
    ahead = f": {seen.instrument} in {seen.horizon_weeks:g} weeks" if seen else ""
    grid = Table.grid(padding=(0, 1))
    grid.add_column(no_wrap=True)
    for each in prospects.tell(found):
        grid.add_row(each.title, each.text)
    out.print(f"\nWhat may be expected{ahead}; it decides nothing", style="bold")
    out.print(grid)
    if named := prospects.sources(found):
        out.print(f"[{', '.join(named)}]", style="dim")


def _foot(out: Console, found: Review) -> None:
    told = (*found.because, *found.beside, *found.remarks)
    signed = all(each.reviewed for each in told)
    status = "signed by a clinician" if signed else "reviewed by no clinician yet"
    may = "You may decide otherwise, with a written reason."
    out.print(f"\nThe rules are {status}. {may if found.overrulable else ''}".rstrip())
    named = {source for each in found.because for source in each.sources}
    out.print("Sources of the decision", style="bold")
    for each in found.sources:
        if each.id in named:
            out.print(f" {each.id}: {each.citation}", style="dim")
