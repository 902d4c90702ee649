"""From a specification to SVG, with a name and a description for who cannot see it."""

from collections.abc import Mapping, Sequence

import altair

from deqi.evidence.plots.values import (
    FONT,
    INK,
    LETTERS,
    LINE,
    PAPER,
    QUIET,
    SIZE,
    SMALL_LETTERS,
    WIDTH,
    Plot,
    lines,
)


def chart_of(rows: Sequence[Mapping[str, object]]) -> altair.Chart:
    """Return an empty chart over rows of plain values."""
    return altair.Chart(altair.Data(values=list(rows)))  # type: ignore[no-untyped-call]  # untyped in Altair


def specify(
    chart: altair.LayerChart | altair.FacetChart | altair.Chart,
    title: str,
    height: int,
    *,
    beneath: str = "",
) -> Mapping[str, object]:
    """Return the finished specification of a chart, in the product's look.

    Parameters
    ----------
    chart : altair chart
        Marks and encodings.
    title : str
        The finding.
    height : int
        Pixels, all lines of the title included.
    beneath : str
        A second, quiet line under the title.
    """
    sized = chart.properties(
        width=WIDTH, height=height, autosize={"type": "fit", "contains": "padding"}
    )
    return _dressed(sized, title, beneath, 1)


def specify_panels(
    panels: Sequence[altair.LayerChart | altair.FacetChart],
    title: str,
    *,
    beneath: str = "",
    is_wide: bool = False,
) -> Mapping[str, object]:
    """Return the finished specification of panels that have sizes of their own.

    Parameters
    ----------
    panels : sequence of altair chart
        At least one, each with width and height.
    title : str
        The finding.
    beneath : str
        A second, quiet line under the title.
    is_wide : bool
        Side by side, as for a desk; else one under the other, as for a phone.
    """
    joined = (
        altair.hconcat(*panels, spacing=24)
        if is_wide
        else altair.vconcat(*panels, spacing=20)
    )
    return _dressed(joined, title, beneath, len(panels) if is_wide else 1)


def _dressed(
    chart: altair.TopLevelMixin, title: str, beneath: str, columns: int
) -> Mapping[str, object]:
    heading = {"text": lines(title, columns * LETTERS)}
    if beneath:
        heading["subtitle"] = lines(beneath, columns * SMALL_LETTERS)
    # Set on the plain specification: Altair would copy the whole chart at every step,
    # and check each part anew that was checked when it was made.
    made = chart.to_dict(validate=False)
    own = {"background": PAPER, "padding": 4, "title": heading}
    return {**made, **own, "config": {**made.get("config", {}), **_LOOK}}


_LOOK: Mapping[str, object] = {
    "font": FONT,
    "aria": False,
    "view": {"stroke": None},
    "title": {
        "color": INK,
        "fontSize": 15,
        "fontWeight": "bold",
        "anchor": "start",
        "frame": "bounds",
        "lineHeight": 19,
        "subtitleColor": QUIET,
        "subtitleFontSize": SIZE,
        "subtitleLineHeight": 16,
        "subtitlePadding": 6,
        "offset": 12,
    },
    "axis": {
        "labelColor": INK,
        "titleColor": QUIET,
        "labelFontSize": SIZE,
        "titleFontSize": SIZE,
        "titleFontWeight": "normal",
        "gridColor": LINE,
        "domainColor": QUIET,
        "tickColor": QUIET,
        "labelLimit": 0,
        "titleLimit": 0,
    },
    "legend": {
        "labelColor": INK,
        "labelFontSize": 13,
        "labelLimit": 0,
        "title": None,
        "orient": "bottom",
        "columns": 1,
        "symbolSize": 180,
        "rowPadding": 6,
        "offset": 8,
    },
    "text": {"font": FONT, "fontSize": SIZE, "color": INK},
}


def svg(plot: Plot) -> str:
    """Draw a plot as SVG that scales, named and described.

    Parameters
    ----------
    plot : Plot
        With its specification.
    """
    import vl_convert

    drawn = str(vl_convert.vegalite_to_svg(dict(plot.spec)))
    opening, rest = drawn.split(">", 1)
    name, told = f"{plot.name}-title", f"{plot.name}-desc"
    head = f'{opening} role="img" aria-labelledby="{name} {told}">'
    words = (
        f'<title id="{name}">{escaped(plot.title)}</title>'
        f'<desc id="{told}">{escaped(plot.description)}</desc>'
    )
    return f"{head}{words}{rest}\n"


def escaped(text: str) -> str:
    """Return a text as it may stand between tags."""
    for letter, safe in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        text = text.replace(letter, safe)
    return text
