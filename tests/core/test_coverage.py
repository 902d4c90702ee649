"""Properties of ledgers under every payer, whatever the visits and their order."""

from dataclasses import asdict
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deqi.core import coverage
from deqi.core.coverage import Cover
from deqi.core.episodes import Attendance, Visit
from deqi.core.expressions import parse
from deqi.core.instruments import Measurement
from deqi.core.policies import Ask, Block, Criterion, Policy, Renewal, Renews, Start
from deqi.knowledge import coverage as payers

START = date(2023, 11, 20)
SUITS = {
    "condition": "low_back_pain",
    "onset_date": date(2020, 1, 1),
    "identifiable_cause": "none",
    "known_serious_spinal_disease": "none",
    "onset_kind": "gradual",
    "pregnant": False,
    "radiates_below_knee": False,
}
days = st.integers(0, 900).map(lambda offset: START + timedelta(days=offset))
visits = st.lists(
    st.builds(
        Visit,
        days,
        st.sampled_from(Attendance),
        needles=st.none() | st.integers(0, 25),
        electro=st.none() | st.booleans(),
    ),
    max_size=45,
)
measurements = st.lists(
    st.builds(Measurement, days, st.just("NRS"), st.integers(0, 10)), max_size=5
)
policies = st.sampled_from(sorted(payers.catalogue())).map(
    lambda name: payers.catalogue()[name]
)
values = st.sampled_from(
    [SUITS, {}, {**SUITS, "pregnant": None}, {"duration_weeks": 10.0}]
)
most = {"us_medicare_ncd_30_3_3": 20, "de_gkv": 15}


def ledger(policy, held, known, measured, today):
    return coverage.ledger(
        policy, held, values=known, measurements=measured, today=today
    )


@given(policies, visits, values, measurements, days)
def test_ledger_never_goes_negative_and_never_over_the_maximum(
    policy, held, known, measured, today
):
    found = ledger(policy, held, known, measured, today)
    assert found.used >= 0
    assert found.left is None or found.left >= 0
    if policy.id in most:
        assert found.used + found.left <= most[policy.id]


@given(policies, visits, values, measurements, days, st.randoms(use_true_random=False))
def test_order_of_the_visits_never_matters(
    policy, held, known, measured, today, chance
):
    mixed, remeasured = list(held), list(measured)
    chance.shuffle(mixed)
    chance.shuffle(remeasured)
    one = ledger(policy, held, known, measured, today)
    assert one == ledger(policy, mixed, known, remeasured, today)


@given(policies, visits, values, measurements, days)
def test_every_visit_stands_in_the_ledger_with_a_reason(
    policy, held, known, measured, today
):
    found = ledger(policy, held, known, measured, today)
    assert sorted(cover.date for cover in found.visits) == sorted(v.date for v in held)
    assert all(cover.why.endswith(".") for cover in found.visits)


@given(policies, visits, values, measurements, days)
def test_used_is_at_most_what_took_place_and_is_not_refused(
    policy, held, known, measured, today
):
    found = ledger(policy, held, known, measured, today)
    taking = [c for c in found.visits if c.took_place and c.covered is not False]
    assert found.used <= len(taking)
    if policy.renewal is None:
        assert found.used == len(taking)


@given(policies, visits, measurements, days, st.sampled_from(sorted(SUITS)))
def test_an_unknown_fact_never_makes_a_visit_sure_that_was_not(
    policy, held, measured, today, fact
):
    full = ledger(policy, held, SUITS, measured, today)
    open_ = {key: value for key, value in SUITS.items() if key != fact}
    less = ledger(policy, held, open_, measured, today)
    assert full.eligible is not False or less.eligible is not True
    for sure, unsure in zip(full.visits, less.visits, strict=True):
        assert unsure.covered is not True or sure.covered is True


@given(policies, visits, measurements, days, st.lists(days, max_size=30))
def test_covers_agrees_with_the_ledger_that_holds_the_same_days_booked(
    policy, held, measured, today, planned
):
    planned = [day for day in planned if day >= today]
    # Every session is the same to this comparison: covers plans visits, not sessions.
    held = [
        Visit(visit.date, visit.attendance)
        for visit in held
        if visit.attendance is not Attendance.PLANNED and visit.date <= today
    ]
    before = ledger(policy, held, SUITS, measured, today)
    booked = [*held, *(Visit(day, Attendance.PLANNED) for day in planned)]
    both = ledger(policy, booked, SUITS, measured, today)
    found = coverage.covers(
        policy, before, planned, values=SUITS, measurements=measured
    )
    assert [cover.date for cover in found] == planned
    ahead = list(both.visits)
    for cover in before.visits:
        ahead.remove(cover)
    assert sorted(found, key=order) == sorted(ahead, key=order)


def order(cover: Cover) -> tuple[date, str]:
    return cover.date, cover.why


@given(policies, visits, days)
def test_measurements_after_the_day_of_the_ledger_are_not_looked_at(
    policy, held, today
):
    later = [
        Measurement(today + timedelta(days=1), "NRS", 0),
        Measurement(START, "NRS", 9),
    ]
    assert ledger(policy, held, SUITS, later, today) == ledger(
        policy, held, SUITS, later[1:], today
    )


ALWAYS = (Criterion("anybody", parse("always"), parse("never")),)


def policy(*blocks: Block, **rules: object) -> Policy:
    return Policy("p", "P", date(2020, 1, 1), ALWAYS, blocks=blocks, **rules)


def held(*offsets: int) -> list[Visit]:
    return [
        Visit(START + timedelta(days=offset), Attendance.TOOK_PLACE)
        for offset in offsets
    ]


def test_maximum_of_the_year_holds_over_all_blocks():
    rules = policy(
        Block(3, 30), Block(3, 60, starts=Start.BLOCK), beyond=False, annual_max=4
    )
    found = ledger(rules, held(0, 1, 2, 40, 41), {}, (), START + timedelta(days=41))
    assert [cover.covered for cover in found.visits] == [True] * 4 + [False]
    assert (found.used, found.left) == (4, 0)


def test_room_stays_at_nothing_where_more_was_taken_than_the_blocks_hold():
    rules = policy(
        Block(1, 5),
        Block(2, 90, is_total=True, asks=Ask.REASON, need="A reason."),
        beyond=None,
    )
    visits = held(0, 1, 10, 11, 12)
    found = ledger(rules, visits, {}, (), START + timedelta(days=12))
    assert found.visits[1].why == "A reason."
    assert found.visits[-1].why == "No source says whether this payer covers it."
    assert (found.used, found.left) == (5, 0)


def test_planned_visit_is_judged_by_what_is_measured_by_the_day_of_the_ledger():
    cms = payers.catalogue()["us_medicare_ncd_30_3_3"]
    days = [START + timedelta(days=7 * step) for step in range(13)]
    visits = [Visit(day, Attendance.TOOK_PLACE) for day in days[:12]]
    visits.append(Visit(days[12], Attendance.PLANNED))
    measured = [Measurement(days[0], "NRS", 8), Measurement(days[12], "NRS", 2)]
    before = ledger(cms, visits, SUITS, measured, days[11])
    assert before.visits[-1].covered is None
    after = ledger(cms, visits, SUITS, measured, days[12])
    assert after.visits[-1].covered is True


def test_planned_course_is_marked_visit_by_visit_in_the_order_given():
    cms = payers.catalogue()["us_medicare_ncd_30_3_3"]
    before = ledger(cms, held(*range(0, 33, 3)), SUITS, (), START + timedelta(days=30))
    planned = [START + timedelta(days=offset) for offset in (460, 40, 33)]
    found = coverage.covers(cms, before, planned, values=SUITS, measurements=())
    assert [cover.date for cover in found] == planned
    assert [cover.covered for cover in found] == [True, None, True]
    assert found[2].why == "Visit 12 of 12, 20 November 2023 to 17 February 2024."
    assert not any(cover.took_place for cover in found)


def test_course_may_become_covered_as_the_complaint_grows_older():
    cms = payers.catalogue()["us_medicare_ncd_30_3_3"]
    known = {**SUITS, "onset_date": START - timedelta(weeks=10)}
    before = ledger(cms, (), known, (), START)
    planned = [START + timedelta(days=13), START + timedelta(days=14)]
    found = coverage.covers(cms, before, planned, values=known, measurements=())
    assert [cover.covered for cover in found] == [False, True]
    assert found[0].why == "Not met on that day: it has lasted 12 weeks or longer."


def test_window_without_an_end_is_none():
    rules = policy(Block(5), beyond=False)
    found = ledger(rules, held(0), {}, (), START)
    assert (found.window, found.ends, found.renews, found.left) == (None, None, None, 4)
    assert found.visits[0].why == "Visit 1 of 5."
    series = policy(Block(5), renewal=Renewal(12, Renews.AFTER_LAST))
    assert ledger(series, held(0), {}, (), START).window is None


def test_visit_before_the_rules_took_effect_is_not_covered():
    rules = policy(Block(5), effective=START + timedelta(days=1))
    found = ledger(rules, held(0, 1), {}, (), START + timedelta(days=1))
    assert [cover.covered for cover in found.visits] == [False, True]
    assert found.visits[0].why == "The payer covers visits from 21 November 2023 on."


def test_needs_name_what_is_open_before_what_the_record_must_hold():
    cms = payers.catalogue()["us_medicare_ncd_30_3_3"]
    found = ledger(cms, held(0), {**SUITS, "pregnant": None}, (), START)
    assert found.needs[0] == ("Not known: it is not associated with pregnancy.")
    assert found.needs[1].startswith("Before visit 13: improvement")
    assert found.needs[2].startswith("Record:")
    assert [reason.met for reason in found.because] == [None]


def test_needs_fall_away_where_nothing_is_covered():
    cms = payers.catalogue()["us_medicare_ncd_30_3_3"]
    found = ledger(cms, held(0), {**SUITS, "pregnant": True}, (), START)
    assert (found.eligible, found.left, found.needs) == (False, 0, ())
    assert [reason.facts for reason in found.because] == [
        ("pregnant", "identifiable_cause")
    ]


def test_stop_rule_is_named_where_measurements_show_no_improvement():
    cms = payers.catalogue()["us_medicare_ncd_30_3_3"]
    measured = [
        Measurement(START, "NRS", 6),
        Measurement(START + timedelta(days=10), "NRS", 6),
    ]
    today = START + timedelta(days=10)
    assert cms.stop in ledger(cms, held(0), SUITS, measured, today).needs
    assert cms.stop not in ledger(cms, held(0), SUITS, measured[:1], today).needs


def test_each_year_asks_for_an_improvement_of_its_own():
    cms = payers.catalogue()["us_medicare_ncd_30_3_3"]
    first = date(2021, 1, 10)
    again = date(2022, 1, 3)
    dates = [again + timedelta(days=3 * step) for step in range(13)]
    visits = [Visit(day, Attendance.TOOK_PLACE) for day in (first, *dates)]
    old = [
        Measurement(first, "NRS", 8),
        Measurement(first + timedelta(days=30), "NRS", 3),
    ]
    found = ledger(cms, visits, SUITS, old, dates[-1])
    assert found.visits[-1].covered is None
    assert found.used == 13


def test_ledger_becomes_the_json_of_the_interface():
    cms = payers.catalogue()["us_medicare_ncd_30_3_3"]
    found = asdict(ledger(cms, held(0), SUITS, (), START))
    assert {
        *("payer", "eligible", "because", "used", "left", "window", "needs", "ends"),
        "visits",
    } <= set(found)
    assert found["window"] == {"from": START, "to": START + timedelta(days=89)}
    assert set(found["visits"][0]) >= {"date", "covered", "why"}


@pytest.mark.parametrize(("count", "length"), [(0, 5), (5, 0)])
def test_block_has_visits_and_days(count, length):
    with pytest.raises(ValueError, match="visits and days"):
        Block(count, length)


@pytest.mark.parametrize(("asks", "need"), [(Ask.REASON, ""), (Ask.NOTHING, "why")])
def test_block_that_asks_says_what_it_needs(asks, need):
    with pytest.raises(ValueError, match="says what it needs"):
        Block(5, 5, asks=asks, need=need)


def test_policy_says_for_whom_it_covers():
    with pytest.raises(ValueError, match="for whom"):
        Policy("p", "P", START, ())
