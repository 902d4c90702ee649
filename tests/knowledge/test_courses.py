"""Cadences as records."""

import pytest

from deqi.knowledge import courses, coverage, sources
from deqi.knowledge.schema import UnreadableRecord
from tests.knowledge.planting import load, planted

CADENCES = courses.catalogue()


def test_cadences_are_the_conventions_and_payers():
    assert courses.DEFAULT in CADENCES
    named = {"articles_convention", "trial_default"}
    assert set(CADENCES) - named <= set(coverage.catalogue())
    assert set(courses.provenance()) >= set(CADENCES)


def test_every_cadence_has_a_course_for_every_stage_and_a_review():
    for cadence in CADENCES.values():
        assert cadence.acute
        assert cadence.chronic
        assert cadence.relapse
        visits = sum(phase.visits for phase in cadence.chronic)
        assert cadence.review_at
        assert all(1 < visit <= visits for visit in cadence.review_at)
        assert set(cadence.sources) <= set(sources.catalogue())


def test_what_comes_after_the_first_review_waits_for_it():
    for cadence in CADENCES.values():
        steps = [phase for phase in cadence.chronic for _ in range(phase.visits)]
        first = cadence.review_at[0]
        assert not any(phase.conditional for phase in steps[:first])
        assert all(phase.conditional for phase in steps[first:])


@pytest.mark.parametrize(
    ("old", "new", "error", "says"),
    [
        ("review_at = [4, 6]", "review_at = 4", UnreadableRecord, "lists visits"),
        ("review_at = [4, 6]", "", UnreadableRecord, "lacks review_at"),
        ("slack_days = 2", "slack_days = 9", ValueError, "overlap"),
        ("visits = 2", "visits = 0", ValueError, "has visits"),
    ],
)
def test_a_cadence_that_cannot_be_is_refused(old, new, error, says):
    with (
        planted("courses", "cadences.toml", old, new),
        pytest.raises(error, match=says),
    ):
        load(courses.catalogue)
