from __future__ import annotations

from django.db import models
from django.db.models import Q

from deqi.records.rows import (
    ADDED_TO,
    ClinicRow,
    EpisodeRow,
    PatientRow,
    both_or_neither,
)


class Episode(PatientRow):
    """One complaint, from first contact to discharge."""

    practitioner = models.ForeignKey(
        "clinics.Practitioner", models.PROTECT, null=True, related_name="+"
    )
    condition = models.CharField(max_length=60, blank=True)
    style = models.CharField(max_length=20, blank=True)
    payer = models.CharField(max_length=60, blank=True)
    payer_number = models.CharField(max_length=60, blank=True)
    wants_maintenance = models.BooleanField(null=True)
    opened_at = models.DateTimeField()
    discharged_at = models.DateTimeField(null=True)
    discharged_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, related_name="+"
    )
    discharge_note = models.TextField(blank=True)

    class Meta:
        constraints = [
            both_or_neither("discharged", table="episode"),
            models.CheckConstraint(
                name="episode_ends_after_it_begins",
                condition=Q(discharged_at__isnull=True)
                | Q(discharged_at__gte=models.F("opened_at")),
            ),
        ]
        indexes = [models.Index(fields=["patient", "-opened_at"], name="episode_of")]


class Plan(EpisodeRow):
    """A plan as the planner proposed it and as the practitioner signed it.

    ``care`` is what ``deqi.care`` decided, ``changes`` what the practitioner left out,
    added or reworded; a new plan replaces the one before.
    """

    style = models.CharField(max_length=20)
    care = models.JSONField()
    changes = models.JSONField(default=dict)
    needling = models.JSONField(default=list)
    course = models.JSONField(default=list)
    cadence = models.CharField(max_length=60)
    note = models.TextField(blank=True)
    signed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(
        "clinics.Practitioner", models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [both_or_neither("signed", table="plan")]
        indexes = [models.Index(fields=["episode", "-entered_at"], name="plan_of")]


class ConsentText(ClinicRow):
    """What a patient agrees to; a new wording is a new version."""

    rights = ADDED_TO

    version = models.PositiveIntegerField()
    language = models.CharField(max_length=10, default="en")
    title = models.CharField(max_length=120)
    body = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["clinic", "version", "language"], name="consent_text_once"
            ),
        ]


class Consent(EpisodeRow):
    """That a patient, or who may speak for them, agreed; withdrawing is a later date."""

    text = models.ForeignKey(ConsentText, models.PROTECT, related_name="+")
    harms = models.JSONField()
    given_at = models.DateTimeField()
    given_by = models.CharField(max_length=20)
    proxy_name = models.CharField(max_length=120, blank=True)
    taken_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            both_or_neither("withdrawn", table="consent"),
            models.CheckConstraint(
                name="consent_by_patient_or_named_proxy",
                condition=Q(given_by="patient", proxy_name="")
                | (Q(given_by="proxy") & ~Q(proxy_name="")),
            ),
        ]
        indexes = [models.Index(fields=["episode", "-given_at"], name="consent_of")]
