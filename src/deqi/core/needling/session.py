"""Reads what a line says of the whole session: retention, needle count, lots, events."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from deqi.core.needling.sites import SESSION_WORDS
from deqi.core.needling.tokens import Segment, Token, shown
from deqi.core.needling.values import (
    AdverseEvent,
    Doubt,
    Place,
    Problem,
    Rule,
    Vocabulary,
)

_WHOLE = re.compile(r"([0-9]{1,4})")
_MINUTES = re.compile(r"([0-9]{1,4})(?:min)?")
_NO_EVENT = "none"
_EVENT_AND_GRADE = 2
_ONCE = frozenset({"ret", "in", "out"})
_WANTED: Mapping[str, str] = {
    "ret": "the minutes of retention",
    "in": "the number of needles put in",
    "out": "the number of needles taken out",
    "lot": "one lot number, in quotation marks if it has spaces",
    "ae": "an adverse event and how grave it was, or none",
}


@dataclass(frozen=True, slots=True)
class Session:
    """What is charted of the whole session.

    Parameters
    ----------
    numbers : mapping of str to int
        Under ``ret``, ``in`` and ``out``, where they could be read.
    places : mapping of str to tuple of (int, int)
        Where each of these words stands, also where its number could not be read.
    lots : tuple of str
        Lot numbers.
    events : tuple of AdverseEvent
        In the order of the line.
    events_charted : bool
        True where an event or ``ae none`` is charted.
    """

    numbers: Mapping[str, int]
    places: Mapping[str, Place]
    lots: tuple[str, ...]
    events: tuple[AdverseEvent, ...]
    events_charted: bool


@dataclass(frozen=True, slots=True)
class _Clause:
    """One session word and what follows it."""

    word: str
    values: tuple[Token, ...]
    at: Place


def read_session(
    segments: Iterable[Segment], known: Vocabulary
) -> tuple[Session, tuple[Problem, ...]]:
    """Read all segments about the session.

    Returns
    -------
    session : Session
        With whatever could be read.
    problems : tuple of Problem
        Errors and warnings.
    """
    clauses = [clause for segment in segments for clause in _clauses(segment)]
    problems = [problem for each in clauses for problem in _left_over(each, known)]
    problems += _events_and_none(clauses)
    numbers: dict[str, int] = {}
    places: dict[str, Place] = {}
    lots: list[str] = []
    events: list[AdverseEvent] = []
    for clause in clauses:
        if clause.word in places and clause.word in _ONCE:
            problems.append(_twice(clause))
            continue
        places[clause.word] = clause.at
        match _value(clause, known):
            case Problem() as problem:
                problems.append(problem)
            case int() as number:
                numbers[clause.word] = number
            case str() as lot:
                lots.append(lot)
            case AdverseEvent() as event:
                events.append(event)
                problems += _grade_missing(event, clause)
    session = Session(numbers, places, tuple(lots), tuple(events), "ae" in places)
    return session, tuple(problems)


def _clauses(segment: Segment) -> Iterator[_Clause]:
    starts = [
        index for index, token in enumerate(segment) if token.word in SESSION_WORDS
    ]
    for start, end in pairwise([*starts, len(segment)]):
        at = (segment[start].at[0], segment[end - 1].at[1])
        yield _Clause(segment[start].word, segment[start + 1 : end], at)


def _value(
    clause: _Clause, known: Vocabulary
) -> int | str | AdverseEvent | Problem | None:
    """Return what a clause says; None for ``ae none``."""
    if not clause.values or not clause.values[0].text.strip():
        says = f"Write after {clause.word} {_WANTED[clause.word]}."
        return Problem(Rule.VALUE_MISSING, says, clause.at)
    if clause.word == "lot":
        return clause.values[0].text.strip()
    if clause.word == "ae":
        return _event(clause.values, known)
    return _number(clause, known)


def _number(clause: _Clause, known: Vocabulary) -> int | Problem:
    token = clause.values[0]
    pattern = _MINUTES if clause.word == "ret" else _WHOLE
    found = pattern.fullmatch(token.word)
    if found is None:
        says = f"{shown(token)} is no whole number: write {_WANTED[clause.word]}."
        return Problem(Rule.VALUE_NOT_A_NUMBER, says, token.at)
    number = int(found[1])
    least, most = known.words.retention_minutes
    if clause.word == "ret" and not least <= number <= most:
        says = f"Write a retention from {least} to {most} minutes."
        return Problem(Rule.RETENTION_RANGE, says, token.at)
    return number


def _event(values: Segment, known: Vocabulary) -> AdverseEvent | Problem | None:
    named, *graded = values
    if named.word == _NO_EVENT:
        return None
    kind = known.words.events.get(named.word)
    if kind is None:
        says = (
            f"{shown(named)} is no adverse event known here: write one such as bruise,"
            " faint or other, or ae none."
        )
        return Problem(Rule.UNKNOWN_ADVERSE_EVENT, says, named.at)
    return AdverseEvent(kind, _grade(graded[0], known) if graded else None)


def _grade(token: Token, known: Vocabulary) -> int | None:
    grades = known.words.grades
    numbered = {str(number): number for number in grades.values()}
    return grades.get(token.word, numbered.get(token.word))


def _left_over(clause: _Clause, known: Vocabulary) -> Iterator[Problem]:
    """Yield the words that no clause takes."""
    for token in clause.values[_taken(clause, known) :]:
        says = (
            f"{shown(token)} does not belong after {clause.word}, which takes"
            f" {_WANTED[clause.word]}."
        )
        yield Problem(Rule.UNKNOWN_WORD, says, token.at)


def _taken(clause: _Clause, known: Vocabulary) -> int:
    if clause.word != "ae" or len(clause.values) < _EVENT_AND_GRADE:
        return 1
    named, graded = clause.values[:2]
    return 2 if named.word != _NO_EVENT and _grade(graded, known) is not None else 1


def _events_and_none(clauses: Sequence[_Clause]) -> Iterator[Problem]:
    said = [each for each in clauses if each.word == "ae" and each.values]
    none = [each for each in said if each.values[0].word == _NO_EVENT]
    if none and len(none) < len(said):
        says = "Leave out ae none, or the adverse event beside it."
        yield Problem(Rule.ADVERSE_EVENT_AND_NONE, says, none[0].at)


def _grade_missing(event: AdverseEvent, clause: _Clause) -> Iterator[Problem]:
    if event.grade is None:
        says = f"Add how grave the {event.kind} was: mild, moderate, severe, or 1 to 5."
        yield Problem(Doubt.GRADE_MISSING, says, clause.at)


def _twice(clause: _Clause) -> Problem:
    return Problem(
        Rule.TWICE, f"Leave out one {clause.word}: it stands twice.", clause.at
    )
