"""Answers about a patient: kept as given, one row each, with who said it and when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from uuid import UUID

from deqi.core import answers as reading
from deqi.core.facts import Speaker
from deqi.core.roles import Role
from deqi.knowledge import facts
from deqi.operations import access, clock, screenings
from deqi.operations.callers import Call
from deqi.operations.operation import writes
from deqi.operations.refusals import Unfit
from deqi.records.episodes.models import Episode
from deqi.records.intake.models import Fact, Screening


class Via(StrEnum):
    """By which page an answer came."""

    INTAKE = "intake"
    DESK = "desk"
    SESSION = "session"
    CHECK_IN = "check_in"


class UnfitAnswer(Unfit):
    """An answer that the catalogue of facts does not take; it names the fact."""

    code = "unfit_answer"


class NotYoursToAnswer(Unfit):
    """A fact that a practitioner finds, answered by a patient."""

    code = "not_yours_to_answer"


@writes("facts.answer")
def answer(
    call: Call,
    episode: UUID,
    told: Mapping[str, object],
    *,
    by: Speaker = Speaker.PATIENT,
    via: Via = Via.DESK,
) -> UUID:
    """Keep answers, and screen the patient anew with them.

    Parameters
    ----------
    call : Call
        Of the patient, or of the practitioner who asked them.
    episode : UUID
        The episode that they are about.
    told : mapping of str to object
        By fact id, as an answers file has them; None takes an earlier answer back.
    by : Speaker
        Whose words they are; a patient's call gives a patient's words.
    via : Via
        By which page.

    Returns
    -------
    UUID
        Of the screening that follows.

    Raises
    ------
    UnfitAnswer, NotYoursToAnswer, NotFound
        For an id, level or number that cannot be, a fact that the practitioner finds,
        or an episode elsewhere. Nothing of the whole is kept then.
    """
    row = access.episode(call, episode)
    speaker = Speaker.PATIENT if call.actor.role is Role.PATIENT else by
    return take(call, row, told, speaker=speaker, via=via).id


def take(
    call: Call,
    row: Episode,
    told: Mapping[str, object],
    *,
    speaker: Speaker,
    via: Via,
) -> Screening:
    """Keep answers and screen anew, inside an operation."""
    # Before a signature or after it: never unseen beside it.
    access.locked_episode(call, row.id)
    today = access.today(call)
    _refuse_unfit(told, speaker, today)
    kept = keep(call, row, told, speaker=speaker, via=via, on=today)
    Fact.objects.bulk_create(kept)
    return screenings.take(call, row, answered=told)


def _refuse_unfit(told: Mapping[str, object], by: Speaker, today: date) -> None:
    catalogue = facts.catalogue()
    for name, value in told.items():
        one = {"facts": {name: value}, "by": by, "at": today.isoformat()}
        try:
            reading.read(one, catalogue, facts.vocabulary, today=today)
        except reading.RefusedAnswer as refused:
            raise UnfitAnswer(_sentence(refused), field=name) from None
        asked_of = catalogue.specs[name].asked_of
        if by is Speaker.PATIENT and asked_of == "practitioner":
            raise NotYoursToAnswer("Your practitioner looks at this.", field=name)


def _sentence(refused: Exception) -> str:
    text = str(refused)
    return text[:1].upper() + text[1:].rstrip(".") + "."


def keep(
    call: Call,
    row: Episode,
    told: Mapping[str, object],
    *,
    speaker: Speaker,
    via: Via,
    on: date,
) -> list[Fact]:
    """Return the rows of answers that have been found fit, not yet stored."""
    catalogue = facts.catalogue()
    return [
        Fact(
            entered_at=clock.now(),
            clinic_id=row.clinic_id,
            patient_id=row.patient_id,
            episode=None if catalogue.specs[name].group in OF_THE_PERSON else row,
            fact=name,
            value=value,
            speaker=speaker,
            said_on=on,
            entered_by_id=call.actor.user,
            via=via,
        )
        for name, value in told.items()
    ]


OF_THE_PERSON = ("person", "preference")
"""Groups of facts that outlive an episode. All others are asked anew with a new
complaint: an old "no" must not stand for a safe answer today."""
