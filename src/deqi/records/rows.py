"""What rows have in common: an id, a clinic, a moment of entry, and what may be done.

Words
-----
clinic row
    A row that belongs to one clinic; the database shows it to that clinic alone.
patient row
    A clinic row about one patient; a signed-in patient sees their own alone.
rights
    What the server's role may do to a table, as PostgreSQL names it. A row that is only
    ever added to has no ``UPDATE``; no patient's row is ever deleted.
"""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Q

ADDED_TO = "SELECT, INSERT"
CHANGED = "SELECT, INSERT, UPDATE"
REMOVED = "SELECT, INSERT, UPDATE, DELETE"


class Row(models.Model):
    rights = CHANGED

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    entered_at = models.DateTimeField()

    class Meta:
        abstract = True


class ClinicRow(Row):
    clinic = models.ForeignKey("clinics.Clinic", models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class PatientRow(ClinicRow):
    patient = models.ForeignKey("people.Patient", models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class EpisodeRow(PatientRow):
    episode = models.ForeignKey("episodes.Episode", models.PROTECT, related_name="+")

    class Meta:
        abstract = True


def both_or_neither(name: str, *, table: str) -> models.CheckConstraint:
    """Return the constraint that ``<name>_at`` and ``<name>_by`` are known together."""
    at, by = f"{name}_at__isnull", f"{name}_by__isnull"
    return models.CheckConstraint(
        condition=Q(**{at: True, by: True}) | Q(**{at: False, by: False}),
        name=f"{table}_{name}_at_and_by",
    )


def one_of(field: str, values: type, *, table: str) -> models.CheckConstraint:
    """Return the constraint that a column holds a value of an enumeration."""
    return models.CheckConstraint(
        condition=Q(**{f"{field}__in": [str(each) for each in values]}),  # type: ignore[attr-defined]  # a StrEnum class iterates over its members
        name=f"{table}_{field}_known",
    )
