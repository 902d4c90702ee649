"""Patients who look at their own care, as tests need them; all of them invented."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from deqi.core.roles import Role
from deqi.operations import episodes, links
from deqi.operations.callers import Actor
from deqi.operations.links import Purpose
from tests import clinic
from tests.clinic import House, write


def ada(house: House) -> Actor:
    """Let the house's patient sign in."""
    from deqi.records.accounts.models import User

    call = write(house.practitioner)
    links.make(call, house.episode, Purpose.SIGN_IN)
    opened = links.opened(links.token(call))
    user = User.objects.create_user("ada@example.org", clinic.PASSWORD, name="Ada")
    links.claim(write(replace(opened.actor, user=user.id)), opened.id)
    return clinic._as(user.id, Role.PATIENT)


def pat(house: House) -> Actor:
    """Return somebody who has joined, and has no episode."""
    return clinic.joined(house, "pat@example.org")


def begun(actor: Actor) -> UUID:
    """Open the episode of a patient who has joined."""
    assert actor.patients is not None
    return episodes.open_episode(write(actor), actor.patients[0])
