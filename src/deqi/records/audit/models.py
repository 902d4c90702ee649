from __future__ import annotations

from uuid import uuid4

from django.db import models

from deqi.records.rows import ADDED_TO, CHANGED


class Event(models.Model):
    """One operation that somebody asked; ids only, never what the chart says."""

    rights = ADDED_TO

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    at = models.DateTimeField()
    network = models.UUIDField(null=True)
    clinic = models.UUIDField(null=True)
    actor = models.UUIDField(null=True)
    role = models.CharField(max_length=20)
    operation = models.CharField(max_length=60)
    patient = models.UUIDField(null=True)
    subject = models.UUIDField(null=True)
    key = models.UUIDField(null=True)
    allowed = models.BooleanField()
    why = models.CharField(max_length=60, blank=True)
    is_example = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["clinic", "-at"], name="event_clinic"),
            models.Index(fields=["network", "-at"], name="event_network"),
            models.Index(fields=["patient", "-at"], name="event_patient"),
        ]

    def __str__(self) -> str:
        return f"{self.operation} by a {self.role}"


class Receipt(models.Model):
    """What a write with this key brought about; the same key again brings the same."""

    rights = CHANGED

    key = models.UUIDField(primary_key=True)
    actor = models.UUIDField(null=True)
    operation = models.CharField(max_length=60)
    asked = models.CharField(max_length=64)
    result = models.UUIDField(null=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.operation
