from __future__ import annotations

from django.db import models
from django.db.models import Q

from deqi.records.rows import ClinicRow, EpisodeRow, PatientRow, both_or_neither


class Letter(EpisodeRow):
    """A letter to a doctor: its figures as they were, its text as edited, its PDF."""

    to_name = models.CharField(max_length=120)
    to_address = models.TextField(blank=True)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    figures = models.JSONField()
    revision = models.PositiveIntegerField(default=1)
    pdf = models.BinaryField(null=True)
    signed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(
        "clinics.Practitioner", models.PROTECT, null=True, related_name="+"
    )
    signed_hash = models.CharField(max_length=64, blank=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            both_or_neither("signed", table="letter"),
            models.CheckConstraint(
                name="letter_signed_as_a_pdf",
                condition=Q(signed_at__isnull=True) | Q(pdf__isnull=False),
            ),
            models.CheckConstraint(
                name="letter_signed_under_a_seal",
                condition=Q(signed_at__isnull=True) | ~Q(signed_hash=""),
            ),
            models.UniqueConstraint(
                fields=["episode"],
                condition=Q(signed_at__isnull=True),
                name="letter_in_hand_once",
            ),
            models.CheckConstraint(
                name="letter_sent_after_it_is_signed",
                condition=Q(sent_at__isnull=True) | Q(signed_at__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["episode"], name="letter_of")]


class Document(PatientRow):
    """A file about a patient, kept in the database and served to its clinic alone."""

    name = models.CharField(max_length=160)
    media_type = models.CharField(max_length=60)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    added_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    hidden_at = models.DateTimeField(null=True)
    hidden_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            both_or_neither("hidden", table="document"),
            models.CheckConstraint(
                name="document_of_a_known_type",
                condition=Q(
                    media_type__in=["application/pdf", "image/png", "image/jpeg"]
                ),
            ),
        ]
        indexes = [models.Index(fields=["patient"], name="document_of")]


class Request(PatientRow):
    """What a patient asks of the clinic about their own record."""

    kind = models.CharField(max_length=20)
    text = models.TextField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, related_name="+"
    )
    answer = models.TextField(blank=True)

    class Meta:
        constraints = [
            both_or_neither("answered", table="request"),
            models.CheckConstraint(
                name="request_kind_known",
                condition=Q(kind__in=["correction", "erasure", "copy"]),
            ),
        ]


class Task(ClinicRow):
    """Something that a clinic has to do by a time."""

    patient = models.ForeignKey(
        "people.Patient", models.PROTECT, null=True, related_name="+"
    )
    episode = models.ForeignKey(
        "episodes.Episode", models.PROTECT, null=True, related_name="+"
    )
    kind = models.CharField(max_length=30)
    title = models.CharField(max_length=200)
    urgency = models.CharField(max_length=12, default="usual")
    due_on = models.DateField()
    subject = models.UUIDField(null=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, related_name="+"
    )
    done_note = models.TextField(blank=True)

    class Meta:
        constraints = [
            both_or_neither("done", table="task"),
            models.CheckConstraint(
                name="task_urgency_known",
                condition=Q(urgency__in=["emergency", "urgent", "soon", "usual"]),
            ),
            models.UniqueConstraint(
                fields=["clinic", "kind", "subject"],
                condition=Q(done_at__isnull=True, subject__isnull=False),
                name="task_open_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["clinic", "due_on"],
                condition=Q(done_at__isnull=True),
                name="task_open",
            ),
        ]
