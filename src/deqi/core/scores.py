"""What a scored instrument shows: the score, what it is made of, what it reads as."""

from collections.abc import Mapping
from dataclasses import dataclass

from deqi.core.scales import Direction


@dataclass(frozen=True, slots=True)
class Important:
    """The smallest important change as a reader sees it beside a score.

    Parameters
    ----------
    absolute, percent : float or None
        Points, and per cent of the baseline; None where no source gives one.
    source : str or None
        Id of the source.
    """

    absolute: float | None
    percent: float | None
    source: str | None


@dataclass(frozen=True, slots=True)
class Subscore:
    """The sum of one part.

    Parameters
    ----------
    score : float
        Sum of its items.
    positive : bool or None
        Whether it reaches the cut; None where the part has none.
    """

    score: float
    positive: bool | None


@dataclass(frozen=True, slots=True)
class Score:
    """One instrument scored.

    Parameters
    ----------
    instrument : str
        Id of the instrument.
    score : float or None
        None where an unanswered item leaves no score.
    range : tuple of float
        Least and greatest score.
    direction : Direction
        What a higher score says.
    items_answered : int or None
        None where a total was given.
    items : int
        How many items the instrument has.
    method : str
        How the score came about, in words.
    important_change : Important
        The smallest important change.
    missing : tuple of str
        Items without an answer; empty where a total was given, and where what is not
        ticked counts 0.
    band : str or None
        Name of the stretch the score lies in, or of the group it tells.
    positive : bool or None
        Whether a screen is positive; None where it is none.
    subscores : mapping of str to Subscore
        Parts whose items were all answered.
    """

    instrument: str
    score: float | None
    range: tuple[float, float]
    direction: Direction
    items_answered: int | None
    items: int
    method: str
    important_change: Important
    missing: tuple[str, ...]
    band: str | None
    positive: bool | None
    subscores: Mapping[str, Subscore]
