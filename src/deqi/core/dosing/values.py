"""What is compared and what is assumed, as plain values."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product

from deqi.core.forecast.priors import Prior
from deqi.core.review.values import Days, Decision, Rhythm, Rule, Settings

OURS, NOBODY = "ours", "usual_care"
"""Ids of the policy that the goal is set for, and of no treatment at all."""


class StudyImpossible(ValueError):
    """A design, or a number of people, that no study can be made of."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Part of a course: visits spread evenly over some weeks.

    Parameters
    ----------
    visits : tuple of int
        Least and most; a person has any number between them, as likely as another.
    weeks : float
        How long it lasts; the next stretch begins after it.
    after_days : float
        By how many days it begins later than the stretch before it ends.
    """

    visits: Days
    weeks: float
    after_days: float = 0.0

    def __post_init__(self) -> None:
        """Refuse a stretch without visits, or more than one visit a day."""
        least, most = self.visits
        if not 1 <= least <= most or most > 7 * self.weeks:
            raise StudyImpossible("a stretch has visits, on one day each")


@dataclass(frozen=True, slots=True)
class Course:
    """A fixed course; one without stretches is usual care.

    Parameters
    ----------
    id, title : str
        Of its record.
    stretches : tuple of Stretch
        One after another.
    """

    id: str
    title: str
    stretches: tuple[Stretch, ...] = ()


@dataclass(frozen=True, slots=True)
class Dose:
    """How the gain hangs on visits.

    Parameters
    ----------
    name, title : str
        In a word, and in a sentence.
    by_visits : float
        Share of the gain that comes with the number of visits, 0 to 1; the rest comes
        with time after the first.
    fade_per_week : float
        Share of the gain lost in each week after it is full, or after the last visit.
    """

    name: str
    title: str
    by_visits: float
    fade_per_week: float

    def __post_init__(self) -> None:
        """Refuse what is no share, and a gain that grows of itself."""
        if not 0 <= self.by_visits <= 1 or self.fade_per_week < 0:
            raise StudyImpossible("a dose response is a share, and fades or stays")


@dataclass(frozen=True, slots=True)
class Size:
    """How large the gain is at its fullest.

    Parameters
    ----------
    name, title : str
        In a word, and in a sentence.
    points : float
        Treated less untreated; negative is better.
    """

    name: str
    title: str
    points: float


@dataclass(frozen=True, slots=True)
class Responders:
    """How speeds differ.

    Parameters
    ----------
    name, title : str
        In a word, and in a sentence.
    factors : tuple of float
        By which time and visits to the full gain are multiplied, each for as many
        people.
    """

    name: str
    title: str
    factors: tuple[float, ...]

    def __post_init__(self) -> None:
        """Refuse no speed, and one that stands still."""
        if not self.factors or min(self.factors) <= 0:
            raise StudyImpossible("a speed is above 0")


@dataclass(frozen=True, slots=True)
class DropOut:
    """How many stop.

    Parameters
    ----------
    name, title : str
        In a word, and in a sentence.
    per_visit : float
        Chance of not coming again after a visit, 0 to under 1.
    """

    name: str
    title: str
    per_visit: float

    def __post_init__(self) -> None:
        """Refuse what is no chance, and everybody stopping at once."""
        if not 0 <= self.per_visit < 1:
            raise StudyImpossible("the chance to stop is from 0 to under 1")


@dataclass(frozen=True, slots=True)
class Assumptions:
    """One set of assumptions."""

    dose: Dose
    gain: Size
    responders: Responders
    drop_out: DropOut

    def names(self) -> dict[str, str]:
        """Return the word of each."""
        return {
            "dose": self.dose.name,
            "gain": self.gain.name,
            "responders": self.responders.name,
            "drop_out": self.drop_out.name,
        }


@dataclass(frozen=True, slots=True)
class Grid:
    """All that is assumed in turn, each with each."""

    doses: tuple[Dose, ...]
    gains: tuple[Size, ...]
    responders: tuple[Responders, ...]
    drop_outs: tuple[DropOut, ...]

    def __iter__(self) -> Iterator[Assumptions]:
        """Yield every set of assumptions."""
        for each in product(self.doses, self.gains, self.responders, self.drop_outs):
            yield Assumptions(*each)

    def __len__(self) -> int:
        """Return how many sets there are."""
        return (
            len(self.doses)
            * len(self.gains)
            * len(self.responders)
            * len(self.drop_outs)
        )


@dataclass(frozen=True, slots=True)
class Reference:
    """The course and the day by which every set of assumptions gives the printed gain.

    Parameters
    ----------
    course : Course
        With as many visits for everybody.
    week : float
        After the first visit.
    """

    course: Course
    week: float

    @property
    def visits(self) -> int:
        """Return how many visits the course has."""
        return sum(each.visits[1] for each in self.course.stretches)


@dataclass(frozen=True, slots=True)
class Goal:
    """What is to be shown, set before the first run.

    Parameters
    ----------
    margin_points : float
        Within it mean scores over the year are equal.
    fewer_percent : float
        By so much, at least, there are to be fewer visits.
    against : tuple of str
        Ids of the courses it has to hold against.
    central : Assumptions
        Under which it has to hold.
    """

    margin_points: float
    fewer_percent: float
    against: tuple[str, ...]
    central: Assumptions


@dataclass(frozen=True, slots=True)
class Rate:
    """How often an event was seen.

    Parameters
    ----------
    id, event : str
        Of its row, and in words.
    per_visit : float
        Events a treatment.
    sources : tuple of str
        Source ids.
    """

    id: str
    event: str
    per_visit: float
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Counted:
    """What is counted, and for how long.

    Parameters
    ----------
    weeks : int
        How long people are followed.
    responders_at : tuple of int
        Weeks at which responders are counted; the last one is the end.
    response_percent : float
        Better by this share of the first score is a response.
    pain_above : float
        A day with a true score above it is a day in pain; nobody comes who scores no
        more than that at first.
    harms : tuple of Rate
        Events told for the visits there were.
    """

    weeks: int
    responders_at: tuple[int, ...]
    response_percent: float
    pain_above: float
    harms: tuple[Rate, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a count after the end, or none at it."""
        if not self.responders_at or max(self.responders_at) != self.weeks:
            raise StudyImpossible("responders are counted up to the end, and then")


@dataclass(frozen=True, slots=True)
class Ours:
    """Our policy: the rules of the review, and what they are read with.

    Parameters
    ----------
    id, title : str
        Of its record.
    rules : tuple of Rule
        Of the review.
    settings : Settings
        How an episode is read.
    rhythm : Rhythm
        Days to the next visit by decision; those of a taper are the taper's own.
    inductions : tuple of Days
        Days to the next visit while a course goes on, by visit; the last one stays.
    followed_days : tuple of int
        Days after the first visit on which those discharged are asked and reviewed.
    wants_maintenance : bool or None
        What everybody wants; None where nobody is asked.
    unwritten : frozenset of Decision
        Reviews that decide so are acted on, and not kept as earlier reviews.
    """

    id: str
    title: str
    rules: tuple[Rule, ...]
    settings: Settings
    rhythm: Rhythm
    inductions: tuple[Days, ...]
    followed_days: tuple[int, ...]
    wants_maintenance: bool | None
    unwritten: frozenset[Decision] = frozenset()


@dataclass(frozen=True, slots=True)
class Design:
    """The whole study.

    Parameters
    ----------
    prior : Prior
        How people go on without treatment, how they differ, and the error of scores.
    courses : tuple of Course
        Fixed courses, usual care among them.
    grid : Grid
        What is assumed.
    reference : Reference
        Where all assumptions agree.
    goal : Goal
        What is to be shown.
    counted : Counted
        What is told of each policy.
    full_weeks : float
        Weeks until the gain is full, where it comes with time.
    """

    prior: Prior
    courses: tuple[Course, ...]
    grid: Grid
    reference: Reference
    goal: Goal
    counted: Counted
    full_weeks: float = field(default=0.0)

    def __post_init__(self) -> None:
        """Refuse a goal against a course that is not run, or outside the grid."""
        if missing := set(self.goal.against) - {each.id for each in self.courses}:
            raise StudyImpossible(f"no course {min(missing)!r} to compare with")
        if self.goal.central not in tuple(self.grid):
            raise StudyImpossible("the central assumptions are among those tried")
        if self.full_weeks <= 0 or self.reference.visits < 1:
            raise StudyImpossible("a gain takes weeks and visits to be full")
