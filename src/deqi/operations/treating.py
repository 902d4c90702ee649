"""Who treats in an episode: who opened it, and who gave its last session.

An episode that the patient or the desk opened names nobody, and a colleague may go on with
it; so whoever treated last counts beside whoever opened it.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from deqi.records.charting.models import Session


def last(episode: str, told: str) -> Subquery:
    """Return a column of who gave the last signed session of an episode.

    Parameters
    ----------
    episode : str
        The column of the asking row that names the episode.
    told : str
        Of the practitioner, such as ``pk`` or ``name``.
    """
    signed = Session.objects.filter(episode=OuterRef(episode), signed_at__isnull=False)
    latest = signed.order_by("-given_on", "-began_at")
    return Subquery(latest.values(f"practitioner__{told}")[:1])


def of(
    rows: QuerySet[Any], practitioner: UUID | None, *, at: str = ""
) -> QuerySet[Any]:
    """Return the rows whose episode a practitioner opened or treated last.

    Parameters
    ----------
    rows : QuerySet
        Episodes, or rows of episodes.
    practitioner : UUID or None
        Nobody's are none.
    at : str
        How the row comes to its episode, such as ``episode__``.
    """
    if practitioner is None:
        return rows.none()
    column = at.removesuffix("__") or "pk"
    asked = rows.alias(treats=last(column, "pk"))
    theirs: QuerySet[Any] = asked.filter(
        Q(**{f"{at}practitioner": practitioner}) | Q(treats=practitioner)
    )
    return theirs
