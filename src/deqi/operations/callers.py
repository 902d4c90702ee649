"""Who asks, and one asking.

Words
-----
actor
    A user in one role, at one clinic or in the whole network; or the holder of a link.
call
    One actor asking one thing, with the key that keeps a write from being done twice.
trace
    Whose charts one call has opened; the audit is written from it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from deqi.core.roles import Role

if TYPE_CHECKING:
    from deqi.records.clinics.models import Clinic


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who may ask.

    Parameters
    ----------
    user : UUID or None
        None for the holder of a link, and for the system itself.
    role : Role
        In which they ask.
    network : UUID
        Of which network.
    clinics : tuple of UUID
        Whose rows they see; the one they work at, or all of the network.
    clinic : UUID or None
        Where they work; None for roles of the network.
    patients : tuple of UUID or None
        For a patient, themselves under every number merged into one; None for staff.
    practitioner : UUID or None
        Of a practitioner.
    name, clinic_name : str
        How pages greet them, and of the clinic that they work at; never logged.
    """

    user: UUID | None
    role: Role
    network: UUID
    clinics: tuple[UUID, ...]
    clinic: UUID | None = None
    patients: tuple[UUID, ...] | None = None
    practitioner: UUID | None = None
    name: str = ""
    clinic_name: str = ""

    def __post_init__(self) -> None:
        """Refuse a patient who would see others, and staff that would see one alone."""
        if (self.role is Role.PATIENT) != (self.patients is not None):
            raise ScopeUnclear(f"a {self.role} and patients {self.patients} do not fit")


class ScopeUnclear(ValueError):
    """A patient's actor without limit to themselves, or staff with one."""


@dataclass(slots=True)
class Trace:
    """What one call has touched, and the clinic that it was asked at, once read."""

    patients: dict[UUID, None] = field(default_factory=dict)
    subject: UUID | None = None
    clinic: Clinic | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """One asking.

    Parameters
    ----------
    actor : Actor
        Who asks.
    key : UUID or None
        Of a write: the same key again gives the same result. None for a reading.
    """

    actor: Actor
    key: UUID | None = None
    trace: Trace = field(default_factory=Trace)

    @property
    def clinic(self) -> UUID:
        """Return the clinic that is worked at; a network's role has none."""
        if self.actor.clinic is None:
            raise NoClinic("this is asked at one clinic: choose one first")
        return self.actor.clinic


class NoClinic(ValueError):
    """A role of the network asked what is asked at one clinic."""
