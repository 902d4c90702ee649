"""What a source says: who is believed, when old news is a question, what gates close."""

from datetime import date, timedelta

import pytest

from deqi.care import chain
from deqi.core.facts import Speaker, Statement
from tests.spec import people
from tests.spec.people import TODAY, born
from tests.spec.tables import Page, Table

PAGE = Page(
    "settling",
    "What a source says",
    """A risk stands until it is settled: where the record or a patient's answer names it,
    it is there, until a practitioner's answer dated after both says otherwise. For all
    else explicit answers win. Silence is unknown. Days are counted back from the day of
    the decision.""",
)

SPEAKERS = {
    "record": Speaker.RECORD,
    "patient": Speaker.PATIENT,
    "practitioner": Speaker.PRACTITIONER,
}


def say(fact, words):
    """Return statements written ``"record yes 9"``: who, what, how many days ago."""
    meant = {"yes": True, "no": False, "hint": None}
    said = []
    for text in words:
        who, what, when = text.split()
        at = None if when == "undated" else TODAY - timedelta(days=int(when))
        value = meant.get(what, what)
        if isinstance(value, str) and value.replace(".", "").isdigit():
            value = float(value)
        said.append(Statement(fact, value, SPEAKERS[who], at))
    return said


def settled(fact, words, changes=None):
    """Return what is known and what is screened, the rest being harmless."""
    others = people.person({**(changes or {}), fact: None})
    return chain.screen([*others, *say(fact, words)], today=TODAY)


BELIEVED = Table(
    title="Who is believed",
    columns={
        "fact": "Fact",
        "words": "Said (who, what, days ago)",
        "value": "Holds",
        "contradiction": "Contradiction is told",
    },
    rows=[
        ("diabetes", ["record yes 9"], True, False),
        ("diabetes", ["patient yes 0"], True, False),
        ("diabetes", ["record no 9"], False, False),
        ("diabetes", ["record yes 9", "patient no 0"], True, True),
        ("diabetes", ["record no 0", "patient yes 9"], True, True),
        (
            "diabetes",
            ["record yes 9", "patient no 5", "practitioner no 0"],
            False,
            False,
        ),
        ("diabetes", ["record yes 9", "practitioner no 0"], False, False),
        ("diabetes", ["patient yes 9", "practitioner no 0"], False, False),
        ("diabetes", ["record yes 0", "practitioner no 9"], True, True),
        ("diabetes", ["patient yes 0", "practitioner no 0"], True, True),
        ("diabetes", ["record yes 9", "practitioner no undated"], True, True),
        ("diabetes", ["record yes undated", "practitioner no 0"], True, True),
        (
            "diabetes",
            ["record no 9", "patient no 5", "practitioner yes 0"],
            True,
            False,
        ),
        ("diabetes", ["practitioner yes 5", "patient no 0"], True, True),
        ("diabetes", ["patient yes 9", "patient no 0"], False, False),
        ("diabetes", ["patient no 0", "patient yes 0"], True, False),
        ("diabetes", ["record yes 9", "record no 0"], True, False),
        ("can_consent", ["record no 9", "patient yes 0"], False, True),
        ("anticoagulant", ["record vka 9", "patient doac 0"], "vka", True),
        ("anticoagulant", ["record doac 9", "patient none 0"], "doac", True),
        ("anticoagulant", ["record other 9", "practitioner none 0"], "none", False),
        (
            "epilepsy",
            ["record controlled 0", "patient uncontrolled 9"],
            "uncontrolled",
            True,
        ),
        (
            "condition",
            ["record sciatica 0", "patient low_back_pain 9"],
            "low_back_pain",
            False,
        ),
        (
            "condition",
            ["patient sciatica 9", "patient neck_pain 0"],
            "neck_pain",
            False,
        ),
        (
            "condition",
            ["practitioner sciatica 5", "patient neck_pain 0"],
            "neck_pain",
            False,
        ),
        ("diabetes", [], None, False),
        ("diabetes", ["record hint 0"], None, False),
        ("diabetes", ["record hint 0", "patient no 0"], False, False),
    ],
)

OLD_NEWS = Table(
    title="Old news is a question",
    prose="""A record's word on a current state counts for its window: pregnancy 44 weeks,
    a laboratory count 90 days, a medicine without an end 400 days. A day later, or
    without a date, it is a question that says what the record says. Answers never grow
    old here: each visit asks anew.""",
    columns={
        "fact": "Fact",
        "words": "Said (who, what, days ago)",
        "beside": "Beside",
        "value": "Holds",
    },
    rows=[
        ("pregnant", ["record yes 308"], {"birth_date": born(30)}, True),
        ("pregnant", ["record yes 309"], {"birth_date": born(30)}, None),
        ("pregnant", ["record yes undated"], {"birth_date": born(30)}, None),
        ("pregnant", ["patient yes 309"], {"birth_date": born(30)}, True),
        (
            "pregnant",
            ["record yes 309", "patient no 0"],
            {"birth_date": born(30)},
            False,
        ),
        ("platelets", ["record 40 90"], {"bleeding_disorder": "mild"}, 40),
        ("platelets", ["record 40 91"], {"bleeding_disorder": "mild"}, None),
        ("platelets", ["record 240 91"], {"bleeding_disorder": "mild"}, None),
        ("anticoagulant", ["record doac 400"], {}, "doac"),
        ("anticoagulant", ["record doac 401"], {}, None),
        ("cancer_history", ["record yes 9999"], {}, True),
        ("cancer_history", ["record yes undated"], {}, True),
        ("osteoporosis", ["record yes 9999"], {}, True),
    ],
)

GATES = Table(
    title="Gates hold for the record as well as for questions",
    prose="""Where sex, or sex and age, rule a fact out, the record is not believed. Where
    an age alone or another answer closes the gate, a risk on record still stands.""",
    columns={
        "fact": "Fact",
        "words": "Said (who, what, days ago)",
        "beside": "Beside",
        "value": "Holds",
        "outcome": "Outcome",
    },
    rows=[
        ("pregnant", ["record yes 5"], {"sex_at_birth": "male"}, False, "proceed"),
        (
            "pregnant",
            ["record yes 5"],
            {"birth_date": born(60)},
            False,
            "proceed",
        ),
        ("pregnant", ["record yes 5"], {"birth_date": born(30)}, True, "caution"),
        (
            "pregnant",
            ["record yes 5"],
            {"birth_date": born(30), "sex_at_birth": None},
            True,
            "caution",
        ),
        ("pregnant", ["patient yes 0"], {"sex_at_birth": "male"}, True, "caution"),
        ("pregnant", [], {"birth_date": born(30), "sex_at_birth": None}, None, "ask"),
        (
            "abnormal_vaginal_bleeding",
            ["record yes 5"],
            {"sex_at_birth": "male"},
            False,
            "proceed",
        ),
        ("platelets", ["record 40 5"], {}, 40, "refer"),
        ("platelets", ["record 240 5"], {}, 250, "proceed"),
        ("neutrophils", ["record 0.3 5"], {}, 0.3, "refer"),
        ("known_aneurysm", ["record yes 5"], {"birth_date": born(45)}, True, "refer"),
        ("known_aneurysm", [], {"birth_date": born(45)}, False, "proceed"),
        ("inr_stable", ["record no 5"], {}, False, "proceed"),
        ("cancer_active", ["record yes 5"], {}, True, "refer"),
        (
            "reaction_since_last_visit",
            ["record bleeding 5"],
            {},
            "none",
            "proceed",
        ),
        ("neurological_examination", [], {}, None, "proceed"),
    ],
)


@BELIEVED.cases
def test_who_is_believed(fact, words, value, contradiction):
    known, found = settled(fact, words)
    assert known.value(fact) == value
    told = [each for each in found.findings if each.kind == "contradiction"]
    assert [each.because for each in told] == [(fact,)] * contradiction
    assert (fact in {each.fact for each in found.questions}) is (value is None)


@OLD_NEWS.cases
def test_old_news_is_a_question(fact, words, beside, value):
    known, found = settled(fact, words, beside)
    assert known.value(fact) == value
    if value is None:
        question = next(each for each in found.questions if each.fact == fact)
        assert question.note.startswith("The record")
        assert fact in known


@GATES.cases
def test_gates_hold_for_the_record_too(fact, words, beside, value, outcome):
    known, found = settled(fact, words, beside)
    assert known.value(fact) == value
    assert found.outcome.value == outcome


@pytest.mark.parametrize("by", list(SPEAKERS.values()))
def test_a_statement_carries_where_it_was_made(by):
    told = Statement("diabetes", True, by, date(2026, 11, 1), where="Condition/7")
    known, _ = chain.screen([told], today=TODAY)
    assert known["diabetes"].source == f"{by.value} Condition/7"
    assert known["diabetes"].at == date(2026, 11, 1)
