"""Signing on through the network's provider: colleagues alone, by a proven address.

Words
-----
bound
    Whoever has signed on once is known from then on by the provider's own mark for them,
    together with the provider's name: an address that it gives to somebody else opens
    nothing, and neither does an equal mark of another provider.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import (
    SocialAccount,
    SocialApp,
    SocialLogin,
    SocialToken,
)
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import (
    OAuth2CallbackView,
    OAuth2LoginView,
    OAuth2View,
)
from allauth.socialaccount.providers.openid_connect.views import (
    OpenIDConnectOAuth2Adapter,
)
from allauth.socialaccount.signals import social_account_added
from django.db.models.signals import pre_save
from django.dispatch import receiver
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from requests import RequestException

from deqi.operations import accounts

REFUSED, UNREACHED = 403, 503


class Adapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth brings no types
    """Lets in whom a clinic knows, and makes an account for nobody."""

    def authenticate_by_email(self, told: SocialLogin) -> tuple[Any, str] | None:
        """Return whose a vouched address is; who merely claims it is not asked."""
        for each in told.email_addresses:
            if _is_vouched(each) and (user := accounts.of_address(each.email)):
                return user, each.email
        return None

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Refuse in one sentence, or go on and keep nothing that the provider told."""
        if why := _refusal(sociallogin):
            page = render(
                request, "socialaccount/refused.html", {"why": why}, status=REFUSED
            )
            raise ImmediateHttpResponse(page)
        # What waits in the session for a second step holds no token and no name.
        sociallogin.token, sociallogin.account.extra_data = None, {}


def _refusal(told: SocialLogin) -> str:
    """Return why somebody may not come in; empty where they may."""
    if told.state.get("process") != AuthProcess.LOGIN:
        return _("Sign out, and then sign in by single sign-on.")
    if not any(map(_is_vouched, told.email_addresses)):
        return _(
            "The provider does not vouch for your e-mail address; have it confirmed there"
            " first."
        )
    if not told.is_existing or not accounts.is_colleague(told.user.pk):
        return _(
            "No clinic here has a role for your e-mail address; ask the manager of your"
            " clinic to add you."
        )
    if _is_bound_to_another(told):
        return _(
            "This address belongs to somebody who signs on by another account; ask the"
            " manager of your clinic."
        )
    return ""


def _is_vouched(address: EmailAddress) -> bool:
    # Some providers write the word for it, and "false" is a word that counts as true.
    return address.verified in (True, "true")


def _is_bound_to_another(told: SocialLogin) -> bool:
    bound = SocialAccount.objects.filter(
        user=told.user, provider=told.account.provider
    ).exclude(uid=told.account.uid)
    return bool(bound.exists())


@receiver(pre_save, sender=SocialAccount)
def keep_nothing(instance: SocialAccount, **_: object) -> None:
    """Keep the provider's mark for somebody, and nothing else that it told of them."""
    instance.extra_data = {}


@receiver(social_account_added)
def prove_address(sociallogin: SocialLogin, **_: object) -> None:
    """Take an address as proven that the provider vouches for: a colleague's own."""
    vouched = filter(_is_vouched, sociallogin.email_addresses)
    if sociallogin.user.email.lower() in {each.email.lower() for each in vouched}:
        accounts.prove_address(sociallogin.user.pk)


class Exchange(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]  # allauth brings no types
    """How a code from the provider becomes the claims about somebody."""

    @property
    def basic_auth(self) -> bool:
        """Return whether the secret goes by the header, as OpenID Discovery 1.0 defaults."""
        told = self.openid_config.get("token_endpoint_auth_methods_supported")
        return told is None or bool(super().basic_auth)

    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: SocialToken, **more: Any
    ) -> SocialLogin:
        """Return who signs on, by a mark that holds at this provider alone."""
        issuer = str(self.openid_config.get("issuer"))
        if issuer.rstrip("/") != app.settings["server_url"]:
            raise OAuth2Error("the provider gives another name than it was asked by")
        told: SocialLogin = super().complete_login(request, app, token, **more)
        told.account.uid = _mark(issuer, told.account.uid)
        return told


def _mark(issuer: str, subject: str) -> str:
    # Of one length, since both together may be longer than the column is wide.
    return sha256(f"{issuer} {subject}".encode()).hexdigest()


def begin(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Lead to the provider."""
    return _shown(OAuth2LoginView, request, provider_id)


def finish(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Take back whom the provider sends."""
    return _shown(OAuth2CallbackView, request, provider_id)


def _shown(view: type[OAuth2View], request: HttpRequest, name: str) -> HttpResponse:
    try:
        answer: HttpResponse = view.adapter_view(Exchange(request, name))(request)
    except SocialApp.DoesNotExist:
        raise Http404 from None
    except RequestException:
        return render(
            request, "socialaccount/authentication_error.html", status=UNREACHED
        )
    return answer
