"""The consent of the patient who calls: what they are asked to agree to, and what stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from deqi.operations import access, consents, emergencies
from deqi.operations.callers import Call
from deqi.operations.consents import NoConsentText, Offered
from deqi.operations.emergencies import Words
from deqi.operations.operation import reads


@dataclass(frozen=True, slots=True)
class Own:
    """What a patient is asked to agree to.

    Parameters
    ----------
    words : Words
        What the clinic tells a patient in danger.
    episode : UUID or None
        The one that the consent is about; None before the first.
    is_open : bool
        The episode goes on.
    offered : Offered or None
        None without an episode, and where the clinic has published no text.
    given_on : date or None
        The day, at the clinic, on which the consent that stands was given.
    """

    words: Words
    episode: UUID | None
    is_open: bool
    offered: Offered | None
    given_on: date | None = None


@reads("consents.mine")
def mine(call: Call) -> Own:
    """Return what the patient who calls is asked to agree to."""
    clinic = access.clinic(call)
    words = emergencies.words(clinic)
    row = access.own_episode(call)
    if row is None:
        return Own(words, None, False, None)
    try:
        offered = consents.offer(row)
    except NoConsentText:
        offered = None
    at = offered.given_at if offered else None
    on = at.astimezone(ZoneInfo(clinic.time_zone)).date() if at else None
    return Own(words, row.id, row.discharged_at is None, offered, on)
