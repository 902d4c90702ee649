"""Settling: what one fact is worth after all speakers have had their say."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import permutations

import pytest

from deqi.core.expressions import parse
from deqi.core.facts import Fact, Holds, Kind, Rank, Speaker, Spec, Statement, settle

TODAY = date(2026, 11, 21)
RECORD, PATIENT, PRACTITIONER = (
    Speaker.RECORD,
    Speaker.PATIENT,
    Speaker.PRACTITIONER,
)


def spec(kind=Kind.BOOL, safe=False, **more):
    given = {
        "id": "x",
        "kind": kind,
        "levels": (),
        "asked_of": "patient",
        "asked_at": "intake",
        "rank": Rank.ABSOLUTE,
        "holds_up": Holds.PLAN,
        "safe": safe,
        "ask_when": parse("always"),
        "question": "X?",
        "meaning": "",
    }
    return Spec(**(given | more))


CLAIM = spec()
CHOICE = spec(Kind.CHOICE, "none", graver=("none", "mild", "severe"))
COUNT = spec(Kind.NUMBER, 250.0, risk_below=100.0)
PLACES = spec(Kind.LIST, ())
USEFUL = spec(Kind.CHOICE, None, rank=Rank.USEFUL)


def word(value, by=PATIENT, days_ago=0, **more):
    at = None if days_ago is None else TODAY - timedelta(days=days_ago)
    return Statement("x", value, by, at, **more)


@pytest.mark.parametrize(
    ("fact", "value", "risk"),
    [
        (CLAIM, True, True),
        (CLAIM, False, False),
        (CLAIM, None, False),
        (spec(safe=True), False, True),
        (CHOICE, "none", False),
        (CHOICE, "mild", True),
        (COUNT, 99.9, True),
        (COUNT, 100, False),
        (COUNT, "low", False),
        (spec(Kind.NUMBER, 4.0), 1, False),
        (PLACES, (), False),
        (PLACES, ("chest",), True),
        (USEFUL, "traditional", False),
        (spec(rank=Rank.USEFUL), True, False),
        (replace(CHOICE, rank=Rank.USEFUL), "severe", True),
        (replace(CHOICE, rank=Rank.USEFUL, graver=()), "severe", False),
    ],
)
def test_a_risk_is_a_value_other_than_the_harmless_one(fact, value, risk):
    assert fact.is_risk(value) is risk


@pytest.mark.parametrize(
    ("fact", "values", "gravest"),
    [
        (CLAIM, [True], True),
        (CHOICE, ["mild", "severe", "mild"], "severe"),
        (COUNT, [80, 40, 60], 40),
        (PLACES, [("a", "b"), ("b", "c")], ("a", "b", "c")),
    ],
)
def test_the_gravest_of_several_risks(fact, values, gravest):
    assert fact.gravest(values) == gravest


@pytest.mark.parametrize(
    ("title", "fact", "said", "value", "disputed"),
    [
        ("one voice", CLAIM, [word(True)], True, False),
        (
            "record yes, patient no",
            CLAIM,
            [word(True, RECORD, 9), word(False)],
            True,
            True,
        ),
        (
            "record no, patient yes",
            CLAIM,
            [word(False, RECORD), word(True, days_ago=9)],
            True,
            True,
        ),
        (
            "practitioner settles after both",
            CLAIM,
            [word(True, RECORD, 9), word(False, days_ago=5), word(False, PRACTITIONER)],
            False,
            False,
        ),
        (
            "practitioner spoke the same day",
            CLAIM,
            [word(True), word(False, PRACTITIONER)],
            True,
            True,
        ),
        (
            "practitioner spoke before",
            CLAIM,
            [word(True, days_ago=1), word(False, PRACTITIONER, 2)],
            True,
            True,
        ),
        (
            "practitioner without a day",
            CLAIM,
            [word(True, RECORD, 9), word(False, PRACTITIONER, None)],
            True,
            True,
        ),
        (
            "record without a day",
            CLAIM,
            [word(True, RECORD, None), word(False, PRACTITIONER)],
            True,
            True,
        ),
        (
            "practitioner names the risk",
            CLAIM,
            [word(False, days_ago=1), word(True, PRACTITIONER)],
            True,
            False,
        ),
        (
            "practitioner agrees undated",
            CLAIM,
            [word(True, days_ago=1), word(True, PRACTITIONER, None)],
            True,
            False,
        ),
        (
            "patient's newer word replaces the older",
            CLAIM,
            [word(True, days_ago=7), word(False)],
            False,
            False,
        ),
        (
            "two words of one day",
            CLAIM,
            [word(False), word(True)],
            True,
            False,
        ),
        (
            "record's older risk stands beside a newer no",
            CLAIM,
            [word(True, RECORD, 9), word(False, RECORD)],
            True,
            False,
        ),
        (
            "no risk: the answer wins over a newer record",
            CLAIM,
            [word(False, RECORD), word(False, days_ago=4)],
            False,
            False,
        ),
        (
            "no risk at stake: the newest answer",
            USEFUL,
            [word("a", PRACTITIONER, 3), word("b", days_ago=1), word("c", RECORD)],
            "b",
            False,
        ),
        (
            "two risks: the graver",
            CHOICE,
            [word("severe", RECORD, 9), word("mild")],
            "severe",
            True,
        ),
        (
            "two counts below the line",
            COUNT,
            [word(40, RECORD, 9), word(80)],
            40,
            False,
        ),
        ("a normal count", COUNT, [word(40, RECORD, 9), word(200)], 40, True),
        (
            "regions join",
            PLACES,
            [word(("a",), RECORD), word(("b",))],
            ("b", "a"),
            True,
        ),
        (
            "the record leaves a region out",
            PLACES,
            [word(("a",), RECORD), word(("a", "b"))],
            ("a", "b"),
            False,
        ),
        (
            "the answer says nowhere",
            PLACES,
            [word(("a",), RECORD), word(())],
            ("a",),
            True,
        ),
    ],
)
def test_settling(title, fact, said, value, disputed):
    for order in permutations(said):
        settled = settle(fact, order, TODAY)
        if isinstance(value, tuple):
            assert set(settled.value) == set(value), title
        else:
            assert settled.value == value, title
        assert settled.disputed is disputed, title


def test_nobody_said_anything():
    assert settle(CLAIM, [], TODAY) is None


def test_the_order_of_statements_changes_nothing():
    said = [
        word(("a",), RECORD, 3, where="Condition/2"),
        word(("b",), RECORD, 3, where="Condition/1"),
        word(("c",), RECORD, 4),
        word((), days_ago=2),
        word((), days_ago=2, note="twice"),
    ]
    settled = {settle(PLACES, order, TODAY) for order in permutations(said)}
    assert len(settled) == 1


@pytest.mark.parametrize(
    ("title", "window", "own", "days_ago", "stale"),
    [
        ("no window", None, None, 9999, False),
        ("on the last day", 90, None, 90, False),
        ("a day later", 90, None, 91, True),
        ("without a day", 90, None, None, True),
        ("the statement's own window is shorter", 400, 30, 31, True),
        ("the fact's window is shorter", 30, 400, 31, True),
        ("only the statement has one", None, 30, 31, True),
    ],
)
def test_old_news_on_record_becomes_a_question(title, window, own, days_ago, stale):
    fact = spec(window_days=window)
    told = word(True, RECORD, days_ago, window_days=own)
    assert (settle(fact, [told], TODAY).value is None) is stale, title


def test_an_answer_never_goes_stale():
    assert settle(spec(window_days=1), [word(True, days_ago=99)], TODAY).value is True


def test_a_patient_does_not_talk_an_examination_away():
    examined = replace(CHOICE, rank=Rank.USEFUL)
    told = [word("severe", PRACTITIONER, 5), word("none")]
    fact = settle(examined, told, TODAY)
    assert (fact.value, fact.disputed) == ("severe", True)


def test_old_news_does_not_stand_against_an_answer():
    told = [word(True, RECORD, 99), word(False)]
    assert settle(spec(window_days=90), told, TODAY) == Fact(
        "x", False, "patient", TODAY
    )


@pytest.mark.parametrize(
    ("told", "note"),
    [
        (
            word(None, RECORD, note="text only"),
            "The record of 2026-11-21 says: text only",
        ),
        (word(None, RECORD, None, note="text only"), "The record says: text only"),
        (word(True, RECORD, 99), "The record of 2026-08-14 says: x: True"),
        (word(None, note="a letter"), "The patient of 2026-11-21 says: a letter"),
    ],
)
def test_a_hint_asks_and_says_who_says_it(told, note):
    hint = settle(spec(window_days=90), [told], TODAY)
    assert (hint.value, hint.note) == (None, note)


def test_an_answer_without_a_value_says_nothing():
    assert settle(CLAIM, [word(None)], TODAY) is None


def test_a_fact_tells_where_it_was_read():
    told = word(True, RECORD, 3, where="Condition/12", note="old break")
    assert settle(CLAIM, [told, replace(told, where="", at=None)], TODAY) == Fact(
        "x", True, "record Condition/12", told.at, note="old break"
    )
