"""What the articles claim, and what can be said for it."""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """What the sources make of a claim."""

    SUPPORTED = "supported"
    PARTLY = "partly"
    CONFLICTING = "conflicting"
    NOT_SUPPORTED = "not supported"
    UNFOUNDED = "unfounded"
    NOT_CHECKABLE = "not checkable"


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim of an article, in the product's words, and the verdict.

    Parameters
    ----------
    id : str
        Number of the article and letter of the claim.
    article : int
        0 to 4.
    claim : str
        What is claimed, told in other words.
    verdict : Verdict
        What the sources make of it.
    why : str
        What decides it, with the figures.
    sources : tuple of str
        Ids of the sources that decide; empty where none was found.
    kind : str
        Effect, mechanism, safety, number, dose and so on.
    backing : str
        What the article itself names as its source, as far as it could be traced.
    records : tuple of str
        Keys of records with the figures, such as ``pools:liu_2015_overview``.
    reviewed : bool
        True once a clinician has signed the verdict.
    """

    id: str
    article: int
    claim: str
    verdict: Verdict
    why: str
    sources: tuple[str, ...]
    kind: str
    backing: str
    records: tuple[str, ...]
    reviewed: bool
