"""The codes that the product writes or explains, each with where it was seen."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from deqi.knowledge import loader
from deqi.knowledge.schema import Provenance, UnreadableRecord

ROOM = "codes"


class Standing(StrEnum):
    """How well a code is known, and whether it may be used."""

    SEEN = "seen"
    PARTIAL = "partial"
    MEMORY = "memory_unverified"
    REJECTED = "rejected"
    NOT_FOUND = "not_found"


@dataclass(frozen=True, slots=True)
class Code:
    """One code of one system.

    Parameters
    ----------
    system, code : str
        Such as ``ICD-10-CM`` and ``M54.50``; no code where none was found.
    label : str
        Our own words; empty for SNOMED CT, whose codes stand bare.
    use : str
        What it is for: ``condition``, ``billing``, ``outcome`` and others.
    billable : bool or None
        Whether a bill may carry it; None where the system knows no such thing.
    source : str
        Id of the source.
    standing : Standing
        How well it is known.
    """

    system: str
    code: str
    label: str
    use: str
    billable: bool | None
    source: str
    standing: Standing

    @property
    def is_usable(self) -> bool:
        """Return True for a code that may be written."""
        return bool(self.code) and self.standing is not Standing.REJECTED


@cache
def catalogue() -> tuple[Code, ...]:
    """Return every code, in the order of the tables.

    Raises
    ------
    UnreadableRecord
        For a code that stands twice, or a row that does not fit.
    """
    rows = (*loader.rows(ROOM, "codes.csv"), *loader.rows(ROOM, "snomed.csv"))
    return once(tuple(read_code(row) for row in rows))


def provenance() -> Mapping[str, Provenance]:
    """Return the provenance of each table."""
    records = loader.records(ROOM, "about.toml")
    return {key: record.provenance for key, record in records.items()}


def read_code(row: Mapping[str, str]) -> Code:
    """Read one row.

    Raises
    ------
    UnreadableRecord
        Where its standing is not one of `Standing`.
    """
    try:
        standing = Standing(row["status"])
    except ValueError as wrong:
        raise UnreadableRecord(f"{ROOM}:{row['code']}: {wrong}") from wrong
    return Code(
        row["system"],
        row["code"],
        row.get("label", ""),
        row["use"],
        {"yes": True, "no": False}.get(row.get("billable", "")),
        row["source"],
        standing,
    )


def once(codes: tuple[Code, ...]) -> tuple[Code, ...]:
    """Return the codes, each of which may stand once only.

    Raises
    ------
    UnreadableRecord
        It names the one that stands twice.
    """
    seen: set[tuple[str, str]] = set()
    for each in codes:
        key = (each.system, each.code)
        if each.code and key in seen:
            raise UnreadableRecord(f"{ROOM}: {' '.join(key)} stands twice")
        seen.add(key)
    return codes
