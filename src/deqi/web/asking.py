"""From a request to the call that an operation takes, and from a refusal to a page.

Words
-----
place
    The role, and the clinic, in which somebody works for now; kept in the session.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Concatenate, ParamSpec
from uuid import UUID

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from deqi.core.roles import Role
from deqi.operations import accounts, links
from deqi.operations.callers import Actor, Call
from deqi.operations.links import Purpose
from deqi.operations.operation import fresh_key
from deqi.operations.refusals import NotFound, NotPermitted, Refused

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]

PLACE = "place"
LINK = "link"
"""In the session: the digest of a link that opens the intake, for whoever holds it."""


def actors(request: HttpRequest) -> tuple[Actor, ...]:
    """Return every actor that the signed-in user may be, asked once a request."""
    user = request.user
    if not user.is_authenticated:
        return ()
    held = getattr(request, "_actors", None)
    if held is None:
        held = accounts.actors(user.id, name=user.name)
        request._actors = held  # type: ignore[attr-defined]  # kept for this request
    return tuple(held)


def is_staff(request: HttpRequest) -> bool:
    """Return whether the signed-in user may see more than their own record."""
    held = actors(request)
    return request.user.is_staff or any(e.role is not Role.PATIENT for e in held)


def place(actor: Actor) -> str:
    """Return the word by which the session remembers a role at a clinic."""
    return f"{actor.role}@{actor.clinic or actor.network}"


def actor(request: HttpRequest, roles: tuple[Role, ...]) -> Actor | None:
    """Return who the user is here: the place last chosen, else the first that fits."""
    fits = [each for each in actors(request) if each.role in roles]
    chosen = request.session.get(PLACE)
    return next(
        (each for each in fits if place(each) == chosen), next(iter(fits), None)
    )


def holder(request: HttpRequest, purpose: Purpose) -> Actor | None:
    """Return the patient whose link somebody has opened; refuse one that is over, once."""
    digest = request.session.get(LINK)
    if not digest:
        return None
    try:
        opened = links.remembered(digest)
    except NotFound:
        return None
    if opened.purpose is not purpose:
        return None
    if opened.over is not None:
        # Whoever comes here next may be somebody else.
        del request.session[LINK]
    links.refuse_over(opened.over, purpose)
    return opened.actor


def page(*roles: Role, by_link: Purpose | None = None) -> Callable[[View[P]], View[P]]:
    """Open a view to roles alone; who is not signed in is sent to sign in first.

    With ``by_link``, whoever has opened a link of this purpose, and has not signed in, is
    let in as its patient.
    """

    def wrap(view: View[P]) -> View[P]:
        @wraps(view)
        def run(
            request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs
        ) -> HttpResponseBase:
            if request.user.is_authenticated:
                found = actor(request, roles)
            else:
                found = holder(request, by_link) if by_link else None
                if found is None:
                    return redirect_to_login(request.get_full_path())
            if found is None:
                return render(request, "403.html", status=403)
            request.actor = found  # type: ignore[attr-defined]  # for calls and pages
            return view(request, *args, **kwargs)

        run.roles = roles  # type: ignore[attr-defined]  # read by the test of all addresses
        run.by_link = by_link  # type: ignore[attr-defined]  # as well
        return run

    return wrap


def call(request: HttpRequest) -> Call:
    """Return the call of a request: its actor, and the key that its form carries."""
    sent = request.POST.get("key", "")
    return Call(request.actor, _key(sent))  # type: ignore[attr-defined]  # set by page


def reading(request: HttpRequest) -> Call:
    """Return a call that only reads."""
    return Call(request.actor)  # type: ignore[attr-defined]  # set by page


def _key(sent: str) -> UUID | None:
    try:
        return UUID(sent)
    except ValueError:
        return None


class Refusals:
    """Middleware: a refusal that no form has taken up becomes a page of its own."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.answer(request)

    def process_exception(
        self, request: HttpRequest, fault: Exception
    ) -> HttpResponse | None:
        """Show a refusal in words, with the status that fits it."""
        if not isinstance(fault, Refused):
            return None
        fits = (status for kind, status in _STATUS.items() if isinstance(fault, kind))
        status = next(fits, 409)
        told = {"sentence": fault.sentence, "code": fault.code}
        return render(request, "refused.html", told, status=status)


_STATUS: dict[type[Refused], int] = {NotFound: 404, NotPermitted: 403}


def here(request: HttpRequest) -> dict[str, object]:
    """Context of every page: who asks, where, and a key for the next write."""
    told: dict[str, object] = {"is_demo": settings.DEMO}
    found = getattr(request, "actor", None)
    if found is not None:
        told |= {"actor": found, "key": fresh_key(), "place": place(found)}
        told["clinic_name"] = found.clinic_name
        told["has_places"] = len(actors(request)) > 1
    return told


def choose(request: HttpRequest, chosen: str) -> HttpResponse:
    """Remember a place, if it is the user's, and go to where its work begins."""
    fits = [each for each in actors(request) if place(each) == chosen]
    if fits:
        request.session[PLACE] = chosen
    return redirect(home_of(fits[0]) if fits else start_of(actors(request)))


def start_of(held: Sequence[Actor]) -> str:
    """Return where somebody comes who has just signed in."""
    return home_of(held[0]) if len(held) == 1 else reverse("places-choose")


def home_of(found: Actor | None) -> str:
    """Return the address where somebody's work begins."""
    return _HOMES.get(found.role, "/") if found else "/"


_HOMES = {
    Role.PATIENT: "/me/",
    Role.PRACTITIONER: "/desk/",
    Role.FRONT_DESK: "/desk/",
    Role.CLINIC_MANAGER: "/network/",
    Role.NETWORK_MANAGER: "/network/",
    Role.AUDITOR: "/network/",
}
