"""The forecast beside a review: it informs, and decides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from deqi.core.conditions import Stage, stage
from deqi.core.people import Facts
from deqi.core.review import Series, Standing
from deqi.knowledge import conditions, forecasts, reviews

if TYPE_CHECKING:
    from deqi.core.forecast import values
    from deqi.core.forecast.priors import Prior


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
    caution : str
        Why it should be leaned on little here; empty where nothing is known against it.
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
    caution: str


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
    lasted = _stage_at_start(series, known)
    if lasted is None:
        return None, "How long the complaint has lasted is not known."
    measured = {each.instrument for each in series.measurements}
    catalogue = forecasts.catalogue()
    names = [each.instrument.id for each in standings if each.instrument.id in measured]
    if not names:
        return None, "No instrument of pain or disability has been measured."
    prior = next((p for n in names if (p := catalogue.get((n, lasted)))), None)
    if prior is None:
        return None, f"No record says how {' or '.join(names)} goes on at this stage."
    return _told(_forecast(series, prior), _caution(known)), ""


def _caution(known: Facts) -> str:
    when, text = reviews.forecast_caution()
    return "" if when.holds(known.values_read) is False else text


def _stage_at_start(series: Series, known: Facts) -> Stage | None:
    """Return the stage at the first session: a prior's weeks are counted from there."""
    weeks = known.value("duration_weeks")
    if not isinstance(weeks, int | float):
        return None
    since = (series.today - (series.first or series.today)).days / 7
    values = {**known.values_read, "duration_weeks": max(weeks - since, 0)}
    return stage(values, conditions.stages())


def _forecast(series: Series, prior: Prior) -> values.Forecast:
    # NumPy is loaded here, and only here: no other part of a review needs it.
    from deqi.core.forecast import persons

    began = series.first or series.today
    until = series.held[-1] if series.held else None
    (found,) = persons.forecast(
        series.measurements,
        prior,
        treatment=persons.Treatment(began, until),
        today=series.today,
        horizons=(reviews.horizon_weeks(),),
    )
    return found


def _told(found: values.Forecast, caution: str) -> Foresight:
    treated, usual = found.with_treatment, found.usual_course
    return Foresight(
        instrument=found.instrument,
        horizon_weeks=found.horizon_weeks,
        with_treatment=None if treated is None else _outlook(treated),
        usual_course=_outlook(usual),
        probability_30_percent=found.probability_30_percent,
        probability_30_percent_usual=usual.probability_30_percent,
        measurements=found.measurements,
        sources=found.sources,
        reviewed=found.reviewed,
        caution=caution,
    )


def _outlook(found: values.Outlook) -> Outlook:
    return Outlook(found.mean, found.low, found.high)
