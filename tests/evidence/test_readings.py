"""Rows of tables: what they give, what leaves them out, and where they are wrong."""

import pytest

from deqi.core.scales import Direction
from deqi.evidence import readings, rows
from deqi.evidence.comparators import Comparator
from deqi.evidence.effects import Measure
from deqi.evidence.readings import MeasureMissing, Reading, ScalesDiffer
from deqi.evidence.rows import BadRow, Choice, Row

MEANS = {
    "trial": "Zeng 2005",
    "comparator": "active (electrotherapy)",
    "direction": "lower_better",
    "n_t": "34",
    "mean_t": "2.9",
    "sd_t": "2.1",
    "n_c": "33",
    "mean_c": "4.0",
    "sd_c": "2.2",
}
COUNTS = {
    "trial": "Haake 2007",
    "comparator": "sham",
    "direction": "higher_better",
    "n_t": "387",
    "events_t": "184",
    "n_c": "387",
    "events_c": "171",
}
PRINTED = {"trial": "Cherkin", "md": "0.29", "md_lo": "-0.76", "md_hi": "1.33"}
RATIO = {"ratio_measure": "rr", "ratio": "1.33", "ratio_lo": "1.04", "ratio_hi": "1.70"}


def read(
    cells: dict[str, str], measure: Measure | None, *, weighed: bool = False
) -> Reading:
    """Read one row that stands on line 7."""
    return readings.read([Row(7, cells)], measure, weighed=weighed)


@pytest.mark.parametrize(
    ("cells", "measure", "estimate"),
    [
        (MEANS, Measure.MD, -1.1),
        (MEANS, Measure.SMD, -0.5057),
        (COUNTS, Measure.RD, 13 / 387),
        (COUNTS, Measure.RR, 0.0732766),
        (RATIO, Measure.RR, 0.2851790),
        (RATIO | COUNTS, Measure.OR, 0.1353446),
        (MEANS | {"poolable": "yes", "treatment": "acupuncture"}, Measure.MD, -1.1),
        (PRINTED, Measure.MD, 0.29),
        (PRINTED | MEANS, Measure.MD, 0.29),
        (PRINTED | MEANS, Measure.SMD, -0.5057),
        (PRINTED | {"md_hi": ""} | MEANS, Measure.MD, -1.1),
    ],
)
def test_a_row_gives_what_is_asked_and_the_published_figure_first(
    cells: dict[str, str], measure: Measure, estimate: float
) -> None:
    (effect,) = read(cells, measure).effects
    assert effect.estimate == pytest.approx(estimate, abs=1e-4)
    assert effect.measure is measure


def test_a_row_says_whom_against_what_and_which_way() -> None:
    (effect,) = read(MEANS, Measure.MD).effects
    assert effect.label == "Zeng 2005"
    assert effect.comparator is Comparator.ACTIVE
    assert effect.direction is Direction.WORSE
    (effect,) = read(PRINTED, Measure.MD).effects
    assert (effect.comparator, effect.direction) == (None, None)


@pytest.mark.parametrize("measure", [None, Measure.OR])
def test_ready_estimates_need_no_measure(measure: Measure | None) -> None:
    (effect,) = read({"yi": " 0.5 ", "vi": "1e-2"}, measure, weighed=True).effects
    assert (effect.estimate, effect.variance) == (0.5, 0.01)
    assert effect.measure is (measure or Measure.GENERIC)
    assert effect.label == "line 7"


@pytest.mark.parametrize(
    ("cells", "measure", "why"),
    [
        (MEANS | {"sd_t": ""}, Measure.MD, "for want of sd_t"),
        (MEANS | {"sd_t": "", "n_c": " "}, Measure.SMD, "for want of sd_t, n_c"),
        (MEANS, Measure.RR, "for want of events_t, events_c"),
        (COUNTS | {"n_t": ""}, Measure.RR, "for want of n_t"),
        (COUNTS | {"events_t": "0", "events_c": "0"}, Measure.RR, "as nobody"),
        (MEANS | {"trial": "Haake sham-vs-UC"}, Measure.MD, "as a sham is what was"),
        (MEANS | {"treatment": "sham"}, Measure.MD, "as a sham is what was"),
        (MEANS | {"poolable": "no"}, Measure.MD, "as the table keeps it out"),
        (RATIO | {"ratio_hi": ""}, Measure.RR, "for want of n_t, events_t"),
        (RATIO, Measure.OR, "for want of n_t, events_t"),
    ],
)
def test_a_figure_that_is_not_there_leaves_the_row_out(
    cells: dict[str, str], measure: Measure, why: str
) -> None:
    found = read(cells, measure)
    assert found.effects == found.rows == ()
    (gap,) = found.gaps
    assert gap.startswith(f"Left out {why}")
    assert gap.endswith("line 7.")


def test_rows_left_out_for_one_reason_are_told_once() -> None:
    lacking = [Row(line, MEANS | {"sd_t": ""}) for line in (2, 5)]
    found = readings.read([*lacking, Row(6, MEANS)], Measure.MD, weighed=False)
    assert found.gaps == ("Left out for want of sd_t: lines 2, 5.",)
    assert [row.line for row in found.rows] == [6]


@pytest.mark.parametrize(
    ("changes", "measure", "column"),
    [
        ({"n_t": "x"}, Measure.MD, "n_t"),
        ({"n_t": "nan"}, Measure.MD, "n_t"),
        ({"n_t": "1_0"}, Measure.MD, "n_t"),
        ({"mean_t": "inf"}, Measure.MD, "mean_t"),
        ({"mean_t": "2,9"}, Measure.MD, "mean_t"),
        ({"n_c": "0"}, Measure.SMD, "n_c"),
        ({"sd_c": "-1"}, Measure.SMD, "sd_c"),
        ({"sd_t": "0", "sd_c": "0"}, Measure.SMD, "sd_t"),
        ({"sd_t": "0", "sd_c": "0"}, Measure.MD, "sd_t"),
        ({"n_t": "0", "events_t": "0", "events_c": "1"}, Measure.RR, "n_t"),
        ({"events_t": "35", "events_c": "1"}, Measure.RR, "events_t"),
        ({"events_t": "1", "events_c": "-1"}, Measure.RR, "events_c"),
        ({"md": "1", "md_lo": "2", "md_hi": "3"}, Measure.MD, "md_lo"),
        ({"md": "1", "md_lo": "0", "md_hi": "no"}, Measure.MD, "md_hi"),
        (RATIO | {"ratio_lo": "1.4"}, Measure.RR, "ratio_lo"),
        (RATIO | {"ratio_lo": "0"}, Measure.RR, "ratio_lo"),
        ({"comparator": "sham and usual care"}, Measure.MD, "comparator"),
        ({"direction": "up"}, Measure.MD, "direction"),
    ],
)
def test_a_figure_that_cannot_be_is_refused_by_line_and_column(
    changes: dict[str, str], measure: Measure, column: str
) -> None:
    with pytest.raises(BadRow, match=f"^line 7, column {column}: "):
        read(MEANS | changes, measure)


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"yi": "", "vi": "1"}, "yi"),
        ({"yi": "1", "vi": ""}, "vi"),
        ({"yi": "1", "vi": "0"}, "vi"),
        ({"yi": "1e99", "vi": "1"}, "yi"),
        ({"yi": "one", "vi": "1"}, "yi"),
    ],
)
def test_a_ready_estimate_that_cannot_be_is_refused(
    cells: dict[str, str], column: str
) -> None:
    with pytest.raises(BadRow, match=f"^line 7, column {column}: "):
        read(cells, None, weighed=True)


@pytest.mark.parametrize("measure", [None, Measure.GENERIC])
def test_arms_without_a_measure_are_refused(measure: Measure | None) -> None:
    with pytest.raises(MeasureMissing):
        read(MEANS, measure)


def test_points_of_two_scales_do_not_make_one_difference() -> None:
    ten = Row(2, MEANS | {"scale_min": "0", "scale_max": "10"})
    hundred = Row(3, MEANS | {"scale_min": "0", "scale_max": "100"})
    unknown = Row(4, MEANS | {"scale_min": "0"})
    with pytest.raises(ScalesDiffer, match="0 to 10, 0 to 100"):
        readings.read([ten, hundred], Measure.MD, weighed=False)
    assert len(readings.read([ten, hundred], Measure.SMD, weighed=False).effects) == 2
    assert len(readings.read([ten, unknown], Measure.MD, weighed=False).effects) == 2


CHOSEN = {
    "comparator": "sham (two needles)",
    "outcome": "Pain VAS",
    "condition": "chronic low back pain",
    "timepoint_weeks": "8",
}


@pytest.mark.parametrize(
    ("choice", "cells", "is_taken"),
    [
        (Choice(), {}, True),
        (Choice(comparator=Comparator.SHAM), CHOSEN, True),
        (Choice(comparator=Comparator.ACTIVE), CHOSEN, False),
        (Choice(comparator=Comparator.SHAM), {"comparator": "sham and active"}, False),
        (Choice(outcome="pain"), CHOSEN, True),
        (Choice(outcome="odi"), CHOSEN, False),
        (Choice(condition="LOW BACK"), CHOSEN, True),
        (Choice(condition="neck"), CHOSEN, False),
        (Choice(weeks=(6, 8)), CHOSEN, True),
        (Choice(weeks=(9, 13)), CHOSEN, False),
        (Choice(weeks=(0, 999)), {"timepoint_weeks": ""}, False),
    ],
)
def test_rows_are_chosen(choice: Choice, cells: dict[str, str], is_taken: bool) -> None:
    assert choice.takes(Row(2, cells)) is is_taken


def test_rows_that_are_alike_need_no_caution() -> None:
    alike = [Row(2, MEANS), Row(3, MEANS | {"trial": "Zhao 2012"})]
    assert rows.caution(alike) == ()


def test_a_trial_in_two_rows_is_told_by_name_and_by_paper() -> None:
    twice = rows.caution([Row(2, MEANS), Row(3, MEANS)])
    assert twice[0].startswith("Zeng 2005: more than one row")
    paper = {"doi_or_pmid": "PMID 1"}
    arms = [Row(n, MEANS | paper | {"trial": f"SPINE {n}"}) for n in (1, 2)]
    assert rows.caution(arms)[0].startswith("SPINE 1, SPINE 2: more than one row")


def test_what_differs_between_rows_is_told_and_kept_short() -> None:
    weeks = [Row(n, {"trial": str(n), "timepoint_weeks": str(n)}) for n in range(1, 8)]
    assert rows.caution(weeks) == ("Weeks differ: 1; 2; 3; 4; 5 and 2 more.",)
