"""What a screening comes to: findings, restrictions, questions, and the outcome.

Words
-----
finding
    A rule that fired; at most one a rule that nobody has cleared.
restriction
    What may not be done, at which point, region, muscle, technique or depth.
question
    A fact that is unknown and matters for this person.
"""

from dataclasses import dataclass

from deqi.core.facts import Holds, Rank
from deqi.core.reading import Clearance
from deqi.core.rules import Outcome, Scope, Urgency


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that fired.

    Parameters
    ----------
    id, kind, title : str
        Of the rule; kind ``red_flag``, ``contradiction`` and so on.
    urgency : Urgency or None
        For red flags.
    outcome : Outcome
        What it makes of the screening.
    action, destination : str
        What to do, and where to send the person.
    because : tuple of str
        Ids of the facts it rests on.
    sources : tuple of str
        Source ids.
    reviewed : bool
        True once a clinician has signed the rule.
    cleared : Clearance or None
        The written advice that closes it; it then no longer counts.
    """

    id: str
    kind: str
    title: str
    urgency: Urgency | None
    outcome: Outcome
    action: str
    destination: str
    because: tuple[str, ...]
    sources: tuple[str, ...]
    reviewed: bool
    cleared: Clearance | None = None


@dataclass(frozen=True, slots=True)
class Restriction:
    """What may not be done, and why.

    Parameters
    ----------
    scope, code : Scope, str
        What is taken away: ``point`` ``SP6``, ``technique`` ``electro``.
    reason : str
        In words.
    rule : str
        Id of the finding behind it.
    pending : tuple of str
        Unknown facts on which it rests; empty where it is sure.
    sources : tuple of str
        Source ids.
    """

    scope: Scope
    code: str
    reason: str
    rule: str
    pending: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A fact that is unknown and matters for this person.

    Parameters
    ----------
    fact, text : str
        Its id, and the wording for whom it is asked of.
    rank, holds_up : Rank, Holds
        How much it weighs, and what waits for it.
    asked_of, asked_at : str
        ``patient`` or ``practitioner``; ``intake`` or ``each_visit``.
    note : str
        What the record hints at; empty where it is silent.
    """

    fact: str
    text: str
    rank: Rank
    holds_up: Holds
    asked_of: str
    asked_at: str
    note: str


@dataclass(frozen=True, slots=True)
class SessionRuling:
    """Whether this person may be needled in today's session.

    Parameters
    ----------
    allowed : bool or None
        None while a question that holds up the session, or the plan, is open, and while
        an answer that each visit asks again is too old.
    because : tuple of str
        Ids of the facts that stop it, or that are still open.
    findings : tuple of Finding
        The rules that stop only the session.
    """

    allowed: bool | None
    because: tuple[str, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Screening:
    """Everything the rules make of the facts.

    Parameters
    ----------
    outcome : Outcome
        The gravest of all findings, and of the open questions that hold up the plan.
    session : SessionRuling
        Whether today's session may go on.
    findings : tuple of Finding
        Gravest first; one that a clearance closes stays, and no longer counts.
    restrictions : tuple of Restriction
        What may not be done.
    questions : tuple of Question
        What is unknown and matters, heaviest first.
    """

    outcome: Outcome
    session: SessionRuling
    findings: tuple[Finding, ...]
    restrictions: tuple[Restriction, ...]
    questions: tuple[Question, ...]

    def open_findings(self) -> tuple[Finding, ...]:
        """Return the findings that no clearance has closed."""
        return tuple(found for found in self.findings if found.cleared is None)
