"""The forecast beside a review: it informs, and decides nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

from deqi.core.people import Facts
from deqi.core.review import Series, Standing


@dataclass(frozen=True, slots=True)
class Outlook:
    """The score to expect.

    Parameters
    ----------
    mean : float
        In points of the instrument.
    low, high : float
        Ends of the 80 % band.
    """

    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Foresight:
    """What to expect of one instrument by one horizon.

    Parameters
    ----------
    instrument : str
        Its id.
    horizon_weeks : float
        From the day of the review.
    with_treatment : Outlook or None
        Where treatment goes on; None where no record gives a gain over usual care.
    usual_course : Outlook
        Without further treatment.
    probability_30_percent : float or None
        Chance, 0 to 1, of being 30 per cent better than at the baseline, with
        treatment; None where it cannot be told.
    probability_30_percent_usual : float or None
        The same without further treatment.
    measurements : int
        How many scores of the person it rests on.
    sources : tuple of str
        Source ids.
    reviewed : bool
        True once a clinician has signed the record behind it.
    """

    instrument: str
    horizon_weeks: float
    with_treatment: Outlook | None
    usual_course: Outlook
    probability_30_percent: float | None
    probability_30_percent_usual: float | None
    measurements: int
    sources: tuple[str, ...]
    reviewed: bool


def foresee(
    series: Series, standings: Sequence[Standing], known: Facts
) -> tuple[Foresight | None, str]:
    """Return the forecast of the first instrument that has one, or why there is none.

    Parameters
    ----------
    series : Series
        The series under review.
    standings : sequence of Standing
        Of the instruments that decide, the one to forecast first.
    known : Facts
        For how long the complaint has lasted.

    Returns
    -------
    tuple of (Foresight or None, str)
        The text is empty where there is a forecast.
    """
    return None, "No forecast is made yet."
