"""What matters of a visit: by the screening, the plan, the tasks; never a second rule."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest

from deqi.core.rules import Outcome
from deqi.operations import (
    attention,
    doubles,
    episodes,
    measurements,
    patients,
    plans,
    refusals,
    signing,
    tasks,
    visits,
    visits_reads,
)
from deqi.operations.attention import Cue, Kind
from deqi.operations.measurements import Taken
from tests import charted, clinic
from tests.clinic import ADA, MORNING, TODAY, House, at, book, read, write

TOMORROW = TODAY + timedelta(days=1)


def planned(number: int, purpose: str, covered: bool | None) -> dict[str, Any]:
    why = "" if covered else f"visit {number} is beyond"
    return {
        "visit": number,
        "purpose": purpose,
        "covered": covered,
        "covered_why": why,
    }


COURSE = [
    planned(1, "first", True),
    planned(2, "induction", True),
    planned(3, "review", False),
    planned(4, "taper", None),
]


def asked_of(**other: object) -> Any:
    """Return a visit as it is asked for, with nothing that matters."""
    told: dict[str, object] = {
        "screened": "proceed",
        "has_consent": True,
        "treated": True,
        "tasks": 0,
        "planned": None,
        "under_plan": 0,
        "reviewed": 0,
        "given_on": [],
        "last_review": None,
        "episode": SimpleNamespace(payer=""),
    }
    row = SimpleNamespace(**(told | other))
    row.given_on = row.given_on or [TODAY] * row.under_plan
    return row


def kinds(row: Any, *, clinical: bool = True) -> list[Kind]:
    return [each.kind for each in attention.cues(row, TODAY, clinical=clinical)]


@pytest.mark.parametrize(
    ("outcome", "kind"),
    [
        ("proceed", []),
        ("caution", [Kind.CAUTION]),
        ("ask", [Kind.QUESTION]),
        ("refer", [Kind.REFER]),
        ("emergency", [Kind.EMERGENCY]),
        (None, [Kind.UNSCREENED]),
    ],
)
def test_every_outcome_has_its_mark(outcome: str | None, kind: list[Kind]) -> None:
    assert kinds(asked_of(screened=outcome)) == kind
    assert kinds(asked_of(screened=outcome), clinical=False) == []


def test_no_outcome_is_left_out() -> None:
    silent = {Outcome.PROCEED}
    assert {each for each in Outcome if not kinds(asked_of(screened=each))} == silent


@pytest.mark.parametrize(
    ("under_plan", "reviewed", "due"),
    [(0, 0, False), (1, 0, False), (2, 0, True), (3, 0, True), (3, 1, False)],
)
def test_a_review_is_due_from_the_visit_that_the_plan_names(
    under_plan: int, reviewed: int, due: bool
) -> None:
    row = asked_of(planned=COURSE, under_plan=under_plan, reviewed=reviewed)
    assert (Kind.REVIEW in kinds(row)) is due


@pytest.mark.parametrize(
    ("under_plan", "cue"),
    [
        (0, None),
        (1, Cue(Kind.COVER_ENDS, why="visit 3 is beyond")),
        (2, Cue(Kind.UNCOVERED, why="visit 3 is beyond")),
        (3, Cue(Kind.COVER_UNKNOWN, why="visit 4 is beyond")),
        (4, Cue(Kind.COVER_UNKNOWN)),
    ],
)
def test_cover_is_what_the_plan_says_of_the_visit(
    under_plan: int, cue: Cue | None
) -> None:
    payer = SimpleNamespace(payer="us_va")
    row = asked_of(planned=COURSE, under_plan=under_plan, reviewed=9, episode=payer)
    assert attention.cues(row, TODAY, clinical=False) == ((cue,) if cue else ())


def test_without_a_payer_nothing_is_said_of_cover() -> None:
    assert kinds(asked_of(planned=COURSE, under_plan=2, reviewed=9)) == []


def test_the_gravest_stands_first() -> None:
    row = asked_of(screened="refer", has_consent=False, treated=False, tasks=2)
    assert attention.cues(row, TODAY, clinical=True) == (
        Cue(Kind.REFER),
        Cue(Kind.CONSENT),
        Cue(Kind.TASKS, 2),
        Cue(Kind.NEW),
    )


class TestFromTheRows:
    def cues(self, house: House) -> list[str]:
        (line,) = visits_reads.day(read(house.practitioner), TOMORROW).lines
        return [str(each.kind) for each in line.cues]

    def test_a_patient_in_hand_has_none_but_what_is_due(self, house: House) -> None:
        charted.ready(house)
        charted.signed(house)
        book(house, on=TOMORROW)
        assert self.cues(house) == []
        call = write(house.desk)
        tasks.add(call, "Ring", due_on=TOMORROW, patient=house.patient)
        later = TOMORROW + timedelta(days=1)
        tasks.add(write(house.desk), "Ring", due_on=later, patient=house.patient)
        assert self.cues(house) == ["tasks"]

    def test_a_plan_signed_anew_counts_its_own_sessions(self, house: House) -> None:
        charted.ready(house)
        plans.sign(write(house.practitioner), house.episode)
        charted.signed(house)
        book(house, on=TOMORROW)
        assert self.cues(house) == []

    def test_the_session_of_the_visit_itself_makes_nobody_known(
        self, house: House
    ) -> None:
        charted.ready(house)
        seen = book(house)
        session = charted.begun(house, seen)
        call = write(house.practitioner)
        signing.sign(call, session, charted.TYPED, revision=1)
        (line,) = visits_reads.day(read(house.practitioner)).lines
        assert [each.kind for each in line.cues] == [Kind.NEW]
        assert line.session == session


class TestTrends:
    def score(self, house: House, name: str, points: float, days: int) -> None:
        with at(MORNING + timedelta(days=days)):
            taken = Taken(name, total=points)
            measurements.record(write(house.practitioner), house.episode, taken)

    def trend(self, house: House) -> attention.Trend | None:
        (line,) = visits_reads.day(read(house.practitioner)).lines
        return line.trend

    def test_is_of_the_instrument_that_decides_first(self, house: House) -> None:
        book(house)
        self.score(house, "PEG", 5, -9)
        found = self.trend(house)
        assert found is not None
        assert found.instrument == "PEG"
        self.score(house, "NRS", 7, -8)
        self.score(house, "NRS", 4, -1)
        found = self.trend(house)
        assert found is not None
        assert (found.instrument, found.scores) == ("NRS", (7, 4))
        assert (found.low, found.high) == (0, 10)

    def test_is_of_the_last_scores(self, house: House) -> None:
        book(house)
        for day in range(attention.LAST + 3):
            self.score(house, "NRS", day % 10, day - 20)
        found = self.trend(house)
        assert found is not None
        assert found.scores == (3, 4, 5, 6, 7, 8, 9, 0)


class TestChoices:
    def test_offers_who_works_here_and_rooms_that_are_open(self, house: House) -> None:
        clinic.second(house)
        found = visits_reads.choices(read(house.desk), patient=house.patient)
        assert [each.name for each in found.practitioners] == ["Needles Example"]
        assert [each.name for each in found.rooms] == ["Room 1"]
        assert found.usual == house.works
        assert found.visit is None
        since = "Since 23 November 2026"
        assert [each.name for each in found.episodes] == [since]

    def test_of_a_visit_tells_how_it_stands(self, house: House) -> None:
        found = visits_reads.choices(read(house.desk), visit=book(house, 14))
        assert found.patient == house.patient
        assert found.visit is not None
        assert (found.visit.starts.hour, found.visit.minutes) == (14, 30)
        assert found.visit.step == "booked"

    def test_of_a_merged_patient_offers_what_both_have(self, house: House) -> None:
        twin = patients.register(write(house.desk), ADA)
        doubles.merge(write(house.practitioner), house.patient, into=twin)
        found = visits_reads.choices(read(house.desk), patient=house.patient)
        assert found.patient == twin
        assert len(found.episodes) == 1

    def test_of_nobody_is_not_found(self, house: House) -> None:
        with pytest.raises(refusals.NotFound):
            visits_reads.choices(read(house.desk), patient=uuid4())


class TestMine:
    def test_a_patient_sees_their_own_from_today_on(self, house: House) -> None:
        pat = clinic.joined(house, "pat@example.org")
        assert pat.patients is not None
        own = episodes.open_episode(write(house.desk), pat.patients[0])
        slot = clinic.slot(house, 9)
        first = visits.book(write(house.desk), own, slot)
        book(house, 14)
        (seen,) = visits_reads.mine(read(pat))
        assert (seen.id, seen.clinic, seen.may_cancel) == (first, "Garden Clinic", True)
        with at(MORNING + timedelta(minutes=31)):
            (seen,) = visits_reads.mine(read(pat))
            assert seen.may_cancel is False
        with at(MORNING + timedelta(days=1)):
            assert visits_reads.mine(read(pat)) == ()
