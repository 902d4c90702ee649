"""From one scale to another: points, standard deviations, odds.

Words
-----
scale
    The range of a score and which way is better, as the record of an instrument has it.
spread
    The standard deviation that turns points into standard deviations and back; which one
    is taken moves the result, so it comes with its source.
"""

import math
from dataclasses import dataclass, replace

from deqi.core.scales import Direction, Instrument
from deqi.evidence.effects import Effect, EffectImpossible, Measure

_ODDS_TO_SD = math.sqrt(3) / math.pi
"""The standard logistic distribution spreads by pi / sqrt 3.

Source: Chinn 2000, doi 10.1002/1097-0258(20001130)19:22<3127::AID-SIM784>3.0.CO;2-M.
"""


class ScaleUnknown(ValueError):
    """An instrument without one range and direction, which no score can leave."""


@dataclass(frozen=True, slots=True)
class Scale:
    """The range of a score and its direction.

    Parameters
    ----------
    low, high : float
        Ends of the range, in points.
    direction : Direction
        What a higher score says.
    """

    low: float
    high: float
    direction: Direction

    def __post_init__(self) -> None:
        """Refuse a range that does not run upward."""
        if not (math.isfinite(self.high - self.low) and self.low < self.high):
            raise EffectImpossible("a scale runs from low to high")

    @property
    def width(self) -> float:
        """Return the points from end to end."""
        return self.high - self.low


@dataclass(frozen=True, slots=True)
class Spread:
    """A standard deviation and where it is from.

    Parameters
    ----------
    sd : float
        In points of the scale, above 0.
    source : str
        Id of a source, or words such as ``control arm at baseline``; never empty.
    """

    sd: float
    source: str

    def __post_init__(self) -> None:
        """Refuse a spread without size or source."""
        if not (math.isfinite(self.sd) and self.sd > 0):
            raise EffectImpossible("a spread is above 0")
        if not self.source.strip():
            raise EffectImpossible("a spread says where it is from")


def scale_of(instrument: Instrument) -> Scale:
    """Return the scale of an instrument's record.

    Raises
    ------
    ScaleUnknown
        Where the record has no single range or direction.
    """
    low, high, direction = instrument.low, instrument.high, instrument.direction
    if low is None or high is None or direction is None:
        raise ScaleUnknown(f"{instrument.id} has no single range and direction")
    return Scale(low, high, direction)


def move_score(score: float, source: Scale, target: Scale) -> float:
    """Return a score at the same place of another scale.

    Parameters
    ----------
    score : float
        In points of the source.
    source, target : Scale
        The best of one becomes the best of the other, the worst the worst.
    """
    share = (score - source.low) / source.width
    if source.direction is not target.direction:
        share = 1 - share
    return target.low + share * target.width


def move(effect: Effect, source: Scale, target: Scale) -> Effect:
    """Return a mean difference in the points of another scale.

    Parameters
    ----------
    effect : Effect
        A mean difference in points of the source.
    source, target : Scale
        Where their directions differ, the sign turns.

    Raises
    ------
    EffectImpossible
        For another measure, or an effect whose direction is not its scale's.
    """
    _require(effect, Measure.MD)
    if effect.direction not in (None, source.direction):
        raise EffectImpossible("the effect points the other way than its scale")
    factor = target.width / source.width
    sign = 1 if source.direction is target.direction else -1
    moved = _scaled(effect, sign * factor, Measure.MD)
    note = (
        f"moved from {source.low:g}-{source.high:g} to {target.low:g}-{target.high:g}"
    )
    return replace(
        moved, direction=target.direction, notes=(*effect.notes, note + " by its range")
    )


def to_points(effect: Effect, spread: Spread) -> Effect:
    """Return a standardised difference in points.

    Parameters
    ----------
    effect : Effect
        A standardised mean difference.
    spread : Spread
        Of the scale whose points are wanted.

    Raises
    ------
    EffectImpossible
        For another measure.
    """
    _require(effect, Measure.SMD)
    points = _scaled(effect, spread.sd, Measure.MD)
    return replace(points, notes=(*effect.notes, _said(spread)))


def to_sd_units(effect: Effect, spread: Spread) -> Effect:
    """Return a mean difference in standard deviations of the spread given.

    Parameters
    ----------
    effect : Effect
        A mean difference.
    spread : Spread
        Taken as known; its own uncertainty is not in the variance.

    Raises
    ------
    EffectImpossible
        For another measure.
    """
    _require(effect, Measure.MD)
    units = _scaled(effect, 1 / spread.sd, Measure.SMD)
    return replace(units, notes=(*effect.notes, _said(spread)))


def odds_to_sd_units(effect: Effect) -> Effect:
    """Return a log odds ratio as a standardised difference.

    Holds as far as the events come from cutting a logistic score in two.

    Raises
    ------
    EffectImpossible
        For another measure.
    """
    _require(effect, Measure.OR)
    return _scaled(effect, _ODDS_TO_SD, Measure.SMD)


def sd_units_to_odds(effect: Effect) -> Effect:
    """Return a standardised difference as a log odds ratio; see `odds_to_sd_units`.

    Raises
    ------
    EffectImpossible
        For another measure.
    """
    _require(effect, Measure.SMD)
    return _scaled(effect, 1 / _ODDS_TO_SD, Measure.OR)


def _require(effect: Effect, measure: Measure) -> None:
    if effect.measure is not measure:
        raise EffectImpossible(f"{measure} is wanted here, not {effect.measure}")


def _scaled(effect: Effect, factor: float, measure: Measure) -> Effect:
    return replace(
        effect,
        measure=measure,
        estimate=effect.estimate * factor,
        variance=effect.variance * factor**2,
    )


def _said(spread: Spread) -> str:
    return f"1 standard deviation taken as {spread.sd:g} points ({spread.source})"
