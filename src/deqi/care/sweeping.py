"""Very many people reviewed and forecast at once, by the rules that `reviewing` goes by.

What is decided person by person comes in as columns: the screening of the day, events,
cover, wishes, and which prior each complaint belongs to.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from deqi.core.columns import Columns
from deqi.core.forecast.panels import Forecasts
from deqi.core.forecast.priors import Prior
from deqi.core.review import panels
from deqi.core.review.panels import Places, ReviewPanel, Rhythms, Verdicts
from deqi.knowledge import reviews


@dataclass(frozen=True, slots=True)
class Group:
    """People whom one prior is for.

    Parameters
    ----------
    prior : Prior
        Of an instrument and a stage.
    people : array of int
        Their places in the panel.
    """

    prior: Prior
    people: Places


@dataclass(frozen=True, slots=True)
class Sweep:
    """What a sweep of n people comes to.

    Parameters
    ----------
    columns : mapping of str to array
        What the rules read of everybody.
    verdicts : Verdicts
        What the rules make of everybody.
    forecasts : tuple of Forecasts
        One for each group, in the order of the groups and of their people.
    """

    columns: Columns
    verdicts: Verdicts
    forecasts: tuple[Forecasts, ...]


def sweep(
    panel: ReviewPanel, groups: Sequence[Group], *, rhythm: Rhythms | None = None
) -> Sweep:
    """Review everybody in a panel, and forecast the people of each group.

    Parameters
    ----------
    panel : ReviewPanel
        What is known of n people on their days of review.
    groups : sequence of Group
        Who is in none has no forecast.
    rhythm : mapping of Decision to days, optional
        Days to the next visit; those of the records where none is given. The steps of
        a taper are always each person's own.

    Returns
    -------
    Sweep

    Raises
    ------
    PanelImpossible
        Where a score lies outside its instrument's range.
    """
    settings = reviews.settings()
    columns = panels.gather(panel, settings)
    usual = reviews.rhythm() if rhythm is None else rhythm
    return Sweep(
        columns,
        panels.decide(columns, reviews.rules(), panels.tapered(panel, usual, settings)),
        tuple(_foresee(panel, each) for each in groups),
    )


def _foresee(panel: ReviewPanel, group: Group) -> Forecasts:
    horizons = (reviews.horizon_weeks(),)
    return panels.foresee(panel, group.prior, people=group.people, horizons=horizons)
