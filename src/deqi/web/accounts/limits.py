"""How long somebody of a clinic stays signed in: while they work, and for a day at most.

Words
-----
idle
    Nothing was asked for so long; the desk may have been left.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from deqi.operations import clock
from deqi.web import asking

SINCE, SEEN = "since", "seen"

_GRAIN_SECONDS = 60
# A session is not written for each page: a minute more or less ends nobody's work.


def begin(request: HttpRequest) -> None:
    """Count from now."""
    request.session[SINCE] = request.session[SEEN] = _now()


class Limits:
    """Middleware: signs out whoever works at a clinic and has been gone for too long."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.user.is_authenticated and asking.is_staff(request):
            if _is_over(request):
                logout(request)
                messages.info(request, _("You were signed out; sign in to go on."))
                return redirect_to_login(request.get_full_path())
            _touch(request)
        return self.answer(request)


def _is_over(request: HttpRequest) -> bool:
    now, held = _now(), request.session
    idle: float = now - held.get(SEEN, now)
    whole: float = now - held.get(SINCE, now)
    longest_idle: float = settings.STAFF_IDLE_MINUTES * 60
    longest: float = settings.STAFF_SESSION_HOURS * 3600
    return idle > longest_idle or whole > longest


def _touch(request: HttpRequest) -> None:
    now, held = _now(), request.session
    held.setdefault(SINCE, now)
    if now - held.get(SEEN, 0) > _GRAIN_SECONDS:
        held[SEEN] = now


def _now() -> float:
    return clock.now().timestamp()
