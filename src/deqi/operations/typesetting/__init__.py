"""Papers set as PDF: the same words give the same bytes, in a form made to be kept.

The fonts that come along show Latin, Greek and Cyrillic letters, and some more. Where they
do not suffice, such as for a Chinese name, the fonts of the machine are asked; what these
lack too stands as empty boxes, and ``unset`` tells which letters would.

Words
-----
sheet
    What one paper says, as text alone; the template beside this module gives it its form.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import Literal
from unicodedata import category

import typst


class Paper(StrEnum):
    """The kinds of papers, each with a template of its name."""

    LETTER = "letter"
    SUPERBILL = "superbill"
    RECORD = "record"


def pdf(paper: Paper, sheet: object, *, on: date) -> bytes:
    """Set a paper.

    Parameters
    ----------
    paper : Paper
        Which template.
    sheet : JSON value
        What the template asks for; text is set as it stands, never read as markup.
    on : date
        The day that the file says it was made.

    Returns
    -------
    bytes
        A PDF/A-2u, the same for the same words. Where a letter of another script is in
        it, a plain PDF with the fonts of this machine.
    """
    template = files(__name__).joinpath(f"{paper}.typ").read_bytes()
    told = {"sheet": json.dumps(sheet)}
    made = datetime(on.year, on.month, on.day, tzinfo=UTC)
    try:
        return _compiled(template, told, fonts=_own(), made=made, standard=KEPT)
    except typst.TypstError:
        return _compiled(template, told, fonts=_all(), made=made)


KEPT: Literal["a-2u"] = "a-2u"
"""The standard that is asked for: it refuses a letter that no font shows."""


def unset(*texts: str) -> tuple[str, ...]:
    """Return the letters of texts that no font here shows, each once.

    Every look is a paper set, so ask outside a transaction.

    Returns
    -------
    tuple of str
        In their order, ``MOST`` of them; an ellipsis stands last where there are more.
    """
    text = " ".join(texts)
    if _shows(text, _own()) or _shows(text, _all()):
        return ()
    # Marks of direction and the like have no shape that could be missing.
    shaped = [each for each in dict.fromkeys(text) if category(each) != "Cf"]
    found = tuple(islice(_missed(shaped), MOST + 1))
    return found if len(found) <= MOST else (*found[:MOST], "\N{HORIZONTAL ELLIPSIS}")


MOST = 40
"""So many letters are told; who reads them knows by then that a script is missing."""


def _missed(letters: Sequence[str]) -> Iterator[str]:
    # By halves: of a long text in a script that is shown, few looks find the odd letter.
    if _shows(" ".join(letters), _all()):
        return
    if len(letters) == 1:
        yield letters[0]
        return
    half = len(letters) // 2
    yield from _missed(letters[:half])
    yield from _missed(letters[half:])


def _shows(text: str, fonts: typst.Fonts) -> bool:
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    try:
        _compiled(_PROBE, {"text": text}, fonts=fonts, made=epoch, standard=KEPT)
    except typst.TypstError:
        return False
    return True


_PROBE = b'#set text(font: "Libertinus Serif")\n#sys.inputs.text'


@cache
def _own() -> typst.Fonts:
    # Fonts of one machine would make another file on the next.
    return typst.Fonts(include_system_fonts=False)


@cache
def _all() -> typst.Fonts:
    return typst.Fonts()


def _compiled(
    template: bytes,
    told: dict[str, str],
    *,
    fonts: typst.Fonts,
    made: datetime,
    standard: Literal["a-2u"] | None = None,
) -> bytes:
    return typst.compile(
        template,
        format="pdf",
        font_paths=fonts,
        sys_inputs=told,
        timestamp=made,
        pdf_standards=standard or [],
    )
