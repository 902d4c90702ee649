"""Letters as they are read: one with its text and figures, and those of an episode."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from deqi.operations import access, letters, wording
from deqi.operations.callers import Call
from deqi.operations.letters import Text
from deqi.operations.operation import reads
from deqi.operations.persons import Person, person_of
from deqi.operations.wording import Block
from deqi.records.papers.models import Letter


@dataclass(frozen=True, slots=True)
class Written:
    """A letter as it stands.

    Parameters
    ----------
    id : UUID
        Of the letter.
    person : Person
        Whom it is about.
    text : Text
        As it is written now.
    figures : mapping of str to object
        What the records said on the day of the draft.
    revision : int
        To name when editing and signing.
    drafted_at : datetime
        When the figures were gathered first.
    signed_by : str
        Empty while it is in hand.
    signed_at, sent_at : datetime or None
        None until then.
    seal : str
        The hash of what was signed; empty while it is in hand.
    is_intact : bool
        The row is still what was sealed; True while it is in hand.
    pdf : bytes
        Empty while it is in hand.
    blocks : tuple of Block
        The text as it is set.
    """

    id: UUID
    person: Person
    text: Text
    figures: Mapping[str, Any]
    revision: int
    drafted_at: datetime
    signed_by: str
    signed_at: datetime | None
    sent_at: datetime | None
    seal: str
    is_intact: bool
    pdf: bytes
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """A letter as a list names it.

    Parameters
    ----------
    id : UUID
        Of the letter.
    to_name : str
        Empty while nobody is named.
    drafted_at : datetime
        When it was drafted.
    signed_at, sent_at : datetime or None
        None until then.
    """

    id: UUID
    to_name: str
    drafted_at: datetime
    signed_at: datetime | None
    sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class Correspondence:
    """The letters of an episode, the newest first."""

    person: Person
    letters: tuple[Listed, ...]


@reads("letters.list")
def listed(call: Call, episode: UUID) -> Correspondence:
    """Return the letters of an episode."""
    row = access.episode(call, episode)
    rows = Letter.objects.filter(episode=row).order_by("-entered_at")
    told = rows.values_list("id", "to_name", "entered_at", "signed_at", "sent_at")
    return Correspondence(person_of(row), tuple(Listed(*each) for each in told))


@reads("letters.read")
def read(call: Call, letter: UUID) -> Written:
    """Return a letter, with its PDF once it is signed."""
    rows = Letter.objects.select_related("signed_by", "episode__patient__person")
    row = access.found(rows, letter, what="letter")
    call.trace.patients[row.patient_id] = None
    call.trace.subject = row.id
    return Written(
        id=row.id,
        person=person_of(row.episode),
        text=Text(row.to_name, row.to_address, row.subject, row.body),
        figures=row.figures,
        revision=row.revision,
        drafted_at=row.entered_at,
        signed_by=row.signed_by.name if row.signed_by else "",
        signed_at=row.signed_at,
        sent_at=row.sent_at,
        seal=row.signed_hash,
        is_intact=row.signed_at is None or letters.seal(row) == row.signed_hash,
        pdf=bytes(row.pdf or b""),
        blocks=tuple(wording.blocks(row.body)),
    )
