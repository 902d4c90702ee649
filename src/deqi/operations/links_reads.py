"""Which links of a patient are open; and what their holder is asked, or told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from deqi.core.facts import Kind, Rank, Spec
from deqi.core.people import Facts
from deqi.core.rules import Outcome
from deqi.knowledge import facts
from deqi.operations import access, clock, emergencies, links, screenings, titles
from deqi.operations.callers import Call
from deqi.operations.emergencies import Words
from deqi.operations.links import Purpose
from deqi.operations.operation import reads
from deqi.operations.titles import Choice
from deqi.records.intake.models import Screening
from deqi.records.links.models import Link
from deqi.records.people.models import Patient


@dataclass(frozen=True, slots=True)
class Asked:
    """One question about safety.

    Parameters
    ----------
    fact, text : str
        Its id and wording.
    levels : tuple of str
        What a choice may be; empty for yes and no.
    """

    fact: str
    text: str
    levels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One check-in.

    Parameters
    ----------
    words : Words
        Of the clinic.
    sliders : tuple of str
        Ids of the instruments that are asked: each has one item in the product's words.
    questions : tuple of Asked
        Safety questions that apply to this person, in the order of the catalogue.
    outcome : Outcome or None
        What the last screening came to, once the link is used; before it None.

    Of a link that is used or revoked nothing is asked.
    """

    words: Words
    sliders: tuple[str, ...]
    questions: tuple[Asked, ...]
    outcome: Outcome | None


@dataclass(frozen=True, slots=True)
class Open:
    """A link that somebody may still use.

    Parameters
    ----------
    id : UUID
        Of the link.
    purpose : Purpose
        What it is good for.
    made_at, expires_at : datetime
        By the clinic's clock.
    made_by : str
        Name of who made it.
    """

    id: UUID
    purpose: Purpose
    made_at: datetime
    expires_at: datetime
    made_by: str


@dataclass(frozen=True, slots=True)
class Held:
    """What a clinic needs to make a link for a patient, and which are open.

    Parameters
    ----------
    patient : UUID
        The number that stands.
    name, email : str
        Of the patient; the address may be empty.
    episodes : tuple of Choice
        Those that go on, the latest first; a link belongs to one of them.
    open : tuple of Open
        Links that somebody may still use, the newest first.
    """

    patient: UUID
    name: str
    email: str
    episodes: tuple[Choice, ...]
    open: tuple[Open, ...]


@reads("links.list")
def held(call: Call, patient: UUID) -> Held:
    """Return which links of a patient are open, and for which episodes one is made.

    Raises
    ------
    NotFound
        For a patient elsewhere.
    """
    row = access.patient(call, patient)
    zone = ZoneInfo(access.clinic(call).time_zone)
    return Held(
        row.id,
        row.person.name,
        row.person.email,
        titles.offered(call, titles.going_on(row)),
        tuple(_open(each, zone) for each in _not_over(row)),
    )


def _not_over(row: Patient) -> QuerySet[Link]:
    # An account outlives its episode; what is asked of a patient ends with it.
    goes_on = Q(purpose=Purpose.SIGN_IN) | Q(episode__discharged_at=None)
    rows = Link.objects.filter(
        Q(patient=row) | Q(patient__merged_into=row),
        goes_on,
        used_at=None,
        revoked_at=None,
        expires_at__gt=clock.now(),
    )
    return rows.select_related("made_by").order_by("-entered_at")


def _open(row: Link, zone: ZoneInfo) -> Open:
    return Open(
        row.id,
        Purpose(row.purpose),
        row.entered_at.astimezone(zone),
        row.expires_at.astimezone(zone),
        row.made_by.get_full_name() if row.made_by else "",
    )


@reads("links.read")
def read(call: Call, link: UUID) -> Sheet:
    """Return what a check-in asks, or what became of it; of a revoked one neither.

    Raises
    ------
    NotFound
        For a link of another patient.
    """
    row = access.found(Link.objects.all(), link, what="link")
    call.trace.patients[row.patient_id] = None
    words = emergencies.words(access.clinic(call))
    if row.used_at is not None:
        return Sheet(words, (), (), _outcome(row))
    if row.revoked_at is not None:
        return Sheet(words, (), (), None)
    episode = access.episode(call, links.episode_of(row))
    known, _ = screenings.look(call, episode)
    return Sheet(words, _sliders(known), tuple(_asked(known)), None)


def _outcome(row: Link) -> Outcome | None:
    rows = Screening.objects.filter(episode=row.episode_id).order_by("-entered_at")
    last = rows.values_list("outcome", flat=True).first()
    return Outcome(last) if last else None


def _sliders(known: Facts) -> tuple[str, ...]:
    # Who has not been treated yet cannot say what the treatment has changed.
    third = "PGIC" if known.value("sessions_so_far") else "EXPECTATION"
    return "NRS", "SLEEP_NRS", third


def _asked(known: Facts) -> Iterator[Asked]:
    for spec in facts.catalogue().specs.values():
        if _is_asked(spec) and spec.ask_when.holds(known.values_read) is not False:
            levels = spec.levels if spec.kind is Kind.CHOICE else ()
            yield Asked(spec.id, spec.question, levels)


def _is_asked(spec: Spec) -> bool:
    return (
        spec.asked_at == "each_visit"
        and spec.asked_of == "patient"
        and spec.rank is Rank.ABSOLUTE
        and spec.kind in (Kind.BOOL, Kind.CHOICE)
    )
