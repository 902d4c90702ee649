"""What every value of the dossier carries, and an estimate with its interval."""

from dataclasses import dataclass


class ImpossibleEstimate(ValueError):
    """An interval that runs downward or does not hold its estimate."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sourced:
    """A value with what it rests on.

    Parameters
    ----------
    id : str
        Of its record.
    sources : tuple of str
        Source ids.
    certainty : str
        How well the record is backed: seen, partial, secondary, memory, own.
    reviewed : bool
        True once a clinician has signed it.
    memory : str
        What is only remembered, in words; never to be shown as a figure.
    note : str
        What a reader must know before using it; empty where nothing.
    """

    id: str
    sources: tuple[str, ...]
    certainty: str
    reviewed: bool
    memory: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Estimate:
    """An estimate with its 95 % interval, on the scale as printed.

    Parameters
    ----------
    value : float
        The estimate.
    low, high : float or None
        Ends of its interval; both None where none was seen.
    se : float or None
        Standard error; None where none is printed.
    adjusted : bool or None
        True where a model took the start or other traits into account; None where the
        source does not say.
    """

    value: float
    low: float | None = None
    high: float | None = None
    se: float | None = None
    adjusted: bool | None = None

    def __post_init__(self) -> None:
        """Refuse half an interval, and one that does not hold its estimate."""
        if (self.low is None) != (self.high is None):
            raise ImpossibleEstimate(f"{self.value} has half an interval")
        if self.low is None or self.high is None:
            return
        if not self.low <= self.value <= self.high:
            raise ImpossibleEstimate(f"{self.value} ({self.low} to {self.high})")
