"""What leaves by mail: plain words to one reader, over a real connection."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.test import Client, override_settings

from deqi.operations import accounts
from tests import clinic
from tests.clinic import House
from tests.config.processes import free_port


class Kept:
    """A mail server that keeps what it is sent."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802  the name is the server's
        letter = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(letter, EmailMessage)
        self.letters.append(letter)
        return "250 kept"


@pytest.fixture
def post(database: None) -> Iterator[list[EmailMessage]]:
    """Serve mail on this machine, and send the product's there."""
    kept = Kept()
    server = Controller(kept, hostname="127.0.0.1", port=free_port())
    server.start()
    to_here = {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": server.hostname,
        "EMAIL_PORT": server.port,
        "DEFAULT_FROM_EMAIL": "care@clinic.example.org",
    }
    with override_settings(**to_here):
        yield kept.letters
    server.stop()


@pytest.mark.parametrize("page", ["/accounts/login/code/", "/accounts/password/reset/"])
def test_a_letter_is_plain_and_says_nothing_of_health(
    client: Client, house: House, post: list[EmailMessage], page: str
) -> None:
    pat = clinic.joined(house, "pat@example.org")
    assert pat.user is not None
    accounts.prove_address(pat.user)
    assert client.post(page, {"email": "pat@example.org"}).status_code == 302
    (letter,) = post
    assert letter["From"] == "care@clinic.example.org"
    assert letter["To"] == "pat@example.org"
    assert letter.get_content_type() == "text/plain"
    text = f"{letter['Subject']} {letter.get_content()}".casefold()
    for word in ("pain", "acupuncture", "garden clinic", "pat example", "needle"):
        assert word not in text


def test_nobody_learns_whether_an_address_is_known(
    client: Client, house: House, post: list[EmailMessage]
) -> None:
    pat = clinic.joined(house, "pat@example.org")
    assert pat.user is not None
    accounts.prove_address(pat.user)
    answers = [
        client.post("/accounts/password/reset/", {"email": email})
        for email in ("pat@example.org", "stranger@example.org")
    ]
    assert len({each.headers["Location"] for each in answers}) == 1
