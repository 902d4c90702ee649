"""All sessions of an episode, a page at a time.

A chart may hold thousands: a page begins after the last session of the page before, so
that the last page costs no more than the first.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from deqi.operations import access
from deqi.operations.callers import Call
from deqi.operations.operation import reads
from deqi.operations.persons import Person, person_of
from deqi.records.charting.models import Session

PAGE = 25
"""Sessions on one page."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One session of a history."""

    id: UUID
    given_on: date
    practitioner: str
    line: str
    needles_in: int | None
    events: int
    amendments: int
    is_signed: bool


@dataclass(frozen=True, slots=True)
class History:
    """A page of the sessions of an episode, the newest first.

    Parameters
    ----------
    person : Person
        Whose they are.
    sessions : tuple of Listed
        At most a page of them.
    older : UUID or None
        The session after which the next page begins; None on the last.
    """

    person: Person
    sessions: tuple[Listed, ...]
    older: UUID | None


@reads("sessions.list")
def history(call: Call, episode: UUID, *, after: UUID | None = None) -> History:
    """Return a page of the sessions of an episode, the newest first.

    Parameters
    ----------
    episode : UUID
        Whose sessions.
    after : UUID or None
        The last session of the page before; None for the first page.
    """
    row = access.episode(call, episode)
    rows = Session.objects.filter(episode=row)
    if after is not None:
        last = access.found(rows, after, what="session")
        same_day = Q(given_on=last.given_on, began_at__lt=last.began_at)
        rows = rows.filter(Q(given_on__lt=last.given_on) | same_day)
    page = list(_counted(rows)[: PAGE + 1])
    return History(
        person_of(row),
        tuple(_listed(each) for each in page[:PAGE]),
        page[PAGE - 1].id if len(page) > PAGE else None,
    )


def _counted(rows: QuerySet[Session]) -> QuerySet[Any]:
    def number_of(name: str) -> Count:
        return Count(name, distinct=True)

    ordered = rows.select_related("practitioner").order_by("-given_on", "-began_at")
    return ordered.annotate(
        n_events=number_of("adverse_events"), n_amendments=number_of("amendments")
    )


def _listed(row: Any) -> Listed:
    return Listed(
        row.id,
        row.given_on,
        row.practitioner.name,
        row.line,
        row.needles_in,
        row.n_events,
        row.n_amendments,
        row.signed_at is not None,
    )
