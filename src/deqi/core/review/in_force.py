"""Which decision of a series is in force, and how often a series began anew.

Words
-----
in force
    A decision that shapes the course until another such decision, or an end, replaces
    it: taper, maintain, change, restart. To go on, to measure or to pause replaces
    nothing; so a change of treatment is not forgotten at the next review.
followed
    A session came after the review.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from deqi.core.review.series import Earlier, Series
from deqi.core.review.values import SPACING, Days, Decision, Settings

TRYING = (Decision.CHANGE, Decision.RESTART)
SHAPING = (*SPACING, *TRYING)
"""Decisions that try something anew; with those that space visits out, all that shape a
course."""


@dataclass(frozen=True, slots=True)
class InForce:
    """The decision in force.

    Parameters
    ----------
    decision : Decision or None
        None where there is none.
    since : date or None
        Day of the review that first decided so.
    sessions : int
        Sessions later than that day; 0 without one.
    """

    decision: Decision | None = None
    since: date | None = None
    sessions: int = 0

    @property
    def spaced_since(self) -> date | None:
        """Return since when visits are spaced out; None where they are not."""
        return self.since if self.decision in SPACING else None

    def sessions_of(self, decision: Decision) -> int:
        """Return the sessions under a decision; 0 where another is in force."""
        return self.sessions if self.decision is decision else 0


def of(series: Series) -> InForce:
    """Return the decision in force.

    A referral ends a change and a new series, and a discharge ends all, once they are
    followed: until then the review says again what it said.

    Parameters
    ----------
    series : Series
        The series under review.
    """
    decision, since = None, None
    for each in series.reviews:
        if each.decision in SHAPING and each.decision is not decision:
            decision, since = each.decision, each.date
        elif _ends(each, decision) and series.sessions_after(each.date):
            decision, since = None, None
    if decision is None or since is None:
        return InForce()
    return InForce(decision, since, series.sessions_after(since))


def step(series: Series, settings: Settings) -> Days | None:
    """Return the days to the next visit of a taper; None where it is through.

    A step no slower than the series itself was is left out.
    """
    done = of(series).sessions_of(Decision.TAPER)
    usual = series.interval_days()
    for each in settings.taper:
        if each.days[0] <= usual:
            continue
        if done < each.visits:
            return each.days
        done -= each.visits
    return None


def restarts(series: Series, settings: Settings) -> int:
    """Return how often a series began anew of late, without a doctor's look since.

    Parameters
    ----------
    series : Series
        The series under review.
    settings : Settings
        How long a restart counts.
    """
    return len(set(_begun(series, settings)))


def _begun(series: Series, settings: Settings) -> Iterator[int]:
    """Yield the sessions that followed each restart; the same for two that are one."""
    looks = [each.date for each in _followed(series, Decision.REFER)]
    seen = max(looks, default=date.min)
    for each in _followed(series, Decision.RESTART):
        is_late = (series.today - each.date).days <= settings.relapse_days
        if is_late and each.date > seen:
            yield series.sessions_after(each.date)


def _followed(series: Series, decision: Decision) -> Iterator[Earlier]:
    for each in series.reviews:
        if each.decision is decision and series.sessions_after(each.date):
            yield each


def _ends(review: Earlier, decision: Decision | None) -> bool:
    if review.decision is Decision.REFER:
        return decision in TRYING
    return review.decision is Decision.DISCHARGE
