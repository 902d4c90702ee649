"""A clinic's own texts: letters, aftercare, messages.

Words
-----
template
    A text with words in braces that are filled in, such as ``{patient}``.
"""

from __future__ import annotations

import string
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from deqi.operations import clock
from deqi.operations.callers import Call
from deqi.operations.operation import reads, writes
from deqi.operations.refusals import Unfit
from deqi.records.clinics.models import Template


class Use(StrEnum):
    """What a template is for."""

    LETTER_OPENING = "letter_opening"
    LETTER_CLOSING = "letter_closing"
    AFTERCARE = "aftercare"
    CHECK_IN = "check_in"


WORDS = {
    Use.LETTER_OPENING: ("doctor", "patient", "clinic"),
    Use.LETTER_CLOSING: ("clinic", "practitioner"),
    Use.AFTERCARE: ("clinic", "phone"),
    Use.CHECK_IN: ("clinic", "link"),
}
"""What may stand in braces, by use; the link's own words say no patient's name."""


class UnknownWord(Unfit):
    """A word in braces that nothing fills in."""

    code = "unknown_word"


class EmptyText(Unfit):
    """A template without a text."""

    code = "empty_text"


@dataclass(frozen=True, slots=True)
class Text:
    """One template.

    Parameters
    ----------
    use : Use
        What it is for.
    title, body : str
        Its heading, and its words.
    language : str
        Such as ``en``.
    """

    use: Use
    title: str
    body: str
    language: str = "en"


@reads("templates.list")
def listed(call: Call) -> tuple[Text, ...]:
    """Return the texts of the clinic that is worked at."""
    rows = Template.objects.filter(clinic=call.clinic).order_by("kind", "language")
    return tuple(Text(Use(r.kind), r.title, r.body, r.language) for r in rows)


@writes("templates.keep")
def keep(call: Call, text: Text) -> UUID:
    """Keep a text in the place of the one of the same use and language.

    Raises
    ------
    EmptyText, UnknownWord
        For a text that cannot be filled in.
    """
    if not text.body.strip() or not text.title.strip():
        raise EmptyText("Write a title and a text.", field="body")
    _refuse_unknown_words(text)
    row, _ = Template.objects.update_or_create(
        clinic_id=call.clinic,
        kind=text.use,
        language=text.language,
        defaults={"title": text.title.strip(), "body": text.body.strip()},
        create_defaults={
            "title": text.title.strip(),
            "body": text.body.strip(),
            "entered_at": clock.now(),
        },
    )
    return row.id


def _refuse_unknown_words(text: Text) -> None:
    known = WORDS[text.use]
    try:
        read = list(string.Formatter().parse(text.body))
    except ValueError:
        raise UnknownWord("A brace is open; close it.", field="body") from None
    # A word and nothing else: how it is set could name another, or a width without end.
    if any(
        name is not None and (name not in known or form or how)
        for _, name, form, how in read
    ):
        words = ", ".join("{" + each + "}" for each in known)
        raise UnknownWord(f"Only these are filled in: {words}.", field="body")


EXAMPLE = {
    "doctor": "Dr Example",
    "patient": "Ada Example",
    "clinic": "Example Clinic",
    "practitioner": "Sam Example",
    "phone": "000 0000",
    "link": "(the link)",
}
"""Whom a preview speaks of; all of them invented."""


def preview(text: Text) -> str:
    """Return a text filled in for somebody invented; nothing is kept.

    Raises
    ------
    UnknownWord
        For a text that cannot be filled in.
    """
    _refuse_unknown_words(text)
    return filled(text, EXAMPLE)


def filled(text: Text, words: dict[str, str]) -> str:
    """Return a template with its words filled in."""
    return text.body.format_map({name: words.get(name, "") for name in WORDS[text.use]})
