"""Letters to a doctor: drafted from the records, edited, signed as a PDF, and sent.

Words
-----
letter in hand
    The one of an episode that is not signed yet; there is at most one.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from deqi.core.plain import plain
from deqi.operations import access, clock, figures, typesetting, wording
from deqi.operations.callers import Call
from deqi.operations.operation import writes
from deqi.operations.refusals import Conflict, Unfit
from deqi.operations.typesetting import Paper
from deqi.records.clinics.models import Clinic, Practitioner
from deqi.records.episodes.models import Episode
from deqi.records.papers.models import Letter, Task

LONGEST_NAME = 120
LONGEST_SUBJECT = 200


@dataclass(frozen=True, slots=True)
class Text:
    """What is written in a letter.

    Parameters
    ----------
    to_name, to_address : str
        To whom; at most 120 characters of name, lines of address.
    subject : str
        The line above; at most 200 characters.
    body : str
        Paragraphs parted by an empty line; lines that begin with ``-`` are a list.
    """

    to_name: str
    to_address: str
    subject: str
    body: str


class SignedAlready(Conflict):
    """A letter that is signed; it never changes."""

    code = "letter_signed_already"


class NotSigned(Conflict):
    """A letter that would be sent before somebody has signed it."""

    code = "letter_not_signed"


class SentAlready(Conflict):
    """A letter that was sent before."""

    code = "letter_sent_already"


class StaleLetter(Conflict):
    """Somebody else has written in the letter meanwhile."""

    code = "stale_letter"


class LetterUnfit(Unfit):
    """A letter without a reader, a subject or a word, or with too long a line."""

    code = "letter_unfit"


@writes("letters.draft")
def draft(call: Call, episode: UUID, *, anew: bool = False) -> UUID:
    """Draft a letter from what the records say today.

    Parameters
    ----------
    anew : bool
        Write the letter in hand once more; what was edited in it is lost.

    Returns
    -------
    UUID
        Of the letter in hand, which stays as it is unless ``anew``; else of a new one.
    """
    access.locked_episode(call, episode)
    row = access.episode(call, episode)
    held = Letter.objects.filter(episode=row, signed_at=None).first()
    if held is not None and not anew:
        return held.id
    letter = held or Letter(entered_at=clock.now(), episode=row, revision=0)
    letter.clinic_id, letter.patient_id = row.clinic_id, row.patient_id
    _write(call, letter, row)
    return letter.id


def _write(call: Call, letter: Letter, row: Episode) -> None:
    told = figures.gather(call, row)
    letter.figures = cast(dict[str, Any], plain(told))
    letter.to_name = row.patient.doctor_name
    letter.to_address = row.patient.doctor_address
    letter.subject = wording.subject(told)[:LONGEST_SUBJECT]
    letter.body = wording.body(told)
    letter.revision += 1
    letter.save()


@writes("letters.edit")
def edit(call: Call, letter: UUID, text: Text, *, revision: int) -> UUID:
    """Change the text of the letter in hand; its figures stay as the records gave them.

    Parameters
    ----------
    revision : int
        The one that the writer saw.

    Raises
    ------
    SignedAlready, StaleLetter, LetterUnfit, NotFound
        Where it is signed, somebody else has written meanwhile, a line is too long, or
        it is elsewhere.
    """
    row = _in_hand(call, letter, revision)
    _refuse_long(text)
    row.to_name, row.to_address = text.to_name.strip(), text.to_address.strip()
    row.subject, row.body = text.subject.strip(), _unified(text.body)
    row.revision += 1
    row.save()
    return row.id


def _in_hand(call: Call, letter: UUID, revision: int) -> Letter:
    rows = Letter.objects.select_for_update().defer("pdf")
    row = access.found(rows, letter, what="letter")
    call.trace.patients[row.patient_id] = None
    if row.signed_at is not None:
        raise SignedAlready("This letter is signed; write another one.")
    if row.revision != revision:
        raise StaleLetter("Somebody has changed this letter; load it again.")
    return row


def _refuse_long(text: Text) -> None:
    if len(text.to_name.strip()) > LONGEST_NAME:
        raise LetterUnfit("Shorten the name.", field="to_name")
    if len(text.subject.strip()) > LONGEST_SUBJECT:
        raise LetterUnfit("Shorten the subject.", field="subject")


def _unified(body: str) -> str:
    return body.replace("\r\n", "\n").strip()


@writes("letters.sign")
def sign(call: Call, letter: UUID, *, revision: int) -> UUID:
    """Sign a letter: it becomes a PDF, and never changes again.

    Parameters
    ----------
    revision : int
        The one that the signer saw; 1 for a draft that nobody edited.

    Raises
    ------
    SignedAlready, StaleLetter, LetterUnfit, NotLicensed, NotFound
        Where it is signed, somebody else has written meanwhile, the reader, the subject
        or the text is missing, the caller may not practise, or it is elsewhere.
    """
    row = _in_hand(call, letter, revision)
    signer = access.needling(call, on=access.today(call))
    for field, what in _NEEDED.items():
        if not getattr(row, field):
            raise LetterUnfit(what, field=field)
    row.signed_at, row.signed_by = clock.now(), signer
    row.pdf = _set(row, access.clinic(call), signer)
    row.signed_hash = seal(row)
    row.save()
    return row.id


_NEEDED = {
    "to_name": "Say to whom the letter goes.",
    "subject": "Give the letter a subject.",
    "body": "Write the letter first.",
}


def _set(row: Letter, clinic: Clinic, signer: Practitioner) -> bytes:
    today = clock.today(clinic.time_zone)
    sheet = {
        "clinic": clinic.name,
        "house": "\n".join(_house(clinic)),
        "to_name": row.to_name,
        "to_address": row.to_address,
        "on": wording.day(today),
        "subject": row.subject,
        "body": [
            cast(dict[str, Any], plain(each)) for each in wording.blocks(row.body)
        ],
        "signer": signer.name,
        "title": signer.title,
        "signed": f"Signed electronically on {wording.day(today)}",
    }
    return typesetting.pdf(Paper.LETTER, sheet, on=today)


def _house(clinic: Clinic) -> list[str]:
    city = f"{clinic.postcode} {clinic.city}".strip()
    told = (clinic.street, city, clinic.phone, clinic.email)
    return [each for each in told if each]


def seal(row: Letter) -> str:
    """Return the hash over everything that a signature stands for."""
    told = {
        "letter": row.id,
        "patient": row.patient_id,
        "episode": row.episode_id,
        "to": [row.to_name, row.to_address],
        "text": [row.subject, row.body],
        "figures": row.figures,
        "pdf": hashlib.sha256(row.pdf or b"").hexdigest(),
        "signed_by": row.signed_by_id,
    }
    text = json.dumps(told, sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


@writes("letters.send")
def send(call: Call, letter: UUID) -> UUID:
    """Write down that a signed letter was sent; the task that asked for it is done.

    Raises
    ------
    NotSigned, SentAlready, NotFound
        Where nobody has signed it, it was sent before, or it is elsewhere.
    """
    rows = Letter.objects.select_for_update().defer("pdf")
    row = access.found(rows, letter, what="letter")
    call.trace.patients[row.patient_id] = None
    if row.signed_at is None:
        raise NotSigned("Sign the letter before it is sent.")
    if row.sent_at is not None:
        raise SentAlready("This letter was sent before.")
    row.sent_at = clock.now()
    row.save(update_fields=["sent_at"])
    _finish_task(call, row)
    return row.id


def _finish_task(call: Call, row: Letter) -> None:
    asked = Task.objects.filter(kind="letter", episode=row.episode_id, done_at=None)
    asked.update(
        done_at=clock.now(), done_by=call.actor.user, done_note="The letter was sent."
    )
