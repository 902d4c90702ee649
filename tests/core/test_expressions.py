"""Conditions over facts in three-valued logic."""

import pytest

from deqi.core.expressions import UnreadableExpression, parse
from deqi.core.reading import Read, Span


@pytest.mark.parametrize(
    ("text", "values", "holds"),
    [
        ("always", {}, True),
        ("never", {}, False),
        ("x", {"x": True}, True),
        ("x", {"x": False}, False),
        ("x", {}, None),
        ("x", {"x": ("a",)}, True),
        ("x", {"x": ()}, False),
        ("x is unknown", {}, True),
        ("x is unknown", {"x": False}, False),
        ("x is not unknown", {}, False),
        ("x is true", {}, False),
        ("x is true", {"x": True}, True),
        ("x is not true", {}, True),
        ("x is false", {"x": False}, True),
        ("x is not false", {}, True),
        ("x is not false", {"x": False}, False),
        ("x == 'a'", {"x": "a"}, True),
        ("x == 'a'", {"x": "b"}, False),
        ("x == 'a'", {}, None),
        ("x != 'a'", {"x": "b"}, True),
        ("x != 'a'", {}, None),
        ("x < 5", {"x": 4.9}, True),
        ("x < 5", {"x": 5}, False),
        ("x <= 5", {"x": 5}, True),
        ("x <= 5", {"x": 5.1}, False),
        ("x > 5", {"x": 5}, False),
        ("x > 5", {"x": 6}, True),
        ("x >= 5", {"x": 5}, True),
        ("x >= 5", {"x": 4}, False),
        ("x > 5", {}, None),
        ("x in ('a', 'b')", {"x": "b"}, True),
        ("x in ('a',)", {"x": "b"}, False),
        ("x in ('a',)", {}, None),
        ("'a' in x", {"x": ("a", "b")}, True),
        ("'a' in x", {"x": ("b",)}, False),
        ("'a' in x", {}, None),
        ("not x", {"x": True}, False),
        ("not x", {"x": False}, True),
        ("not x", {}, None),
        ("x and y", {"x": True, "y": True}, True),
        ("x and y", {"x": False}, False),
        ("x and y", {"x": True}, None),
        ("x or y", {"x": True}, True),
        ("x or y", {"x": False}, None),
        ("x or y", {"x": False, "y": False}, False),
        ("at_least(2, x, y, z)", {"x": True, "y": True}, True),
        ("at_least(2, x, y, z)", {"x": True}, None),
        ("at_least(2, x, y, z)", {"x": False, "y": False}, False),
        ("x and (y or not z)", {"x": True, "y": False, "z": False}, True),
        (" x ", {"x": True}, True),
    ],
)
def test_truth_in_three_values(text, values, holds):
    assert parse(text).holds(values) is holds


@pytest.mark.parametrize(
    ("text", "span", "holds"),
    [
        ("n > 3", (4, 9), True),
        ("n > 3", (0, 3), False),
        ("n > 3", (3, 4), None),
        ("n == 3", (3, 3), True),
        ("n == 3", (2, 5), None),
        ("n == 3", (3, 5), None),
        ("n == 3", (4, 9), False),
        ("n != 3", (4, 9), True),
        ("n != 3", (2, 5), None),
        ("n != 3", (3, 3), False),
        ("n == 'three'", (2, 5), False),
        ("n >= 2.5", (2, 3), None),
        ("n <= 2.5", (0, 2), True),
    ],
)
def test_a_count_that_is_half_known(text, span, holds):
    assert parse(text).holds({"n": Span(*span)}) is holds


@pytest.mark.parametrize(
    ("text", "values", "because"),
    [
        ("always", {}, ()),
        ("x", {"x": True}, ("x",)),
        ("x is not false", {}, ("x",)),
        ("x > 3", {"x": 4}, ("x",)),
        ("x in ('a',)", {"x": "a"}, ("x",)),
        ("'a' in x", {"x": ("a",)}, ("x",)),
        ("not x", {"x": False}, ("x",)),
        ("x or y", {"x": True, "y": False}, ("x",)),
        ("x or y", {"x": True}, ("x",)),
        ("x or y", {}, ("x", "y")),
        ("x or y", {"x": False}, ("y",)),
        ("x and x", {"x": True}, ("x",)),
        ("n > 1", {"n": Span(2, 3, ("a", "b"))}, ("a", "b")),
    ],
)
def test_what_a_truth_rests_on(text, values, because):
    assert parse(text).because(values) == because


def test_what_a_text_reads():
    text = (
        "at_least(1, x, y == 'a', z > 3, w in ('b', 'c'), 'd' in v, not u, t is true)"
    )
    assert parse(text).reads() == (
        Read("x"),
        Read("y", "a"),
        Read("z"),
        Read("w", "b"),
        Read("w", "c"),
        Read("v", "d"),
        Read("u"),
        Read("t", True),
    )
    assert parse("always").reads() == ()
    assert parse("x or x or y == 'a'").names() == {"x", "y"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x and",
        "3",
        "x + y",
        "x < y",
        "x is None",
        "1 < x < 3",
        "x == True",
        "x == None",
        "x in ('a', 3)",
        "x in y",
        "x not in ('a',)",
        "'a' not in x",
        "-x",
        "f(x)",
        "at_least(x, y)",
        "at_least(2, x, why=y)",
        "__import__('os')",
        "x.y",
        "lambda: x",
    ],
)
def test_what_is_no_condition_is_refused(text):
    with pytest.raises(UnreadableExpression):
        parse(text)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("x", {"x": "a"}),
        ("'a' in x", {"x": "a"}),
        ("x < 3", {"x": "a"}),
        ("x > 'a'", {"x": 3}),
    ],
)
def test_a_condition_that_does_not_fit_its_fact_is_refused(text, values):
    with pytest.raises(UnreadableExpression):
        parse(text).holds(values)
