"""The rules of a screening: red flags and precautions as the records hold them.

Words
-----
rule
    A red flag or precaution, in tiers from grave to mild.
limit
    What a rule takes away while it holds, or while it is not known to fail.
outcome
    What a tier makes of the screening.
"""

from dataclasses import dataclass
from enum import StrEnum

from deqi.core.expressions import Expression
from deqi.core.reading import Values


class Outcome(StrEnum):
    """What follows from the screening, from mild to grave."""

    PROCEED = "proceed"
    CAUTION = "caution"
    ASK = "ask"
    REFER = "refer"
    EMERGENCY = "emergency"

    @property
    def gravity(self) -> int:
        """Return 0 for proceed up to 4 for emergency."""
        return _GRAVITY[self]


_GRAVITY = {outcome: place for place, outcome in enumerate(Outcome)}


class Urgency(StrEnum):
    """How soon a red flag wants somebody to look."""

    EMERGENCY = "emergency"
    URGENT = "urgent"
    SOON = "soon"
    WATCH = "watch"


class Scope(StrEnum):
    """What a restriction takes away."""

    POINT = "point"
    REGION = "region"
    TECHNIQUE = "technique"
    DEPTH = "depth"
    MUSCLE = "muscle"


@dataclass(frozen=True, slots=True)
class Tier:
    """One degree of a rule.

    Parameters
    ----------
    when : Expression
        Holds where the rule fires in this degree.
    outcome : Outcome
        What it makes of the screening.
    urgency : Urgency or None
        For red flags only.
    action, destination : str
        What to do now, and where the person is sent; empty where nowhere.
    clearable : bool
        Written advice may close it until that expires.
    """

    when: Expression
    outcome: Outcome
    urgency: Urgency | None
    action: str
    destination: str
    clearable: bool = False

    def __post_init__(self) -> None:
        """Refuse an emergency that could be cleared away."""
        if self.clearable and self.outcome is Outcome.EMERGENCY:
            raise ValueError("no document clears an emergency")


@dataclass(frozen=True, slots=True)
class Limit:
    """What a rule takes away while it holds, or while it is not known to fail.

    Parameters
    ----------
    scope : Scope
        Points, regions, muscles, techniques or depth.
    codes : tuple of str
        Which; empty where the regions come from a fact.
    regions_of : str or None
        Id of the fact that lists the regions.
    whole_limb : bool
        Spread each region over its arm or leg.
    when : Expression or None
        Holds only where this does not fail.
    reason : str
        In words.
    sources : tuple of str
        Source ids.
    lifted_by_clearance : bool
        A clearance of the rule takes this limit away as well.
    """

    scope: Scope
    codes: tuple[str, ...]
    reason: str
    sources: tuple[str, ...]
    regions_of: str | None = None
    whole_limb: bool = False
    when: Expression | None = None
    lifted_by_clearance: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """One red flag or precaution.

    Parameters
    ----------
    id, kind, title : str
        ``pacemaker_icd``; its machine kind; what it is about.
    tiers : tuple of Tier
        Gravest first; the first that holds counts.
    limits : tuple of Limit
        What it takes away.
    holds_session : bool
        It stops today's session and leaves the outcome alone.
    sources : tuple of str
        Source ids.
    reviewed : bool
        True once a clinician has signed it.
    """

    id: str
    kind: str
    title: str
    tiers: tuple[Tier, ...]
    limits: tuple[Limit, ...]
    holds_session: bool
    sources: tuple[str, ...]
    reviewed: bool

    def __post_init__(self) -> None:
        """Refuse a rule that could never fire."""
        if not self.tiers:
            raise ValueError(f"{self.id} has no tier")

    def holds(self, values: Values) -> bool | None:
        """Return True where a tier holds, None where one still may."""
        states = [tier.when.holds(values) for tier in self.tiers]
        if True in states:
            return True
        return None if None in states else False


@dataclass(frozen=True, slots=True)
class RuleBook:
    """All rules of a screening, red flags apart from precautions."""

    red_flags: tuple[Rule, ...]
    precautions: tuple[Rule, ...]
