from __future__ import annotations

from django.db import models
from django.db.models import Q

from deqi.records.rows import REMOVED, ClinicRow, Row, both_or_neither


class Network(Row):
    name = models.CharField(max_length=120)
    is_example = models.BooleanField(default=False)


class Clinic(Row):
    """A clinic; its address and emergency words are public, so every scope sees them."""

    network = models.ForeignKey(Network, models.PROTECT, related_name="clinics")
    name = models.CharField(max_length=120)
    slug = models.SlugField(unique=True)
    kind = models.CharField(max_length=60, blank=True)
    street = models.CharField(max_length=160, blank=True)
    city = models.CharField(max_length=80, blank=True)
    postcode = models.CharField(max_length=20, blank=True)
    country = models.CharField(max_length=2)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    time_zone = models.CharField(max_length=60)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    opening_hours = models.TextField(blank=True)
    emergency_number = models.CharField(max_length=40)
    crisis_line = models.CharField(max_length=200)
    out_of_hours = models.CharField(max_length=300)
    patients_numbered = models.PositiveIntegerField(default=0)
    is_example = models.BooleanField(default=False)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="clinic_says_what_to_do_in_an_emergency",
                condition=~Q(emergency_number="")
                & ~Q(crisis_line="")
                & ~Q(out_of_hours=""),
            ),
        ]


class Room(ClinicRow):
    name = models.CharField(max_length=60)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["clinic", "name"], name="room_named_once"),
        ]


class Practitioner(Row):
    """Somebody who needles; works where a membership says so."""

    network = models.ForeignKey(Network, models.PROTECT, related_name="+")
    user = models.OneToOneField(
        "accounts.User", models.PROTECT, related_name="practitioner"
    )
    name = models.CharField(max_length=120)
    title = models.CharField(max_length=80, blank=True)
    style = models.CharField(max_length=20, default="combined")


class Credential(Row):
    """A licence to practise in one jurisdiction; without a valid one nobody needles."""

    practitioner = models.ForeignKey(
        Practitioner, models.PROTECT, related_name="credentials"
    )
    kind = models.CharField(max_length=60)
    jurisdiction = models.CharField(max_length=60)
    number = models.CharField(max_length=60)
    valid_from = models.DateField()
    expires = models.DateField()
    verified_at = models.DateTimeField(null=True)
    verified_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, related_name="+"
    )
    verified_how = models.CharField(max_length=160, blank=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            both_or_neither("verified", table="credential"),
            models.CheckConstraint(
                name="credential_begins_before_it_ends",
                condition=Q(expires__gt=models.F("valid_from")),
            ),
            models.UniqueConstraint(
                fields=["jurisdiction", "number"], name="credential_numbered_once"
            ),
        ]


class Template(ClinicRow):
    """A text of the clinic's own: letters, aftercare, messages."""

    rights = REMOVED

    kind = models.CharField(max_length=40)
    language = models.CharField(max_length=10, default="en")
    title = models.CharField(max_length=120)
    body = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["clinic", "kind", "language"], name="template_once"
            ),
        ]
