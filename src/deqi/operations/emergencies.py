"""What a clinic tells a patient in danger: its own numbers, never a guess."""

from __future__ import annotations

from dataclasses import dataclass

from deqi.records.clinics.models import Clinic


@dataclass(frozen=True, slots=True)
class Words:
    """What a clinic tells a patient in danger; all of it is public.

    Parameters
    ----------
    clinic, phone : str
        Phone may be empty.
    emergency_number, crisis_line, out_of_hours : str
        Never empty.
    """

    clinic: str
    phone: str
    emergency_number: str
    crisis_line: str
    out_of_hours: str


def words(row: Clinic) -> Words:
    """Return the words of a clinic."""
    return Words(
        row.name, row.phone, row.emergency_number, row.crisis_line, row.out_of_hours
    )
