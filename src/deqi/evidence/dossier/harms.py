"""How often harm was seen, per how many people, treatments or needles."""

from dataclasses import dataclass

from deqi.evidence.dossier.sourced import Estimate, Sourced


@dataclass(frozen=True, slots=True, kw_only=True)
class AdverseEvent(Sourced):
    """One rate or count of an event.

    Parameters
    ----------
    study, design : str
        Whose it is, and how it was found.
    year : int or None
        Of publication; None where not known.
    patients, treatments : int or None
        How many were watched; None where not seen.
    event : str
        In words.
    serious : bool
        True for an event that is serious by its kind.
    denominator : str
        What it is counted per, in words.
    events : int or None
        Count.
    rate : float or None
        In the unit ``per``; None where none may be shown.
    low, high : float or None
        95 % interval of the rate.
    per : int or None
        100, 1000 and so on; None where there is no rate.
    unit : str
        ``patients``, ``treatments``, ``needles``, or empty.
    printed : float or None
        What the source prints; differs from ``rate`` where the source is wrong.
    derived : bool
        True where the rate was computed here from the count.
    exposure : str
        Whose odds ``odds_ratio`` compares with everybody else's; empty where none.
    odds_ratio : Estimate or None
        Adjusted odds of the event under that exposure.
    """

    study: str
    design: str
    year: int | None
    patients: int | None
    treatments: int | None
    event: str
    serious: bool
    denominator: str
    events: int | None
    rate: float | None
    low: float | None
    high: float | None
    per: int | None
    unit: str
    printed: float | None
    derived: bool
    exposure: str
    odds_ratio: Estimate | None
