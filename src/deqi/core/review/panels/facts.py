"""What the rules of a review read of everybody in a panel."""

from collections.abc import Sequence

import numpy as np

from deqi.core.columns import UNKNOWN, Bools, Codes, Columns, Floats
from deqi.core.review.panels import series as courses
from deqi.core.review.panels import standing
from deqi.core.review.panels.series import SeriesPanel
from deqi.core.review.panels.standing import StandingPanel
from deqi.core.review.panels.values import AROUND, ReviewPanel
from deqi.core.review.values import Decision, Settings


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
        standing.of(each, panel.measured[each.id], series, settings)
        for each in settings.judged_by
        if each.id in panel.measured
    ]
    nobody = np.zeros(panel.today.shape, dtype=np.bool_)
    gain = _best(
        [np.where(s.is_fresh, s.gain_percent(), np.nan) for s in standings], nobody
    )
    return {
        **_of_series(panel, series, settings),
        **_of_scores(standings, gain, nobody),
        **_of_end(series, standings, gain, settings),
        **{name: panel.around[name] for name in AROUND},
    }


def _best(gains: Sequence[Floats], nobody: Bools) -> Floats:
    """Return the greatest that is known; NaN where none is."""
    best = np.full(nobody.shape, np.nan)
    for each in gains:
        best = np.fmax(best, each)
    return best


def _of_series(
    panel: ReviewPanel, series: SeriesPanel, settings: Settings
) -> dict[str, Floats | Codes]:
    last = series.last_decision()
    maintained = last == Decision.MAINTAIN.gravity
    through = np.isnan(courses.step(series, settings)[:, 0])
    tapered = (last == Decision.TAPER.gravity) & through
    return {
        "sessions_given": series.sessions_given(),
        "after_discharge": _sure(~np.isnan(series.discharged)),
        # The first level says that there was no review.
        "last_decision": last + np.int8(1),
        "sessions_since_review": series.sessions_since_review(),
        "taper_done": _sure(maintained | tapered),
        "maintenance_visits": series.sessions_since(Decision.MAINTAIN),
        "missed_in_row": courses.missed_in_row(panel, series),
        "rows_later": courses.rows_later(panel),
        "dates_reversed": _sure(courses.is_reversed(panel)),
    }


def _of_scores(
    standings: Sequence[StandingPanel], gain: Floats, nobody: Bools
) -> dict[str, Floats | Codes]:
    begun = [s.baseline.is_known for s in standings]
    fresh = _some(nobody, [s.is_fresh for s in standings])
    compared = [s.is_fresh & s.baseline.is_known for s in standings]
    progress = ~np.isnan(gain)
    return {
        "baseline_known": _sure(_some(nobody, begun)),
        "progress_known": _sure(progress),
        "measured_since": _sure(
            _some(nobody, [s.baseline.is_known & s.latest.is_known for s in standings])
        ),
        "instrument_changed": _sure(fresh & ~_some(nobody, compared)),
        "no_room": _sure(_some(nobody, compared) & ~progress),
        "scores_on_one_day": _sure(
            _some(nobody, [s.scores_on_one_day for s in standings])
        ),
        "gain_percent": gain,
        "worse": _any(
            nobody,
            [
                np.where(own, s.is_worse(), UNKNOWN)
                for own, s in zip(compared, standings, strict=True)
            ],
        ),
        "steps_without_change": _fewest(standings, compared, nobody),
    }


def _fewest(
    standings: Sequence[StandingPanel], compared: Sequence[Bools], nobody: Bools
) -> Floats:
    fewest = np.full(nobody.shape, np.inf)
    for own, each in zip(compared, standings, strict=True):
        fewest = np.where(own, np.fmin(fewest, each.steps_without_change), fewest)
    return np.where(np.isinf(fewest), 0, fewest)


def _of_end(
    series: SeriesPanel,
    standings: Sequence[StandingPanel],
    gain: Floats,
    settings: Settings,
) -> dict[str, Floats | Codes]:
    nobody = np.zeros(series.today.shape, dtype=np.bool_)
    before = _best([s.gain_at_end() for s in standings], nobody)
    responded = _told(before >= settings.response_percent, ~np.isnan(before))
    lost = _told(gain < settings.response_percent, ~np.isnan(gain) & (responded != 0))
    since = [np.where(s.is_fresh, s.is_worse_since_end(), UNKNOWN) for s in standings]
    relapsed = _any(nobody, [*since, lost])
    return {
        "recovered": _recovered(standings, settings, nobody),
        "relapsed": np.where(
            np.isnan(series.discharged), np.int8(UNKNOWN), relapsed
        ).astype(np.int8),
        "responded_before": responded,
    }


def _recovered(
    standings: Sequence[StandingPanel], settings: Settings, nobody: Bools
) -> Codes:
    told, well = nobody, ~nobody
    for each in standings:
        limit = settings.recovered.get(each.instrument.id)
        if limit is not None:
            told = told | each.is_fresh
            well = well & (~each.is_fresh | (each.latest.scores <= limit))
    return _told(well, told)


def _any(nobody: Bools, claims: Sequence[Codes]) -> Codes:
    """Return 1 where one holds, -1 where nothing is known of any."""
    known = _some(nobody, [each != UNKNOWN for each in claims])
    return _told(_some(nobody, [each == 1 for each in claims]), known)


def _some(nobody: Bools, claims: Sequence[Bools]) -> Bools:
    found = nobody
    for each in claims:
        found = found | each
    return found


def _sure(claims: Bools) -> Codes:
    return claims.astype(np.int8)


def _told(holds: Bools, known: Bools) -> Codes:
    return np.where(known, holds, UNKNOWN).astype(np.int8)
