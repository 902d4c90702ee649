"""How back pain goes anyway, who starts where, what change matters, what foretells."""

from dataclasses import dataclass
from enum import StrEnum

from deqi.evidence.dossier.sourced import Sourced


class Topic(StrEnum):
    """What a point of the course tells."""

    USUAL_COURSE = "usual_course"
    UNTREATED_CHANGE = "untreated_change"
    TREATED_COURSE = "treated_course"
    CORRELATION = "correlation"
    EFFECT_MODIFICATION = "effect_modification"
    PERSISTENCE = "persistence"
    WITHIN_ARM_CHANGE = "within_arm_change"
    DOSE = "dose"
    RESPONSE = "response"
    SPREAD = "spread"


@dataclass(frozen=True, slots=True, kw_only=True)
class CoursePoint(Sourced):
    """One figure of the course.

    Parameters
    ----------
    topic : Topic
        What it tells.
    study : str
        Source id of the study.
    population, arm, measure : str
        Who, under what, measured by what.
    scale : tuple of float or None
        Ends of the scale.
    unit : str
        ``days``, ``SD``, or empty for points of the scale or shares.
    weeks : float or None
        Since the start; None where ``timepoint`` says it in words, or nothing does.
    timepoint : str
        In words.
    n : int or None
        People, or trials where the statistic is a share of trials.
    statistic : str
        What the value is: pooled mean, mean change, share, Pearson r.
    value, low, high : float or None
        The figure with its interval; None where the source has words only.
    sd : float or None
        Spread between people.
    grade : str
        Certainty that the study gives.
    """

    topic: Topic
    study: str
    population: str
    arm: str
    measure: str
    scale: tuple[float | None, float | None] | None
    unit: str
    weeks: float | None
    timepoint: str
    n: int | None
    statistic: str
    value: float | None
    low: float | None
    high: float | None
    sd: float | None
    grade: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline(Sourced):
    """Who took part in one arm, and their score at the start.

    Parameters
    ----------
    trial, arm, measure : str
        Which people, measured by what; measure is empty where only age is known.
    year : int
        Of publication.
    n : int
        People.
    scale : tuple of float or None
        Ends of the scale.
    mean, sd : float or None
        At the start.
    age_mean, age_sd, duration_years : float or None
        In years.
    female_percent : float or None
        0 to 100.
    """

    trial: str
    arm: str
    measure: str
    year: int
    n: int
    scale: tuple[float | None, float | None] | None
    mean: float | None
    sd: float | None
    age_mean: float | None
    age_sd: float | None
    female_percent: float | None
    duration_years: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportantChange(Sourced):
    """How large a change, or a difference between groups, must be to matter.

    Parameters
    ----------
    measure : str
        Instrument.
    scale : tuple of float or None
        Ends of the scale; None for T scores.
    value : float
        In points; for ``recovered`` the score up to which people call themselves so.
    value_high : float or None
        Upper end where the source gives a range.
    percent : float or None
        Of the baseline, as an alternative rule.
    kind : str
        ``within_person``, ``between_groups`` or ``recovered``: never to be mixed.
    population : str
        In words.
    """

    measure: str
    scale: tuple[float | None, float | None] | None
    value: float
    value_high: float | None
    percent: float | None
    kind: str
    population: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Predictor(Sourced):
    """One coefficient of a model of the score at follow-up.

    Parameters
    ----------
    outcome : str
        ``RMDQ`` or ``bothersomeness``.
    scale : tuple of float or None
        Ends of the scale.
    weeks : float
        Since randomisation.
    term : str
        ``main``, or ``interaction`` with an arm against usual care.
    arm : str
        ``all`` or the arm of the interaction.
    variable, category : str
        What foretells; for a choice, which value against which.
    beta, se : float
        Coefficient in points, with its standard error.
    p : str
        As printed, of the whole variable; empty where printed with another category.
    n : int
        People in the model.
    """

    outcome: str
    scale: tuple[float | None, float | None] | None
    weeks: float
    term: str
    arm: str
    variable: str
    category: str
    beta: float
    se: float
    p: str
    n: int
