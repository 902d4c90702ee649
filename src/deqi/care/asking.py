"""Which question fits a person: by condition, age, and how long it has lasted."""

from dataclasses import dataclass

from deqi.core import conditions as durations
from deqi.core.conditions import Condition, Stage
from deqi.evidence.plans import Question
from deqi.evidence.questions import Asked
from deqi.knowledge import answers, conditions


class UnknownCondition(ValueError):
    """A condition that the catalogue does not hold."""


class ImpossibleAge(ValueError):
    """An age or a duration that no person has."""


@dataclass(frozen=True, slots=True)
class Person:
    """Whom a question is about.

    Parameters
    ----------
    age : int or None
        In years; None where nobody said.
    duration_weeks : float or None
        How long the complaint has lasted; None where nobody said.

    Raises
    ------
    ImpossibleAge
        For what no person has.
    """

    age: int | None = None
    duration_weeks: float | None = None

    def __post_init__(self) -> None:
        """Refuse what no person has."""
        if self.age is not None and not 0 <= self.age <= 130:
            raise ImpossibleAge("an age lies between 0 and 130 years")
        if self.duration_weeks is not None and not self.duration_weeks >= 0:
            raise ImpossibleAge("a duration is not below 0 weeks")


def require(condition: str) -> Condition:
    """Return a condition of the catalogue.

    Raises
    ------
    UnknownCondition
        Where the catalogue does not hold it.
    """
    try:
        return conditions.catalogue()[condition]
    except KeyError as missing:
        raise UnknownCondition(f"there is no condition {condition!r}") from missing


def choose(condition: str, person: Person) -> tuple[Question, Asked]:
    """Return the question that fits best, and what was asked.

    A question for the stage wins over one for an unknown stage; for older people the
    one for them wins, where there is one for that stage.
    """
    stage = _stage(person.duration_weeks)
    older = is_older(person)
    own = answers.of_condition(condition)
    fitting = [each for each in own if not each.stages or stage in each.stages]
    usual = [each for each in own if each.when_unknown]
    found = fitting or usual
    fit = [each for each in found if each.is_for_older == older] or [
        each for each in found if not each.is_for_older
    ]
    return fit[0], Asked(person.age, person.duration_weeks, stage)


def _stage(weeks: float | None) -> Stage | None:
    return durations.stage({"duration_weeks": weeks}, conditions.stages())


def is_older(person: Person) -> bool:
    """Return True from the age on from which the trial of older people answers."""
    return person.age is not None and person.age >= answers.setting("older_from")


def is_child(person: Person) -> bool:
    """Return True below the age from which on answers hold."""
    return person.age is not None and person.age < answers.setting("adult_from")
