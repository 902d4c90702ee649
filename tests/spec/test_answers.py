"""What deqi answers, question by question; printed by make docs.

The figures are computed from the rows at the moment of printing; the tests hold what a
statistician worked out by hand.
"""

import pytest

from deqi.care import answering
from deqi.care.asking import Person
from deqi.evidence import readability
from deqi.evidence.answers import Gain
from deqi.evidence.questions import Answer
from deqi.knowledge import conditions
from tests.spec.tables import Page, Table

PAGE = Page(
    "answers",
    "Answers",
    """What `deqi evidence answer` says, by condition, age and duration. The course to be
    expected anyway, the gain over usual care and the gain over sham stand apart. No
    clinician has reviewed the records behind it.""",
)

ASKED: tuple[tuple[str, int | None, float | None], ...] = (
    ("low_back_pain", 40, 30),
    ("low_back_pain", 70, 30),
    ("low_back_pain", 40, 8),
    ("low_back_pain", 40, 2),
    ("low_back_pain", None, None),
    ("low_back_pain", 12, 30),
    ("sciatica", 40, 30),
    ("herniated_disc", 40, 30),
    ("headache", 40, 60),
    ("fibromyalgia", 40, 60),
    ("osteoarthritis", 70, 60),
    ("pain_after_surgery", 40, 30),
    ("upper_back_pain", 40, 30),
    ("spinal_stenosis", 70, 60),
    ("whiplash", 40, 2),
)


def found(condition: str, age: int | None, weeks: float | None) -> Answer:
    return answering.answer(condition, Person(age, weeks))


def told(gain: Gain | None) -> str:
    if gain is None:
        return "-"
    figures = f"{gain.estimate:.2f} ({gain.ci[0]:.2f} to {gain.ci[1]:.2f})"
    return f"{figures}, {gain.measure}, k {gain.k}, n {gain.n}, {gain.certainty}"


def people(gain: Gain | None) -> str:
    if gain is None or gain.per_100 is None:
        return "-"
    return f"{gain.per_100.people.treated} against {gain.per_100.people.control}"


def row(condition: str, age: int | None, weeks: float | None) -> tuple[object, ...]:
    answer = found(condition, age, weeks)
    course = answer.usual_course
    eases = (
        course and course.eases and f"{course.eases[0]:.1f} to {course.eases[1]:.1f}"
    )
    return (
        condition,
        age,
        weeks,
        answer.verdict,
        f"{eases} in {course.weeks:g} weeks" if course and eases else "-",
        told(answer.over_usual_care),
        people(answer.over_usual_care),
        told(answer.over_sham),
        people(answer.over_sham),
    )


ANSWERS = Table(
    title="Questions and answers",
    prose="""Points of improvement by itself, then the gains with their 95 % interval,
    trials, people and certainty; of 100 people, how many get clearly better with and
    without.""",
    columns={
        "condition": "Condition",
        "age": "Age",
        "weeks": "Weeks",
        "verdict": "Verdict",
        "eases": "Eases by itself",
        "usual": "Over usual care",
        "usual_people": "Of 100",
        "sham": "Over sham",
        "sham_people": "Of 100 ",
    },
    rows=[row(*each) for each in ASKED],
)

BY_HAND = {
    ("low_back_pain", 40): (
        "small_gain",
        -2.60,
        -0.11,
        "60 against 42",
        "48 against 44",
    ),
    ("low_back_pain", 70): ("one_trial", -1.0, None, "39 against 29", "-"),
    ("sciatica", 40): ("one_trial", None, -16.0, "-", "-"),
    ("herniated_disc", 40): ("one_trial", None, -16.0, "-", "-"),
    ("headache", 40): ("gain", -4.59, None, "56 against 36", "-"),
}


@ANSWERS.cases
def test_answers(
    condition: str,
    age: int | None,
    weeks: float | None,
    verdict: str,
    eases: str,
    usual: str,
    usual_people: str,
    sham: str,
    sham_people: str,
) -> None:
    answer = found(condition, age, weeks)
    assert readability.grade(" ".join(answer.text)) <= 7
    expected = BY_HAND.get((condition, age or 0))
    if expected is None or (weeks or 0) < 30:
        assert verdict not in ("gain",)
        return
    figures = [
        None if gain is None else pytest.approx(gain.estimate, abs=0.01)
        for gain in (answer.over_usual_care, answer.over_sham)
    ]
    assert (verdict, *figures, usual_people, sham_people) == expected


QUESTIONS = (
    ("low_back_pain", 40, 30.0),
    ("low_back_pain", 70, 30.0),
    ("low_back_pain", 40, 2.0),
    ("sciatica", 40, 30.0),
    ("fibromyalgia", 40, 60.0),
    ("upper_back_pain", 40, 30.0),
)

TEXTS = Table(
    title="In plain words",
    prose="Made from the figures; a child of twelve can read it.",
    columns={"asked": "Question", "text": "Answer", "grade": "Reading grade"},
    rows=[
        (
            f"{condition}, {age} years, {weeks:g} weeks",
            " ".join(found(condition, age, weeks).text),
            f"{readability.grade(' '.join(found(condition, age, weeks).text)):.1f}",
        )
        for condition, age, weeks in QUESTIONS
    ],
)


@TEXTS.cases
def test_plain_words(asked: str, text: str, grade: str) -> None:
    assert float(grade) <= 7
    assert "Nobody can promise what it will do for you." in text


STEPS = Table(
    title="Why no surer",
    prose="Each step down in certainty, by GRADE, for each gain that is answered with.",
    columns={"gain": "Gain", "domain": "Doubt", "down": "Down", "reason": "Reason"},
    rows=[
        (
            f"{name}: {gain.comparator}, {gain.outcome}",
            step.domain,
            step.down,
            step.reason,
        )
        for name in ("low_back_pain", "sciatica", "headache")
        for gain in (
            found(name, 40, 30).over_usual_care,
            found(name, 40, 30).over_sham,
        )
        if gain is not None
        for step in gain.certainty_reasons
    ],
)


@STEPS.cases
def test_steps_down(gain: str, domain: str, down: int, reason: str) -> None:
    assert down in (1, 2)
    assert reason.endswith(".")


def test_the_page_asks_for_every_kind_of_answer() -> None:
    asked = {found(*each).verdict for each in ASKED}
    every = {found(name, 40, 30.0).verdict for name in conditions.catalogue()}
    assert every <= asked
