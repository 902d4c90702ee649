"""Signing: everything that must hold, refused by name where it does not."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import psycopg
import pytest
from django.db import connections

from deqi.core.needling import Draft
from deqi.core.visits import Step
from deqi.operations import (
    access,
    consents,
    episodes,
    measurements,
    refusals,
    sessions,
    signing,
    staff,
)
from deqi.operations.callers import Call
from deqi.operations.operation import fresh_key
from deqi.operations.sessions import Charting
from deqi.records.charting.models import Session
from deqi.records.episodes.models import Consent
from tests import charted, clinic
from tests.charted import TYPED
from tests.clinic import MORNING, House, at, book, second, write
from tests.operations import rows

FULL = "BL23 b 25mm deqi; GV3 15; ret 20; in 3 out 3; lot A1; ae none"


@pytest.fixture
def open_house(house: House) -> House:
    """Return a clinic whose patient may be needled."""
    charted.ready(house)
    return house


def sign(house: House, typed: Charting = TYPED, *, revision: int = 1) -> object:
    session = charted.begun(house)
    return signing.sign(write(house.practitioner), session, typed, revision=revision)


def line(text: str) -> Charting:
    return Charting(Draft(text))


def test_a_signed_session_holds_what_was_read(
    open_house: House, owner: psycopg.Connection
) -> None:
    session = charted.signed(open_house)
    asked = (
        "SELECT line, needles_in, needles_out, retention_minutes, forgotten_needle,"
        " length(signed_hash), chart->'lots', signed_by_id FROM charting_session"
        " WHERE id = %s"
    )
    whole = f"{charted.LINE}; SP6 b; in 7 out 7; lot A123; ae none"
    assert owner.execute(asked, [session]).fetchone() == (
        *(whole, 7, 7, 20, False, 64, ["A123"]),
        open_house.works,
    )


def test_a_whole_charting_line_is_signed_as_it_is(
    open_house: House, owner: psycopg.Connection
) -> None:
    charted.signed(open_house, line(FULL))
    assert rows.one(owner, "SELECT line FROM charting_session") == FULL


def test_scores_typed_on_the_screen_are_measurements_of_the_day(
    open_house: House, owner: psycopg.Connection
) -> None:
    charted.signed(open_house)
    asked = "SELECT instrument, score, measured_on, via FROM outcomes_measurement"
    assert sorted(owner.execute(asked).fetchall()) == [
        ("NRS", 4.0, MORNING.date(), "session"),
        ("PEG", 5.0, MORNING.date(), "session"),
    ]


def test_a_score_that_cannot_be_leaves_nothing_signed(
    open_house: House, owner: psycopg.Connection
) -> None:
    with pytest.raises(measurements.UnfitScore):
        sign(open_house, replace(TYPED, scores={"NRS": 11}))
    assert rows.one(owner, "SELECT signed_at FROM charting_session") is None
    assert rows.column(owner, "SELECT id FROM outcomes_measurement") == []


def test_the_visit_is_done(open_house: House, owner: psycopg.Connection) -> None:
    visit = book(open_house)
    session = charted.begun(open_house, visit)
    signing.sign(write(open_house.practitioner), session, TYPED, revision=1)
    asked = "SELECT step FROM diary_visitstep WHERE visit_id = %s ORDER BY entered_at"
    assert rows.column(owner, asked, visit) == [Step.BOOKED, Step.BEGUN, Step.DONE]


def test_a_visit_that_went_another_way_stays_as_it_is(
    open_house: House, owner: psycopg.Connection
) -> None:
    visit = book(open_house)
    session = charted.begun(open_house, visit)
    with owner.transaction():
        owner.execute(
            "INSERT INTO diary_visitstep (id, entered_at, clinic_id, patient_id,"
            " visit_id, step) SELECT gen_random_uuid(), entered_at + interval '1 hour',"
            " clinic_id, patient_id, visit_id, 'arrived' FROM diary_visitstep"
            " WHERE step = 'begun'"
        )
    signing.sign(write(open_house.practitioner), session, TYPED, revision=1)
    asked = "SELECT step FROM diary_visitstep WHERE step = 'done'"
    assert rows.column(owner, asked) == []


def test_adverse_events_of_the_line_become_rows(
    open_house: House, owner: psycopg.Connection
) -> None:
    told = "BL23 b 25mm; ret 20; in 2 out 1; ae forgotten_needle mild; ae bruise"
    session = charted.signed(open_house, line(told))
    asked = "SELECT kind, grade, speaker, session_id FROM charting_adverseevent"
    assert sorted(owner.execute(asked).fetchall()) == [
        ("bruise_haematoma", None, "practitioner", session),
        ("forgotten_needle", 1, "practitioner", session),
    ]
    left = "SELECT forgotten_needle FROM charting_session"
    assert rows.one(owner, left) is True
    title = rows.one(owner, "SELECT title FROM papers_task")
    assert title == "Follow up: a needle was left in"


def test_a_cap_is_broken_only_with_a_reason_that_is_kept(
    open_house: House, owner: psycopg.Connection
) -> None:
    with pytest.raises(signing.LineRefused) as refused:
        sign(open_house, line("BL23 b 90; ret 20; in 2 out 2; ae none"))
    assert [each.code for each in refused.value.errors] == ["depth_over_cap"]
    assert refused.value.field == "line"
    sign(open_house, line('BL23 b 90 why "big man"; ret 20; in 2 out 2; ae none'))
    asked = "SELECT target, rule, reason FROM intake_overrule"
    assert owner.execute(asked).fetchall() == [("depth", "BL23", "big man")]


def test_what_screening_took_away_is_refused_in_the_line(open_house: House) -> None:
    charted.tell(open_house, {"pacemaker_or_icd": True})
    told = "BL23 b 25 ea 2Hz 15min; ret 20; in 2 out 2; ae none"
    with pytest.raises(signing.LineRefused) as refused:
        sign(open_house, line(told))
    assert [each.code for each in refused.value.errors] == ["restricted"]


@pytest.mark.parametrize(
    ("typed", "field", "code"),
    [
        (
            Draft("BL23 b 25; ret 20", None, "", "none"),
            "needles_out",
            "needles_missing",
        ),
        (Draft("BL23 b 25; ret 20", 1, "", "none"), "needles_out", "needle_count"),
        (Draft("BL23 b 25; ret 20", 2, "", "brise"), "events", "unknown_adverse_event"),
        (Draft("", 0, "", "none"), "line", "needles_missing"),
    ],
)
def test_a_count_that_does_not_close_is_refused_in_its_field(
    open_house: House, typed: Draft, field: str, code: str
) -> None:
    with pytest.raises(signing.LineRefused) as refused:
        sign(open_house, Charting(typed))
    assert code in [each.code for each in refused.value.errors]
    places = {refused.value.whole.whereabouts(e)[0] for e in refused.value.errors}
    assert field in places


def discharge(house: House, _: psycopg.Connection) -> None:
    episodes.discharge(write(house.practitioner), house.episode, note="well again")


def take_back_consent(house: House, owner: psycopg.Connection) -> None:
    given = rows.one(owner, "SELECT id FROM episodes_consent")
    consents.withdraw(write(house.practitioner), given)


def end_license(house: House, owner: psycopg.Connection) -> None:
    held = rows.one(owner, "SELECT id FROM clinics_credential")
    staff.revoke(write(house.manager), held)


def raise_doubt(house: House, _: psycopg.Connection) -> None:
    charted.tell(house, {"intoxicated": True})


def open_question(house: House, _: psycopg.Connection) -> None:
    charted.tell(house, {"fever_or_chills": None})


@pytest.mark.parametrize(
    ("spoil", "refused"),
    [
        (discharge, episodes.DischargedAlready),
        (take_back_consent, signing.NoConsent),
        (end_license, access.NotLicensed),
        (raise_doubt, signing.NotFit),
        (open_question, signing.NotFit),
    ],
)
def test_nothing_is_signed_where_something_stands_against_it(
    open_house: House,
    owner: psycopg.Connection,
    spoil: Callable[[House, psycopg.Connection], None],
    refused: type[refusals.Refused],
) -> None:
    session = charted.begun(open_house)
    spoil(open_house, owner)
    with pytest.raises(refused):
        signing.sign(write(open_house.practitioner), session, TYPED, revision=1)
    assert rows.one(owner, "SELECT signed_at FROM charting_session") is None


def test_yesterdays_answers_are_not_todays(open_house: House) -> None:
    with at(MORNING + timedelta(hours=24, minutes=1)):
        session = charted.begun(open_house)
        call = write(open_house.practitioner)
        with pytest.raises(signing.NotFit) as refused:
            signing.sign(call, session, TYPED, revision=1)
        asked = refused.value.found.questions
        assert "intoxicated" in [each.fact for each in asked]
        assert not any(each.at_intake for each in asked)
        assert all(each.last is not None for each in asked)
        charted.reassure(open_house, [each.fact for each in asked])
        assert signing.sign(write(open_house.practitioner), session, TYPED, revision=1)


def test_answers_of_a_day_count(open_house: House) -> None:
    with at(MORNING + timedelta(hours=23, minutes=59)):
        assert sign(open_house)


def test_somebody_of_another_clinic_finds_nothing_to_sign(open_house: House) -> None:
    session = charted.begun(open_house)
    other = second(open_house)
    with pytest.raises(refusals.NotFound):
        signing.sign(write(other.practitioner), session, TYPED, revision=1)


def test_a_stale_revision_is_not_signed(open_house: House) -> None:
    session = charted.begun(open_house)
    sessions.chart(write(open_house.practitioner), session, TYPED, revision=1)
    with pytest.raises(sessions.StaleRevision):
        signing.sign(write(open_house.practitioner), session, TYPED, revision=1)


def at_once(*asking: Callable[[], object]) -> list[object]:
    """Run all at one moment; return what each gave, or its refusal."""
    gate, got = threading.Barrier(len(asking)), []

    def run(ask: Callable[[], object]) -> None:
        gate.wait()
        try:
            with at():
                got.append(ask())
        except refusals.Refused as refused:
            got.append(refused)
        connections.close_all()

    threads = [threading.Thread(target=run, args=(each,)) for each in asking]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return got


def test_of_two_who_sign_one_wins_and_the_other_is_told(
    open_house: House, owner: psycopg.Connection
) -> None:
    session = charted.begun(open_house)
    colleague = clinic.hire(
        open_house.network,
        open_house.clinic,
        clinic.Role.PRACTITIONER,
        "two@garden.example.org",
    )
    clinic.license_(open_house.manager, colleague, "garden-2")

    def by(who: clinic.Actor) -> Callable[[], object]:
        return lambda: signing.sign(write(who), session, TYPED, revision=1)

    got = at_once(by(open_house.practitioner), by(colleague))
    assert session in got
    (told,) = [each for each in got if each != session]
    assert isinstance(told, sessions.SignedAlready)
    assert "has signed this session" in told.sentence
    assert len(rows.column(owner, "SELECT id FROM outcomes_measurement")) == 2


def test_the_same_form_sent_twice_is_one_session(
    open_house: House, owner: psycopg.Connection
) -> None:
    session, key = charted.begun(open_house), fresh_key()

    def send() -> object:
        call = Call(open_house.practitioner, key)
        return signing.sign(call, session, TYPED, revision=1)

    assert at_once(send, send) == [session, session]
    assert len(rows.column(owner, "SELECT id FROM outcomes_measurement")) == 2


def test_two_who_begin_at_once_share_one_session(
    open_house: House, owner: psycopg.Connection
) -> None:
    def begin() -> object:
        return charted.begun(open_house)

    first, other = at_once(begin, begin)
    assert first == other
    assert rows.column(owner, "SELECT id FROM charting_session") == [first]


def test_the_seal_fits_what_was_signed_and_nothing_else(open_house: House) -> None:
    charted.signed(open_house)
    with charted.seen_by(open_house.practitioner):
        row = Session.objects.get()
        assert signing.seal(row) == row.signed_hash
        row.note = "another word"
        assert signing.seal(row) != row.signed_hash
        assert Consent.objects.count() == 1
