"""Which measurements speak of which fact, in which units, and what answers mean.

Words
-----
take
    ``number`` takes the measured value, ``answer`` the coded one; ``hint`` only raises
    the question, because one value does not settle the fact.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from deqi.knowledge import loader, value_sets
from deqi.knowledge.schema import UnreadableRecord
from deqi.knowledge.value_sets import ROOM, Meaning


class Take(StrEnum):
    """What is taken from an observation."""

    NUMBER = "number"
    ANSWER = "answer"
    HINT = "hint"


@dataclass(frozen=True, slots=True)
class Question:
    """What an observation speaks of.

    Parameters
    ----------
    fact : str
        Id in the catalogue of facts.
    take : Take
        What is taken from it.
    hint_days : int or None
        For how long a hint from it is worth a question; None: always.
    """

    fact: str
    take: Take
    hint_days: int | None = None


@cache
def questions() -> Mapping[tuple[str, str], Question]:
    """Return what is observed, by short name of the code system and code."""
    return {
        (row["system"], row["code"]): Question(
            row["fact"],
            Take(row["take"]),
            int(row["hint_days"]) if row["hint_days"] else None,
        )
        for row in loader.rows(ROOM, "observations.csv")
    }


@cache
def answers() -> Mapping[tuple[str, str, str], Meaning]:
    """Return what coded answers mean, by question, code system and code.

    Raises
    ------
    UnreadableRecord
        Where a row answers a question that is not observed.
    """
    return {
        (row["question"], row["system"], row["code"]): _answer(row)
        for row in loader.rows(ROOM, "answers.csv")
    }


@cache
def factors() -> Mapping[tuple[str, str], float]:
    """Return what to multiply a measured value by, by fact and unit of measure."""
    return {
        (row["fact"], row["unit"]): float(row["factor"])
        for row in loader.rows(ROOM, "units.csv")
    }


def _answer(row: Mapping[str, str]) -> Meaning:
    asked = questions().get(("LOINC", row["question"]))
    if asked is None:
        raise UnreadableRecord(f"{ROOM}: {row['question']} is not observed")
    return value_sets.read_meaning({**row, "fact": asked.fact})
