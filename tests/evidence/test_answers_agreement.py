"""Exact, close and not reproduced are told apart, and chance is never called a match."""

import pytest

from deqi.evidence.agreement import Agreement, Result, Tolerance, compare, decimals

NEAR = Tolerance(near=0.1, units=1)
PRINTED = Result(-5.1, (-13.9, 3.7))


@pytest.mark.parametrize(
    ("ours", "told"),
    [
        (Result(-5.13, (-13.93, 3.67)), Agreement.EXACT),
        (Result(-5.1, (-13.74, 3.54)), Agreement.CLOSE),
        (Result(-5.1, (-13.0, 3.7)), Agreement.NOT_REPRODUCED),
        (Result(-6.5, (-13.9, 3.7)), Agreement.NOT_REPRODUCED),
        (Result(-5.14, None), Agreement.EXACT),
        (Result(-5.2, None), Agreement.CLOSE),
        (Result(-5.3, None), Agreement.NOT_REPRODUCED),
    ],
)
def test_figures_are_held_against_their_printed_digits(
    ours: Result, told: Agreement
) -> None:
    assert compare(ours, PRINTED, NEAR) is told


def test_a_whole_figure_has_the_digits_of_its_interval() -> None:
    printed = Result(-16.0, (-21.3, -10.6))
    assert compare(Result(-15.9, None), printed, NEAR) is Agreement.CLOSE
    assert compare(Result(-15.9, None), Result(-16.0, None), NEAR) is Agreement.EXACT


def test_an_equal_figure_of_other_trials_is_no_match() -> None:
    told = compare(PRINTED, PRINTED, NEAR, same_trials=False)
    assert told is Agreement.OTHER_TRIALS


def test_nothing_printed_is_nothing_to_compare() -> None:
    assert compare(PRINTED, None, NEAR) is Agreement.NOTHING_PRINTED


@pytest.mark.parametrize(
    ("figure", "places"), [(3.0, 0), (-0.2, 1), (9.78, 2), (-17.11, 2), (0.001, 3)]
)
def test_decimals_are_those_printed(figure: float, places: int) -> None:
    assert decimals(figure) == places
