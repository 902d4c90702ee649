"""What the evidence lets one person expect, from answers computed beforehand."""

from collections.abc import Mapping
from typing import cast

from deqi.care import asking
from deqi.care.values import Expected, Part
from deqi.core import people
from deqi.core.rules import Outcome
from deqi.evidence.plans import Question
from deqi.knowledge import answers
from deqi.knowledge.answers import packaged


def expect(known: people.Facts, outcome: Outcome) -> Expected | None:
    """Return what a person may expect; None without a complaint.

    Parameters
    ----------
    known : Facts
        Age, complaint, and how long it has lasted, as far as known.
    outcome : Outcome
        Of the screening: where a doctor comes first, no gain is spoken of.
    """
    condition = known.value("condition")
    if outcome.gravity >= Outcome.REFER.gravity or not isinstance(condition, str):
        return None
    question, _ = asking.choose(condition, person(known))
    return _expected(question)


def harms() -> tuple[Part, ...]:
    """Return how often each harm of needling was seen, whatever the complaint."""
    # Every answer shows the one list: what a needle may do hangs on no complaint.
    first = next(iter(answers.questions()))
    return tuple(cast("list[Part]", packaged.read(first)["harms"]))


def person(known: people.Facts) -> asking.Person:
    """Return whom a question is about, as far as age and duration are known."""
    age, weeks = known.value("age"), known.value("duration_weeks")
    return asking.Person(
        int(age) if isinstance(age, int | float) else None,
        float(weeks) if isinstance(weeks, int | float) else None,
    )


def sources(expected: Expected | None) -> tuple[str, ...]:
    """Return the ids of the sources that an expectation names."""
    if expected is None:
        return ()
    parts = (
        expected.usual_course,
        expected.over_usual_care,
        expected.over_sham,
        *expected.harms,
    )
    named = [cast("list[str]", part["sources"]) for part in parts if part is not None]
    return tuple(dict.fromkeys(source for each in named for source in each))


def _expected(question: Question) -> Expected:
    found = packaged.read(question.id)
    certainty = found["certainty"]
    return Expected(
        usual_course=_part(found["usual_course"]),
        over_usual_care=_part(found["over_usual_care"]),
        over_sham=_part(found["over_sham"]),
        harms=tuple(cast("list[Part]", found["harms"])),
        certainty=None if certainty is None else str(certainty),
        why=cast("Mapping[str, str]", found["why"]),
        population=str(found["population"]),
        verdict=str(found["verdict"]),
        not_known=tuple(cast("list[str]", found["not_known"])),
        reviewed=False,
    )


def _part(found: object) -> Part | None:
    return cast("Part | None", found)
