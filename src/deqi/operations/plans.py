"""Plans: what the planner proposes, and what the practitioner signs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from deqi.care import chain
from deqi.care.values import Care
from deqi.core.needlework import Line
from deqi.core.plain import plain
from deqi.operations import access, clock, histories, screenings
from deqi.operations.callers import Call
from deqi.operations.operation import reads, writes
from deqi.operations.refusals import Conflict, Unfit
from deqi.records.episodes.models import Episode, Plan


@dataclass(frozen=True, slots=True)
class Changes:
    """What the practitioner makes of a proposal.

    Parameters
    ----------
    left_out : tuple of str
        Places of the proposal's lines, as ``site_of`` names them, that are not needled.
    style : str
        In which to plan; empty for the episode's.
    note : str
        What is to be kept in mind.
    """

    left_out: tuple[str, ...] = ()
    style: str = ""
    note: str = ""


class NothingPlanned(Conflict):
    """The screening lets nothing be planned; it says why."""

    code = "nothing_planned"


class NothingLeft(Unfit):
    """Every line was left out."""

    code = "nothing_left"


@reads("plans.propose")
def propose(call: Call, episode: UUID, *, style: str = "") -> Care:
    """Return what the care chain decides for an episode today.

    Parameters
    ----------
    style : str
        ``traditional``, ``western``, ``combined``; empty for the episode's.
    """
    row = access.episode(call, episode)
    return decide(call, row, style=style)


def decide(call: Call, row: Episode, *, style: str = "") -> Care:
    """Decide for an episode inside an operation."""
    zone = access.clinic(call).time_zone
    today = clock.today(zone)
    history = histories.of(row, today=today, zone=zone)
    if style:
        row.style = style
    wishes = histories.wishes(row, sessions=len(history.episode.sessions))
    return chain.decide(history.said, today=today, wishes=wishes, past=history.past)


@writes("plans.sign")
def sign(call: Call, episode: UUID, changes: Changes | None = None) -> UUID:
    """Sign a plan; it replaces the one before.

    Raises
    ------
    NothingPlanned, NothingLeft, NotLicensed
        Where the screening lets nothing be planned, all is left out, or the caller may
        not practise.
    """
    wanted = changes or Changes()
    row = access.locked_episode(call, episode)
    practitioner = access.needling(call, on=access.today(call))
    whole = access.episode(call, episode)
    care = decide(call, whole, style=wanted.style)
    if care.plan is None:
        raise NothingPlanned(care.withheld or "Nothing is planned for this complaint.")
    lines = [
        each for each in care.plan.needling if site_of(each) not in wanted.left_out
    ]
    if not lines:
        raise NothingLeft("Leave at least one line in the plan.", field="left_out")
    kept = Plan.objects.create(
        entered_at=clock.now(),
        clinic_id=row.clinic_id,
        patient_id=row.patient_id,
        episode=row,
        style=care.plan.style,
        care=cast(dict[str, Any], plain(care)),
        changes=cast(dict[str, Any], plain(wanted)),
        needling=cast(list[Any], plain(lines)),
        course=cast(list[Any], plain(care.course or ())),
        cadence=care.cadence,
        note=wanted.note.strip(),
        signed_at=clock.now(),
        signed_by=practitioner,
    )
    if wanted.style:
        Episode.objects.filter(pk=row.id).update(style=wanted.style)
    screenings.take(call, whole)
    return kept.id


def site_of(line: Line) -> str:
    """Return the word for one line of a plan, such as ``BL23`` or ``ashi L4``."""
    return " ".join(each for each in (line.point or line.muscle, line.level) if each)


@dataclass(frozen=True, slots=True)
class Signed:
    """The plan that stands.

    Parameters
    ----------
    id : UUID
        Of the plan.
    care, changes : mapping
        As stored: what was decided, and what the practitioner changed.
    needling, course : tuple
        What is needled, and when visits are due; as the care chain prints them.
    style, cadence, note : str
        Of the plan.
    signed_by : str
        Name of the practitioner.
    """

    id: UUID
    care: dict[str, Any]
    changes: dict[str, Any]
    needling: tuple[dict[str, Any], ...]
    course: tuple[dict[str, Any], ...]
    style: str
    cadence: str
    note: str
    signed_by: str


@reads("plans.read")
def read(call: Call, episode: UUID) -> Signed | None:
    """Return the plan that stands; None before the first."""
    return standing(access.episode(call, episode))


def standing(row: Episode) -> Signed | None:
    """Return the last plan of an episode inside an operation."""
    rows = Plan.objects.filter(episode=row).select_related("signed_by")
    plan = rows.order_by("-entered_at").first()
    if plan is None:
        return None
    return Signed(
        id=plan.id,
        care=plan.care,
        changes=plan.changes,
        needling=tuple(plan.needling),
        course=tuple(plan.course),
        style=plan.style,
        cadence=plan.cadence,
        note=plan.note,
        signed_by=plan.signed_by.name if plan.signed_by else "",
    )
