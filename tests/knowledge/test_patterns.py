"""Patterns of traditional theory, marked as such."""

import re

import pytest

from deqi.knowledge import patterns, points, sources
from deqi.knowledge.schema import UnreadableRecord
from tests.knowledge.planting import load, planted
from tests.shared import SHARED, needs_shared

PATTERNS = patterns.catalogue()


@needs_shared
def test_no_pattern_of_the_drafts_is_lost_nor_any_of_its_points():
    draft = SHARED / "knowledge" / "clinical" / "tcm_patterns.yaml"
    text = draft.read_text(encoding="utf-8")
    named = dict(re.findall(r"- id: (\w+)\n(?:  .*\n)*?  points: \[(.*)\]", text))
    assert len(named) == 6
    assert set(named) == set(PATTERNS)
    for name, listed in named.items():
        wanted = {
            word.split()[0].replace("ashi", "ASHI") for word in listed.split(", ")
        }
        assert set(PATTERNS[name].points) == wanted


def test_patterns_name_points_that_there_are():
    for pattern in PATTERNS.values():
        assert set(pattern.points) <= set(points.catalogue())
        assert pattern.signs
        assert all(re.fullmatch(r"S[A-Z]\w\w", code) for code in pattern.icd11)
        assert set(pattern.sources) <= set(sources.catalogue())


def test_the_label_says_that_it_is_theory_and_no_diagnosis():
    assert "theory" in patterns.label()
    assert "not a diagnosis" in patterns.label()


def test_provenance_holds_patterns_and_what_is_said_of_all():
    assert set(patterns.provenance()) == {*PATTERNS, "label", "channels"}
    assert not any(each.is_reviewed for each in patterns.provenance().values())


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('name = "damp heat"', "", "name is no text"),
        ('points = ["BL23", "KI3"]', 'points = "BL23"', "points is no list"),
    ],
)
def test_a_pattern_that_cannot_be_read_is_refused(old, new, says):
    with (
        planted("patterns", "patterns.toml", old, new),
        pytest.raises(UnreadableRecord, match=says),
    ):
        load(patterns.catalogue)
