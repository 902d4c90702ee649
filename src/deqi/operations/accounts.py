"""Users: who they may act as, and what they chose for themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from uuid import UUID, uuid4

from allauth.account.models import EmailAddress
from django.db import connection, transaction
from django.db.models import F, Q

from deqi.core.roles import Role
from deqi.operations import clock
from deqi.operations.callers import Actor
from deqi.operations.refusals import NotFound
from deqi.records.accounts.models import Membership, Preference, User
from deqi.records.clinics.models import Clinic, Practitioner
from deqi.records.isolation import Scope
from deqi.records.people.models import Patient


def actors(user: UUID, *, name: str = "") -> tuple[Actor, ...]:
    """Return every role that a user holds, each as the actor that they may be.

    Parameters
    ----------
    user : UUID
        Who has signed in; signing in is proven before.
    name : str
        How pages greet them.
    """
    with transaction.atomic():
        Scope(user=user).enter(connection)
        held = Membership.objects.filter(user=user, ended_at__isnull=True)
        named = held.select_related("clinic")
        rows = list(named.order_by("clinic__name", "role"))
        treats = any(row.role != Role.PATIENT for row in rows)
        practitioner = _practitioner(user) if treats else None
        return tuple(_actor(row, practitioner, name) for row in rows)


def is_colleague(user: UUID) -> bool:
    """Return whether a user holds any role besides that of a patient."""
    return any(each.role is not Role.PATIENT for each in actors(user))


def _practitioner(user: UUID) -> UUID | None:
    rows = Practitioner.objects.filter(user=user)
    return rows.values_list("id", flat=True).first()


def _actor(row: Membership, practitioner: UUID | None, name: str) -> Actor:
    role = Role(row.role)
    clinics = (row.clinic_id,) if row.clinic_id else tuple(_clinics(row.network_id))
    patients = None
    if role is Role.PATIENT and row.patient_id and row.clinic_id:
        patients = numbers(row.clinic_id, row.patient_id, user=row.user_id)
    return Actor(
        user=row.user_id,
        role=role,
        network=row.network_id,
        clinics=clinics,
        clinic=row.clinic_id,
        patients=patients,
        practitioner=practitioner if role is Role.PRACTITIONER else None,
        name=name,
        clinic_name=row.clinic.name if row.clinic else "",
    )


def _clinics(network: UUID) -> Iterator[UUID]:
    yield from Clinic.objects.filter(network=network).values_list("id", flat=True)


def numbers(
    clinic: UUID, patient: UUID, *, user: UUID | None = None
) -> tuple[UUID, ...]:
    """Return the ids of one patient after merging, the one that stands first.

    Parameters
    ----------
    clinic, patient : UUID
        Of one of the ids; that the caller is this patient is proven before.
    user : UUID or None
        Who asks; the scope is the clinic's until the transaction ends.
    """
    Scope([clinic], user=user).enter(connection)
    # Merging always points at the one that stands: itself, what it was merged into, and
    # what else was merged there are all of one human being.
    own = Q(pk=patient) | Q(merged=patient) | Q(merged_into=patient)
    rows = Patient.objects.filter(own | Q(merged_into__merged=patient)).distinct()
    told = rows.order_by(F("merged_into").asc(nulls_first=True)).values_list(
        "id", flat=True
    )
    return tuple(told)


def newcomer(user: UUID, clinic: UUID, *, name: str = "") -> Actor:
    """Return the actor of a user who is about to become a patient of a clinic.

    Raises
    ------
    NotFound
        Where there is no such clinic.
    """
    row = Clinic.objects.filter(pk=clinic, closed_at__isnull=True).first()
    if row is None:
        raise NotFound("There is no such clinic; choose one from the list.")
    return Actor(
        user=user,
        role=Role.PATIENT,
        network=row.network_id,
        clinics=(row.id,),
        clinic=row.id,
        patients=(uuid4(),),
        name=name,
        clinic_name=row.name,
    )


def clinic_names(held: Iterable[Actor]) -> Mapping[UUID | None, str]:
    """Return the names of the clinics that actors work at."""
    asked = {each.clinic for each in held if each.clinic}
    return dict(Clinic.objects.filter(pk__in=asked).values_list("id", "name"))


def of_address(email: str) -> User | None:
    """Return whose an address is: who has proven it, else who was entered with it.

    That somebody claims an address besides, without having proven it, makes it not theirs.
    """
    address = email.strip().lower()
    proven = User.objects.filter(
        emailaddress__email=address, emailaddress__verified=True
    )
    return proven.first() or User.objects.filter(email=address).first()


def add_address(user: User, *, proven: bool) -> None:
    """Let a user sign in by their address.

    Parameters
    ----------
    proven : bool
        Somebody vouches that it is theirs; else a mail has to prove it first.
    """
    EmailAddress.objects.get_or_create(
        user=user,
        email=user.email,
        defaults={"primary": True, "verified": proven},
    )


def prove_address(user: UUID) -> None:
    """Take a user's address as theirs: they have opened a mail that was sent there."""
    row = User.objects.get(pk=user)
    add_address(row, proven=True)
    EmailAddress.objects.filter(user=row, email=row.email).update(verified=True)


def theme(user: UUID) -> str:
    """Return the colours that a user chose: ``light``, ``dark`` or ``system``."""
    rows = Preference.objects.filter(user=user).values_list("theme", flat=True)
    return rows.first() or "system"


def keep_theme(user: UUID, chosen: str) -> None:
    """Keep the colours that a user chose."""
    Preference.objects.update_or_create(
        user_id=user,
        defaults={"theme": chosen},
        create_defaults={"theme": chosen, "entered_at": clock.now()},
    )
