"""Consent taken at the desk: by the patient, or by who may speak for them."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.test import Client

from deqi.operations import consents
from tests import clinic
from tests.clinic import House, asked, second, write
from tests.web.episodes import sent, url


@pytest.fixture
def desk(client: Client, house: House) -> Client:
    clinic.sign_in(client, house.practitioner)
    return client


@pytest.fixture
def words(house: House) -> UUID:
    body = "I agree to be needled."
    return consents.publish(write(house.manager), title="Consent", body=body)


def text(client: Client, house: House) -> str:
    return client.get(url(house, "consent/")).content.decode()


def test_the_text_and_the_harms_are_shown(
    desk: Client, house: House, words: UUID
) -> None:
    page = text(desk, house)
    assert "I agree to be needled." in page
    assert "No consent yet" in page
    assert f'value="{words}"' in page
    # The complaint is not known yet; what a needle may do is.
    assert page.index("pneumothorax") < page.index("Who agrees")


def test_the_patient_agrees_and_agrees_no_longer(
    desk: Client, house: House, words: UUID
) -> None:
    told = sent(text=words, by="patient", proxy="left over")
    assert desk.post(url(house, "consent/"), told).status_code == 302
    assert "Given by the patient, 23 November 2026." in text(desk, house)
    answer = desk.post(url(house, "consent/withdraw/"), sent())
    assert answer.status_code == 302
    assert "No consent yet" in text(desk, house)
    assert desk.post(url(house, "consent/withdraw/"), sent()).status_code == 302


def test_a_proxy_is_named(desk: Client, house: House, words: UUID) -> None:
    answer = desk.post(url(house, "consent/"), sent(text=words, by="proxy"))
    assert answer.status_code == 422
    assert "Name who agrees for the patient." in answer.content.decode()
    told = sent(text=words, by="proxy", proxy="Carer Example")
    desk.post(url(house, "consent/"), told)
    assert "Given for the patient by Carer Example" in text(desk, house)


def test_nobody_agrees_to_an_older_text(
    desk: Client, house: House, words: UUID
) -> None:
    consents.publish(write(house.manager), title="Consent", body="New words.")
    answer = desk.post(url(house, "consent/"), sent(text=words, by="patient"))
    assert answer.status_code == 422
    assert "New words." in answer.content.decode()


def test_the_words_that_were_agreed_to_stay_when_newer_ones_are_published(
    desk: Client, house: House, words: UUID
) -> None:
    desk.post(url(house, "consent/"), sent(text=words, by="patient"))
    assert "newer text" not in text(desk, house)
    consents.publish(write(house.manager), title="Consent", body="New words.")
    with asked() as queries:
        page = text(desk, house)
    assert len(queries) == 10
    assert "I agree to be needled." in page
    assert "New words." not in page
    assert "agreed to version 1, which stands below. Version 2 was published" in page
    desk.post(url(house, "consent/withdraw/"), sent())
    page = text(desk, house)
    assert "New words." in page
    assert "newer text" not in page


def test_who_may_see_it(client: Client, house: House, words: UUID) -> None:
    clinic.sign_in(client, house.desk)
    assert client.get(url(house, "consent/")).status_code == 403
    clinic.sign_in(client, second(house).practitioner)
    assert client.get(url(house, "consent/")).status_code == 404


def test_queries_of_the_page(desk: Client, house: House, words: UUID) -> None:
    text(desk, house)
    with asked() as queries:
        text(desk, house)
    assert len(queries) == 10
