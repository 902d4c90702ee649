"""An HTML page of plots, each with its table: one file, no request to anywhere."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from deqi.evidence.plots.values import Plot

_STYLE = """
body{margin:0;background:#FBFAF7;color:#1D2A2E;font:16px/1.5 "Source Sans 3",
"Segoe UI","Liberation Sans",Arial,sans-serif}
main{max-width:1120px;margin:0 auto;padding:16px}
h1{font-size:28px;line-height:1.2;margin:8px 0 16px}
h2{font-size:19px;line-height:1.3;margin:24px 0 8px}
.words{max-width:65ch}
dt{font-weight:bold;margin-top:8px}
dd{margin:0}
.plots{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,340px),1fr));
gap:32px;align-items:start}
figure{margin:0;break-inside:avoid}
svg{width:100%;height:auto;max-width:520px;display:block}
.narrow svg,.wide svg{width:auto;max-width:100%}
.wide{display:none}
@media (min-width:840px){.narrow{display:none}.wide{display:block}}
@media (min-width:1240px){main.two{max-width:1240px;display:grid;column-gap:24px;
grid-template-columns:740px minmax(0,1fr);align-items:start}
}
.exact td{white-space:nowrap;font-size:13px;padding-right:8px}
.exact th{padding-right:8px}.exact td:nth-child(2){white-space:normal}
.beside{overflow-x:auto}
table{border-collapse:collapse;margin-top:12px;font-size:14px;
font-variant-numeric:tabular-nums}
caption{text-align:left;color:#5B6B70;padding-bottom:4px}
th,td{text-align:left;padding:4px 12px 4px 0;border-bottom:1px solid #E2DFD6;
vertical-align:top}
@media print{body{background:#fff}.plots{display:block}figure{margin-bottom:24px}}
"""


def page(title: str, body: str, *, is_two_columns: bool = False) -> str:
    """Return a whole page.

    Parameters
    ----------
    title : str
        Plain text.
    body : str
        HTML.
    is_two_columns : bool
        On a desk the two parts of the body stand side by side.
    """
    layout = ' class="two"' if is_two_columns else ""
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width,initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n"
        f"</head>\n<body>\n<main{layout}>\n{body}\n</main>\n</body>\n</html>\n"
    )


def figure(plot: Plot, drawn: str) -> str:
    """Return a plot as it is drawn, with its table."""
    return f'<figure>{drawn}<div class="beside">{table(plot)}</div></figure>'


def table(plot: Plot) -> str:
    """Return the table that says the same as a plot."""
    head = "".join(f'<th scope="col">{escape(each)}</th>' for each in plot.headings)
    rows = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>"
        for row in plot.rows
    )
    return (
        "<table><caption>The same as a table</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    )
