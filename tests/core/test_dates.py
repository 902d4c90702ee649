"""A day in words."""

from datetime import date, datetime

import pytest

from deqi.core import dates


@pytest.mark.parametrize("month", range(1, 13))
def test_a_day_is_said_as_people_write_it(month: int) -> None:
    day = date(2026, month, 4)
    name = datetime.strptime(str(month), "%m").strftime("%B")  # noqa: DTZ007  a name alone
    assert dates.said(day) == f"4 {name} 2026"


def test_of_a_moment_the_day_is_said() -> None:
    assert dates.said(datetime(812, 1, 31, 23, 59)) == "31 January 812"  # noqa: DTZ001  no zone is read
