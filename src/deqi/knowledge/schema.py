"""What every record carries besides its content: sources, certainty, dates, review.

Words
-----
record
    One fact, rule, point or policy with its provenance; its key is ``room:id``.
use
    How a source backs a record: what of it was read.
certainty
    How well the record as a whole is backed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Use(StrEnum):
    """How a source stands behind a record."""

    SEEN = "seen"
    PARTIAL = "partial"
    MEMORY = "memory_unverified"
    DEFAULT = "product_default"


class Certainty(StrEnum):
    """How well a record is backed."""

    SEEN = "seen"
    PARTIAL = "partial"
    SECONDARY = "secondary"
    MEMORY = "memory"
    OWN = "own"


class Review(StrEnum):
    """Whether a clinician has signed the record."""

    UNREVIEWED = "unreviewed"
    REVIEWED = "reviewed"
    RETIRED = "retired"


class UnsourcedRecord(ValueError):
    """A record without a source."""


class UnreadableRecord(ValueError):
    """A record that lacks a field, or has one of the wrong kind."""


@dataclass(frozen=True, slots=True)
class SourceUse:
    """One source of a record.

    Parameters
    ----------
    id : str
        Key in ``sources/sources.csv``.
    how : Use
        What of it was read.
    clause : str
        Section, table or figure; empty for the whole.
    """

    id: str
    how: Use
    clause: str = ""


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a record comes from and who answers for it.

    Parameters
    ----------
    room, id : str
        Together its key.
    sources : tuple of SourceUse
        At least one.
    certainty : Certainty
        How well it is backed.
    review : Review
        ``unreviewed`` until a named clinician has signed.
    authored_by : str
        Who wrote the record.
    checked_by : str or None
        The clinician who signed; None while unreviewed.
    as_of : date
        The day on which its content was last compared with its sources.
    next_review : date
        After this day it shows as out of date.
    certainty_note : str
        What the sources leave uncertain, in words.
    """

    room: str
    id: str
    sources: tuple[SourceUse, ...]
    certainty: Certainty
    review: Review
    authored_by: str
    checked_by: str | None
    as_of: date
    next_review: date
    certainty_note: str = ""

    def __post_init__(self) -> None:
        """Refuse a record that names no source or a review without a reviewer."""
        if not self.sources:
            raise UnsourcedRecord(f"{self.key} names no source")
        if (self.review is Review.REVIEWED) != (self.checked_by is not None):
            raise UnreadableRecord(f"{self.key}: reviewed means signed by somebody")

    @property
    def key(self) -> str:
        """Return ``room:id``."""
        return f"{self.room}:{self.id}"

    @property
    def source_ids(self) -> tuple[str, ...]:
        """Return the ids of its sources, each once."""
        return tuple(dict.fromkeys(use.id for use in self.sources))

    @property
    def is_reviewed(self) -> bool:
        """Return True once a clinician has signed."""
        return self.review is Review.REVIEWED

    def is_due(self, today: date) -> bool:
        """Return True where the next review has passed."""
        return today > self.next_review


Fields = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Record:
    """A record as its file holds it: content beside provenance."""

    provenance: Provenance
    fields: Fields

    def __getitem__(self, name: str) -> object:
        """Return one field.

        Raises
        ------
        UnreadableRecord
            Where the record lacks it.
        """
        try:
            return self.fields[name]
        except KeyError as missing:
            raise UnreadableRecord(f"{self.provenance.key} lacks {name}") from missing

    def text(self, name: str, default: str | None = None) -> str:
        """Return a field that is text; the default where it is absent."""
        value = self.fields.get(name, default)
        if not isinstance(value, str):
            raise UnreadableRecord(f"{self.provenance.key}: {name} is no text")
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        """Return a field that is a list of texts; empty where it is absent."""
        value = self.fields.get(name, [])
        if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
            raise UnreadableRecord(f"{self.provenance.key}: {name} is no list of texts")
        return tuple(value)

    def tables(self, name: str) -> tuple[Fields, ...]:
        """Return a field that is a list of tables; empty where it is absent."""
        value = self.fields.get(name, [])
        if not isinstance(value, list) or not all(isinstance(v, dict) for v in value):
            raise UnreadableRecord(
                f"{self.provenance.key}: {name} is no list of tables"
            )
        return tuple(value)
