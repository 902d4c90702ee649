"""The plain values that facts take, and what an expression reads of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Span:
    """A count that is known only between two ends.

    Parameters
    ----------
    low, high : int
        Inclusive ends; equal once everything counted is known.
    counted : tuple of str
        The facts that are true or still unknown.
    """

    low: int
    high: int
    counted: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a span that runs backwards."""
        if self.low > self.high:
            raise ValueError("a span runs from low to high")

    def excludes(self, number: object) -> bool:
        """Return True where the number lies outside the span."""
        return not isinstance(number, int) or not self.low <= number <= self.high


@dataclass(frozen=True, slots=True)
class Clearance:
    """Written advice that closes one finding until it expires.

    Parameters
    ----------
    rule : str
        Id of the finding.
    by, role : str
        Who gave the advice, and as what (``haematologist``).
    given, expires : date
        First and last day on which it counts.
    document : str
        Where the writing is kept.
    """

    rule: str
    by: str
    role: str
    given: date
    document: str
    expires: date

    def __post_init__(self) -> None:
        """Refuse a clearance that names nobody or ends before it begins."""
        if not (self.rule and self.by and self.role and self.document):
            raise ValueError("a clearance names the rule, who, in what role, and where")
        if self.expires < self.given:
            raise ValueError("a clearance ends after it begins")

    def covers(self, rule: str, today: date) -> bool:
        """Return True where it closes that finding on that day."""
        return self.rule == rule and self.given <= today <= self.expires


@dataclass(frozen=True, slots=True)
class Medicine:
    """One medicine that is taken now.

    Parameters
    ----------
    code : str
        ``ATC:B01AA03`` or ``RxNorm:855332``; empty where only a name is known.
    name : str
        As the record or the person names it.
    ingredient : str or None
        Opioid ingredient of the conversion table, None for all else.
    daily : float or None
        Amount a day in the unit of the conversion table; None where unknown.
    """

    code: str
    name: str
    ingredient: str | None = None
    daily: float | None = None


Item = str | Clearance | Medicine
Value = bool | float | int | str | date | Span | tuple[Item, ...] | None
Values = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Read:
    """One place where an expression looks: a fact, and the level it looks for."""

    name: str
    level: str | bool | None = None
