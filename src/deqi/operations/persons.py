"""Whom a page is about: what stands above everything of one episode."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from deqi.records.episodes.models import Episode


@dataclass(frozen=True, slots=True)
class Person:
    """Whom an episode is about.

    Parameters
    ----------
    patient, episode : UUID
        Of the patient, and of the episode.
    name : str
        Of the patient.
    birth_date : date
        Of the patient.
    number : int
        At the clinic.
    condition : str
        Id of the complaint; empty where it is not named yet.
    """

    patient: UUID
    name: str
    birth_date: date
    number: int
    episode: UUID
    condition: str


def person_of(row: Episode) -> Person:
    """Return whom an episode is about."""
    person = row.patient.person
    return Person(
        row.patient_id,
        person.name,
        person.birth_date,
        row.patient.number,
        row.id,
        row.condition,
    )
