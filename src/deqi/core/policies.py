"""The rules of one payer, as data: who is covered, for how many visits, until when.

Words
-----
policy
    What one payer says; every number comes from its record.
criterion
    One condition of cover, in three-valued logic over facts.
block
    Some visits within a window of days; later blocks ask for something first.
period
    The stretch after which the allowance begins anew.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Literal

from deqi.core.expressions import Expression, Truth
from deqi.core.reading import Span, Values
from deqi.core.scales import Instrument


class Ask(StrEnum):
    """What must be shown before a block opens."""

    NOTHING = "nothing"
    IMPROVEMENT = "improvement"
    REASON = "reason"
    AUTHORISATION = "authorisation"


class Start(StrEnum):
    """From which visit the window of a block is counted; that day is its first."""

    PERIOD = "first_visit_of_period"
    BLOCK = "first_visit_of_block"


class Renews(StrEnum):
    """From what the months are counted after which the allowance begins anew."""

    FULL_MONTHS = "full_months_after_month_of_first_visit"
    AFTER_LAST = "months_after_last_visit"


@dataclass(frozen=True, slots=True)
class Criterion:
    """One condition of cover.

    Parameters
    ----------
    text : str
        The condition in words, as a need: ``pain for 12 weeks or longer``.
    holds : Expression
        Over facts and ``duration_months``.
    open_when : Expression
        Where this holds, the payer's text leaves the case open.
    """

    text: str
    holds: Expression
    open_when: Expression

    def met(self, values: Values) -> Truth:
        """Return True, False, or None where a fact or the payer's text is open."""
        if self.open_when.holds(values):
            return None
        return self.holds.holds(values)

    def facts(self, values: Values) -> tuple[str, ...]:
        """Return the ids of the facts it turns on: while open, those unknown."""
        reads = (*self.holds.reads(), *self.open_when.reads())
        names = dict.fromkeys(read.name for read in reads)
        if self.met(values) is None:
            unknown = {name: None for name in names if values.get(name) is None}
            names = unknown or names
        found: dict[str, None] = {}
        for name in names:
            value = values.get(name)
            counted = value.counted if isinstance(value, Span) else ()
            found.update(dict.fromkeys(counted or (name,)))
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Block:
    """Some visits within a window.

    Parameters
    ----------
    visits : int
        How many; with ``is_total`` those of earlier blocks are among them.
    days : int or None
        Length of the window, its first day counted; None: until the period ends.
    starts : Start
        The visit from which the window is counted.
    is_total : bool
        Whether earlier visits of the period count against ``visits``.
    asks : Ask
        What must be shown first.
    need : str
        That in words; empty where nothing is asked.
    """

    visits: int
    days: int | None = None
    starts: Start = Start.PERIOD
    is_total: bool = False
    asks: Ask = Ask.NOTHING
    need: str = ""

    def __post_init__(self) -> None:
        """Refuse a block without visits or days, or one that asks without words."""
        if self.visits < 1 or (self.days is not None and self.days < 1):
            raise ValueError("a block has visits and days")
        if (self.asks is Ask.NOTHING) != (self.need == ""):
            raise ValueError("a block that asks says what it needs")

    def last_day(self, first: date) -> date | None:
        """Return the last day of the window; None where it has no length of its own."""
        return None if self.days is None else first + timedelta(days=self.days - 1)


@dataclass(frozen=True, slots=True)
class Renewal:
    """When the allowance begins anew.

    Parameters
    ----------
    months : int
        How many months lie between.
    rule : Renews
        From what they are counted.
    """

    months: int
    rule: Renews

    def opens(self, first: date, last: date) -> date:
        """Return the first day of the next period.

        Parameters
        ----------
        first, last : date
            First and last covered visit of the period.

        Returns
        -------
        date
            Eleven full months after a first visit on 2020-03-21 is 2021-03-01. Twelve
            months after 29 February is 1 March, since the day must have come.

        Source: knowledge ``coverage`` records; PriorityHealth, DE.
        """
        if self.rule is Renews.FULL_MONTHS:
            return _later(first.replace(day=1), self.months + 1)
        return _later(last, self.months)


@dataclass(frozen=True, slots=True)
class SessionRule:
    """What a session must be like to be paid.

    Parameters
    ----------
    needles : tuple of int or None
        Least and greatest number of needles; None where the payer does not say.
    minutes : int or None
        Least length in minutes.
    without_current : bool
        Electrical stimulation is not paid.
    """

    needles: tuple[int, int] | None = None
    minutes: int | None = None
    without_current: bool = False


@dataclass(frozen=True, slots=True)
class Point:
    """Something a record leaves open, or adds.

    Parameters
    ----------
    text : str
        What it says.
    certainty : str
        How well that is backed.
    """

    text: str
    certainty: str


@dataclass(frozen=True, slots=True)
class Code:
    """A billing code with the product's own label.

    Parameters
    ----------
    system, code, label : str
        ``CPT``, ``97810``, own short words.
    minutes : int or None
        Length of one unit, spent one to one; None where it is not billed by time.
    is_first : bool
        Of codes by time: the first unit of a day, not a further one.
    electro : bool
        Of codes by time: with current.
    muscles : tuple of (int, int or None), or None
        Of codes by the number of muscles: from how many, to how many; None for the end
        where there is none.
    """

    system: str
    code: str
    label: str
    minutes: int | None = None
    is_first: bool = False
    electro: bool = False
    muscles: tuple[int, int | None] | None = None


@dataclass(frozen=True, slots=True)
class Policy:
    """What one payer says on one day.

    Parameters
    ----------
    id, name : str
        Id of the record, and what people call the payer.
    as_of : date
        The day for which the rules were read.
    effective : date or None
        First day on which anything is covered; None where no source says.
    criteria : tuple of Criterion
        All must be met.
    blocks : tuple of Block
        In the order in which visits fill them; empty where nothing can be counted.
    beyond : bool or None
        Whether a visit that no block takes is covered: False where the payer sets a
        maximum, None where it says nothing.
    annual_max : int or None
        Most visits in a period.
    renewal : Renewal or None
        None where no source says when the allowance begins anew.
    session : SessionRule
        What a session must be like.
    shown_by : tuple of Instrument
        Instruments by which improvement is shown.
    stop : str
        When the payer wants treatment to end; empty where it does not say.
    who, record : tuple of str
        Who may treat; what the chart must hold.
    codes : tuple of Code
        What is billed.
    open_points : tuple of Point
        What is not certain.
    sources : tuple of str
        Ids of the sources.
    certainty : str
        How well the record as a whole is backed.
    reviewed : bool
        Whether somebody has signed it.
    """

    id: str
    name: str
    as_of: date
    criteria: tuple[Criterion, ...]
    effective: date | None = None
    blocks: tuple[Block, ...] = ()
    beyond: Literal[False] | None = None
    annual_max: int | None = None
    renewal: Renewal | None = None
    session: SessionRule = SessionRule()
    shown_by: tuple[Instrument, ...] = ()
    stop: str = ""
    who: tuple[str, ...] = ()
    record: tuple[str, ...] = ()
    codes: tuple[Code, ...] = ()
    open_points: tuple[Point, ...] = ()
    sources: tuple[str, ...] = ()
    certainty: str = ""
    reviewed: bool = False

    def __post_init__(self) -> None:
        """Refuse a policy without criteria, or that covers without end."""
        if not self.criteria:
            raise ValueError(f"{self.id} says for whom it covers")


def _later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first = date(year, month + 1, 1)
    try:
        return first.replace(day=day.day)
    except ValueError:
        # The month is too short for that day, so it has passed on the next first.
        return _later(first, 1)
