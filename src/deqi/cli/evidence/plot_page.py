"""Writes the plots of an answer as SVG, and one page that holds them with their tables."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from deqi.cli.inputs import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from deqi.evidence.plots.values import Plot
    from deqi.evidence.questions import Answer

PAGE = "answer.html"

_STYLE = """
body{margin:0;background:#FBFAF7;color:#1D2A2E;font:16px/1.5 "Source Sans 3",
"Segoe UI","Liberation Sans",Arial,sans-serif}
main{max-width:1120px;margin:0 auto;padding:16px}
h1{font-size:28px;line-height:1.2;margin:8px 0 16px}
.words{max-width:65ch}
.plots{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,340px),1fr));
gap:32px;align-items:start}
figure{margin:0;break-inside:avoid}
svg{width:100%;height:auto;max-width:520px;display:block}
.beside{overflow-x:auto}
table{border-collapse:collapse;margin-top:12px;font-size:14px;
font-variant-numeric:tabular-nums}
caption{text-align:left;color:#5B6B70;padding-bottom:4px}
th,td{text-align:left;padding:4px 12px 4px 0;border-bottom:1px solid #E2DFD6;
vertical-align:top}
@media print{body{background:#fff}.plots{display:block}figure{margin-bottom:24px}}
"""


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
    figures = "\n".join(_figure(plot, svg) for plot, svg in drawn)
    name = escape(found.name[:1].upper() + found.name[1:])
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width,initial-scale=1">\n'
        f"<title>{name}: what acupuncture does</title>\n<style>{_STYLE}</style>\n"
        f'</head>\n<body>\n<main>\n<h1>{name}</h1>\n<div class="words">{words}</div>\n'
        f'<div class="plots">\n{figures}\n</div>\n</main>\n</body>\n</html>\n'
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


def _figure(plot: Plot, svg: str) -> str:
    head = "".join(f'<th scope="col">{escape(each)}</th>' for each in plot.headings)
    rows = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>"
        for row in plot.rows
    )
    return (
        f'<figure>{svg}<div class="beside"><table><caption>The same as a table</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div></figure>"
    )
