"""Rules applied to facts: findings, outcome, session, restrictions, questions."""

from datetime import date, timedelta

import pytest

from deqi.core.expressions import parse
from deqi.core.facts import Holds, Kind, Rank, Speaker, Statement
from deqi.core.people import Catalogue, know
from deqi.core.reading import Clearance
from deqi.core.regions import BodyMap, Region
from deqi.core.rules import Limit, Outcome, Rule, RuleBook, Scope, Tier, Urgency
from deqi.core.screening import screen
from tests.core.test_facts import CLAIM, replace, spec

TODAY = date(2026, 11, 21)
LETTER = Clearance("flag", "Dr A", "surgeon", TODAY, "letter 1", TODAY)

CATALOGUE = Catalogue(
    {
        each.id: each
        for each in (
            replace(CLAIM, id="grave"),
            replace(CLAIM, id="mild", rank=Rank.RELATIVE, holds_up=Holds.NOTHING),
            replace(CLAIM, id="drunk", holds_up=Holds.SESSION),
            replace(
                CLAIM,
                id="weeks_known",
                ask_when=parse("grave"),
                rank=Rank.RELATIVE,
                holds_up=Holds.NOTHING,
            ),
            replace(spec(Kind.LIST, ()), id="places"),
            replace(spec(Kind.LIST, None), id="clearances", rank=Rank.USEFUL),
        )
    },
    {},
)
BODY = BodyMap(
    {
        code: Region(code, code, parent, None)
        for code, parent in [
            ("body", None),
            ("arm_left", "body"),
            ("wrist_left", "arm_left"),
            ("chest", "body"),
        ]
    }
)
HARMLESS = {
    "grave": False,
    "mild": False,
    "drunk": False,
    "places": (),
    "clearances": (),
}


def tier(when, outcome=Outcome.REFER, urgency=None, *, clearable=False):
    return Tier(parse(when), outcome, urgency, f"act on {when}", "doctor", clearable)


def limit(*codes, scope=Scope.TECHNIQUE, **more):
    return Limit(scope, codes, "because", ("product",), **more)


def rule(*tiers, name="flag", limits=(), holds_session=False):
    return Rule(
        name,
        "red_flag",
        "Title",
        tiers,
        tuple(limits),
        holds_session,
        ("product",),
        False,
    )


OPEN_FLAG = rule(tier("red_flag_open"), name="red_flag_open")


def run(flags=(), precautions=(), **changes):
    said = {key: value for key, value in {**HARMLESS, **changes}.items()}
    words = [
        Statement(key, value, Speaker.PATIENT, TODAY)
        for key, value in said.items()
        if value is not None
    ]
    facts = know(words, CATALOGUE, today=TODAY)
    book = RuleBook(tuple(flags), tuple(precautions))
    return screen(facts, book, catalogue=CATALOGUE, body=BODY)


def test_nothing_wrong_proceeds():
    found = run([rule(tier("grave"))])
    assert (found.outcome, found.findings, found.questions) == (
        Outcome.PROCEED,
        (),
        (),
    )
    assert found.session.allowed is True


@pytest.mark.parametrize("outcome", list(Outcome))
def test_the_outcome_is_that_of_the_gravest_finding(outcome):
    mild = rule(tier("mild", Outcome.CAUTION), name="other")
    found = run([rule(tier("grave", outcome)), mild], grave=True, mild=True)
    gravest = max(outcome, Outcome.CAUTION, key=lambda each: each.gravity)
    assert found.outcome is gravest
    assert [each.outcome.gravity for each in found.findings] == sorted(
        (outcome.gravity, Outcome.CAUTION.gravity), reverse=True
    )


def test_a_rule_fires_in_its_gravest_tier_only():
    flag = rule(
        tier("grave and mild", Outcome.EMERGENCY, Urgency.EMERGENCY),
        tier("grave", Outcome.REFER, Urgency.URGENT),
    )
    (found,) = run([flag], grave=True, mild=True).findings
    assert found.urgency is Urgency.EMERGENCY
    assert found.because == ("grave", "mild")


@pytest.mark.parametrize(
    ("fact", "outcome", "allowed"),
    [
        ("grave", Outcome.ASK, None),
        ("mild", Outcome.PROCEED, True),
        ("drunk", Outcome.PROCEED, None),
    ],
)
def test_what_an_open_question_holds_up(fact, outcome, allowed):
    found = run([rule(tier("grave"))], **{fact: None})
    assert found.outcome is outcome
    assert found.session.allowed is allowed
    assert found.session.because == ((fact,) if allowed is None else ())
    assert [each.fact for each in found.questions] == (
        ["grave", "weeks_known"] if fact == "grave" else [fact]
    )


def test_a_question_carries_its_wording_and_what_the_record_hints_at():
    hint = Statement("grave", None, Speaker.RECORD, TODAY, note="words")
    facts = know([hint], CATALOGUE, today=TODAY)
    found = screen(facts, RuleBook((), ()), catalogue=CATALOGUE, body=BODY)
    assert found.questions[0].text == "X?"
    assert found.questions[0].note == "The record of 2026-11-21 says: words"
    assert [each.rank for each in found.questions] == sorted(
        (each.rank for each in found.questions), key=list(Rank).index
    )


def test_a_rule_of_the_session_leaves_the_outcome_alone():
    held = rule(tier("drunk"), name="drunk", holds_session=True)
    found = run([], [held], drunk=True)
    assert (found.outcome, found.findings) == (Outcome.PROCEED, ())
    assert found.session.allowed is False
    assert found.session.because == ("drunk",)
    assert [each.id for each in found.session.findings] == ["drunk"]


@pytest.mark.parametrize(
    ("outcome", "opens"),
    [
        (Outcome.EMERGENCY, True),
        (Outcome.REFER, True),
        (Outcome.CAUTION, False),
    ],
)
def test_an_open_grave_flag_is_a_precaution_of_its_own(outcome, opens):
    found = run([rule(tier("grave", outcome))], [OPEN_FLAG], grave=True)
    assert ("red_flag_open" in [each.id for each in found.findings]) is opens
    assert (found.session.allowed is False) is opens
    if opens:
        assert {each.because for each in found.findings} == {("grave",)}


@pytest.mark.parametrize(
    ("title", "letter", "closes"),
    [
        ("on its day", LETTER, True),
        ("another rule", replace(LETTER, rule="other"), False),
        ("a text is no letter", "letter", False),
        (
            "expired",
            replace(
                LETTER,
                given=TODAY - timedelta(days=9),
                expires=TODAY - timedelta(days=1),
            ),
            False,
        ),
        (
            "not yet given",
            replace(
                LETTER,
                given=TODAY + timedelta(days=1),
                expires=TODAY + timedelta(days=9),
            ),
            False,
        ),
    ],
)
def test_written_advice_closes_its_finding_while_it_holds(title, letter, closes):
    flag = rule(tier("grave", clearable=True))
    found = run([flag], [OPEN_FLAG], grave=True, clearances=(letter,))
    assert found.outcome is (Outcome.CAUTION if closes else Outcome.REFER), title
    assert bool(found.open_findings()) is not closes
    assert (found.findings[0].cleared == letter) is closes


def test_advice_does_not_close_what_may_not_be_cleared():
    found = run([rule(tier("grave"))], grave=True, clearances=(LETTER,))
    assert found.outcome is Outcome.REFER


def test_advice_on_the_graver_tier_leaves_the_milder_one_standing():
    flag = rule(tier("grave", clearable=True), tier("mild", Outcome.CAUTION))
    found = run([flag], grave=True, mild=True, clearances=(LETTER,))
    assert found.outcome is Outcome.CAUTION
    assert [each.cleared for each in found.findings] == [LETTER, None]


def test_advice_on_every_tier_shows_the_gravest_alone():
    flag = rule(
        tier("grave", clearable=True), tier("mild", Outcome.CAUTION, clearable=True)
    )
    (found,) = run([flag], grave=True, mild=True, clearances=(LETTER,)).findings
    assert (found.outcome, found.cleared) == (Outcome.REFER, LETTER)


def test_speakers_who_differ_are_a_finding():
    words = [
        Statement("grave", True, Speaker.RECORD, TODAY),
        Statement("grave", False, Speaker.PATIENT, TODAY),
    ]
    facts = know(words, CATALOGUE, today=TODAY)
    found = screen(facts, RuleBook((), ()), catalogue=CATALOGUE, body=BODY)
    (differ,) = found.findings
    assert (differ.kind, differ.outcome, differ.because) == (
        "contradiction",
        Outcome.CAUTION,
        ("grave",),
    )


@pytest.mark.parametrize(
    ("grave", "applied", "pending"),
    [(True, True, ()), (None, True, ("grave",)), (False, False, ())],
)
def test_a_restriction_holds_until_the_risk_is_known_to_be_absent(
    grave, applied, pending
):
    found = run([rule(tier("grave"), limits=[limit("electro")])], grave=grave)
    assert [each.code for each in found.restrictions] == (["electro"] * applied)
    assert all(each.pending == pending for each in found.restrictions)
    assert all(each.rule == "flag" for each in found.restrictions)


@pytest.mark.parametrize(
    ("mild", "applied", "pending"),
    [(True, True, ()), (None, True, ("mild",)), (False, False, ())],
)
def test_a_restriction_with_a_condition_of_its_own(mild, applied, pending):
    limits = [limit("heat", when=parse("mild"))]
    found = run([rule(tier("grave"), limits=limits)], grave=True, mild=mild)
    assert [each.code for each in found.restrictions] == (["heat"] * applied)
    assert all(each.pending == pending for each in found.restrictions)


@pytest.mark.parametrize(
    ("places", "whole_limb", "codes"),
    [
        (("wrist_left", "chest"), False, ["wrist_left", "chest"]),
        (("wrist_left", "chest"), True, ["arm_left", "chest"]),
        (("wrist_left", "arm_left"), True, ["arm_left"]),
        ((), False, []),
        (None, False, []),
    ],
)
def test_regions_come_from_a_fact(places, whole_limb, codes):
    limits = [
        limit(scope=Scope.REGION, regions_of="places", whole_limb=whole_limb),
    ]
    flag = rule(tier("grave", Outcome.CAUTION), limits=limits)
    found = run([flag], grave=True, places=places)
    assert [each.code for each in found.restrictions] == codes


def test_a_list_that_holds_no_regions_takes_none_away():
    limits = [limit(scope=Scope.REGION, regions_of="clearances")]
    flag = rule(tier("grave"), limits=limits)
    assert run([flag], grave=True, clearances=(LETTER,)).restrictions == ()


@pytest.mark.parametrize(("lifted", "codes"), [(True, []), (False, ["electro"])])
def test_a_clearance_lifts_a_restriction_only_where_the_record_says_so(lifted, codes):
    flag = rule(
        tier("grave", Outcome.CAUTION, clearable=True),
        limits=[limit("electro", lifted_by_clearance=lifted)],
    )
    found = run([flag], grave=True, clearances=(LETTER,))
    assert [each.code for each in found.restrictions] == codes
