"""What went wrong after sessions, and how long it counts, for everybody in a panel."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from deqi.core.columns import UNKNOWN, Bools, Codes, Floats, claims
from deqi.core.review.panels import series as courses
from deqi.core.review.panels.series import SeriesPanel
from deqi.core.review.panels.values import PanelImpossible, ReviewPanel
from deqi.core.review.values import Decision, Settings


@dataclass(frozen=True, slots=True)
class Charted:
    """Adverse events that n people's sessions chart, e at most.

    Parameters
    ----------
    names : sequence of str
        Ids of kinds of events.
    days : array of shape (n, e)
        The day of the session.
    kinds : array of int8 of shape (n, e)
        Place of each kind among the names; -1 in a place left empty.
    grades : array of shape (n, e)
        1 passing to 5 death; NaN where nobody graded it.
    asked : array of shape (n, any)
        Days of sessions whose chart says what went wrong, or that nothing did.
    """

    names: Sequence[str]
    days: Floats
    kinds: Codes
    grades: Floats
    asked: Floats

    def __post_init__(self) -> None:
        """Refuse an event without its kind, and a kind without its event."""
        if not self.days.shape == self.kinds.shape == self.grades.shape:
            raise PanelImpossible("events have days, kinds and grades of one shape")
        if (np.isnan(self.days) != (self.kinds == UNKNOWN)).any():
            raise PanelImpossible("an event has its day and its kind")
        if ((self.kinds < UNKNOWN) | (self.kinds >= len(self.names))).any():
            raise PanelImpossible("a kind is one of those named")

    def are(self, kinds: Iterable[str]) -> Bools:
        """Return which events are of one of these kinds."""
        wanted = [place for place, name in enumerate(self.names) if name in kinds]
        return np.isin(self.kinds, wanted)


def weighed(panel: ReviewPanel, charted: Charted, settings: Settings) -> ReviewPanel:
    """Return a panel whose facts of events are those that its sessions chart.

    A serious event stands until a later review gives a written reason to go on; all
    others pass after `Settings.event_days`.

    Parameters
    ----------
    panel : ReviewPanel
        What its ``around`` says of events is left aside.
    charted : Charted
        Of the same people.
    settings : Settings
        How long an event counts, and which kinds are serious.

    Raises
    ------
    PanelImpossible
        Where it is not one row for each person.
    """
    if not len(charted.days) == len(charted.asked) == len(panel.today):
        raise PanelImpossible("each person has a row of events")
    series = courses.of(panel)
    serious = charted.grades >= settings.serious_grade
    serious |= charted.are(settings.grave_kinds)
    # What was settled in writing no longer counts as serious, however recent.
    grave = series.includes(charted.days) & serious
    grave &= ~(charted.days <= _settled(panel, series)[:, None])
    recent = series.today[:, None] - charted.days <= settings.event_days
    passing = series.includes(charted.days) & recent & ~serious
    grades = np.where(grave | passing, charted.grades, 0)
    found = {
        "event_grade": np.fmax.reduce(grades, axis=1, initial=0.0),
        "event_is_grave_kind": _some(grave & charted.are(settings.grave_kinds)),
        "event_ungraded": _some(passing & np.isnan(charted.grades)),
        "event_healing": _some(passing & charted.are(settings.healing_kinds)),
        "events_repeated": _days(
            charted.days, passing & charted.are(settings.lessening_kinds)
        ),
        "events_asked": _asked(charted, series),
    }
    return replace(panel, around={**panel.around, **found})


def _settled(panel: ReviewPanel, series: SeriesPanel) -> Floats:
    """Return up to which day events are settled by a written reason to go on."""
    told = panel.earlier
    if told.reasoned is None:
        return np.full(series.today.shape, -np.inf)
    settles = told.reasoned & (told.decisions != Decision.REFER.gravity)
    settles &= series.includes(told.days) & (told.days < series.today[:, None])
    days = np.where(settles, told.days, -np.inf)
    return np.asarray(days.max(axis=1, initial=-np.inf))


def _days(days: Floats, among: Bools) -> Floats:
    """Return how many different days there are among some."""
    own = np.sort(np.where(among, days, np.nan), axis=1)
    own = np.hstack([np.full((len(own), 1), -np.inf), own])
    return np.asarray((np.diff(own, axis=1) > 0).sum(axis=1), dtype=np.float64)


def _asked(charted: Charted, series: SeriesPanel) -> Codes:
    """Return whether the last session was asked about; unknown without a session."""
    last = series.last
    asked = np.any(charted.asked == last[:, None], axis=1)
    return claims(np.asarray(asked), ~np.isnan(last))


def _some(among: Bools) -> Codes:
    return claims(np.asarray(among.any(axis=1)))
