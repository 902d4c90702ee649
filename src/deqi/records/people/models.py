from __future__ import annotations

from django.db import models
from django.db.models import Q

from deqi.records.rows import ClinicRow, Row


class Person(Row):
    """A human being, once in the network; seen by the clinics where they are a patient."""

    family_name = models.CharField(max_length=100)
    given_name = models.CharField(max_length=100)
    birth_date = models.DateField()
    sex_at_birth = models.CharField(max_length=10, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    street = models.CharField(max_length=160, blank=True)
    city = models.CharField(max_length=80, blank=True)
    postcode = models.CharField(max_length=20, blank=True)
    language = models.CharField(max_length=10, default="en")
    is_example = models.BooleanField(default=False)

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}"


class Patient(ClinicRow):
    """A person as one clinic knows them; ``search`` is what the desk finds them by."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="patients")
    number = models.PositiveIntegerField()
    search = models.TextField()
    doctor_name = models.CharField(max_length=120, blank=True)
    doctor_address = models.TextField(blank=True)
    doctor_email = models.EmailField(blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="merged"
    )
    merged_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["clinic", "number"], name="patient_numbered_once"
            ),
            models.UniqueConstraint(
                fields=["clinic", "person"],
                condition=Q(merged_into__isnull=True),
                name="patient_once_a_clinic",
            ),
            models.CheckConstraint(
                name="patient_merged_at_and_into",
                condition=Q(merged_into__isnull=True, merged_at__isnull=True)
                | Q(merged_into__isnull=False, merged_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["clinic", "search"], name="patient_search"),
        ]


class ExternalNumber(ClinicRow):
    """A number by which another system knows a patient, such as a FHIR identifier."""

    patient = models.ForeignKey(Patient, models.PROTECT, related_name="numbers")
    system = models.CharField(max_length=200)
    value = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["clinic", "system", "value"], name="external_number_once"
            ),
        ]
