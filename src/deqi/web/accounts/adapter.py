"""How allauth's pages behave here: where they lead, and what they say."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.signals import password_reset
from django.contrib.auth.base_user import AbstractBaseUser
from django.dispatch import receiver
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from deqi.operations import accounts
from deqi.web import asking
from deqi.web.accounts import limits, themes


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth brings no types
    """Leads people to where their work begins, and adds nothing to subjects."""

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Return the one home, or the page to choose among several."""
        return asking.start_of(asking.actors(request))

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """Return the public page."""
        return "/"

    def format_email_subject(self, subject: str) -> str:
        """Return a subject as it is; a site's name before it helps nobody."""
        return subject

    def post_login(
        self, request: HttpRequest, user: AbstractBaseUser, **more: object
    ) -> HttpResponseBase:
        """Begin to count the session's time, and bring the theme along."""
        response: HttpResponseBase = super().post_login(request, user, **more)
        limits.begin(request)
        themes.bring(response, accounts.theme(user.pk), secure=request.is_secure())
        return response


@receiver(password_reset)
def prove_address(user: AbstractBaseUser, **_: object) -> None:
    """Take an address as proven: whoever set a password had opened its mail."""
    accounts.prove_address(user.pk)
