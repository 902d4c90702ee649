"""The arms of a trial as papers print them, and how several arms become two.

Words
-----
change
    Final minus baseline score of the same people.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from deqi.evidence.effects import EffectImpossible


@dataclass(frozen=True, slots=True)
class Means:
    """One arm with a mean.

    Parameters
    ----------
    n : float
        People with a score, at least 1; a split control may have a part of one.
    mean : float
        In points of the scale.
    sd : float
        Standard deviation in points, at least 0; for changes, that of changes.

    Raises
    ------
    EffectImpossible
        For figures that no arm can have.
    """

    n: float
    mean: float
    sd: float

    def __post_init__(self) -> None:
        """Refuse figures that no arm can have."""
        if not (math.isfinite(self.n) and self.n >= 1):
            raise EffectImpossible("an arm has at least one person")
        if not math.isfinite(self.mean):
            raise EffectImpossible("a mean is a finite number")
        if not (math.isfinite(self.sd) and self.sd >= 0):
            raise EffectImpossible("a standard deviation is not below 0")


@dataclass(frozen=True, slots=True)
class Counts:
    """One arm with an event, such as having responded.

    Parameters
    ----------
    n : float
        People, above 0; a split control may have a part of one.
    events : float
        How many had the event, 0 to n.

    Raises
    ------
    EffectImpossible
        For counts that no arm can have.
    """

    n: float
    events: float

    def __post_init__(self) -> None:
        """Refuse counts that no arm can have."""
        if not (math.isfinite(self.n) and self.n > 0):
            raise EffectImpossible("an arm has people")
        if not 0 <= self.events <= self.n:
            raise EffectImpossible("events lie between 0 and the people of the arm")

    @property
    def others(self) -> float:
        """Return how many did not have the event."""
        return self.n - self.events


def pooled_sd(first: Means, second: Means) -> float:
    """Return the common standard deviation of two arms, in points.

    Raises
    ------
    EffectImpossible
        Where both arms together have two people or fewer.
    """
    df = first.n + second.n - 2
    if df <= 0:
        raise EffectImpossible("a common spread needs more than two people")
    within = (first.n - 1) * first.sd**2 + (second.n - 1) * second.sd**2
    return math.sqrt(within / df)


def change(before: Means, after: Means, *, r: float) -> Means:
    """Return an arm's change from its scores before and after.

    Parameters
    ----------
    before, after : Means
        The same people twice; the smaller n holds.
    r : float
        Correlation of both scores, -1 to 1. It moves the result and is seldom
        printed, so it is asked for and never assumed.

    Returns
    -------
    Means
        Mean after minus before, with the standard deviation of the change.

    Raises
    ------
    EffectImpossible
        For a correlation outside -1 to 1.

    Source
    ------
    Cochrane Handbook 6.5.2.8.
    """
    if not -1 <= r <= 1:
        raise EffectImpossible("a correlation lies between -1 and 1")
    # (a - b)² + 2ab(1 - r) cannot fall below 0 by rounding; the usual form can.
    apart = (before.sd - after.sd) ** 2 + 2 * before.sd * after.sd * (1 - r)
    mean = after.mean - before.mean
    return Means(min(before.n, after.n), mean, math.sqrt(apart))


def merge(arms: Sequence[Means]) -> Means:
    """Return several arms as one, as if nobody had parted them.

    The spread holds the differences between the arms too, so it is exact.

    Parameters
    ----------
    arms : sequence of Means
        At least one.

    Raises
    ------
    EffectImpossible
        With no arm at all.

    Source
    ------
    Cochrane Handbook 6.5.2.10.
    """
    n = sum(_sizes(arms), start=0.0)
    mean = math.fsum(arm.n * arm.mean for arm in arms) / n
    within = math.fsum((arm.n - 1) * arm.sd**2 for arm in arms)
    between = math.fsum(arm.n * (arm.mean - mean) ** 2 for arm in arms)
    sd = math.sqrt((within + between) / (n - 1)) if n > 1 else 0.0
    return Means(n, mean, sd)


def merge_counts(arms: Sequence[Counts]) -> Counts:
    """Return several arms with one event as one.

    Raises
    ------
    EffectImpossible
        With no arm at all.
    """
    n = sum(_sizes(arms), start=0.0)
    return Counts(n, math.fsum(arm.events for arm in arms))


def split(control: Means, parts: int) -> Means:
    """Return the share of a control that each of several treated arms may use.

    Nobody is counted twice then; mean and spread stay.

    Parameters
    ----------
    control : Means
        The shared arm.
    parts : int
        How many treated arms share it, at least 1.

    Raises
    ------
    EffectImpossible
        For fewer than one part, or less than one person to a part.

    Source
    ------
    Cochrane Handbook 23.3.4.
    """
    return Means(control.n / _parts(parts), control.mean, control.sd)


def split_counts(control: Counts, parts: int) -> Counts:
    """Return the share of a control with an event; see `split`.

    Raises
    ------
    EffectImpossible
        For fewer than one part.
    """
    return Counts(control.n / _parts(parts), control.events / parts)


def _sizes(arms: Sequence[Means] | Sequence[Counts]) -> list[float]:
    if not arms:
        raise EffectImpossible("there is no arm to merge")
    return [arm.n for arm in arms]


def _parts(parts: int) -> int:
    if parts < 1:
        raise EffectImpossible("a control is split into one part at least")
    return parts
