"""Every answer: whole, traced, plain enough, honest about what is not there."""

import re
from dataclasses import replace

import pytest

from deqi.care import answering, asking
from deqi.care.asking import Person
from deqi.core.plain import plain
from deqi.evidence import readability, wording
from deqi.evidence.dossier import AdverseEvent
from deqi.evidence.questions import Answer
from deqi.knowledge import (
    adverse_events,
    answers,
    conditions,
    guidelines,
    sources,
    trajectory,
    trials,
)

READING_GRADE = 7
"""A 12-year-old is in the sixth or seventh school year."""

PEOPLE = (
    Person(),
    Person(10, 30),
    Person(40, 2),
    Person(40, 8),
    Person(40, 30),
    Person(70, 2),
    Person(70, 30),
)
ASKED = [(name, person) for name in conditions.catalogue() for person in PEOPLE]
every = pytest.mark.parametrize(("condition", "person"), ASKED)


@every
def test_every_figure_of_the_text_stands_in_the_answer(
    condition: str, person: Person
) -> None:
    found = answering.answer(condition, person)
    data = plain(found)
    traced = {each.sentence: each.figures for each in found.trace}
    for place, sentence in enumerate(found.text):
        figures = traced.get(place, ())
        assert wording.numbers(sentence) == [
            figure.shown.lstrip("-") for figure in figures
        ]
        for figure in figures:
            held = wording.at(data, figure.path)
            if isinstance(held, str):
                assert figure.shown in held
                continue
            assert held == figure.value
            shown = float(figure.shown.replace(",", ""))
            assert abs(shown) == pytest.approx(abs(figure.value), abs=0.5)


@every
def test_a_child_of_twelve_can_read_it(condition: str, person: Person) -> None:
    text = " ".join(answering.answer(condition, person).text)
    assert readability.grade(text) <= READING_GRADE


@every
def test_nothing_is_promised_and_nobody_has_reviewed_it(
    condition: str, person: Person
) -> None:
    found = answering.answer(condition, person)
    text = " ".join(found.text).lower()
    assert "nobody can promise" in text
    assert "no doctor has checked this page yet" in text
    assert not re.search(r"\b(proven|cure|cures|guarantee|will help|qi)\b", text)
    assert found.reviewed is False


@every
def test_each_part_stands_or_says_why(condition: str, person: Person) -> None:
    found = answering.answer(condition, person)
    for part in answers.PARTS:
        assert (getattr(found, part) is None) is (part in found.why)
    assert all(found.why.values())
    assert found.harms
    assert found.not_known
    assert set(found.sources) <= set(sources.catalogue())


@every
def test_comparators_are_never_merged(condition: str, person: Person) -> None:
    found = answering.answer(condition, person)
    for gain, kind in (
        (found.over_usual_care, "usual_care"),
        (found.over_sham, "sham"),
    ):
        if gain is None:
            continue
        assert gain.comparator == kind
        rows = [trials.catalogue()[row] for each in gain.trials for row in each.rows]
        assert {row.comparator for row in rows} == {kind}
        assert all(row.treated == "acupuncture" for row in rows)
        assert sum(each.n for each in gain.trials) == gain.n
        assert gain.certainty_reasons


@every
def test_figures_from_memory_never_enter(condition: str, person: Person) -> None:
    found = answering.answer(condition, person)
    gains = (found.over_usual_care, found.over_sham, *found.other_comparisons)
    rows = [
        trials.catalogue()[row]
        for gain in gains
        if gain is not None
        for each in gain.trials
        for row in each.rows
    ]
    assert "memory" not in {row.certainty for row in rows}


def text_of(condition: str, person: Person) -> str:
    return " ".join(answering.answer(condition, person).text)


def test_the_spread_between_reviews_is_the_uncertainty_of_the_course() -> None:
    course = answering.answer("low_back_pain", Person(40, 30)).usual_course
    assert course is not None
    reviews = [
        {
            point.weeks: point.value
            for point in trajectory.catalogue().values()
            if point.study == study and point.population == "persistent low back pain"
        }
        for study in ("MenezesCosta2012", "Wallwork2024")
    ]
    falls = sorted((each[6] or 0) - (each[0] or 0) for each in reviews)
    assert course.ci == tuple(falls)
    assert {each.study for each in course.curve[0].studies} == {
        "MenezesCosta2012",
        "Wallwork2024",
    }


def test_acute_pain_answers_conflicting() -> None:
    found = answering.answer("low_back_pain", Person(40, 2))
    assert (found.verdict, found.certainty) == ("conflicting", "very low")
    assert "do not agree" in " ".join(found.text)


def test_older_people_rest_on_back_in_action() -> None:
    found = answering.answer("low_back_pain", Person(70, 30))
    assert found.over_usual_care is not None
    assert [each.label for each in found.over_usual_care.trials] == [
        "DeBar 2025 (BackInAction)"
    ]
    assert found.over_sham is None
    people = found.over_usual_care.per_100
    assert people is not None
    assert (people.people.control, people.people.treated) == (29, 39)


@pytest.mark.parametrize(
    "condition",
    [
        "upper_back_pain",
        "spinal_stenosis",
        "muscle_strain",
        "postural_back_pain",
        "back_arthritis",
        "pain_after_injury",
    ],
)
def test_a_condition_without_a_trial_says_so_plainly(condition: str) -> None:
    found = answering.answer(condition, Person(40, 30))
    assert found.verdict == "no_trial"
    assert found.why["over_usual_care"].startswith("No trial of")
    assert found.why["over_usual_care"] in found.text


def test_an_unknown_duration_says_for_which_it_answers() -> None:
    assert "You did not say how long" in text_of("low_back_pain", Person())
    assert "12 weeks or more" in text_of("low_back_pain", Person())
    assert "may not fit your case" in text_of("sciatica", Person(40, 2))
    assert "did not say" not in text_of("upper_back_pain", Person())


def test_older_people_hear_that_nobody_looked_at_them_apart() -> None:
    assert answers.older_note() in answering.answer("sciatica", Person(70)).not_known
    young = answering.answer("sciatica", Person(40)).not_known
    assert answers.older_note() not in young


def test_guidelines_stand_newest_first_for_and_against() -> None:
    found = answering.answer("low_back_pain", Person(40, 30))
    dates = [each.date for each in found.guidelines]
    assert dates == sorted(dates, reverse=True)
    says = {each.id: str(each.stance) for each in found.guidelines}
    assert (says["nice_ng59_2016"], says["who_2023"]) == ("against", "for")
    old = {each.id for each in found.guidelines if each.superseded}
    assert old == {"nice_cg88_2009"}
    assert found.stances["for"] == sum(
        guidelines.catalogue()[name].stance == "for"
        for name in says
        if guidelines.catalogue()[name].kind == "guideline"
        and not guidelines.catalogue()[name].superseded_by
        and guidelines.catalogue()[name].condition_id
    )


def test_harms_are_told_per_hundred_and_per_ten_thousand() -> None:
    harms = {each.event: each for each in answering.answer("tmj").harms}
    any_event, serious = harms["any adverse event"], harms["serious adverse event"]
    assert any_event.per_100 == pytest.approx(9.31)
    assert any_event.per_10000 == pytest.approx(931)
    assert (serious.rate, serious.per, serious.serious) == (1.01, 10_000, True)
    rare = harms["pneumothorax"]
    assert rare.computed
    assert rare.one_in == pytest.approx(229_230 / 2)
    assert rare.ci is not None
    assert rare.ci[0] < rare.rate < rare.ci[1]


def event(name: str, **changed: object) -> AdverseEvent:
    return replace(adverse_events.catalogue()[name], **changed)  # type: ignore[arg-type]  # fields by name


def test_a_harm_that_was_never_seen_has_no_one_in() -> None:
    never = event("witt_2009_pneumothorax", events=0)
    assert answering.harm(never).one_in is None
    with pytest.raises(ValueError, match="neither a rate nor a count"):
        answering.harm(event("witt_2009_pneumothorax", events=None))


def test_a_child_is_told_that_trials_were_of_adults() -> None:
    found = answering.answer("low_back_pain", Person(12, 30))
    assert (found.verdict, found.guidelines, found.published) == (
        "not_for_children",
        (),
        (),
    )
    assert "studies that we hold are of adults" in " ".join(found.text)


def test_published_pools_stand_beside_and_are_not_ours() -> None:
    found = answering.answer("fibromyalgia", Person(40, 30))
    assert {each.id for each in found.published} >= {
        "zhang_2019_sham_pain_0_10",
        "cao_2013_sham_pain",
    }
    assert (found.over_sham, found.over_usual_care) == (None, None)
    assert "found no gain at all" in " ".join(found.text)


def test_the_chance_of_spine_agrees_with_what_spine_counted() -> None:
    """60 and 39 of 100, by a definition of its own, at the same eight weeks."""
    row = trials.catalogue()["cherkin_2009_all_needling_usual_care_response_w8"]
    gain = answering.answer("low_back_pain", Person(40, 30)).over_usual_care
    assert gain is not None
    told = gain.per_100
    assert told is not None
    assert told.control == pytest.approx(row.control_arm.percent, abs=4)
    assert told.treated == pytest.approx(row.treatment_arm.percent, abs=4)


def test_an_answer_is_an_object() -> None:
    assert isinstance(answering.answer("tmj"), Answer)
    assert asking.require("tmj").id == "tmj"
