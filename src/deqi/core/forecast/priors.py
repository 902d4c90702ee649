"""From published figures to what the model must know before it sees a person.

Words
-----
curve
    Mean change since the start, by week, as one study found it without treatment.
slope
    By how many points a later score is higher where the score at the start is one
    point higher; below 1 it shows regression to the mean.
"""

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from deqi.core.forecast import normal
from deqi.core.forecast.bends import Bend
from deqi.core.scales import Instrument, Threshold

Curve = tuple[tuple[float, float], ...]


class PriorImpossible(ValueError):
    """Published figures that no model of level, pace and noise can give."""


@dataclass(frozen=True, slots=True)
class Gain:
    """What treatment adds over usual care.

    Parameters
    ----------
    points : float
        Treated minus usual care at its fullest; negative is better.
    sd : float
        How uncertain that is for a new group of people, in points.
    full_weeks : float
        Weeks of treatment until it is all there; it grows evenly until then.
    fade_per_week : float
        Share of it lost in each week after treatment has stopped.
    """

    points: float
    sd: float
    full_weeks: float
    fade_per_week: float

    def __post_init__(self) -> None:
        """Refuse a gain that is never full, grows of itself or is known too well."""
        if self.full_weeks <= 0 or self.fade_per_week < 0 or self.sd < 0:
            raise PriorImpossible("a gain needs weeks above 0, and fades or stays")


@dataclass(frozen=True, slots=True)
class Published:
    """The figures that a prior is made of, in points of the instrument.

    Parameters
    ----------
    starts : tuple of float
        Mean score at the start, one for each study.
    start_sd, end_sd : float
        Spread between people at the start and at the end of the course, as seen.
    noise_share : float
        Share of the variance at the start that is error of measurement, 0 to 1.
    slopes : tuple of (weeks, slope)
        At least one.
    curves : tuple of Curve
        One for each study; each opens with week 0 and change 0.
    doubted : tuple of Curve
        The curves whose distance says how uncertain the course is, and whose mean says
        how fast people get there; empty takes ``curves``. They have to be two at least.
    gain : Gain or None
        None where nothing usable is known.
    """

    starts: tuple[float, ...]
    start_sd: float
    end_sd: float
    noise_share: float
    slopes: tuple[tuple[float, float], ...]
    curves: tuple[Curve, ...]
    doubted: tuple[Curve, ...] = ()
    gain: Gain | None = None

    def __post_init__(self) -> None:
        """Refuse figures that are missing or out of their range."""
        if not self.starts or not self.slopes or not self.curves:
            raise PriorImpossible("a prior needs starts, slopes and curves")
        if not 0 < self.noise_share < 1 or min(self.start_sd, self.end_sd) <= 0:
            raise PriorImpossible("noise is a share, and a spread is above 0")
        if any(curve[0] != (0, 0) for curve in (*self.curves, *self.doubted)):
            raise PriorImpossible("a curve begins in week 0 with no change")
        if len(self.doubted or self.curves) < 2:
            raise PriorImpossible("one curve alone does not say how sure it is")


@dataclass(frozen=True, slots=True)
class Prior:
    """All that the model knows of an instrument and a stage before it sees a person.

    Parameters
    ----------
    id : str
        Of its record.
    instrument : Instrument
        Range, direction and smallest important change; higher is worse.
    responder_percent : float
        Better by this share of the baseline counts as a response.
    weeks : tuple of float
        Where the course is known, from 0; between them it runs straight, after the
        last it stays.
    course : tuple of float
        Latent mean without treatment, at each of ``weeks``.
    course_sd : tuple of float
        How uncertain its change since the start is, at each of ``weeks``.
    pace : tuple of float
        Share of the whole course that lies behind, 0 to 1, at each of ``weeks``.
    level_variance, pace_variance, covariance : float
        Of level and pace between people.
    noise_variance : float
        Of one measurement.
    gain : Gain or None
        Over usual care.
    sources : tuple of str
        Source ids of the record.
    reviewed : bool
        True once a clinician has signed the record.
    bends : tuple of Bend
        How forecasts of a clinic's own people missed; empty keeps normal bands.
    """

    id: str
    instrument: Instrument
    responder_percent: float
    weeks: tuple[float, ...]
    course: tuple[float, ...]
    course_sd: tuple[float, ...]
    pace: tuple[float, ...]
    level_variance: float
    pace_variance: float
    covariance: float
    noise_variance: float
    gain: Gain | None = None
    sources: tuple[str, ...] = ()
    reviewed: bool = False
    bends: tuple[Bend, ...] = ()

    def __post_init__(self) -> None:
        """Refuse variances that no people can have, and knots that do not match."""
        lengths = {len(self.weeks), len(self.course), len(self.course_sd)}
        if lengths != {len(self.pace)}:
            raise PriorImpossible(f"{self.id}: every week has its course and pace")
        if self.covariance**2 > self.level_variance * self.pace_variance:
            raise PriorImpossible(f"{self.id}: level and pace go together too closely")
        if min(self.level_variance, self.pace_variance, self.noise_variance) <= 0:
            raise PriorImpossible(f"{self.id}: a variance is above 0")

    @property
    def range(self) -> tuple[float, float]:
        """Return the ends of the instrument's scale."""
        return self.instrument.range

    @property
    def improvement(self) -> Threshold:
        """Return the smallest important change."""
        return self.instrument.improvement


def derive(
    published: Published, instrument: Instrument, *, name: str, responder_percent: float
) -> Prior:
    """Make a prior of published figures by matching moments.

    The spread at the start is parted into level and noise; the slopes of later scores
    on the first say how level and pace go together, by least squares; the spread at
    the end gives that of pace. The means are moved so that, cut at the ends of the
    scale, they come out as published.

    Parameters
    ----------
    published : Published
        Figures of one instrument and stage.
    instrument : Instrument
        Its record.
    name : str
        Id of the prior's record; its sources and review are for the caller to set.
    responder_percent : float
        Better by this share of the baseline counts as a response.

    Raises
    ------
    PriorImpossible
        Where the figures contradict each other.
    """
    weeks = tuple(sorted({week for curve in published.curves for week, _ in curve}))
    changes = [mean([at(c, week) for c in published.curves]) for week in weeks]
    doubted = published.doubted or published.curves
    # A mean that stands still in one study does not say that nobody moves any more, so
    # the pace is that of all studies whose distance is looked at.
    moves = [mean([at(c, week) for c in doubted]) for week in weeks]
    pace = tuple(_share(move, moves[-1]) for move in moves)
    spreads = _spreads(published, weeks, pace)
    low, high = instrument.range
    start = mean(published.starts)
    course = tuple(
        normal.latent_mean(start + change, sd, low=low, high=high)
        for change, sd in zip(changes, spreads.seen(pace), strict=True)
    )
    return Prior(
        id=name,
        instrument=instrument,
        responder_percent=responder_percent,
        weeks=weeks,
        course=course,
        course_sd=tuple(deviation([at(c, week) for c in doubted]) for week in weeks),
        pace=pace,
        # Where a clinic's people start is as uncertain as studies differ in it.
        level_variance=spreads.level + deviation(published.starts) ** 2,
        pace_variance=spreads.pace,
        covariance=spreads.together,
        noise_variance=spreads.noise,
        gain=published.gain,
    )


@dataclass(frozen=True, slots=True)
class _Spreads:
    level: float
    pace: float
    together: float
    noise: float

    def seen(self, pace: Sequence[float]) -> list[float]:
        """Return the spread between people at each share of the course."""
        return [
            math.sqrt(
                self.level
                + 2 * self.together * share
                + self.pace * share**2
                + self.noise
            )
            for share in pace
        ]


def _spreads(
    published: Published, weeks: Sequence[float], pace: Sequence[float]
) -> _Spreads:
    whole = published.start_sd**2
    noise = whole * published.noise_share
    level = whole - noise
    paced = tuple(zip(weeks, pace, strict=True))
    told = [(at(paced, week), slope * whole) for week, slope in published.slopes]
    weight = math.fsum(share**2 for share, _ in told)
    if weight == 0:
        raise PriorImpossible("no slope is of a time after the start")
    together = math.fsum(share * (goal - level) for share, goal in told) / weight
    rest = published.end_sd**2 - noise - level - 2 * together
    if rest <= 0 or together**2 > level * rest:
        raise PriorImpossible("the slopes do not fit the spreads at start and end")
    return _Spreads(level, rest, together, noise)


def at(curve: Curve, week: float) -> float:
    """Return a curve's value: straight between its weeks, level outside them."""
    weeks = [each for each, _ in curve]
    after = bisect_right(weeks, week)
    if after == 0:
        return curve[0][1]
    if after == len(weeks):
        return curve[-1][1]
    (week_0, value_0), (week_1, value_1) = curve[after - 1], curve[after]
    return value_0 + (value_1 - value_0) * (week - week_0) / (week_1 - week_0)


def mean(values: Sequence[float]) -> float:
    """Return the mean of at least one value."""
    return math.fsum(values) / len(values)


def deviation(values: Sequence[float]) -> float:
    """Return the standard deviation with n - 1; 0 for a single value."""
    if len(values) == 1:
        return 0.0
    middle = mean(values)
    whole = math.fsum((value - middle) ** 2 for value in values)
    return math.sqrt(whole / (len(values) - 1))


def _share(change: float, whole: float) -> float:
    """Return how much of the whole course is behind, at least 0 and at most 1."""
    if whole == 0:
        raise PriorImpossible("a course without any change has no pace")
    return min(max(0.0, change / whole), 1.0)
