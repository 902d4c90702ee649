"""The example network, made small: whole, coherent, plainly invented, and the same again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import psycopg
import pytest

from deqi.core.roles import Role
from deqi.core.visits import Step
from deqi.operations import accounts, clock, example, founding, visits_reads
from deqi.operations.attention import Kind
from deqi.operations.callers import Call
from deqi.operations.example import Loaded, houses, stories
from deqi.operations.example.cases import SLOTS, Case, Diary, NoTimeLeft, free
from deqi.operations.example.values import Extent, House, Workplace
from deqi.operations.visits_reads import Day
from deqi.records.accounts.models import User
from tests.database import URLS, Broom

UNTIL = datetime(2026, 11, 20, 14, 10, tzinfo=UTC)
PATIENTS, MONTHS = 24, 10


@pytest.fixture(scope="module")
def told() -> list[tuple[str, int, int]]:
    return []


@pytest.fixture(scope="module")
def network(broom: Broom, told: list[tuple[str, int, int]]) -> Iterator[Loaded]:
    """Load the network once; the tests of this file only look at it."""
    from django.db import connections

    def report(words: str, done: int, total: int) -> None:
        told.append((words, done, total))

    yield example.load(
        report, patients=PATIENTS, months=MONTHS, until=UNTIL, processes=1
    )
    connections.close_all()
    broom.sweep()


@pytest.fixture
def rows(network: Loaded) -> Iterator[psycopg.Connection]:
    """Return a connection that sees the rows of both clinics."""
    with psycopg.connect(URLS.owner, autocommit=True) as connection:
        yield connection


def one(rows: psycopg.Connection, asked: str) -> int:
    found = rows.execute(asked).fetchone()
    assert found is not None
    return int(found[0])


def test_every_role_may_sign_in(network: Loaded) -> None:
    assert {each.role for each in network.people} == set(Role)
    for each in network.people:
        user = User.objects.get(email=each.email)
        assert user.check_password(network.password)
        assert [role.role for role in accounts.actors(user.id)] == [each.role]


def test_a_line_tells_who_may_look_around(network: Loaded) -> None:
    for each in network.people:
        assert each.email in str(each)
        assert str(each).endswith(each.clinic or each.name)
    assert str(network.people[0]).startswith("network manager")


def test_all_is_marked_as_an_example(rows: psycopg.Connection) -> None:
    for asked in MARKED:
        assert one(rows, asked) == 0
    assert one(rows, "SELECT count(*) FROM people_patient") >= PATIENTS


MARKED = (
    "SELECT count(*) FROM clinics_network WHERE NOT is_example",
    "SELECT count(*) FROM clinics_clinic WHERE NOT is_example",
    "SELECT count(*) FROM people_person WHERE NOT is_example",
    "SELECT count(*) FROM accounts_user WHERE NOT is_example",
    "SELECT count(*) FROM audit_event WHERE NOT is_example",
)


def test_nothing_is_dated_after_the_moment_of_loading(rows: psycopg.Connection) -> None:
    for asked in LATEST:
        found = rows.execute(asked).fetchone()
        assert found is not None
        assert found[0] <= UNTIL


LATEST = (
    "SELECT max(at) FROM audit_event",
    "SELECT max(signed_at) FROM charting_session",
    "SELECT max(entered_at) FROM diary_visitstep",
    "SELECT max(discharged_at) FROM episodes_episode",
)


def test_every_session_was_signed_with_all_needles_out(
    rows: psycopg.Connection,
) -> None:
    assert one(rows, "SELECT count(*) FROM charting_session") > 100
    assert (
        one(rows, "SELECT count(*) FROM charting_session WHERE forgotten_needle") == 0
    )
    unsigned = "SELECT count(*) FROM charting_session WHERE signed_at IS NULL"
    assert one(rows, unsigned) < 4


def test_what_happens_in_a_clinic_has_happened(rows: psycopg.Connection) -> None:
    assert [asked for asked in HAPPENED if one(rows, asked) == 0] == []


HAPPENED = (
    "SELECT count(*) FROM diary_visit WHERE cancelled_at IS NOT NULL",
    "SELECT count(*) FROM diary_visitstep WHERE step = 'missed'",
    "SELECT count(*) FROM outcomes_review WHERE decision <> proposed",
    "SELECT count(*) FROM outcomes_review WHERE decision = 'taper'",
    "SELECT count(*) FROM outcomes_review WHERE decision = 'maintain'",
    "SELECT count(*) FROM episodes_episode WHERE discharged_at IS NOT NULL",
    "SELECT count(*) FROM charting_adverseevent WHERE grade = 3",
    "SELECT count(*) FROM intake_screening WHERE outcome = 'emergency'",
    "SELECT count(*) FROM intake_screening WHERE outcome = 'refer'",
    "SELECT count(*) FROM intake_screening WHERE outcome = 'caution'",
    "SELECT count(*) FROM intake_screening WHERE outcome = 'ask'",
    "SELECT count(*) FROM papers_letter WHERE sent_at IS NOT NULL",
    "SELECT count(*) FROM papers_document",
    "SELECT count(*) FROM papers_task WHERE done_at IS NULL",
    "SELECT count(*) FROM people_patient WHERE merged_into_id IS NOT NULL",
    "SELECT count(*) FROM papers_request WHERE answered_at IS NOT NULL",
    "SELECT count(*) FROM links_link WHERE used_at IS NOT NULL",
    "SELECT count(*) FROM charting_followup WHERE resolved",
    "SELECT max(n) - 1 FROM (SELECT count(*) n FROM episodes_episode"
    " GROUP BY patient_id) counted",
)


def test_today_has_visits_done_under_way_and_to_come(network: Loaded) -> None:
    with clock.example_time(UNTIL):
        lines = [line for day in _days(network) for line in day.lines]
        steps = {line.step for line in lines}
        told = {cue.kind for line in lines for cue in line.cues}
    assert {Step.DONE, Step.BOOKED} <= steps
    assert Kind.EMERGENCY in told


def _days(network: Loaded) -> Iterator[Day]:
    for each in network.people:
        if each.role is Role.PRACTITIONER:
            actor = houses.acting(each.email, each.role)
            yield visits_reads.day(Call(actor), mine=True)


def test_progress_is_told_seldom_and_ends_whole(
    network: Loaded, told: list[tuple[str, int, int]]
) -> None:
    done = [each for _, each, _ in told]
    assert done == sorted(done)
    assert done[-1] == told[-1][2]
    assert len(told) < 30


def test_an_example_is_made_once(network: Loaded) -> None:
    with pytest.raises(founding.FoundedAlready):
        example.load(patients=2, months=1, until=UNTIL, processes=1)


def test_a_day_that_is_full_is_said_so(network: Loaded) -> None:
    extent = Extent(PATIENTS, MONTHS, UNTIL, seed=1)
    story = next(stories.drawn(extent, "GB", first=0, count=1))
    actor = houses.acting(network.people[4].email, Role.PRACTITIONER)
    assert actor.practitioner is not None
    workplace = Workplace(actor, actor.practitioner, actor.practitioner)
    house = House(
        *(network.clinics[0], "Full", "GB", ZoneInfo("Europe/London")),
        *(actor, actor, (workplace,)),
    )
    case = Case(house, workplace, story, UNTIL, Diary())
    with clock.example_time(UNTIL), pytest.raises(NoTimeLeft):
        _fill(case)


def _fill(case: Case) -> None:
    for _ in range(SLOTS * 14):
        free(case, (1, 1))
