"""What the example network is made of, and what a loading of it gives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from deqi.core.roles import Role
from deqi.operations.callers import Actor


@dataclass(frozen=True, slots=True)
class Extent:
    """How much is made.

    Parameters
    ----------
    patients : int
        In the whole network, at least 2.
    months : int
        How long its clinics have worked, at least 1.
    until : datetime
        The moment at which everything stands when it is loaded.
    seed : int
        The same seed and moment make the same people.
    """

    patients: int
    months: int
    until: datetime
    seed: int

    @property
    def days(self) -> int:
        """Return how many days are told, with two weeks before the first patient."""
        return 30 * self.months + 14

    @property
    def begins(self) -> datetime:
        """Return when the network is founded."""
        return self.until - timedelta(days=self.days)


@dataclass(frozen=True, slots=True)
class SignIn:
    """Somebody as whom one may look around.

    Parameters
    ----------
    role : Role
        What they may do.
    email, name : str
        With what they sign in, and who they are.
    clinic : str
        Where; empty for the whole network.
    """

    role: Role
    email: str
    name: str
    clinic: str = ""

    def __str__(self) -> str:
        """Return the line that a terminal shows."""
        where = f"{self.name}, {self.clinic}" if self.clinic else self.name
        return f"{self.role.replace('_', ' '):<16} {self.email:<34} {where}"


@dataclass(frozen=True, slots=True)
class House:
    """One clinic with those who work there.

    Parameters
    ----------
    id : UUID
        Of the clinic.
    name, country : str
        Country by its two letters.
    zone : ZoneInfo
        By whose clock it works.
    manager, desk : Actor
        Who runs it, and who answers the telephone.
    workplaces : tuple of Workplace
        Its practitioners.
    """

    id: UUID
    name: str
    country: str
    zone: ZoneInfo
    manager: Actor
    desk: Actor
    workplaces: tuple[Workplace, ...]

    def moment(self, on: date, at: time) -> datetime:
        """Return a time of the clinic's clock."""
        return datetime.combine(on, at, self.zone)


@dataclass(frozen=True, slots=True)
class Workplace:
    """A practitioner with their room.

    Parameters
    ----------
    actor : Actor
        The practitioner.
    practitioner, room : UUID
        Their ids.
    """

    actor: Actor
    practitioner: UUID
    room: UUID


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a loading has made.

    Parameters
    ----------
    clinics : tuple of UUID
        Their ids.
    people : tuple of SignIn
        As whom one may sign in.
    password : str
        The one of them all.
    """

    clinics: tuple[UUID, ...]
    people: tuple[SignIn, ...]
    password: str
