"""Who works at a clinic signs in with more than a password: an app, or a passkey."""

from __future__ import annotations

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from deqi.web import asking

_OPEN_VIEWS = frozenset({"account_logout", "account_reauthenticate", "alive", "ready"})
_OPEN_PREFIXES = ("mfa_", "account_reauthenticate", "account_email")


class SecondStep:
    """Middleware: leads staff without a second step to where they add one."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.answer(request)

    def process_view(self, request: HttpRequest, *_: object) -> HttpResponse | None:
        """Turn away from every page but those that are needed to add one."""
        if settings.DEMO or not request.user.is_authenticated:
            return None
        if not asking.is_staff(request) or is_mfa_enabled(request.user):
            return None
        request.lacks_second_step = True  # type: ignore[attr-defined]  # told by the page
        named = request.resolver_match
        name = (named.url_name if named else None) or ""
        if name in _OPEN_VIEWS or name.startswith(_OPEN_PREFIXES):
            return None
        return redirect("mfa_index")
