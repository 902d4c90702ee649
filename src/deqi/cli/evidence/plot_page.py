"""Writes the plots of an answer as SVG, and one page that holds them with their tables."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from deqi.cli import figures
from deqi.cli.inputs import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from deqi.evidence.plots.values import Plot
    from deqi.evidence.questions import Answer

PAGE = "answer.html"


def write(found: Answer, folder: Path) -> list[Path]:
    """Write every plot of an answer, and the page.

    Parameters
    ----------
    found : Answer
        To one question.
    folder : Path
        Made where it is not there.

    Raises
    ------
    Unreadable
        Where the folder cannot be written to.
    """
    from deqi.evidence.plots import drawing, gallery

    drawn = [(plot, drawing.svg(plot)) for plot in gallery.of(found)]
    files = {f"{plot.name}.svg": svg for plot, svg in drawn}
    files[PAGE] = page(found, drawn)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8")
    except OSError as refused:
        raise Unreadable(f"--plots: {folder}: {refused.strerror}") from refused
    return [folder / name for name in files]


def page(found: Answer, drawn: list[tuple[Plot, str]]) -> str:
    """Return the page: the answer in words, then each plot with its table."""
    words = " ".join(f"<p>{escape(each)}</p>" for each in _paragraphs(found))
    plots = "\n".join(figures.figure(plot, svg) for plot, svg in drawn)
    name = found.name[:1].upper() + found.name[1:]
    return figures.page(
        f"{name}: what acupuncture does",
        f'<h1>{escape(name)}</h1>\n<div class="words">{words}</div>\n'
        f'<div class="plots">\n{plots}\n</div>',
    )


def _paragraphs(found: Answer) -> Iterator[str]:
    """Yield the text in paragraphs: a new one with each turn of thought."""
    turns = ("First,", "Next,", "Last,", "Harms ", "We are ", "Guides ", "Nobody ")
    held: list[str] = []
    for sentence in found.text:
        if sentence.startswith(turns) and held:
            yield " ".join(held)
            held = []
        held.append(sentence)
    yield " ".join(held)
