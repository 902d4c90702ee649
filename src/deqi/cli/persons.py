"""One person's record and answers, read for the verbs that decide."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from deqi.cli import inputs
from deqi.core import answers
from deqi.core.facts import Speaker, Statement
from deqi.interop import fhir
from deqi.knowledge import facts


@dataclass(frozen=True, slots=True)
class Person:
    """What was read of one person.

    Parameters
    ----------
    patient : str
        Id of the patient on record.
    statements : tuple of Statement
        Of the record and of all answers.
    examined : bool
        A practitioner has answered.
    deceased : bool
        The record says that the person has died.
    """

    patient: str
    statements: tuple[Statement, ...]
    examined: bool
    deceased: bool


def read_person(
    record: Path | str, told: Iterable[Path | str] = (), *, today: date
) -> Person:
    """Read a record and the answers beside it.

    Raises
    ------
    Unreadable
        No such file, or not JSON.
    RefusedAnswer, and what `fhir.read` raises
        Where it was read and is not accepted.
    """
    reading = fhir.read(inputs.read_json(record), today=today)
    said = read_answers(told, today=today)
    return Person(
        patient=reading.patient,
        statements=(*reading.statements, *said),
        examined=any(word.by is Speaker.PRACTITIONER for word in said),
        deceased=reading.deceased,
    )


def read_answers(told: Iterable[Path | str], *, today: date) -> tuple[Statement, ...]:
    """Read answers to intake questions from any number of files.

    Raises
    ------
    Unreadable
        No such file, or not JSON.
    RefusedAnswer
        For an id, level or value that cannot be.
    """
    return tuple(
        word
        for path in told
        for word in answers.read(
            inputs.read_json(path, keys_once=True),
            facts.catalogue(),
            facts.vocabulary,
            today=today,
        )
    )
