"""What others pooled, and what guidelines and payers make of it."""

from dataclasses import dataclass
from enum import StrEnum

from deqi.core.scales import Direction
from deqi.evidence.comparators import Comparator
from deqi.evidence.dossier.sourced import Estimate, Sourced


class Stance(StrEnum):
    """What a guideline or payer says of acupuncture."""

    FOR = "for"
    AGAINST = "against"
    OPEN = "open"
    NOT_ADDRESSED = "not_addressed"
    COVERED = "covered"
    NOT_COVERED = "not_covered"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedPool(Sourced):
    """One pooled result as a review printed it.

    Parameters
    ----------
    review : str
        Whose it is.
    year : int or None
        None where the review could not be traced.
    kind : str
        ``meta_analysis``, ``ipd`` (data of individual patients), ``network``,
        ``overview`` (of reviews), ``untraced``.
    population : str
        ``acute``, ``chronic`` or empty.
    condition, condition_id : str
        In words, and of the catalogue of conditions; the latter empty for several.
    comparator : Comparator or None
        None where the review mixes kinds of control.
    compared_with : str
        The control in words, where the kind does not say enough.
    outcome, timepoint : str
        In words.
    reviews, trials, people : int or None
        How many went in; None where not seen.
    measure : str
        ``MD``, ``SMD``, ``RR``, ``shares``, or empty.
    estimate : Estimate or None
        None where no figure was seen.
    shares : tuple of float or None
        Responders treated and in the control, 0 to 1.
    i2 : float or None
        In per cent.
    model, grade : str
        How it was pooled, and the certainty the review gives.
    direction : Direction or None
        Which way is better on the printed scale.
    """

    review: str
    year: int | None
    kind: str
    population: str
    condition: str
    condition_id: str
    comparator: Comparator | None
    compared_with: str
    outcome: str
    timepoint: str
    reviews: int | None
    trials: int | None
    people: int | None
    measure: str
    estimate: Estimate | None
    shares: tuple[float, float] | None
    i2: float | None
    model: str
    grade: str
    direction: Direction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Guideline(Sourced):
    """One recommendation, or one decision on coverage.

    Parameters
    ----------
    body, country : str
        Who says it, and where it holds.
    year : int or None
        None where not seen.
    date : str
        As far as known: ``2016-11``; empty where unknown.
    population : str
        ``acute``, ``chronic`` or empty.
    condition, condition_id : str
        In words, and of the catalogue of conditions.
    stance : Stance
        What it says.
    strength, grade : str
        Of the recommendation, and of the evidence behind it; empty where not seen.
    kind : str
        ``guideline``, ``coverage`` or ``review``.
    superseded_by : str
        Id of the one that took its place; empty while it holds.
    """

    body: str
    country: str
    year: int | None
    date: str
    population: str
    condition: str
    condition_id: str
    stance: Stance
    strength: str
    grade: str
    kind: str
    superseded_by: str
