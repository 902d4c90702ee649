"""Visits: which step may follow which."""

from deqi.core import visits
from deqi.core.visits import FOLLOWS, MOVABLE, Step
from tests.spec.tables import Page, Table

PAGE = Page(
    "visits",
    "Visits",
    """How a visit goes from step to step. A wrong tick is taken back by the step before,
    and stays on record. Only a booked visit is moved to another time; a cancelled one
    frees its time.""",
    visits.diagram(),
)

STEPS = Table(
    title="What may follow",
    columns={
        "after": "A visit that is",
        "following": "may become",
        "moves": "may move",
    },
    rows=[
        (Step.BOOKED, [Step.ARRIVED, Step.BEGUN, Step.MISSED, Step.CANCELLED], True),
        (Step.ARRIVED, [Step.BEGUN, Step.BOOKED, Step.CANCELLED], False),
        (Step.BEGUN, [Step.DONE, Step.ARRIVED], False),
        (Step.DONE, [], False),
        (Step.MISSED, [Step.ARRIVED, Step.BOOKED], False),
        (Step.CANCELLED, [], False),
    ],
)


@STEPS.cases
def test_what_may_follow(after: Step, following: list[Step], moves: bool) -> None:
    allowed = [each for each in Step if visits.may_follow(each, after)]
    assert sorted(allowed) == sorted(following)
    assert (after in MOVABLE) is moves


def test_every_step_stands_in_the_table() -> None:
    assert set(FOLLOWS) == set(Step)
    assert [row[0] for row in STEPS.rows] == list(Step)


def test_every_step_is_reached_from_the_first() -> None:
    reached, waiting = {Step.BOOKED}, [Step.BOOKED]
    while waiting:
        for each in FOLLOWS[waiting.pop()]:
            if each not in reached:
                reached.add(each)
                waiting.append(each)
    assert reached == set(Step)


def test_the_diagram_draws_every_step_that_may_follow() -> None:
    drawn = visits.diagram().splitlines()
    assert drawn[:2] == ["stateDiagram-v2", "    [*] --> booked"]
    arrows = [f"    {a} --> {b}" for a, follow in FOLLOWS.items() for b in follow]
    assert set(arrows) < set(drawn)
    assert "    done --> [*]" in drawn
