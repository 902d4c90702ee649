"""Signing a session: read once more, judged by today's screening, and then locked.

Words
-----
seal
    A hash over everything that was signed; it no longer fits where a row was changed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC
from typing import Any, cast
from uuid import UUID

from deqi.core import needling, visits
from deqi.core.needling import Chart, Needling, Problem, Refusal, Rule, Whole
from deqi.core.plain import plain
from deqi.core.visits import Step
from deqi.knowledge import charting
from deqi.operations import (
    access,
    clock,
    consents,
    events,
    fitness,
    measurements,
    sessions,
    shortcuts,
)
from deqi.operations import visits as diary
from deqi.operations.callers import Call
from deqi.operations.facts import Via
from deqi.operations.fitness import Fitness
from deqi.operations.operation import writes
from deqi.operations.refusals import Conflict, Unfit
from deqi.operations.sessions import Charting
from deqi.records.charting.models import Session
from deqi.records.clinics.models import Practitioner
from deqi.records.episodes.models import Episode
from deqi.records.intake.models import Overrule


class NoConsent(Conflict):
    """Nobody is needled who has not agreed, or who agrees no longer."""

    code = "no_consent"


class NotFit(Conflict):
    """The screening does not let the session be.

    Parameters
    ----------
    found : Fitness
        Why: the rules that fired, or the questions that are open.
    """

    code = "not_fit"

    def __init__(self, found: Fitness) -> None:
        if found.allowed is None:
            sentence = "Ask today's safety questions first; those left are marked."
        else:
            sentence = "The screening allows no needling today; see what it found."
        super().__init__(sentence, field="safety")
        self.found = found


class LineRefused(Unfit):
    """A line that breaks a rule of charting.

    Parameters
    ----------
    whole : Whole
        The line as it was read.
    errors : tuple of Problem
        Every breach, in the order of the line.
    """

    code = "line_refused"

    def __init__(self, whole: Whole, errors: tuple[Problem, ...]) -> None:
        super().__init__(errors[0].message, field=whole.whereabouts(errors[0])[0])
        self.whole = whole
        self.errors = errors


@writes("sessions.sign")
def sign(call: Call, session: UUID, typed: Charting, *, revision: int) -> UUID:
    """Sign a session with what is on the screen: from then on it never changes.

    Parameters
    ----------
    call : Call
        Of a practitioner whose credential holds on the day of the session.
    session : UUID
        Begun before.
    typed : Charting
        Everything on the screen; it is saved and signed in one.
    revision : int
        The one that the practitioner saw.

    Returns
    -------
    UUID
        Of the session.

    Raises
    ------
    SignedAlready, StaleRevision
        Where somebody else was quicker.
    DischargedAlready, NotLicensed, NoConsent, NotFit
        Where the episode has ended, the credential does not hold, the patient has not
        agreed, or today's screening does not let them be needled.
    LineRefused
        Where the line breaks a rule, by itself or for this patient.
    UnfitScore, MinutesNegative
        For a score or a time that cannot be.
    """
    # The episode is locked first, as beginning does, so that the two never wait for
    # each other; and it cannot be discharged while its session is signed.
    found = access.session(call, session)
    access.locked_episode(call, found.episode_id)
    row = access.session(call, session, lock=True)
    sessions.refuse_changed(row, revision)
    episode = access.episode(call, row.episode_id)
    sessions.refuse_discharged(episode)
    practitioner = access.needling(call, on=row.given_on)
    _refuse_without_consent(episode)
    fit = _fit(episode, row)
    line, read = _read(typed, practitioner.id, fit)
    sessions.put(row, typed)
    _keep_overrules(row, read, practitioner)
    _keep_beside(call, row, episode, typed, read)
    # Signed last: what is entered after the signature is what the next visit asks about.
    _lock(row, line, read, practitioner)
    return row.id


def _refuse_without_consent(row: Episode) -> None:
    if consents.standing(row) is None:
        raise NoConsent(
            "The patient has not agreed, or agrees no longer: take their consent first.",
            field="consent",
        )


def _fit(episode: Episode, row: Session) -> Fitness:
    found = fitness.of(episode, on=row.given_on, moment=row.began_at)
    if not found.allowed:
        raise NotFit(found)
    return found


def _read(typed: Charting, practitioner: UUID, fit: Fitness) -> tuple[str, Chart]:
    known = charting.vocabulary()
    whole = needling.whole(typed.draft, known, shortcuts=shortcuts.of(practitioner))
    read = needling.read(whole.line, known, restrictions=fit.restrictions)
    if isinstance(read, Refusal):
        raise LineRefused(whole, read.errors)
    return whole.line, read


def _lock(row: Session, line: str, read: Chart, practitioner: Practitioner) -> None:
    row.line, row.chart = line, cast(dict[str, Any], plain(read))
    row.draft = {"scores": row.draft["scores"]}
    row.needles_in, row.needles_out = read.needles["in"], read.needles["out"]
    row.retention_minutes = read.retention_minutes
    row.forgotten_needle = row.needles_out < row.needles_in
    row.signed_at, row.signed_by = clock.now(), practitioner
    row.signed_hash = seal(row)
    row.save()


def seal(row: Session) -> str:
    """Return the hash over everything that a signature stands for."""
    told: Mapping[str, object] = {
        "session": row.id,
        "patient": row.patient_id,
        "episode": row.episode_id,
        "practitioner": row.practitioner_id,
        "given_on": row.given_on,
        "line": row.line,
        "chart": row.chart,
        "scores": row.draft,
        "note": row.note,
        "one_to_one_minutes": row.one_to_one_minutes,
        "signed_at": row.signed_at.astimezone(UTC).isoformat() if row.signed_at else "",
        "signed_by": row.signed_by_id,
    }
    text = json.dumps(told, sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _keep_beside(
    call: Call, row: Session, episode: Episode, typed: Charting, read: Chart
) -> None:
    for event in read.adverse_events:
        told = events.Happened(event.kind, event.grade, row.given_on)
        events.keep(call, episode, told, session=row)
    for instrument, total in typed.scores.items():
        taken = measurements.Taken(instrument, total=total, on=row.given_on)
        measurements.keep(call, episode, taken, via=Via.SESSION)
    if row.visit_id is not None:
        _done(call, row.visit_id)


def _keep_overrules(row: Session, read: Chart, practitioner: Practitioner) -> None:
    Overrule.objects.bulk_create(
        _overrule(row, practitioner, site, rule)
        for site in read.needling
        for rule in site.overruled
    )


def _overrule(
    row: Session, practitioner: Practitioner, site: Needling, rule: str
) -> Overrule:
    return Overrule(
        entered_at=clock.now(),
        clinic_id=row.clinic_id,
        patient_id=row.patient_id,
        episode_id=row.episode_id,
        target="depth" if rule == Rule.DEPTH_OVER_CAP else "restriction",
        rule=site.point or site.muscle or "",
        reason=site.overrule or "",
        practitioner=practitioner,
    )


def _done(call: Call, visit: UUID) -> None:
    booked = access.visit(call, visit, lock=True)
    if visits.may_follow(Step.DONE, diary.step_of(booked)):
        diary.record_step(call, booked, Step.DONE)
