"""GRADE: steps down, their floor, and the doubts that figures raise themselves."""

import pytest

from deqi.evidence.grading import (
    Domain,
    Figures,
    ImpossibleStep,
    Level,
    Step,
    grade,
    lowest,
    overlooked,
)

BIAS = Step(Domain.RISK_OF_BIAS, 1, "nobody was blinded")
GRAVE = Step(Domain.IMPRECISION, 2, "forty people")


@pytest.mark.parametrize(
    ("steps", "level"),
    [
        ((), Level.HIGH),
        ((BIAS,), Level.MODERATE),
        ((GRAVE,), Level.LOW),
        ((BIAS, GRAVE), Level.VERY_LOW),
        ((BIAS, GRAVE, GRAVE), Level.VERY_LOW),
    ],
)
def test_each_step_takes_its_levels_and_none_falls_below_the_last(
    steps: tuple[Step, ...], level: Level
) -> None:
    assert grade(steps) is level


def test_evidence_that_is_not_randomised_may_start_lower() -> None:
    assert grade((BIAS,), start=Level.LOW) is Level.VERY_LOW


def test_the_least_sure_of_several_is_told() -> None:
    assert lowest([Level.HIGH, Level.VERY_LOW, Level.LOW]) is Level.VERY_LOW
    assert lowest([]) is None


@pytest.mark.parametrize(("down", "reason"), [(0, "x"), (3, "x"), (1, " ")])
def test_a_step_needs_a_size_and_a_reason(down: int, reason: str) -> None:
    with pytest.raises(ImpossibleStep):
        Step(Domain.IMPRECISION, down, reason)


@pytest.mark.parametrize(
    ("ci", "nothing", "i2", "threshold", "raised"),
    [
        ((-3.0, 1.0), 0.0, None, None, {Domain.IMPRECISION}),
        ((-3.0, 0.0), 0.0, None, None, {Domain.IMPRECISION}),
        ((0.9, 1.4), 1.0, None, None, {Domain.IMPRECISION}),
        ((1.1, 1.4), 1.0, None, None, set()),
        ((-30.0, -14.0), 0.0, None, 15.0, {Domain.IMPRECISION}),
        ((14.0, 30.0), 0.0, None, 15.0, {Domain.IMPRECISION}),
        ((-30.0, -15.0), 0.0, None, 15.0, set()),
        ((-14.0, -2.0), 0.0, None, 15.0, set()),
        ((-3.0, -1.0), 0.0, 50.0, None, {Domain.INCONSISTENCY}),
        ((-3.0, -1.0), 0.0, 49.9, None, set()),
        ((-3.0, 1.0), 0.0, 80.0, None, {Domain.IMPRECISION, Domain.INCONSISTENCY}),
    ],
)
def test_figures_raise_doubts_of_their_own(
    ci: tuple[float, float],
    nothing: float,
    i2: float | None,
    threshold: float | None,
    raised: set[Domain],
) -> None:
    figures = Figures(ci, nothing, i2, threshold)
    assert set(overlooked((BIAS,), figures, much=50)) == raised
    named = tuple(Step(domain, 1, "named") for domain in raised)
    assert overlooked(named, figures, much=50) == ()
