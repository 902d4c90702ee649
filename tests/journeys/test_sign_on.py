"""A colleague signs on through the network's provider, in a browser with its policy."""

from __future__ import annotations

from django.conf import settings
from django.test import override_settings

from deqi.config import env
from deqi.config.providers import providers
from deqi.core.roles import Role
from deqi.operations import staff
from tests.clinic import House, write
from tests.journeys.live import browsing, served, then_axe_finds_nothing
from tests.oidc import provider

NINA = "nina@example.org"


def test_a_colleague_comes_in_by_the_button_and_a_stranger_does_not(
    house: House,
) -> None:
    nina = staff.Colleague(NINA, "Nina Example", Role.FRONT_DESK)
    staff.add(write(house.manager), nina)
    with provider() as outside, served() as address:
        known = outside.register(address)
        outside.knows("nina", NINA)
        outside.knows("stranger", "stranger@example.org")
        policy = settings.CONTENT_SECURITY_POLICY
        ways = {"form-action": ["'self'", *env.origins(known)]}
        told = {
            "SOCIALACCOUNT_PROVIDERS": providers(known),
            "CONTENT_SECURITY_POLICY": {"DIRECTIVES": policy["DIRECTIVES"] | ways},
        }
        with override_settings(**told), browsing(address, None) as page:
            page.goto("/accounts/login/?next=/desk/tasks/")
            then_axe_finds_nothing(page)
            page.get_by_role("button", name="Single sign-on").click()
            page.wait_for_url(f"{known.issuer}/**")
            page.fill("input[name=sub]", "stranger")
            page.locator("button", has_text="Authorize").first.click()
            page.get_by_text("No clinic here has a role for").wait_for()
            then_axe_finds_nothing(page)
            page.get_by_role("link", name="Back to signing in").click()
            page.get_by_role("button", name="Single sign-on").click()
            page.fill("input[name=sub]", "nina")
            page.locator("button", has_text="Authorize").first.click()
            page.wait_for_url(f"{address}/desk/")
            then_axe_finds_nothing(page)
