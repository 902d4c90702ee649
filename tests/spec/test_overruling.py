"""Overruling a review: who may, when not, and what an earlier reason does."""

from datetime import timedelta

import pytest

from deqi.care import overruling
from deqi.core.review import Decision
from deqi.core.review.overruling import Bar, MayNotOverrule, Wish
from deqi.knowledge import reviews
from tests.spec.tables import Page, Table
from tests.spec.test_reviews import FIRST, course, day, said

PAGE = Page(
    "overruling",
    "Overruling a review",
    """A practitioner may decide otherwise than a review, with a written reason that is
    kept and shown. Six weekly sessions, the review is on day 35, and the practitioner
    is licensed until the day given. An overrule changes the course alone; whether there
    may be a session today stays with the screening.""",
)

SCORES = {0: 8, 35: 8}
"""Without a gain: the rules say ``change``."""

WHO = Table(
    title="Who may, and with what",
    prose="""The rules say change the treatment; `continue` is wanted instead, unless a
    row says otherwise. All that stands in the way is told at once.""",
    columns={
        "decision": "Wanted",
        "reason": "Reason",
        "role": "By",
        "licensed": "Licensed until day",
        "bars": "In the way",
    },
    rows=[
        ("continue", "a new job, hard weeks", "practitioner", 35, []),
        ("continue", "a new job, hard weeks", "practitioner", 400, []),
        ("refer", "it does not look like the back", "practitioner", 400, []),
        ("continue", "a new job", "practitioner", 34, ["credential_expired"]),
        ("continue", "a new job", "practitioner", None, ["credential_unknown"]),
        ("continue", "a new job", "receptionist", 400, ["not_licensed"]),
        ("continue", "a new job", "patient", None, ["not_licensed"]),
        ("continue", "", "practitioner", 400, ["no_reason"]),
        ("continue", "  \n ", "practitioner", 400, ["no_reason"]),
        ("change", "I think so too", "practitioner", 400, ["same_decision"]),
        (
            "change",
            "",
            "receptionist",
            None,
            ["not_licensed", "same_decision", "no_reason"],
        ),
    ],
)

NEVER = Table(
    title="What no reason overrules",
    prose="""What is wanted, by a licensed practitioner with a reason, on a day on which
    the patient says or the chart holds what the row names. Refused needles or missing
    consent bar every decision that goes on needling, and no other. A life-threatening
    event is an emergency on its day; from the next day on a practitioner may write down
    why needling goes on.""",
    columns={
        "facts": "Today",
        "events": "Events by day",
        "decision": "Wanted",
        "bars": "In the way",
    },
    rows=[
        ({"saddle_numbness": True}, {}, "continue", ["emergency"]),
        ({"saddle_numbness": True}, {}, "discharge", ["emergency"]),
        ({}, {35: [{"kind": "seizure", "grade": 4}]}, "continue", ["emergency"]),
        ({}, {28: [{"kind": "seizure", "grade": 4}]}, "continue", []),
        (
            {},
            {
                28: [{"kind": "seizure", "grade": 5}],
                35: [{"kind": "seizure", "grade": 4}],
            },
            "continue",
            ["emergency"],
        ),
        (
            {"saddle_numbness": True},
            {28: [{"kind": "seizure", "grade": 4}]},
            "continue",
            ["emergency"],
        ),
        ({"fever_or_chills": True}, {}, "continue", []),
        ({"refuses_needling": True}, {}, "continue", ["session_held"]),
        ({"can_consent": False}, {}, "taper", ["session_held"]),
        ({"intoxicated": True}, {}, "restart", ["session_held"]),
        ({"refuses_needling": True}, {}, "discharge", []),
        ({"refuses_needling": True}, {}, "refer", []),
        (
            {"refuses_needling": True, "saddle_numbness": True},
            {},
            "continue",
            ["emergency", "session_held"],
        ),
    ],
)

HONOURED = Table(
    title="A reason from an earlier review",
    prose="""What an overrule is kept as goes into the episode's `reviews`, and later
    reviews go by it: its decision is the last one, and a serious event that it was
    written after no longer stands in the way. A blank reason is none. Nothing but a
    reason settles such an event.""",
    columns={
        "events": "Events by day",
        "earlier": "Earlier review on day 21",
        "reason": "Its reason",
        "decision": "Decision on day 35",
        "rule": "Rule",
    },
    rows=[
        ({}, "change", "", "continue", "change_under_way"),
        ({}, "change", "she asked for it", "continue", "change_under_way"),
        ({}, "continue", "a new job", "change", "no_gain_by_visit_six"),
        (
            {14: [{"kind": "other", "grade": 3}]},
            "continue",
            "seen by the surgeon, healed",
            "change",
            "no_gain_by_visit_six",
        ),
        (
            {14: [{"kind": "other", "grade": 3}]},
            "continue",
            "  ",
            "refer",
            "event_serious",
        ),
        (
            {14: [{"kind": "other", "grade": 3}]},
            "refer",
            "the surgeon must look",
            "refer",
            "event_serious",
        ),
    ],
)


def wish(decision="continue", reason="a new job", role="practitioner", licensed=400):
    until = None if licensed is None else FIRST + timedelta(days=licensed)
    return Wish(Decision(decision), reason, role, until)


def bars(ruling):
    words = {reason.text: bar for bar, reason in reviews.overruling().told.items()}
    return [words[each.text].value for each in ruling.reasons]


@WHO.cases
def test_who(decision, reason, role, licensed, bars):
    check(course(6, SCORES), wish(decision, reason, role, licensed), bars)


@NEVER.cases
def test_never(facts, events, decision, bars):
    found = course(6, SCORES, facts=facts, events=events)
    check(found, wish(decision), bars)


def check(found, wanted, expected):
    ruling = overruling.rule(found, wanted)
    assert bars(ruling) == expected
    assert ruling.allowed is (not expected)
    if ruling.allowed:
        assert overruling.overrule(found, wanted).decision is wanted.decision
        return
    with pytest.raises(MayNotOverrule) as refused:
        overruling.overrule(found, wanted)
    assert refused.value.ruling == ruling
    assert all(each.text in str(refused.value) for each in ruling.reasons)
    assert all(each.sources and not each.reviewed for each in ruling.reasons)


@HONOURED.cases
def test_honoured(events, earlier, reason, decision, rule):
    told = {"date": day(21), "decision": earlier, "reason": reason}
    found = course(6, SCORES, events=events, reviews=[told])
    assert said(found) == (decision, [rule])
    assert [each.reason for each in found.overruled] == (
        [reason] if reason.strip() else []
    )


def test_what_is_kept_is_what_a_later_review_reads():
    events = {14: [{"kind": "other", "grade": 3}]}
    ruled = course(4, SCORES, today=21, events=events)
    assert ruled.decision is Decision.REFER
    kept = overruling.overrule(ruled, wish(reason=" healed,\n says the surgeon "))
    assert kept.entry() == {
        "date": day(21),
        "decision": "continue",
        "reason": "healed, says the surgeon",
        "ruled": "refer",
        "by_role": "practitioner",
    }
    assert kept.rules == ("event_serious",)
    later = course(6, SCORES, events=events, reviews=[kept.entry()])
    assert later.decision is Decision.CHANGE
    (shown,) = later.overruled
    assert (shown.date, shown.reason) == (kept.date, kept.reason)
    assert shown.decision is kept.decision


def test_every_bar_has_words_and_a_case():
    named = {bar for table in (WHO, NEVER) for row in table.rows for bar in row[-1]}
    assert named == {bar.value for bar in Bar}
