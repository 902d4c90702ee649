"""Which decision is in force, and how often a series began anew, for a panel."""

from dataclasses import dataclass

import numpy as np

from deqi.core.columns import UNKNOWN, Bools, Codes, Floats
from deqi.core.review.in_force import SHAPING, TRYING
from deqi.core.review.panels import series as courses
from deqi.core.review.panels.series import SeriesPanel
from deqi.core.review.panels.values import ReviewPanel
from deqi.core.review.values import SPACING, Decision, Settings


@dataclass(frozen=True, slots=True)
class InForcePanel:
    """The decision in force for n people.

    Parameters
    ----------
    decision : array of int8 of shape (n,)
        Its gravity; -1 where there is none.
    since : array of shape (n,)
        Day of the review that first decided so; NaN without one.
    sessions : array of shape (n,)
        Sessions later than that day.
    """

    decision: Codes
    since: Floats
    sessions: Floats

    @property
    def spaced_since(self) -> Floats:
        """Return since when visits are spaced out; NaN where they are not."""
        return np.where(_among(self.decision, SPACING), self.since, np.nan)

    def sessions_of(self, decision: Decision) -> Floats:
        """Return the sessions under a decision; 0 where another is in force."""
        return np.where(self.decision == decision.gravity, self.sessions, 0.0)


def of(series: SeriesPanel) -> InForcePanel:
    """Return the decision in force for everybody.

    Parameters
    ----------
    series : SeriesPanel
        The series under review.
    """
    decision = np.full(series.today.shape, UNKNOWN, dtype=np.int8)
    since = np.full(series.today.shape, np.nan)
    for day, decided in series.reviews():
        begins = _among(decided, SHAPING) & (decided != decision)
        ends = _ends(decided, decision) & (day < series.last)
        decision = np.where(begins, decided, np.where(ends, UNKNOWN, decision))
        since = np.where(begins, day, np.where(ends, np.nan, since))
    after = np.where(np.isnan(since), np.inf, since)
    return InForcePanel(decision, since, series.sessions_after(after))


def taper(panel: ReviewPanel, settings: Settings) -> Floats:
    """Return least and most days to the next visit of a taper.

    Returns
    -------
    array of shape (n, 2)
        NaN where the taper is through.
    """
    return step(courses.of(panel), settings)


def step(series: SeriesPanel, settings: Settings) -> Floats:
    """Return the days to the next visit of a taper, of shape (n, 2); NaN: through.

    A step no slower than the series itself was is left out.
    """
    done, usual = of(series).sessions_of(Decision.TAPER), series.interval_days()
    days = np.full((len(done), 2), np.nan)
    found = np.zeros(done.shape, dtype=np.bool_)
    for each in settings.taper:
        fits = ~found & (each.days[0] > usual)
        here = fits & (done < each.visits)
        days[here] = each.days
        found |= here
        done = np.where(fits, done - each.visits, done)
    return days


def restarts(series: SeriesPanel, settings: Settings) -> Floats:
    """Return how often series began anew of late, without a doctor's look since."""
    followed = series.reviewed < series.last[:, None]
    looks = followed & (series.decisions == Decision.REFER.gravity)
    seen = np.where(looks, series.reviewed, -np.inf).max(axis=1, initial=-np.inf)
    late = series.today[:, None] - series.reviewed <= settings.relapse_days
    counts = followed & late & (series.reviewed > seen[:, None])
    counts &= series.decisions == Decision.RESTART.gravity
    found, last = np.zeros(series.today.shape), np.full(series.today.shape, np.nan)
    for place, (day, _) in enumerate(series.reviews()):
        ahead = series.sessions_after(day)
        found += counts[:, place] & (ahead != last)
        last = np.where(counts[:, place], ahead, last)
    return found


def _ends(decided: Codes, decision: Codes) -> Bools:
    referred = (decided == Decision.REFER.gravity) & _among(decision, TRYING)
    return np.asarray(referred | (decided == Decision.DISCHARGE.gravity))


def _among(codes: Codes, decisions: tuple[Decision, ...]) -> Bools:
    return np.isin(codes, [each.gravity for each in decisions])
