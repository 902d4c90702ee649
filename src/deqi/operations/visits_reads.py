"""The diary as it is read: a day at the desk, a patient's own visits, what may be chosen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from deqi.core import visits
from deqi.core.roles import Role
from deqi.core.visits import Purpose, Step
from deqi.operations import access, attention, clock, slots_reads, titles
from deqi.operations.attention import Cue, Trend
from deqi.operations.callers import Call
from deqi.operations.operation import reads
from deqi.operations.slots_reads import Look, Taken
from deqi.operations.titles import Choice
from deqi.records.accounts.models import Membership
from deqi.records.clinics.models import Clinic, Practitioner, Room
from deqi.records.diary.models import Visit
from deqi.records.people.models import Patient


@dataclass(frozen=True, slots=True)
class Line:
    """One visit of a day.

    Parameters
    ----------
    id, patient, episode, practitioner : UUID
        Of the visit, of the patient under the number that stands, and so on.
    starts, ends : datetime
        By the clinic's clock.
    name, practitioner_name, room, note : str
        Room and note may be empty.
    number : int
        Of the patient at the clinic.
    birth_date : date
        Of the patient.
    purpose, step : Purpose, Step
        What it is for, and how it stands.
    steps : tuple of Step
        Where the caller may take it now; cancelling has a form of its own.
    session : UUID or None
        What was charted of it.
    cues : tuple of Cue
        What matters, the gravest first; of the chart to practitioners alone.
    trend : Trend or None
        The last scores; None to all but practitioners, and without a score.
    """

    id: UUID
    patient: UUID
    episode: UUID
    practitioner: UUID
    starts: datetime
    ends: datetime
    name: str
    number: int
    birth_date: date
    practitioner_name: str
    room: str
    note: str
    purpose: Purpose
    step: Step
    steps: tuple[Step, ...]
    session: UUID | None
    cues: tuple[Cue, ...]
    trend: Trend | None


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the diary.

    Parameters
    ----------
    on, today : date
        The day that was asked for, and the day that it is at the clinic.
    clinic, zone : str
        Name and time zone.
    lines : tuple of Line
        By time; what was cancelled too.
    """

    on: date
    today: date
    clinic: str
    zone: str
    lines: tuple[Line, ...]


@reads("visits.day")
def day(call: Call, on: date | None = None, *, mine: bool = False) -> Day:
    """Return the visits of a day with what matters of each.

    Parameters
    ----------
    on : date or None
        None for today.
    mine : bool
        Only those of the practitioner who calls.
    """
    clinic = access.clinic(call)
    today = clock.today(clinic.time_zone)
    asked = on or today
    rows = list(_of_day(clinic, asked, call.actor.practitioner if mine else None))
    call.trace.patients |= {row.patient_id: None for row in rows}
    clinical = call.actor.role is Role.PRACTITIONER
    trends = attention.trends(r.episode_id for r in rows) if clinical else {}
    zone = ZoneInfo(clinic.time_zone)
    lines = (
        _line(call, row, zone, today=today, trend=trends.get(row.episode_id))
        for row in rows
    )
    return Day(asked, today, clinic.name, clinic.time_zone, tuple(lines))


def _of_day(clinic: Clinic, on: date, practitioner: UUID | None) -> QuerySet[Visit]:
    begins = datetime.combine(on, time(), ZoneInfo(clinic.time_zone))
    ends = datetime.combine(on + timedelta(days=1), time(), begins.tzinfo)
    rows = Visit.objects.filter(
        clinic=clinic, starts_at__gte=begins, starts_at__lt=ends
    )
    if practitioner is not None:
        rows = rows.filter(practitioner=practitioner)
    beside = ("patient__person", "patient__merged_into", "practitioner", "room")
    rows = rows.select_related(*beside, "episode", "session").with_step()
    return attention.beside(rows, on).order_by("starts_at", "practitioner__name")


def _line(
    call: Call, row: Visit, zone: ZoneInfo, *, today: date, trend: Trend | None
) -> Line:
    stands = row.patient.merged_into or row.patient
    session = getattr(row, "session", None)
    starts = row.starts_at.astimezone(zone)
    clinical = call.actor.role is Role.PRACTITIONER
    return Line(
        id=row.id,
        patient=stands.id,
        episode=row.episode_id,
        practitioner=row.practitioner_id,
        starts=starts,
        ends=row.ends_at.astimezone(zone),
        name=row.patient.person.name,
        number=stands.number,
        birth_date=row.patient.person.birth_date,
        practitioner_name=row.practitioner.name,
        room=row.room.name if row.room else "",
        note=row.note,
        purpose=Purpose(row.purpose),
        step=_step(row),
        steps=tuple(_steps(call, row, zone, today)),
        session=session.id if session else None,
        cues=attention.cues(row, starts.date(), clinical=clinical),
        trend=trend,
    )


def _step(row: Any) -> Step:
    # The checker does not see what with_step has added.
    return Step(row.step)


def _steps(call: Call, row: Visit, zone: ZoneInfo, today: date) -> Iterable[Step]:
    stands = _step(row)
    # Both treat the patient, and are the session's to say.
    hidden = {Step.CANCELLED, Step.BEGUN, Step.DONE}
    if call.actor.role is Role.CLINIC_MANAGER:
        return
    if row.starts_at.astimezone(zone).date() > today or stands is Step.BEGUN:
        return
    if row.starts_at > clock.now():
        hidden.add(Step.MISSED)
    yield from (each for each in visits.FOLLOWS[stands] if each not in hidden)


@dataclass(frozen=True, slots=True)
class Booked:
    """A visit that is to be moved or cancelled.

    Parameters
    ----------
    id, practitioner, room : UUID
        Room may be None.
    starts : datetime
        By the clinic's clock.
    minutes : int
        How long it lasts.
    purpose, step : Purpose, Step
        What it is for, and how it stands.
    note : str
        May be empty.
    """

    id: UUID
    practitioner: UUID
    room: UUID | None
    starts: datetime
    minutes: int
    purpose: Purpose
    step: Step
    note: str


@dataclass(frozen=True, slots=True)
class Choices:
    """What the form of a visit offers.

    Parameters
    ----------
    patient : UUID
        The number that stands.
    name : str
        Of the patient.
    episodes, practitioners, rooms : tuple of Choice
        Episodes that go on, the latest first, by their complaint to practitioners alone;
        who works here; rooms that are open.
    usual : UUID or None
        The practitioner of the latest episode.
    today : date
        At the clinic.
    visit : Booked or None
        The one that is changed.
    taken : Taken or None
        Times of a day that are taken already, where somebody looks for one.
    """

    patient: UUID
    name: str
    episodes: tuple[Choice, ...]
    practitioners: tuple[Choice, ...]
    rooms: tuple[Choice, ...]
    usual: UUID | None
    today: date
    visit: Booked | None = None
    taken: Taken | None = None


@reads("visits.choices")
def choices(
    call: Call,
    *,
    patient: UUID | None = None,
    visit: UUID | None = None,
    look: Look | None = None,
) -> Choices:
    """Return what may be chosen for a new visit of a patient, or for one that is booked.

    Parameters
    ----------
    patient, visit : UUID or None
        One of them.
    look : Look or None
        On which day, with whom and where a time is looked for; None where none is.

    Raises
    ------
    NotFound
        For a patient or a visit elsewhere.
    """
    clinic = access.clinic(call)
    booked = _booked(call, visit, ZoneInfo(clinic.time_zone)) if visit else None
    row = access.patient(call, booked[0] if booked else patient or UUID(int=0))
    held = titles.going_on(row)
    told = Choices(
        patient=row.id,
        name=row.person.name,
        episodes=titles.offered(call, held),
        practitioners=tuple(_practitioners(clinic)),
        rooms=tuple(_rooms()),
        usual=held[0].practitioner_id if held else None,
        today=clock.today(clinic.time_zone),
        visit=booked[1] if booked else None,
    )
    if look is None:
        return told
    return replace(told, taken=_taken(told, row, look, ZoneInfo(clinic.time_zone)))


def _taken(told: Choices, row: Patient, look: Look, zone: ZoneInfo) -> Taken:
    """Return what is taken of what a form stands at, as far as nothing else is told."""
    if told.visit and look == Look():
        stands = told.visit
        look = Look(stands.starts.date(), stands.practitioner, stands.room)
    treats: dict[UUID | None, Choice] = {e.id: e for e in told.practitioners}
    return slots_reads.taken(
        look.on or told.today,
        row,
        # A form shows the first of its list where none of them is chosen.
        practitioner=treats.get(look.practitioner)
        or treats.get(told.usual)
        or next(iter(treats.values()), None),
        room=next((each for each in told.rooms if each.id == look.room), None),
        zone=zone,
        but=told.visit.id if told.visit else None,
    )


def _booked(call: Call, visit: UUID, zone: ZoneInfo) -> tuple[UUID, Booked]:
    row = access.found(Visit.objects.with_step(), visit, what="visit")
    told = Booked(
        id=row.id,
        practitioner=row.practitioner_id,
        room=row.room_id,
        starts=row.starts_at.astimezone(zone),
        minutes=int((row.ends_at - row.starts_at).total_seconds() // 60),
        purpose=Purpose(row.purpose),
        step=_step(row),
        note=row.note,
    )
    return row.patient_id, told


def _practitioners(clinic: Clinic) -> Iterable[Choice]:
    held = Membership.objects.filter(
        clinic=clinic, role=Role.PRACTITIONER, ended_at=None
    )
    rows = Practitioner.objects.filter(user__in=held.values("user")).order_by("name")
    return (Choice(*each) for each in rows.values_list("id", "name"))


def _rooms() -> Iterable[Choice]:
    rows = Room.objects.filter(closed_at=None).order_by("name")
    return (Choice(*each) for each in rows.values_list("id", "name"))


@dataclass(frozen=True, slots=True)
class Own:
    """One visit as its patient sees it.

    Parameters
    ----------
    id : UUID
        Of the visit.
    starts, ends : datetime
        By the clinic's clock.
    purpose, step : Purpose, Step
        What it is for, and how it stands.
    practitioner, clinic, room : str
        With whom, and where.
    may_cancel : bool
        It has not begun.
    """

    id: UUID
    starts: datetime
    ends: datetime
    purpose: Purpose
    step: Step
    practitioner: str
    clinic: str
    room: str
    may_cancel: bool


MOST = 50


@reads("visits.mine")
def mine(call: Call) -> tuple[Own, ...]:
    """Return the visits of the patient who calls, from today on; cancelled ones too."""
    clinic = access.clinic(call)
    zone = ZoneInfo(clinic.time_zone)
    begins = datetime.combine(clock.today(clinic.time_zone), time(), zone)
    rows = Visit.objects.filter(starts_at__gte=begins).with_step()
    rows = rows.select_related("practitioner", "room").order_by("starts_at")[:MOST]
    return tuple(_own(row, clinic.name, zone) for row in rows)


def _own(row: Visit, clinic: str, zone: ZoneInfo) -> Own:
    step = _step(row)
    may_cancel = visits.may_follow(Step.CANCELLED, step)
    return Own(
        id=row.id,
        starts=row.starts_at.astimezone(zone),
        ends=row.ends_at.astimezone(zone),
        purpose=Purpose(row.purpose),
        step=step,
        practitioner=row.practitioner.name,
        clinic=clinic,
        room=row.room.name if row.room else "",
        may_cancel=may_cancel and row.starts_at > clock.now(),
    )
