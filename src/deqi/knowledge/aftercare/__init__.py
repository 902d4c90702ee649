"""What a patient is told after needling: what is usual, and when to call whom."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from deqi.knowledge import loader
from deqi.knowledge.schema import Provenance


class Whom(StrEnum):
    """Who is called."""

    EMERGENCY = "emergency"
    CLOSED = "closed"
    CLINIC = "clinic"


@dataclass(frozen=True, slots=True)
class Word:
    """One thing that a patient is told.

    Parameters
    ----------
    id, text : str
        Of the record; what is told.
    kind : str
        ``usual``, ``site`` or ``call``.
    whom : Whom or None
        Who is called: the emergency number; the clinic, or whoever stands in for it
        while it is closed; the clinic. None for what asks for no call.
    event : str
        Id in ``adverse_events`` that says how often it was seen; may be empty.
    sources : tuple of str
        Source ids.
    """

    id: str
    kind: str
    text: str
    whom: Whom | None
    event: str
    sources: tuple[str, ...]


@cache
def catalogue() -> tuple[Word, ...]:
    """Return everything that is told, in the order in which it is read."""
    records = loader.records("aftercare", "aftercare.toml")
    return tuple(
        Word(
            key,
            record.text("kind"),
            record.text("text"),
            Whom(whom) if (whom := record.text("whom", "")) else None,
            record.text("event", ""),
            record.provenance.source_ids,
        )
        for key, record in records.items()
    )


def provenance() -> Mapping[str, Provenance]:
    """Return the provenance of every record."""
    records = loader.records("aftercare", "aftercare.toml")
    return {key: record.provenance for key, record in records.items()}
