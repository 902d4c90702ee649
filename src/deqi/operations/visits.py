"""Booked times: made, moved, cancelled, and taken from step to step.

Words
-----
slot
    With whom, where and when, in the clinic's own local time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import IntegrityError, connection

from deqi.core import visits
from deqi.core.roles import Role
from deqi.core.visits import Purpose, Step
from deqi.operations import access, clock
from deqi.operations.callers import Call
from deqi.operations.episodes import DischargedAlready
from deqi.operations.operation import writes
from deqi.operations.refusals import Conflict, NotPermitted, Unfit
from deqi.records.accounts.models import Membership
from deqi.records.charting.models import Session
from deqi.records.clinics.models import Clinic, Practitioner, Room
from deqi.records.diary.models import Visit, VisitStep


@dataclass(frozen=True, slots=True)
class Slot:
    """A time with a practitioner.

    Parameters
    ----------
    practitioner : UUID
        Who works at the clinic, with a credential that holds on the day.
    on : date
        The day at the clinic.
    at : time
        When it begins, by the clinic's clock.
    minutes : int
        How long it lasts; above 0, and it ends on its day.
    room : UUID or None
        None where no room is kept for it.
    """

    practitioner: UUID
    on: date
    at: time
    minutes: int
    room: UUID | None = None


class TimeTaken(Conflict):
    """The practitioner, the room or the patient already has a visit then."""

    code = "time_taken"


class TimePassed(Unfit):
    """A visit on a day that is over."""

    code = "time_passed"


class NoSuchTime(Unfit):
    """A time that the clinic's clock does not show on that day, or a length of none."""

    code = "no_such_time"


class NotAtThisClinic(Unfit):
    """A practitioner who does not work at the clinic."""

    code = "not_at_this_clinic"


class RoomClosed(Unfit):
    """A room that is booked no more."""

    code = "room_closed"


class IllegalStep(Conflict):
    """A step that does not follow the one where the visit stands."""

    code = "illegal_step"


class NotYet(Conflict):
    """A step whose time has not come."""

    code = "not_yet"


class SessionOpen(Conflict):
    """A visit whose session says how it goes on."""

    code = "session_open"


@writes("visits.book")
def book(
    call: Call,
    episode: UUID,
    slot: Slot,
    purpose: Purpose = Purpose.TREATMENT,
    *,
    note: str = "",
) -> UUID:
    """Book a visit of an episode that goes on.

    Parameters
    ----------
    call : Call
        By whom.
    episode : UUID
        What the visit is for.
    slot : Slot
        With whom, where and when.
    purpose : Purpose
        What it is booked for.
    note : str
        For the desk; at most 300 characters.

    Returns
    -------
    UUID
        Of the visit.

    Raises
    ------
    TimeTaken
        Where practitioner, room or patient are taken; the database itself sees to it.
    TimePassed, NoSuchTime, NotAtThisClinic, RoomClosed
        For a slot that cannot be.
    NotLicensed, DischargedAlready, NotFound
        Without a valid credential on the day, or for an episode that has ended or is
        elsewhere.
    """
    kept = access.episode(call, episode)
    if kept.discharged_at is not None:
        raise DischargedAlready("This episode has ended; open a new one.")
    row = Visit(
        entered_at=clock.now(),
        clinic_id=kept.clinic_id,
        # The number that stands, so that one human being has one visit at a time.
        patient=access.patient(call, kept.patient_id),
        episode=kept,
        purpose=purpose,
        note=note.strip(),
    )
    _place(call, row, slot)
    record_step(call, row, Step.BOOKED)
    return row.id


@writes("visits.move")
def move(call: Call, visit: UUID, slot: Slot) -> UUID:
    """Move a visit that nobody has come to yet to another time.

    Raises
    ------
    IllegalStep
        Where it has begun, or has been missed or cancelled.
    TimeTaken, TimePassed, NoSuchTime, NotAtThisClinic, RoomClosed, NotLicensed, NotFound
        As of booking.
    """
    row = access.visit(call, visit, lock=True)
    stands = step_of(row)
    if stands not in visits.MOVABLE:
        raise IllegalStep(f"This visit is {stands}; it is not moved any more.")
    _place(call, row, slot)
    return row.id


@writes("visits.cancel")
def cancel(call: Call, visit: UUID, *, why: str = "") -> UUID:
    """Cancel a visit; its time is free again.

    A patient cancels their own, before it begins.

    Parameters
    ----------
    why : str
        As the patient or the desk says it; at most 200 characters.

    Raises
    ------
    IllegalStep, TimePassed, NotPermitted, NotFound
        Where it has begun or ended, or is not the caller's.
    """
    row = access.visit(call, visit, lock=True)
    if call.actor.user is None:
        raise NotPermitted("Sign in to cancel a visit, or ring the clinic.")
    if call.actor.role is Role.PATIENT and row.starts_at <= clock.now():
        raise TimePassed("This visit has begun; ring the clinic.")
    _refuse_illegal(row, Step.CANCELLED)
    row.cancelled_at, row.cancelled_by_id = clock.now(), call.actor.user
    row.cancelled_why = why.strip()
    row.save()
    record_step(call, row, Step.CANCELLED)
    return row.id


@writes("visits.step")
def step(call: Call, visit: UUID, to: Step) -> UUID:
    """Take a visit one step on, or a wrong step back.

    A visit that was missed holds its time no more; who comes after all needs it free.

    Parameters
    ----------
    to : Step
        Any but cancelled, which has a reason of its own.

    Raises
    ------
    IllegalStep
        Where the step does not follow the one where the visit stands.
    NotYet
        Before the day of the visit, and before its time for one that was missed.
    TimeTaken
        For one that was missed, where somebody else has its time by now.
    NotPermitted, SessionOpen, NotFound
        Where the front desk would begin or end a treatment, or a session is open.
    """
    row = access.visit(call, visit, lock=True)
    if to is Step.CANCELLED:
        raise IllegalStep("Cancel the visit by its own form, with a word of why.")
    _refuse_illegal(row, to)
    _refuse_early(call, row, to)
    _refuse_desk(call, to)
    _refuse_open_session(row, to)
    _hold(call, row, to)
    record_step(call, row, to)
    return row.id


def _hold(call: Call, row: Visit, to: Step) -> None:
    """Let go of the time of a visit that was missed, or take it again."""
    if (to is Step.MISSED) == (row.missed_at is not None):
        return
    row.missed_at = clock.now() if to is Step.MISSED else None
    told = _taken(row.practitioner, row.room, advice="book another time.")
    with _one_at_a_time(told):
        _queue(call)
        row.save(update_fields=["missed_at"])


def step_of(row: Visit) -> Step:
    """Return how a visit stands."""
    return Step(row.steps.order_by("-entered_at", "-id").values_list("step")[0][0])


def record_step(call: Call, row: Visit, to: Step) -> None:
    """Add a step inside an operation that has locked the visit and judged it."""
    last = row.steps.order_by("-entered_at").values_list("entered_at").first()
    at = clock.now()
    if last is not None:
        # Two steps of one moment would have no order.
        at = max(at, last[0] + timedelta(microseconds=1))
    VisitStep.objects.create(
        entered_at=at,
        clinic_id=row.clinic_id,
        patient_id=row.patient_id,
        visit=row,
        step=to,
        by_id=call.actor.user,
    )


def _refuse_illegal(row: Visit, to: Step) -> None:
    stands = step_of(row)
    if not visits.may_follow(to, stands):
        raise IllegalStep(f"This visit is {stands}; it cannot become {to}.")


def _refuse_early(call: Call, row: Visit, to: Step) -> None:
    if to is Step.BOOKED:
        return
    clinic = access.clinic(call)
    day = row.starts_at.astimezone(ZoneInfo(clinic.time_zone)).date()
    if day > clock.today(clinic.time_zone):
        raise NotYet("The day of this visit has not come.")
    if to is Step.MISSED and row.starts_at > clock.now():
        raise NotYet("The time of this visit has not come.")


def _refuse_desk(call: Call, to: Step) -> None:
    if to in (Step.BEGUN, Step.DONE) and call.actor.role is not Role.PRACTITIONER:
        raise NotPermitted("The practitioner begins and ends the treatment.")


def _refuse_open_session(row: Visit, to: Step) -> None:
    if to not in (Step.ARRIVED, Step.DONE):
        return
    if Session.objects.filter(visit=row, signed_at=None).exists():
        raise SessionOpen("A session has begun; sign it, and the visit is done.")


def _place(call: Call, row: Visit, slot: Slot) -> None:
    """Put a visit into a slot that is open to it, and save it."""
    clinic = access.clinic(call)
    begins = _moment(slot, clinic)
    if slot.on < clock.today(clinic.time_zone):
        raise TimePassed("This day is over; choose today or later.", field="on")
    practitioner = _working(call, slot)
    room = _open_room(slot)
    row.practitioner, row.room = practitioner, room
    row.starts_at, row.ends_at = begins, begins + timedelta(minutes=slot.minutes)
    with _one_at_a_time(_taken(practitioner, room, advice="choose another.")):
        _queue(call)
        row.save()


def _queue(call: Call) -> None:
    """Let one booking after the other through, in the whole network."""
    # Of two that exclude each other and come at once, each would wait for the other.
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
            [f"diary {call.actor.network}"],
        )


def _moment(slot: Slot, clinic: Clinic) -> datetime:
    zone = ZoneInfo(clinic.time_zone)
    begins = datetime.combine(slot.on, slot.at, zone)
    there = begins.astimezone(ZoneInfo("UTC")).astimezone(zone)
    if there.replace(tzinfo=None) != begins.replace(tzinfo=None):
        raise NoSuchTime("The clocks go forward then: choose another.", field="at")
    local_end = datetime.combine(slot.on, slot.at) + timedelta(minutes=slot.minutes)
    if slot.minutes < 1 or local_end.date() != slot.on:
        raise NoSuchTime(
            "A visit lasts a minute or more, within a day.", field="minutes"
        )
    return begins


def _working(call: Call, slot: Slot) -> Practitioner:
    held = Membership.objects.filter(
        clinic=call.clinic, role=Role.PRACTITIONER, ended_at=None
    )
    row = Practitioner.objects.filter(
        pk=slot.practitioner, user__in=held.values("user")
    ).first()
    if row is None:
        raise NotAtThisClinic(
            "This practitioner does not work here; choose another.",
            field="practitioner",
        )
    access.refuse_unlicensed(row, on=slot.on)
    return row


def _open_room(slot: Slot) -> Room | None:
    if slot.room is None:
        return None
    row = access.found(Room.objects.all(), slot.room, what="room")
    if row.closed_at is not None:
        raise RoomClosed(f"{row.name} is closed; choose another.", field="room")
    return row


def _taken(
    practitioner: Practitioner, room: Room | None, *, advice: str
) -> Mapping[str, tuple[str, str]]:
    """Return what is said, and of which field, by the constraint that is in the way."""
    at, here = "at", room.name if room else ""
    return {
        "visit_practitioner_once": (
            f"{practitioner.name} already has a visit then; {advice}",
            at,
        ),
        "visit_room_once": (f"{here} is taken then; {advice}", "room"),
        "visit_patient_once": (f"The patient already has a visit then; {advice}", at),
    }


@contextmanager
def _one_at_a_time(told: Mapping[str, tuple[str, str]]) -> Iterator[None]:
    """Tell in words what the database's exclusion constraints refuse."""
    try:
        yield
    except IntegrityError as fault:
        name = getattr(getattr(fault.__cause__, "diag", None), "constraint_name", "")
        if name not in told:
            raise
        sentence, field = told[name]
        raise TimeTaken(sentence, field=field) from None
