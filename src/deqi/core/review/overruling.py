"""A practitioner decides otherwise than the rules: who may, when not, and what is kept.

Words
-----
bar
    What stands in the way of an overrule.
wish
    The decision that a practitioner wants instead, with the reason.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from deqi.core.review.values import Decision, Reason


class Bar(StrEnum):
    """What stands in the way of an overrule, gravest first."""

    EMERGENCY = "emergency"
    SESSION_HELD = "session_held"
    NOT_LICENSED = "not_licensed"
    CREDENTIAL_UNKNOWN = "credential_unknown"
    CREDENTIAL_EXPIRED = "credential_expired"
    SAME_DECISION = "same_decision"
    NO_REASON = "no_reason"


@dataclass(frozen=True, slots=True)
class Ruled:
    """What a review came to, as far as an overrule looks at it.

    Parameters
    ----------
    date : date
        The day of the review.
    decision : Decision
        By the rules.
    rules : tuple of str
        Ids of the rules that called for it.
    is_emergency : bool
        Somebody has to act now; never overruled.
    is_session_held : bool
        Refused needles, missing consent or an unfit patient hold today's session; no
        decision that goes on needling overrules that.
    """

    date: date
    decision: Decision
    rules: tuple[str, ...]
    is_emergency: bool
    is_session_held: bool


@dataclass(frozen=True, slots=True)
class Wish:
    """What a practitioner wants instead.

    Parameters
    ----------
    decision : Decision
        Instead of that of the rules.
    reason : str
        Why, in the practitioner's own words; blanks alone are no reason.
    by_role : str
        What the person who decides is here: ``practitioner``, or another role.
    licensed_until : date or None
        The last day of that person's licence; None where nobody entered it.
    """

    decision: Decision
    reason: str
    by_role: str
    licensed_until: date | None


@dataclass(frozen=True, slots=True)
class Terms:
    """What the records say of overruling.

    Parameters
    ----------
    roles : frozenset of str
        Who is a licensed practitioner.
    told : mapping of Bar to Reason
        The words for each bar.

    Raises
    ------
    ValueError
        Where a bar has no words, or nobody may overrule.
    """

    roles: frozenset[str]
    told: Mapping[Bar, Reason]

    def __post_init__(self) -> None:
        """Refuse a bar without words, and terms under which nobody could overrule."""
        if not self.roles or set(self.told) != set(Bar):
            raise ValueError("overruling needs roles, and words for every bar")


@dataclass(frozen=True, slots=True)
class Ruling:
    """Whether a review may be overruled so.

    Parameters
    ----------
    allowed : bool
        True without a reason against it.
    reasons : tuple of Reason
        What stands in the way, gravest first.
    """

    allowed: bool
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Overruled:
    """A review that a practitioner has overruled; the reason is kept and shown.

    Parameters
    ----------
    date : date
        The day of the review.
    ruled, decision : Decision
        By the rules, and instead of it.
    rules : tuple of str
        Ids of the rules that were overruled.
    reason : str
        Why.
    by_role : str
        Who decided.
    """

    date: date
    ruled: Decision
    decision: Decision
    rules: tuple[str, ...]
    reason: str
    by_role: str

    def entry(self) -> dict[str, str]:
        """Return the entry under ``reviews`` by which an episode tells of it."""
        return {
            "date": self.date.isoformat(),
            "decision": self.decision.value,
            "reason": self.reason,
            "ruled": self.ruled.value,
            "by_role": self.by_role,
        }


class MayNotOverrule(ValueError):
    """An overrule that something stands in the way of.

    Parameters
    ----------
    ruling : Ruling
        With the reasons; their texts are the message.
    """

    def __init__(self, ruling: Ruling) -> None:
        super().__init__(" ".join(each.text for each in ruling.reasons))
        self.ruling = ruling


GOES_ON = frozenset(
    {
        Decision.CONTINUE,
        Decision.TAPER,
        Decision.MAINTAIN,
        Decision.CHANGE,
        Decision.RESTART,
    }
)
"""Decisions under which needling goes on."""


def rule(ruled: Ruled, wish: Wish, terms: Terms) -> Ruling:
    """Return whether a review may be overruled so, with every reason against it.

    Parameters
    ----------
    ruled : Ruled
        What the review came to.
    wish : Wish
        What is wanted instead, why, and by whom.
    terms : Terms
        Of the records.

    Source: knowledge ``reviews:overruling``.
    """
    reasons = tuple(terms.told[bar] for bar in _bars(ruled, wish, terms))
    return Ruling(not reasons, reasons)


def overrule(ruled: Ruled, wish: Wish, terms: Terms) -> Overruled:
    """Overrule a review, and keep the reason.

    It changes the course alone: whether there may be a session today stays with the
    screening.

    Parameters
    ----------
    ruled : Ruled
        What the review came to.
    wish : Wish
        What is wanted instead, why, and by whom.
    terms : Terms
        Of the records.

    Raises
    ------
    MayNotOverrule
        Where something stands in the way; it carries the ruling.

    Source: knowledge ``reviews:overruling``.
    """
    found = rule(ruled, wish, terms)
    if not found.allowed:
        raise MayNotOverrule(found)
    return Overruled(
        date=ruled.date,
        ruled=ruled.decision,
        decision=wish.decision,
        rules=ruled.rules,
        reason=_written(wish),
        by_role=wish.by_role,
    )


def _bars(ruled: Ruled, wish: Wish, terms: Terms) -> Iterator[Bar]:
    if ruled.is_emergency:
        yield Bar.EMERGENCY
    if ruled.is_session_held and wish.decision in GOES_ON:
        yield Bar.SESSION_HELD
    yield from _of_person(ruled, wish, terms)
    if wish.decision is ruled.decision:
        yield Bar.SAME_DECISION
    if not _written(wish):
        yield Bar.NO_REASON


def _of_person(ruled: Ruled, wish: Wish, terms: Terms) -> Iterator[Bar]:
    if wish.by_role not in terms.roles:
        yield Bar.NOT_LICENSED
    elif wish.licensed_until is None:
        yield Bar.CREDENTIAL_UNKNOWN
    elif wish.licensed_until < ruled.date:
        yield Bar.CREDENTIAL_EXPIRED


def _written(wish: Wish) -> str:
    return " ".join(wish.reason.split())
