"""Reviews: the rules propose, the practitioner decides, and both are kept."""

from __future__ import annotations

from datetime import timedelta

import psycopg
import pytest

from deqi.core.review import Decision
from deqi.operations import reviews, reviews_reads
from deqi.operations.refusals import NotFound, NotPermitted
from deqi.operations.reviews import OverruleRefused
from tests import charted
from tests.clinic import MORNING, House, at, read, second, write
from tests.operations.rows import column, one


@pytest.fixture
def ready(house: House) -> House:
    charted.ready(house)
    return house


def test_what_the_rules_say_is_kept_as_decided(
    ready: House, owner: psycopg.Connection
) -> None:
    found = reviews.propose(read(ready.practitioner), ready.episode)
    reviews.decide(write(ready.practitioner), ready.episode)
    kept = "SELECT proposed = decision AND reason = '' FROM outcomes_review"
    assert one(owner, kept)
    weighed = reviews_reads.weigh(read(ready.practitioner), ready.episode)
    assert weighed.decided_today is not None
    assert weighed.decided_today.decision is found.decision


def test_a_decision_of_another_day_is_not_of_today(ready: House) -> None:
    reviews.decide(write(ready.practitioner), ready.episode)
    with at(MORNING + timedelta(days=1)):
        weighed = reviews_reads.weigh(read(ready.practitioner), ready.episode)
    assert weighed.decided_today is None
    assert len(weighed.earlier) == 1


def test_a_session_that_nobody_booked_counts(ready: House) -> None:
    charted.signed(ready)
    assert reviews.propose(read(ready.practitioner), ready.episode).sessions == 1


def test_otherwise_than_the_rules_only_with_a_reason(ready: House) -> None:
    call = write(ready.practitioner)
    with pytest.raises(OverruleRefused):
        reviews.decide(call, ready.episode, decision=Decision.PAUSE)
    assert reviews.decide(
        write(ready.practitioner),
        ready.episode,
        decision=Decision.PAUSE,
        reason="Away for a month.",
    )


def test_a_referral_asks_for_a_letter(ready: House, owner: psycopg.Connection) -> None:
    call = write(ready.practitioner)
    reviews.decide(call, ready.episode, decision=Decision.REFER, reason="For a scan.")
    assert column(owner, "SELECT kind FROM papers_task") == ["letter"]


def test_who_may_decide(ready: House) -> None:
    with pytest.raises(NotPermitted):
        reviews.decide(write(ready.desk), ready.episode)
    with pytest.raises(NotFound):
        reviews.decide(write(second(ready).practitioner), ready.episode)
