"""One fact: what may be asked, what speakers said of it, and what that settles to.

Words
-----
spec
    What may be asked: a fact's id, type, levels, and when the question matters.
statement
    One speaker's word on one fact, on one day.
settling
    Making one fact of all statements: a risk stands until a practitioner settles it.
risk
    A value other than the harmless one; for numbers, one below ``risk_below``.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from deqi.core.expressions import Expression
from deqi.core.reading import Value


class Kind(StrEnum):
    """The type of a fact's value."""

    BOOL = "bool"
    NUMBER = "number"
    DATE = "date"
    CHOICE = "choice"
    LIST = "list"


class Rank(StrEnum):
    """How much an open question weighs."""

    ABSOLUTE = "absolute"
    RELATIVE = "relative"
    USEFUL = "useful"


class Holds(StrEnum):
    """What an open question holds up."""

    PLAN = "plan"
    SESSION = "session"
    NOTHING = "nothing"


class Speaker(StrEnum):
    """Who made a statement."""

    RECORD = "record"
    PATIENT = "patient"
    PRACTITIONER = "practitioner"
    DERIVED = "derived"


class UnknownFact(ValueError):
    """An id that the catalogue of facts does not hold."""


@dataclass(frozen=True, slots=True)
class Spec:
    """One fact that the product knows how to ask.

    Parameters
    ----------
    id : str
        Its name in every room.
    kind : Kind
        Type of the value.
    levels : tuple of str
        What a choice or list may hold; ``@name`` stands for a vocabulary.
    asked_of, asked_at : str
        ``patient`` or ``practitioner``; ``intake`` or ``each_visit``.
    rank, holds_up : Rank, Holds
        Weight of the question while it is open, and what it stops.
    safe : Value
        The harmless value; None where no value is a risk. Of a fact whose rank is
        ``useful`` another value is a risk only where ``graver`` orders its levels.
    ask_when : Expression
        The question matters where this is not known to be false.
    question, meaning : str
        Wording for the person asked; what the fact means to a clinician.
    window_days : int or None
        How long a record's word on a current state counts; None: always.
    low, high : float or None
        Least and greatest number allowed.
    graver : tuple of str
        Levels from mildest to gravest, where two speakers name different risks.
    risk_below : float or None
        For a number: below this it is a risk.
    group : str
        Part of the intake it belongs to.
    derived_when : Expression or None
        What a claim follows from where nobody spoke of it; None: it follows from
        nothing.
    """

    id: str
    kind: Kind
    levels: tuple[str, ...]
    asked_of: str
    asked_at: str
    rank: Rank
    holds_up: Holds
    safe: Value
    ask_when: Expression
    question: str
    meaning: str
    window_days: int | None = None
    low: float | None = None
    high: float | None = None
    graver: tuple[str, ...] = ()
    risk_below: float | None = None
    group: str = ""
    derived_when: Expression | None = None

    def is_risk(self, value: Value) -> bool:
        """Return True where the value is other than harmless.

        None is no risk here: whether the unknown matters is for the question to say.
        """
        if value is None or self.safe is None:
            return False
        if self.rank is Rank.USEFUL and not self.graver:
            return False
        if self.kind is Kind.NUMBER:
            return (
                self.risk_below is not None
                and isinstance(value, int | float)
                and value < self.risk_below
            )
        return value != self.safe

    def gravest(self, values: Iterable[Value]) -> Value:
        """Return the gravest of several risks: lists join, numbers take the least."""
        several = list(values)
        if self.kind is Kind.LIST:
            items = [value for value in several if isinstance(value, tuple)]
            return tuple(dict.fromkeys(item for value in items for item in value))
        if self.kind is Kind.NUMBER:
            return min(value for value in several if isinstance(value, int | float))
        if self.graver:
            return max(several, key=lambda value: self.graver.index(str(value)))
        return several[0]


@dataclass(frozen=True, slots=True)
class Statement:
    """One speaker's word on one fact.

    Parameters
    ----------
    fact : str
        Id of the fact.
    value : Value
        What was said; None for a hint that a question should take up.
    by : Speaker
        Who said it.
    at : date or None
        The day it was said or recorded; None where the record gives none.
    where : str
        Resource or page it stands on, such as ``Condition/12``.
    note : str
        What the speaker's own words were, for the question.
    window_days : int or None
        How long this word counts, where that is shorter than the fact's own window,
        such as a medicine on record without an end.
    """

    fact: str
    value: Value
    by: Speaker
    at: date | None
    where: str = ""
    note: str = ""
    window_days: int | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """One settled fact with its provenance.

    Parameters
    ----------
    id : str
        Its name.
    value : Value
        None where unknown.
    source : str
        ``record``, ``patient``, ``practitioner``, ``derived``, with the place behind
        a space where there is one; empty where nobody said anything.
    at : date or None
        Day of the statement it rests on.
    disputed : bool
        Two speakers differ and nobody has settled it.
    note : str
        Why a record's word was not taken, for the question.
    """

    id: str
    value: Value
    source: str
    at: date | None
    disputed: bool = False
    note: str = ""


def settle(spec: Spec, said: Iterable[Statement], today: date) -> Fact | None:
    """Make one fact of all that was said about it.

    Parameters
    ----------
    spec : Spec
        The fact.
    said : iterable of Statement
        All speakers' words on it, in any order.
    today : date
        A record's word older than ``spec.window_days`` becomes a question.

    Returns
    -------
    Fact or None
        None where nobody said anything; a fact with value None where a record hints
        at something that a question must take up.

    Source: product_default "what a source says" (unreviewed).
    """
    words = list(said)
    if not words:
        return None
    fresh = [word for word in words if _counts(spec, word, today)]
    if len(fresh) == 1:
        # Most facts have one word: nothing to weigh it against.
        return _fact(spec, fresh[0])
    words.sort(key=_place)
    fresh.sort(key=_place)
    voices = [_voice(spec, speaker, fresh) for speaker in Speaker]
    heard = [voice for voice in voices if voice is not None]
    if not heard:
        return _hint(spec, words)
    risks = [word for word in heard if spec.is_risk(word.value)]
    if not risks:
        return _plain(spec, heard)
    settled = _settling_word(heard)
    return _fact(spec, settled) if settled else _standing_risk(spec, heard, risks)


def _plain(spec: Spec, heard: list[Statement]) -> Fact:
    """Take the word of the greatest authority; on what is absolute, say who differs."""
    best = max(heard, key=_authority)
    differ = any(word.value != best.value for word in heard)
    harmless = spec.safe is not None
    disputed = spec.rank is Rank.ABSOLUTE and differ and not harmless
    return replace(_fact(spec, best), disputed=disputed)


def _standing_risk(spec: Spec, heard: list[Statement], risks: list[Statement]) -> Fact:
    value = spec.gravest(word.value for word in risks)
    leading = next((word for word in risks if word.value == value), risks[0])
    return Fact(
        spec.id,
        value,
        _source(leading),
        leading.at,
        disputed=any(_denies(spec, word, value) for word in heard),
        note=leading.note,
    )


def _denies(spec: Spec, word: Statement, stands: Value) -> bool:
    if spec.kind is Kind.NUMBER:
        return not spec.is_risk(word.value)
    if spec.kind is Kind.LIST:
        # A record that leaves a region out denies nothing; an answer does.
        said = set(word.value) if isinstance(word.value, tuple) else set()
        held = set(stands) if isinstance(stands, tuple) else set()
        return word.by is not Speaker.RECORD and not held <= said
    return word.value != stands


def _settling_word(heard: list[Statement]) -> Statement | None:
    judge = next((word for word in heard if word.by is Speaker.PRACTITIONER), None)
    if judge is None or judge.at is None:
        return None
    for other in heard:
        later = other.at is not None and other.at < judge.at
        if other is not judge and not later and other.value != judge.value:
            return None
    return judge


def _voice(spec: Spec, speaker: Speaker, words: list[Statement]) -> Statement | None:
    own = [word for word in words if word.by is speaker]
    if not own:
        return None
    latest = max(own, key=_day)
    # A speaker's newer word replaces the older; a record's entries stand side by side.
    if speaker is not Speaker.RECORD:
        own = [word for word in own if _day(word) == _day(latest)]
    risks = [word for word in own if spec.is_risk(word.value)]
    if not risks:
        return latest
    value = spec.gravest(word.value for word in risks)
    alike = [word for word in risks if word.value == value]
    return replace(max(alike or risks, key=_day), value=value)


def _authority(word: Statement) -> tuple[bool, date, bool]:
    return (
        word.by is not Speaker.RECORD,
        _day(word),
        word.by is Speaker.PRACTITIONER,
    )


def _place(word: Statement) -> tuple[date, str, str, str, str]:
    # So that nothing depends on the order in which statements come in.
    return _day(word), word.by.value, word.where, word.note, repr(word.value)


def _day(word: Statement) -> date:
    return word.at or date.min


def _counts(spec: Spec, word: Statement, today: date) -> bool:
    if word.value is None or word.by is not Speaker.RECORD:
        return word.value is not None
    windows = [
        days for days in (spec.window_days, word.window_days) if days is not None
    ]
    if not windows:
        return True
    return word.at is not None and (today - word.at).days <= min(windows)


def _hint(spec: Spec, words: list[Statement]) -> Fact | None:
    hints = [word for word in words if word.by is Speaker.RECORD or word.note]
    if not hints:
        return None
    latest = max(hints, key=_day)
    said = latest.note or f"{spec.id}: {latest.value}"
    when = f" of {latest.at.isoformat()}" if latest.at else ""
    return Fact(
        spec.id,
        None,
        _source(latest),
        latest.at,
        note=f"The {latest.by.value}{when} says: {said}",
    )


def _fact(spec: Spec, word: Statement) -> Fact:
    return Fact(spec.id, word.value, _source(word), word.at, note=word.note)


def _source(word: Statement) -> str:
    return f"{word.by} {word.where}".strip()
