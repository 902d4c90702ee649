"""What the words of a record mean where no table holds its code.

Ingredient names state a medicine as a code would; words for diseases, operations and
devices only raise a question.

Words
-----
kind
    What the words stand for: ``medicine``, ``condition``, ``procedure``, ``device`` or
    ``allergy``.
local form
    A form that acts only where it is put, such as a cream or an inhaler.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from deqi.knowledge import loader, value_sets
from deqi.knowledge.value_sets import ROOM, Meanings

_WORD = re.compile(r"[a-z]+")


@dataclass(frozen=True, slots=True)
class _Stems:
    pattern: re.Pattern[str]
    meanings: Mapping[str, Meanings]


@lru_cache(maxsize=1 << 14)
def medicine(text: str) -> Meanings:
    """Return what the ingredients named in a medicine's words mean.

    Parameters
    ----------
    text : str
        Such as ``Warfarin Sodium 5 MG Oral Tablet``.

    Returns
    -------
    tuple of Meaning
        Empty where no ingredient of the list is named, or where the form acts only
        locally and the ingredient matters only inside the body.
    """
    words = _WORD.findall(text.lower())
    local = {fact for word in words for fact in _local_forms().get(word, ())}
    found = [m for word in words for m in _ingredients().get(word, ())]
    return tuple(m for m in dict.fromkeys(found) if m.fact not in local)


@lru_cache(maxsize=1 << 14)
def hints(kind: str, text: str) -> Meanings:
    """Return the questions that words raise; empty where they touch on no fact.

    Parameters
    ----------
    kind : str
        ``condition``, ``procedure``, ``device`` or ``allergy``.
    text : str
        The words of the record.
    """
    stems = _stems()[kind]
    found = stems.pattern.findall(text.lower())
    said = (meaning for stem in found for meaning in stems.meanings[stem])
    return tuple(dict.fromkeys(said))


@cache
def _ingredients() -> Mapping[str, Meanings]:
    table: dict[str, Meanings] = {}
    for row in loader.rows(ROOM, "medicines.csv"):
        if row["match"] == "word" and row["fact"]:
            meaning = value_sets.read_meaning(row)
            table[row["code"]] = (*table.get(row["code"], ()), meaning)
    return table


@cache
def _local_forms() -> Mapping[str, frozenset[str]]:
    rows = loader.rows(ROOM, "local_forms.csv")
    return {row["word"]: frozenset(row["applies_to"].split("|")) for row in rows}


@cache
def _stems() -> Mapping[str, _Stems]:
    tables: dict[str, dict[str, Meanings]] = {}
    for row in loader.rows(ROOM, "words.csv"):
        table = tables.setdefault(row["kind"], {})
        meaning = value_sets.read_meaning(row)
        table[row["stem"]] = (*table.get(row["stem"], ()), meaning)
    return {kind: _Stems(_any_of(table), table) for kind, table in tables.items()}


def _any_of(stems: Mapping[str, Meanings]) -> re.Pattern[str]:
    longest_first = sorted(stems, key=len, reverse=True)
    return re.compile(rf"\b({'|'.join(map(re.escape, longest_first))})")
