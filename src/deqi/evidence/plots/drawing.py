"""From a specification to SVG, with a name and a description for who cannot see it."""

from collections.abc import Mapping, Sequence

from deqi.evidence.plots.grammar import Part
from deqi.evidence.plots.values import (
    DARK,
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


def specify(chart: Part, title: str, height: int, *, beneath: str = "") -> Part:
    """Return the finished specification of a chart, in the product's look.

    Parameters
    ----------
    chart : mapping
        A layer, or layers.
    title : str
        The finding.
    height : int
        Pixels, all lines of the title included.
    beneath : str
        A second, quiet line under the title.
    """
    fit = {"type": "fit", "contains": "padding"}
    sized = {**chart, "width": WIDTH, "height": height, "autosize": fit}
    return _dressed(sized, title, beneath, 1)


def specify_panels(
    panels: Sequence[Part], title: str, *, beneath: str = "", is_wide: bool = False
) -> Part:
    """Return the finished specification of panels that have sizes of their own.

    Parameters
    ----------
    panels : sequence of mapping
        At least one, each with width and height.
    title : str
        The finding.
    beneath : str
        A second, quiet line under the title.
    is_wide : bool
        Side by side, as for a desk; else one under the other, as for a phone.
    """
    joined: Part = (
        {"hconcat": [*panels], "spacing": 24}
        if is_wide
        else {"vconcat": [*panels], "spacing": 20}
    )
    return _dressed(joined, title, beneath, len(panels) if is_wide else 1)


def _dressed(chart: Part, title: str, beneath: str, columns: int) -> Part:
    heading = {"text": lines(title, columns * LETTERS)}
    if beneath:
        heading["subtitle"] = lines(beneath, columns * SMALL_LETTERS)
    own = {"background": PAPER, "padding": 4, "title": heading, "config": _LOOK}
    return {**chart, **own}


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


def svg(plot: Plot, *, is_themed: bool = False) -> str:
    """Draw a plot as SVG that scales, named and described.

    Parameters
    ----------
    plot : Plot
        With its specification.
    is_themed : bool
        Dark on a dark screen: for an image in a page that has both themes. Else always
        light.
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
    style = f"<style>{_DARKENED}</style>" if is_themed else ""
    return f"{head}{words}{style}{rest}\n"


_SWAPPED = "".join(
    f'[{kind}="{light}"]{{{kind}:{dark}}}'
    for light, dark in DARK.items()
    for kind in ("fill", "stroke")
)
_DARKENED = f"@media screen and (prefers-color-scheme:dark){{{_SWAPPED}}}"


def escaped(text: str) -> str:
    """Return a text as it may stand between tags."""
    for letter, safe in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        text = text.replace(letter, safe)
    return text
