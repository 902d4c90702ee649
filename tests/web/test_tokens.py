"""Colours: both dark sets are one, and every text and mark can be seen on its ground."""

import re
from pathlib import Path

import pytest

from deqi import web
from deqi.evidence.plots import values as plots

FOLDER = Path(web.__file__).parent / "static" / "deqi"
SHEET = (FOLDER / "tokens.css").read_text(encoding="utf-8")

TEXTS = [
    ("ink", "paper"),
    ("ink", "raised"),
    ("ink", "celadon-tint"),
    ("ink", "vermilion-tint"),
    ("ink", "amber-tint"),
    ("ink", "blue-tint"),
    ("ink", "skin"),
    ("ink", "pain"),
    ("quiet", "paper"),
    ("quiet", "raised"),
    ("quiet", "skin"),
    ("celadon-strong", "paper"),
    ("celadon-strong", "raised"),
    ("celadon-strong", "celadon-tint"),
    ("on-celadon", "celadon"),
    ("on-celadon", "celadon-strong"),
    ("vermilion-strong", "raised"),
    ("vermilion-strong", "vermilion-tint"),
    ("amber", "amber-tint"),
    ("blue", "blue-tint"),
]
MARKS = [
    ("edge", "paper"),
    ("edge", "raised"),
    ("celadon", "raised"),
    ("celadon", "skin"),
    ("vermilion", "raised"),
    ("vermilion", "skin"),
    ("blue", "paper"),
    ("skin-line", "skin"),
    ("skin-line", "paper"),
]


def sets() -> list[dict[str, str]]:
    """Return the colours of each block that sets them: light, dark, dark."""
    blocks = re.findall(r"color-scheme: \w+;(.*?)\}", SHEET, re.DOTALL)
    return [dict(re.findall(r"--([\w-]+): ([^;]+);", block)) for block in blocks]


LIGHT, DARK, DARK_BY_DEVICE = sets()


def light_of(colour: str) -> float:
    """Return the relative luminance of a colour, 0 to 1 (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in parts
    ]
    return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21."""
    low, high = sorted((light_of(one), light_of(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_switch_and_the_device_ask_for_the_same_dark() -> None:
    assert DARK == DARK_BY_DEVICE
    assert set(DARK) == set(LIGHT)


def test_plots_have_the_colours_of_the_pages() -> None:
    pairs = {light.lower(): dark.lower() for light, dark in plots.DARK.items()}
    for name in ("ink", "quiet", "line", "paper", "celadon", "vermilion", "blue"):
        assert pairs[LIGHT[name]] == DARK[name]


def test_contrast_is_reckoned_as_wcag_does() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXTS)
def test_texts_can_be_read(colours: dict[str, str], text: str, ground: str) -> None:
    assert contrast(colours[text], colours[ground]) >= 4.5


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("mark", "ground"), MARKS)
def test_marks_can_be_seen(colours: dict[str, str], mark: str, ground: str) -> None:
    assert contrast(colours[mark], colours[ground]) >= 3


def test_every_colour_that_a_sheet_uses_is_set() -> None:
    sheets = [path.read_text(encoding="utf-8") for path in FOLDER.glob("*.css")]
    used = set().union(*(re.findall(r"var\(--([\w-]+)\)", text) for text in sheets))
    known = set(re.findall(r"--([\w-]+):", SHEET))
    assert used <= known
    assert known - used <= {"type-large", "on-vermilion", "s10"}


def test_colours_stand_in_the_tokens_alone() -> None:
    """White is let through: a code that a camera reads lies on it in every theme."""
    others = [path for path in FOLDER.glob("*.css") if path.name != "tokens.css"]
    found = {
        path.name: re.findall(r"#[0-9a-f]{3,8}\b", path.read_text(encoding="utf-8"))
        for path in others
        if path.name != "print.css"
    }
    assert {
        name: colours for name, colours in found.items() if set(colours) - {"#ffffff"}
    } == {}


def test_every_asset_of_others_has_its_licence_beside_it() -> None:
    told = (FOLDER / "NOTICE.txt").read_text(encoding="utf-8")
    for path in [*FOLDER.glob("fonts/*.woff2"), *FOLDER.glob("vendor/*.js")]:
        assert path.name.split("-latin")[0] in told, path.name
    for licence in re.findall(r"\S+/(?:OFL-|htmx-)[\w-]+\.txt", told):
        assert (FOLDER / licence.rstrip(".")).exists()
