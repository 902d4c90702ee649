"""How a visit goes from step to step: one table of what may follow what.

Words
-----
step
    How a visit stands: booked, arrived, begun, done, missed or cancelled.
purpose
    What a visit is booked for.
"""

from collections.abc import Mapping
from enum import StrEnum


class Step(StrEnum):
    """How a visit stands."""

    BOOKED = "booked"
    ARRIVED = "arrived"
    BEGUN = "begun"
    DONE = "done"
    MISSED = "missed"
    CANCELLED = "cancelled"


class Purpose(StrEnum):
    """What a visit is booked for."""

    FIRST = "first"
    TREATMENT = "treatment"
    REVIEW = "review"
    MAINTENANCE = "maintenance"


FOLLOWS: Mapping[Step, tuple[Step, ...]] = {
    Step.BOOKED: (Step.ARRIVED, Step.BEGUN, Step.MISSED, Step.CANCELLED),
    # A wrong tick is taken back by the step before; the wrong one stays on record.
    Step.ARRIVED: (Step.BEGUN, Step.BOOKED, Step.CANCELLED),
    Step.BEGUN: (Step.DONE, Step.ARRIVED),
    Step.DONE: (),
    Step.MISSED: (Step.ARRIVED, Step.BOOKED),
    Step.CANCELLED: (),
}
"""The one table of legal steps; ``docs/reference/visits.md`` draws it."""

MOVABLE = frozenset({Step.BOOKED})
"""Only a visit that nobody has come to yet is moved to another time."""


def may_follow(step: Step, after: Step) -> bool:
    """Return whether a visit may go from one step to another.

    Parameters
    ----------
    step : Step
        Where it is to go.
    after : Step
        Where it stands.

    Returns
    -------
    bool
        False also for a step upon itself.
    """
    return step in FOLLOWS[after]


def diagram() -> str:
    """Return the table as a Mermaid state diagram."""
    lines = ["stateDiagram-v2", f"    [*] --> {Step.BOOKED}"]
    for step, following in FOLLOWS.items():
        lines += [f"    {step} --> {each}" for each in following or ("[*]",)]
    return "\n".join(lines)
