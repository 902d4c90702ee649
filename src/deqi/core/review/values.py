"""What a review comes to, and the rules it is made by.

Words
-----
decision
    What to do next with a course, one of nine, from mild to grave.
rule
    One condition over the facts of an episode, with the decision it calls for.
remark
    A rule that tells something and decides nothing.
rhythm
    In how many days the next visit fits, by decision.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from deqi.core.expressions import Expression
from deqi.core.rules import Urgency
from deqi.core.scales import Instrument

Days = tuple[int, int]
Rhythm = Mapping["Decision", Days | None]


class Decision(StrEnum):
    """What to do next, from mild to grave."""

    DISCHARGE = "discharge"
    MAINTAIN = "maintain"
    TAPER = "taper"
    CONTINUE = "continue"
    MEASURE = "measure"
    PAUSE = "pause"
    CHANGE = "change"
    RESTART = "restart"
    REFER = "refer"

    @property
    def gravity(self) -> int:
        """Return 0 for discharge up to 8 for refer."""
        return _GRAVITY[self]


SPACING = (Decision.TAPER, Decision.MAINTAIN)
"""Decisions that space visits out."""


_GRAVITY = {decision: place for place, decision in enumerate(Decision)}


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a review.

    Parameters
    ----------
    id : str
        Of its record.
    when : Expression
        Over the facts of the episode.
    decision : Decision or None
        What it calls for; None for a remark.
    text : str
        What to tell, with the names of words in braces.
    sources : tuple of str
        Source ids.
    reviewed : bool
        True once a clinician has signed it.
    urgency : Urgency or None
        How soon somebody else has to look; for referrals only.
    days : tuple of int or None
        Days to the next visit, where the rule itself says so.
    """

    id: str
    when: Expression
    decision: Decision | None
    text: str
    sources: tuple[str, ...]
    reviewed: bool
    urgency: Urgency | None = None
    days: Days | None = None

    def __post_init__(self) -> None:
        """Refuse a referral without urgency, and an urgency for anything else."""
        if (self.decision is Decision.REFER) != (self.urgency is not None):
            raise ValueError(f"{self.id}: a referral, and nothing else, has an urgency")
        if self.days is not None and not 0 <= self.days[0] <= self.days[1]:
            raise ValueError(f"{self.id}: days run from soon to late")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a taper.

    Parameters
    ----------
    visits : int
        How many.
    days : tuple of int
        Least and most days from one to the next.
    """

    visits: int
    days: Days


@dataclass(frozen=True, slots=True)
class Settings:
    """What the records say of how an episode is read.

    Parameters
    ----------
    judged_by : tuple of Instrument
        Instruments whose change decides.
    response_percent : float
        Better by this share of the baseline is a response.
    fresh_days : int
        How old a score may be for a review to rest on it.
    baseline_days : tuple of int
        How long before and after the first session a baseline counts.
    recovered : mapping of str to float
        By instrument, the score up to which people call themselves recovered.
    event_days : int
        How long a passing event counts.
    serious_grade : int
        From this grade on an event is serious.
    grave_kinds : frozenset of str
        Kinds of adverse event that are serious whatever their grade.
    healing_kinds : frozenset of str
        Kinds after which needling waits until they have healed.
    lessening_kinds : frozenset of str
        Kinds that, where they come again, ask for a gentler treatment.
    taper : tuple of Step
        From frequent to rare.
    relapse_days : int
        For how long a series that began anew counts.
    """

    judged_by: tuple[Instrument, ...]
    response_percent: float
    fresh_days: int
    baseline_days: Days
    recovered: Mapping[str, float]
    event_days: int
    serious_grade: int
    grave_kinds: frozenset[str]
    healing_kinds: frozenset[str]
    lessening_kinds: frozenset[str]
    taper: tuple[Step, ...]
    relapse_days: int


@dataclass(frozen=True, slots=True)
class Reason:
    """One rule that holds, as it is told.

    Parameters
    ----------
    rule : str
        Id of its record in ``reviews``.
    decision : Decision or None
        What it calls for; None for a remark.
    text : str
        What it says of this episode.
    sources : tuple of str
        Source ids.
    reviewed : bool
        True once a clinician has signed the rule.
    """

    rule: str
    decision: Decision | None
    text: str
    sources: tuple[str, ...]
    reviewed: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the rules make of an episode.

    Parameters
    ----------
    decision : Decision
        Of the gravest rule that holds.
    urgency : Urgency or None
        Where it is a referral.
    next_visit_days : tuple of int or None
        Least and most days to the next visit; None where none is to be booked.
    because : tuple of Reason
        The rules that call for this decision; at least one.
    beside : tuple of Reason
        Milder rules that hold too, gravest first.
    remarks : tuple of Reason
        What else is to be known.
    """

    decision: Decision
    urgency: Urgency | None
    next_visit_days: Days | None
    because: tuple[Reason, ...]
    beside: tuple[Reason, ...]
    remarks: tuple[Reason, ...]
