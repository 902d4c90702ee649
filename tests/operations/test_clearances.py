"""A doctor's written advice closes what it may close, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from deqi.core.rules import Outcome
from deqi.operations import clearances, overrules, screenings_reads
from deqi.operations.clearances import Advice, AdviceUnfit, NotCleared
from deqi.operations.refusals import NotFound
from deqi.operations.screenings_reads import Judged, Screened
from tests import charted
from tests.clinic import MORNING, TODAY, House, at, read, second, write

ADVICE = Advice(
    rule="progressive_neuro",
    by="Dr Ex Ample",
    role="neurologist",
    document="letter of 20 November",
    given=date(2026, 11, 20),
    expires=date(2027, 2, 20),
)


@pytest.fixture
def weak(house: House) -> Iterator[House]:
    """A patient whose leg grows weaker: a doctor comes first."""
    charted.ready(house)
    charted.tell(house, {"leg_weakness_progressive": True})
    with at(MORNING + timedelta(minutes=2)):
        yield house


def seen(house: House) -> Screened:
    return screenings_reads.read(read(house.practitioner), house.episode)


def add(house: House, advice: Advice = ADVICE) -> UUID:
    return clearances.add(write(house.practitioner), house.episode, advice)


def first(house: House) -> Judged:
    return seen(house).findings[0]


def test_advice_closes_a_finding_until_it_expires(weak: House) -> None:
    before = seen(weak)
    assert (before.outcome, before.allowed) == (Outcome.REFER, False)
    assert before.findings[0].is_clearable
    add(weak)
    after = seen(weak)
    assert after.outcome is not Outcome.REFER
    assert [each.id for each in after.closed] == ["progressive_neuro"]
    assert after.closed[0].cleared is not None
    assert after.closed[0].cleared.by == "Dr Ex Ample"
    with at(MORNING + timedelta(days=120)):
        assert seen(weak).outcome is Outcome.REFER


def test_earlier_advice_stays_beside_the_new(weak: House) -> None:
    add(weak)
    with at(MORNING + timedelta(minutes=3)):
        charted.tell(weak, {"osteoporosis": True, "trauma_minor": True})
    with at(MORNING + timedelta(minutes=5)):
        add(weak, replace(ADVICE, rule="fracture"))
        closed = {each.id for each in seen(weak).closed}
    assert {"progressive_neuro", "fracture"} <= closed


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("by", " "),
        ("role", ""),
        ("document", ""),
        ("given", TODAY + timedelta(days=1)),
        ("expires", TODAY - timedelta(days=1)),
    ],
)
def test_advice_names_who_and_where_and_counts_today(
    weak: House, field: str, value: object
) -> None:
    with pytest.raises(AdviceUnfit) as refused:
        add(weak, replace(ADVICE, **{field: value}))  # type: ignore[arg-type]  # of many types
    assert refused.value.field == field


def test_nothing_closes_what_does_not_hold(weak: House) -> None:
    with pytest.raises(NotCleared):
        add(weak, replace(ADVICE, rule="fracture"))


def test_nothing_closes_an_emergency(weak: House) -> None:
    charted.tell(weak, {"saddle_numbness": True})
    with at(MORNING + timedelta(minutes=4)):
        assert not first(weak).is_clearable
        assert first(weak).bar
        with pytest.raises(NotCleared):
            add(weak, replace(ADVICE, rule="cauda_equina"))


def test_an_overrule_closes_its_finding_for_the_day(weak: House) -> None:
    assert first(weak).bar == ""
    call = write(weak.practitioner)
    reason = "Examined: strength is full."
    overrules.overrule(call, weak.episode, rule="progressive_neuro", reason=reason)
    found = screenings_reads.read(read(weak.practitioner), weak.episode)
    (closed,) = found.closed
    assert closed.id == "progressive_neuro"
    assert closed.cleared is not None
    assert (closed.cleared.by, closed.cleared.document) == ("Needles Example", reason)
    assert found.outcome in (Outcome.CAUTION, Outcome.ASK)


def test_what_is_grave_is_looked_at_anew_the_next_day(weak: House) -> None:
    call = write(weak.practitioner)
    reason = "Examined: strength is full."
    overrules.overrule(call, weak.episode, rule="progressive_neuro", reason=reason)
    with at(MORNING + timedelta(days=1)):
        kept = first(weak).overruled
    assert [(each.reason, each.by) for each in kept] == [(reason, "Needles Example")]


def test_an_overrule_opens_no_emergency_of_the_same_day(weak: House) -> None:
    call = write(weak.practitioner)
    overrules.overrule(call, weak.episode, rule="progressive_neuro", reason="Examined.")
    with at(MORNING + timedelta(minutes=9)):
        charted.tell(weak, {"saddle_numbness": True})
        found = screenings_reads.read(read(weak.practitioner), weak.episode)
    assert (found.outcome, found.allowed) == (Outcome.EMERGENCY, False)


def test_another_clinics_episode_is_not_found(weak: House) -> None:
    other = second(weak)
    with pytest.raises(NotFound):
        clearances.add(write(other.practitioner), weak.episode, ADVICE)
