"""Forecasts one person from dated measurements: a panel of one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from deqi.core.forecast import panels
from deqi.core.forecast.priors import Prior
from deqi.core.forecast.values import Forecast
from deqi.core.instruments import Measurement

_DAYS_A_WEEK = 7


@dataclass(frozen=True, slots=True)
class Treatment:
    """When treatment began and how long it has gone on.

    Parameters
    ----------
    began : date
        The day of the first session; before it, the day it is planned for.
    until : date or None
        The day of the latest session; None before the first.
    """

    began: date
    until: date | None

    def __post_init__(self) -> None:
        """Refuse a treatment that ends before it begins."""
        if self.until is not None and self.until < self.began:
            raise ValueError("treatment ends on or after the day it begins")


def forecast(
    measurements: Iterable[Measurement],
    prior: Prior,
    *,
    treatment: Treatment,
    today: date,
    horizons: Sequence[float],
) -> tuple[Forecast, ...]:
    """Forecast one person on one instrument.

    Parameters
    ----------
    measurements : iterable of Measurement
        Of any instruments, in any order; those of others and of days after ``today``
        are not looked at.
    prior : Prior
        Of the instrument and of the stage that the complaint was in when treatment
        began: its weeks count from then, and a person does not change course on the
        day on which new pain has become lasting pain.
    treatment : Treatment
        Its first and latest day; sessions after ``today`` do not count.
    today : date
        The day of the forecast.
    horizons : sequence of float
        Weeks from today.

    Returns
    -------
    tuple of Forecast
        One for each horizon.

    Raises
    ------
    PanelImpossible
        For a score outside the instrument's range, or a horizon before today.

    Source: knowledge ``forecasts:<id>``.
    """
    own = [
        (_weeks(treatment.began, each.date), each.score)
        for each in measurements
        if each.instrument == prior.instrument.id and each.date <= today
    ]
    table = np.asarray(own, dtype=np.float64).reshape(1, len(own), 2)
    until = min(treatment.until or treatment.began, today)
    treated = max(_weeks(treatment.began, until), 0.0)
    panel = panels.Panel(
        weeks=table[:, :, 0],
        scores=table[:, :, 1],
        now=np.array([_weeks(treatment.began, today)]),
        treated=np.array([treated]),
    )
    return panels.forecast(panel, prior, horizons=horizons).of(0)


def _weeks(since: date, day: date) -> float:
    return (day - since).days / _DAYS_A_WEEK
