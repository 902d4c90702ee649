"""What a patient's chart says on one page, as plain values.

Words
-----
history
    What has happened to a patient, the newest first of each kind: sessions, reviews,
    letters, documents.
chapter
    One episode of a chart, in short.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from deqi.core.instruments import Measurement as Score
from deqi.core.rules import Outcome
from deqi.operations.patients_reads import Coming
from deqi.operations.tasks_reads import Due


class Kind(StrEnum):
    """What an entry of the history is."""

    SESSION = "session"
    REVIEW = "review"
    LETTER = "letter"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened.

    Parameters
    ----------
    id : UUID
        Of the row.
    kind : Kind
        What it is.
    on : date
        When.
    title : str
        The charting line, the decision, the subject of a letter, the name of a file.
    who : str
        The practitioner; empty of a document.
    state : str
        ``draft``, ``signed`` or ``sent``; of a review its reason, of a document its
        media type.
    """

    id: UUID
    kind: Kind
    on: date
    title: str
    who: str
    state: str


@dataclass(frozen=True, slots=True)
class Screened:
    """What the last screening found.

    Parameters
    ----------
    on : date
        When.
    outcome : Outcome
        The gravest of all.
    findings : tuple of str
        Titles of the rules that hold and that nobody has cleared.
    questions : int
        Facts that are unknown and matter.
    restrictions : tuple of str
        Codes of what may not be done.
    """

    on: date
    outcome: Outcome
    findings: tuple[str, ...]
    questions: int
    restrictions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Planned:
    """The plan that stands, in short.

    Parameters
    ----------
    on : date
        When it was signed.
    by : str
        Who signed it.
    style, note : str
        Note may be empty.
    sites : tuple of str
        Points and muscles, in the order of the plan.
    """

    on: date
    by: str
    style: str
    note: str
    sites: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Curve:
    """The scores of one instrument over an episode.

    Parameters
    ----------
    name : str
        What people call the instrument.
    low, high : float
        Ends of its scale.
    lower_is_better : bool
        Which way is better.
    scores : tuple of Score
        By day, at least one.
    sessions : tuple of date
        By day.
    """

    name: str
    low: float
    high: float
    lower_is_better: bool
    scores: tuple[Score, ...]
    sessions: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """One episode of a chart.

    Parameters
    ----------
    id : UUID
        Of the episode.
    title, practitioner, payer : str
        Practitioner and payer may be empty.
    opened_on, discharged_on : date
        Discharged_on is None while it goes on.
    sessions : int
        Signed so far.
    screened, planned : Screened, Planned
        None before the first.
    reviewed_on : date or None
        The last review.
    """

    id: UUID
    title: str
    practitioner: str
    payer: str
    opened_on: date
    discharged_on: date | None
    sessions: int
    screened: Screened | None
    planned: Planned | None
    reviewed_on: date | None


@dataclass(frozen=True, slots=True)
class Chart:
    """A patient's chart.

    Parameters
    ----------
    id : UUID
        The number that stands.
    number, numbers : int, tuple of int
        At the clinic, and those merged into it.
    name, sex_at_birth : str
        Sex may be empty.
    birth_date, today : date
        Today is the day at the clinic.
    current : Chapter or None
        The episode that goes on.
    beside : tuple of Chapter
        Others that go on too, the latest first: two numbers were merged, and one of them
        is to be ended.
    earlier : tuple of Chapter
        Those that have ended, the latest first.
    curve : Curve or None
        Of the episode that goes on, else of the latest; None without a score.
    history : tuple of Entry
        The newest first; at most ``SHOWN`` of each kind.
    visits : tuple of Coming
        The latest first.
    tasks : tuple of Due
        The gravest first.
    """

    id: UUID
    number: int
    numbers: tuple[int, ...]
    name: str
    sex_at_birth: str
    birth_date: date
    today: date
    current: Chapter | None
    beside: tuple[Chapter, ...]
    earlier: tuple[Chapter, ...]
    curve: Curve | None
    history: tuple[Entry, ...]
    visits: tuple[Coming, ...]
    tasks: tuple[Due, ...]

    def of(self, kind: Kind) -> tuple[Entry, ...]:
        """Return the entries of one kind."""
        return tuple(each for each in self.history if each.kind is kind)
