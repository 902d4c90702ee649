"""Where one instrument stands for everybody in a panel."""

from dataclasses import dataclass

import numpy as np

from deqi.core.columns import UNKNOWN, Bools, Codes, Floats, claims
from deqi.core.review.panels import in_force
from deqi.core.review.panels.series import SeriesPanel
from deqi.core.review.panels.values import PanelImpossible, Scores
from deqi.core.review.values import Settings
from deqi.core.scales import Direction, Instrument, Threshold


@dataclass(frozen=True, slots=True)
class Measured:
    """One score of each of n people; NaN where there is none that counts.

    Parameters
    ----------
    days, scores : array of shape (n,)
        When, and in points of the instrument.
    """

    days: Floats
    scores: Floats

    @property
    def is_known(self) -> Bools:
        """Return where there is one."""
        return ~np.isnan(self.days)


@dataclass(frozen=True, slots=True)
class StandingPanel:
    """Where one instrument stands for n people.

    Parameters
    ----------
    instrument : Instrument
        Its record.
    baseline, latest, at_end : Measured
        First score that counts, last one, and the score at the end: at discharge, or
        when visits began to be spaced out.
    steps_without_change : array of shape (n,)
        Over how many reviews, this one too, it gained too little in all.
    is_fresh, scores_on_one_day : array of bool of shape (n,)
        The latest is recent enough; two scores of one day differ.
    """

    instrument: Instrument
    baseline: Measured
    latest: Measured
    at_end: Measured
    steps_without_change: Floats
    is_fresh: Bools
    scores_on_one_day: Bools

    def gain_percent(self) -> Floats:
        """Return the gain in per cent of the baseline; NaN where it cannot be told."""
        return _gain(self.instrument, self.baseline, self.latest)

    def gain_at_end(self) -> Floats:
        """Return the gain at the end, in per cent of the baseline."""
        return _gain(self.instrument, self.baseline, self.at_end)

    def is_worse(self) -> Codes:
        """Return whether it got worse by what the record calls a worsening."""
        return reached(
            self.instrument.worsening,
            -_better(self.instrument, self.baseline.scores, self.latest.scores),
            self.baseline.scores,
        )

    def is_worse_since_end(self) -> Codes:
        """Return whether it got worse since the end, by points."""
        points = self.instrument.improvement.absolute
        if points is None:
            return np.full(self.is_fresh.shape, UNKNOWN, dtype=np.int8)
        lost = -_better(self.instrument, self.at_end.scores, self.latest.scores)
        return claims(lost >= points, ~np.isnan(lost))


def of(
    instrument: Instrument, told: Scores, series: SeriesPanel, settings: Settings
) -> StandingPanel:
    """Return where an instrument stands for everybody.

    Parameters
    ----------
    instrument : Instrument
        Its record.
    told : Scores
        Everything measured with it.
    series : SeriesPanel
        The series under review.
    settings : Settings
        How near a baseline and how fresh a score must be.

    Raises
    ------
    PanelImpossible
        Where a score lies outside the instrument's range.
    """
    low, high = instrument.range
    if ((told.scores < low) | (told.scores > high)).any():
        raise PanelImpossible(f"{instrument.id} runs from {low:g} to {high:g}")
    # Laid out by columns, because each step looks at few columns of many people.
    days, scores = np.asfortranarray(told.days), np.asfortranarray(told.scores)
    own = _Own(instrument, Scores(days, scores), series.includes(days))
    baseline = own.baseline(series, settings)
    latest = own.latest(series, baseline)
    return StandingPanel(
        instrument,
        baseline,
        latest,
        own.at_end(series, baseline),
        own.steps(series, baseline, latest),
        latest.days >= series.today - settings.fresh_days,
        own.differ_on_one_day(),
    )


@dataclass(frozen=True, slots=True)
class _Own:
    """Scores of the series under review, and which places hold one."""

    instrument: Instrument
    told: Scores
    counts: Bools

    def baseline(self, series: SeriesPanel, settings: Settings) -> Measured:
        before, after = settings.baseline_days
        begun = np.where(np.isnan(series.first), series.today, series.first)
        first, days = begun[:, None], self.told.days
        early = self._last((first - before <= days) & (days <= first), is_milder=True)
        late = self._first((first < days) & (days <= first + after))
        return Measured(
            np.where(early.is_known, early.days, late.days),
            np.where(early.is_known, early.scores, late.scores),
        )

    def latest(self, series: SeriesPanel, baseline: Measured) -> Measured:
        begun = np.where(baseline.is_known, baseline.days, series.first)
        since = np.fmax(np.fmax(begun, series.discharged), -np.inf)
        return self._last(self.told.days > since[:, None])

    def at_end(self, series: SeriesPanel, baseline: Measured) -> Measured:
        start = np.fmax(baseline.days, -np.inf)[:, None]
        spaced, days = in_force.of(series).spaced_since, self.told.days
        end = np.where(np.isnan(series.discharged), spaced, series.discharged)
        return self._last((start < days) & (days <= end[:, None]))

    def steps(
        self, series: SeriesPanel, baseline: Measured, latest: Measured
    ) -> Floats:
        """Walk from score to newly measured score, and count from each gain on."""
        days = self.told.days
        inside = (baseline.days[:, None] < days) & (days < latest.days[:, None])
        count = np.where(self._gained(baseline, latest), 0.0, 1.0)
        since = baseline.days
        for day, _ in series.reviews():
            seen = self._last(inside & (days <= day[:, None]))
            stepped = np.where(self._gained(seen, latest), 0, count + 1)
            count = np.where(seen.days > since, stepped, count)
            since = np.fmax(since, seen.days)
        return np.where(baseline.is_known & latest.is_known, count, 0)

    def differ_on_one_day(self) -> Bools:
        days = np.where(self.counts, self.told.days, np.nan)
        order = np.lexsort((self.told.scores, days), axis=-1)
        days = np.take_along_axis(days, order, axis=1)
        scores = np.take_along_axis(self.told.scores, order, axis=1)
        same = np.diff(days, axis=1) == 0
        return np.asarray((same & (np.diff(scores, axis=1) != 0)).any(axis=1))

    def _gained(self, earlier: Measured, later: Measured) -> Bools:
        moved = _better(self.instrument, earlier.scores, later.scores)
        return np.asarray(
            reached(self.instrument.improvement, moved, earlier.scores) == 1
        )

    def _last(self, among: Bools, *, is_milder: bool = False) -> Measured:
        """Return the last score, and of its day the graver, or the milder."""
        among = among & self.counts
        day = np.where(among, self.told.days, -np.inf).max(axis=1, initial=-np.inf)
        return self._on(day, among, is_milder=is_milder)

    def _first(self, among: Bools) -> Measured:
        """Return the first score, and of its day the milder."""
        among = among & self.counts
        day = np.where(among, self.told.days, np.inf).min(axis=1, initial=np.inf)
        return self._on(day, among, is_milder=True)

    def _on(self, day: Floats, among: Bools, *, is_milder: bool) -> Measured:
        among = among & (self.told.days == day[:, None])
        scores = np.where(among, self.told.scores, np.nan)
        lower_is_milder = self.instrument.direction is Direction.WORSE
        pick = np.fmin if is_milder is lower_is_milder else np.fmax
        found = pick.reduce(scores, axis=1, initial=np.nan)
        return Measured(np.where(np.isinf(day), np.nan, day), found)


def reached(threshold: Threshold, gains: Floats, baselines: Floats) -> Codes:
    """Return for each person what `Threshold.reached` says; -1 where a score is unknown.

    Parameters
    ----------
    threshold : Threshold
        A size of change.
    gains : array
        Points moved in the direction meant.
    baselines : array
        Scores they started from.
    """
    known = ~np.isnan(gains)
    if threshold.percent is None:
        if threshold.absolute is None:
            return np.full(gains.shape, UNKNOWN, dtype=np.int8)
        return claims((gains > 0) & (gains >= threshold.absolute), known)
    share = _rounded(gains * 100 - threshold.percent * np.abs(baselines)) >= 0
    enough = (baselines != 0) & share
    far = np.zeros_like(share)
    if threshold.absolute is not None:
        far = gains >= threshold.absolute
    known &= (gains <= 0) | far | (baselines != 0)
    return claims((gains > 0) & (far | enough), known)


def _better(instrument: Instrument, earlier: Floats, later: Floats) -> Floats:
    """Return by how many points it got better."""
    towards = -1 if instrument.direction is Direction.WORSE else 1
    return towards * _rounded(later - earlier)


def _gain(instrument: Instrument, earlier: Measured, later: Measured) -> Floats:
    # A share of the baseline needs a scale that begins at 0, and a baseline above it.
    begins = np.where(earlier.scores == 0, np.nan, earlier.scores)
    if instrument.low != 0:
        begins = np.full_like(begins, np.nan)
    moved = _better(instrument, earlier.scores, later.scores)
    with np.errstate(over="ignore"):
        return _rounded(moved * 100 / begins)


def _rounded(numbers: Floats) -> Floats:
    """Round to nine places as Python does, which rounds the decimal number itself."""
    with np.errstate(over="ignore", invalid="ignore"):
        scaled = numbers * 1e9
        half = np.abs(np.abs(scaled - np.trunc(scaled)) - 0.5)
    rounded = np.asarray(np.rint(scaled) / 1e9)
    # Near a half, and where no place is left for a fraction, the product may mislead.
    doubtful = (half <= np.abs(scaled) * 2.0**-52) | (np.abs(scaled) >= 2.0**52)
    for place in np.flatnonzero(doubtful):
        rounded[place] = round(float(numbers[place]), 9)
    return rounded
