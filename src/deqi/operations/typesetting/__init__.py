"""Papers set as PDF: the same words give the same bytes.

Words
-----
sheet
    What one paper says, as text alone; the template beside this module gives it its form.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from enum import StrEnum
from importlib.resources import files

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
        A PDF; the same for the same words.
    """
    template = files(__name__).joinpath(f"{paper}.typ").read_bytes()
    return typst.compile(
        template,
        format="pdf",
        # Fonts of one machine would make another file on the next.
        ignore_system_fonts=True,
        sys_inputs={"sheet": json.dumps(sheet)},
        timestamp=datetime(on.year, on.month, on.day, tzinfo=UTC),
    )
