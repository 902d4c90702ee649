"""The complaints people bring: which are planned for, and how long makes pain chronic."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from deqi.core.expressions import Expression
from deqi.core.reading import Values


class Stage(StrEnum):
    """How long the complaint has lasted."""

    ACUTE = "acute"
    SUBACUTE = "subacute"
    CHRONIC = "chronic"


@dataclass(frozen=True, slots=True)
class Condition:
    """One complaint.

    Parameters
    ----------
    id, name : str
        ``sciatica``, and its plain name.
    plans : bool
        False where the product only informs.
    evidence : str
        What is known of acupuncture for it, in a sentence.
    icd10cm, icd11 : tuple of str
        Codes.
    sources : tuple of str
        Source ids.
    reviewed : bool
        True once a clinician has signed it.
    """

    id: str
    name: str
    plans: bool
    evidence: str
    icd10cm: tuple[str, ...]
    icd11: tuple[str, ...]
    sources: tuple[str, ...]
    reviewed: bool


def stage(values: Values, stages: Mapping[Stage, Expression]) -> Stage | None:
    """Return how long the complaint has lasted; None where that is unknown."""
    return next((name for name, when in stages.items() if when.holds(values)), None)
