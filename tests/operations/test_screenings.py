"""Screenings: kept as they were found, and overruled only where that may be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import psycopg
import pytest

from deqi.core.findings import Finding
from deqi.core.rules import Outcome
from deqi.operations import overrules, patients, screenings, screenings_reads
from deqi.operations.overrules import NothingToOverrule, ReasonMissing
from deqi.operations.screenings import NeedsWrittenAdvice, NeverOverruled
from tests import charted
from tests.clinic import ADA, MORNING, House, asked, at, read, write
from tests.operations.rows import column


@pytest.fixture
def weak(house: House) -> Iterator[House]:
    charted.ready(house)
    charted.tell(house, {"leg_weakness_progressive": True})
    with at(MORNING + timedelta(minutes=2)):
        yield house


def overrule(house: House, rule: str, reason: str = "Examined.") -> None:
    call = write(house.practitioner)
    overrules.overrule(call, house.episode, rule=rule, reason=reason)


def test_the_same_screening_is_kept_once(weak: House) -> None:
    first = screenings.screen(write(weak.practitioner), weak.episode)
    assert screenings.screen(write(weak.practitioner), weak.episode) == first


def test_a_grave_finding_opens_a_task(weak: House, owner: psycopg.Connection) -> None:
    assert column(owner, "SELECT urgency FROM papers_task") == ["urgent"]


def test_an_overrule_needs_a_reason_and_a_finding(weak: House) -> None:
    with pytest.raises(ReasonMissing):
        overrule(weak, "progressive_neuro", " ")
    with pytest.raises(NothingToOverrule):
        overrule(weak, "fracture")


def test_an_emergency_is_never_overruled(weak: House) -> None:
    charted.tell(weak, {"saddle_numbness": True})
    with at(MORNING + timedelta(minutes=4)), pytest.raises(NeverOverruled):
        overrule(weak, "cauda_equina")


@pytest.mark.parametrize(
    ("kind", "refused"),
    [
        ("session_unless_override", NeedsWrittenAdvice),
        ("no_paediatric_protocol", NeverOverruled),
        ("relative", None),
    ],
)
def test_what_stands_in_the_way_of_an_overrule(
    kind: str, refused: type[Exception] | None
) -> None:
    found = Finding("x", kind, "", None, Outcome.CAUTION, "", "", (), (), False)
    bar = screenings.bar(found)
    assert (type(bar) if bar else None) is refused


def test_nothing_is_taken_for_the_sex_that_nobody_told(house: House) -> None:
    who = replace(ADA, sex_at_birth="")
    patients.change(write(house.desk), house.patient, who, patients.Doctor())
    known = screenings_reads.read(read(house.practitioner), house.episode).known
    assert "sex_at_birth" not in known


def test_an_answer_waits_for_a_signature(house: House) -> None:
    with asked() as queries:
        charted.tell(house, {"saddle_numbness": True})
    (first,) = [sql for sql in queries if "FOR UPDATE" in sql]
    assert '"episodes_episode"' in first
    kept = next(at for at, sql in enumerate(queries) if "intake_fact" in sql)
    assert queries.index(first) < kept
