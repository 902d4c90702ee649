"""Sessions: begun, charted while they go on, signed once, and then only added to.

Words
-----
charting
    What is typed on the screen of a session: a draft of the line, scores, a note.
revision
    How often a draft was saved. Who saves names the one they saw; where somebody else
    was quicker they are told, and nothing is overwritten.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from deqi.core import needling, visits
from deqi.core.needling import Draft
from deqi.core.visits import Step
from deqi.operations import access, clock
from deqi.operations import visits as diary
from deqi.operations.callers import Call
from deqi.operations.episodes import DischargedAlready
from deqi.operations.operation import writes
from deqi.operations.refusals import Conflict, Unfit
from deqi.records.charting.models import Amendment, Session
from deqi.records.diary.models import Visit
from deqi.records.episodes.models import Episode, Plan


@dataclass(frozen=True, slots=True)
class Charting:
    """What is typed on the screen of a session.

    Parameters
    ----------
    draft : Draft
        The charting line and the fields beside it.
    scores : mapping of str to float
        Totals by instrument, as the patient gave them today.
    note : str
        In the practitioner's words.
    one_to_one_minutes : int or None
        Minutes spent with the patient alone; None where they were not counted.
    """

    draft: Draft = field(default_factory=Draft)
    scores: Mapping[str, float] = field(default_factory=dict)
    note: str = ""
    one_to_one_minutes: int | None = None


class SignedAlready(Conflict):
    """A signed session is never changed, only amended."""

    code = "signed_already"


class StaleRevision(Conflict):
    """Somebody else has saved the session meanwhile."""

    code = "stale_revision"


class NotSigned(Conflict):
    """A session that is still charted is changed, not amended."""

    code = "not_signed"


class NothingAdded(Unfit):
    """An amendment without a word."""

    code = "nothing_added"


class MinutesNegative(Unfit):
    """A time that nobody can have spent."""

    code = "minutes_negative"


@writes("sessions.begin")
def begin(call: Call, episode: UUID, *, visit: UUID | None = None) -> UUID:
    """Begin a session, for a visit or for somebody who walked in.

    The line is prefilled from the last session of the episode, or from the plan.

    Parameters
    ----------
    call : Call
        Of the practitioner who treats.
    episode : UUID
        For which complaint.
    visit : UUID or None
        None for a walk-in.

    Returns
    -------
    UUID
        Of the session; of the one that is there, where the visit has one or the episode
        has one open on the day.

    Raises
    ------
    DischargedAlready, NotLicensed
        For an episode that has ended, or without a valid credential on the day.
    IllegalStep, NotYet, NotFound
        For a visit that was cancelled or missed, whose day lies ahead, or that belongs
        to another episode.
    """
    row = access.locked_episode(call, episode)
    refuse_discharged(row)
    booked = None if visit is None else _visit(call, row, visit)
    given_on = _day(call, booked)
    practitioner = access.needling(call, on=given_on)
    there = _there(row, booked, given_on)
    if there is None:
        there = Session(
            entered_at=clock.now(),
            clinic_id=row.clinic_id,
            patient_id=row.patient_id,
            episode=row,
            practitioner=practitioner,
            given_on=given_on,
            began_at=clock.now(),
            line=prefilled(row),
        )
    if booked is not None and there.signed_at is None:
        there.visit = booked
        _begun(call, booked)
    if there.signed_at is None:
        there.save()
    return there.id


def refuse_discharged(row: Episode) -> None:
    """Refuse to needle in an episode that has ended."""
    if row.discharged_at is not None:
        raise DischargedAlready("This episode has ended; open a new one.")


def _visit(call: Call, row: Episode, visit: UUID) -> Visit:
    rows = Visit.objects.select_for_update().filter(episode=row)
    return access.found(rows, visit, what="visit")


def _day(call: Call, booked: Visit | None) -> date:
    """Return the day of the treatment: a visit that is charted late keeps its own."""
    clinic = access.clinic(call)
    today = clock.today(clinic.time_zone)
    if booked is None:
        return today
    day = booked.starts_at.astimezone(ZoneInfo(clinic.time_zone)).date()
    if day > today:
        raise diary.NotYet("The day of this visit has not come.", field="visit")
    return day


def _there(row: Episode, booked: Visit | None, given_on: date) -> Session | None:
    rows = Session.objects.select_for_update().filter(episode=row)
    today = rows.filter(signed_at=None, given_on=given_on).order_by("began_at")
    if booked is None:
        # A walk-in goes on with whatever is open today, booked or not.
        return today.first()
    return rows.filter(visit=booked).first() or today.filter(visit=None).first()


def _begun(call: Call, booked: Visit) -> None:
    stands = diary.step_of(booked)
    if stands is Step.BEGUN:
        return
    if not visits.may_follow(Step.BEGUN, stands):
        raise diary.IllegalStep(f"This visit is {stands}; it cannot begin.")
    diary.record_step(call, booked, Step.BEGUN)


def prefilled(row: Episode) -> str:
    """Return the line that the next session of an episode begins with.

    Never in it: needles in or out, response, lots, adverse events, and reasons.
    """
    rows = Session.objects.filter(episode=row, signed_at__isnull=False)
    last = rows.order_by("-given_on", "-began_at").first()
    if last is not None and last.chart is not None:
        return needling.again(needling.recall(last.chart))
    plan = Plan.objects.filter(episode=row).order_by("-entered_at").first()
    if plan is None:
        return ""
    retention = plan.care["plan"]["retention_minutes"]
    return needling.planned(plan.needling, retention_minutes=retention[0])


@writes("sessions.chart")
def chart(call: Call, session: UUID, typed: Charting, *, revision: int) -> UUID:
    """Save what has been typed so far; nothing of it is read or judged.

    Parameters
    ----------
    typed : Charting
        Everything on the screen.
    revision : int
        The one that the practitioner saw; saving makes it the next.

    Raises
    ------
    SignedAlready, StaleRevision, NotFound
        For a session that is signed, that somebody else has saved since, or elsewhere.
    """
    row = access.session(call, session, lock=True)
    refuse_changed(row, revision)
    put(row, typed)
    row.save()
    return row.id


def refuse_changed(row: Session, revision: int) -> None:
    """Refuse to write over what somebody else has signed or saved."""
    if row.signed_at is not None:
        by = row.signed_by.name if row.signed_by else ""
        raise SignedAlready(f"{by} has signed this session; add an amendment.")
    if row.revision != revision:
        raise StaleRevision(
            "Somebody else has saved this session since you opened it. What you typed is"
            " still here: compare it with what is saved, then save again.",
            field="revision",
        )


def put(row: Session, typed: Charting) -> None:
    """Put what was typed into a row that is locked, as its next revision."""
    minutes = typed.one_to_one_minutes
    if minutes is not None and minutes < 0:
        raise MinutesNegative("Minutes are 0 or more.", field="one_to_one_minutes")
    row.line, row.note = typed.draft.line, typed.note.strip()
    row.one_to_one_minutes = minutes
    row.draft = {
        "needles_out": typed.draft.needles_out,
        "lot": typed.draft.lot,
        "events": typed.draft.events,
        "scores": dict(typed.scores),
    }
    row.revision += 1


def typed_so_far(row: Session) -> Charting:
    """Return what was typed and saved last."""
    beside = row.draft
    return Charting(
        Draft(
            row.line,
            beside.get("needles_out"),
            beside.get("lot", ""),
            beside.get("events", ""),
        ),
        beside.get("scores", {}),
        row.note,
        row.one_to_one_minutes,
    )


@writes("sessions.amend")
def amend(call: Call, session: UUID, *, text: str) -> UUID:
    """Add to a signed session; what was signed stays as it is.

    Returns
    -------
    UUID
        Of the amendment.

    Raises
    ------
    NotSigned, NothingAdded, NotLicensed, NotFound
        For a session that is not signed, without a word, without a valid credential, or
        elsewhere.
    """
    row = access.session(call, session)
    if row.signed_at is None:
        raise NotSigned("This session is not signed yet; change it instead.")
    if not text.strip():
        raise NothingAdded("Write what is to be added.", field="text")
    practitioner = access.needling(call, on=access.today(call))
    kept = Amendment.objects.create(
        entered_at=clock.now(),
        clinic_id=row.clinic_id,
        patient_id=row.patient_id,
        session=row,
        text=text.strip(),
        practitioner=practitioner,
    )
    return kept.id
