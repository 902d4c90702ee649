"""Spans and clearances."""

from datetime import date

import pytest

from deqi.core.reading import Clearance, Span

LETTER = {
    "rule": "aaa_vascular",
    "by": "Dr A",
    "role": "surgeon",
    "given": date(2026, 3, 1),
    "document": "letter 1",
    "expires": date(2026, 4, 1),
}


def test_a_span_does_not_run_backwards():
    with pytest.raises(ValueError, match="low to high"):
        Span(3, 2)


@pytest.mark.parametrize(
    ("number", "outside"),
    [(1, True), (2, False), (5, False), (6, True), (2.5, True), ("3", True)],
)
def test_a_span_excludes_what_it_cannot_be(number, outside):
    assert Span(2, 5).excludes(number) is outside


@pytest.mark.parametrize("field", ["rule", "by", "role", "document"])
def test_a_clearance_names_rule_person_role_and_document(field):
    with pytest.raises(ValueError, match="names the rule"):
        Clearance(**{**LETTER, field: ""})


def test_a_clearance_does_not_end_before_it_begins():
    with pytest.raises(ValueError, match="ends after"):
        Clearance(**{**LETTER, "expires": date(2026, 2, 28)})
    assert Clearance(**{**LETTER, "expires": date(2026, 3, 1)})


@pytest.mark.parametrize(
    ("rule", "day", "covers"),
    [
        ("aaa_vascular", date(2026, 2, 28), False),
        ("aaa_vascular", date(2026, 3, 1), True),
        ("aaa_vascular", date(2026, 4, 1), True),
        ("aaa_vascular", date(2026, 4, 2), False),
        ("malignancy", date(2026, 3, 15), False),
    ],
)
def test_a_clearance_covers_its_rule_while_it_holds(rule, day, covers):
    assert Clearance(**LETTER).covers(rule, day) is covers
