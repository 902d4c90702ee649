"""Links that open one thing for one patient, without signing in.

Words
-----
token
    What stands in the link. It is shown once, to whoever makes the link; its hash alone
    is kept, so that nobody can read an open link from the records.
purpose
    The one thing that a link is good for: a check-in, the intake, or an account.
"""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.crypto import salted_hmac

from deqi.core.facts import Speaker
from deqi.core.instruments import Answer
from deqi.core.roles import Role
from deqi.operations import access, accounts, clock, facts, measurements
from deqi.operations.callers import Actor, Call
from deqi.operations.facts import Via
from deqi.operations.measurements import Taken
from deqi.operations.operation import writes
from deqi.operations.patients import PatientAlready
from deqi.operations.refusals import Conflict, KeyMissing, NotFound
from deqi.records.accounts.models import Membership
from deqi.records.links.models import Link


class Purpose(StrEnum):
    """What a link is good for."""

    CHECK_IN = "check_in"
    INTAKE = "intake"
    SIGN_IN = "sign_in"


class LinkUsed(Conflict):
    """A link that has done what it was for."""

    code = "link_used"


class LinkExpired(Conflict):
    """A link whose time is over."""

    code = "link_expired"


class LinkRevoked(Conflict):
    """A link that the clinic has taken back."""

    code = "link_revoked"


class EpisodeEnded(Conflict):
    """A link into an episode that does not go on."""

    code = "episode_ended"


class Over(StrEnum):
    """Why a link opens nothing any more."""

    USED = "used"
    REVOKED = "revoked"
    ENDED = "ended"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Opened:
    """A link that somebody holds.

    Parameters
    ----------
    id : UUID
        Of the link.
    purpose : Purpose
        What it is good for.
    actor : Actor
        Whom its holder may be: that patient alone.
    episode : UUID or None
        Which it is about.
    over : Over or None
        Why it opens nothing any more; None while it opens what it is for.
    """

    id: UUID
    purpose: Purpose
    actor: Actor
    episode: UUID | None
    over: Over | None


@dataclass(frozen=True, slots=True)
class CheckIn:
    """What a patient says before a visit.

    Parameters
    ----------
    facts : mapping of str to object
        Answers by fact id; what is not in it stays unknown.
    scores : mapping of str to mapping
        By instrument, answers by item.
    """

    facts: Mapping[str, object] = field(default_factory=dict)
    scores: Mapping[str, Mapping[str, Answer]] = field(default_factory=dict)


@writes("links.make")
def make(call: Call, episode: UUID, purpose: Purpose = Purpose.CHECK_IN) -> UUID:
    """Make a link for the patient of an episode; `token` gives what stands in it.

    Parameters
    ----------
    episode : UUID
        One that goes on.
    purpose : Purpose
        The one thing that the link is good for.

    Returns
    -------
    UUID
        Of the link.

    Raises
    ------
    EpisodeEnded, NotFound
        For an episode that is discharged or elsewhere.
    """
    row = access.episode(call, episode)
    if row.discharged_at is not None:
        raise EpisodeEnded("This episode has ended; open a new one first.")
    life = timedelta(hours=settings.LINK_HOURS[purpose])
    kept = Link.objects.create(
        entered_at=clock.now(),
        clinic_id=row.clinic_id,
        patient_id=row.patient_id,
        episode=row,
        purpose=purpose,
        token_hash=_hash(token(call)),
        expires_at=clock.now() + life,
        made_by_id=call.actor.user,
    )
    return kept.id


def token(call: Call) -> str:
    """Return what stands in the link that a call makes.

    It follows from the call's key and the secret of the installation, so that a form
    sent twice shows the one link that there is.

    Raises
    ------
    KeyMissing
        For a call that only reads.
    """
    if call.key is None:
        raise KeyMissing("Load the page again and make the link once.")
    made = salted_hmac("deqi.operations.links", str(call.key), algorithm="sha256")
    return urlsafe_b64encode(made.digest()).decode().rstrip("=")


def digest(token: str) -> str:
    """Return the digest of a token, by which a session remembers a link without it."""
    return _hash(token).hex()


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


_LINK = "SELECT id, clinic_id, patient_id FROM deqi_link(%s)"


def opened(token: str) -> Opened:
    """Return the link of a token: who holds it is asked nothing else.

    Raises
    ------
    NotFound
        Where no link has this token.
    """
    return remembered(digest(token))


def remembered(digest: str) -> Opened:
    """Return the link of a digest, as `opened` does of a token.

    Raises
    ------
    NotFound
        Where no link has this digest.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_LINK, [bytes.fromhex(digest)])
            found = cursor.fetchone()
        if found is None:
            raise NotFound("This link is not known. Ask your clinic for a new one.")
        identity, clinic, patient = found
        # This opens the scope in which the link itself is read.
        own = accounts.numbers(clinic, patient)
        row = Link.objects.select_related("clinic", "episode").get(pk=identity)
    return _opened(row, own)


def _opened(row: Link, patients: tuple[UUID, ...]) -> Opened:
    actor = Actor(
        user=None,
        role=Role.PATIENT,
        network=row.clinic.network_id,
        clinics=(row.clinic_id,),
        clinic=row.clinic_id,
        patients=patients,
    )
    return Opened(row.id, Purpose(row.purpose), actor, row.episode_id, _over(row))


def _over(row: Link) -> Over | None:
    if row.used_at is not None:
        return Over.USED
    if row.revoked_at is not None:
        return Over.REVOKED
    # An account is the patient's to keep; what is asked of them ends with the episode.
    asks = row.purpose != Purpose.SIGN_IN
    if asks and row.episode and row.episode.discharged_at is not None:
        return Over.ENDED
    return Over.EXPIRED if row.expires_at <= clock.now() else None


def refuse_over(over: Over | None, purpose: Purpose) -> None:
    """Refuse a link that opens nothing any more; nothing where it is not over.

    Raises
    ------
    LinkUsed, LinkRevoked, EpisodeEnded, LinkExpired
        With the sentence for whoever holds it, as its purpose has it.
    """
    if over is not None:
        refusal, sentence = _REFUSALS[over]
        raise refusal(sentence.format(_SO[purpose]))


_REFUSALS: Mapping[Over, tuple[type[Conflict], str]] = {
    Over.USED: (LinkUsed, "This link has been used; what you sent has arrived."),
    Over.REVOKED: (
        LinkRevoked,
        "Your clinic has taken this link back; {}. Ask for a new one.",
    ),
    Over.ENDED: (
        EpisodeEnded,
        "Your treatment has ended, so {}. Ring your clinic, please.",
    ),
    Over.EXPIRED: (
        LinkExpired,
        "This link is too old; {}. Ask your clinic for a new one.",
    ),
}

_SO: Mapping[Purpose, str] = {
    Purpose.CHECK_IN: "nothing was sent",
    # The intake keeps each page as it is told.
    Purpose.INTAKE: "nothing more is taken, and what you told before is kept",
    Purpose.SIGN_IN: "it gives no account",
}


@writes("links.revoke")
def revoke(call: Call, link: UUID) -> UUID:
    """Take back a link that was not used: from now on it opens nothing.

    Raises
    ------
    LinkUsed, LinkRevoked, NotFound
        For a link that has done what it was for, is revoked already, or is elsewhere.
    """
    row = _locked(call, Link.objects.all(), link)
    if row.used_at is not None:
        raise LinkUsed("This link has been used already; it opens nothing any more.")
    if row.revoked_at is not None:
        raise LinkRevoked("This link is revoked already; it opens nothing any more.")
    row.revoked_at, row.revoked_by_id = clock.now(), call.actor.user
    row.save(update_fields=["revoked_at", "revoked_by"])
    return row.id


@writes("links.check_in")
def check_in(call: Call, link: UUID, told: CheckIn) -> UUID:
    """Keep what a patient says before a visit, and screen them anew with it.

    Parameters
    ----------
    call : Call
        Of the holder of the link.
    link : UUID
        Good for one check-in.
    told : CheckIn
        Answers and scores.

    Returns
    -------
    UUID
        Of the screening that follows.

    Raises
    ------
    LinkUsed, LinkRevoked, LinkExpired, EpisodeEnded, NotFound
        For a link that is not good for a check-in any more.
    UnfitAnswer, NotYoursToAnswer, UnfitScore, TooFewAnswers
        For answers that cannot be kept; the link stays good then.
    """
    row = _use(call, link, Purpose.CHECK_IN)
    episode = access.episode(call, episode_of(row))
    for name, items in told.scores.items():
        measurements.keep(call, episode, Taken(name, items), via=Via.CHECK_IN)
    kept = facts.take(
        call, episode, told.facts, speaker=Speaker.PATIENT, via=Via.CHECK_IN
    )
    return kept.id


def episode_of(row: Link) -> UUID:
    """Return the episode that a link is about, inside an operation."""
    if row.episode_id is None:
        raise NotFound(
            "This link belongs to no complaint. Ask your clinic for another."
        )
    return row.episode_id


@writes("links.claim")
def claim(call: Call, link: UUID) -> UUID:
    """Make the signed-in user the patient whom a link was made for.

    Parameters
    ----------
    call : Call
        Of the holder of the link, as the user who has signed in.
    link : UUID
        Good for an account.

    Returns
    -------
    UUID
        Of the user's role.

    Raises
    ------
    PatientAlready
        Where the user is a patient of the clinic already.
    LinkUsed, LinkRevoked, LinkExpired, NotFound
        For a link that gives no account any more.
    """
    row = _use(call, link, Purpose.SIGN_IN)
    held = Membership.objects.filter(role=Role.PATIENT, ended_at=None)
    own = held.filter(user=call.actor.user, clinic=row.clinic_id)
    if call.actor.user is None or own.exists():
        raise PatientAlready("You are a patient of this clinic already.")
    kept = Membership.objects.create(
        entered_at=clock.now(),
        user_id=call.actor.user,
        network_id=call.actor.network,
        clinic_id=row.clinic_id,
        role=Role.PATIENT,
        patient_id=row.patient_id,
    )
    return kept.id


def _use(call: Call, link: UUID, purpose: Purpose) -> Link:
    """Take a link for what it is good for; whoever comes second finds it used."""
    row = _locked(call, Link.objects.filter(purpose=purpose), link)
    if row.episode_id is not None:
        # Nobody discharges between this look and what is kept.
        row.episode = access.locked_episode(call, row.episode_id)
    refuse_over(_over(row), purpose)
    row.used_at = clock.now()
    row.save(update_fields=["used_at"])
    return row


def _locked(call: Call, rows: QuerySet[Link], link: UUID) -> Link:
    row = access.found(rows.select_for_update(), link, what="link")
    call.trace.patients[row.patient_id] = None
    return row
