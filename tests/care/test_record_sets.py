"""Real records: never a traceback, never `proceed` from a record alone."""

import pytest

from deqi.core.rules import Outcome
from tests.care import record_sets
from tests.shared import needs_shared

pytestmark = needs_shared


@pytest.mark.parametrize("name", record_sets.SETS)
def test_a_record_alone_never_proceeds(name: str) -> None:
    readings = record_sets.read(name).readings
    assert readings
    outcomes = {record_sets.screen(each, {}).outcome for each in readings}
    assert outcomes <= {Outcome.ASK, Outcome.REFER, Outcome.EMERGENCY}


@pytest.mark.parametrize("name", record_sets.SETS)
def test_no_risk_is_milder_than_harmless_answers(name: str) -> None:
    safe = record_sets.harmless()
    for reading in record_sets.read(name).readings[:12]:
        mildest = record_sets.screen(reading, safe).outcome.gravity
        for fact, value in record_sets.risks():
            screened = record_sets.screen(reading, {**safe, fact: value})
            assert screened.outcome.gravity >= mildest, fact


def test_the_printed_counts_are_fresh() -> None:
    printed = record_sets.PAGE.read_text(encoding="utf-8")
    assert printed == record_sets.page()
