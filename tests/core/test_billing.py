"""Which codes fit a session, and how many units the chart shows."""

from __future__ import annotations

import pytest

from deqi.core import billing
from deqi.core.billing import Given
from deqi.core.policies import Code
from deqi.knowledge import coverage

CODES = [
    each
    for each in coverage.catalogue()["us_cpt_timing"].codes
    if each.system != "modifier"
]


@pytest.mark.parametrize(
    ("given", "billed"),
    [
        (Given(None, False, 5, 0), {"97810": None, "97811": None}),
        (Given(14, False, 5, 0), {"97810": None}),
        (Given(15, False, 5, 0), {"97810": 1}),
        (Given(29, False, 5, 0), {"97810": 1}),
        (Given(30, False, 5, 0), {"97810": 1, "97811": None}),
        (Given(45, True, 5, 0), {"97813": 1, "97814": None}),
        (Given(30, False, 1, 2), {"97810": 1, "97811": None}),
        (Given(30, False, 0, 1), {"20560": 1}),
        (Given(30, True, 0, 2), {"20560": 1}),
        (Given(None, False, 0, 3), {"20561": 1}),
        (Given(None, False, 0, 9), {"20561": 1}),
        (Given(30, False, 0, 0), {"97810": 1, "97811": None}),
    ],
)
def test_a_session_is_billed_by_time_or_by_muscles(
    given: Given, billed: dict[str, int | None]
) -> None:
    found = billing.items(CODES, given)
    assert {each.code.code: each.units for each in found} == billed


def test_further_units_are_at_most_what_the_minutes_hold() -> None:
    further = billing.items(CODES, Given(50, False, 5, 0))[1]
    assert further.why.startswith("50 minutes one to one: at most 2,")


def test_a_code_that_is_billed_by_neither_is_left_to_choose() -> None:
    (found,) = billing.items([Code("EBM", "30791", "session")], Given(30, False, 5, 0))
    assert (found.units, found.why) == (None, "Choose by the payer's rules.")
