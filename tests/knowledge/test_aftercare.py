"""What is told after needling: plain words, a call for each danger, rates with a source."""

from __future__ import annotations

import pytest

from deqi.evidence import readability
from deqi.knowledge import adverse_events, aftercare
from deqi.knowledge.aftercare import Whom, Word


@pytest.mark.parametrize("word", aftercare.catalogue(), ids=lambda word: word.id)
def test_each_word_says_whom_to_call_or_what_to_do(word: Word) -> None:
    assert word.kind in ("usual", "site", "call")
    assert (word.whom is not None) == (word.kind == "call")
    assert word.sources


def test_what_is_usual_was_counted() -> None:
    usual = [each for each in aftercare.catalogue() if each.kind == "usual"]
    for each in usual:
        seen = adverse_events.catalogue()[each.event]
        assert seen.rate is not None
        assert seen.per is not None


def test_everybody_who_may_be_called_is_named() -> None:
    assert {each.whom for each in aftercare.catalogue()} == {None, *Whom}


def test_a_child_of_twelve_can_read_it() -> None:
    assert readability.grade(" ".join(e.text for e in aftercare.catalogue())) <= 7


def test_every_record_says_where_it_comes_from() -> None:
    known = aftercare.provenance()
    assert known.keys() == {each.id for each in aftercare.catalogue()}
    assert all(each.source_ids for each in known.values())
