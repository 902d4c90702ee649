"""Whether a result computed anew is the one that was printed, and whether it may be.

Words
-----
printed
    A result with the digits that its source gives it.
"""

from dataclasses import dataclass
from enum import StrEnum


class Agreement(StrEnum):
    """How a recomputed result stands to a printed one."""

    EXACT = "exact"
    CLOSE = "close"
    NOT_REPRODUCED = "not reproduced"
    OTHER_TRIALS = "other trials: no match claimed"
    NOTHING_PRINTED = "nothing published to compare"


@dataclass(frozen=True, slots=True)
class Result:
    """An estimate, with its interval where there is one.

    Parameters
    ----------
    estimate : float
        On the printed scale.
    ci : tuple of float or None
        95 % interval.
    """

    estimate: float
    ci: tuple[float, float] | None

    @property
    def figures(self) -> tuple[float, ...]:
        """Return estimate and ends, as many as there are."""
        return (self.estimate, *(self.ci or ()))


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far figures may part.

    Parameters
    ----------
    near : float
        Share of half the printed interval within which each figure is close.
    units : float
        Units of the last printed digit within which a figure without an interval is
        close.
    """

    near: float
    units: float


def compare(
    ours: Result,
    printed: Result | None,
    tolerance: Tolerance,
    *,
    same_trials: bool = True,
) -> Agreement:
    """Return how a result stands to the printed one.

    Parameters
    ----------
    ours : Result
        Computed.
    printed : Result or None
        None where nobody printed one.
    tolerance : Tolerance
        What still is close.
    same_trials : bool
        False where other trials went in: an equal figure is then partly chance, and no
        match is claimed.

    Returns
    -------
    Agreement
        Exact where all figures are equal in the printed digits.
    """
    if printed is None:
        return Agreement.NOTHING_PRINTED
    if not same_trials:
        return Agreement.OTHER_TRIALS
    # All figures of a result are printed alike, so -16.0 has the digits of its ends.
    places = max(decimals(figure) for figure in printed.figures)
    if (ours.ci is None) != (printed.ci is None):
        ours, printed = Result(ours.estimate, None), Result(printed.estimate, None)
    pairs = list(zip(ours.figures, printed.figures, strict=True))
    if all(round(our, places) == round(told, places) for our, told in pairs):
        return Agreement.EXACT
    reach = _reach(printed, places, tolerance)
    if all(abs(our - told) <= reach for our, told in pairs):
        return Agreement.CLOSE
    return Agreement.NOT_REPRODUCED


def decimals(figure: float) -> int:
    """Return the digits after the point that a printed figure has."""
    return len(f"{figure!r}".partition(".")[2].rstrip("0")) if figure % 1 else 0


def _reach(printed: Result, places: int, tolerance: Tolerance) -> float:
    if printed.ci is None:
        return tolerance.units * 10.0**-places + 1e-9
    return tolerance.near * (printed.ci[1] - printed.ci[0]) / 2
