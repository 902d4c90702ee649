from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from deqi.core.visits import Purpose, Step
from deqi.records.rows import ADDED_TO, EpisodeRow, PatientRow, both_or_neither, one_of


class Visits(models.QuerySet["Visit"]):
    def with_step(self) -> Visits:
        """Add ``step``: how each visit stands, by its last step."""
        last = VisitStep.objects.filter(visit=models.OuterRef("pk"))
        return self.annotate(
            step=models.Subquery(last.order_by("-entered_at", "-id").values("step")[:1])
        )

    def standing(self) -> Visits:
        return self.filter(cancelled_at=None)

    def holding(self) -> Visits:
        """Leave out what holds its time no more."""
        return self.standing().filter(missed_at=None)


class Visit(EpisodeRow):
    """A booked time. No two that hold theirs share a practitioner, a room or a patient.

    What was cancelled or missed holds its time no more; its steps say what became of it.
    """

    practitioner = models.ForeignKey(
        "clinics.Practitioner", models.PROTECT, related_name="+"
    )
    room = models.ForeignKey(
        "clinics.Room", models.PROTECT, null=True, related_name="+"
    )
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    purpose = models.CharField(max_length=20)
    note = models.CharField(max_length=300, blank=True)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, related_name="+"
    )
    cancelled_why = models.CharField(max_length=200, blank=True)
    missed_at = models.DateTimeField(null=True)

    objects = Visits.as_manager()

    class Meta:
        constraints = [
            both_or_neither("cancelled", table="visit"),
            models.CheckConstraint(
                name="visit_ends_after_it_begins",
                condition=Q(ends_at__gt=F("starts_at")),
            ),
            one_of("purpose", Purpose, table="visit"),
        ]
        indexes = [
            models.Index(fields=["clinic", "starts_at"], name="visit_day"),
            models.Index(fields=["episode", "starts_at"], name="visit_of"),
        ]


class VisitStep(PatientRow):
    """What became of a visit, one row a step; the last one says how it stands."""

    rights = ADDED_TO

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="steps")
    step = models.CharField(max_length=12)
    by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [one_of("step", Step, table="visit_step")]
        indexes = [models.Index(fields=["visit", "-entered_at"], name="visit_step_of")]
