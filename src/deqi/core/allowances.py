"""Places visits into the blocks of a policy and says what room is left.

Words
-----
allowance
    What of a period's visits has been taken, and by which block.
taking
    A visit that uses the allowance up.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from deqi.core import dates
from deqi.core.expressions import Truth
from deqi.core.policies import Ask, Block, Policy, Renews, Start
from deqi.core.progress import Progress

_UNTOLD = (Progress.NOT_MEASURED, Progress.UNCLEAR)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a visit would fall.

    Parameters
    ----------
    block : int
        Index of the block; the number of blocks where none takes it.
    covered : bool or None
        None where the block asks for something not shown yet.
    why : str
        One sentence.
    """

    block: int
    covered: Truth
    why: str


@dataclass(frozen=True, slots=True)
class Allowance:
    """The takings of one period under one policy.

    Parameters
    ----------
    policy : Policy
        The payer's rules.
    takings : tuple of (date, int)
        The day of each visit taken, and its block; in order of days.
    """

    policy: Policy
    takings: tuple[tuple[date, int], ...] = ()

    @property
    def used(self) -> int:
        """Return how many visits are taken."""
        return len(self.takings)

    def days(self, block: int) -> tuple[date, ...]:
        """Return the days of the visits that one block took."""
        return tuple(day for day, taken in self.takings if taken == block)

    def since(self, day: date) -> date:
        """Return the first day of the period; the given day where none has begun."""
        return self.takings[0][0] if self.takings else day

    def take(self, day: date, block: int) -> "Allowance":
        """Return the allowance with one more visit taken."""
        return Allowance(self.policy, (*self.takings, (day, block)))

    def renews(self) -> date | None:
        """Return the first day of the next period; None where no source says."""
        if not self.takings or self.policy.renewal is None:
            return None
        return self.policy.renewal.opens(self.takings[0][0], self.takings[-1][0])

    def on(self, day: date) -> "Allowance":
        """Return the allowance of the period in which a day lies."""
        renews = self.renews()
        return Allowance(self.policy) if renews and day >= renews else self

    def room(self, block: int) -> int:
        """Return how many visits one block may still take; never below 0."""
        rule = self.policy.blocks[block]
        room = rule.visits - self._taken(block)
        if self.policy.annual_max is not None:
            room = min(room, self.policy.annual_max - self.used)
        return max(room, 0)

    def first_day(self, block: int, day: date) -> date:
        """Return the first day of a block's window, were there a visit on that day."""
        if self.policy.blocks[block].starts is Start.PERIOD:
            return self.since(day)
        days = self.days(block)
        return days[0] if days else day

    def last_day(self, block: int, day: date) -> date | None:
        """Return the last day of a block's window; None where no source says."""
        own = self.policy.blocks[block].last_day(self.first_day(block, day))
        renewal = self.policy.renewal
        if own is not None or renewal is None or renewal.rule is Renews.AFTER_LAST:
            return own
        return renewal.opens(self.since(day), day) - timedelta(days=1)

    def place(self, day: date, progress: Progress) -> Place:
        """Return where a visit on that day would fall.

        Parameters
        ----------
        day : date
            Not before the last taking.
        progress : Progress
            What the measurements say by then.
        """
        unmet = ""
        for index, block in enumerate(self.policy.blocks):
            last = self.last_day(index, day)
            if not self.room(index) or (last is not None and day > last):
                continue
            shown = _shown(block, progress)
            if shown is not False:
                why = self._ordinal(index, day) if shown else block.need
                return Place(index, shown, why)
            unmet = f"{block.need} The measurements so far do not show it."
        past = "The visits this payer covers are used, or their days have passed."
        if self.policy.beyond is None:
            past = "No source says whether this payer covers it."
        return Place(len(self.policy.blocks), self.policy.beyond, unmet or past)

    def left(self, day: date, progress: Progress) -> int | None:
        """Return how many visits that day needs nothing more shown for.

        Returns
        -------
        int or None
            None where the payer states no number; never below 0.
        """
        if not self.policy.blocks:
            return None
        ahead, left = self, 0
        while (place := ahead.place(day, progress)).covered:
            ahead, left = ahead.take(day, place.block), left + 1
        return left

    def ends(self) -> date | None:
        """Return the last day on which a visit of the period can be covered."""
        if not self.takings:
            return None
        ends = [
            self.last_day(index, self.takings[0][0])
            for index, block in enumerate(self.policy.blocks)
            if block.starts is Start.PERIOD or self.days(index)
        ]
        return max((end for end in ends if end is not None), default=None)

    def current(self, day: date, progress: Progress) -> int | None:
        """Return the block a visit on that day would fall into, else the last taken."""
        blocks = len(self.policy.blocks)
        index = self.place(day, progress).block
        if index == blocks and self.takings:
            index = self.takings[-1][1]
        return None if index == blocks else index

    def _taken(self, block: int) -> int:
        is_total = self.policy.blocks[block].is_total
        return self.used if is_total else len(self.days(block))

    def _ordinal(self, block: int, day: date) -> str:
        rule = self.policy.blocks[block]
        first, last = self.first_day(block, day), self.last_day(block, day)
        until = f", {dates.said(first)} to {dates.said(last)}" if last else ""
        if block == 0 or rule.is_total:
            return f"Visit {self._taken(block) + 1} of {rule.visits}{until}."
        place = f"{self._taken(block) + 1} of {rule.visits} further ones"
        return f"Visit {self.used + 1}, {place}{until}."


def _shown(block: Block, progress: Progress) -> Truth:
    if block.asks is Ask.NOTHING:
        return True
    if block.asks is not Ask.IMPROVEMENT or progress in _UNTOLD:
        return None
    return progress is Progress.IMPROVED
