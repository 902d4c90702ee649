"""The gravest rule that holds decides."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from deqi.core.reading import Values
from deqi.core.review.values import Days, Decision, Reason, Rhythm, Rule, Verdict
from deqi.core.rules import Urgency


class NoRuleHolds(ValueError):
    """An episode on which no rule decides: the records leave a gap."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of an episode.

    Parameters
    ----------
    values : mapping of str to Value
        What conditions read.
    words : mapping of str to str
        What the texts of rules fill in.
    cited : mapping of str to tuple of str
        Sources that a word brings with it, by the word.
    """

    values: Values
    words: Mapping[str, str]
    cited: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def decide(told: Told, rules: Iterable[Rule], rhythm: Rhythm) -> Verdict:
    """Apply all rules and keep the gravest that hold.

    A condition that unknown facts leave open does not hold; what must be known has a
    rule of its own that calls for measuring or for a pause.

    Parameters
    ----------
    told : Told
        What is known of the episode.
    rules : iterable of Rule
        In any order.
    rhythm : Rhythm
        Days to the next visit where the rule itself says nothing.

    Returns
    -------
    Verdict

    Raises
    ------
    NoRuleHolds
        Where no rule decides.
    """
    held = [rule for rule in rules if rule.when.holds(told.values)]
    deciding = sorted(
        (rule for rule in held if rule.decision is not None), key=gravest_first
    )
    if not deciding:
        raise NoRuleHolds("no rule of the review holds for this episode")
    first = deciding[0]
    decision = first.decision or Decision.MEASURE
    return Verdict(
        decision=decision,
        urgency=first.urgency,
        next_visit_days=_days(deciding, decision, rhythm),
        because=tuple(_reason(r, told) for r in deciding if r.decision is decision),
        beside=tuple(_reason(r, told) for r in deciding if r.decision is not decision),
        remarks=tuple(_reason(r, told) for r in held if r.decision is None),
    )


_URGENCY = {urgency: place for place, urgency in enumerate(Urgency)}


def gravest_first(rule: Rule) -> tuple[int, int, str]:
    """Return what sorts rules that decide from grave to mild."""
    gravity = rule.decision.gravity if rule.decision else -1
    return -gravity, _URGENCY[rule.urgency] if rule.urgency else 0, rule.id


def _days(deciding: Iterable[Rule], decision: Decision, rhythm: Rhythm) -> Days | None:
    own = [r.days for r in deciding if r.decision is decision and r.days is not None]
    return min(own) if own else rhythm.get(decision)


def _reason(rule: Rule, told: Told) -> Reason:
    brought = (
        source
        for word, sources in told.cited.items()
        if f"{{{word}}}" in rule.text
        for source in sources
    )
    return Reason(
        rule.id,
        rule.decision,
        rule.text.format_map(told.words),
        tuple(dict.fromkeys((*rule.sources, *brought))),
        rule.reviewed,
    )
