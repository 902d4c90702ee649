"""Consent: a versioned text, the harms that were shown with it, and who agreed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from deqi.care import expecting
from deqi.core.plain import plain
from deqi.core.roles import Role
from deqi.operations import access, clock
from deqi.operations.callers import Call
from deqi.operations.operation import reads, writes
from deqi.operations.persons import Person, person_of
from deqi.operations.refusals import Conflict, NotFound, Unfit
from deqi.records.episodes.models import Consent, ConsentText, Episode


@dataclass(frozen=True, slots=True)
class Offered:
    """What a patient is asked to agree to, or has agreed to.

    Parameters
    ----------
    text : UUID
        Of this version: where a consent stands, of the one that was agreed to; else of
        the newest.
    version : int
        From 1.
    title, body : str
        In the patient's language where the clinic has it.
    harms : tuple of mapping
        How often each was seen, with its source, as an answer prints them; of a consent
        that stands, those that were kept with it.
    given : UUID or None
        The consent that stands in this episode, if there is one.
    person : Person
        Whom the episode is about.
    given_at : datetime or None
        When the consent that stands was given.
    given_by : str
        ``patient``, or the name of who agreed for them; empty where nobody did.
    newer : int or None
        The newest version, where it was published after the one that was agreed to.
    """

    text: UUID
    version: int
    title: str
    body: str
    harms: tuple[Mapping[str, object], ...]
    given: UUID | None
    person: Person
    given_at: datetime | None
    given_by: str
    newer: int | None


class NoConsentText(NotFound):
    """A clinic that has published no consent text."""

    code = "no_consent_text"


class ConsentOutdated(Conflict):
    """A newer version of the text was published meanwhile."""

    code = "consent_outdated"


class ProxyUnnamed(Unfit):
    """Somebody agrees for a patient and is not named."""

    code = "proxy_unnamed"


@writes("consents.publish")
def publish(call: Call, *, title: str, body: str, language: str = "en") -> UUID:
    """Publish a new version of the clinic's consent text.

    Raises
    ------
    Unfit
        Without title or text.
    """
    if not title.strip() or not body.strip():
        raise Unfit("Write a title and a text.", field="body")
    last = ConsentText.objects.filter(language=language).order_by("-version").first()
    row = ConsentText.objects.create(
        entered_at=clock.now(),
        clinic_id=call.clinic,
        version=last.version + 1 if last else 1,
        language=language,
        title=title.strip(),
        body=body.strip(),
    )
    return row.id


@reads("consents.text")
def offered(call: Call, episode: UUID) -> Offered:
    """Return what the patient of an episode is asked to agree to, or has agreed to.

    Raises
    ------
    NoConsentText
        Where the clinic has published none.
    """
    return offer(access.episode(call, episode))


def offer(row: Episode) -> Offered:
    """Return what a patient is asked to agree to, inside an operation."""
    given = standing(row)
    text = given.text if given else _current(row.patient.person.language)
    return Offered(
        text.id,
        text.version,
        text.title,
        text.body,
        tuple(given.harms) if given else expecting.harms(),
        given.id if given else None,
        person_of(row),
        given.given_at if given else None,
        (given.proxy_name or given.given_by) if given else "",
        _newer(text) if given else None,
    )


def _newer(text: ConsentText) -> int | None:
    # Each language counts its versions for itself.
    rows = ConsentText.objects.filter(
        language=text.language, version__gt=text.version
    ).order_by("-version")
    return rows.values_list("version", flat=True).first()


def _current(language: str) -> ConsentText:
    rows = ConsentText.objects.order_by("-version")
    row = rows.filter(language=language).first() or rows.filter(language="en").first()
    if row is None:
        raise NoConsentText("The clinic has published no consent text yet.")
    return row


def standing(row: Episode) -> Consent | None:
    """Return the consent of an episode that was given and not withdrawn."""
    rows = Consent.objects.filter(episode=row, withdrawn_at=None)
    return rows.select_related("text").order_by("-given_at").first()


@writes("consents.give")
def give(call: Call, episode: UUID, *, text: UUID, proxy: str | None = None) -> UUID:
    """Write down that a patient, or who may speak for them, agreed.

    Parameters
    ----------
    text : UUID
        The version that was read.
    proxy : str or None
        Name of who agreed for the patient; None where the patient did.

    Raises
    ------
    ConsentOutdated
        Where a newer version stands; it is read first.
    ProxyUnnamed
        For a proxy without a name.
    """
    row = access.locked_episode(call, episode)
    if proxy is not None and not proxy.strip():
        raise ProxyUnnamed("Name who agrees for the patient.", field="proxy")
    whole = access.episode(call, episode)
    if _current(whole.patient.person.language).id != text:
        raise ConsentOutdated("The text has changed; read the new one first.")
    kept = Consent.objects.create(
        entered_at=clock.now(),
        clinic_id=row.clinic_id,
        patient_id=row.patient_id,
        episode=row,
        text_id=text,
        harms=cast(list[Any], plain(expecting.harms())),
        given_at=clock.now(),
        given_by="patient" if proxy is None else "proxy",
        proxy_name=(proxy or "").strip(),
        taken_by_id=None if call.actor.role is Role.PATIENT else call.actor.user,
    )
    return kept.id


@writes("consents.withdraw")
def withdraw(call: Call, consent: UUID) -> UUID:
    """Write down that a patient no longer agrees: from now on nobody needles them.

    Parameters
    ----------
    consent : UUID
        Any that stands in the episode; whatever else stands there ends with it.

    Raises
    ------
    Conflict, NotFound
        Where it is withdrawn, or elsewhere.
    """
    found = access.found(Consent.objects.all(), consent, what="consent")
    # A session of the episode is signed before this, or not at all.
    access.locked_episode(call, found.episode_id)
    standing = Consent.objects.filter(episode=found.episode_id, withdrawn_at=None)
    if not standing.filter(pk=consent).exists():
        raise Conflict("This consent is withdrawn already.")
    # All of them: one that was given twice must not stand on by the other.
    standing.update(withdrawn_at=clock.now(), withdrawn_by_id=call.actor.user)
    return consent
