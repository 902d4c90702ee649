"""What the rules of a review read of everybody in a panel."""

from collections.abc import Sequence

import numpy as np

from deqi.core.columns import UNKNOWN, Bools, Codes, Columns, Floats, claims
from deqi.core.review.panels import series as courses
from deqi.core.review.panels import standing
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
    last = series.last_decision()
    maintained = last == Decision.MAINTAIN.gravity
    through = np.isnan(courses.step(series, settings)[:, 0])
    tapered = (last == Decision.TAPER.gravity) & through
    return {
        "sessions_given": series.sessions_given(),
        "after_discharge": claims(~np.isnan(series.discharged)),
        # The first level says that there was no review.
        "last_decision": last + np.int8(1),
        "sessions_since_review": series.sessions_since_review(),
        "taper_done": claims(maintained | tapered),
        "maintenance_visits": series.sessions_since(Decision.MAINTAIN),
        "missed_in_row": courses.missed_in_row(panel, series),
        "rows_later": courses.rows_later(panel),
        "dates_reversed": claims(courses.is_reversed(panel)),
    }


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
    lost = claims(gain < settings.response_percent, ~np.isnan(gain) & (responded != 0))
    since = [np.where(s.is_fresh, s.is_worse_since_end(), UNKNOWN) for s in standings]
    relapsed, ended = _any([*since, lost]), ~np.isnan(series.discharged)
    return {
        "recovered": _recovered(standings, settings),
        "relapsed": np.where(ended, relapsed, UNKNOWN).astype(np.int8),
        "responded_before": responded,
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
