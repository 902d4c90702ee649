"""What a plot is, and how its words are set: one width for phone and print."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

WIDTH = 358
"""Pixels: a phone of 390 less its margins, so that type keeps its size there."""

INK = "#1D2A2E"
QUIET = "#5B6B70"
LINE = "#E2DFD6"
MARK = "#7F8A8C"
PAPER = "#FBFAF7"
CELADON = "#2F7D6B"
TINT = "#CFE3DC"
VERMILION = "#B83A22"
BLUE = "#2A5B8C"

DARK: Mapping[str, str] = {
    INK: "#E9E7E0",
    QUIET: "#A5B2B4",
    LINE: "#2F3C3F",
    MARK: "#75868A",
    PAPER: "#12191B",
    CELADON: "#72C1AB",
    TINT: "#1A332D",
    VERMILION: "#F08A72",
    BLUE: "#8DB8E3",
}
"""What stands for each colour on a dark screen, as on the pages."""

FONT = "'Source Sans 3', 'Liberation Sans', Arial, sans-serif"
"""Quoted, for a name with a figure in it is else no name, and all of them are lost."""

SIZE = 12
LETTERS = 39
"""Letters of a title in one line at this width."""

SMALL_LETTERS = 52
"""The same for the quiet line beneath."""


@dataclass(frozen=True, slots=True)
class Plot:
    """One plot with all that must stand beside it.

    Parameters
    ----------
    name : str
        Its file's name without ending.
    title : str
        The finding in one sentence.
    description : str
        What a person sees who cannot see it.
    spec : mapping
        Vega-Lite specification.
    headings : tuple of str
        Of the table.
    rows : tuple of tuple of str
        The table: the same figures.
    """

    name: str
    title: str
    description: str
    spec: Mapping[str, object]
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def lines(text: str, letters: int = LETTERS) -> list[str]:
    """Break a text into lines of at most so many letters, at spaces that may break."""
    broken: list[str] = []
    for word in filter(None, text.split(" ")):
        if broken and len(broken[-1]) + 1 + len(word) <= letters:
            broken[-1] += f" {word}"
        else:
            broken.append(word)
    return broken


def figure(value: float) -> str:
    """Return a figure as plots show it, with a true minus sign."""
    size = abs(value)
    text = f"{value:.0f}" if size >= 100 else f"{value:.1f}"
    return (f"{value:.2f}" if size < 1 else text).replace("-", "\u2212")


def interval(ci: Sequence[float]) -> str:
    """Return the ends of an interval as plots show them."""
    return f"{figure(ci[0])} to {figure(ci[1])}"
