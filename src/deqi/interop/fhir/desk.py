"""Where the statements of one patient's record are gathered while it is read."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from deqi.core.facts import Speaker, Statement
from deqi.core.reading import Medicine, Value
from deqi.interop.fhir.concepts import Coding
from deqi.interop.fhir.elements import Days, Resource
from deqi.knowledge.value_sets import Meaning, Tense
from deqi.knowledge.value_sets.observations import Question


@dataclass(frozen=True, slots=True)
class Reading:
    """What one patient's record says.

    Parameters
    ----------
    patient : str
        Id of the patient; empty where the record gives none.
    statements : tuple of Statement
        All by the record; a value of None is a hint for a question.
    skipped : mapping of str to int
        What was not read, by reason.
    deceased : bool
        The record says that the patient has died.
    """

    patient: str
    statements: tuple[Statement, ...]
    skipped: Mapping[str, int]
    deceased: bool = False


@dataclass(frozen=True, slots=True)
class Complaint:
    """A complaint that lasts, as one resource has it."""

    condition: str
    onset: date | None
    at: date | None
    where: str
    note: str


class Measured(NamedTuple):
    """One measurement of a fact, alone or as a component of another."""

    part: Resource
    code: Coding
    question: Question
    resource: Resource
    at: Days | None


@dataclass(slots=True)
class Desk:
    """Everything said so far about one patient, on one day."""

    today: date
    skipped: Counter[str] = field(default_factory=Counter)
    complaints: list[Complaint] = field(default_factory=list)
    medicines: list[tuple[Medicine, date | None]] = field(default_factory=list)
    medications: dict[str, Resource] = field(default_factory=dict)
    deceased: bool = False
    pending: dict[Coding, tuple[date, list[Measured]]] = field(default_factory=dict)
    _said: dict[object, Statement] = field(default_factory=dict)
    _latest: dict[str, list[Statement]] = field(default_factory=dict)

    def not_after_today(self, span: Days | None) -> Days | None:
        """Return the days unless they lie ahead, which is counted and ignored."""
        if span is None or span.last <= self.today:
            return span
        if span.first <= self.today:
            return Days(span.first, self.today)
        self.skipped["a date after today"] += 1
        return None

    def say(self, statement: Statement) -> None:
        """Keep a statement; of several alike the latest."""
        hint = statement.note if statement.value is None else ""
        key = (statement.fact, statement.value, statement.window_days, hint)
        kept = self._said.get(key)
        if kept is None or (statement.at or date.min) > (kept.at or date.min):
            self._said[key] = statement

    def mean(
        self,
        meaning: Meaning,
        at: Days | None,
        *,
        where: str,
        note: str,
        value: Value = None,
    ) -> None:
        """Say what a code means; a hint whose own window is over is not worth asking.

        A risk counts from the last day that its date may mean, a denial from the
        first, so that neither looks more harmless than it can be.
        """
        denies = meaning.tense is Tense.NEGATION
        day = None if at is None else (at.first if denies else at.last)
        if value is None:
            self.hint(meaning, day, where=where, note=note)
            return
        self.say(
            Statement(
                meaning.fact, value, Speaker.RECORD, day, where, note, meaning.days
            )
        )

    def hint(
        self, meaning: Meaning, day: date | None, *, where: str, note: str
    ) -> None:
        """Raise the question, unless what raises it is over."""
        if self.is_over(day, meaning.days):
            return
        self.say(Statement(meaning.fact, None, Speaker.RECORD, day, where, note))

    def is_over(self, day: date | None, window: int | None) -> bool:
        """Return True where the window that opened on a day has closed."""
        if day is None or window is None:
            return False
        return (self.today - day).days > window

    def answer(self, statement: Statement) -> None:
        """Keep the latest answer to a question, and all others of that day."""
        kept = self._latest.get(statement.fact)
        day = statement.at or date.min
        if kept is None or day > (kept[0].at or date.min):
            self._latest[statement.fact] = [statement]
        elif day == (kept[0].at or date.min):
            kept.append(statement)

    def reading(self, patient: str) -> Reading:
        """Return all that was said."""
        measured = [each for several in self._latest.values() for each in several]
        return Reading(
            patient,
            (*self._said.values(), *dict.fromkeys(measured)),
            dict(self.skipped),
            self.deceased,
        )
