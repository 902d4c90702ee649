from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from deqi.records.rows import (
    ADDED_TO,
    REMOVED,
    EpisodeRow,
    PatientRow,
    Row,
    both_or_neither,
)


class Session(EpisodeRow):
    """A treatment given. Once signed it never changes; what is amended is added.

    ``line`` is what was typed, ``chart`` what it was read as, in STRICTA terms;
    ``draft`` holds what stands beside the line until it is signed.
    """

    visit = models.OneToOneField(
        "diary.Visit", models.PROTECT, null=True, related_name="session"
    )
    practitioner = models.ForeignKey(
        "clinics.Practitioner", models.PROTECT, related_name="+"
    )
    given_on = models.DateField()
    began_at = models.DateTimeField()
    line = models.TextField(blank=True)
    draft = models.JSONField(default=dict)
    chart = models.JSONField(null=True)
    needles_in = models.PositiveSmallIntegerField(null=True)
    needles_out = models.PositiveSmallIntegerField(null=True)
    retention_minutes = models.PositiveSmallIntegerField(null=True)
    one_to_one_minutes = models.PositiveSmallIntegerField(null=True)
    note = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=1)
    signed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(
        "clinics.Practitioner", models.PROTECT, null=True, related_name="+"
    )
    signed_hash = models.CharField(max_length=64, blank=True)
    forgotten_needle = models.BooleanField(default=False)

    class Meta:
        constraints = [
            both_or_neither("signed", table="session"),
            models.CheckConstraint(
                name="session_signed_with_every_needle_out",
                condition=Q(signed_at__isnull=True)
                | Q(needles_in=F("needles_out"), needles_in__isnull=False)
                | Q(forgotten_needle=True, needles_in__gt=F("needles_out")),
            ),
            models.CheckConstraint(
                name="session_signed_as_read",
                condition=Q(signed_at__isnull=True)
                | (Q(chart__isnull=False) & ~Q(signed_hash="")),
            ),
        ]
        indexes = [models.Index(fields=["episode", "-given_on"], name="session_of")]


class Amendment(PatientRow):
    """What was added to a signed session, by whom, and when."""

    rights = ADDED_TO

    session = models.ForeignKey(Session, models.PROTECT, related_name="amendments")
    text = models.TextField()
    practitioner = models.ForeignKey(
        "clinics.Practitioner", models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(name="amendment_has_text", condition=~Q(text="")),
        ]


class AdverseEvent(EpisodeRow):
    """Something untoward after needling, graded 1 to 5."""

    rights = ADDED_TO

    session = models.ForeignKey(
        Session, models.PROTECT, null=True, related_name="adverse_events"
    )
    kind = models.CharField(max_length=60)
    grade = models.PositiveSmallIntegerField(null=True)
    happened_on = models.DateField()
    note = models.TextField(blank=True)
    speaker = models.CharField(max_length=20)
    entered_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="adverse_event_grade_in_range",
                condition=Q(grade__isnull=True) | Q(grade__gte=1, grade__lte=5),
            ),
        ]
        indexes = [models.Index(fields=["episode"], name="adverse_event_of")]


class FollowUp(PatientRow):
    """How an adverse event went on."""

    rights = ADDED_TO

    event = models.ForeignKey(AdverseEvent, models.PROTECT, related_name="follow_ups")
    text = models.TextField()
    resolved = models.BooleanField()
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")


class Shortcut(Row):
    """A practitioner's own word for a piece of a charting line."""

    rights = REMOVED

    practitioner = models.ForeignKey(
        "clinics.Practitioner", models.PROTECT, related_name="shortcuts"
    )
    word = models.CharField(max_length=20)
    line = models.CharField(max_length=500)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["practitioner", "word"], name="shortcut_once"
            ),
        ]
