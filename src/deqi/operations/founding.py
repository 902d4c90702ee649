"""The first step of an installation: a network, and who manages it.

Nobody is there yet who could be asked for permission, so these are no operations; they
are called by the command line alone, on the machine itself.
"""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from deqi.core.roles import Role
from deqi.operations import accounts, clock
from deqi.operations.callers import Actor
from deqi.operations.refusals import Conflict
from deqi.records.accounts.models import Membership, User
from deqi.records.clinics.models import Clinic, Network


class FoundedAlready(Conflict):
    """There is a network already."""

    code = "founded_already"


def found(
    name: str, *, email: str, manager: str, password: str, is_example: bool = False
) -> Actor:
    """Found the network, and make somebody its manager.

    Parameters
    ----------
    name : str
        Of the network.
    email, manager, password : str
        Of its first manager, who adds clinics and people.
    is_example : bool
        Everything in it is invented.

    Returns
    -------
    Actor
        The manager.

    Raises
    ------
    FoundedAlready
        Where there is a network.
    """
    with transaction.atomic():
        if Network.objects.exists():
            raise FoundedAlready("There is a network already; sign in as its manager.")
        network = Network.objects.create(
            entered_at=clock.now(), name=name, is_example=is_example
        )
        user = User.objects.create_user(
            email, password, name=manager, is_example=is_example
        )
        # Whoever founds the network on the machine itself vouches for the address.
        accounts.add_address(user, proven=True)
        Membership.objects.create(
            entered_at=clock.now(),
            user=user,
            network=network,
            role=Role.NETWORK_MANAGER,
        )
    return Actor(user.id, Role.NETWORK_MANAGER, network.id, (), name=manager)


def is_founded() -> bool:
    """Return whether there is a network."""
    return Network.objects.exists()


def clinics() -> tuple[UUID, ...]:
    """Return the clinics there are; their addresses are public."""
    return tuple(Clinic.objects.values_list("id", flat=True))
