"""Scores of instruments, with the answers they came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from deqi.core import instruments
from deqi.core.fields import UnreadableField
from deqi.core.instruments import Answer
from deqi.core.roles import Role
from deqi.core.scales import NotScored
from deqi.knowledge import instruments as catalogue
from deqi.operations import access, clock
from deqi.operations.callers import Call
from deqi.operations.facts import Via
from deqi.operations.operation import writes
from deqi.operations.refusals import Conflict, Unfit
from deqi.records.episodes.models import Episode
from deqi.records.outcomes.models import Measurement


@dataclass(frozen=True, slots=True)
class Taken:
    """One instrument as it was answered.

    Parameters
    ----------
    instrument : str
        Id or alias.
    items : mapping of str to Answer or None
        Answers by item; None where only the total is known.
    total : float or None
        In points of the instrument; None where items are given.
    on : date or None
        The day; None for today.
    """

    instrument: str
    items: Mapping[str, Answer] | None = None
    total: float | None = None
    on: date | None = None


class UnfitScore(Unfit):
    """Answers that the instrument does not take; ``field`` names it."""

    code = "unfit_score"


class TooFewAnswers(Unfit):
    """So many answers are missing that the instrument gives no score."""

    code = "too_few_answers"


class MeasuredTomorrow(Unfit):
    """A measurement of a day to come."""

    code = "measured_tomorrow"


class CorrectedAlready(Conflict):
    """A score that another one has replaced."""

    code = "corrected_already"


@writes("measurements.record")
def record(call: Call, episode: UUID, taken: Taken, *, via: Via = Via.DESK) -> UUID:
    """Keep one score.

    Returns
    -------
    UUID
        Of the measurement.

    Raises
    ------
    UnfitScore, TooFewAnswers, MeasuredTomorrow
        For answers that give no score, or a day to come.
    """
    return keep(call, access.episode(call, episode), taken, via=via).id


@writes("measurements.correct")
def correct(call: Call, measurement: UUID, taken: Taken) -> UUID:
    """Replace a score that was entered wrongly; the first stays on record.

    Raises
    ------
    CorrectedAlready
        Where it has been replaced before.
    """
    rows = Measurement.objects.select_for_update()
    wrong = access.found(rows, measurement, what="measurement")
    if Measurement.objects.filter(corrects=wrong).exists():
        raise CorrectedAlready("This score was corrected before; correct that one.")
    row = access.episode(call, wrong.episode_id)
    return keep(call, row, taken, via=Via.DESK, corrects=wrong).id


def keep(
    call: Call,
    row: Episode,
    taken: Taken,
    *,
    via: Via,
    corrects: Measurement | None = None,
) -> Measurement:
    """Keep one score inside an operation."""
    day = taken.on or access.today(call)
    if day > access.today(call):
        raise MeasuredTomorrow("The day lies ahead.", field="on")
    name, points = _scored(taken)
    return Measurement.objects.create(
        entered_at=clock.now(),
        clinic_id=row.clinic_id,
        patient_id=row.patient_id,
        episode=row,
        instrument=name,
        score=points,
        answers=None if taken.items is None else dict(taken.items),
        measured_on=day,
        speaker="patient",
        via=via,
        entered_by_id=call.actor.user if call.actor.role is not Role.PATIENT else None,
        corrects=corrects,
    )


def _scored(taken: Taken) -> tuple[str, float]:
    known = catalogue.catalogue()
    try:
        instrument = instruments.find(taken.instrument, known)
        found = instruments.score(instrument, items=taken.items, total=taken.total)
    except (ValueError, UnreadableField, NotScored) as refused:
        raise UnfitScore(str(refused), field=taken.instrument) from None
    if found.score is None:
        raise TooFewAnswers(
            "Answer a few more questions; these give no score.", field=taken.instrument
        )
    return instrument.id, found.score
