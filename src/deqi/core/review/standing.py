"""Where one instrument stands: baseline, latest, and what lies between.

Words
-----
baseline
    The last score near enough to the first session, and not after it where there is
    one before.
latest
    The last score after the baseline and, once discharged, after the discharge.
worse of the day
    Of two scores on one day the one that flatters less: the milder for a baseline, the
    graver for all others.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from deqi.core import instruments
from deqi.core.instruments import Change, Measurement
from deqi.core.review import in_force
from deqi.core.review.series import Series
from deqi.core.review.values import Settings
from deqi.core.scales import Direction, Instrument

Truth = bool | None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one instrument stands on one day.

    Parameters
    ----------
    instrument : Instrument
        Its record.
    baseline, latest : Measurement or None
        None where there is none that counts.
    between : tuple of float
        Scores at earlier reviews, oldest first, each newly measured.
    at_end : Measurement or None
        Score at discharge, or when visits began to be spaced out.
    is_fresh : bool
        The latest is recent enough for a review to rest on it.
    scores_on_one_day : bool
        Two scores of one day differ.
    """

    instrument: Instrument
    baseline: Measurement | None
    latest: Measurement | None
    between: tuple[float, ...]
    at_end: Measurement | None
    is_fresh: bool
    scores_on_one_day: bool

    def change(self) -> Change:
        """Return the change from baseline to latest.

        Raises
        ------
        ScoreOutOfRange
            Where a score lies outside the range.
        """
        return _change(self.instrument, self.baseline, self.latest)

    def gain_percent(self) -> float | None:
        """Return the gain in per cent of the baseline; negative where it got worse."""
        return _gain(self.instrument, self.baseline, self.latest)

    def gain_at_end(self) -> float | None:
        """Return the gain at the end, in per cent of the baseline."""
        return _gain(self.instrument, self.baseline, self.at_end)

    def is_worse_since_end(self) -> Truth:
        """Return whether it got worse since the end; None where not known.

        By the points of the smallest important change: from a low score on, a share of
        it would take every small move for a relapse.
        """
        moved = _change(self.instrument, self.at_end, self.latest).absolute
        points = self.instrument.improvement.absolute
        if moved is None or points is None:
            return None
        towards = 1 if self.instrument.direction is Direction.WORSE else -1
        return towards * moved >= points

    def steps_without_change(self) -> int:
        """Return over how many reviews, this one too, it gained too little in all.

        Small steps add up: a slow gain is no standstill.
        """
        if self.baseline is None or self.latest is None:
            return 0
        count, latest = 0, self.latest.score
        for earlier in reversed((self.baseline.score, *self.between)):
            if instruments.change(self.instrument, earlier, latest).important:
                break
            count += 1
        return count


def of(instrument: Instrument, series: Series, settings: Settings) -> Standing:
    """Return where an instrument stands.

    Parameters
    ----------
    instrument : Instrument
        Its record.
    series : Series
        The series under review.
    settings : Settings
        How near a baseline and how fresh a score must be.

    Raises
    ------
    ScoreOutOfRange
        Where a score lies outside the instrument's range.
    """
    own = [m for m in series.measurements if m.instrument == instrument.id]
    for each in own:
        instruments.change(instrument, each.score, each.score)
    baseline = _baseline(own, series, instrument, settings)
    after = series.discharged or date.min
    since = max(baseline.date, after) if baseline else max(series.first or after, after)
    latest = _last([m for m in own if m.date > since], instrument)
    oldest = series.today - timedelta(days=settings.fresh_days)
    days = [each.date for each in {(m.date, m.score): m for m in own}.values()]
    return Standing(
        instrument,
        baseline,
        latest,
        _between(own, series, baseline, latest, instrument),
        _at_end(own, series, baseline, instrument),
        latest is not None and latest.date >= oldest,
        len(days) > len(set(days)),
    )


def _baseline(
    own: list[Measurement], series: Series, instrument: Instrument, settings: Settings
) -> Measurement | None:
    before, after = settings.baseline_days
    first = series.first or series.today
    early = [m for m in own if first - timedelta(before) <= m.date <= first]
    late = [m for m in own if first < m.date <= first + timedelta(after)]
    if early:
        return max(early, key=lambda m: (m.date, -_burden(instrument, m)))
    return min(late, key=lambda m: (m.date, _burden(instrument, m)), default=None)


def _last(own: list[Measurement], instrument: Instrument) -> Measurement | None:
    return max(own, key=lambda m: (m.date, _burden(instrument, m)), default=None)


def _burden(instrument: Instrument, measurement: Measurement) -> float:
    worse = instrument.direction is Direction.WORSE
    return measurement.score if worse else -measurement.score


def _between(
    own: list[Measurement],
    series: Series,
    baseline: Measurement | None,
    latest: Measurement | None,
    instrument: Instrument,
) -> tuple[float, ...]:
    if baseline is None or latest is None:
        return ()
    known = [m for m in own if baseline.date < m.date < latest.date]
    found: dict[Measurement, None] = {}
    for review in series.reviews:
        last = _last([m for m in known if m.date <= review.date], instrument)
        if last is not None:
            found[last] = None
    return tuple(each.score for each in found)


def _at_end(
    own: list[Measurement],
    series: Series,
    baseline: Measurement | None,
    instrument: Instrument,
) -> Measurement | None:
    end = series.discharged or in_force.of(series).spaced_since
    if end is None:
        return None
    start = baseline.date if baseline else date.min
    known = [m for m in own if start < m.date <= end]
    return _last(known, instrument)


def _change(
    instrument: Instrument, earlier: Measurement | None, later: Measurement | None
) -> Change:
    return instruments.change(
        instrument,
        None if earlier is None else earlier.score,
        None if later is None else later.score,
    )


def _gain(
    instrument: Instrument, earlier: Measurement | None, later: Measurement | None
) -> float | None:
    moved = _change(instrument, earlier, later)
    # A share of the baseline needs a scale that begins at 0, and a baseline above it.
    if moved.absolute is None or not moved.baseline or instrument.low != 0:
        return None
    towards = -1 if instrument.direction is Direction.WORSE else 1
    # Rounded, because 3.3 to 2.31 is 30 per cent to a person, not to a float.
    return round(towards * moved.absolute * 100 / moved.baseline, 9)
