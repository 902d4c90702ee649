"""Who works at a clinic, and whose credentials are about to end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from deqi.core.roles import Role
from deqi.operations import clock
from deqi.operations.callers import Call
from deqi.operations.operation import reads
from deqi.records.accounts.models import Membership
from deqi.records.clinics.models import Credential, Practitioner

WARN_DAYS = 60
"""How long before its end a credential is told of; a setting of the product."""


@dataclass(frozen=True, slots=True)
class Held:
    """One role of one colleague.

    Parameters
    ----------
    id, user : UUID
        Of the role held, and of the colleague.
    name, email : str
        Of the colleague.
    role : Role
        What they are there.
    clinic : str
        Name of the clinic; empty for a role of the network.
    practitioner : UUID or None
        Where they needle.
    has_signed_in : bool
        Whether they have ever signed in.
    """

    id: UUID
    user: UUID
    name: str
    email: str
    role: Role
    clinic: str
    practitioner: UUID | None
    has_signed_in: bool


@dataclass(frozen=True, slots=True)
class Licence:
    """One credential as a list shows it.

    Parameters
    ----------
    id, practitioner : UUID
        Of the credential, and whose it is.
    name : str
        Of the practitioner.
    kind, jurisdiction, number : str
        As the register has them.
    valid_from, expires : date
        First and last day.
    verified_at : datetime or None
        None while nobody has looked it up.
    verified_how : str
        How it was looked up.
    is_revoked : bool
        Taken back.
    days_left : int
        Until the last day; negative once it has passed.
    """

    id: UUID
    practitioner: UUID
    name: str
    kind: str
    jurisdiction: str
    number: str
    valid_from: date
    expires: date
    verified_at: datetime | None
    verified_how: str
    is_revoked: bool
    days_left: int

    @property
    def ends_soon(self) -> bool:
        """Return whether it is to be renewed now."""
        return not self.is_revoked and self.days_left <= WARN_DAYS


@dataclass(frozen=True, slots=True)
class Licences:
    """Every credential, and every practitioner who has none.

    Parameters
    ----------
    held : tuple of Licence
        The one that ends first, first.
    without : tuple of (UUID, str)
        Practitioners without any.
    """

    held: tuple[Licence, ...]
    without: tuple[tuple[UUID, str], ...]


@reads("staff.list")
def listed(call: Call) -> tuple[Held, ...]:
    """Return every role that is held at the caller's clinics, patients left out."""
    rows = _memberships(call).select_related("user", "clinic", "user__practitioner")
    return tuple(_held(row) for row in rows.order_by("user__name", "role"))


def _memberships(call: Call) -> QuerySet[Membership]:
    rows = Membership.objects.exclude(role=Role.PATIENT).filter(ended_at=None)
    if call.actor.clinic is None:
        return rows.filter(network=call.actor.network)
    return rows.filter(clinic=call.clinic)


def _held(row: Membership) -> Held:
    practitioner = getattr(row.user, "practitioner", None)
    return Held(
        id=row.id,
        user=row.user_id,
        name=row.user.name,
        email=row.user.email,
        role=Role(row.role),
        clinic=row.clinic.name if row.clinic else "",
        practitioner=practitioner.id if practitioner else None,
        has_signed_in=row.user.last_login is not None,
    )


@reads("credentials.list")
def credentials(call: Call) -> Licences:
    """Return the credentials of everybody who needles where the caller looks.

    A practitioner sees their own.
    """
    who = _practitioners(call)
    rows = Credential.objects.filter(practitioner__in=who)
    today = clock.now().date()
    held = tuple(
        _licence(row, today)
        for row in rows.select_related("practitioner").order_by("expires")
    )
    without = who.filter(credentials=None).order_by("name")
    return Licences(held, tuple(without.values_list("id", "name")))


def _practitioners(call: Call) -> QuerySet[Practitioner]:
    rows = Practitioner.objects.filter(network=call.actor.network)
    if call.actor.practitioner is not None:
        return rows.filter(pk=call.actor.practitioner)
    users = _memberships(call).filter(role=Role.PRACTITIONER).values("user")
    return rows.filter(user__in=users)


def _licence(row: Credential, today: date) -> Licence:
    return Licence(
        id=row.id,
        practitioner=row.practitioner_id,
        name=row.practitioner.name,
        kind=row.kind,
        jurisdiction=row.jurisdiction,
        number=row.number,
        valid_from=row.valid_from,
        expires=row.expires,
        verified_at=row.verified_at,
        verified_how=row.verified_how,
        is_revoked=row.revoked_at is not None,
        days_left=(row.expires - today) // timedelta(days=1),
    )
