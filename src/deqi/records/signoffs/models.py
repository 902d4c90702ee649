from __future__ import annotations

from django.db import models
from django.db.models import Q

from deqi.records.rows import ADDED_TO, Row


class SignOff(Row):
    """A named clinician stands for a knowledge record as it is; a changed one voids it."""

    rights = ADDED_TO

    network = models.ForeignKey("clinics.Network", models.PROTECT, related_name="+")
    record = models.CharField(max_length=160)
    content_hash = models.CharField(max_length=64)
    practitioner = models.ForeignKey(
        "clinics.Practitioner", models.PROTECT, related_name="+"
    )
    verdict = models.CharField(max_length=12)
    note = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="sign_off_verdict_known",
                condition=Q(verdict__in=["agrees", "objects"]),
            ),
            models.CheckConstraint(
                name="objection_has_a_note",
                condition=Q(verdict="agrees") | ~Q(note=""),
            ),
        ]
        indexes = [models.Index(fields=["record", "-entered_at"], name="sign_off_of")]
