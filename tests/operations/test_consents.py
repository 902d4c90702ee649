"""Consent: a text that is published, read, agreed to, and taken back."""

from __future__ import annotations

import psycopg
import pytest

from deqi.care import expecting
from deqi.core.plain import plain
from deqi.operations import consents
from deqi.operations.consents import NoConsentText
from deqi.operations.refusals import Conflict, Unfit
from tests.clinic import House, asked, read, write


def test_a_text_has_words(house: House) -> None:
    with pytest.raises(Unfit):
        consents.publish(write(house.manager), title="Consent", body=" ")


def test_nothing_is_offered_before_a_text_is_published(house: House) -> None:
    with pytest.raises(NoConsentText):
        consents.offered(read(house.practitioner), house.episode)


def test_a_consent_is_withdrawn_once(house: House) -> None:
    text = consents.publish(write(house.manager), title="Consent", body="I agree.")
    given = consents.give(write(house.practitioner), house.episode, text=text)
    assert consents.withdraw(write(house.practitioner), given) == given
    with pytest.raises(Conflict):
        consents.withdraw(write(house.practitioner), given)


def test_what_was_agreed_to_twice_is_withdrawn_at_once(house: House) -> None:
    text = consents.publish(write(house.manager), title="Consent", body="I agree.")
    for _ in range(2):
        last = consents.give(write(house.practitioner), house.episode, text=text)
    consents.withdraw(write(house.practitioner), last)
    assert consents.offered(read(house.practitioner), house.episode).given is None


def test_nobody_withdraws_while_a_session_is_signed(house: House) -> None:
    text = consents.publish(write(house.manager), title="Consent", body="I agree.")
    given = consents.give(write(house.practitioner), house.episode, text=text)
    with asked() as queries:
        consents.withdraw(write(house.practitioner), given)
    locks = [sql for sql in queries if "FOR UPDATE" in sql]
    assert len(locks) == 1
    assert '"episodes_episode"' in locks[0]


def test_harms_are_offered_and_kept_before_the_complaint_is_known(
    house: House, owner: psycopg.Connection
) -> None:
    text = consents.publish(write(house.manager), title="Consent", body="I agree.")
    shown = consents.offered(read(house.practitioner), house.episode).harms
    assert [each["event"] for each in shown if each["serious"]]
    consents.give(write(house.practitioner), house.episode, text=text)
    kept = owner.execute("SELECT harms FROM episodes_consent").fetchone()
    assert kept == (plain(expecting.harms()),)


def test_a_consent_that_stands_is_shown_with_the_harms_that_were_kept(
    house: House, owner: psycopg.Connection
) -> None:
    text = consents.publish(write(house.manager), title="Consent", body="I agree.")
    consents.give(write(house.practitioner), house.episode, text=text)
    owner.execute("UPDATE episodes_consent SET harms = harms - 0")
    told = consents.offered(read(house.practitioner), house.episode).harms
    assert len(told) == len(expecting.harms()) - 1
