"""Answers files: what is taken, and what is refused by name."""

from datetime import date

import pytest

from deqi.core import answers
from deqi.core.answers import RefusedAnswer
from deqi.core.facts import Speaker, Statement
from deqi.core.people import Catalogue
from deqi.core.reading import Clearance, Medicine
from tests.core.test_facts import CHOICE, CLAIM, COUNT, Kind, replace, spec

TODAY = date(2026, 11, 21)


def named(fact, name, **more):
    return replace(fact, id=name, **more)


CATALOGUE = Catalogue(
    {
        each.id: each
        for each in (
            named(CLAIM, "claim"),
            named(COUNT, "count", low=0, high=10),
            named(COUNT, "any_count"),
            named(spec(Kind.DATE, None), "day"),
            named(spec(Kind.DATE, None), "birth_date"),
            named(spec(Kind.DATE, None), "onset_date"),
            named(CHOICE, "choice", levels=("none", "mild", "severe")),
            named(spec(Kind.LIST, ()), "places", levels=("@places", "elsewhere")),
            named(spec(Kind.LIST, ()), "words", levels=("@text",)),
            named(spec(Kind.LIST, None), "clearances", levels=("@rules",)),
            named(spec(Kind.LIST, None), "medicines", levels=("@text",)),
        )
    },
    {},
)


def vocabulary(name):
    known = {"@places": ("arm", "leg"), "@rules": ("aaa_vascular",), "@text": ()}
    return known[name]


def read(payload):
    return answers.read(payload, CATALOGUE, vocabulary, today=TODAY)


def value(fact, raw):
    (said,) = read({"facts": {fact: raw}, "by": "practitioner"})
    return said.value


ADVICE = {
    "rule": "aaa_vascular",
    "by": "Dr Ann Example",
    "role": "vascular surgeon",
    "date": "2026-11-01",
    "document": "letter 7",
    "expires": "2027-11-01",
}


@pytest.mark.parametrize(
    ("fact", "raw", "taken"),
    [
        ("claim", True, True),
        ("claim", False, False),
        ("count", 0, 0),
        ("count", 10, 10),
        ("count", 2.5, 2.5),
        ("any_count", -7, -7),
        ("day", "2026-11-21", TODAY),
        ("choice", "mild", "mild"),
        ("places", [], ()),
        ("places", ["leg", "arm", "leg", "elsewhere"], ("leg", "arm", "elsewhere")),
        ("words", ["to garden"], ("to garden",)),
        ("medicines", [" aspirin "], (Medicine("", "aspirin"),)),
        (
            "medicines",
            [{"name": "warfarin", "code": "ATC:B01AA03"}],
            (Medicine("ATC:B01AA03", "warfarin"),),
        ),
        (
            "medicines",
            [{"name": "x", "code": 7, "ingredient": "codeine", "daily": 60}],
            (Medicine("", "x", "codeine", 60),),
        ),
        (
            "medicines",
            [{"name": "x", "ingredient": 7, "daily": "much"}],
            (Medicine("", "x"),),
        ),
        (
            "clearances",
            [ADVICE],
            (
                Clearance(
                    "aaa_vascular",
                    "Dr Ann Example",
                    "vascular surgeon",
                    date(2026, 11, 1),
                    "letter 7",
                    date(2027, 11, 1),
                ),
            ),
        ),
    ],
)
def test_a_value_is_taken_as_it_is(fact, raw, taken):
    assert value(fact, raw) == taken


def test_null_says_unknown_like_a_fact_left_out():
    assert read({"facts": {"claim": None}}) == read({"facts": {}}) == ()


def test_an_answer_carries_who_said_it_and_when():
    payload = {"facts": {"claim": True}, "by": "practitioner", "at": "2026-11-20"}
    assert read(payload) == (
        Statement("claim", True, Speaker.PRACTITIONER, date(2026, 11, 20)),
    )


def test_without_more_the_patient_speaks_today():
    (said,) = read({"facts": {"claim": False}})
    assert (said.by, said.at) == (Speaker.PATIENT, TODAY)


@pytest.mark.parametrize(
    ("payload", "says"),
    [
        ([], "answers look like"),
        ({"facts": []}, "answers look like"),
        ({}, "answers look like"),
        ({"facts": {}, "by": "nurse"}, "not by 'nurse'"),
        ({"facts": {}, "by": None}, "not by None"),
        ({"facts": {}, "by": "record"}, "not by 'record'"),
        ({"facts": {}, "at": "2026-11-22"}, "after 2026-11-21"),
        ({"facts": {}, "at": "yesterday"}, "at takes a day"),
        ({"facts": {}, "at": None}, "at takes a day"),
        ({"facts": {"clam": True}}, "there is no fact 'clam'"),
        (
            {"facts": {"birth_date": "1986-01-02", "onset_date": "1986-01-01"}},
            "onset_date is 1986-01-01, before birth_date 1986-01-02",
        ),
    ],
)
def test_a_file_that_cannot_be_is_refused(payload, says):
    with pytest.raises(RefusedAnswer, match=says):
        read(payload)


@pytest.mark.parametrize(
    ("fact", "raw", "says"),
    [
        ("claim", 1, "claim takes true or false"),
        ("claim", "yes", "claim takes true or false"),
        ("count", "3", "count takes a number"),
        ("count", True, "count takes a number"),
        ("count", float("nan"), "count takes a number"),
        ("count", -0.1, "count lies between 0 and 10"),
        ("count", 11, "count lies between 0 and 10"),
        ("any_count", float("inf"), "any_count lies between"),
        ("any_count", float("-inf"), "any_count lies between"),
        ("day", "2026-11-22", "day is 2026-11-22, after"),
        ("day", "2026-02-30", "day takes a day"),
        ("day", "20261121", "day takes a day"),
        ("day", "2026-W47-6", "day takes a day"),
        ("day", 20261121, "day takes a day"),
        ("choice", "mildly", "choice has no level 'mildly'"),
        ("choice", ["mild"], "choice takes one of its levels"),
        ("places", "arm", "places takes a list"),
        ("places", ["nose"], "places has no level 'nose'"),
        ("places", [3], "places takes one of its levels"),
        ("medicines", [" "], "medicines are names"),
        ("medicines", [{"code": "x"}], "medicines are names"),
        ("clearances", ["letter"], "a clearance names rule, by, role"),
        ("clearances", [{**ADVICE, "role": None}], "a clearance names"),
        ("clearances", [{**ADVICE, "role": ""}], "names the rule, who, in what role"),
        ("clearances", [{**ADVICE, "document": ""}], "and where"),
        ("clearances", [{**ADVICE, "expires": "2026-10-31"}], "ends after it begins"),
        ("clearances", [{**ADVICE, "date": "soon"}], "date takes a day"),
        ("clearances", [{**ADVICE, "rule": "aaa"}], "there is no rule 'aaa'"),
    ],
)
def test_a_value_that_cannot_be_is_refused_by_name(fact, raw, says):
    with pytest.raises(RefusedAnswer, match=says):
        value(fact, raw)


def test_a_clearance_needs_every_field():
    for missing in ADVICE:
        with pytest.raises(RefusedAnswer, match=missing):
            answers.clearance({k: v for k, v in ADVICE.items() if k != missing})


def test_only_a_practitioner_brings_written_advice_that_counts():
    told = {"facts": {"clearances": [ADVICE]}}
    (hint,) = read(told)
    (counts,) = read({**told, "by": "practitioner"})
    assert (hint.value, hint.note) == (None, "written advice on aaa_vascular")
    assert counts.value == (answers.clearance(ADVICE),)


@pytest.mark.parametrize("by", ["patient", "practitioner"])
def test_anybody_may_say_that_there_is_no_written_advice(by):
    (said,) = read({"facts": {"clearances": []}, "by": by})
    assert said.value == ()


def test_levels_spell_vocabularies_out():
    places = CATALOGUE.specs["places"]
    assert answers.levels(places, vocabulary) == {"arm", "leg", "elsewhere"}
    assert answers.levels(CATALOGUE.specs["words"], vocabulary) == frozenset()
