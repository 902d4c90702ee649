"""Opioid medicines: which ingredient, and how much of it one dose holds."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from deqi.knowledge import loader
from deqi.knowledge.value_sets import ROOM

_WORD = re.compile(r"[a-z]+")


@dataclass(frozen=True, slots=True)
class Opioid:
    """One opioid medicine.

    Parameters
    ----------
    ingredient : str
        As the conversion table names it; ingredients without a factor stand here too.
    strength : float or None
        Amount in one dose: mg, or micrograms an hour for a patch; None where unknown.
    per : str
        What a dose is counted in: ``dose``, ``patch`` or ``mL``.
    wear_hours : float or None
        How long a patch is worn; None for all else.
    """

    ingredient: str
    strength: float | None = None
    per: str = "dose"
    wear_hours: float | None = None


def find(system: str, code: str) -> Opioid | None:
    """Return the opioid that a code stands for; None where the table holds none."""
    return _table().get((system, code))


@lru_cache(maxsize=1 << 12)
def named(text: str) -> Opioid | None:
    """Return the opioid that a medicine's words name, of unknown strength."""
    words = _WORD.findall(text.lower())
    return next(
        (found for word in words if (found := _table().get(("name", word)))), None
    )


@cache
def _table() -> Mapping[tuple[str, str], Opioid]:
    return {
        (row["system"], row["code"]): Opioid(
            row["ingredient"],
            float(row["strength"]) if row["strength"] else None,
            row["per"] or "dose",
            float(row["wear_hours"]) if row["wear_hours"] else None,
        )
        for row in loader.rows(ROOM, "opioids.csv")
    }
