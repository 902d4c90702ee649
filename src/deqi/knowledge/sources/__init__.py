"""Every source that a record may name, and the drafts' short names for them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from deqi.knowledge import loader
from deqi.knowledge.schema import SourceUse, Use


class UnknownSource(ValueError):
    """A source id or short name that the list does not hold."""


@dataclass(frozen=True, slots=True)
class Source:
    """One publication, page, data set, or the product's own defaults.

    Parameters
    ----------
    id, citation, address : str
        Its key, what it is, and where it stands.
    how_seen : str
        How much of it was read when the records were written.
    """

    id: str
    citation: str
    address: str
    how_seen: str


@cache
def catalogue() -> Mapping[str, Source]:
    """Return all sources by id."""
    return {
        row["id"]: Source(row["id"], row["citation"], row["address"], row["how_seen"])
        for row in loader.rows("sources", "sources.csv")
    }


@cache
def aliases() -> Mapping[str, SourceUse]:
    """Return what the drafts' short names stand for."""
    return {
        row["alias"]: SourceUse(row["source"], Use(row["how"]))
        for row in loader.rows("sources", "aliases.csv")
    }


def resolve(name: str) -> SourceUse:
    """Return the source behind an id or a short name of the drafts.

    Raises
    ------
    UnknownSource
        Where neither list holds the name.
    """
    if name in catalogue():
        return SourceUse(name, Use.SEEN)
    try:
        return aliases()[name]
    except KeyError as missing:
        raise UnknownSource(name) from missing
