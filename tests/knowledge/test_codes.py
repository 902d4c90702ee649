"""The codes of the drafts, whole, each with how well it is known."""

import pytest

from deqi.knowledge import codes, sources
from deqi.knowledge.codes import Code, Standing
from deqi.knowledge.schema import UnreadableRecord


def test_every_code_of_the_drafts_is_here_with_a_source() -> None:
    everything = codes.catalogue()
    assert len(everything) == 163
    assert {each.source for each in everything} <= set(sources.catalogue())
    assert set(codes.provenance()) == {"codes", "snomed"}


def test_a_heading_is_not_billable_and_its_children_are() -> None:
    found = {each.code: each for each in codes.catalogue()}
    assert found["M54.5"].billable is False
    assert found["M54.50"].billable is True
    assert found["91147-9"].billable is None


def test_what_was_rejected_or_not_found_may_not_be_written() -> None:
    barred = [each for each in codes.catalogue() if not each.is_usable]
    assert {each.standing for each in barred} == {
        Standing.REJECTED,
        Standing.NOT_FOUND,
    }
    assert "386637004" in {each.code for each in barred}


def test_snomed_codes_stand_bare() -> None:
    snomed = [each for each in codes.catalogue() if each.system == "SNOMED CT"]
    assert {each.label for each in snomed if each.code} == {""}


def test_a_standing_that_nobody_knows_is_refused() -> None:
    row = {"system": "X", "code": "1", "use": "u", "source": "memory", "status": "?"}
    with pytest.raises(UnreadableRecord, match="codes:1"):
        codes.read_code(row)


def test_a_code_that_stands_twice_is_refused() -> None:
    one = Code("X", "1", "", "u", None, "memory", Standing.SEEN)
    none = Code("X", "", "", "u", None, "memory", Standing.NOT_FOUND)
    assert codes.once((one, none, none)) == (one, none, none)
    with pytest.raises(UnreadableRecord, match="stands twice"):
        codes.once((one, one))
