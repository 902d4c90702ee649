"""A question and its whole answer, with harms, guidelines and what is not known."""

from collections.abc import Mapping
from dataclasses import dataclass

from deqi.core.conditions import Stage
from deqi.evidence.answers import Ends, Gain, PublishedShown
from deqi.evidence.bands import Course
from deqi.evidence.dossier import Stance
from deqi.evidence.grading import Level
from deqi.evidence.wording import Figure


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked.

    Parameters
    ----------
    age : int or None
        In years; None where nobody said.
    duration_weeks : float or None
        How long the complaint has lasted; None where nobody said.
    stage : Stage or None
        Acute, subacute or chronic, by the duration.
    """

    age: int | None
    duration_weeks: float | None
    stage: Stage | None


@dataclass(frozen=True, slots=True)
class Harm:
    """How often one kind of harm was seen.

    Parameters
    ----------
    event : str
        In words.
    rate : float
        Per as many as ``per``.
    per : int
        100, 1000, 10000.
    unit : str
        ``patients``, ``treatments`` or ``needles``.
    ci : tuple of float or None
        95 % interval of the rate; None where none was seen.
    per_100, per_10000 : float
        The same rate per as many.
    one_in : float or None
        One in how many; None for a rate of 0.
    serious : bool
        True for an event that is serious by its kind.
    computed : bool
        True where the rate or its interval was computed here from a count.
    note : str
        What a reader must know.
    source : str
        Source id of the study.
    sources : tuple of str
        All source ids.
    """

    event: str
    rate: float
    per: int
    unit: str
    ci: Ends | None
    per_100: float
    per_10000: float
    one_in: float | None
    serious: bool
    computed: bool
    note: str
    source: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GuidelineShown:
    """One guideline or decision on coverage.

    Parameters
    ----------
    id, body, country, date : str
        Its record, who says it, where it holds, and since when.
    condition : str
        What it is about.
    stance : Stance
        For, against, open and so on.
    strength, kind : str
        Of the recommendation; ``guideline``, ``coverage`` or ``review``.
    superseded : bool
        True where another took its place.
    note : str
        What it says in our words.
    sources : tuple of str
        Source ids.
    """

    id: str
    body: str
    country: str
    date: str
    condition: str
    stance: Stance
    strength: str
    kind: str
    superseded: bool
    note: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Traced:
    """The figures of one sentence of the text.

    Parameters
    ----------
    sentence : int
        Place in ``text``, from 0.
    figures : tuple of Figure
        As shown, and where in this answer each stands.
    """

    sentence: int
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """All that the evidence says to one question.

    Parameters
    ----------
    condition, name : str
        Id of the catalogue, and its plain name.
    question : str
        Id of the record that says which rows answer.
    asked : Asked
        What was asked.
    population : str
        Whom the answer is about, in words.
    stage_assumed : bool
        Nobody said how long it has lasted, and the answer is for one stage.
    stage_differs : bool
        The answer is for another stage than asked, because no other is known.
    verdict : str
        ``gain``, ``small_gain``, ``conflicting``, ``one_trial``, ``published_only``,
        ``no_trial``, ``not_assessed`` or ``not_for_children``.
    usual_course : Course or None
        What happens anyway; None: see ``why``.
    over_usual_care, over_sham : Gain or None
        None: see ``why``.
    other_comparisons : tuple of Gain
        Over anything else; never mixed with the two.
    why : mapping of str to str
        For each part that is null, the reason.
    improvement_percent : float
        From which share of the starting score on an improvement counts as clear.
    certainty : Level or None
        The lower of both gains; None where there is none.
    harms : tuple of Harm
        Commonest first.
    guidelines : tuple of GuidelineShown
        Newest first.
    stances : mapping of str to int
        How many guidelines in force say what.
    published : tuple of PublishedShown
        Results of others on the same question.
    not_known : tuple of str
        What nobody knows, or nobody looked up.
    text : tuple of str
        The answer in plain words.
    trace : tuple of Traced
        Where each figure of the text comes from.
    sources : tuple of str
        All source ids.
    reviewed : bool
        True once a clinician has signed the records behind it.
    """

    condition: str
    name: str
    question: str
    asked: Asked
    population: str
    stage_assumed: bool
    stage_differs: bool
    verdict: str
    usual_course: Course | None
    over_usual_care: Gain | None
    over_sham: Gain | None
    other_comparisons: tuple[Gain, ...]
    why: Mapping[str, str]
    improvement_percent: float
    certainty: Level | None
    harms: tuple[Harm, ...]
    guidelines: tuple[GuidelineShown, ...]
    stances: Mapping[str, int]
    published: tuple[PublishedShown, ...]
    not_known: tuple[str, ...]
    text: tuple[str, ...]
    trace: tuple[Traced, ...]
    sources: tuple[str, ...]
    reviewed: bool
