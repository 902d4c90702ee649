"""Somebody adds a passkey, and signs in by it without a password."""

from __future__ import annotations

from typing import Any

from deqi.records.accounts.models import User
from tests.clinic import PASSWORD, House
from tests.journeys.live import browsing, served

KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def given_a_device_with_a_finger_on_it(page: Any) -> None:
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})


def test_a_passkey_opens_the_desk(house: House) -> None:
    user = User.objects.get(pk=house.desk.user)
    user.set_password(PASSWORD)
    user.save()
    with served() as address, browsing(address, house.desk) as page:
        # A passkey belongs to a name, never to a bare address of the network.
        named = address.replace("127.0.0.1", "localhost")
        given_a_device_with_a_finger_on_it(page)
        page.goto(f"{named}/accounts/login/")
        page.fill("input[name=login]", user.email)
        page.fill("input[name=password]", PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.wait_for_url("**/desk/")
        page.goto(f"{named}/accounts/2fa/webauthn/add/")
        page.fill("input[name=password]", PASSWORD)
        page.get_by_role("button", name="Confirm").click()
        page.wait_for_url("**/webauthn/add/**")
        page.check("input[name=passwordless]")
        page.locator("#mfa_webauthn_add").click()
        page.wait_for_url("**/recovery-codes/**")
        page.goto(f"{named}/accounts/logout/")
        page.locator("main").get_by_role("button", name="Sign out").click()
        page.goto(f"{named}/accounts/login/")
        page.locator("#passkey_login").click()
        page.wait_for_url("**/desk/")
