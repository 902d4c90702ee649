"""A practitioner's own words for pieces of a charting line."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from deqi.core import needling
from deqi.knowledge import charting
from deqi.operations import access, clock
from deqi.operations.callers import Call
from deqi.operations.operation import reads, writes
from deqi.operations.refusals import NotPermitted, Unfit
from deqi.records.charting.models import Shortcut


@dataclass(frozen=True, slots=True)
class Kept:
    """One shortcut: its id, the word that is typed, and the piece of line behind it."""

    id: UUID
    word: str
    line: str


class WordTaken(Unfit):
    """A word that means something in a charting line already, or that is none."""

    code = "word_taken"


class UnfitPiece(Unfit):
    """A piece of line that no word may stand for."""

    code = "unfit_piece"


class NoPractitioner(NotPermitted):
    """Shortcuts are a practitioner's own."""

    code = "no_practitioner"


LONGEST = 500
"""Characters behind one word, as the records hold them."""


@writes("shortcuts.keep")
def keep(call: Call, word: str, line: str) -> UUID:
    """Keep a shortcut, in the place of one under the same word.

    Parameters
    ----------
    word : str
        What is typed; letters of either size mean the same.
    line : str
        What it stands for: sites, attributes, retention; nothing that is counted.

    Raises
    ------
    WordTaken, UnfitPiece
        For a word with a meaning of its own, or a piece that cannot be.
    """
    owner = _owner(call)
    name, piece = word.strip().lower(), " ".join(line.split()).strip("; ")
    if why := needling.why_not_word(name, charting.vocabulary()):
        raise WordTaken(why, field="word")
    if why := needling.why_not_line(piece):
        raise UnfitPiece(why, field="line")
    if len(piece) > LONGEST:
        raise UnfitPiece(f"Write at most {LONGEST} characters.", field="line")
    row, _ = Shortcut.objects.update_or_create(
        practitioner_id=owner,
        word=name,
        defaults={"line": piece},
        create_defaults={"line": piece, "entered_at": clock.now()},
    )
    return row.id


@writes("shortcuts.drop")
def drop(call: Call, shortcut: UUID) -> UUID:
    """Drop a shortcut of one's own; sessions that were charted with it stay."""
    rows = Shortcut.objects.filter(practitioner=_owner(call))
    row = access.found(rows, shortcut, what="shortcut")
    row.delete()
    return shortcut


@reads("shortcuts.list")
def kept(call: Call) -> tuple[Kept, ...]:
    """Return the caller's shortcuts, by word."""
    rows = Shortcut.objects.filter(practitioner=_owner(call)).order_by("word")
    return tuple(Kept(row.id, row.word, row.line) for row in rows)


def of(practitioner: UUID) -> dict[str, str]:
    """Return a practitioner's words with their pieces of line, inside an operation."""
    rows = Shortcut.objects.filter(practitioner=practitioner)
    return dict(rows.values_list("word", "line"))


def _owner(call: Call) -> UUID:
    if call.actor.practitioner is None:
        raise NoPractitioner("Shortcuts belong to a practitioner.")
    return call.actor.practitioner
