"""Our policy on virtual people: charts that hold together, and an end to luck."""

from dataclasses import replace

import numpy as np
import pytest

from deqi.core.dosing import reviewed
from deqi.core.dosing.people import CONTACTS
from deqi.core.dosing.values import OURS, StudyImpossible
from deqi.core.expressions import parse
from deqi.core.review import Decision
from tests.core.dosing.crowds import CENTRAL, assumed, study

STUDY = study()
OWN, CHANGES = STUDY.ours
RECORD, LEAVING = STUDY.follow(OWN, assumed(drop_out="none"), assumed(drop_out="heavy"))


def test_every_contact_has_its_score_and_its_decision() -> None:
    met = np.isfinite(RECORD.contacts)
    assert (met == np.isfinite(RECORD.scores)).all()
    assert (met == (RECORD.decisions >= 0)).all()
    assert (np.diff(RECORD.contacts, axis=1)[met[:, 1:]] > 0).all()
    assert met[:, 0].all()
    assert (RECORD.scores[:, 0] == STUDY.cohort.baseline).all()


def test_visits_end_with_the_year_and_follow_ups_on_its_last_day() -> None:
    assert np.nanmax(RECORD.visits) < 364
    assert np.nanmax(RECORD.contacts) == 364


def next_is_visit(decision: Decision) -> list[bool]:
    """Return, wherever it was decided so at a visit, whether a visit comes next."""
    at_visit = np.isfinite(RECORD.visits[:, :-1])
    here = (RECORD.decisions[:, :-1] == decision.gravity) & at_visit
    met = np.isfinite(RECORD.contacts[:, 1:])
    return list(np.isfinite(RECORD.visits[:, 1:])[here & met])


def test_after_a_discharge_comes_a_follow_up_and_after_going_on_a_visit() -> None:
    assert next_is_visit(Decision.DISCHARGE)
    assert not any(next_is_visit(Decision.DISCHARGE))
    assert all(next_is_visit(Decision.CONTINUE))
    assert all(next_is_visit(Decision.TAPER))


def test_a_follow_up_comes_on_its_day_and_a_relapse_begins_a_new_series() -> None:
    follow_up = np.isfinite(RECORD.contacts) & np.isnan(RECORD.visits)
    assert set(RECORD.contacts[follow_up]) == {91, 182, 364}
    renewed = follow_up & (RECORD.decisions == Decision.RESTART.gravity)
    person, place = np.nonzero(renewed & (RECORD.contacts < 350))
    assert len(person)
    assert np.isfinite(RECORD.visits[person, place + 1]).all()


def test_a_referral_ends_the_course() -> None:
    (record,) = STUDY.follow(CHANGES, assumed(drop_out="none"))
    person, place = np.nonzero(record.decisions == Decision.REFER.gravity)
    assert len(person)
    last = np.isfinite(record.contacts).sum(axis=1) - 1
    assert (last[person] == place).all()


def test_visits_come_in_the_middle_of_their_window() -> None:
    gaps = np.diff(RECORD.contacts, axis=1)[:, :3]
    went_on = RECORD.decisions[:, :3] == Decision.CONTINUE.gravity
    assert set(gaps[went_on]) == {7}
    tapered = np.diff(RECORD.contacts, axis=1)[
        RECORD.decisions[:, :-1] == Decision.TAPER.gravity
    ]
    assert set(tapered[np.isfinite(tapered)]) == {14}


@pytest.mark.parametrize("gain", ["usual_care", "sham"])
def test_nobody_is_treated_without_end(gain: str) -> None:
    """At most a series with its change, and one short series with its own."""
    (record,) = STUDY.follow(OWN, assumed(drop_out="none", gain=gain))
    assert np.isfinite(record.visits).sum(axis=1).max() <= 20


def test_who_stops_does_not_come_again() -> None:
    record = LEAVING
    chance = CENTRAL.drop_out.per_visit * 3
    stops = STUDY.cohort.draws.leaving[:, : record.visits.shape[1]] < chance
    person, place = np.nonzero(stops & np.isfinite(record.visits))
    assert len(person)
    assert np.isnan(record.contacts[person, np.minimum(place + 1, 79)]).all()


def test_nobody_comes_more_often_than_there_is_luck_for() -> None:
    always = replace(
        next(each for each in OWN.rules if each.decision is Decision.CONTINUE),
        when=parse("always"),
    )
    hurried = replace(OWN, rules=(always,), inductions=((1, 1),))
    told = assumed(drop_out="none")
    with pytest.raises(StudyImpossible, match=str(CONTACTS)):
        STUDY.follow(hurried, told)


def test_a_wish_that_nobody_asked_for_is_unknown() -> None:
    asked = replace(OWN, wants_maintenance=None)
    (told,) = STUDY.follow(asked, assumed(drop_out="none"))
    assert np.isfinite(told.visits).sum() > np.isfinite(RECORD.visits).sum()
    assert OWN.id == OURS


def test_the_verdict_of_one_contact_is_on_the_chart() -> None:
    here = np.flatnonzero(np.isfinite(RECORD.contacts[:, 4]))
    verdict = reviewed.verdicts(RECORD, 4, here, OWN)
    assert (verdict.decision == RECORD.decisions[here, 4]).all()


def test_many_sets_at_once_give_what_each_gives_alone() -> None:
    sets = assumed(drop_out="none", dose="strong"), assumed(gain="sham")
    both = STUDY.follow(CHANGES, *sets)
    for record, each in zip(both, sets, strict=True):
        (alone,) = STUDY.follow(CHANGES, each)
        used = alone.visits.shape[1]
        assert np.array_equal(record.visits[:, :used], alone.visits, equal_nan=True)
        assert np.array_equal(record.decisions[:, :used], alone.decisions)
        assert np.isnan(record.contacts[:, used:]).all()
