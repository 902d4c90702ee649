"""What a study can be made of, and what it refuses."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from deqi.core.dosing.values import (
    Counted,
    Course,
    Dose,
    DropOut,
    Responders,
    Stretch,
    StudyImpossible,
)
from tests.core.dosing.crowds import CENTRAL, DESIGN


@pytest.mark.parametrize(
    "made",
    [
        lambda: Stretch((0, 3), 2),
        lambda: Stretch((4, 3), 2),
        lambda: Stretch((8, 8), 1),
        lambda: Dose("x", "X", 1.1, 0),
        lambda: Dose("x", "X", 0.5, -0.1),
        lambda: Responders("x", "X", ()),
        lambda: Responders("x", "X", (1.0, 0.0)),
        lambda: DropOut("x", "X", 1.0),
        lambda: Counted(52, (12, 26), 30, 3),
        lambda: Counted(52, (), 30, 3),
        lambda: replace(DESIGN, courses=DESIGN.courses[1:]),
        lambda: replace(DESIGN, full_weeks=0.0),
        lambda: replace(
            DESIGN, reference=replace(DESIGN.reference, course=Course("x", "X"))
        ),
        lambda: replace(
            DESIGN,
            goal=replace(
                DESIGN.goal,
                central=replace(CENTRAL, gain=replace(CENTRAL.gain, points=-9.0)),
            ),
        ),
    ],
)
def test_refuses_what_no_study_can_be_made_of(made: Callable[[], object]) -> None:
    with pytest.raises(StudyImpossible):
        made()


def test_the_grid_holds_each_with_each() -> None:
    sets = [tuple(each.names().values()) for each in DESIGN.grid]
    assert len(set(sets)) == len(sets) == len(DESIGN.grid) == 36
