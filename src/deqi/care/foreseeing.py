"""The forecast beside a review: it informs, and decides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from deqi.core.conditions import Stage, stage
from deqi.core.forecast import values
from deqi.core.forecast.values import Anyway
from deqi.core.people import Facts
from deqi.core.review import Reason, Series, Standing
from deqi.knowledge import conditions, forecasts, reviews

if TYPE_CHECKING:
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
class Ahead:
    """What to expect some weeks ahead.

    Parameters
    ----------
    weeks : float
        From the day of the review; 0 is what would be measured that day.
    with_treatment : Outlook or None
        Where treatment goes on; None where no record gives a gain over usual care.
    usual_course : Outlook
        Without further treatment.
    anyway : Anyway or None
        The change since the baseline to expect by then, had nobody treated.
    """

    weeks: float
    with_treatment: values.Outlook | None
    usual_course: values.Outlook
    anyway: Anyway | None


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
    baseline : float or None
        The score that it counts from: the last up to the first session, or else the
        first one after.
    anyway : Anyway or None
        The change since the baseline to expect by the horizon, had nobody treated, of
        which regression to the mean; none of it is a benefit. None without a baseline.
    ahead : tuple of Ahead
        From the day of the review to the horizon, in the steps of the record.
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
    baseline: float | None
    anyway: Anyway | None
    ahead: tuple[Ahead, ...]
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
    names = [each.instrument.id for each in standings if each.instrument.id in measured]
    if not names:
        return None, "No instrument of pain or disability has been measured."
    priors = (forecasts.choose(name, lasted, known.values_read) for name in names)
    prior = next((each for each in priors if each is not None), None)
    if prior is None:
        return None, f"No record says how {' or '.join(names)} goes on at this stage."
    start = _baseline(series, prior.instrument.id)
    return _told(_forecast(series, prior), start, _caution(known)), ""


def remark(
    found: Foresight | None, series: Series, standings: Sequence[Standing]
) -> Reason | None:
    """Return what to say of a gain no larger than what was to come anyway.

    Parameters
    ----------
    found : Foresight or None
        Of the same series.
    series : Series
        After a discharge nothing is said: the gain of a series ends there.
    standings : sequence of Standing
        The one that the forecast is of, if any, has a fresh score.

    Returns
    -------
    Reason or None
        None also where nothing was gained.
    """
    anyway = found.ahead[0].anyway if found is not None else None
    if found is None or anyway is None or series.discharged is not None:
        return None
    own = next(s for s in standings if s.instrument.id == found.instrument)
    change = own.change()
    # Of two scores on the first day the forecast may count from the other one.
    if not own.is_fresh or change.baseline != found.baseline:
        return None
    # Every instrument that has a forecast is worse the higher it stands.
    moved = change.absolute
    if moved is None or not anyway.change <= moved < 0:
        return None
    said = reviews.anyway_remark()
    words = {
        "instrument": found.instrument,
        "gain": f"{-moved:.3g}",
        "anyway": f"{-anyway.change:.1f}",
    }
    return replace(
        said,
        text=said.text.format_map(words),
        sources=tuple(dict.fromkeys((*said.sources, *found.sources))),
    )


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


def _forecast(series: Series, prior: Prior) -> tuple[values.Forecast, ...]:
    # NumPy is loaded here, and only here: no other part of a review needs it.
    from deqi.core.forecast import persons

    began = series.first or series.today
    until = series.held[-1] if series.held else None
    return persons.forecast(
        series.measurements,
        prior,
        treatment=persons.Treatment(began, until),
        today=series.today,
        horizons=reviews.forecast_horizons(),
    )


def _baseline(series: Series, instrument: str) -> float | None:
    """Return the score that the forecast counts from: see ``panels.Forecasts``."""
    own = [m for m in series.measurements if m.instrument == instrument]
    began = series.first or series.today
    early = [(m.date, m.score) for m in own if m.date <= began]
    late = [(m.date, m.score) for m in own if m.date > began]
    day_and_score = max(early, default=None) or min(late, default=None)
    return None if day_and_score is None else day_and_score[1]


def _told(
    forecasted: Sequence[values.Forecast], baseline: float | None, caution: str
) -> Foresight:
    found = forecasted[-1]
    treated, usual = found.with_treatment, found.usual_course
    return Foresight(
        instrument=found.instrument,
        horizon_weeks=found.horizon_weeks,
        with_treatment=None if treated is None else _outlook(treated),
        usual_course=_outlook(usual),
        probability_30_percent=found.probability_30_percent,
        probability_30_percent_usual=usual.probability_30_percent,
        baseline=baseline,
        anyway=found.anyway,
        ahead=tuple(map(_ahead, forecasted)),
        measurements=found.measurements,
        sources=found.sources,
        reviewed=found.reviewed,
        caution=caution,
    )


def _ahead(found: values.Forecast) -> Ahead:
    return Ahead(
        found.horizon_weeks, found.with_treatment, found.usual_course, found.anyway
    )


def _outlook(found: values.Outlook) -> Outlook:
    return Outlook(found.mean, found.low, found.high)
