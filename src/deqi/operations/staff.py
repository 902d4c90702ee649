"""Who works at a clinic, and the credentials that let them needle."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from deqi.core.roles import Role
from deqi.operations import access, accounts, clock
from deqi.operations.callers import Call
from deqi.operations.operation import writes
from deqi.operations.refusals import Conflict, NotPermitted, Unfit
from deqi.records.accounts.models import Membership, User
from deqi.records.clinics.models import Credential, Practitioner


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who is to work at a clinic.

    Parameters
    ----------
    email, name : str
        How they sign in, and how pages name them.
    role : Role
        What they may ask.
    title, style : str
        Of a practitioner: such as ``physiotherapist``, and the style they work in.
    """

    email: str
    name: str
    role: Role
    title: str = ""
    style: str = "combined"


@dataclass(frozen=True, slots=True)
class License:
    """A credential as its register has it; days are the first and last that it holds."""

    kind: str
    jurisdiction: str
    number: str
    valid_from: date
    expires: date


class RoleTooHigh(NotPermitted):
    """A manager of one clinic makes nobody a manager of the network."""

    code = "role_too_high"


class OwnRole(NotPermitted):
    """Nobody gives a role to themselves, or ends one: there is always a second pair of eyes."""

    code = "own_role"


class HeldAlready(Conflict):
    """A role or credential that is on record already."""

    code = "held_already"


class EndsBeforeItBegins(Unfit):
    """A credential whose last day comes before its first."""

    code = "ends_before_it_begins"


_OF_A_CLINIC = (Role.PRACTITIONER, Role.FRONT_DESK, Role.CLINIC_MANAGER)


@writes("staff.add")
def add(call: Call, who: Colleague, *, clinic: UUID | None = None) -> UUID:
    """Give somebody a role; a new user has no password until they choose one.

    Parameters
    ----------
    who : Colleague
        Whom, and as what.
    clinic : UUID or None
        Where; None: at the caller's clinic, or in the network for a network's role.

    Returns
    -------
    UUID
        Of the user.

    Raises
    ------
    RoleTooHigh, OwnRole, HeldAlready
        For a role that the caller may not give, or not to themselves, or that is held
        already.
    """
    place = _place(call, who.role, clinic)
    user = accounts.of_address(who.email)
    if user is not None and user.id == call.actor.user:
        raise OwnRole(
            "Ask another manager: nobody gives a role to themselves.", field="email"
        )
    if user is None:
        user = User.objects.create_user(
            who.email, name=who.name, is_example=clock.is_set()
        )
        # An invented colleague opens no mail.
        accounts.add_address(user, proven=clock.is_set())
    held = Membership.objects.filter(
        user=user, clinic=place, role=who.role, ended_at=None
    )
    if held.exists():
        raise HeldAlready("They hold this role already.", field="role")
    Membership.objects.create(
        entered_at=clock.now(),
        user=user,
        network_id=call.actor.network,
        clinic_id=place,
        role=who.role,
    )
    if who.role is Role.PRACTITIONER:
        _practises(call, user, who)
    return user.id


def _place(call: Call, role: Role, clinic: UUID | None) -> UUID | None:
    of_network = call.actor.role is Role.NETWORK_MANAGER
    if role not in _OF_A_CLINIC:
        if not of_network or role is Role.PATIENT:
            raise RoleTooHigh("Only the network's manager gives this role.")
        return None
    place = clinic or call.clinic
    if place not in call.actor.clinics:
        raise RoleTooHigh("This clinic is not yours to staff.")
    return place


def _practises(call: Call, user: User, who: Colleague) -> None:
    Practitioner.objects.get_or_create(
        user=user,
        defaults={
            "entered_at": clock.now(),
            "network_id": call.actor.network,
            "name": who.name,
            "title": who.title,
            "style": who.style,
        },
    )


@writes("staff.end")
def end(call: Call, membership: UUID) -> UUID:
    """End a role; what its holder has signed stays.

    Raises
    ------
    OwnRole, RoleTooHigh, NotFound
        For a role of the caller's own, one that the caller may not give, or none.
    """
    rows = Membership.objects.exclude(role=Role.PATIENT).filter(ended_at=None)
    row = access.found(rows, membership, what="role")
    _place(call, Role(row.role), row.clinic_id)
    if row.user_id == call.actor.user:
        raise OwnRole("Ask somebody else to end your own role: nobody may be left.")
    row.ended_at = clock.now()
    row.save()
    return row.id


@writes("credentials.add")
def add_credential(call: Call, practitioner: UUID, held: License) -> UUID:
    """Add a credential; it lets nobody needle before it is verified.

    Raises
    ------
    EndsBeforeItBegins, HeldAlready, NotFound
        For days that cannot be, a number on record, or nobody of the network.
    """
    rows = Practitioner.objects.filter(network=call.actor.network)
    row = access.found(rows, practitioner, what="practitioner")
    if held.expires <= held.valid_from:
        raise EndsBeforeItBegins("It ends before it begins.", field="expires")
    same = Credential.objects.filter(jurisdiction=held.jurisdiction, number=held.number)
    if same.exists():
        raise HeldAlready("This number is on record already.", field="number")
    kept = Credential.objects.create(
        entered_at=clock.now(), practitioner=row, **asdict(held)
    )
    return kept.id


@writes("credentials.verify")
def verify(call: Call, credential: UUID, *, how: str) -> UUID:
    """Write down that a credential was looked up, and how.

    Raises
    ------
    Unfit
        Without a word of how.
    NotPermitted
        Where the caller would verify their own.
    """
    row = _credential(call, credential)
    if not how.strip():
        raise Unfit("Say how you looked it up.", field="how")
    if row.practitioner.user_id == call.actor.user:
        raise NotPermitted("Somebody else has to verify your own credential.")
    row.verified_at, row.verified_by_id = clock.now(), call.actor.user
    row.verified_how = how.strip()
    row.save()
    return row.id


@writes("credentials.revoke")
def revoke(call: Call, credential: UUID) -> UUID:
    """Write down that a credential was taken back: from now on it holds no more."""
    row = _credential(call, credential)
    row.revoked_at = clock.now()
    row.save()
    return row.id


def _credential(call: Call, identity: UUID) -> Credential:
    rows = Credential.objects.select_related("practitioner").filter(
        practitioner__network=call.actor.network
    )
    return access.found(rows, identity, what="credential")
