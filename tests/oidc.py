"""A provider of OpenID Connect on a port of this machine, in a process of its own."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import requests

from deqi.config.env import SignOn
from tests.config.processes import free_port

PATIENCE = 20
BACK = "/accounts/oidc/network/login/callback/"


@dataclass(frozen=True)
class Provider:
    """A running provider; people are told to it, and a clinic is registered there."""

    issuer: str

    def register(self, clinic: str, *, by: str = "client_secret_basic") -> SignOn:
        """Make a clinic known to it, as its operator would; return its settings."""
        told = requests.post(
            f"{self.issuer}/oauth2/clients",
            json={"redirect_uris": [clinic + BACK], "token_endpoint_auth_method": by},
            timeout=PATIENCE,
        )
        told.raise_for_status()
        given = told.json()
        return SignOn(self.issuer, given["client_id"], given["client_secret"])

    def knows(self, mark: str, email: str, *, verified: object = True) -> None:
        """Make somebody known to it."""
        claims = {"email": email, "email_verified": verified, "name": "Some Body"}
        told = requests.put(
            f"{self.issuer}/users/{mark}", json=claims, timeout=PATIENCE
        )
        told.raise_for_status()

    def asked(self, address: str, **form: str) -> str:
        """Send its own page as somebody; return the address that it leads back to."""
        assert requests.get(address, timeout=PATIENCE).ok
        answer = requests.post(
            address, data=form, allow_redirects=False, timeout=PATIENCE
        )
        return answer.headers["Location"]


@contextmanager
def provider() -> Iterator[Provider]:
    """Start a provider that takes registered clinics alone; stop it afterwards."""
    port = free_port()
    command = [sys.executable, "-m", "oidc_provider_mock", "--require-registration"]
    running = subprocess.Popen(
        [*command, f"--port={port}"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    # A passkey's name and a provider's are names, never a bare address.
    started = Provider(f"http://localhost:{port}")
    try:
        _wait(started)
        yield started
    finally:
        running.terminate()
        running.wait(PATIENCE)


def _wait(started: Provider) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            requests.get(f"{started.issuer}/jwks", timeout=1).raise_for_status()
        except requests.RequestException:
            assert time.monotonic() < until, "the provider did not start"
            time.sleep(0.1)
        else:
            return
