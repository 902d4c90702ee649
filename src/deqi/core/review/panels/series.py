"""Which sessions, reviews and visits belong to the series under review, for a panel."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from deqi.core.columns import UNKNOWN, Bools, Codes, Floats
from deqi.core.review.panels.values import ReviewPanel
from deqi.core.review.values import SPACING


@dataclass(frozen=True, slots=True)
class SeriesPanel:
    """The series of n people.

    Parameters
    ----------
    today : array of shape (n,)
        The day of the review.
    start : array of shape (n,)
        The series is what came after this day; minus infinity where it is all.
    held : array of shape (n, s)
        Days with a session, in order; NaN last.
    reviewed : array of shape (n, r)
        Days of earlier reviews, in order; NaN last.
    decisions : array of int8 of shape (n, r)
        Their decisions, by gravity.
    discharged : array of shape (n,)
        Where the series has ended and no other has begun.
    """

    today: Floats
    start: Floats
    held: Floats
    reviewed: Floats
    decisions: Codes
    discharged: Floats

    @property
    def first(self) -> Floats:
        """Return the day of the first session; NaN without one."""
        return _least(self.held)

    @property
    def last(self) -> Floats:
        """Return the day of the last session; NaN without one."""
        return np.asarray(np.fmax.reduce(self.held, axis=1, initial=np.nan))

    def includes(self, days: Floats) -> Bools:
        """Return which days, of shape (n, any), belong to the series."""
        after, today = self.start[:, None], self.today[:, None]
        return np.asarray((days > after) & (days <= today))

    def sessions_given(self) -> Floats:
        """Return how many sessions there were."""
        return _counted(~np.isnan(self.held))

    def sessions_after(self, day: Floats) -> Floats:
        """Return how many sessions were later than a day."""
        return _counted(self.held > day[:, None])

    def interval_days(self) -> Floats:
        """Return the usual gap before any taper; 0 where there is none yet."""
        slower = np.isin(self.decisions, [each.gravity for each in SPACING])
        began = _least(np.where(slower, self.reviewed, np.nan))
        began = np.where(np.isnan(began), self.today, began)
        before = np.where(self.held <= began[:, None], self.held, np.nan)
        gaps = np.sort(np.diff(before, axis=1), axis=1)
        middle = (~np.isnan(gaps)).sum(axis=1) // 2
        gaps = np.hstack([gaps, np.full((len(gaps), 1), np.nan)])
        usual = np.take_along_axis(gaps, middle[:, None], axis=1)[:, 0]
        return np.where(np.isnan(usual), 0, usual)

    def reviews(self) -> Sequence[tuple[Floats, Codes]]:
        """Return days and decisions of everybody's first review, second, and so on."""
        return tuple(zip(self.reviewed.T, self.decisions.T, strict=True))


def of(panel: ReviewPanel) -> SeriesPanel:
    """Return the series under review of everybody.

    Parameters
    ----------
    panel : ReviewPanel
        Rows after the day of the review are not looked at.
    """
    today = panel.today[:, None]
    # Laid out by columns, because each step looks at few columns of many people.
    held = np.asfortranarray(np.where(panel.held <= today, panel.held, np.nan))
    ended = _discharged(panel)
    renewed = (held > ended[:, None]).any(axis=1)
    start = np.where(renewed, ended, -np.inf)
    days = np.asfortranarray(panel.earlier.days)
    own = (days > start[:, None]) & (days < today)
    reviewed = np.where(own, days, np.nan)
    decisions = np.where(own, panel.earlier.decisions, UNKNOWN).astype(np.int8)
    # Of two on one day the graver counts.
    order = np.lexsort((decisions, reviewed), axis=-1)
    return SeriesPanel(
        today=panel.today,
        start=start,
        held=np.sort(np.where(held > start[:, None], held, np.nan), axis=1),
        reviewed=np.take_along_axis(reviewed, order, axis=1),
        decisions=np.take_along_axis(decisions, order, axis=1),
        discharged=np.where(renewed, np.nan, ended),
    )


def missed_in_row(panel: ReviewPanel, series: SeriesPanel) -> Floats:
    """Return how many visits in a row, up to today, were not kept."""
    if panel.missed is None:
        return np.zeros(panel.today.shape)
    since = np.fmax(series.last, -np.inf)[:, None]
    return _counted(series.includes(panel.missed) & (panel.missed > since))


def rows_later(panel: ReviewPanel) -> Floats:
    """Return how many rows are dated after the review."""
    tables = [panel.held, panel.earlier.days]
    tables += [each.days for each in panel.measured.values()]
    found = np.zeros(panel.today.shape)
    for each in tables:
        found = found + _counted(each > panel.today[:, None])
    return found if panel.rows_later is None else found + panel.rows_later


def is_reversed(panel: ReviewPanel) -> Bools:
    """Return whether the first session lies before anything can have begun."""
    if panel.begins is None:
        return np.zeros(panel.today.shape, dtype=np.bool_)
    held = np.where(panel.held <= panel.today[:, None], panel.held, np.nan)
    return np.asarray(_least(held) < panel.begins)


def _discharged(panel: ReviewPanel) -> Floats:
    if panel.discharged is None:
        return np.full(panel.today.shape, np.nan)
    return np.where(panel.discharged <= panel.today, panel.discharged, np.nan)


def _least(days: Floats) -> Floats:
    least = np.asarray(np.fmin.reduce(days, axis=1, initial=np.inf))
    return np.where(np.isinf(least), np.nan, least)


def _counted(claims: Bools) -> Floats:
    return np.asarray(claims.sum(axis=1), dtype=np.float64)
