"""What is known of a person: order of questions, gates, derived facts, what is open."""

from datetime import date, timedelta

import pytest

from deqi.core.expressions import parse
from deqi.core.facts import Fact, Kind, Rank, Speaker, Statement, UnknownFact
from deqi.core.medicines import Conversion, Edition, Factor
from deqi.core.people import (
    Catalogue,
    Circumstances,
    Facts,
    know,
    rests_on,
    years_between,
)
from deqi.core.reading import Medicine, Span
from tests.core.test_facts import CHOICE, CLAIM, COUNT, replace, spec

TODAY = date(2026, 11, 21)
BORN = date(1980, 3, 1)
DAY = spec(Kind.DATE, None)
NUMBER = spec(Kind.NUMBER, None)


def gated(fact, name, when="always", **more):
    return replace(fact, id=name, ask_when=parse(when), **more)


def catalogue(*specs, **counts):
    return Catalogue({each.id: each for each in specs}, counts)


PERSON = catalogue(
    gated(CLAIM, "pregnant", "sex_at_birth != 'male' and age <= 55"),
    gated(CLAIM, "aneurysm", "age > 50"),
    gated(COUNT, "platelets", "bleeding or age_at_onset < 20"),
    gated(CHOICE, "reaction", "sessions_so_far > 0"),
    gated(CHOICE, "examination", "examined"),
    gated(CHOICE, "pattern", "style == 'traditional'", safe=None),
    gated(spec(Kind.CHOICE, None), "sex_at_birth"),
    gated(spec(Kind.CHOICE, None), "style_preference"),
    gated(DAY, "birth_date"),
    gated(DAY, "onset_date"),
    gated(NUMBER, "duration_weeks", "onset_date is unknown"),
    gated(CLAIM, "bleeding"),
    gated(
        CLAIM,
        "early",
        "age_at_onset is unknown",
        derived_when=parse("age_at_onset < 45 and duration_weeks > 12"),
    ),
    gated(CLAIM, "sign_a", "early"),
    gated(CLAIM, "sign_b", "early"),
    gated(CLAIM, "test", "signs == 2"),
    signs=("sign_a", "sign_b"),
)


def facts(said=None, by=Speaker.PATIENT, *, more=(), **circumstances):
    words = [Statement(key, value, by, TODAY) for key, value in (said or {}).items()]
    return know(
        [*words, *more],
        PERSON,
        today=TODAY,
        circumstances=Circumstances(**circumstances),
    )


def record(fact, value):
    return Statement(fact, value, Speaker.RECORD, TODAY)


def test_nobody_said_anything_so_nothing_is_known():
    known = facts()
    assert dict(known) == {}
    assert len(known) == 0
    assert set(known.open) == set(PERSON.specs) - {"reaction", "examination"}


def test_a_fact_nobody_describes_is_refused():
    with pytest.raises(UnknownFact, match="nose"):
        know([record("nose", True)], PERSON, today=TODAY)


def test_gates_are_ordered_before_what_they_open():
    place = {
        each.id: depth for depth, layer in enumerate(PERSON.layers) for each in layer
    }
    assert place["birth_date"] == place["sex_at_birth"] == 0
    assert place["pregnant"] > place["birth_date"]
    assert place["test"] > place["sign_a"] > place["early"] > place["duration_weeks"]


def test_questions_that_wait_for_each_other_are_refused():
    with pytest.raises(ValueError, match="a > b"):
        catalogue(gated(CLAIM, "a", "b"), gated(CLAIM, "b", "a"))


def test_a_gate_on_nothing_is_refused():
    with pytest.raises(UnknownFact, match="ghost"):
        catalogue(gated(CLAIM, "a", "ghost"))


def test_an_empty_catalogue_has_one_empty_layer():
    assert catalogue().layers == ((),)


def test_derived_names_are_those_of_the_moment_and_the_counts():
    assert PERSON.derived_names() == {
        "age",
        "age_at_onset",
        "style",
        "examined",
        "sessions_so_far",
        "signs",
    }


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ({"sex_at_birth": "male"}, "not applicable"),
        ({"birth_date": date(1960, 1, 1)}, "not applicable"),
        ({"sex_at_birth": "female", "birth_date": BORN}, "open"),
        ({"sex_at_birth": "female"}, "open"),
        ({"birth_date": BORN}, "open"),
        ({}, "open"),
    ],
)
def test_a_question_matters_unless_its_gate_is_known_to_be_closed(said, state):
    known = facts(said)
    assert ("pregnant" in known.open) == (state == "open")
    assert known.value("pregnant") is (None if state == "open" else False)
    assert "pregnant" not in known


@pytest.mark.parametrize(
    ("title", "said", "told", "value"),
    [
        ("a man", {"sex_at_birth": "male"}, ("pregnant", True), False),
        ("a woman of 66", {"birth_date": date(1960, 1, 1)}, ("pregnant", True), False),
        ("sex and age unknown", {}, ("pregnant", True), True),
        ("an aneurysm at 46", {"birth_date": BORN}, ("aneurysm", True), True),
        ("no aneurysm at 46", {"birth_date": BORN}, ("aneurysm", False), False),
        (
            "an answer closes the gate of a low count",
            {"bleeding": False, "birth_date": BORN, "onset_date": TODAY},
            ("platelets", 40),
            40,
        ),
        (
            "and of a normal one",
            {"bleeding": False, "birth_date": BORN, "onset_date": TODAY},
            ("platelets", 180),
            250,
        ),
        ("no session yet", {}, ("reaction", "severe"), "none"),
    ],
)
def test_gates_on_what_a_record_says(title, said, told, value):
    assert facts(said, more=[record(*told)]).value(told[0]) == value, title


def test_an_answer_stands_although_nobody_would_have_asked():
    assert facts({"sex_at_birth": "male", "pregnant": True}).value("pregnant") is True


def test_what_only_an_examination_tells_is_unknown_without_one():
    unseen, seen = facts(), facts(examined=True)
    assert unseen.value("examination") is None
    assert "examination" not in unseen.open
    assert "examination" in seen.open


def test_age_and_age_at_onset_follow_from_dates():
    known = facts({"birth_date": BORN, "onset_date": date(2010, 2, 28)})
    assert known.value("age") == 46
    assert known.value("age_at_onset") == 29
    assert known["duration_weeks"].source == "derived"
    assert known["early"] == Fact("early", True, "derived", None)
    assert "duration_weeks" not in known.open


def test_age_at_onset_follows_from_weeks():
    known = facts({"birth_date": BORN, "duration_weeks": 104})
    assert known.value("age_at_onset") == 44
    assert known.value("early") is True


def test_weeks_follow_the_date_of_onset():
    known = facts({"onset_date": TODAY - timedelta(days=10), "duration_weeks": 99})
    assert known.value("duration_weeks") == 1.4


@pytest.mark.parametrize(
    ("dated_by", "told_by", "weeks"),
    [
        (Speaker.RECORD, Speaker.PATIENT, 99),
        (Speaker.RECORD, Speaker.RECORD, 1.4),
        (Speaker.PATIENT, Speaker.PATIENT, 1.4),
        (Speaker.PRACTITIONER, Speaker.PATIENT, 1.4),
    ],
)
def test_weeks_that_a_person_tells_go_before_a_date_on_record(dated_by, told_by, weeks):
    onset = Statement("onset_date", TODAY - timedelta(days=10), dated_by, TODAY)
    told = Statement("duration_weeks", 99, told_by, TODAY)
    known = facts({"birth_date": BORN}, more=[onset, told])
    assert known.value("duration_weeks") == weeks
    assert known.value("age_at_onset") == (44 if weeks == 99 else 46)


def test_a_catalogue_without_weeks_derives_none():
    small = catalogue(gated(DAY, "onset_date"), gated(DAY, "birth_date"))
    said = [record("onset_date", TODAY), record("birth_date", BORN)]
    known = know(said, small, today=TODAY)
    assert known.value("duration_weeks") is None
    assert known.value("age_at_onset") == 46


def test_an_answer_outweighs_what_would_follow():
    said = {"birth_date": BORN, "onset_date": date(2010, 2, 28), "early": False}
    assert facts(said)["early"].source == "patient"


def test_a_claim_whose_grounds_are_unknown_follows_from_nothing():
    known = facts({"birth_date": BORN})
    assert "early" in known.open


@pytest.mark.parametrize(
    ("said", "asked", "style"),
    [
        ({}, None, None),
        ({"style_preference": "western"}, None, "western"),
        ({"style_preference": "none"}, None, None),
        ({"style_preference": "western"}, "traditional", "traditional"),
    ],
)
def test_style_is_the_one_asked_for_or_else_preferred(said, asked, style):
    assert facts(said, style=asked).value("style") == style


@pytest.mark.parametrize(
    ("said", "span", "asked"),
    [
        ({}, Span(0, 2, ("sign_a", "sign_b")), True),
        ({"sign_a": True}, Span(1, 2, ("sign_a", "sign_b")), True),
        ({"sign_a": False}, Span(0, 1, ("sign_b",)), False),
        ({"sign_a": True, "sign_b": True}, Span(2, 2, ("sign_a", "sign_b")), True),
        ({"sign_a": True, "sign_b": False}, Span(1, 1, ("sign_a",)), False),
    ],
)
def test_a_count_is_a_span_until_all_is_known(said, span, asked):
    known = facts({"early": True, **said})
    assert known.value("signs") == span
    assert ("test" in known.open) is asked


MORPHINE = Conversion("morphine", "mg/day", "7052", {Edition.CDC2022: (Factor(1.0),)})
TAKEN = replace(spec(Kind.LIST, None), id="medicines")
DOSE = gated(NUMBER, "opioid_mme", "never")


@pytest.mark.parametrize(
    ("title", "specs", "said", "dose"),
    [
        ("nothing said", [TAKEN, DOSE], {}, None),
        ("no medicine", [TAKEN, DOSE], {"medicines": ()}, 0),
        (
            "an opioid",
            [TAKEN, DOSE],
            {"medicines": (Medicine("ATC:N02AA01", "morphine", "morphine", 20.0),)},
            20,
        ),
        (
            "known by name only",
            [TAKEN, DOSE],
            {"medicines": (Medicine("", "x"),)},
            None,
        ),
        ("told outright", [TAKEN, DOSE], {"medicines": (), "opioid_mme": 30}, 30),
        ("no fact for it", [TAKEN], {"medicines": ()}, None),
    ],
)
def test_the_opioid_dose_follows_from_medicines_that_are_known(
    title, specs, said, dose
):
    kept = Catalogue({each.id: each for each in specs}, {}, {"morphine": MORPHINE})
    words = [Statement(k, v, Speaker.PATIENT, TODAY) for k, v in said.items()]
    assert know(words, kept, today=TODAY).value("opioid_mme") == dose, title


def test_a_hint_of_a_record_leaves_the_fact_open_and_says_why():
    known = facts(more=[Statement("bleeding", None, Speaker.RECORD, TODAY, note="?")])
    assert "bleeding" in known.open
    assert known["bleeding"].note == "The record of 2026-11-21 says: ?"


def test_what_follows_goes_before_an_old_no_on_record():
    old = Statement("early", False, Speaker.RECORD, date(2020, 1, 1), window_days=400)
    dates = {"birth_date": date(1990, 1, 1), "onset_date": date(2018, 1, 1)}
    known = facts(dates, more=[old])
    assert known.value("early") is True
    assert "early" not in known.open


def test_two_dates_of_birth_are_a_dispute_and_the_answer_counts():
    absolute = catalogue(gated(DAY, "birth_date", rank=Rank.ABSOLUTE))
    record = Statement("birth_date", date(2012, 1, 1), Speaker.RECORD, None)
    answer = Statement("birth_date", BORN, Speaker.PATIENT, TODAY)
    known = know([record, answer], absolute, today=TODAY)
    assert known.value("birth_date") == BORN
    assert known.disputed() == ("birth_date",)


def test_disputed_facts_are_named():
    known = facts({"bleeding": False}, more=[record("bleeding", True)])
    assert known.disputed() == ("bleeding",)
    assert facts({"bleeding": True}).disputed() == ()


def test_facts_iterate_over_what_was_spoken_of():
    assert list(facts({"bleeding": True})) == ["bleeding"]


@pytest.mark.parametrize(
    ("born", "day", "years"),
    [
        (date(2000, 2, 29), date(2026, 2, 28), 25),
        (date(2000, 2, 29), date(2026, 3, 1), 26),
        (date(2000, 11, 21), TODAY, 26),
        (date(2000, 11, 22), TODAY, 25),
        (date(2027, 1, 1), TODAY, -1),
    ],
)
def test_years_between(born, day, years):
    assert years_between(born, day) == years


@pytest.mark.parametrize(
    ("names", "said", "facts_behind"),
    [
        (("age",), {"birth_date": BORN}, ("birth_date",)),
        (("age",), {}, ("birth_date",)),
        (
            ("age_at_onset",),
            {"birth_date": BORN, "duration_weeks": 3},
            ("birth_date", "duration_weeks"),
        ),
        (
            ("age_at_onset", "age"),
            {},
            ("birth_date", "onset_date", "duration_weeks"),
        ),
        (("style", "examined", "sessions_so_far"), {}, ()),
        (("bleeding", "bleeding"), {}, ("bleeding",)),
    ],
)
def test_a_reason_is_made_of_facts(names, said, facts_behind):
    assert rests_on(names, facts(said)) == facts_behind


def test_facts_are_a_value():
    assert Facts({}, {}, (), TODAY) == Facts({}, {}, (), TODAY)
    assert Rank.USEFUL not in {each.rank for each in (CLAIM, COUNT)}
