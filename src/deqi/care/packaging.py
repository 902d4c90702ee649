"""Makes the packaged answers that the decision chain reads without any statistics.

Figures are rounded to six digits, so that two machines write the same file.
"""

from collections.abc import Mapping

from deqi.care import answering
from deqi.care.asking import Person
from deqi.core.conditions import Stage
from deqi.core.plain import plain
from deqi.evidence.plans import Question
from deqi.knowledge import answers
from deqi.knowledge.answers import packaged

_DIGITS = 6


def package(question: Question) -> Mapping[str, object]:
    """Return what is packaged of the answer to one question.

    Parameters
    ----------
    question : Question
        Asked by somebody of the age and duration that it is for.
    """
    age = answers.setting("older_from") if question.is_for_older else None
    person = Person(None if age is None else int(age), _WEEKS[question.stages[:1]])
    found = plain(answering.answer(question.condition, person))
    if not isinstance(found, dict) or found["question"] != question.id:
        raise ValueError(f"{question.id} is not the question that this person asks")
    return {part: rounded(found[part]) for part in packaged.PARTS}


_WEEKS: Mapping[tuple[Stage, ...], float | None] = {
    (): None,
    (Stage.ACUTE,): 2.0,
    (Stage.SUBACUTE,): 8.0,
    (Stage.CHRONIC,): 30.0,
}


def rounded(value: object) -> object:
    """Return a plain value with every figure cut to six digits."""
    if isinstance(value, float):
        return float(f"{value:.{_DIGITS}g}")
    if isinstance(value, dict):
        return {key: rounded(each) for key, each in value.items()}
    if isinstance(value, list):
        return [rounded(each) for each in value]
    return value
