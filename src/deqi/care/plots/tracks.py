"""What a plot of the course is drawn from: one instrument of one person, plain values."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from deqi.care.foreseeing import Ahead
from deqi.care.reviewing import Review
from deqi.core import review as reviews
from deqi.core.episodes import Episode
from deqi.core.instruments import Measurement
from deqi.core.scales import Direction, Instrument
from deqi.knowledge import instruments
from deqi.knowledge import reviews as records


class NothingMeasured(ValueError):
    """An episode without a score that could be drawn."""


@dataclass(frozen=True, slots=True)
class Track:
    """What one instrument has shown so far, and what is forecast.

    Parameters
    ----------
    instrument : Instrument
        Its record.
    today : date
        The day of the review.
    scores : tuple of Measurement
        By date, at least one; what is too old to belong to the series is left out.
    sessions : tuple of date
        By date.
    baseline : float or None
        The score that a change is measured from.
    response : float or None
        The score from which on the change is a response; None without a baseline.
    response_percent : float
        Better by this share is a response.
    ahead : tuple of Ahead
        From today on; empty where there is no forecast of this instrument.
    """

    instrument: Instrument
    today: date
    scores: tuple[Measurement, ...]
    sessions: tuple[date, ...]
    baseline: float | None
    response: float | None
    response_percent: float
    ahead: tuple[Ahead, ...]

    @property
    def days(self) -> tuple[date, ...]:
        """Return every day of a score or session."""
        return (*(each.date for each in self.scores), *self.sessions)

    @property
    def last(self) -> date:
        """Return the day of the horizon; today where nothing is forecast."""
        return self.day(self.ahead[-1].weeks) if self.ahead else self.today

    def day(self, weeks: float) -> date:
        """Return the day some weeks from today."""
        return self.today + timedelta(weeks=weeks)


def of(episode: Episode, review: Review) -> Track:
    """Return the track of the instrument that is forecast, or else of the first scored.

    Parameters
    ----------
    episode : Episode
        As it was reviewed.
    review : Review
        Its review.

    Raises
    ------
    NothingMeasured
        Where no score up to the day of the review could be drawn.
    """
    series = reviews.series_of(episode, today=review.today)
    name = next(_names(review), None)
    if name is None:
        raise NothingMeasured("nothing has been measured yet: no course can be drawn")
    gain = review.progress[name]
    # Some weeks before the first session belong to the picture, years do not.
    began = series.first or review.today
    early = began - timedelta(days=records.settings().baseline_days[0])
    own = [each for each in series.measurements if each.instrument == name]
    recent = [each for each in own if each.date >= early] or own
    instrument = instruments.catalogue()[name]
    percent = records.settings().response_percent
    forecast = review.forecast
    return Track(
        instrument=instrument,
        today=review.today,
        scores=tuple(sorted(recent, key=lambda each: (each.date, each.score))),
        sessions=series.held,
        baseline=gain.baseline,
        response=response(instrument, gain.baseline, percent),
        response_percent=percent,
        ahead=forecast.ahead if forecast and forecast.instrument == name else (),
    )


def _names(review: Review) -> Iterator[str]:
    if review.forecast is not None:
        yield review.forecast.instrument
    yield from (name for name, gain in review.progress.items() if gain.decides)
    yield from review.progress


def response(
    instrument: Instrument, baseline: float | None, percent: float
) -> float | None:
    """Return the score that is better than a baseline by a share of it.

    Parameters
    ----------
    instrument : Instrument
        Its record.
    baseline : float or None
        The score that a change is measured from.
    percent : float
        Per cent of the baseline.

    Returns
    -------
    float or None
        None without a baseline, and where no score of the scale is better by so much.
    """
    # A share of the baseline needs a scale that begins at 0, and a baseline above it.
    if not baseline or instrument.low != 0:
        return None
    towards = -1 if instrument.direction is Direction.WORSE else 1
    found = baseline * (1 + towards * percent / 100)
    low, high = instrument.range
    return found if low <= found <= high else None
