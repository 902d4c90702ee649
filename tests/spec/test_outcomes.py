"""What findings and open questions come to together, and what written advice closes."""

from datetime import timedelta

import pytest

from deqi.care import chain
from deqi.core.reading import Clearance
from deqi.core.rules import Outcome
from deqi.knowledge import precautions, red_flags
from tests.spec import people
from tests.spec.people import TODAY, born
from tests.spec.tables import Page, Table

PAGE = Page(
    "outcomes",
    "Outcome, session and clearances",
    """The outcome is the gravest of all findings and of all open questions of rank
    absolute that hold up the plan: proceed, caution, ask, refer, emergency. Every row is
    the harmless person in all but what it names.""",
)

SEVERITY = Table(
    title="The gravest wins",
    columns={"known": "Known", "outcome": "Outcome", "plan": "There is a plan"},
    rows=[
        ({}, "proceed", True),
        ({"diabetes": True}, "caution", True),
        ({"diabetes": None}, "proceed", True),
        ({"sex_at_birth": None}, "proceed", True),
        ({"diabetes": True, "feels_unwell": None}, "ask", False),
        ({"feels_unwell": None, "calf_swollen_warm": True}, "refer", False),
        (
            {
                "feels_unwell": None,
                "calf_swollen_warm": True,
                "self_harm_thoughts": True,
            },
            "emergency",
            False,
        ),
        ({"birth_date": None}, "ask", False),
        ({"birth_date": born(17)}, "refer", False),
        ({"condition": "headache"}, "caution", False),
        ({"condition": None}, "proceed", False),
        ({"condition": "headache", "feels_unwell": None}, "ask", False),
        ({"anticoagulant": "vka", "inr_stable": None}, "ask", False),
        ({"bad_reaction_before": "serious"}, "caution", True),
        (
            {"cancer_history": True, "pain_new_or_changed": None},
            "refer",
            False,
        ),
    ],
)

SESSION = Table(
    title="Today's session",
    prose="""Consent, refusal, extreme fear, lying still and drink or drugs stop the session
    and leave the outcome alone. A finding of refer or emergency stops the session as
    well. It waits while a question of rank absolute is open.""",
    columns={
        "known": "Known",
        "outcome": "Outcome",
        "allowed": "Session allowed",
        "because": "Because of",
    },
    rows=[
        ({}, "proceed", True, []),
        ({"intoxicated": True}, "proceed", False, ["intoxicated"]),
        ({"can_consent": False}, "proceed", False, ["can_consent"]),
        ({"refuses_needling": True}, "proceed", False, ["refuses_needling"]),
        (
            {"needle_phobia_extreme": True},
            "proceed",
            False,
            ["needle_phobia_extreme"],
        ),
        ({"can_lie_still": False}, "proceed", False, ["can_lie_still"]),
        ({"intoxicated": None}, "proceed", None, ["intoxicated"]),
        ({"can_consent": None}, "proceed", None, ["can_consent"]),
        (
            {"can_consent": None, "intoxicated": True},
            "proceed",
            False,
            ["intoxicated"],
        ),
        ({"feels_unwell": None}, "ask", None, ["feels_unwell"]),
        ({"calf_swollen_warm": True}, "refer", False, ["calf_swollen_warm"]),
        (
            {"calf_swollen_warm": True, "refuses_needling": True},
            "refer",
            False,
            ["refuses_needling", "calf_swollen_warm"],
        ),
        ({"diabetes": True}, "caution", True, []),
    ],
)

ELDER = {"birth_date": born(66)}
CLEARED = Table(
    title="What written advice closes",
    prose="""A letter names the rule, who wrote it in what role, the document and its last
    day. It closes that one finding until then. Nothing clears an emergency, a refusal,
    missing consent, drink or drugs, or an age under 18. What a rule takes away stays
    taken away, except electricity with a device.""",
    columns={
        "rule": "Letter on",
        "known": "Known",
        "before": "Outcome without it",
        "after": "Outcome with it",
        "expired": "The day after it ends",
    },
    rows=[
        (
            "severe_bleeding_disorder",
            {"bleeding_disorder": "severe"},
            "refer",
            "caution",
            "refer",
        ),
        ("thrombocytopenia", {"platelets": 40}, "refer", "caution", "refer"),
        (
            "aaa_vascular",
            {**ELDER, "known_aneurysm": True},
            "refer",
            "caution",
            "refer",
        ),
        (
            "aaa_vascular",
            {**ELDER, "known_aneurysm": True, "sudden_severe_pain": True},
            "emergency",
            "emergency",
            "emergency",
        ),
        (
            "known_serious_disease",
            {"known_serious_spinal_disease": "fracture"},
            "refer",
            "caution",
            "refer",
        ),
        (
            "known_serious_disease",
            {"known_serious_spinal_disease": "cauda_equina"},
            "emergency",
            "emergency",
            "emergency",
        ),
        ("cauda_equina", {"saddle_numbness": True}, *["emergency"] * 3),
        ("cauda_equina", {"both_legs_pain_new": True}, "refer", "caution", "refer"),
        ("mental_health_risk", {"self_harm_thoughts": True}, *["emergency"] * 3),
        (
            "surgeon_clearance",
            {"condition": "pain_after_surgery"},
            "caution",
            "proceed",
            "caution",
        ),
        ("no_paediatric_protocol", {"birth_date": born(17)}, *["refer"] * 3),
        ("red_flag_open", {"calf_swollen_warm": True}, *["refer"] * 3),
        (
            "aaa_vascular",
            {"bleeding_disorder": "severe"},
            "refer",
            "refer",
            "refer",
        ),
        ("unstable_cardiac", {"cardiac_unstable": None}, *["ask"] * 3),
    ],
)


def letter(rule, last_day=TODAY):
    return Clearance(
        rule, "Dr A", "specialist", TODAY - timedelta(days=30), "letter 1", last_day
    )


@SEVERITY.cases
def test_the_gravest_wins(known, outcome, plan):
    care = people.decide(known)
    assert care.screening.outcome.value == outcome
    assert (care.plan is not None) is plan
    assert bool(care.withheld) is not plan


@SESSION.cases
def test_todays_session(known, outcome, allowed, because):
    found = people.screen(known)
    assert found.outcome.value == outcome
    assert found.session.allowed is allowed
    assert list(found.session.because) == because


@CLEARED.cases
def test_what_written_advice_closes(rule, known, before, after, expired):
    ended = letter(rule, TODAY - timedelta(days=1))
    assert people.screen(known).outcome.value == before
    cleared = people.screen({**known, "clearances": (letter(rule),)})
    assert cleared.outcome.value == after
    assert people.screen({**known, "clearances": (ended,)}).outcome.value == expired
    if before != after:
        closed = people.finding(cleared, rule)
        assert closed.cleared == letter(rule)
        assert cleared.session.allowed is True


def test_no_tier_that_stops_the_session_or_is_an_emergency_can_be_cleared():
    for rule in (*red_flags.catalogue(), *precautions.catalogue()):
        for tier in rule.tiers:
            if rule.holds_session or tier.outcome is Outcome.EMERGENCY:
                assert not tier.clearable


@pytest.mark.parametrize(
    "known",
    [
        {"intoxicated": True},
        {"can_consent": False},
        {"refuses_needling": True},
        {"needle_phobia_extreme": True},
        {"can_lie_still": False},
    ],
)
def test_no_letter_opens_a_session_that_is_stopped(known):
    letters = tuple(letter(rule.id) for rule in precautions.catalogue())
    assert people.screen({**known, "clearances": letters}).session.allowed is False


@pytest.mark.parametrize(
    ("rule", "known"),
    [
        ("severe_bleeding_disorder", {"bleeding_disorder": "severe"}),
        ("pacemaker_icd", {"pacemaker_or_icd": True}),
        ("known_serious_disease", {"known_serious_spinal_disease": "malignancy"}),
    ],
)
def test_a_letter_leaves_what_is_taken_away(rule, known):
    kept = people.screen({**known, "clearances": (letter(rule),)})
    assert kept.restrictions == people.screen(known).restrictions != ()


@pytest.mark.parametrize(("days", "allowed"), [(0, True), (1, True), (2, None)])
def test_a_session_wants_answers_of_the_last_day(days, allowed):
    said = people.said(people.harmless(), at=TODAY - timedelta(days=days))
    _, found = chain.screen(said, today=TODAY)
    assert found.outcome is Outcome.PROCEED
    assert found.session.allowed is allowed
    assert ("fever_or_chills" in found.session.because) is (allowed is None)
    assert "osteoporosis" not in found.session.because


def test_a_surgeon_gives_the_back_free():
    known = {"condition": "pain_after_surgery"}
    freed = people.screen({**known, "clearances": (letter("surgeon_clearance"),)})
    assert "back" in {each.code for each in people.screen(known).restrictions}
    assert freed.restrictions == ()


def test_a_letter_from_one_flag_does_not_lift_the_others():
    known = {"calf_swollen_warm": True, "trauma_severe": True}
    found = people.screen({**known, "clearances": (letter("fracture"),)})
    assert found.outcome is Outcome.REFER
    assert people.finding(found, "red_flag_open").because == ("calf_swollen_warm",)
