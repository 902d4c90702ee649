"""What one answer changes for the harmless person, in words that a table can hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from deqi.care.values import Care, Wishes
from deqi.core.reading import Value
from tests.spec import people

FIRST_VISIT = "first visit"
"""Not a fact, but said beside one: no session has been given yet."""


@dataclass(frozen=True)
class Effect:
    """What differs between two persons.

    ``fires`` holds rules with their urgency or outcome, ``asks`` questions, ``forbids``
    restrictions (points and muscles as one word), ``plan`` lines, advice and baselines.
    What is gone stands after a minus, a site that is left out after "not".
    """

    outcome: str
    fires: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    forbids: tuple[str, ...] = ()
    plan: tuple[str, ...] = ()
    allowed: bool | None = True


def effect(known: Mapping[str, Value], beside: Mapping[str, Value]) -> Effect:
    """Return what an answer changes for a person of whom something else is known."""
    care, before = _decide({**beside, **known}), _before(_key(beside))
    found = care.screening
    return Effect(
        outcome=found.outcome.value,
        fires=_new(_fired(care), _fired(before)),
        asks=_new(_asked(care), _asked(before)),
        forbids=_changed(_forbidden(care), _forbidden(before)),
        plan=() if care.plan is None else _changed(_lines(care), _lines(before)),
        allowed=found.session.allowed,
    )


def _key(beside: Mapping[str, Value]) -> tuple[tuple[str, Value], ...]:
    return tuple(sorted(beside.items()))


@cache
def _before(beside: tuple[tuple[str, Value], ...]) -> Care:
    return _decide(dict(beside))


def _decide(known: Mapping[str, Value]) -> Care:
    sessions = 0 if FIRST_VISIT in known else 1
    changes = {key: value for key, value in known.items() if key != FIRST_VISIT}
    return people.decide(changes, Wishes(examined=True, sessions_so_far=sessions))


def _new(after: set[str], before: set[str]) -> tuple[str, ...]:
    return tuple(sorted(after - before))


def _fired(care: Care) -> set[str]:
    # That a red flag is open follows from the flag.
    return {
        *(
            f"{each.id}: {each.urgency or each.outcome}"
            for each in care.screening.findings
            if each.id != "red_flag_open"
        ),
        *(f"{each.id}: session" for each in care.screening.session.findings),
    }


def _asked(care: Care) -> set[str]:
    return {each.fact for each in care.screening.questions}


def _forbidden(care: Care) -> set[str]:
    return {
        "points" if each.scope.value in ("point", "muscle") else each.code
        for each in care.screening.restrictions
    }


def _lines(care: Care) -> set[str]:
    plan = care.plan
    if plan is None:
        return set()
    return {
        *(f"{line.site} {line.sides.value}" for line in plan.needling),
        *(each.id for each in (*plan.co_treatment, *plan.lifestyle)),
        *(f"goal: {goal}" for goal in plan.goals),
        *(
            f"{each.instrument} from {each.baseline:g}"
            for each in plan.measures
            if each.baseline is not None
        ),
        *(f"not {each.point} {each.sides.value}" for each in plan.excluded),
        f"style {plan.style}",
    }


def _changed(after: set[str], before: set[str]) -> tuple[str, ...]:
    return (*_new(after, before), *(f"-{each}" for each in _new(before, after)))
