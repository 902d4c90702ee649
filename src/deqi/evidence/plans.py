"""What an answer is to be made of: rows, spreads, steps and lines, chosen by records.

Words
-----
plan
    What a record chooses, resolved to values; nothing in it is computed yet.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from deqi.core.conditions import Stage
from deqi.core.scales import Direction
from deqi.evidence.answers import Ends, PublishedShown, ScaleShown
from deqi.evidence.dossier import Contrast, CoursePoint
from deqi.evidence.grading import Step
from deqi.evidence.recipes import Recipe
from deqi.evidence.scales import Spread


@dataclass(frozen=True, slots=True)
class ChancePlan:
    """How the chance of a clear improvement is found.

    Parameters
    ----------
    basis : str
        ``means``, ``counts``, ``ratio`` or ``shares``.
    contrast : Contrast
        The row: arms with scores, with counts, or with shares and their ratio.
    outcome : str
        What counts as a clear improvement.
    share : float
        Of the starting score, 0 to 1; read where the basis is means.
    slope : float or None
        Of later on earlier scores; read where the basis is means.
    shares : tuple of float or None
        Improved with treatment and without, 0 to 1; read where the basis is shares.
    sources : tuple of str
        Source ids of all that is read.
    """

    basis: str
    contrast: Contrast
    outcome: str
    share: float
    slope: float | None
    shares: Ends | None
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """From which size on a difference between groups matters.

    Parameters
    ----------
    threshold : float
        In points of the scale.
    why : str
        Where it comes from.
    sources : tuple of str
        Source ids.
    """

    threshold: float
    why: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Other:
    """The same estimate, decided otherwise."""

    what: str
    recipes: tuple[Recipe, ...]


@dataclass(frozen=True, slots=True)
class Units:
    """Other units for a result: a spread, and the scale whose points it has."""

    spread: Spread
    scale: ScaleShown


@dataclass(frozen=True, slots=True)
class GainPlan:
    """What the gain over one kind of control is made of.

    Parameters
    ----------
    id, outcome : str
        Its record, and what was measured.
    scale : ScaleShown
        What the estimate is in.
    direction : Direction
        Of the estimate.
    recipes : tuple of Recipe
        One a trial.
    others : tuple of Other
        Other decisions.
    units : Units or None
        To say it once more.
    line : Line or None
        From which size on it matters.
    chance : ChancePlan or None
        None where nothing tells.
    chance_why : str
        Why nothing does.
    chances : tuple of ChancePlan
        Found otherwise.
    steps : tuple of Step
        Of certainty.
    published : tuple of PublishedShown
        Beside.
    warnings : tuple of str
        For the reader.
    sources : tuple of str
        Of the record itself.
    """

    id: str
    outcome: str
    scale: ScaleShown
    direction: Direction
    recipes: tuple[Recipe, ...]
    others: tuple[Other, ...]
    units: Units | None
    line: Line | None
    chance: ChancePlan | None
    chance_why: str
    chances: tuple[ChancePlan, ...]
    steps: tuple[Step, ...]
    published: tuple[PublishedShown, ...]
    warnings: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CoursePlan:
    """What the course to be expected anyway is made of.

    Parameters
    ----------
    id, outcome, opening, basis : str
        As in `Course`.
    scale_name : str
        What the scale is called.
    labels : mapping of str to str
        What people call each study.
    points : tuple of CoursePoint
        Mean scores, or mean changes; empty where an arm tells.
    contrast : Contrast or None
        The row whose control arm tells.
    r : float or None
        Correlation of its scores at the start and later.
    weeks, later_weeks : float
        The times that are told.
    chance : ChancePlan or None
        Who improves clearly.
    steps : tuple of Step
        Of certainty.
    sources : tuple of str
        Of the record itself.
    """

    id: str
    outcome: str
    opening: str
    basis: str
    scale_name: str
    labels: Mapping[str, str]
    points: tuple[CoursePoint, ...]
    contrast: Contrast | None
    r: float | None
    weeks: float
    later_weeks: float
    chance: ChancePlan | None
    steps: tuple[Step, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """Which records answer which question.

    Parameters
    ----------
    id, condition : str
        Its record, and the condition asked about.
    stages : tuple of Stage
        For which it answers; empty where the duration does not matter.
    is_for_older : bool
        True where it answers for older people only.
    when_unknown : bool
        It answers where nobody said how long the complaint has lasted.
    population, verdict : str
        As in `Answer`.
    usual_course, over_usual_care, over_sham : str
        Ids of plans; empty where there are none.
    others : tuple of str
        Ids of further gains.
    why : mapping of str to str
        Reasons for parts that are missing; ``all`` for every one.
    published, guidelines : tuple of str
        Ids of records.
    own : tuple of str
        Templates of its own.
    not_known : tuple of str
        What nobody knows.
    """

    id: str
    condition: str
    stages: tuple[Stage, ...]
    is_for_older: bool
    when_unknown: bool
    population: str
    verdict: str
    usual_course: str
    over_usual_care: str
    over_sham: str
    others: tuple[str, ...]
    why: Mapping[str, str]
    published: tuple[str, ...]
    guidelines: tuple[str, ...]
    own: tuple[str, ...]
    not_known: tuple[str, ...]
