"""How long a complaint has lasted."""

import pytest

from deqi.core.conditions import Stage, stage
from deqi.core.expressions import parse

STAGES = {
    Stage.ACUTE: parse("duration_weeks < 6"),
    Stage.CHRONIC: parse("duration_weeks >= 12"),
}


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ({"duration_weeks": 5.9}, Stage.ACUTE),
        ({"duration_weeks": 12}, Stage.CHRONIC),
        ({"duration_weeks": 8}, None),
        ({}, None),
    ],
)
def test_the_stage_is_the_first_that_holds(values, found):
    assert stage(values, STAGES) is found
