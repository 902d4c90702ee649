"""What a forecast holds: the score to expect, its bands, and the chances of a gain."""

from collections.abc import Iterator
from dataclasses import dataclass

LEVELS = (0.5, 0.8, 0.95)
"""Shares of people whom the bands are to hold."""

SHOWN = 0.8
"""The level of ``low`` and ``high``."""


@dataclass(frozen=True, slots=True)
class Band:
    """An interval around the middle of what may come.

    Parameters
    ----------
    level : float
        Share of people whose next score it is to hold, 0 to 1.
    low, high : float
        Ends, in points of the instrument, within its range.
    """

    level: float
    low: float
    high: float

    def __post_init__(self) -> None:
        """Refuse a level that is no share, and ends in the wrong order."""
        if not 0 < self.level < 1 or not self.low <= self.high:
            raise ValueError("a band has a level within 0 and 1, and runs upward")


@dataclass(frozen=True, slots=True)
class Outlook:
    """What to expect under one way of going on.

    Parameters
    ----------
    mean : float
        The score to expect, in points of the instrument.
    bands : tuple of Band
        One for each of `LEVELS`.
    probability_30_percent : float or None
        Chance, 0 to 1, of a score better than the baseline by the share that counts as
        a response; None without a baseline, and from one at the best end of the scale.
    probability_important : float or None
        The same for the smallest important change, by points or per cent; None also
        where the instrument has no such rule.
    """

    mean: float
    bands: tuple[Band, ...]
    probability_30_percent: float | None
    probability_important: float | None

    @property
    def low(self) -> float:
        """Return the lower end of the 80 % band."""
        return self.band(SHOWN).low

    @property
    def high(self) -> float:
        """Return the upper end of the 80 % band."""
        return self.band(SHOWN).high

    def band(self, level: float) -> Band:
        """Return the band of a level.

        Raises
        ------
        KeyError
            Where there is none.
        """
        for each in self.bands:
            if each.level == level:
                return each
        raise KeyError(level)


@dataclass(frozen=True, slots=True)
class Anyway:
    """The change to expect from the baseline alone, had nobody treated.

    Parameters
    ----------
    change : float
        From the baseline to the horizon, in points; negative is better.
    average : float
        Of which the course of the average person.
    regression : float
        Of which regression to the mean: who starts high is likely to be lower next
        time, treated or not. It is no benefit of treatment.
    """

    change: float
    average: float
    regression: float


@dataclass(frozen=True, slots=True)
class Forecast:
    """What to expect of one person on one instrument by one horizon.

    Parameters
    ----------
    instrument : str
        Its id.
    horizon_weeks : float
        From the day of the forecast.
    with_treatment : Outlook or None
        Where treatment goes on; None where no record gives a gain over usual care.
    usual_course : Outlook
        Without further treatment; what was gained so far fades as the records say.
    anyway : Anyway or None
        None without a baseline.
    measurements : int
        How many scores of the person it rests on; with 0 it is that of the average
        person.
    prior : str
        Id of the record behind it.
    sources : tuple of str
        Source ids behind that record.
    reviewed : bool
        True once a clinician has signed the record.
    """

    instrument: str
    horizon_weeks: float
    with_treatment: Outlook | None
    usual_course: Outlook
    anyway: Anyway | None
    measurements: int
    prior: str
    sources: tuple[str, ...]
    reviewed: bool

    @property
    def probability_30_percent(self) -> float | None:
        """Return the chance of a response with treatment; None where not known."""
        treated = self.with_treatment
        return None if treated is None else treated.probability_30_percent

    @property
    def probability_important(self) -> float | None:
        """Return the chance of an important change with treatment; None if unknown."""
        treated = self.with_treatment
        return None if treated is None else treated.probability_important

    def ways(self) -> Iterator[Outlook]:
        """Yield each way of going on that something is known of."""
        if self.with_treatment is not None:
            yield self.with_treatment
        yield self.usual_course
