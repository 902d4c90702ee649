"""Conditions over columns: each person gets what the same words say of that person."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deqi.core.columns import UNKNOWN, Table, Truths
from deqi.core.expressions import (
    Always,
    AtLeast,
    Claim,
    Compare,
    Expression,
    Known,
    Node,
    Not,
    OneOf,
    UnreadableExpression,
    parse,
)

LEVELS = {"word": ("none", "much", "little"), "number": (), "claim": ()}
CODES = {None: UNKNOWN, True: 1, False: 0}
SIGNS = st.sampled_from(("==", "!=", "<", "<=", ">", ">="))
SAME = st.sampled_from(("==", "!="))
LIMITS = st.sampled_from((0, 1, 2.5, 3, -1))
NAMES = st.sampled_from(("word", "number", "claim", "absent"))
WORDS = st.sampled_from((*LEVELS["word"], "elsewhere"))


def leaves() -> st.SearchStrategy[Node]:
    return st.one_of(
        st.builds(Always, st.booleans()),
        st.builds(Claim, st.sampled_from(("claim", "absent"))),
        st.builds(Known, NAMES, st.sampled_from(tuple(CODES)), st.booleans()),
        st.builds(Compare, st.sampled_from(("number", "claim")), SIGNS, LIMITS),
        st.builds(Compare, st.just("absent"), SIGNS, LIMITS),
        st.builds(Compare, NAMES, SAME, st.one_of(LIMITS, WORDS)),
        st.builds(OneOf, NAMES, st.lists(WORDS, max_size=3).map(tuple)),
    )


def branches(parts: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(parts, min_size=1, max_size=4).map(tuple)
    return st.builds(Not, parts) | st.builds(AtLeast, st.integers(0, 5), several)


NODES = st.recursive(leaves(), branches, max_leaves=8)
PEOPLE = st.lists(
    st.fixed_dictionaries(
        {
            "word": st.sampled_from((None, *LEVELS["word"])),
            "number": st.sampled_from((None, 0.0, 1.0, 2.5, 3.0, -1.0)),
            "claim": st.sampled_from(tuple(CODES)),
        }
    ),
    min_size=1,
    max_size=6,
)


def table(people) -> Table:
    words = [p["word"] for p in people]
    codes = [UNKNOWN if w is None else LEVELS["word"].index(w) for w in words]
    numbers = [np.nan if p["number"] is None else p["number"] for p in people]
    claims = [CODES[p["claim"]] for p in people]
    return Table(
        {
            "word": np.array(codes, dtype=np.int8),
            "number": np.array(numbers),
            "claim": np.array(claims, dtype=np.int8),
        },
        LEVELS,
    )


@given(NODES, PEOPLE)
def test_a_condition_says_of_a_column_what_it_says_of_each(node, people):
    condition = Expression("", node)
    found = np.broadcast_to(table(people).holds(condition).codes(), len(people))
    assert found.tolist() == [CODES[condition.holds(person)] for person in people]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("'much' in word", "a list"),
        ("number", "no claim"),
        ("word", "no claim"),
        ("word < 2", "word < 2"),
        ("number >= 'much'", "number >= 'much'"),
    ],
)
def test_a_column_of_another_kind_is_refused(text, says):
    people = [{"word": None, "number": None, "claim": None}]
    with pytest.raises(UnreadableExpression, match=says):
        table(people).holds(parse(text))


def test_what_holds_and_what_may_are_told_as_codes():
    found = Truths(np.array([True, False, False]), np.array([True, True, False]))
    assert found.codes().tolist() == [1, UNKNOWN, 0]
    assert found.codes().dtype == np.int8
