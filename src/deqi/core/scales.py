"""What an instrument is: items, range, direction, and the rules for its score.

Words
-----
instrument
    One questionnaire or rating, with its range, direction and rules.
item
    One question of it; answers carry the item's id, its place (``3``, ``q3``) or a
    name that the record lists.
threshold
    A size of change, in points or per cent of the baseline.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from deqi.core.fields import shown

Truth = bool | None


class Direction(StrEnum):
    """What a higher score says."""

    WORSE = "higher_worse"
    BETTER = "higher_better"


class Method(StrEnum):
    """How items become the score."""

    SINGLE = "single"
    MEAN = "mean"
    SUM = "sum"
    COUNT = "count"
    SHARE = "share"
    NOT_SCORED = "not_scored"


class Missing(StrEnum):
    """What an unanswered item does."""

    NO_SCORE = "no_score"
    COUNTS_AS_ZERO = "counts_as_zero"
    LEFT_OUT = "left_out"


class NotScored(ValueError):
    """An instrument that this product records but does not score."""


class UnknownItem(ValueError):
    """An answer to an item that the instrument does not have."""


@dataclass(frozen=True, slots=True)
class Threshold:
    """A size of change, by either of two rules.

    Parameters
    ----------
    absolute : float or None
        In points of the instrument; None where no source gives one.
    percent : float or None
        Per cent of the baseline; None where no source gives one.
    source : str or None
        Id of the source; None where there is no rule.
    """

    absolute: float | None = None
    percent: float | None = None
    source: str | None = None

    def reached(self, gain: float, baseline: float) -> Truth:
        """Return whether a change of that size, in the direction meant, is enough.

        Parameters
        ----------
        gain : float
            Points moved in the direction meant; negative where it went the other way.
        baseline : float
            Score it started from.

        Returns
        -------
        bool or None
            None without a rule, and where only the per cent rule is left and the
            baseline is 0.
        """
        if self.absolute is None and self.percent is None:
            return None
        if gain <= 0:
            return False
        if self.absolute is not None and gain >= self.absolute:
            return True
        if self.percent is None:
            return False
        if baseline == 0:
            return None
        # Rounded, because 3.3 to 2.31 is 30 per cent to a person, not to a float.
        return round(gain * 100 - self.percent * abs(baseline), 9) >= 0


@dataclass(frozen=True, slots=True)
class Band:
    """A named stretch of the range.

    Parameters
    ----------
    low, high : float
        Inclusive ends, in points of the instrument.
    name : str
        What the stretch is called.
    """

    low: float
    high: float
    name: str


@dataclass(frozen=True, slots=True)
class Subscale:
    """A part of an instrument with a sum of its own.

    Parameters
    ----------
    id : str
        Its name.
    items : tuple of str
        Items summed.
    positive_from : float or None
        The part is positive from this sum on; None where it has no cut.
    """

    id: str
    items: tuple[str, ...]
    positive_from: float | None = None


@dataclass(frozen=True, slots=True)
class Strata:
    """Groups told by the total and, above the low group, by a subscale.

    Parameters
    ----------
    low_to : float
        Totals up to this are the low group.
    subscale : str
        Id of the subscale that parts the rest.
    medium_to : float
        Subscale sums up to this are the medium group; above it the high one.
    """

    low_to: float
    subscale: str
    medium_to: float


@dataclass(frozen=True, slots=True)
class Instrument:
    """One questionnaire or rating.

    Parameters
    ----------
    id, name : str
        Id of the record, and what people call it.
    low, high : float or None
        Range of the score; None where it is not one number.
    direction : Direction or None
        None where the instrument mixes directions.
    method : Method
        How items become the score.
    missing : Missing
        What an unanswered item does.
    items : tuple of str
        Ids of the items, in order; empty where only totals are taken.
    item_low, item_high : float
        Range of every item's answer.
    names : mapping of str to str
        Other names of items, in small letters, to item ids.
    aliases : tuple of str
        Other ids of the instrument.
    whole : bool
        The score is a whole number.
    item_whole : bool
        Answers to items are whole numbers.
    is_outcome : bool
        It is measured again to see change; False where it only parts people.
    improvement : Threshold
        The smallest important change.
    worsening : Threshold
        From where on a change for the worse counts as one.
    positive_from : float or None
        The screen is positive from this score on.
    bands : tuple of Band
        Named stretches of the range.
    subscales : tuple of Subscale
        Parts with sums of their own.
    strata : Strata or None
        Groups told by total and subscale.
    responder_to : float or None
        Scores up to this are responders; None where change tells.
    method_text : str
        How it is scored, in words; for one not scored, why not.
    """

    id: str
    name: str
    low: float | None
    high: float | None
    direction: Direction | None
    method: Method
    missing: Missing = Missing.NO_SCORE
    items: tuple[str, ...] = ()
    item_low: float = 0
    item_high: float = 0
    names: Mapping[str, str] | None = None
    aliases: tuple[str, ...] = ()
    whole: bool = False
    item_whole: bool = False
    is_outcome: bool = True
    improvement: Threshold = Threshold()
    worsening: Threshold = Threshold()
    positive_from: float | None = None
    bands: tuple[Band, ...] = ()
    subscales: tuple[Subscale, ...] = ()
    strata: Strata | None = None
    responder_to: float | None = None
    method_text: str = ""

    def __post_init__(self) -> None:
        """Refuse a scored instrument without range or direction."""
        if self.method is Method.NOT_SCORED:
            return
        if self.low is None or self.high is None or self.direction is None:
            raise ValueError(f"{self.id} is scored, so it has a range and a direction")
        if self.low >= self.high:
            raise ValueError(f"{self.id}: a range runs from low to high")

    @property
    def range(self) -> tuple[float, float]:
        """Return the ends of the score's range.

        Raises
        ------
        NotScored
            Where the instrument gives no one number.
        """
        if self.low is None or self.high is None:
            raise NotScored(f"{self.id} gives no single score: {self.method_text}.")
        return self.low, self.high

    def holds(self, score: float) -> bool:
        """Return True where a score lies in the range and is whole if it must be."""
        low, high = self.range
        return low <= score <= high and (not self.whole or score == int(score))

    def item(self, key: str) -> str:
        """Return the id of the item that a key names.

        Parameters
        ----------
        key : str
            The id, a name of the record, or the place (``3``, ``q3``, ``item 3``); for
            a single item also the instrument's own id.

        Raises
        ------
        UnknownItem
            Where it names none.
        """
        plain = key.strip().casefold()
        if plain in self.items:
            return plain
        if self.names and plain in self.names:
            return self.names[plain]
        if len(self.items) == 1 and plain == self.id.casefold():
            return self.items[0]
        place = re.fullmatch(r"(?:q|item)?[ _-]?0*([1-9][0-9]{0,2})", plain)
        if place and int(place[1]) <= len(self.items):
            return self.items[int(place[1]) - 1]
        known = ", ".join(self.items) or "none, only a total"
        raise UnknownItem(
            f"{self.id} has no item {shown(key)}; its items are: {known}."
        )


@dataclass(frozen=True, slots=True)
class Battery:
    """What a clinic measures, when, and what counts as a response.

    Parameters
    ----------
    core_set : tuple of str
        Ids of the instruments every clinic can use.
    moments : tuple of str
        When the set is measured.
    every_session : tuple of str
        Ids of what is asked at every session.
    responder_percent : float
        Better by this share of the baseline is a response.
    responder_by : tuple of str
        Ids of the instruments on one of which that must show.
    review_after : tuple of int
        Sessions after which a missing response asks for a review, from and to.
    """

    core_set: tuple[str, ...]
    moments: tuple[str, ...]
    every_session: tuple[str, ...]
    responder_percent: float
    responder_by: tuple[str, ...]
    review_after: tuple[int, int]
