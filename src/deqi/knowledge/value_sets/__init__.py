"""What codes and words in imported records mean for the facts.

Words
-----
meaning
    One fact that a code speaks of, the value it gives, and for which time.
hint
    A meaning without a value: it raises the question and answers nothing.
tense
    ``current`` counts while the record says that it lasts, ``history`` also after,
    ``negation`` is an explicit no, the only one that may hold a harmless value.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

from deqi.core import answers
from deqi.core.facts import Kind, Spec
from deqi.core.reading import Value
from deqi.knowledge import facts, loader
from deqi.knowledge.schema import Provenance, UnreadableRecord

ROOM = "value_sets"
_FILES = ("conditions.csv", "medicines.csv", "absent.csv")
_DOTTED = frozenset({"ICD-10", "ICD-11"})


class Tense(StrEnum):
    """For which time a code speaks."""

    CURRENT = "current"
    HISTORY = "history"
    NEGATION = "negation"


@dataclass(frozen=True, slots=True)
class Meaning:
    """One fact that a code speaks of.

    Parameters
    ----------
    fact : str
        Id in the catalogue of facts.
    value : Value
        What the code says of it; None for a hint.
    tense : Tense
        For which time it speaks.
    days : int or None
        How long this word counts, where that is shorter than the fact's own window.
    whole : bool
        The code stands for the whole fact, so that ruling it out denies the fact.
    min_days : int or None
        A medicine has to have run this long; a hint before that.
    if_regular : bool
        A medicine has to be taken regularly; a hint where it is taken as needed.
    """

    fact: str
    value: Value
    tense: Tense
    days: int | None = None
    whole: bool = False
    min_days: int | None = None
    if_regular: bool = False


Meanings = tuple[Meaning, ...]
Tables = Mapping[str, Mapping[str, Meanings]]


def system(address: str) -> str | None:
    """Return the short name of a code system; None for one that is not known here.

    Parameters
    ----------
    address : str
        As FHIR writes it, such as ``http://snomed.info/sct``.
    """
    known = _systems()
    return known.get(address) or known.get(_plain(address))


@lru_cache(maxsize=1 << 16)
def meanings(name: str, code: str) -> Meanings | None:
    """Return what a code means.

    Parameters
    ----------
    name : str
        Short name of the code system, as `system` returns it.
    code : str
        ICD codes with or without their dot.

    Returns
    -------
    tuple of Meaning or None
        Empty where the code was read and says nothing of any fact; None where no
        table holds it. Among prefixes the longest holds.
    """
    if name in _DOTTED:
        code = code.replace(".", "").upper()
    exact = _exact().get(name, {}).get(code)
    if exact is not None:
        return exact
    prefixes = _prefixes().get(name)
    if prefixes is None:
        return None
    for end in range(len(code), 0, -1):
        found = prefixes.get(code[:end])
        if found is not None:
            return found
    return None


@cache
def complaints() -> Mapping[str, int]:
    """Return the rank of each complaint as the main one; the lowest is taken."""
    rows = loader.rows(ROOM, "complaints.csv")
    return {row["condition"]: int(row["order"]) for row in rows}


@cache
def medicine_window() -> int:
    """Return for how many days a medicine on record without an end counts.

    Source: value_sets:policy (product default, unreviewed).
    """
    return _policy("medicine_window_days")


@cache
def denial_window(*, each_visit: bool) -> int:
    """Return for how many days a disease ruled out denies its fact.

    Parameters
    ----------
    each_visit : bool
        The fact is asked again at each visit, because it may begin on any day.

    Source: value_sets:policy (product default, unreviewed).
    """
    name = "denial_window_days"
    return _policy(f"{name}_each_visit" if each_visit else name)


def _policy(name: str) -> int:
    days = loader.records(ROOM, "about.toml")["policy"][name]
    if not isinstance(days, int):
        raise UnreadableRecord(f"{ROOM}:policy: {name} is no number")
    return days


def provenance() -> Mapping[str, Provenance]:
    """Return the provenance of each table."""
    records = loader.records(ROOM, "about.toml")
    return {key: record.provenance for key, record in records.items()}


def read_meaning(row: Mapping[str, str]) -> Meaning:
    """Read the meaning that a row of any table holds.

    Raises
    ------
    UnreadableRecord
        For an unknown fact or level, and for a harmless value that is no explicit
        negation.
    """
    return _meaning(
        row["fact"],
        row["value"],
        row.get("tense", "current"),
        row.get("days", ""),
        (row.get("whole", ""), row.get("min_days", ""), row.get("regular", "")),
    )


@cache
def _meaning(
    fact: str, value: str, tense: str, days: str, more: tuple[str, str, str]
) -> Meaning:
    spec = facts.catalogue().specs.get(fact)
    if spec is None:
        raise UnreadableRecord(f"{ROOM}: there is no fact {fact!r}")
    whole, min_days, regular = more
    meaning = Meaning(
        fact,
        _value(spec, value),
        Tense(tense),
        int(days) if days else None,
        whole == "yes",
        int(min_days) if min_days else None,
        regular == "yes",
    )
    harmless = meaning.value is not None and meaning.value == spec.safe
    if harmless is not (meaning.tense is Tense.NEGATION):
        raise UnreadableRecord(f"{ROOM}: {fact}={value}: only a negation is harmless")
    return meaning


def _value(spec: Spec, text: str) -> Value:
    if not text:
        return None
    if spec.kind is Kind.BOOL and text in ("true", "false"):
        return text == "true"
    items = tuple(text.split("|"))
    allowed = answers.levels(spec, facts.vocabulary)
    if spec.kind in (Kind.CHOICE, Kind.LIST) and set(items) <= allowed:
        return items if spec.kind is Kind.LIST else text
    raise UnreadableRecord(f"{ROOM}: {spec.id} has no level {text!r}")


@cache
def _systems() -> Mapping[str, str]:
    return {row["address"]: row["system"] for row in loader.rows(ROOM, "systems.csv")}


@lru_cache(maxsize=256)
def _plain(address: str) -> str:
    plain = address.strip().rstrip("/")
    return f"http://{plain[8:]}" if plain.startswith("https://") else plain


@cache
def _exact() -> Tables:
    found = _gather(_FILES, "exact")
    found["SNOMED"] = _gather_snomed()
    return found


@cache
def _prefixes() -> Tables:
    return _gather(_FILES, "prefix")


def _gather(files: tuple[str, ...], match: str) -> dict[str, dict[str, Meanings]]:
    found: dict[str, dict[str, Meanings]] = {}
    for file in files:
        for row in loader.rows(ROOM, file):
            if row["match"] == match:
                _add(found.setdefault(row["system"], {}), row)
    return found


def _gather_snomed() -> dict[str, Meanings]:
    found: dict[str, Meanings] = {}
    for row in loader.rows(ROOM, "snomed.csv"):
        _add(found, row)
    return found


def _add(table: dict[str, Meanings], row: Mapping[str, str]) -> None:
    said = (read_meaning(row),) if row["fact"] else ()
    table[row["code"]] = table.get(row["code"], ()) + said
