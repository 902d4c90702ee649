"""Tiers, rules and the order of outcomes."""

import pytest

from deqi.core.expressions import parse
from deqi.core.rules import Outcome, Rule, Tier


def tier(when="x", outcome=Outcome.REFER, *, clearable=False):
    return Tier(parse(when), outcome, None, "act", "", clearable)


def rule(*tiers, name="r"):
    return Rule(name, "absolute", "T", tiers, (), False, ("product",), False)


def test_outcomes_run_from_mild_to_grave():
    assert [each.value for each in sorted(Outcome, key=lambda each: each.gravity)] == [
        "proceed",
        "caution",
        "ask",
        "refer",
        "emergency",
    ]


def test_no_document_clears_an_emergency():
    with pytest.raises(ValueError, match="no document"):
        tier(outcome=Outcome.EMERGENCY, clearable=True)
    assert tier(outcome=Outcome.REFER, clearable=True).clearable


def test_a_rule_that_could_never_fire_is_refused():
    with pytest.raises(ValueError, match="no tier"):
        rule()


@pytest.mark.parametrize(
    ("x", "y", "holds"),
    [
        (True, None, True),
        (False, True, True),
        (None, False, None),
        (False, False, False),
    ],
)
def test_a_rule_holds_where_one_tier_does(x, y, holds):
    values = {key: value for key, value in (("x", x), ("y", y)) if value is not None}
    assert rule(tier("x"), tier("y")).holds(values) is holds
