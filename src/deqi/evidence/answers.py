"""The answer to one question: what happens anyway, what treatment adds, what it risks.

The gain over usual care and the gain over sham stand apart and are never one figure.
Values only, and light: whoever shows an answer needs no statistics.

Words
-----
gain
    Treated minus control on the printed scale, against one kind of control.
per 100
    People of 100 for whom a clear improvement came, without and with treatment.
clear
    The interval leaves no doubt which way the difference goes.
"""

from dataclasses import dataclass

from deqi.core.scales import Direction
from deqi.evidence.comparators import Comparator
from deqi.evidence.grading import Level, Step

Ends = tuple[float, float]


@dataclass(frozen=True, slots=True)
class ScaleShown:
    """The scale that an estimate is in.

    Parameters
    ----------
    name : str
        In words.
    low, high : float or None
        Ends; None where the scale has none, as for ratios.
    direction : Direction or None
        What a higher score says; None for a ratio.
    """

    name: str
    low: float | None
    high: float | None
    direction: Direction | None


@dataclass(frozen=True, slots=True)
class TrialShown:
    """One trial in an estimate.

    Parameters
    ----------
    label : str
        Name and year.
    estimate, ci : float, tuple of float
        In the units of the pool.
    weight : float or None
        Share of the pool, 0 to 1; None for a trial that stands alone.
    n : int
        People in the arms compared.
    weeks : float or None
        From the start; None where not stated.
    rows : tuple of str
        Ids of the rows of trials that it comes from.
    notes : tuple of str
        What was done to the printed figures.
    """

    label: str
    estimate: float
    ci: Ends
    weight: float | None
    n: int
    weeks: float | None
    rows: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PublishedShown:
    """A result that somebody else pooled; it stands beside and enters nothing.

    Parameters
    ----------
    id, review : str
        Its record, and whose it is.
    year : int or None
        Of publication.
    comparator : Comparator or None
        None where the review mixes kinds of control.
    outcome, measure : str
        In words; measure is empty where the review gives no figure.
    estimate : float or None
        On the printed scale; None where no figure was seen.
    ci : tuple of float or None
        Its 95 % interval.
    shares : tuple of float or None
        Responders treated and in the control, of as many as ``of``.
    of : int
        100.
    k, n : int or None
        Trials and people, where seen.
    grade : str
        The certainty that the review gives; empty where not seen.
    note : str
        What it says in words.
    sources : tuple of str
        Source ids.
    """

    id: str
    review: str
    year: int | None
    comparator: Comparator | None
    outcome: str
    measure: str
    estimate: float | None
    ci: Ends | None
    shares: Ends | None
    of: int
    k: int | None
    n: int | None
    grade: str
    note: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class People:
    """The same in whole people, so that they can be drawn and add up.

    Parameters
    ----------
    control : int
        Without the treatment.
    treated, more : int or None
        With it, and the difference of both.
    """

    control: int
    treated: int | None
    more: int | None


@dataclass(frozen=True, slots=True)
class PerHundred:
    """Of 100 people, how many improved clearly.

    Parameters
    ----------
    outcome : str
        What counts as a clear improvement.
    weeks : float
        From the start.
    of : int
        100.
    control : float
        Without the treatment, of so many.
    treated : float or None
        With it; None for the course to be expected anyway.
    more : float or None
        Treated minus control.
    ci : tuple of float or None
        95 % interval of the difference.
    people : People
        In whole people.
    clear : bool
        True where the interval does not hold 0.
    method : str
        How it was found: counted, printed, or computed from means.
    sources : tuple of str
        Source ids.
    """

    outcome: str
    weeks: float
    of: int
    control: float
    treated: float | None
    more: float | None
    ci: Ends | None
    people: People
    clear: bool
    method: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Variant:
    """The same estimate with one decision made otherwise.

    Parameters
    ----------
    what : str
        Which decision.
    estimate, ci : float, tuple of float
        In the same units.
    k : int
        Trials.
    """

    what: str
    estimate: float
    ci: Ends
    k: int


@dataclass(frozen=True, slots=True)
class Restated:
    """The same result in other units, by a spread that is taken as known.

    Parameters
    ----------
    estimate, ci : float, tuple of float
        In these units.
    measure : str
        ``md`` or ``smd``.
    scale : ScaleShown
        What they are.
    spread : float
        Points to one standard deviation.
    row : str
        Id of the row whose control arm gives the spread.
    """

    estimate: float
    ci: Ends
    measure: str
    scale: ScaleShown
    spread: float
    row: str


@dataclass(frozen=True, slots=True)
class Relevance:
    """Whether the difference is large enough to matter, by a line drawn beforehand.

    Parameters
    ----------
    threshold : float
        Size of a difference between groups that matters, in points.
    reached : str
        ``no`` where the whole interval falls short, ``yes`` where none of it does,
        else ``unclear``; so too where a variant says otherwise.
    why : str
        Where the line comes from.
    sources : tuple of str
        Source ids.
    """

    threshold: float
    reached: str
    why: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gain:
    """What the treatment adds over one kind of control.

    Parameters
    ----------
    id : str
        Its record.
    comparator : Comparator
        What the other arms had.
    outcome : str
        What was measured.
    estimate : float
        Treated minus control on the scale; for ratios treated over control.
    ci : tuple of float
        95 % interval.
    measure : str
        ``md``, ``smd``, ``rr``, ``hr``.
    scale : ScaleShown
        What the estimate is in.
    benefit, benefit_ci : float, tuple of float
        The same, turned so that above no difference the treated do better.
    also : Restated or None
        The same in other units.
    favours : str
        ``treatment``, ``control`` or ``neither``: which side the interval leaves.
    clear : bool
        True where the interval does not hold the value of no difference.
    weeks : tuple of float or None
        Earliest and latest time of measurement; None where not stated.
    k, n : int
        Trials and people.
    model, interval : str
        How they were pooled and the interval drawn; ``single`` and ``printed`` for one
        trial.
    tau2, i2 : float or None
        Variance between trials, and its share in per cent; None for one trial.
    prediction : tuple of float or None
        Where a further trial's true effect is expected; None for one or two trials.
    certainty : Level
        By GRADE.
    certainty_reasons : tuple of Step
        Each step down with its reason.
    relevance : Relevance or None
        None where no line is drawn.
    per_100 : PerHundred or None
        None where nothing tells the chances.
    per_100_why : str
        Why there are none; empty where there are.
    per_100_others : tuple of PerHundred
        Chances that were found otherwise.
    trials : tuple of TrialShown
        What was pooled.
    variants : tuple of Variant
        What other decisions would give.
    published : tuple of PublishedShown
        What others found, beside.
    warnings : tuple of str
        What a reader must know before using the figure.
    sources : tuple of str
        Source ids.
    """

    id: str
    comparator: Comparator
    outcome: str
    estimate: float
    ci: Ends
    measure: str
    scale: ScaleShown
    benefit: float
    benefit_ci: Ends
    also: Restated | None
    favours: str
    clear: bool
    weeks: Ends | None
    k: int
    n: int
    model: str
    interval: str
    tau2: float | None
    i2: float | None
    prediction: Ends | None
    certainty: Level
    certainty_reasons: tuple[Step, ...]
    relevance: Relevance | None
    per_100: PerHundred | None
    per_100_why: str
    per_100_others: tuple[PerHundred, ...]
    trials: tuple[TrialShown, ...]
    variants: tuple[Variant, ...]
    published: tuple[PublishedShown, ...]
    warnings: tuple[str, ...]
    sources: tuple[str, ...]
