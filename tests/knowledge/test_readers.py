"""Which levels conditions look at."""

from dataclasses import replace

import pytest

from deqi.core.expressions import parse
from deqi.core.rules import Limit, Scope
from deqi.knowledge import facts, red_flags
from deqi.knowledge.readers import WHOLE, expressions_in, looks, sources_in, unread


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("always", {}),
        ("pregnant", {"pregnant": {WHOLE}}),
        ("pregnant is not false", {"pregnant": {WHOLE}}),
        ("anticoagulant == 'vka'", {"anticoagulant": {"vka"}}),
        ("anticoagulant != 'none'", {"anticoagulant": {WHOLE}}),
        ("not anticoagulant == 'none'", {"anticoagulant": {WHOLE}}),
        ("epilepsy in ('controlled', 'none')", {"epilepsy": {"controlled", "none"}}),
        ("not epilepsy in ('controlled', 'none')", {"epilepsy": {WHOLE}}),
        ("'fall' in trigger", {"trigger": {"fall"}}),
        ("not 'fall' in trigger", {"trigger": {WHOLE}}),
        ("platelet_count < 50", {"platelet_count": {WHOLE}}),
        (
            "at_least(2, a == 'x', a == 'y', not (b or c == 'z'))",
            {"a": {"x", "y"}, "b": {WHOLE}, "c": {WHOLE}},
        ),
    ],
)
def test_a_condition_looks_at(text: str, seen: dict[str, set[str]]) -> None:
    assert looks([parse(text)]) == seen


def test_conditions_are_found_however_deep_they_stand() -> None:
    spec = facts.catalogue().specs["pregnant"]
    gated = replace(spec, ask_when=parse("age > 12"), derived_when=parse("x"))
    held = {"a": [(gated, 3, "text"), None], "b": parse("y"), "class": type(gated)}
    assert [found.text for found in expressions_in(held)] == ["age > 12", "x", "y"]


@pytest.mark.parametrize(
    ("fact", "seen", "left"),
    [
        ("pregnant", set(), (WHOLE,)),
        ("pregnant", {WHOLE}, ()),
        ("epilepsy", set(), (WHOLE,)),
        ("epilepsy", {WHOLE}, ()),
        ("epilepsy", {"controlled", "uncontrolled"}, ()),
        ("epilepsy", {"controlled"}, ("uncontrolled",)),
        ("epilepsy", {"none"}, ("controlled", "uncontrolled")),
    ],
)
def test_what_nothing_looks_at(fact: str, seen: set[str], left: tuple[str]) -> None:
    spec = facts.catalogue().specs[fact]
    assert unread(spec, spec.levels, frozenset(seen)) == left


def test_sources_are_found_however_deep_they_stand() -> None:
    rule = red_flags.catalogue()[0]
    limit = Limit(Scope.POINT, (), "", ("Somebody2001",))
    named = list(sources_in({"a": [replace(rule, sources=("Q",), limits=(limit,))]}))
    assert named == [(rule.id, "Q"), ("Limit", "Somebody2001")]


def test_sources_that_are_no_names_are_none() -> None:
    provenance = next(iter(red_flags.provenance().values()))
    assert list(sources_in([provenance])) == []
