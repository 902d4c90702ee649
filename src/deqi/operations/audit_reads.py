"""Who asked what of whom: the audit, for who may look at it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, QuerySet

from deqi.core.roles import Role
from deqi.operations import access
from deqi.operations.callers import Call
from deqi.operations.operation import reads
from deqi.operations.refusals import Unfit
from deqi.records.accounts.models import Membership, User
from deqi.records.audit.models import Event
from deqi.records.clinics.models import Clinic
from deqi.records.people.models import Patient

PAGE = 50


@dataclass(frozen=True, slots=True)
class Asked:
    """What to look for; None and empty leave it open.

    Parameters
    ----------
    on : date or None
        One day, in the clinic's time zone; in UTC for the whole network.
    operation : str
        Beginning of an operation's name, such as ``sessions``.
    actor : UUID or None
        Of the user who asked.
    patient_number : int or None
        By which the clinic knows a patient; not for the whole network.
    refused : bool
        Only what was refused.
    before : tuple of (datetime, UUID) or None
        Where the last page ended.
    """

    on: date | None = None
    operation: str = ""
    actor: UUID | None = None
    patient_number: int | None = None
    refused: bool = False
    before: tuple[datetime, UUID] | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One operation that somebody asked, of however many patients.

    Parameters
    ----------
    id : UUID
        Of the event.
    at : datetime
        When.
    actor, role : str
        Who, by name, and in which role; ``a link`` for who needed no sign-in.
    operation : str
        What.
    clinic : str
        Where; empty for the whole network.
    patient_numbers : tuple of int
        Who was shown, or whose chart; none for the network's roles.
    allowed : bool
        Whether it was done.
    why : str
        Code of the refusal; empty where it was done.
    is_example : bool
        An example, at an example's time.
    """

    id: UUID
    at: datetime
    actor: str
    role: str
    operation: str
    clinic: str
    patient_numbers: tuple[int, ...]
    allowed: bool
    why: str
    is_example: bool


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the audit, the newest first.

    Parameters
    ----------
    entries : tuple of Entry
        Of at most ``PAGE`` events.
    more : tuple of (datetime, UUID) or None
        Where the next page begins; None at the end.
    """

    entries: tuple[Entry, ...]
    more: tuple[datetime, UUID] | None


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who works, or has worked, where the caller looks.

    Parameters
    ----------
    user : UUID
        By which the audit knows them.
    name : str
        Theirs; an address where they have none.
    has_left : bool
        They hold no role there any more.
    """

    user: UUID
    name: str
    has_left: bool


@reads("audit.list")
def people(call: Call) -> tuple[Colleague, ...]:
    """Return whom the audit can be asked about, those who have left last."""
    rows = Membership.objects.exclude(role=Role.PATIENT)
    rows = rows.filter(network=call.actor.network)
    if call.actor.clinic is not None:
        rows = rows.filter(clinic=call.clinic)
    holds = Count("pk", filter=Q(ended_at=None))
    held = rows.values("user", "user__name", "user__email").annotate(holds=holds)
    told = [
        Colleague(
            row["user"], row["user__name"] or row["user__email"], not row["holds"]
        )
        for row in held
    ]
    return tuple(sorted(told, key=lambda each: (each.has_left, each.name.casefold())))


@reads("audit.read")
def page(call: Call, asked: Asked | None = None) -> Page:
    """Return one page of what was asked in the caller's clinics.

    Raises
    ------
    Unfit
        Where the whole network is asked by a patient's number.
    """
    wanted = asked or Asked()
    if wanted.patient_number is not None and call.actor.clinic is None:
        raise Unfit("A number is one clinic's own.", field="patient_number")
    rows = _filtered(call, wanted).order_by("-at", "-id")
    found = list(rows[: PAGE + 1])
    shown = found[:PAGE]
    last = shown[-1] if len(found) > PAGE else None
    return Page(tuple(_named(call, shown)), (last.at, last.id) if last else None)


def _filtered(call: Call, asked: Asked) -> QuerySet[Event]:
    rows = Event.objects.filter(network=call.actor.network)
    if call.actor.clinic is not None:
        rows = rows.filter(clinic=call.clinic)
    if asked.on is not None:
        zone = _zone(call)
        begins = datetime.combine(asked.on, time.min, zone)
        ends = datetime.combine(asked.on, time.max, zone)
        rows = rows.filter(at__gte=begins, at__lte=ends)
    if asked.operation:
        rows = rows.filter(operation__startswith=asked.operation)
    if asked.actor is not None:
        rows = rows.filter(actor=asked.actor)
    if asked.patient_number is not None:
        whose = Patient.objects.filter(number=asked.patient_number).values("id")
        rows = rows.filter(patient__in=whose)
    if asked.refused:
        rows = rows.filter(allowed=False)
    if asked.before is not None:
        at, identity = asked.before
        # The plain limit is what an index can follow; the rest parts equal moments.
        rows = rows.filter(at__lte=at).exclude(at=at, id__gte=identity)
    return rows


def _zone(call: Call) -> ZoneInfo:
    if call.actor.clinic is None:
        return ZoneInfo("UTC")
    return ZoneInfo(access.clinic(call).time_zone)


def _named(call: Call, rows: Sequence[Event]) -> Iterator[Entry]:
    users = User.objects.in_bulk([row.actor for row in rows if row.actor])
    clinics = Clinic.objects.in_bulk([row.clinic for row in rows if row.clinic])
    # A role of the whole network reads the audit, and no patient's number with it.
    ids = [row.patient for row in rows if row.patient and call.actor.clinic]
    patients = Patient.objects.in_bulk(ids)
    for line in _lines(rows):
        row = line[0]
        user = users.get(row.actor) if row.actor else None
        clinic = clinics.get(row.clinic) if row.clinic else None
        shown = (patients[each.patient] for each in line if each.patient in patients)
        yield Entry(
            id=row.id,
            at=row.at,
            actor=user.get_full_name() if user else "a link",
            role=row.role,
            operation=row.operation,
            clinic=clinic.name if clinic else "",
            patient_numbers=tuple(sorted(each.number for each in shown)),
            allowed=row.allowed,
            why=row.why,
            is_example=row.is_example,
        )


def _lines(rows: Iterable[Event]) -> list[list[Event]]:
    """Gather the events of one asking, which has one for each patient, in one line."""
    lines: list[list[Event]] = []
    held: dict[tuple[object, ...], list[Event]] = {}
    for row in rows:
        told = (row.at, row.actor, row.role, row.operation, row.clinic, row.key)
        asking = (*told, row.allowed, row.why)
        line = held.get(asking)
        # An example's clock stands still: what shows somebody again is another asking.
        if line is None or row.patient in {each.patient for each in line}:
            line = held[asking] = []
            lines.append(line)
        line.append(row)
    return lines
