"""Choosing a place to work at, and colours."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from deqi.core.roles import Role
from deqi.operations import accounts
from deqi.web import asking
from deqi.web.accounts import themes
from deqi.web.templatetags.parts import THEMES

ROLES = {
    Role.PATIENT: _("Patient"),
    Role.PRACTITIONER: _("Practitioner"),
    Role.FRONT_DESK: _("Front desk"),
    Role.CLINIC_MANAGER: _("Manager of the clinic"),
    Role.NETWORK_MANAGER: _("Manager of the network"),
    Role.AUDITOR: _("Auditor"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """One role that the reader holds, as a button."""

    place: str
    role: str
    where: str
    is_chosen: bool


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return asking.choose(request, request.POST.get("place", ""))
    held = asking.actors(request)
    names = accounts.clinic_names(held)
    chosen = request.session.get(asking.PLACE)
    places = [
        Place(
            asking.place(each),
            str(ROLES[each.role]),
            names.get(each.clinic, "") if each.clinic else str(_("All clinics")),
            asking.place(each) == chosen,
        )
        for each in held
    ]
    told = {"places": places, "has_choice": len(places) > 1}
    return render(request, "places/choose.html", told)


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    chosen = request.POST.get("theme", "")
    chosen = chosen if chosen in THEMES else "system"
    if request.user.is_authenticated:
        accounts.keep_theme(request.user.id, chosen)
    response = HttpResponse(status=204)
    themes.bring(response, chosen, secure=request.is_secure())
    return response
