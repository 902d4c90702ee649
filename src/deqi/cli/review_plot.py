"""Writes the course of a review as one SVG, or as a page with its table and words."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from deqi.cli import figures
from deqi.cli.inputs import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from deqi.care.reviewing import Review
    from deqi.core.episodes import Episode

ENDINGS = (".svg", ".html")


def check(path: Path) -> None:
    """Refuse a file that is neither SVG nor HTML, before anything is read.

    Raises
    ------
    Unreadable
        With the endings that there are.
    """
    if path.suffix.lower() not in ENDINGS:
        raise Unreadable(f"--plot: {path}: the name ends in {' or '.join(ENDINGS)}")


def write(
    episode: Episode, found: Review, path: Path, *, headline: Sequence[str]
) -> None:
    """Draw the course of a review into a file.

    Parameters
    ----------
    episode : Episode
        As it was reviewed.
    found : Review
        Its review.
    path : Path
        Ends in one of `ENDINGS`.
    headline : sequence of str
        What a page says first: the decision, how soon, when next.

    Raises
    ------
    NothingMeasured
        Where there is no score to draw.
    Unreadable
        Where the file cannot be written.
    """
    is_page = path.suffix.lower() == ".html"
    text = _page(episode, found, headline) if is_page else _drawn(episode, found)
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as refused:
        raise Unreadable(f"--plot: {path}: {refused.strerror}") from refused


def _drawn(episode: Episode, found: Review) -> str:
    from deqi.care import prospects
    from deqi.care.plots import course, tracks
    from deqi.evidence.plots import drawing

    beneath = prospects.briefly(found)
    return drawing.svg(course.course(tracks.of(episode, found), beneath=beneath))


def _page(episode: Episode, found: Review, headline: Sequence[str]) -> str:
    from deqi.care import prospects
    from deqi.care.plots import course, tracks
    from deqi.evidence.plots import drawing

    track, beneath = tracks.of(episode, found), prospects.briefly(found)
    narrow = course.course(track, beneath=beneath)
    wide = course.course(track, beneath=beneath, is_wide=True)
    drawn = "".join(
        f'<div class="{name}">{drawing.svg(plot)}</div>'
        for name, plot in (("narrow", narrow), ("wide", wide))
    )
    return figures.page(
        f"Review on {found.today}: {found.decision}",
        f"<div><h1>{found.decision.capitalize()}, on {found.today}</h1>\n"
        f'<div class="words">{_paragraphs(map(_sentence, headline))}{_reasons(found)}</div>\n'
        f'<figure>{drawn}</figure>\n<div class="words">{_expected(found)}</div>'
        f'</div>\n<div class="beside exact">{figures.table(narrow)}</div>',
        is_two_columns=True,
    )


def _reasons(found: Review) -> str:
    return _paragraphs(
        f"{each.text} [{', '.join(each.sources)}]" for each in found.because
    )


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."


def _paragraphs(told: Iterable[str]) -> str:
    return "".join(f"<p>{escape(each)}</p>" for each in told)


def _expected(found: Review) -> str:
    from deqi.care import prospects

    lines = "".join(
        f"<dt>{escape(each.title)}</dt><dd>{escape(each.text)}</dd>"
        for each in prospects.tell(found)
    )
    named = escape(", ".join(prospects.sources(found)))
    return (
        f"<h2>What may be expected</h2><dl>{lines}</dl>"
        f"{f'<p>[{named}]</p>' if named else ''}"
        "<p>No clinician has reviewed the records behind this yet.</p>"
    )
