"""What is known of the person who claims, on the day of each visit."""

from dataclasses import dataclass
from datetime import date, timedelta

from deqi.core.instruments import Measurement
from deqi.core.reading import Span, Values

DERIVED = frozenset({"duration_months"})
"""What criteria may read besides facts: it is counted here, for the day of a visit."""


@dataclass(frozen=True, slots=True)
class Claimant:
    """What is known of the person on one day.

    Parameters
    ----------
    values : Values
        Facts and derived values on ``today``.
    measurements : tuple of Measurement
        In any order; those after ``today`` are not looked at.
    today : date
        The day for which the values hold.
    """

    values: Values
    measurements: tuple[Measurement, ...]
    today: date

    def on(self, day: date) -> Values:
        """Return the values with the length of the complaint as on another day."""
        onset = self._onset()
        if onset is None:
            return {**self.values, "duration_months": None}
        early, late, told = onset
        weeks = Span(_weeks(late, day), _weeks(early, day), (told,))
        months = Span(_months(late, day), _months(early, day), (told,))
        return {**self.values, "duration_weeks": weeks, "duration_months": months}

    def _onset(self) -> tuple[date, date, str] | None:
        onset = self.values.get("onset_date")
        if isinstance(onset, date):
            return onset, onset, "onset_date"
        weeks = self.values.get("duration_weeks")
        if not isinstance(weeks, int | float) or isinstance(weeks, bool):
            return None
        # Weeks are told as whole ones: the day lies in the seven before.
        most = (self.today - date.min).days // 7 - 1
        late = self.today - timedelta(weeks=max(0, min(int(weeks), most)))
        return late - timedelta(days=6), late, "duration_weeks"


def _months(onset: date, day: date) -> int:
    months = (day.year - onset.year) * 12 + day.month - onset.month
    return max(months - (day.day < onset.day), 0)


def _weeks(onset: date, day: date) -> int:
    return max((day - onset).days // 7, 0)
