"""What the rules of a review read of everybody in a panel."""

from collections.abc import Sequence

import numpy as np

from deqi.core.columns import UNKNOWN, Bools, Codes, Columns, Floats, claims
from deqi.core.review.facts import READ
from deqi.core.review.panels import in_force, standing
from deqi.core.review.panels import series as courses
from deqi.core.review.panels.in_force import InForcePanel
from deqi.core.review.panels.series import SeriesPanel
from deqi.core.review.panels.standing import StandingPanel
from deqi.core.review.panels.values import AROUND, ReviewPanel, Scores
from deqi.core.review.values import Decision, Settings
from deqi.core.scales import Instrument


def gather(panel: ReviewPanel, settings: Settings) -> Columns:
    """Return what the rules read of everybody: the values of `review.gather`.

    Parameters
    ----------
    panel : ReviewPanel
        What is known of n people.
    settings : Settings
        How an episode is read.

    Returns
    -------
    mapping of str to array
        One column for each name of `review.READ`: numbers as float64, NaN unknown;
        claims as int8, 1, 0 or -1 unknown; choices as int8, the place among the levels
        of `review.READ`.

    Raises
    ------
    PanelImpossible
        Where a score lies outside its instrument's range.
    """
    series = courses.of(panel)
    standings = [
        standing.of(each, scores, series, settings)
        for each, scores in _measured(panel, settings)
    ]
    gain = _best([np.where(s.is_fresh, s.gain_percent(), np.nan) for s in standings])
    return {
        **_of_series(panel, series, settings),
        **_of_scores(standings, gain),
        **_of_end(series, standings, gain, settings),
        **{name: panel.around[name] for name in AROUND},
    }


def _measured(
    panel: ReviewPanel, settings: Settings
) -> Sequence[tuple[Instrument, Scores]]:
    """Return what decides, with its scores; one of them without any where none has."""
    known = [each for each in settings.judged_by if each.id in panel.measured]
    if known:
        return [(each, panel.measured[each.id]) for each in known]
    empty = np.full((len(panel.today), 0), np.nan)
    return [(each, Scores(empty, empty)) for each in settings.judged_by[:1]]


def _best(gains: Sequence[Floats]) -> Floats:
    """Return the greatest that is known; NaN where none is."""
    return np.asarray(np.fmax.reduce(gains))


def _of_series(
    panel: ReviewPanel, series: SeriesPanel, settings: Settings
) -> dict[str, Floats | Codes]:
    force = in_force.of(series)
    return {
        "sessions_given": series.sessions_given(),
        "after_discharge": claims(~np.isnan(series.discharged)),
        "days_since_discharge": series.today - series.discharged,
        "in_force": _LEVELS[force.decision],
        "sessions_in_force": force.sessions,
        "restarts": in_force.restarts(series, settings),
        "taper_done": claims(_is_through(force, series, settings)),
        "maintenance_visits": force.sessions_of(Decision.MAINTAIN),
        "missed_in_row": courses.missed_in_row(panel, series),
        "rows_later": courses.rows_later(panel),
        "dates_reversed": claims(courses.is_reversed(panel)),
    }


_LEVELS = np.array(
    [
        READ["in_force"].index(each) if each in READ["in_force"] else UNKNOWN
        for each in (*Decision, "none")
    ],
    dtype=np.int8,
)
"""Level of each decision in force, by its gravity; the last one is for none."""


def _is_through(force: InForcePanel, series: SeriesPanel, settings: Settings) -> Bools:
    tapered = force.decision == Decision.TAPER.gravity
    ended = np.isnan(in_force.step(series, settings)[:, 0])
    maintained = force.decision == Decision.MAINTAIN.gravity
    return np.asarray(maintained | (tapered & ended))


def _of_scores(
    standings: Sequence[StandingPanel], gain: Floats
) -> dict[str, Floats | Codes]:
    compared = [s.is_fresh & s.baseline.is_known for s in standings]
    worse = [np.where(s.is_fresh, s.is_worse(), UNKNOWN) for s in standings]
    progress = ~np.isnan(gain)
    return {
        "baseline_known": claims(_some([s.baseline.is_known for s in standings])),
        "progress_known": claims(progress),
        "measured_since": claims(
            _some([s.baseline.is_known & s.latest.is_known for s in standings])
        ),
        "instrument_changed": claims(
            _some([s.is_fresh for s in standings]) & ~_some(compared)
        ),
        "no_room": claims(_some(compared) & ~progress),
        "scores_on_one_day": claims(_some([s.scores_on_one_day for s in standings])),
        "gain_percent": gain,
        "worse": _any(worse),
        "steps_without_change": _fewest(standings, compared),
    }


def _fewest(standings: Sequence[StandingPanel], compared: Sequence[Bools]) -> Floats:
    steps = [s.steps_without_change for s in standings]
    fewest = np.min(np.where(compared, steps, np.inf), axis=0)
    return np.where(np.isinf(fewest), 0, fewest)


def _of_end(
    series: SeriesPanel,
    standings: Sequence[StandingPanel],
    gain: Floats,
    settings: Settings,
) -> dict[str, Floats | Codes]:
    before = _best([s.gain_at_end() for s in standings])
    responded = claims(before >= settings.response_percent, ~np.isnan(before))
    under, told = gain < settings.response_percent, ~np.isnan(gain)
    worse = _any(
        [np.where(s.is_fresh, s.is_worse_since_end(), UNKNOWN) for s in standings]
    )
    unseen = claims(under, told & (responded != 0))
    relapsed, ended = np.where(worse == UNKNOWN, unseen, worse), series.discharged
    end = np.fmax(ended, in_force.of(series).spaced_since)
    return {
        "recovered": _recovered(standings, settings),
        "gain_lost": claims(under & (worse != 0), told & ~np.isnan(end)),
        "relapsed": np.where(np.isnan(ended), UNKNOWN, relapsed).astype(np.int8),
        "responded_before": np.where(np.isnan(ended), UNKNOWN, responded),
    }


def _recovered(standings: Sequence[StandingPanel], settings: Settings) -> Codes:
    """Return whether every recent score that has a limit keeps to it."""
    limits = [settings.recovered.get(s.instrument.id, np.nan) for s in standings]
    pairs = list(zip(standings, limits, strict=True))
    told = _some([s.is_fresh & (not np.isnan(limit)) for s, limit in pairs])
    above = _some([s.is_fresh & (s.latest.scores > limit) for s, limit in pairs])
    return claims(~above, told)


def _any(told: Sequence[Codes]) -> Codes:
    """Return 1 where one holds, -1 where nothing is known of any."""
    some = np.asarray(told)
    return claims(np.any(some == 1, axis=0), np.any(some != UNKNOWN, axis=0))


def _some(told: Sequence[Bools]) -> Bools:
    return np.asarray(np.any(told, axis=0))
