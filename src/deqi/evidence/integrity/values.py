"""What the checks measure against, and what they find."""

from dataclasses import dataclass


class ImpossibleLimit(ValueError):
    """A limit of a check that is not above 0, or spreads that do not run upward."""


@dataclass(frozen=True, slots=True)
class TypicalSpread:
    """The standard deviations that patients usually have on an instrument.

    Parameters
    ----------
    instrument : str
        What it is called.
    words : tuple of str
        In small letters; a row is of this instrument where one stands in its
        instrument or outcome.
    low, high : float
        Usual standard deviations, in points.
    length : float
        Length of the scale in points, so that 0 to 10 and 0 to 100 compare.
    """

    instrument: str
    words: tuple[str, ...]
    low: float
    high: float
    length: float

    def __post_init__(self) -> None:
        """Refuse spreads that are not positive or run downward."""
        if not 0 < self.low <= self.high < self.length:
            raise ImpossibleLimit(f"{self.instrument}: {self.low} to {self.high}")


@dataclass(frozen=True, slots=True)
class Limits:
    """Where a figure stops being explained by rounding or by an honest analysis.

    Parameters
    ----------
    off_centre : float
        How far an estimate may lie from the middle of its interval, as a share of the
        interval's half width.
    se_slack : float
        Share by which an interval may differ from its standard error.
    width_least, width_most : float
        Printed half width over that from SDs and sizes: adjusted analyses are narrower,
        filled-in missing values make it wider.
    adjusted_shift : float
        How many standard errors an adjusted estimate may lie from the raw difference.
    exact_below : float
        Smallest expected count under which only Fisher's exact test is accepted.
    sd_share : float
        A spread under this share of what is usual may be a standard error.
    se_above, se_below : float
        Times the root of n it must then be usual: between these shares.
    own_sd_share : float
        As ``sd_share``, against the same trial's spread at the start or in its other
        arm.
    t_least, d_least : float
        A t value and a standardised difference that together no trial of a treatment
        reaches.
    baseline_shift, baseline_errors : float
        A difference at the start counts from this share of the SD on, and from so many
        of its standard errors.
    typical : tuple of TypicalSpread
        What is usual, by instrument.
    """

    off_centre: float
    se_slack: float
    width_least: float
    width_most: float
    adjusted_shift: float
    exact_below: float
    sd_share: float
    se_above: float
    se_below: float
    own_sd_share: float
    t_least: float
    d_least: float
    baseline_shift: float
    baseline_errors: float
    typical: tuple[TypicalSpread, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a limit that is not above 0."""
        named = (n for n in self.__slots__ if n != "typical")
        wrong = [name for name in named if not getattr(self, name) > 0]
        if wrong:
            raise ImpossibleLimit(f"{', '.join(wrong)}: a limit is above 0")


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check finds in one row.

    Parameters
    ----------
    trial : str
        Whose row it is: the trial, the source of a rate, or the review.
    row : int
        Which line of data of the table, from 1.
    rule : str
        Which check found it.
    detail : str
        What does not fit, with the figures.
    table : str
        What the table is called.
    id : str
        Id of the record; empty where the table has none.
    line : int or None
        Where the row begins in its file; None for records of the product.
    """

    trial: str
    row: int
    rule: str
    detail: str
    table: str
    id: str
    line: int | None
