"""Patients as the desk finds them, and as their charts are opened."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import F
from django.db.models.functions import Coalesce

from deqi.core.visits import Purpose, Step
from deqi.knowledge import coverage
from deqi.operations import access, clock
from deqi.operations.callers import Call
from deqi.operations.operation import reads
from deqi.operations.patients import Doctor, Identity, folded
from deqi.records.diary.models import Visit
from deqi.records.episodes.models import Episode
from deqi.records.papers.models import Document
from deqi.records.people.models import Patient

MOST_FOUND = 20
"""People found at once; who has typed a little more sees fewer."""


@dataclass(frozen=True, slots=True)
class Found:
    """A patient as the search names them.

    Parameters
    ----------
    id : UUID
        The number that stands.
    number : int
        At the clinic.
    name, city, phone : str
        City and phone may be empty.
    birth_date : date
        As entered.
    """

    id: UUID
    number: int
    name: str
    birth_date: date
    city: str
    phone: str


@reads("patients.find")
def find(call: Call, typed: str) -> tuple[Found, ...]:
    """Return patients in whose entry each typed word begins a word.

    Parameters
    ----------
    typed : str
        Names, number, birth date or telephone, in any order; without accents too.

    Returns
    -------
    tuple of Found
        By given name, at most ``MOST_FOUND``; without a word, who was entered last.
    """
    rows = Patient.objects.annotate(stands=Coalesce("merged_into", "id"))
    for word in folded(typed).split():
        rows = rows.filter(search__contains=f" {word}")
    order = "search" if typed.strip() else "-number"
    # Sorted by the patient's own row: nobody's person is looked at who is not shown.
    first = rows.order_by(order).values("stands")[:MOST_FOUND]
    told = Patient.objects.filter(pk__in=first).select_related("person").order_by(order)
    # A name, a birth date and a telephone are read without any card being opened.
    call.trace.patients |= {each.id: None for each in told}
    return tuple(_found(each) for each in told)


def _found(row: Patient) -> Found:
    who = row.person
    return Found(row.id, row.number, who.name, who.birth_date, who.city, who.phone)


@dataclass(frozen=True, slots=True)
class Coming:
    """One visit of a patient.

    Parameters
    ----------
    id : UUID
        Of the visit.
    starts : datetime
        By the clinic's clock.
    purpose, step : Purpose, Step
        What it is for, and how it stands.
    practitioner : str
        With whom.
    """

    id: UUID
    starts: datetime
    purpose: Purpose
    step: Step
    practitioner: str


@dataclass(frozen=True, slots=True)
class Cover:
    """An episode as the desk needs it: since when, with whom, and who pays.

    Parameters
    ----------
    id : UUID
        Of the episode.
    opened_on : date
        When.
    is_open : bool
        It goes on.
    practitioner, payer, payer_number : str
        Empty where there is none.
    """

    id: UUID
    opened_on: date
    is_open: bool
    practitioner: str
    payer: str
    payer_number: str


@dataclass(frozen=True, slots=True)
class Paper:
    """A document in a list.

    Parameters
    ----------
    id : UUID
        Of the document.
    name, media_type : str
        As uploaded, and as judged by its content.
    on : date
        When it was added.
    """

    id: UUID
    name: str
    on: date
    media_type: str


@dataclass(frozen=True, slots=True)
class Card:
    """A patient as everybody at the desk may see them: never the chart.

    Parameters
    ----------
    id : UUID
        The number that stands.
    number, numbers : int, tuple of int
        At the clinic, and those merged into it.
    identity, doctor : Identity, Doctor
        Who they are, and whom letters go to.
    registered_on, today : date
        When they were entered, and the day that it is at the clinic.
    episodes : tuple of Cover
        The latest first.
    visits : tuple of Coming
        The latest first.
    documents : tuple of Paper
        The newest first.
    """

    id: UUID
    number: int
    numbers: tuple[int, ...]
    identity: Identity
    doctor: Doctor
    registered_on: date
    today: date
    episodes: tuple[Cover, ...]
    visits: tuple[Coming, ...]
    documents: tuple[Paper, ...]

    @property
    def name(self) -> str:
        """Return the name as it is spoken."""
        return f"{self.identity.given_name} {self.identity.family_name}"


SHOWN = 12
"""Rows of each kind on a patient's page; the rest have pages of their own."""


@reads("patients.card")
def card(call: Call, patient: UUID) -> Card:
    """Return who somebody is, how they are reached, when they come, and who pays."""
    return _card(call, patient)


@reads("patients.pair")
def pair(call: Call, one: UUID, other: UUID) -> tuple[Card, Card]:
    """Return two patients side by side, before they are merged."""
    return _card(call, one), _card(call, other)


def _card(call: Call, patient: UUID) -> Card:
    clinic = access.clinic(call)
    row = access.patient(call, patient)
    zone = ZoneInfo(clinic.time_zone)
    merged = list(row.merged.order_by("number"))
    own = [row.id, *(each.id for each in merged)]
    return Card(
        id=row.id,
        number=row.number,
        numbers=tuple(each.number for each in merged),
        identity=_identity(row),
        doctor=Doctor(row.doctor_name, row.doctor_address, row.doctor_email),
        registered_on=row.entered_at.astimezone(zone).date(),
        today=clock.today(clinic.time_zone),
        episodes=tuple(_covers(own, zone)),
        visits=tuple(coming(own, zone)),
        documents=tuple(_papers(own, zone)),
    )


def _identity(row: Patient) -> Identity:
    who = row.person
    return Identity(
        who.family_name,
        who.given_name,
        who.birth_date,
        who.sex_at_birth,
        who.email,
        who.phone,
        who.street,
        who.city,
        who.postcode,
        who.language,
    )


def _covers(own: Sequence[UUID], zone: ZoneInfo) -> Iterator[Cover]:
    rows = Episode.objects.filter(patient__in=own).select_related("practitioner")
    for each in rows.order_by("-opened_at")[:SHOWN]:
        yield Cover(
            each.id,
            each.opened_at.astimezone(zone).date(),
            each.discharged_at is None,
            each.practitioner.name if each.practitioner else "",
            paid_by(each),
            each.payer_number,
        )


def paid_by(row: Episode) -> str:
    """Return what people call the payer of an episode; empty where it is the patient."""
    known = coverage.catalogue().get(row.payer)
    return known.name if known else row.payer


def coming(own: Sequence[UUID], zone: ZoneInfo) -> Iterator[Coming]:
    """Yield the visits of a patient, under every number, inside an operation."""
    rows = Visit.objects.filter(patient__in=own).with_step().order_by("-starts_at")
    told = rows.values_list(
        "id", "starts_at", "purpose", F("step"), "practitioner__name"
    )
    for identity, starts, purpose, step, name in told[:SHOWN]:
        local = starts.astimezone(zone)
        yield Coming(identity, local, Purpose(purpose), Step(step), name)


def _papers(own: Sequence[UUID], zone: ZoneInfo) -> Iterator[Paper]:
    rows = Document.objects.filter(patient__in=own, hidden_at=None)
    told = rows.order_by("-entered_at").values_list(
        "id", "name", "entered_at", "media_type"
    )
    for identity, name, at, media_type in told[:SHOWN]:
        yield Paper(identity, name, at.astimezone(zone).date(), media_type)
