"""The gravest rule that holds decides, for everybody in a panel."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from deqi.core.columns import Bools, Codes, Columns, Floats, Table
from deqi.core.review.deciding import NoRuleHolds, gravest_first
from deqi.core.review.facts import READ
from deqi.core.review.panels.in_force import taper
from deqi.core.review.panels.values import PanelImpossible, ReviewPanel
from deqi.core.review.values import Days, Decision, Rule, Settings

Rhythms = Mapping[Decision, Days | Floats | None]
"""Least and most days to the next visit: one pair for all, or an array (n, 2)."""


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What the rules make of n people.

    Parameters
    ----------
    rules : sequence of Rule
        As given.
    held : array of bool of shape (n, len(rules))
        Which rules hold, remarks too.
    rule : array of int of shape (n,)
        Place of the gravest rule that holds.
    decision : array of int8 of shape (n,)
        Its decision, by gravity: 0 for discharge up to 8 for refer.
    next_visit_days : array of shape (n, 2)
        Least and most days to the next visit; NaN where none is to be booked.
    """

    rules: Sequence[Rule]
    held: Bools
    rule: npt.NDArray[np.intp]
    decision: Codes
    next_visit_days: Floats

    def counted(self) -> Mapping[Decision, int]:
        """Return how many people each decision is for."""
        return {each: int((self.decision == each.gravity).sum()) for each in Decision}


def decide(
    columns: Columns, rules: Sequence[Rule], rhythm: Rhythms | None = None
) -> Verdicts:
    """Apply all rules to everybody, and keep the gravest that hold.

    Parameters
    ----------
    columns : mapping of str to array
        What `gather` returns.
    rules : sequence of Rule
        In any order.
    rhythm : mapping of Decision to days, optional
        Days to the next visit where the rule itself says nothing.

    Returns
    -------
    Verdicts
        The same for each person as `review.decide`.

    Raises
    ------
    NoRuleHolds
        Where no rule decides for somebody.
    PanelImpossible
        Where a name of `review.READ` has no column.
    """
    if left_out := sorted(set(READ) - set(columns)):
        # An unknown fact lets the rules that read it go by.
        raise PanelImpossible(f"nothing tells of {left_out[0]}")
    people = len(columns["sessions_given"])
    table = Table(columns, READ)
    held = np.empty((len(rules), people), dtype=np.bool_)
    for place, each in enumerate(rules):
        held[place] = table.holds(each.when).holds
    order = _gravest_first(rules)
    if not held[order].any(axis=0).all():
        raise NoRuleHolds("no rule of the review holds for somebody")
    rule = np.asarray(order)[held[order].argmax(axis=0)]
    gravity = [each.decision.gravity if each.decision else -1 for each in rules]
    decision = np.asarray(gravity, dtype=np.int8)[rule]
    return Verdicts(rules, held.T, rule, decision, _days(rules, held, decision, rhythm))


def tapered(panel: ReviewPanel, usual: Rhythms, settings: Settings) -> Rhythms:
    """Return a rhythm in which everybody takes the next step of a taper.

    Parameters
    ----------
    panel : ReviewPanel
        How far each taper has come.
    usual : mapping of Decision to days
        Days where nothing else says so; those of a taper are for who is through.
    settings : Settings
        Steps of a taper.
    """
    steps = taper(panel, settings)
    through = usual.get(Decision.TAPER)
    if through is not None:
        steps = np.where(np.isnan(steps), through, steps)
    return {**usual, Decision.TAPER: steps}


def _gravest_first(rules: Sequence[Rule]) -> list[int]:
    deciding = [place for place, rule in enumerate(rules) if rule.decision is not None]
    return sorted(deciding, key=lambda place: gravest_first(rules[place]))


def _days(
    rules: Sequence[Rule], held: Bools, decision: Codes, rhythm: Rhythms | None
) -> Floats:
    days = np.full((len(decision), 2), np.nan)
    for each, usual in (rhythm or {}).items():
        if usual is not None:
            here = decision == each.gravity
            days[here] = np.broadcast_to(usual, days.shape)[here]
    own = [
        (each.days, each.decision.gravity, place)
        for place, each in enumerate(rules)
        if each.days is not None and each.decision is not None
    ]
    # The soonest is written last, over all others.
    for pair, gravity, place in sorted(own, reverse=True):
        days[held[place] & (decision == gravity)] = pair
    return days
