"""What the screen of a session shows, and how few questions it costs."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import psycopg
import pytest

from deqi.core.needling import Draft
from deqi.operations import (
    events,
    events_reads,
    history_reads,
    measurements,
    plans,
    refusals,
    sessions,
    sessions_reads,
    shortcuts,
)
from deqi.operations.sessions import Charting
from deqi.operations.sessions_reads import Screen, Signed
from tests import charted
from tests.charted import CARRIED, LINE
from tests.clinic import MORNING, TODAY, House, asked, at, read, second, write

NEXT_WEEK = MORNING + timedelta(days=7)


@pytest.fixture
def open_house(house: House) -> House:
    charted.ready(house)
    return house


def screen(house: House, session: object) -> Screen:
    found = sessions_reads.read(read(house.practitioner), session)  # type: ignore[arg-type]  # an id as it was given
    assert isinstance(found, Screen)
    return found


def test_the_first_screen_has_nothing_before_it(house: House) -> None:
    shown = screen(house, charted.begun(house))
    assert shown.before is None
    assert shown.changes == sessions_reads.Changes()
    assert shown.number == 1
    assert not shown.is_consented
    assert shown.fit.allowed is None
    assert [each.instrument for each in shown.measures] == ["NRS", "PEG"]
    assert [each.last for each in shown.measures] == [None, None]
    assert shown.person.name == "Ada Example"


def test_the_next_screen_tells_what_has_changed(open_house: House) -> None:
    charted.signed(open_house)
    call = write(open_house.practitioner)
    with at(MORNING + timedelta(days=3)):
        taken = measurements.Taken("NRS", total=3)
        measurements.record(call, open_house.episode, taken)
        for grade in (1, None):
            told = events.Happened("bruise_haematoma", grade, TODAY)
            events.report(write(open_house.practitioner), open_house.episode, told)
        plans.sign(write(open_house.practitioner), open_house.episode)
        charted.tell(open_house, {"feels_unwell": True, "skin_problem_regions": []})
        shortcuts.keep(write(open_house.practitioner), "back", "BL23 b")
    with at(NEXT_WEEK):
        shown = screen(open_house, charted.begun(open_house))
    assert shown.before is not None
    assert shown.before.again == CARRIED
    assert shown.typed.draft == Draft(CARRIED)
    (score,) = shown.changes.scores
    assert (score.instrument, score.last) == ("NRS", 3)
    assert sorted(shown.changes.events) == [
        "bruise or haematoma",
        "bruise or haematoma, grade 1",
    ]
    assert len(shown.changes.risks) == 1
    assert shown.changes.plan_on == TODAY + timedelta(days=3)
    assert [each.last for each in shown.measures] == [3, 5]
    assert shown.shortcuts == {"back": "BL23 b"}
    assert shown.number == 2
    assert shown.is_consented


def test_a_screen_costs_few_questions(open_house: House) -> None:
    charted.signed(open_house)
    with at(NEXT_WEEK):
        session = charted.begun(open_house)
        with asked() as queries:
            screen(open_house, session)
    assert len(queries) == 7


def test_a_session_is_read_as_it_was_signed(open_house: House) -> None:
    session = charted.signed(open_house)
    sessions.amend(write(open_house.practitioner), session, text="GV3 was 10 mm.")
    found = sessions_reads.read(read(open_house.practitioner), session)
    assert isinstance(found, Signed)
    assert found.line.startswith(LINE)
    assert found.chart.needles == {"in": 7, "out": 7}
    assert found.scores == {"NRS": 4, "PEG": 5}
    assert found.signed_by == found.practitioner
    assert found.is_intact
    assert [each.text for each in found.amendments] == ["GV3 was 10 mm."]


def test_a_row_that_was_changed_past_the_seal_is_seen(
    open_house: House, owner: psycopg.Connection
) -> None:
    session = charted.signed(open_house)
    owner.execute("ALTER TABLE charting_session DISABLE TRIGGER session_signed_stays")
    try:
        owner.execute("UPDATE charting_session SET note = 'slipped in'")
    finally:
        owner.execute(
            "ALTER TABLE charting_session ENABLE TRIGGER session_signed_stays"
        )
    found = sessions_reads.read(read(open_house.practitioner), session)
    assert isinstance(found, Signed)
    assert not found.is_intact


def test_another_clinic_reads_nothing(house: House) -> None:
    session = charted.begun(house)
    other = second(house).practitioner
    with pytest.raises(refusals.NotFound):
        sessions_reads.read(read(other), session)
    with pytest.raises(refusals.NotFound):
        history_reads.history(read(other), house.episode)


def test_a_history_comes_in_pages_the_newest_first(
    open_house: House, owner: psycopg.Connection
) -> None:
    session = charted.signed(open_house)
    charted.copies(owner, session, 60)
    call = read(open_house.practitioner)
    seen = []
    after = None
    for length in (25, 25, 11):
        with asked() as queries:
            page = history_reads.history(call, open_house.episode, after=after)
        assert len(page.sessions) == length
        assert len(queries) == (4 if after is None else 5)
        seen += [each.id for each in page.sessions]
        after = page.older
    assert after is None
    assert len(set(seen)) == 61
    assert seen[0] == session
    with pytest.raises(refusals.NotFound):
        history_reads.history(call, open_house.episode, after=uuid4())


def test_a_history_counts_events_and_amendments(open_house: House) -> None:
    typed = Charting(Draft(f"{LINE}", 5, "", "bruise mild; sore mild; bleed mild"))
    session = charted.signed(open_house, typed)
    for text in ("one", "two"):
        sessions.amend(write(open_house.practitioner), session, text=text)
    (row,) = history_reads.history(
        read(open_house.practitioner), open_house.episode
    ).sessions
    assert (row.events, row.amendments, row.needles_in, row.is_signed) == (
        3,
        2,
        5,
        True,
    )


def test_events_that_go_on_come_first(open_house: House) -> None:
    call = read(open_house.manager)
    for kind in ("burn", "pneumothorax"):
        told = events.Happened(kind, 1, TODAY)
        last = events.report(write(open_house.practitioner), open_house.episode, told)
    events.follow(write(open_house.practitioner), last, text="over", is_over=True)
    first, over = events_reads.listed(call)
    assert (first.title, first.is_over, first.is_grave) == (
        "burn by moxa, electrical stimulation or heat",
        False,
        False,
    )
    assert [each.text for each in over.followed] == ["over"]
    assert over.is_over
    assert over.is_grave
    assert events_reads.listed(call, episode=uuid4()) == ()
