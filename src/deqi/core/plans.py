"""What a plan is made of, and what it is.

Words
-----
shelf
    Sites, recipes, patterns, advice and measures, as the records hold them.
line
    A site that stays in the plan, with sides, depth and reason.
excluded
    A site, or one side of it, that a restriction takes out, with the reason.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from deqi.core.needlework import Excluded, Line, Sites
from deqi.core.protocols import Advice, Measure, Pattern, Recipe


@dataclass(frozen=True, slots=True)
class Shelf:
    """What a plan is made of, as the records hold it.

    Parameters
    ----------
    sites : Sites
        Points, muscles, levels, and the body they lie on.
    recipes : tuple of Recipe
        In the order in which they are tried.
    patterns : mapping of str to Pattern
        Traditional theory.
    pattern_label : str
        Words that stand beside every pattern.
    advice : tuple of Advice
        Goals, co-treatment, lifestyle.
    measures : tuple of Measure
        The core set.
    most_needles : int
        How many needles a plan may hold.
    """

    sites: Sites
    recipes: tuple[Recipe, ...]
    patterns: Mapping[str, Pattern]
    pattern_label: str
    advice: tuple[Advice, ...]
    measures: tuple[Measure, ...]
    most_needles: int


@dataclass(frozen=True, slots=True)
class Beside:
    """One goal, co-treatment or piece of advice that fits the person.

    Parameters
    ----------
    id, text, evidence : str
        Of the record; what to do; what is truly known of it.
    sources : tuple of str
        Source ids.
    reviewed : bool
        True once a clinician has signed the record.
    """

    id: str
    text: str
    evidence: str
    sources: tuple[str, ...]
    reviewed: bool


@dataclass(frozen=True, slots=True)
class Measuring:
    """One instrument of the plan.

    Parameters
    ----------
    instrument, when : str
        Its id, and at which times.
    baseline : float or None
        What the answers give today; None where they do not.
    """

    instrument: str
    when: str
    baseline: float | None


@dataclass(frozen=True, slots=True)
class Plan:
    """What would be done in a session, and beside it.

    Parameters
    ----------
    style, reasoning : str
        Which tradition was used, and what the sites follow from.
    goals : tuple of str
        The person's own, then what change would matter.
    needling : tuple of Line
        Sites with sides, depth, response, stimulation, reason and sources.
    excluded : tuple of Excluded
        Sites left out, each with why.
    retention_minutes : tuple of (int, int)
        Least and most.
    retention_follows : str
        What the retention follows.
    co_treatment, lifestyle : tuple of Beside
        What belongs beside the needles.
    measures : tuple of Measuring
        What is measured, and when.
    """

    style: str
    reasoning: str
    goals: tuple[str, ...]
    needling: tuple[Line, ...]
    excluded: tuple[Excluded, ...]
    retention_minutes: tuple[int, int]
    retention_follows: str
    co_treatment: tuple[Beside, ...]
    lifestyle: tuple[Beside, ...]
    measures: tuple[Measuring, ...]

    @property
    def needles(self) -> int:
        """Return how many needles the lines come to."""
        return sum(line.needles for line in self.needling)
