"""The statement says what the figures say, and nothing else."""

from dataclasses import replace

import pytest

from deqi.core.dosing import stating
from deqi.core.dosing.findings import Contrast, Figure, Findings, Relief
from deqi.core.dosing.values import OURS, Assumptions
from tests.core.dosing.crowds import CENTRAL, DESIGN

TITLES = {
    OURS: "our policy",
    "cherkin": "Cherkin 2009",
    "art": "ART 2006",
    "backinaction": "BackInAction",
}
NOTHING = Figure(0.0, 0.001)


def contrast(
    told: Assumptions, policy: str, *, relief: Relief = Relief.EQUAL, fewer: float = 30
) -> Contrast:
    return Contrast(
        ours=OURS,
        policy=policy,
        assumed=told.names(),
        mean_nrs=Figure(-0.02, 0.003),
        pain_days=NOTHING,
        responders=NOTHING,
        visits=NOTHING,
        relief=relief,
        fewer_percent=fewer,
        met=relief in (Relief.EQUAL, Relief.BETTER) and fewer >= 25,
    )


ALL = [contrast(each, policy) for each in DESIGN.grid for policy in DESIGN.goal.against]


def changed(place: int, **how: object) -> Findings:
    one = contrast(list(DESIGN.grid)[place // 3], DESIGN.goal.against[place % 3], **how)
    return Findings((), (*ALL[:place], one, *ALL[place + 1 :]))


CENTRAL_PLACE = 3 * list(DESIGN.grid).index(CENTRAL)
WHOLE = Findings((), tuple(ALL))


def told(found: Findings) -> str:
    return "\n".join(stating.statement(found, DESIGN, TITLES))


def test_a_goal_that_holds_everywhere_is_said_to_hold() -> None:
    assert stating.is_met(WHOLE, DESIGN)
    text = told(WHOLE)
    assert "against Cherkin 2009 relief is equal" in text
    assert (
        "(mean score \N{MINUS SIGN}0.020, standard error 0.0030) with 30 % fewer visits"
        in text
    )
    assert "holds against 3 of 3 courses" in text
    assert "equal in 108, better in 0, worse in 0, not settled in 0" in text
    assert "The goal holds against all 3 in 36 of 36 sets: where the dose" in text
    assert "strong, the gain as small as over sham and responders all alike (3)" in text
    assert text.startswith("Our policy: under the central assumptions")


@pytest.mark.parametrize(
    "how", [{"relief": Relief.WORSE}, {"relief": Relief.OPEN}, {"fewer": 24.9}]
)
def test_one_course_that_fails_under_the_central_assumptions_fails_the_goal(
    how: dict[str, object],
) -> None:
    found = changed(CENTRAL_PLACE + 1, **how)
    assert not stating.is_met(found, DESIGN)
    assert "holds against 2 of 3 courses" in told(found)
    assert "in 35 of 36 sets" in told(found)


def test_one_that_fails_elsewhere_does_not() -> None:
    found = changed(len(ALL) - 1, relief=Relief.WORSE, fewer=-12)
    assert stating.is_met(found, DESIGN)
    text = told(found)
    assert "equal in 107, better in 0, worse in 1" in text
    assert "Worse where the dose response is strong, the gain as small as over" in text
    assert "sham and responders fast and slow (1). There are" in text
    assert "from 12 % more to 30 % fewer visits" in text


def test_a_line_sums_speeds_and_drop_outs() -> None:
    found = changed(0, relief=Relief.BETTER, fewer=41)
    lines = list(stating.lines(found, DESIGN))
    assert len(lines) == 3 * 2 * 3
    assert lines[0].relief == "equal 5, better 1"
    assert lines[0].visits == "30 to 41 % fewer visits"
    assert {each.relief for each in lines[1:]} == {"equal 6"}


def test_more_visits_are_called_more() -> None:
    worse = tuple(replace(each, fewer_percent=-20.0, met=False) for each in ALL)
    text = told(Findings((), worse))
    assert "with 20 % more visits" in text
    assert "The goal holds against all 3 in 0 of 36 sets." in text


def test_courses_that_the_goal_does_not_name_are_left_out() -> None:
    beside = contrast(CENTRAL, "usual_care", relief=Relief.WORSE)
    both = Findings((), (*ALL, replace(beside, fewer_percent=None)))
    assert told(both) == told(WHOLE)
    assert list(stating.lines(both, DESIGN)) == list(stating.lines(WHOLE, DESIGN))
