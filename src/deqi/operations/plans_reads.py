"""The page on which a plan is chosen: what is proposed, what stands, what came before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from deqi.care.values import Care
from deqi.knowledge import muscles
from deqi.operations import access, plans
from deqi.operations.callers import Call
from deqi.operations.operation import reads
from deqi.operations.persons import Person, person_of
from deqi.records.episodes.models import Episode, Plan

MOST = 20
"""Plans that are listed; an episode has few."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """A plan that was signed.

    Parameters
    ----------
    id : UUID
        Of the plan.
    at : datetime
        When.
    by, style, note : str
        Who signed it, in which style, and what was noted.
    sites : tuple of str
        What is needled, in the order of the plan.
    left_out : tuple of str
        What the practitioner took out of the proposal.
    """

    id: UUID
    at: datetime
    by: str
    style: str
    note: str
    sites: tuple[str, ...]
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Weighing:
    """What a plan is chosen from.

    Parameters
    ----------
    person : Person
        Whom it is about.
    care : Care
        What the care chain decides today, in the style asked for.
    style : str
        Of the proposal; the one asked for where nothing is planned.
    signed : tuple of Earlier
        The newest first; the first one stands.
    is_discharged : bool
        The episode has ended.
    """

    person: Person
    care: Care
    style: str
    signed: tuple[Earlier, ...]
    is_discharged: bool


@reads("plans.weigh")
def weigh(call: Call, episode: UUID, *, style: str = "") -> Weighing:
    """Return what a plan is chosen from.

    Parameters
    ----------
    style : str
        ``traditional``, ``western``, ``combined``; empty for the episode's.
    """
    row = access.episode(call, episode)
    care = plans.decide(call, row, style=style)
    return Weighing(
        person=person_of(row),
        care=care,
        style=care.plan.style if care.plan else style,
        signed=_signed(row),
        is_discharged=row.discharged_at is not None,
    )


def _signed(row: Episode) -> tuple[Earlier, ...]:
    rows = Plan.objects.filter(episode=row, signed_at__isnull=False)
    rows = rows.select_related("signed_by").order_by("-entered_at")[:MOST]
    return tuple(_earlier(each) for each in rows)


def _earlier(row: Plan) -> Earlier:
    return Earlier(
        id=row.id,
        at=row.entered_at,
        by=row.signed_by.name if row.signed_by else "",
        style=row.style,
        note=row.note,
        sites=tuple(_site(each) for each in row.needling),
        left_out=tuple(row.changes.get("left_out", ())),
    )


def _site(line: dict[str, str | None]) -> str:
    muscle = muscles.catalogue().get(line.get("muscle") or "")
    told = (muscle.name if muscle else line.get("point"), line.get("level"))
    return " ".join(each for each in told if each)
