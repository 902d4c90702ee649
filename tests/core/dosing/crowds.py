"""Small studies of virtual people, of the packaged records, with a fixed seed."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

import numpy as np

from deqi.care import simulating
from deqi.core.dosing import people, studies
from deqi.core.dosing.outcomes import Outcomes
from deqi.core.dosing.people import Draws
from deqi.core.dosing.studies import Study
from deqi.core.dosing.values import Assumptions
from deqi.knowledge import dosing

PEOPLE, SEED = 400, 7
DESIGN = dosing.design()
CENTRAL = DESIGN.goal.central
SETS = {tuple(each.names().values()): each for each in DESIGN.grid}


def draws(count: int = PEOPLE, seed: int = SEED) -> Draws:
    chance = np.random.default_rng(seed)
    luck = {
        name: chance.standard_normal(shape)
        if kind == "normal"
        else chance.random(shape)
        for name, (kind, shape) in people.shapes(count, 3).items()
    }
    return Draws(**luck)


@cache
def study(count: int = PEOPLE, seed: int = SEED) -> Study:
    return studies.of(DESIGN, simulating.policies(), draws(count, seed))


def assumed(**words: str) -> Assumptions:
    """Return the central assumptions, some of them changed, each by its word."""
    told = CENTRAL.names() | words
    return SETS[tuple(told.values())]


@cache
def ran(*words: str) -> Mapping[str, Outcomes]:
    """Return what came of every policy under one set of assumptions."""
    (found,) = study().run(SETS[words])
    return found


def told_of(**words: str) -> Mapping[str, Outcomes]:
    return ran(*assumed(**words).names().values())


def with_gain(points: float) -> Assumptions:
    return replace(CENTRAL, gain=replace(CENTRAL.gain, points=points))
