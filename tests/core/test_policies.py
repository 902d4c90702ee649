"""Policies: when an allowance begins anew, and what a criterion turns on."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deqi.core.claimants import Claimant
from deqi.core.expressions import parse
from deqi.core.policies import Criterion, Renewal, Renews
from deqi.core.reading import Span

days = st.dates(date(1990, 1, 1), date(2100, 1, 1))


@given(days, st.integers(0, 330))
def test_full_months_turn_on_a_first_of_the_month(first, later):
    opens = Renewal(11, Renews.FULL_MONTHS).opens(first, first + timedelta(days=later))
    assert opens.day == 1
    assert (opens.year, opens.month) == (first.year + 1, first.month)


@given(days)
def test_twelve_months_after_the_last_never_come_early(last):
    opens = Renewal(12, Renews.AFTER_LAST).opens(last, last)
    assert timedelta(days=365) <= opens - last <= timedelta(days=366)
    assert (opens.month, opens.day) in ((last.month, last.day), (3, 1))


@pytest.mark.parametrize(
    ("last", "months", "opens"),
    [
        (date(2026, 1, 31), 1, date(2026, 3, 1)),
        (date(2026, 8, 31), 1, date(2026, 10, 1)),
        (date(2026, 11, 30), 3, date(2027, 3, 1)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
    ],
)
def test_month_without_such_a_day(last, months, opens):
    assert Renewal(months, Renews.AFTER_LAST).opens(last, last) == opens


def test_criterion_names_what_is_unknown_while_open_and_all_else_after():
    long = Criterion("long", parse("duration_weeks >= 12 and pain"), parse("never"))
    assert long.facts({"pain": True}) == ("duration_weeks",)
    assert long.facts({"pain": True, "duration_weeks": 3}) == ("duration_weeks", "pain")
    counted = Span(3, 3, ("onset_date",))
    assert long.facts({"pain": True, "duration_weeks": counted}) == (
        "onset_date",
        "pain",
    )


def test_criterion_that_the_payer_leaves_open_names_the_fact():
    knee = Criterion("knee", parse("joint == 'knee'"), parse("joint == 'knee'"))
    assert knee.met({"joint": "knee"}) is None
    assert knee.facts({"joint": "knee"}) == ("joint",)
    assert knee.met({"joint": "hip"}) is False


TODAY = date(2026, 1, 5)


@pytest.mark.parametrize(
    ("values", "day", "weeks", "months"),
    [
        ({"onset_date": date(2025, 7, 5)}, TODAY, (26, 26), (6, 6)),
        ({"onset_date": date(2025, 7, 6)}, TODAY, (26, 26), (5, 5)),
        ({"onset_date": date(2025, 7, 5)}, date(2025, 7, 18), (1, 1), (0, 0)),
        ({"onset_date": date(2025, 7, 5)}, date(2025, 7, 1), (0, 0), (0, 0)),
        ({"duration_weeks": 26}, TODAY, (26, 26), (5, 6)),
        ({"duration_weeks": 26.4}, TODAY, (26, 26), (5, 6)),
        ({"duration_weeks": 26}, date(2026, 1, 15), (27, 28), (6, 6)),
        ({"duration_weeks": 3}, date(2025, 11, 1), (0, 0), (0, 0)),
    ],
)
def test_length_of_the_complaint_on_the_day_of_a_visit(values, day, weeks, months):
    on = Claimant(values, (), TODAY).on(day)
    assert (on["duration_weeks"].low, on["duration_weeks"].high) == weeks
    assert (on["duration_months"].low, on["duration_months"].high) == months


@pytest.mark.parametrize("weeks", [10**9, 10**30])
def test_length_beyond_the_calendar_is_as_long_as_the_calendar(weeks):
    on = Claimant({"duration_weeks": weeks}, (), TODAY).on(TODAY)
    assert on["duration_months"].low > 12 * 2000


@pytest.mark.parametrize("values", [{}, {"duration_weeks": None}])
def test_unknown_length_stays_unknown(values):
    on = Claimant(values, (), TODAY).on(TODAY)
    assert on.get("duration_weeks") is None
    assert on["duration_months"] is None
