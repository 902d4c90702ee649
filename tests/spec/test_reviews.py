"""Reviews: what to do next with a course, decision by decision and edge by edge."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deqi.care import reviewing
from deqi.care.reviewing import Review
from deqi.core import episodes
from deqi.core.instruments import ScoreOutOfRange
from deqi.core.plain import plain
from deqi.core.review import Decision
from deqi.knowledge import instruments, reviews
from tests.spec import people
from tests.spec.tables import Page, Table

PAGE = Page(
    "reviews",
    "Reviews",
    """What a review decides, and by which rule. The gravest rule that holds decides:
    discharge, maintain, taper, continue, measure, pause, change, restart, refer, from
    mild to grave. Days are counted from the first session, which is day 0; sessions are
    a week apart where nothing else is said, and the review is on the day of the last
    one. Pain is the NRS from 0 to 10 by day. The patient is harmless in all that a row
    does not name. No clinician has reviewed the rules.""",
)

FIRST = date(2026, 3, 2)


def day(offset: int) -> str:
    return (FIRST + timedelta(days=offset)).isoformat()


def weekly(count: int, every: int = 7) -> list[int]:
    return [every * place for place in range(count)]


def scores(pain: Mapping[int, float], instrument: str = "NRS") -> list[dict]:
    return [
        {"date": day(offset), "instrument": instrument, "score": score}
        for offset, score in pain.items()
    ]


def sat(days: Sequence[int], events: Mapping[int, object] | None = None) -> list[dict]:
    charted = events or {}
    return [
        {"date": day(offset), "needles": 9, "adverse_events": charted.get(offset, [])}
        for offset in days
    ]


def episode(**told: object) -> dict[str, object]:
    """Return an episode of the harmless person with these fields."""
    facts = {**people.harmless(), "birth_date": date(1979, 3, 1)}
    facts |= {"onset_date": date(2025, 9, 1)} | dict(told.pop("facts", {}))
    return {"condition": "low_back_pain", "facts": plain(facts), **told}


def decide(document: Mapping[str, object], today: int) -> Review:
    read = episodes.read(document, instruments.catalogue())
    return reviewing.decide(read, today=FIRST + timedelta(days=today))


def course(
    count: int,
    pain: Mapping[int, float],
    *,
    today: int | None = None,
    every: int = 7,
    **more: object,
) -> Review:
    """Review so many sessions, on the day of the last of them."""
    held = weekly(count, every)
    on = (held[-1] if held else 0) if today is None else today
    events = more.pop("events", None)
    told = {"sessions": sat(held, events), "measurements": scores(pain), **more}
    return decide(episode(**told), on)


def said(reviewed: Review) -> tuple[str, list[str]]:
    return reviewed.decision.value, [each.rule for each in reviewed.because]


def reviewed_on(days: Mapping[int, str]) -> list[dict]:
    """Return earlier reviews by day."""
    return [{"date": day(on), "decision": word} for on, word in days.items()]


def earlier(**days: int) -> list[dict]:
    """Return earlier reviews: decision and day."""
    return [{"date": day(on), "decision": word} for word, on in days.items()]


RESPONSE = Table(
    title="From response to decision",
    prose="""Sessions so far, pain at the start and on the day of the review. The first
    review is after visit 4 to 6; from a gain of 30 % on visits are spaced out; without
    one by visit 6 to 8 the treatment is changed, once, or stopped.""",
    columns={
        "sessions": "Sessions",
        "start": "Start",
        "now": "Now",
        "decision": "Decision",
        "rule": "Rule",
    },
    rows=[
        (1, 8, 8, "continue", "before_first_review"),
        (3, 8, 7, "continue", "before_first_review"),
        (3, 8, 0, "discharge", "recovered"),
        (4, 8, 8, "continue", "first_review_little_gain"),
        (5, 8, 7.5, "continue", "first_review_little_gain"),
        (4, 8, 7, "continue", "partial_response"),
        (4, 8, 5.7, "continue", "partial_response"),
        (4, 8, 5.6, "taper", "response"),
        (4, 8, 4, "taper", "response"),
        (6, 8, 8, "change", "no_gain_by_visit_six"),
        (6, 8, 7.3, "change", "no_gain_by_visit_six"),
        (6, 8, 7.2, "continue", "partial_response"),
        (6, 8, 5.7, "continue", "partial_response"),
        (6, 8, 5.6, "taper", "response"),
        (7, 8, 6, "continue", "partial_response"),
        (8, 8, 6, "change", "no_response_by_visit_eight"),
        (8, 8, 5.7, "change", "no_response_by_visit_eight"),
        (8, 8, 5.6, "taper", "response"),
        (8, 3.3, 2.31, "taper", "response"),
        (15, 8, 5, "taper", "response"),
        (15, 8, 7, "change", "no_response_by_visit_eight"),
        (6, 8, 0, "discharge", "recovered"),
        (2, 5, 7, "change", "worse"),
        (6, 5, 7, "change", "worse"),
        (6, 5, 6, "change", "no_gain_by_visit_six"),
    ],
)

TAPER = Table(
    title="Taper, maintenance, discharge",
    prose="""Eight sessions twice a week took pain from 8 to the score given, and a review
    decided to taper on day 25; further sessions as given. One visit after two weeks, and
    where the gain holds it ends. Monthly visits are maintenance, for those who want it.
    A gain is lost where it is under 30 % and pain has risen by 2 points, or where it is
    under 10 %: less is within what scores vary by.""",
    columns={
        "at": "Pain on day 25",
        "after": "Sessions after day 25",
        "now": "Pain now",
        "wants": "Wants maintenance",
        "decision": "Decision",
        "days": "Next visit in days",
    },
    rows=[
        (3, [], 3, None, "taper", (12, 16)),
        (3, [], 3, True, "taper", (12, 16)),
        (3, [39], 3, None, "taper", (25, 35)),
        (3, [39], 3, True, "maintain", (25, 35)),
        (3, [39], 3, False, "discharge", None),
        (3, [39], 0, True, "discharge", None),
        (3, [39], 5.6, False, "discharge", None),
        (3, [39], 5.7, False, "restart", (0, 7)),
        (4, [39], 5.7, False, "discharge", None),
        (4, [39], 5.7, True, "maintain", (25, 35)),
        (4, [39], 5.7, None, "taper", (25, 35)),
        (4, [39], 6, True, "restart", (0, 7)),
        (5.5, [39], 7.2, False, "discharge", None),
        (5.5, [39], 7.3, False, "restart", (0, 7)),
        (None, [39], 5.6, False, "discharge", None),
        (None, [39], 5.7, False, "restart", (0, 7)),
    ],
)

MEASURING = Table(
    title="Measured, or not",
    prose="""Missing, stale and strange measurements: `measure`, never a guess. Six weekly
    sessions, so the review is on day 35.""",
    columns={
        "pain": "Pain by day",
        "peg": "PEG by day",
        "decision": "Decision",
        "rule": "Rule",
    },
    rows=[
        ({}, {}, "measure", "no_baseline"),
        ({0: 8}, {}, "measure", "one_measurement"),
        ({35: 4}, {}, "measure", "no_baseline"),
        ({35: 0}, {}, "discharge", "recovered"),
        ({0: 8, 35: 4}, {}, "taper", "response"),
        ({-10: 8, 35: 4}, {}, "taper", "response"),
        ({-43: 8, 35: 4}, {}, "measure", "no_baseline"),
        ({7: 8, 35: 4}, {}, "taper", "response"),
        ({8: 8, 35: 4}, {}, "measure", "no_baseline"),
        ({0: 8, 21: 4}, {}, "taper", "response"),
        ({0: 8, 20: 4}, {}, "measure", "stale_measurement"),
        ({0: 8, 36: 4}, {}, "measure", "one_measurement"),
        ({0: 8}, {35: 4}, "measure", "instrument_changed"),
        ({0: 8, 20: 4}, {35: 4}, "measure", "instrument_changed"),
        ({0: 8, 20: 4}, {0: 6, 35: 6}, "change", "no_gain_by_visit_six"),
        ({0: 8, 35: 8}, {0: 6, 35: 3}, "taper", "response"),
        ({0: 6, 35: 9}, {0: 6, 35: 3}, "change", "worse"),
        ({0: 0, 35: 1}, {}, "measure", "no_room_to_improve"),
        ({0: 0, 35: 0}, {}, "discharge", "recovered"),
    ],
)

EVENTS = Table(
    title="Adverse events",
    prose="""Six weekly sessions with a good response; the events were charted on the days
    given, and the review is on day 35.""",
    columns={"events": "Events by day", "decision": "Decision", "rule": "Rule"},
    rows=[
        ({}, "taper", "response"),
        ({35: [{"kind": "bruise_haematoma", "grade": 1}]}, "taper", "response"),
        ({35: [{"kind": "bruise", "grade": "mild"}]}, "taper", "response"),
        (
            {
                28: [{"kind": "bleeding", "grade": 1}],
                35: [{"kind": "bleeding", "grade": 1}],
            },
            "taper",
            "response",
        ),
        (
            {
                28: [{"kind": "needle_pain", "grade": 1}],
                35: [{"kind": "headache", "grade": 1}],
            },
            "change",
            "events_repeated",
        ),
        ({35: [{"kind": "dizziness_faint"}]}, "measure", "event_not_graded"),
        ({35: [{"kind": "dizziness_faint", "grade": 2}]}, "pause", "event_treated"),
        ({14: [{"kind": "dizziness_faint", "grade": 2}]}, "taper", "response"),
        ({35: [{"kind": "local_infection", "grade": 1}]}, "pause", "event_healing"),
        ({35: [{"kind": "other", "grade": 3}]}, "refer", "event_serious"),
        ({7: [{"kind": "other", "grade": 3}]}, "refer", "event_serious"),
        ({35: [{"kind": "pneumothorax", "grade": 1}]}, "refer", "event_serious"),
        ({35: [{"kind": "pneumothorax"}]}, "refer", "event_serious"),
        ({35: [{"kind": "seizure", "grade": 4}]}, "refer", "event_life_threatening"),
    ],
)

SCREENED = Table(
    title="Screened again",
    prose="""Red flags and changes are asked again at each visit. Six weekly sessions with
    a good response, and what the patient says today. An open question does not change
    what the course wants, but no needle goes in before it is answered.""",
    columns={
        "facts": "Today",
        "decision": "Decision",
        "urgency": "Urgency",
        "allowed": "Session today",
    },
    rows=[
        ({}, "taper", "(none)", True),
        ({"saddle_numbness": True}, "refer", "emergency", False),
        ({"fever_or_chills": True}, "refer", "urgent", False),
        ({"leg_weakness_progressive": True}, "refer", "urgent", False),
        (
            {"reaction_since_last_visit": "chest_pain_or_breathless"},
            "refer",
            "emergency",
            False,
        ),
        ({"bleeding_disorder": "severe"}, "refer", "urgent", False),
        ({"refuses_needling": True}, "pause", "(none)", False),
        ({"numbness_spreading": True}, "taper", "(none)", True),
        ({"saddle_numbness": None}, "taper", "(none)", None),
        ({"refuses_needling": None}, "taper", "(none)", None),
    ],
)

AGAIN = Table(
    title="Earlier reviews",
    prose="""Sessions, pain by day, and what earlier reviews decided on which day. A change
    of treatment stands until a response, a discharge or a referral that sessions
    followed: to go on, to measure or to pause between hides nothing. One change a
    series; then it ends. Small steps add up, so a slow gain is no standstill.""",
    columns={
        "sessions": "Sessions",
        "pain": "Pain by day",
        "reviews_": "Earlier reviews by day",
        "decision": "Decision",
        "rule": "Rule",
    },
    rows=[
        (7, {0: 8, 28: 7, 42: 7}, {}, "continue", "partial_response"),
        (
            7,
            {0: 8, 28: 7, 42: 7},
            {28: "continue"},
            "change",
            "two_reviews_without_change",
        ),
        (
            7,
            {0: 7, 28: 7, 35: 6, 42: 5},
            {28: "continue", 35: "continue"},
            "continue",
            "partial_response",
        ),
        (7, {0: 8, 28: 8, 42: 6}, {28: "continue"}, "continue", "partial_response"),
        (8, {0: 8, 35: 8, 49: 8}, {35: "change"}, "continue", "change_under_way"),
        (10, {0: 8, 35: 8, 63: 8}, {35: "change"}, "refer", "no_gain_after_change"),
        (
            10,
            {0: 8, 35: 8, 63: 8},
            {35: "change", 42: "continue", 49: "continue", 56: "continue"},
            "refer",
            "no_gain_after_change",
        ),
        (
            10,
            {0: 8, 35: 8, 63: 8},
            {35: "change", 49: "measure", 56: "pause"},
            "refer",
            "no_gain_after_change",
        ),
        (
            10,
            {0: 8, 35: 8, 63: 8},
            {35: "change", 49: "change"},
            "refer",
            "no_gain_after_change",
        ),
        (10, {0: 8, 35: 8, 63: 6}, {35: "change"}, "refer", "no_gain_after_change"),
        (10, {0: 8, 35: 8, 63: 5}, {35: "change"}, "taper", "response"),
        (6, {0: 8, 7: 8, 35: 6}, {7: "change"}, "continue", "partial_response"),
        (6, {0: 8, 7: 8, 35: 8}, {7: "change"}, "refer", "no_gain_after_change"),
        (5, {0: 8, 28: 8}, {0: "change"}, "continue", "first_review_little_gain"),
        (3, {0: 5, 7: 7, 14: 7}, {7: "change"}, "refer", "worse_after_change"),
        (3, {0: 5, 7: 7, 14: 6}, {7: "change"}, "continue", "before_first_review"),
        (
            10,
            {0: 8, 35: 8, 62: 8},
            {35: "change", 63: "refer"},
            "refer",
            "no_gain_after_change",
        ),
        (
            11,
            {0: 8, 35: 8, 70: 8},
            {35: "change", 63: "refer"},
            "change",
            "no_gain_by_visit_six",
        ),
        (
            11,
            {0: 8, 35: 8, 70: 8},
            {35: "change", 63: "discharge"},
            "change",
            "no_gain_by_visit_six",
        ),
        (
            8,
            {0: 8, 35: 4, 49: 4},
            {35: "taper", 42: "pause"},
            "taper",
            "maintenance_not_asked",
        ),
    ],
)

SHORT = Table(
    title="A short series against a relapse",
    prose="""Weekly sessions took pain from 8 to 3; a review decided to taper on day 28, and
    on day 42, with pain at 7, to begin anew; on day 45 it was 3. Up to four visits a week apart: fewer where the gain is back,
    and a doctor where it is not. One such series a year without a doctor's look.""",
    columns={
        "after": "Sessions after day 42",
        "now": "Pain now",
        "reviews_": "Later reviews by day",
        "decision": "Decision",
        "rule": "Rule",
    },
    rows=[
        ([45], 7, {}, "continue", "short_series_under_way"),
        ([45], 5, {}, "taper", "response"),
        ([45, 52, 59], 6, {}, "continue", "short_series_under_way"),
        ([45, 52, 59, 66], 6, {}, "refer", "no_gain_in_short_series"),
        ([45, 52, 59, 66], 6, {52: "continue"}, "refer", "no_gain_in_short_series"),
        ([45, 52, 59, 66], 5, {}, "taper", "response"),
        ([45, 59], 7, {45: "taper"}, "refer", "relapse_again"),
        ([45, 59], 7, {45: "maintain"}, "refer", "relapse_again"),
        ([45, 450], 7, {45: "taper"}, "restart", "relapse_in_taper"),
        ([45, 52, 59], 7, {45: "refer", 52: "taper"}, "restart", "relapse_in_taper"),
    ],
)

AFTER = Table(
    title="After discharge",
    prose="""Six weekly sessions; discharged on day 40. Relapse is a new series where the
    first one is not known to have failed, unless it comes within four weeks, or for the
    second time. A gain under 30 % is no relapse while pain is no 2 points worse than at
    the end.""",
    columns={
        "pain": "Pain by day",
        "today": "Day of review",
        "decision": "Decision",
        "rule": "Rule",
    },
    rows=[
        ({0: 8, 35: 2}, 41, "measure", "discharged_not_measured"),
        ({0: 8, 35: 2, 100: 2}, 100, "discharge", "stays_discharged"),
        ({0: 8, 35: 2, 100: 3}, 100, "discharge", "stays_discharged"),
        ({0: 8, 35: 5, 100: 6}, 100, "discharge", "stays_discharged"),
        ({0: 8, 35: 2, 100: 2}, 115, "measure", "discharged_not_measured"),
        ({0: 8, 35: 2, 100: 6}, 100, "restart", "relapse_after_discharge"),
        ({0: 8, 35: 2, 100: 4}, 100, "restart", "relapse_after_discharge"),
        ({35: 2, 100: 6}, 100, "restart", "relapse_after_discharge"),
        ({0: 8, 100: 7}, 100, "restart", "relapse_after_discharge"),
        ({0: 8, 35: 2, 67: 6}, 67, "refer", "relapse_soon"),
        ({0: 8, 35: 2, 68: 6}, 68, "restart", "relapse_after_discharge"),
        ({0: 8, 35: 7, 100: 10}, 100, "change", "relapse_without_response"),
        ({0: 8, 35: 7, 67: 10}, 67, "change", "relapse_without_response"),
        ({0: 8, 35: 7, 100: 7}, 100, "discharge", "stays_discharged"),
        ({100: 6}, 100, "measure", "discharged_not_measured"),
    ],
)

MISSED = Table(
    title="Missed visits",
    prose="""Four weekly sessions with a good response, then the visits named; the review
    is on day 36.""",
    columns={"visits": "Visits by day", "decision": "Decision", "rule": "Rule"},
    rows=[
        ({28: "missed"}, "taper", "response"),
        ({28: "missed", 35: "missed"}, "pause", "visits_missed"),
        ({28: "cancelled", 35: "noshow"}, "pause", "visits_missed"),
        ({28: "booked", 35: "booked"}, "taper", "response"),
        ({28: "missed", 43: "missed"}, "taper", "response"),
        ({14: "missed", 28: "missed"}, "taper", "response"),
    ],
)

COVERED = Table(
    title="Cover ends",
    prose="""Sessions twice a week under a payer, pain from 8 to the score given. Cover
    that never was cannot end.""",
    columns={
        "payer": "Payer",
        "sessions": "Sessions",
        "now": "Pain now",
        "decision": "Decision",
        "rule": "Rule",
    },
    rows=[
        ("us_medicare_ncd_30_3_3", 6, 6, "continue", "partial_response"),
        ("us_medicare_ncd_30_3_3", 12, 5, "taper", "response"),
        ("us_medicare_ncd_30_3_3", 20, 3, "pause", "cover_ends"),
        ("de_gkv", 9, 3, "taper", "response"),
        ("de_gkv", 10, 5, "taper", "response"),
        ("de_gkv", 15, 5, "pause", "cover_ends"),
        ("de_gkv", 15, 0, "discharge", "recovered"),
        ("uk_nhs", 7, 6, "continue", "partial_response"),
    ],
)


DATES = Table(
    title="Strange dates",
    prose="""Six weekly sessions, reviewed on day 35. Rows may stand in any order; of two
    scores on one day the one that flatters less counts; what is dated later is not
    looked at. Whatever is strange is told.""",
    columns={
        "rows": "Pain: day and score, in the order of the file",
        "onset": "Complaint began on day",
        "gain": "Gain in per cent",
        "decision": "Decision",
        "remarks": "Told besides",
    },
    rows=[
        ([(0, 8), (35, 4)], -100, 50, "taper", []),
        ([(35, 4), (0, 8)], -100, 50, "taper", []),
        ([(35, 8), (0, 4)], -100, -100, "change", []),
        (
            [(0, 8), (35, 4), (35, 6)],
            -100,
            25,
            "continue",
            ["scores_on_one_day", "no_more_than_anyway"],
        ),
        ([(0, 8), (0, 6), (35, 4)], -100, 33, "taper", ["scores_on_one_day"]),
        ([(0, 8), (35, 4), (35, 4)], -100, 50, "taper", []),
        ([(0, 8), (0, 4)], -100, None, "measure", ["scores_on_one_day"]),
        ([(0, 8), (35, 4), (36, 8)], -100, 50, "taper", ["dated_later"]),
        ([(0, 8), (35, 4)], 3, 50, "taper", ["dates_reversed"]),
    ],
)


@RESPONSE.cases
def test_response(sessions, start, now, decision, rule):
    last = 7 * (sessions - 1)
    pain = {-1: start, last: now}
    assert said(course(sessions, pain)) == (decision, [rule])


@TAPER.cases
def test_taper(at, after, now, wants, decision, days):
    held = [0, 3, 7, 10, 14, 18, 21, 25, *after]
    pain = {0: 8} | ({} if at is None else {25: at}) | {held[-1]: now}
    told = episode(
        sessions=sat(held),
        measurements=scores(pain),
        reviews=earlier(taper=25),
        wants_maintenance=wants,
    )
    found = decide(told, held[-1] + 1)
    assert found.decision == decision
    assert found.next_visit_days == days


@MEASURING.cases
def test_measuring(pain, peg, decision, rule):
    measured = scores(pain) + scores(peg, "PEG")
    found = decide(episode(sessions=sat(weekly(6)), measurements=measured), 35)
    assert said(found) == (decision, [rule])


@DATES.cases
def test_dates(rows, onset, gain, decision, remarks):
    measured = [row for on, score in rows for row in scores({on: score})]
    told = episode(
        sessions=sat(weekly(6)), measurements=measured, onset=day(onset), facts={}
    )
    found = decide(told, 35)
    change = found.progress["NRS"].change_percent
    assert (None if change is None else round(-change)) == gain
    assert found.decision == decision
    assert [each.rule for each in found.remarks] == remarks


@EVENTS.cases
def test_events(events, decision, rule):
    found = course(6, {0: 8, 35: 3}, events=events)
    assert found.decision == decision
    assert rule in [each.rule for each in found.because]


@SCREENED.cases
def test_screened_again(facts, decision, urgency, allowed):
    found = course(6, {0: 8, 35: 3}, facts=facts)
    assert found.decision == decision
    assert found.urgency == (None if urgency == "(none)" else urgency)
    assert found.screening.allowed is allowed


@AGAIN.cases
def test_earlier_reviews(sessions, pain, reviews_, decision, rule):
    found = course(sessions, pain, reviews=reviewed_on(reviews_))
    assert found.decision == decision
    assert rule in [each.rule for each in found.because]


PLAYED = Table(
    title="Played to the end",
    prose="""What reviews decide one after another, each after a visit, a week apart or two
    weeks after a taper, where every review is kept as it was. Pain at each visit; the
    last score stays. Nobody is treated without end.""",
    columns={"pain": "Pain, visit by visit", "decisions": "Decisions"},
    rows=[
        ([7], "continue 5, change, continue 3, refer"),
        ([7, 7, 7, 6, 6, 6], "continue 5, change, continue 3, refer"),
        ([7, 7, 7, 4], "continue 3, taper, discharge"),
        ([7, 7, 7, 4, 5], "continue 3, taper, discharge"),
        (
            [7, 7, 7, 4, 7],
            "continue 3, taper, restart, continue 3, refer",
        ),
        (
            [7, 7, 7, 4, 7, 4, 7],
            "continue 3, taper, restart, taper, refer",
        ),
        (
            [7, 7, 7, 7, 7, 7, 7, 4, 7],
            "continue 5, change, continue, taper, restart, continue 3, refer",
        ),
        ([6, 8], "continue, change, refer"),
        ([7, 0], "continue, discharge"),
    ],
)


@PLAYED.cases
def test_played_to_the_end(pain, decisions):
    assert played(pain) == decisions


def played(pain: Sequence[float]) -> str:
    """Review visit after visit until one ends the course, and return the decisions."""
    days, decided = [0], []
    while not decided or decided[-1] not in ("discharge", "refer"):
        assert len(days) < 30, "treated without end"
        measured = {
            on: pain[min(place, len(pain) - 1)] for place, on in enumerate(days)
        }
        told = episode(
            sessions=sat(days),
            measurements=scores({-1: pain[0], **measured}),
            reviews=reviewed_on(dict(zip(days, decided, strict=False))),
            wants_maintenance=False,
        )
        decided.append(decide(told, days[-1]).decision.value)
        days.append(days[-1] + (14 if decided[-1] == "taper" else 7))
    runs = ((word, len(list(run))) for word, run in groupby(decided))
    return ", ".join(word if count == 1 else f"{word} {count}" for word, count in runs)


@SHORT.cases
def test_a_short_series(after, now, reviews_, decision, rule):
    held = [*weekly(5), 42, *after]
    told = episode(
        sessions=sat(held),
        measurements=scores({0: 8, 28: 3, 42: 7, 45: 3, held[-1]: now}),
        reviews=reviewed_on({28: "taper", 42: "restart", **reviews_}),
    )
    assert said(decide(told, held[-1])) == (decision, [rule])


def test_a_relapse_after_a_short_series_is_looked_at_by_a_doctor():
    """A series before day 40, a short one from day 100 to 121, and worse on day 200."""
    told = {
        "sessions": sat([*weekly(6), 100, 107, 114, 121]),
        "measurements": scores({0: 8, 35: 2, 99: 6, 121: 3, 200: 7}),
        "reviews": reviewed_on({99: "restart", 121: "taper"}),
        "discharged": day(140),
    }
    assert said(decide(episode(**told), 200)) == ("refer", ["relapse_again"])
    told["reviews"] = reviewed_on({121: "taper"})
    found = decide(episode(**told), 200)
    assert said(found) == ("restart", ["relapse_after_discharge"])


@AFTER.cases
def test_after_discharge(pain, today, decision, rule):
    found = course(6, pain, today=today, discharged=day(40))
    assert said(found) == (decision, [rule])


def test_few_visits_left_are_told():
    found = course(6, {0: 8, 35: 3}, payer="us_medicare_ncd_30_3_3")
    assert [r.rule for r in found.remarks] == []
    found = course(11, {0: 8, 50: 8}, payer="us_medicare_ncd_30_3_3", every=5)
    (told,) = [r for r in found.remarks if r.rule == "cover_near_its_end"]
    assert told.text.startswith("1 visit left")
    assert "CMS-NCD373" in told.sources


@MISSED.cases
def test_missed_visits(visits, decision, rule):
    booked = [{"date": day(on), "status": word} for on, word in visits.items()]
    found = course(4, {0: 8, 30: 3}, today=36, visits=booked)
    assert said(found) == (decision, [rule])


@COVERED.cases
def test_cover(payer, sessions, now, decision, rule):
    held = [3 * place for place in range(sessions)]
    told = episode(
        sessions=[{**each, "minutes": 30, "needles": 15} for each in sat(held)],
        measurements=scores({0: 8, held[-1]: now}),
        payer=payer,
    )
    assert said(decide(told, held[-1])) == (decision, [rule])


def test_every_decision_has_a_rule_and_every_rule_a_case():
    rules = reviews.rules()
    assert {each.decision for each in rules} - {None} == set(Decision)
    tables = (RESPONSE, MEASURING, EVENTS, AGAIN, SHORT, AFTER, MISSED, COVERED)
    named = {row[-1] for table in tables for row in table.rows}
    elsewhere = {
        "red_flag_emergency",
        "screening_refers",
        "not_today",
        "taper_goes_on",
        "maintenance_wanted",
        "taper_through",
        "not_begun",
    }
    deciding = {each.id for each in rules if each.decision}
    assert deciding == named | elsewhere


@pytest.mark.parametrize(("pain", "decision"), [({0: 7}, "continue"), ({}, "measure")])
def test_before_the_first_session(pain, decision):
    assert course(0, pain).decision == decision


def test_a_maintenance_visit_and_one_that_nobody_asked_about():
    told = {"reviews": earlier(maintain=35), "wants_maintenance": True}
    kept = course(12, {0: 8, 77: 3}, **told)
    assert said(kept) == ("maintain", ["maintenance_wanted"])
    assert "maintenance_long" in [each.rule for each in kept.remarks]
    assert course(12, {0: 8, 77: 3}, reviews=earlier(maintain=35)).decision == "taper"


def test_two_scores_of_one_day_take_the_less_flattering():
    told = [*scores({0: 8}), *scores({0: 6}), *scores({35: 3}), *scores({35: 5})]
    found = decide(episode(sessions=sat(weekly(6)), measurements=told), 35)
    gain = found.progress["NRS"]
    assert (gain.baseline, gain.latest) == (6, 5)
    assert "scores_on_one_day" in [each.rule for each in found.remarks]


def test_what_is_dated_later_is_not_looked_at_and_told():
    found = course(6, {0: 8, 35: 4, 90: 10}, reviews=earlier(change=90))
    assert said(found) == ("taper", ["response"])
    assert "2 entries" in next(r for r in found.remarks if r.rule == "dated_later").text


def test_a_new_series_after_discharge_has_a_baseline_of_its_own():
    told = episode(
        sessions=sat([*weekly(6), 100, 107, 114, 121]),
        measurements=scores({0: 8, 35: 2, 99: 6, 121: 3}),
        discharged=day(40),
    )
    found = decide(told, 121)
    assert said(found) == ("taper", ["response"])
    assert (found.sessions, found.progress["NRS"].baseline) == (4, 6)


def test_a_serious_event_stands_until_a_later_review_says_why_to_go_on():
    events = {14: [{"kind": "other", "grade": 3}]}
    for reason, decision in (("", "refer"), ("seen by the surgeon, healed", "taper")):
        review = {"date": day(21), "decision": "continue", "reason": reason}
        found = course(6, {0: 8, 35: 3}, events=events, reviews=[review])
        assert found.decision == decision


def test_a_score_out_of_range_is_refused_by_name():
    with pytest.raises(ScoreOutOfRange, match="NRS on 2026-04-06"):
        course(6, {0: 8, 35: 11})


def test_no_reason_is_without_source_or_with_a_gap_in_its_text():
    for pain in ({}, {0: 8}, {0: 8, 35: 3}, {0: 8, 35: 8}, {0: 5, 35: 9}):
        found = course(6, pain, events={35: [{"kind": "bruise", "grade": 1}]})
        for each in (*found.because, *found.beside, *found.remarks):
            assert each.sources
            assert not each.reviewed
            assert "()" not in each.text
            assert "  " not in each.text
            assert "{" not in each.text


PAIN = st.integers(0, 10)
DECISIONS = st.sampled_from([d.value for d in Decision])


@st.composite
def documents(draw: st.DrawFn) -> tuple[dict[str, object], int]:
    """Draw an episode with scores by day, and the day of its review."""
    count = draw(st.integers(0, 16))
    every = draw(st.sampled_from([3, 7]))
    last = every * max(count - 1, 0)
    measured = draw(st.dictionaries(st.integers(-5, last), PAIN, max_size=4))
    rmdq = draw(st.dictionaries(st.integers(-5, last), st.integers(0, 24), max_size=2))
    told = episode(
        sessions=sat(weekly(count, every)),
        measurements=scores(measured) + scores(rmdq, "RMDQ24"),
        reviews=[
            {"date": day(on), "decision": word}
            for on, word in draw(
                st.dictionaries(st.integers(0, last + 1), DECISIONS, max_size=3)
            ).items()
        ],
        visits=[
            {"date": day(on), "status": draw(st.sampled_from(["missed", "booked"]))}
            for on in draw(st.lists(st.integers(0, last + 20), max_size=3))
        ],
        wants_maintenance=draw(st.none() | st.booleans()),
        discharged=draw(st.none() | st.integers(0, last + 1).map(day)),
        payer=draw(st.sampled_from([None, "de_gkv", "us_medicare_ncd_30_3_3"])),
    )
    return told, last + draw(st.sampled_from([0, 1, 10, 20]))


@settings(max_examples=150, deadline=None)
@given(documents(), st.data())
def test_a_better_latest_score_never_makes_the_decision_more_severe(drawn, data):
    told, today = drawn
    before = decide(told, today)
    shown = [(name, gain) for name, gain in before.progress.items() if gain.latest_date]
    if not shown:
        return
    name, gain = data.draw(st.sampled_from(shown))
    better = data.draw(st.integers(0, int(gain.latest)))
    rows = [
        {**row, "score": min(row["score"], better)}
        if (row["instrument"], row["date"]) == (name, str(gain.latest_date))
        else row
        for row in told["measurements"]
    ]
    after = decide({**told, "measurements": rows}, today)
    assert after.decision.gravity <= before.decision.gravity


@settings(max_examples=60, deadline=None)
@given(documents(), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(drawn, chance):
    told, today = drawn
    mixed = dict(told)
    for name in ("sessions", "measurements", "visits", "reviews"):
        mixed[name] = chance.sample(told[name], len(told[name]))
    assert decide(mixed, today) == decide(told, today)


GOOD = {
    "sessions": sat([*weekly(8, 3), 35]),
    "measurements": scores({0: 8, 21: 3, 35: 3}),
    "reviews": earlier(taper=21),
    "wants_maintenance": False,
    "payer": None,
}


@pytest.mark.parametrize("name", ["measurements", "reviews", "wants_maintenance"])
def test_an_unknown_field_is_never_milder_than_a_good_one(name):
    known = decide(episode(**GOOD), 35)
    assert known.decision is Decision.DISCHARGE
    unknown = decide(episode(**{**GOOD, name: None}), 35)
    assert unknown.decision.gravity > known.decision.gravity


@pytest.mark.parametrize("fact", sorted(people.harmless()))
def test_an_unknown_fact_is_never_milder_than_a_harmless_one(fact):
    known = course(6, {0: 8, 35: 3})
    unknown = course(6, {0: 8, 35: 3}, facts={fact: None})
    assert unknown.decision.gravity >= known.decision.gravity
    assert known.screening.allowed is True


def test_an_event_without_a_grade_is_graver_than_a_passing_one():
    graded = course(6, {0: 8, 35: 3}, events={35: [{"kind": "bruise", "grade": 1}]})
    ungraded = course(6, {0: 8, 35: 3}, events={35: [{"kind": "bruise"}]})
    assert ungraded.decision.gravity > graded.decision.gravity


def test_what_decides_nothing_is_told_beside():
    mild = {35: [{"kind": "bruise", "grade": 1}]}
    for rule, more in (
        ("event_passing", {"events": mild}),
        ("screening_cautions", {"facts": {"numbness_spreading": True}}),
        ("safety_questions_open", {"facts": {"saddle_numbness": None}}),
        ("cover_not_known", {"payer": "us_va"}),
    ):
        plain_one = course(6, {0: 8, 35: 3})
        told = course(6, {0: 8, 35: 3}, **more)
        assert [each.rule for each in told.remarks] == [rule]
        assert plain_one.remarks == ()
        assert told.decision is plain_one.decision


def test_a_session_without_a_word_on_events_is_asked_about():
    told = episode(
        sessions=[{"date": day(on)} for on in weekly(6)],
        measurements=scores({0: 8, 35: 3}),
    )
    assert "events_not_asked" in [each.rule for each in decide(told, 35).remarks]
