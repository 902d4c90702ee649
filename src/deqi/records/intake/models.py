from __future__ import annotations

from django.db import models
from django.db.models import Q

from deqi.core.rules import Outcome
from deqi.records.rows import ADDED_TO, EpisodeRow, PatientRow, one_of


class Fact(PatientRow):
    """One answer: who said what of whom, and when; a later answer is a later row."""

    rights = ADDED_TO

    episode = models.ForeignKey(
        "episodes.Episode", models.PROTECT, null=True, related_name="+"
    )
    fact = models.CharField(max_length=60)
    value = models.JSONField(null=True)
    speaker = models.CharField(max_length=20)
    said_on = models.DateField()
    entered_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, related_name="+"
    )
    via = models.CharField(max_length=20)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="fact_speaker_known",
                condition=Q(speaker__in=["patient", "practitioner"]),
            ),
            models.CheckConstraint(
                name="fact_via_known",
                condition=Q(
                    via__in=["intake", "desk", "session", "check_in", "import"]
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["patient", "fact", "-entered_at"], name="fact_of"),
        ]


class Screening(EpisodeRow):
    """What a screening found on a day, kept as it was shown."""

    rights = ADDED_TO

    outcome = models.CharField(max_length=12)
    allowed = models.BooleanField(null=True)
    found = models.JSONField()
    asked_by = models.CharField(max_length=20)

    class Meta:
        constraints = [one_of("outcome", Outcome, table="screening")]
        indexes = [
            models.Index(fields=["episode", "-entered_at"], name="screening_of"),
        ]


class Overrule(EpisodeRow):
    """A practitioner decided otherwise, with a written reason."""

    rights = ADDED_TO

    target = models.CharField(max_length=20)
    rule = models.CharField(max_length=80)
    reason = models.TextField()
    practitioner = models.ForeignKey(
        "clinics.Practitioner", models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="overrule_has_a_reason", condition=~Q(reason="")
            ),
            models.CheckConstraint(
                name="overrule_target_known",
                condition=Q(target__in=["finding", "restriction", "review", "depth"]),
            ),
        ]
        indexes = [models.Index(fields=["episode"], name="overrule_of")]
