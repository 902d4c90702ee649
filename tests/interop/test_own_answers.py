"""Answers that stand in a record in the product's own codes are read back."""

from datetime import date
from typing import Any

import pytest

from tests.interop.resources import ME, OWN, concept, observation, read, said, values


def response(*items: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "resourceType": "QuestionnaireResponse",
        "id": "q1",
        "subject": ME,
        "status": "completed",
        "questionnaire": OWN,
        "authored": "2026-11-20T09:00:00+01:00",
        "item": list(items),
        **more,
    }


def item(link: str, *answers: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"linkId": link, "answer": list(answers), **more}


@pytest.mark.parametrize(
    ("fact", "value", "expected"),
    [
        ("saddle_numbness", {"valueBoolean": True}, True),
        ("saddle_numbness", {"valueBoolean": False}, False),
        ("pain_now", {"valueInteger": 7}, 7),
        ("pain_now", {"valueDecimal": 7.5}, 7.5),
        ("pain_now", {"valueQuantity": {"value": 7}}, 7),
        ("onset_date", {"valueDate": "2026-01-02"}, date(2026, 1, 2)),
        ("onset_date", {"valueDateTime": "2026-01-02T10:00:00Z"}, date(2026, 1, 2)),
        ("anticoagulant", {"valueString": "vka"}, "vka"),
        ("anticoagulant", {"valueCoding": {"code": "doac"}}, "doac"),
        (
            "anticoagulant",
            {"valueCodeableConcept": concept((OWN, "heparin"))},
            "heparin",
        ),
        ("pain_regions", {"valueString": "low_back"}, ("low_back",)),
    ],
)
def test_an_answer_is_read_back(
    fact: str, value: dict[str, Any], expected: object
) -> None:
    assert values(fact, observation((OWN, fact), **value)) == [expected]
    if "valueCodeableConcept" not in value:
        assert values(fact, response(item(fact, value))) == [expected]


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        ("no_such_fact", {"valueBoolean": True}),
        ("saddle_numbness", {"valueString": "perhaps"}),
        ("pain_now", {"valueInteger": 70}),
        ("anticoagulant", {"valueString": "rat_poison"}),
        ("pain_now", {"valueString": "much"}),
    ],
)
def test_an_answer_that_does_not_fit_is_counted(
    fact: str, value: dict[str, Any]
) -> None:
    reading = read(observation((OWN, fact), **value))
    assert reading.skipped == {"an answer that does not fit its question": 1}
    assert values(fact, observation((OWN, fact), **value)) == []


def test_several_answers_make_a_list() -> None:
    both = item("pain_regions", {"valueString": "sacrum"}, {"valueString": "low_back"})
    assert values("pain_regions", response(both)) == [("sacrum", "low_back")]
    listed = {"valueCodeableConcept": concept((OWN, "sacrum"), (OWN, "low_back"))}
    assert values("pain_regions", observation((OWN, "pain_regions"), **listed)) == [
        ("sacrum", "low_back")
    ]


def test_a_no_on_record_counts_no_longer_than_a_denial() -> None:
    no = {"valueBoolean": False}
    word = said("saddle_numbness", response(item("saddle_numbness", no)))[0]
    assert (word.at, word.window_days) == (date(2026, 11, 20), 1)
    yes = {"valueBoolean": True}
    word = said("saddle_numbness", response(item("saddle_numbness", yes)))[0]
    assert word.window_days is None


def test_only_our_own_questions_are_read() -> None:
    yes = {"valueBoolean": True}
    foreign = response(item("pregnant", yes), questionnaire="http://other.example/q")
    assert values("pregnant", foreign) == []
    marked = response(item(f"{OWN}:pregnant", yes), questionnaire=None)
    assert values("pregnant", marked) == [True]
    defined = item("1.2", yes, definition=f"{OWN}#pregnant")
    assert values("pregnant", response(defined, questionnaire=None)) == [True]


def test_questions_may_stand_inside_groups_and_answers() -> None:
    inner = item("pregnant", {"valueBoolean": True})
    assert values("pregnant", response({"linkId": "g", "item": [inner]})) == [True]
    within = item("smoker", {"valueBoolean": True, "item": [inner]})
    assert values("pregnant", response(within)) == [True]
    deep = inner
    for _ in range(20):
        deep = {"linkId": "g", "item": [deep]}
    assert values("pregnant", response(deep)) == []


def test_a_response_under_way_says_nothing() -> None:
    inner = item("pregnant", {"valueBoolean": True})
    assert values("pregnant", response(inner, status="in-progress")) == []


def test_of_several_answers_the_latest_counts() -> None:
    days = {"2026-11-18": "vka", "2026-11-19": "doac", "2026-11-01": "heparin"}
    record = [
        observation((OWN, "anticoagulant"), effectiveDateTime=day, valueString=said)
        for day, said in days.items()
    ]
    assert values("anticoagulant", *record) == ["doac"]


def test_of_answers_on_one_day_all_count() -> None:
    record = [
        observation((OWN, "anticoagulant"), valueString=said)
        for said in ("none", "vka")
    ]
    assert values("anticoagulant", *record) == ["none", "vka"]
