"""What the decision chain takes and returns, beside the values of the core.

Words
-----
care
    Everything that is decided for one person on one day, each part with its reasons.
withheld
    Why there is no plan; empty where there is one.
wishes
    What the caller asks for beside the facts: style, payer, cadence.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from deqi.core import courses
from deqi.core.coverage import Ledger
from deqi.core.episodes import Visit
from deqi.core.findings import Screening
from deqi.core.instruments import Measurement
from deqi.core.plans import Plan
from deqi.core.reading import Value
from deqi.knowledge import courses as cadences
from deqi.knowledge import coverage as payers

STYLES = ("traditional", "western", "combined")


class UnknownChoice(ValueError):
    """A style, payer or cadence that no record holds."""


@dataclass(frozen=True, slots=True)
class Told:
    """One fact as it is shown.

    Parameters
    ----------
    value : Value
        None where a record only hints.
    source : str
        Who said it, and where.
    at : date or None
        When.
    disputed : bool
        Speakers differ, and the risk stands.
    note : str
        What the record says in words.
    """

    value: Value
    source: str
    at: date | None
    disputed: bool
    note: str


@dataclass(frozen=True, slots=True)
class Cited:
    """One source that some part of the care names.

    Parameters
    ----------
    id, citation, url : str
        Its id, what it is, and where it stands.
    """

    id: str
    citation: str
    url: str


Part = Mapping[str, object]
"""A part of an answer, as ``deqi evidence answer --json`` prints it."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What the evidence lets a person expect, with and without treatment.

    Parameters
    ----------
    usual_course : Part or None
        What happens anyway.
    over_usual_care, over_sham : Part or None
        What is gained over each; the two are never one figure.
    harms : tuple of Part
        How often each was seen.
    certainty : str or None
        Of the gains, by GRADE; None where there is none.
    why : mapping of str to str
        For each part that is None, the reason.
    population, verdict : str
        Whom the evidence is about, and how it stands in a word.
    not_known : tuple of str
        What nobody knows, or nobody looked up.
    reviewed : bool
        True once a clinician has signed the records behind it.
    """

    usual_course: Part | None
    over_usual_care: Part | None
    over_sham: Part | None
    harms: tuple[Part, ...]
    certainty: str | None
    why: Mapping[str, str]
    population: str
    verdict: str
    not_known: tuple[str, ...]
    reviewed: bool


@dataclass(frozen=True, slots=True)
class Care:
    """Everything decided for one person on one day.

    Parameters
    ----------
    today : date
        The day.
    facts : mapping of str to Told
        What is known, and who said it.
    screening : Screening
        Findings, restrictions, questions, and what follows.
    plan : Plan or None
        None where the outcome is ask, refer or emergency, and where no complaint is
        known or planned for.
    withheld : str
        Why there is no plan; empty where there is one.
    course : tuple of PlannedVisit, or None
        None where there is no plan.
    cadence : str
        Name of the cadence the course follows; empty without a course.
    expected : Expected or None
        What treatment may be expected to bring; None without a complaint, and where a
        doctor comes first.
    coverage : Ledger or None
        None where no payer is named.
    sources : tuple of Cited
        Every source that a part of the care names.
    """

    today: date
    facts: Mapping[str, Told]
    screening: Screening
    plan: Plan | None
    withheld: str
    course: tuple[courses.PlannedVisit, ...] | None
    cadence: str
    expected: Expected | None
    coverage: Ledger | None
    sources: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the caller asks for beside the facts.

    Parameters
    ----------
    style : str or None
        ``traditional``, ``western``, ``combined``; None: the person's preference.
    payer, cadence : str or None
        Ids of records; None: nobody pays, the payer's or the usual cadence.
    examined : bool
        A practitioner is examining.
    sessions_so_far : int
        Sessions given in this episode.
    relapse : bool
        The complaint has come back after a course.

    Raises
    ------
    UnknownChoice
        For a style, payer or cadence that no record holds.
    """

    style: str | None = None
    payer: str | None = None
    cadence: str | None = None
    examined: bool = False
    sessions_so_far: int = 0
    relapse: bool = False

    def __post_init__(self) -> None:
        """Refuse what no record holds, by name."""
        if self.style is not None and self.style not in STYLES:
            raise UnknownChoice(f"there is no style {self.style!r}: {_list(STYLES)}")
        if self.payer is not None and self.payer not in payers.catalogue():
            known = _list(payers.catalogue())
            raise UnknownChoice(f"there is no payer {self.payer!r}: {known}")
        if self.cadence is not None and self.cadence not in cadences.catalogue():
            known = _list(cadences.catalogue())
            raise UnknownChoice(f"there is no cadence {self.cadence!r}: {known}")


@dataclass(frozen=True, slots=True)
class Past:
    """What has happened in the episode, for the payer's ledger."""

    visits: tuple[Visit, ...] = ()
    measurements: tuple[Measurement, ...] = ()


def _list(names: Iterable[str]) -> str:
    return ", ".join(names)
