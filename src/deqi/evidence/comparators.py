"""What the other arm of a trial had; figures against different things never mix."""

import re
from collections.abc import Iterable
from enum import StrEnum


class Comparator(StrEnum):
    """The kinds of control that are never pooled together (law 4)."""

    SHAM = "sham"
    USUAL_CARE = "usual_care"
    NO_TREATMENT = "no_treatment"
    ACTIVE = "active"


class ComparatorUnknown(ValueError):
    """A control that is none of the four kinds, or several of them at once."""


class ComparatorsDiffer(ValueError):
    """Effects against different kinds of control, which no pool may mix."""


_WORDS = {
    Comparator.SHAM: r"\bsham\b|\bplacebo\b",
    Comparator.USUAL_CARE: r"\busual[ _]care\b",
    Comparator.NO_TREATMENT: r"\bno[ _]treatment\b|\bwait(?:ing)?[ -]?list\b",
    Comparator.ACTIVE: r"\bactive\b",
}


def read(text: str) -> Comparator:
    """Read the kind of control from words such as ``active (massage)``.

    Parameters
    ----------
    text : str
        As a table has it; what stands in brackets tells more and decides nothing.

    Raises
    ------
    ComparatorUnknown
        For words of no kind, and for ``sham and usual care``: one control is meant.
    """
    outside = re.sub(r"\([^)]*\)", " ", text).casefold()
    found = [kind for kind, words in _WORDS.items() if re.search(words, outside)]
    if len(found) != 1:
        told = "several kinds at once" if found else "no kind of control"
        raise ComparatorUnknown(f"{text!r} names {told}; kinds are {_listed()}")
    return found[0]


def require_one(kinds: Iterable[Comparator | None]) -> Comparator | None:
    """Return the one kind that all effects share.

    Parameters
    ----------
    kinds : iterable of Comparator or None
        None where a table does not say; it agrees with itself only, for what is
        unknown may be anything.

    Raises
    ------
    ComparatorsDiffer
        With the kinds found.
    """
    found = sorted({"unknown" if kind is None else str(kind) for kind in kinds})
    if len(found) > 1:
        raise ComparatorsDiffer(
            f"different controls: {', '.join(found)}; a gain over one is no gain over"
            " another, so pool each by itself"
        )
    return None if found in ([], ["unknown"]) else Comparator(found[0])


def _listed() -> str:
    return ", ".join(Comparator)
