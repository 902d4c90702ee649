"""What the holder of a link is shown: the questions, or what follows from the answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from deqi.core.facts import Kind, Rank, Spec
from deqi.core.people import Facts
from deqi.core.rules import Outcome
from deqi.knowledge import facts
from deqi.operations import access, emergencies, links, screenings
from deqi.operations.callers import Call
from deqi.operations.emergencies import Words
from deqi.operations.operation import reads
from deqi.records.intake.models import Screening
from deqi.records.links.models import Link


@dataclass(frozen=True, slots=True)
class Asked:
    """One question about safety.

    Parameters
    ----------
    fact, text : str
        Its id and wording.
    levels : tuple of str
        What a choice may be; empty for yes and no.
    """

    fact: str
    text: str
    levels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One check-in.

    Parameters
    ----------
    words : Words
        Of the clinic.
    sliders : tuple of str
        Ids of the instruments that are asked: each has one item in the product's words.
    questions : tuple of Asked
        Safety questions that apply to this person, in the order of the catalogue.
    outcome : Outcome or None
        What the last screening came to, once the link is used; before it None.
    """

    words: Words
    sliders: tuple[str, ...]
    questions: tuple[Asked, ...]
    outcome: Outcome | None


@reads("links.read")
def read(call: Call, link: UUID) -> Sheet:
    """Return what a check-in asks, or what became of it.

    Raises
    ------
    NotFound
        For a link of another patient.
    """
    row = access.found(Link.objects.all(), link, what="link")
    call.trace.patients[row.patient_id] = None
    words = emergencies.words(access.clinic(call))
    if row.used_at is not None:
        return Sheet(words, (), (), _outcome(row))
    episode = access.episode(call, links.episode_of(row))
    known, _ = screenings.look(call, episode)
    return Sheet(words, _sliders(known), tuple(_asked(known)), None)


def _outcome(row: Link) -> Outcome | None:
    rows = Screening.objects.filter(episode=row.episode_id).order_by("-entered_at")
    last = rows.values_list("outcome", flat=True).first()
    return Outcome(last) if last else None


def _sliders(known: Facts) -> tuple[str, ...]:
    # Who has not been treated yet cannot say what the treatment has changed.
    third = "PGIC" if known.value("sessions_so_far") else "EXPECTATION"
    return "NRS", "SLEEP_NRS", third


def _asked(known: Facts) -> Iterator[Asked]:
    for spec in facts.catalogue().specs.values():
        if _is_asked(spec) and spec.ask_when.holds(known.values_read) is not False:
            levels = spec.levels if spec.kind is Kind.CHOICE else ()
            yield Asked(spec.id, spec.question, levels)


def _is_asked(spec: Spec) -> bool:
    return (
        spec.asked_at == "each_visit"
        and spec.asked_of == "patient"
        and spec.rank is Rank.ABSOLUTE
        and spec.kind in (Kind.BOOL, Kind.CHOICE)
    )
