from __future__ import annotations

from django.db import models
from django.db.models import Q

from deqi.records.rows import PatientRow, both_or_neither


class Link(PatientRow):
    """A link that opens one page for one patient; only the hash of its token is kept."""

    episode = models.ForeignKey(
        "episodes.Episode", models.PROTECT, null=True, related_name="+"
    )
    purpose = models.CharField(max_length=20)
    token_hash = models.BinaryField(max_length=32, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    made_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, related_name="+"
    )

    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            both_or_neither("revoked", table="link"),
            models.CheckConstraint(
                name="link_purpose_known",
                condition=Q(purpose__in=["check_in", "intake", "sign_in"]),
            ),
        ]
