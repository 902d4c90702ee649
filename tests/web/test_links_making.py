"""The desk makes links: shown once, and sent where that is wanted."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest
from django.core.mail import EmailMessage
from django.test import Client, override_settings

from deqi.operations import links, patients
from deqi.operations.links import Purpose
from deqi.operations.operation import fresh_key
from tests import charted, clinic
from tests.clinic import ADA, House, write


def address(house: House) -> str:
    return f"/desk/links/make/{house.patient}/"


def sent(page: Any, **more: str) -> dict[str, str]:
    return {"key": str(page.context["key"]), "purpose": "check_in"} | more


def reach(house: House) -> None:
    """Let the patient have an e-mail address."""
    who = patients.Identity(
        "Example", "Ada", ADA.birth_date, "female", "ada@example.org"
    )
    patients.change(write(house.desk), house.patient, who, patients.Doctor())


def test_asks_in_few_queries(client: Client, house: House) -> None:
    clinic.sign_in(client, house.desk)
    with clinic.asked() as queries:
        page = client.get(address(house))
    assert page.status_code == 200
    assert len(queries) <= 15, queries
    assert "No e-mail address is known" in page.content.decode()


def test_shows_a_link_that_opens_and_sent_twice_the_same(
    client: Client, house: House, outbox: list[EmailMessage]
) -> None:
    clinic.sign_in(client, house.desk)
    form = sent(client.get(address(house)))
    first = client.post(address(house), form).context["link"]
    assert client.post(address(house), form).context["link"] == first
    opened = links.opened(first.rsplit("/", 1)[1])
    assert opened.purpose is Purpose.CHECK_IN
    assert Client().get(first.removeprefix("http://testserver")).status_code == 200
    assert outbox == []


def test_goes_by_mail_that_names_nothing(
    client: Client, house: House, outbox: list[EmailMessage]
) -> None:
    reach(house)
    clinic.sign_in(client, house.practitioner)
    form = sent(client.get(address(house)), by_mail="on", purpose="intake")
    page = client.post(address(house), form)
    (mail,) = outbox
    assert mail.to == ["ada@example.org"]
    assert page.context["link"] in str(mail.body)
    assert "Ada" not in f"{mail.subject} {mail.body}"


@pytest.mark.parametrize(
    "nowhere",
    [
        {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"},
        {
            "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": 1,
        },
    ],
)
def test_is_shown_though_the_mail_does_not_go(
    client: Client,
    house: House,
    nowhere: dict[str, object],
    caplog: pytest.LogCaptureFixture,
) -> None:
    reach(house)
    clinic.sign_in(client, house.desk)
    form = sent(client.get(address(house)), by_mail="on")
    with override_settings(**nowhere):
        page = client.post(address(house), form)
    text = page.content.decode()
    assert page.status_code == 200
    assert page.context["link"] in text
    assert "The mail did not go" in text
    assert "on its way" not in text
    assert "a link did not go" in caplog.text
    assert "ada@example.org" not in caplog.text


def test_bad_input_comes_back(client: Client, house: House) -> None:
    clinic.sign_in(client, house.desk)
    page = client.get(address(house))
    for wrong in ({"purpose": "else"}, {"key": ""}):
        again = client.post(address(house), sent(page) | wrong)
        assert again.status_code == 422


def test_without_an_episode_says_what_to_do(client: Client, house: House) -> None:
    clinic.sign_in(client, house.desk)
    twin = patients.register(write(house.desk), ADA)
    place = f"/desk/links/make/{twin}/"
    page = client.get(place)
    assert "Open an episode" in page.content.decode()
    assert client.post(place, sent(page)).status_code == 422


def test_of_two_episodes_that_go_on_one_is_chosen(
    client: Client, house: House, owner: psycopg.Connection
) -> None:
    clinic.sign_in(client, house.desk)
    place = f"/desk/links/make/{charted.merged_before(house, owner)}/"
    page = client.get(place)
    assert "Since 23 November 2026, no. 1" in page.content.decode()
    assert client.post(place, sent(page)).status_code == 422
    made = client.post(place, sent(page, episode=str(house.episode))).context["link"]
    assert links.opened(made.rsplit("/", 1)[1]).episode == house.episode


def test_another_clinics_patient_is_not_there(client: Client, house: House) -> None:
    clinic.sign_in(client, clinic.second(house).desk)
    assert client.get(address(house)).status_code == 404


def test_open_links_are_shown_and_revoked(client: Client, house: House) -> None:
    clinic.sign_in(client, house.desk)
    form = sent(client.get(address(house)))
    made = client.post(address(house), form).context["link"]
    page = client.get(address(house))
    ((link, _, key),) = page.context["open"]
    assert "made 23 November 2026, 08:30 by Desk Example" in page.content.decode()
    where = f"{address(house)}{link.id}/revoke/"
    done = client.post(where, {"key": str(key)}, follow=True)
    assert done.redirect_chain == [(address(house), 302)]
    assert "it opens nothing now" in done.content.decode()
    assert done.context["open"] == []
    assert Client().get(made.removeprefix("http://testserver")).status_code == 410
    assert client.post(where, {"key": str(fresh_key())}).status_code == 409
