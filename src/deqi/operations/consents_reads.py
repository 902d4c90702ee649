"""The consent texts that a clinic has published, the newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from deqi.operations.callers import Call
from deqi.operations.operation import reads
from deqi.records.episodes.models import Consent, ConsentText


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a consent text.

    Parameters
    ----------
    id : UUID
        Of the version.
    version : int
        From 1, in each language.
    language : str
        Such as ``en``.
    title, body : str
        What a patient reads.
    published_at : datetime
        When.
    given : int
        Consents to it that stand, not withdrawn.
    is_current : bool
        The one that is read from now on.
    """

    id: UUID
    version: int
    language: str
    title: str
    body: str
    published_at: datetime
    given: int
    is_current: bool


@reads("consents.versions")
def versions(call: Call) -> tuple[Version, ...]:
    """Return every version of the texts of the clinic that is worked at."""
    standing = Consent.objects.filter(text=OuterRef("pk"), withdrawn_at=None)
    counted = standing.order_by().values("text").annotate(n=Count("pk")).values("n")
    rows = ConsentText.objects.filter(clinic=call.clinic).annotate(
        given=Coalesce(Subquery(counted), 0)
    )
    seen: set[str] = set()
    found = []
    for row in rows.order_by("language", "-version"):
        found.append(_version(row, row.given, is_current=row.language not in seen))
        seen.add(row.language)
    return tuple(found)


def _version(row: ConsentText, given: int, *, is_current: bool) -> Version:
    return Version(
        row.id,
        row.version,
        row.language,
        row.title,
        row.body,
        row.entered_at,
        given,
        is_current,
    )
