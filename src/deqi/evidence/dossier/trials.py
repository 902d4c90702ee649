"""One contrast of a trial: two arms, one outcome, one time.

Words
-----
contrast
    What one row of trials holds; a trial has as many as it has outcomes and times.
"""

from dataclasses import dataclass
from enum import StrEnum

from deqi.core.scales import Direction
from deqi.evidence.comparators import Comparator
from deqi.evidence.dossier.sourced import Estimate, Sourced


class ValueType(StrEnum):
    """What the figures of the arms are."""

    FINAL = "final"
    CHANGE = "change"
    ADJUSTED = "adjusted"
    RESPONDER = "responder"
    MEDIAN = "median"
    DESIGN_ONLY = "design_only"


class Treated(StrEnum):
    """What the arm had that is called treated."""

    ACUPUNCTURE = "acupuncture"
    SHAM = "sham"
    MIXED = "mixed"


@dataclass(frozen=True, slots=True)
class TrialArm:
    """One arm as printed; None where nothing was seen.

    Parameters
    ----------
    n : int or None
        People.
    mean, sd : float or None
        In points of the scale.
    se : float or None
        Standard error of the mean, where the source prints that instead.
    low, high : float or None
        95 % interval of the mean.
    events : int or None
        Responders.
    percent : float or None
        Responders in per cent.
    baseline_mean, baseline_sd : float or None
        The same outcome at the start.
    """

    n: int | None = None
    mean: float | None = None
    sd: float | None = None
    se: float | None = None
    low: float | None = None
    high: float | None = None
    events: int | None = None
    percent: float | None = None
    baseline_mean: float | None = None
    baseline_sd: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contrast(Sourced):
    """One row of a trial.

    Parameters
    ----------
    trial : str
        Name and arm, as in the literature.
    year : int
        Of publication.
    population : str
        ``acute`` or ``chronic``.
    condition, condition_id : str
        In words, and of the catalogue of conditions.
    treated : Treated
        Sham where the row shows how far sham is from usual care.
    comparator : Comparator
        Kind of control.
    compared_with : str
        What the control was, where the kind does not say enough.
    outcome, instrument : str
        In words; instrument is empty where there is none.
    scale : tuple of float or None
        Ends of the scale.
    direction : Direction or None
        None where no outcome was seen.
    value_type : ValueType
        What the figures of the arms are.
    weeks : float or None
        From randomisation; None where not stated.
    treatment_arm, control_arm : TrialArm
        The arms.
    difference : Estimate or None
        Treated minus control on the printed scale.
    share_difference : Estimate or None
        Difference of responders, in per cent.
    ratio : Estimate or None
        Of the arms; ``ratio_measure`` says which.
    ratio_measure : str
        ``rr``, ``hr``, or empty.
    baseline_sd : float or None
        At the start over all arms, where not given by arm.
    p : str
        P value as printed; empty where none.
    total : int or None
        People randomised or analysed in all, where arms are not known.
    sessions : str
        Dose in words.
    derived : tuple of str
        Columns that were computed from others, not printed.
    poolable : bool
        False where the row must not enter a pool of acupuncture against its comparator.
    """

    trial: str
    year: int
    population: str
    condition: str
    condition_id: str
    treated: Treated
    comparator: Comparator
    compared_with: str
    outcome: str
    instrument: str
    scale: tuple[float | None, float | None] | None
    direction: Direction | None
    value_type: ValueType
    weeks: float | None
    treatment_arm: TrialArm
    control_arm: TrialArm
    difference: Estimate | None
    share_difference: Estimate | None
    ratio: Estimate | None
    ratio_measure: str
    baseline_sd: float | None
    p: str
    total: int | None
    sessions: str
    derived: tuple[str, ...]
    poolable: bool
