from __future__ import annotations

from django.db import models
from django.db.models import Q

from deqi.core.review import Decision
from deqi.records.rows import ADDED_TO, EpisodeRow, one_of


class Measurement(EpisodeRow):
    """One score of one instrument on one day, with the answers it came from."""

    rights = ADDED_TO

    instrument = models.CharField(max_length=30)
    score = models.FloatField()
    answers = models.JSONField(null=True)
    measured_on = models.DateField()
    speaker = models.CharField(max_length=20, default="patient")
    via = models.CharField(max_length=20)
    entered_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, related_name="+"
    )
    corrects = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="corrected_by"
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["episode", "instrument", "measured_on"], name="measurement_of"
            ),
        ]


class Review(EpisodeRow):
    """What the rules said on a day, and what the practitioner decided."""

    rights = ADDED_TO

    reviewed_on = models.DateField()
    proposed = models.CharField(max_length=12)
    decision = models.CharField(max_length=12)
    urgency = models.CharField(max_length=12, blank=True)
    reason = models.TextField(blank=True)
    found = models.JSONField()
    practitioner = models.ForeignKey(
        "clinics.Practitioner", models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            one_of("proposed", Decision, table="review"),
            one_of("decision", Decision, table="review"),
            models.CheckConstraint(
                name="review_overruled_with_a_reason",
                condition=Q(decision=models.F("proposed")) | ~Q(reason=""),
            ),
        ]
        indexes = [models.Index(fields=["episode", "-entered_at"], name="review_of")]
