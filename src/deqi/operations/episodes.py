"""Episodes: one complaint of one patient, from first contact to discharge."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass
from uuid import UUID

from deqi.care.values import STYLES
from deqi.knowledge import conditions, coverage
from deqi.operations import access, clock
from deqi.operations.callers import Call
from deqi.operations.operation import writes
from deqi.operations.refusals import Conflict, Unfit
from deqi.records.episodes.models import Episode
from deqi.records.people.models import Patient


class EpisodeOpen(Conflict):
    """A patient whose last episode of this clinic still goes on."""

    code = "episode_open"


class NotOffered(Unfit):
    """An id that no catalogue holds; what rests on it would have no answer."""

    code = "not_offered"


class DischargedAlready(Conflict):
    """An episode that has ended."""

    code = "discharged_already"


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for a whole episode; empty and None where it is not known.

    Parameters
    ----------
    condition : str
        Id of the condition catalogue.
    style : str
        ``traditional``, ``western`` or ``combined``.
    payer, payer_number : str
        Id of the payer, and the patient's number there.
    wants_maintenance : bool or None
        Whether the patient wants to go on at a low rate.
    """

    condition: str = ""
    style: str = ""
    payer: str = ""
    payer_number: str = ""
    wants_maintenance: bool | None = None


@writes("episodes.open")
def open_episode(call: Call, patient: UUID, terms: Terms | None = None) -> UUID:
    """Open an episode; a patient has one that is open at a time.

    Raises
    ------
    EpisodeOpen
        Where one goes on; it is discharged first.
    NotOffered
        For terms that no catalogue holds.
    """
    _refuse_unknown(terms or Terms())
    row = access.patient(call, patient)
    # One after the other: two that are asked for at once would both find none.
    Patient.objects.select_for_update().get(pk=row.id)
    # It may have been merged meanwhile: then the number that stands says what goes on.
    own = access.numbers_of(access.patient(call, row.id))
    if Episode.objects.filter(patient__in=own, discharged_at=None).exists():
        raise EpisodeOpen("An episode goes on already; discharge it first.")
    kept = Episode.objects.create(
        entered_at=clock.now(),
        clinic_id=row.clinic_id,
        patient=row,
        opened_at=clock.now(),
        practitioner_id=call.actor.practitioner,
        **asdict(terms or Terms()),
    )
    return kept.id


@writes("episodes.change")
def change(call: Call, episode: UUID, terms: Terms) -> UUID:
    """Change what holds for an episode that goes on.

    Raises
    ------
    DischargedAlready
        Where it has ended.
    NotOffered
        For terms that no catalogue holds.
    """
    _refuse_unknown(terms)
    row = _open(call, episode)
    Episode.objects.filter(pk=row.id).update(**asdict(terms))
    return row.id


@writes("episodes.discharge")
def discharge(call: Call, episode: UUID, *, note: str) -> UUID:
    """End an episode.

    Parameters
    ----------
    note : str
        Why, and what was agreed; not empty.

    Raises
    ------
    DischargedAlready, Unfit, NotLicensed
        Where it has ended, nothing is said, or the caller may not practise.
    """
    row = _open(call, episode)
    access.needling(call, on=access.today(call))
    if not note.strip():
        raise Unfit("Say why the episode ends and what was agreed.", field="note")
    row.discharged_at, row.discharged_by_id = clock.now(), call.actor.user
    row.discharge_note = note.strip()
    row.save()
    return row.id


def _open(call: Call, episode: UUID) -> Episode:
    row = access.locked_episode(call, episode)
    if row.discharged_at is not None:
        raise DischargedAlready("This episode has ended; open a new one.")
    return row


def _refuse_unknown(terms: Terms) -> None:
    offered: tuple[tuple[str, Collection[str], str], ...] = (
        ("condition", conditions.catalogue(), "complaint"),
        ("style", STYLES, "style"),
        ("payer", coverage.catalogue(), "payer"),
    )
    for field, known, called in offered:
        told = getattr(terms, field)
        if told and told not in known:
            raise NotOffered(
                f"There is no such {called}; choose one from the list.", field=field
            )
