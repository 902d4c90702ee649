"""The forecast beside the reviews of a panel: it informs, and decides nothing."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from deqi.core.forecast import panels as forecasts
from deqi.core.forecast.panels import Forecasts, Panel
from deqi.core.forecast.priors import Prior
from deqi.core.review.panels import series as courses
from deqi.core.review.panels.values import ReviewPanel, Scores

_DAYS_A_WEEK = 7


Places = npt.NDArray[np.intp]


def foresee(
    panel: ReviewPanel, prior: Prior, *, people: Places, horizons: Sequence[float]
) -> Forecasts:
    """Forecast people of a panel from the series under review.

    Parameters
    ----------
    panel : ReviewPanel
        Everybody.
    prior : Prior
        Of one instrument; who never was measured with it gets the forecast of the
        average person.
    people : array of int of shape (k,)
        Places of those whom the prior is for: their complaint was in its stage at the
        first session.
    horizons : sequence of float
        Weeks from the day of the review.

    Returns
    -------
    Forecasts
        Weeks are counted from the first session of the series; before it, from today.

    Raises
    ------
    PanelImpossible
        For a score outside the instrument's range, or a horizon before today.

    Source: knowledge ``forecasts:<id>``.
    """
    return forecasts.forecast(_in_weeks(panel, prior, people), prior, horizons=horizons)


def _in_weeks(panel: ReviewPanel, prior: Prior, people: Places) -> Panel:
    series = courses.of(panel)
    began = np.where(np.isnan(series.first), series.today, series.first)
    until = np.fmax(series.last, began)
    nothing = np.full((len(began), 0), np.nan)
    told = panel.measured.get(prior.instrument.id, Scores(nothing, nothing))
    counts = series.includes(told.days)
    weeks = np.where(counts, told.days - began[:, None], np.nan) / _DAYS_A_WEEK
    return Panel(
        weeks=weeks[people],
        scores=np.where(counts, told.scores, np.nan)[people],
        now=(series.today - began)[people] / _DAYS_A_WEEK,
        treated=(until - began)[people] / _DAYS_A_WEEK,
    )
