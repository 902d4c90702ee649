"""What a study finds, as plain values: each figure with its Monte Carlo error."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Figure:
    """A mean over people, and how far chance may have moved it.

    Parameters
    ----------
    value : float
        In the unit of its field.
    se : float
        Its Monte Carlo standard error.
    """

    value: float
    se: float


@dataclass(frozen=True, slots=True)
class HarmExpected:
    """Events to be expected by a published rate; none is simulated.

    Parameters
    ----------
    rate : str
        Id of the row in ``adverse_events``.
    event : str
        In words.
    per_100 : Figure
        Events in 100 people over the study; the error is that of the visits alone.
    """

    rate: str
    event: str
    per_100: Figure


@dataclass(frozen=True, slots=True)
class Cell:
    """One policy under one set of assumptions.

    Parameters
    ----------
    policy : str
        Its id.
    assumed : mapping of str to str
        The word of each assumption.
    mean_nrs : Figure
        Mean true score over the study, 0 to 10.
    relief : Figure
        Points of it that usual care has more, for the same people; higher is better.
    pain_days : Figure
        Days with a true score above the cut.
    responders : mapping of str to Figure
        Per cent of people, by week, whose score as given is better by the share that
        counts as a response.
    visits : Figure
        Visits kept, per person.
    visits_per_responder : Figure or None
        All visits for each responder at the end, those among them who would have got
        better anyway; None without a responder.
    cost_per_responder : Figure or None
        The same by the price given; None without one.
    harms : tuple of HarmExpected
        By published rates.
    """

    policy: str
    assumed: Mapping[str, str]
    mean_nrs: Figure
    relief: Figure
    pain_days: Figure
    responders: Mapping[str, Figure]
    visits: Figure
    visits_per_responder: Figure | None
    cost_per_responder: Figure | None
    harms: tuple[HarmExpected, ...]


class Relief(StrEnum):
    """How the relief of our policy compares, by mean score over the year."""

    BETTER = "better"
    EQUAL = "equal"
    WORSE = "worse"
    OPEN = "not settled"


@dataclass(frozen=True, slots=True)
class Contrast:
    """A policy of ours beside another, for the same people: ours less theirs.

    Parameters
    ----------
    ours : str
        Id of ours.
    policy : str
        Id of the other.
    assumed : mapping of str to str
        The word of each assumption.
    mean_nrs, pain_days, responders, visits : Figure
        Differences with their paired errors; responders in per cent at the end.
    relief : Relief
        By the whole 95 % interval of ``mean_nrs`` and the margin of the goal.
    fewer_percent : float or None
        By which share our visits are fewer; None where the other has none.
    met : bool
        Relief is equal or better, and visits are fewer by what the goal asks for.
    """

    ours: str
    policy: str
    assumed: Mapping[str, str]
    mean_nrs: Figure
    pain_days: Figure
    responders: Figure
    visits: Figure
    relief: Relief
    fewer_percent: float | None
    met: bool


@dataclass(frozen=True, slots=True)
class Findings:
    """What a study finds.

    Parameters
    ----------
    cells : tuple of Cell
        Every policy under every set of assumptions.
    contrasts : tuple of Contrast
        Each policy of ours beside every other.
    """

    cells: tuple[Cell, ...]
    contrasts: tuple[Contrast, ...]
