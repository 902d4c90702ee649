from __future__ import annotations

from typing import Any

from django.contrib.auth.models import (
    AbstractBaseUser,
    BaseUserManager,
    PermissionsMixin,
)
from django.db import models
from django.db.models import Q

from deqi.core.roles import Role
from deqi.records.rows import REMOVED, Row, one_of


class Users(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **more: Any) -> User:
        user = self.model(email=self.normalize_email(email).lower(), **more)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str, **more: Any) -> User:
        return self.create_user(
            email, password, is_staff=True, is_superuser=True, **more
        )

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=(username or "").lower())


class User(AbstractBaseUser, PermissionsMixin, Row):
    entered_at = models.DateTimeField(auto_now_add=True)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120, blank=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    is_example = models.BooleanField(default=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    objects = Users()

    def get_full_name(self) -> str:
        return self.name or self.email


class Membership(Row):
    """A role of a user at a clinic; without a clinic, in the whole network."""

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    network = models.ForeignKey("clinics.Network", models.PROTECT, related_name="+")
    clinic = models.ForeignKey(
        "clinics.Clinic", models.PROTECT, null=True, related_name="+"
    )
    role = models.CharField(max_length=20)
    patient = models.ForeignKey(
        "people.Patient", models.PROTECT, null=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            one_of("role", Role, table="membership"),
            models.CheckConstraint(
                name="membership_of_a_patient_names_one",
                condition=Q(role=Role.PATIENT, patient__isnull=False)
                | (~Q(role=Role.PATIENT) & Q(patient__isnull=True)),
            ),
            models.CheckConstraint(
                name="membership_of_a_network_has_no_clinic",
                condition=Q(role__in=[Role.NETWORK_MANAGER, Role.AUDITOR])
                | Q(clinic__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["user", "clinic", "role"],
                condition=Q(ended_at__isnull=True),
                nulls_distinct=False,
                name="membership_held_once",
            ),
        ]


class Tally(models.Model):
    """How often something was tried lately; names nobody, and ends by itself."""

    rights = REMOVED

    mark = models.CharField(max_length=64, primary_key=True)
    value = models.TextField()
    ends_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.mark


class Preference(Row):
    """What a user last chose: theme, clinic; nothing of a patient."""

    rights = REMOVED

    user = models.OneToOneField(User, models.CASCADE, related_name="preference")
    theme = models.CharField(max_length=10, default="system")
    clinic = models.UUIDField(null=True)
    role = models.CharField(max_length=20, blank=True)
