"""Nobody needles without a verified credential that is in date."""

from dataclasses import replace
from datetime import date

import pytest

from deqi.core.credentials import Credential, licensed

TODAY = date(2026, 11, 21)
HELD = Credential(
    "acupuncturist", "GB", "1", date(2024, 1, 1), date(2027, 1, 1), is_verified=True
)


def test_a_verified_credential_in_date_is_enough() -> None:
    assert licensed([HELD], on=TODAY).allowed
    ended = replace(HELD, number="2", expires=date(2025, 1, 1))
    assert licensed([ended, HELD], on=TODAY).allowed


@pytest.mark.parametrize("day", [HELD.valid_from, HELD.expires])
def test_its_first_and_last_day_count(day: date) -> None:
    assert licensed([HELD], on=day).allowed


@pytest.mark.parametrize(
    ("held", "says"),
    [
        ([], "No credential"),
        ([replace(HELD, is_verified=False)], "not verified"),
        ([replace(HELD, is_revoked=True)], "revoked"),
        ([replace(HELD, expires=date(2026, 11, 20))], "ended on 2026-11-20"),
        ([replace(HELD, valid_from=date(2026, 11, 22))], "begins on 2026-11-22"),
    ],
)
def test_without_one_the_reason_is_told(held: list[Credential], says: str) -> None:
    ruling = licensed(held, on=TODAY)
    assert not ruling.allowed
    assert says in ruling.because
