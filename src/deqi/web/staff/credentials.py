"""Views of credentials: the one that ends first, first."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from deqi.operations import staff, staff_reads
from deqi.operations.refusals import NotFound
from deqi.operations.staff_reads import WARN_DAYS, Licence
from deqi.web.asking import call, page, reading
from deqi.web.forms import taken
from deqi.web.network.views import MANAGERS
from deqi.web.staff.forms import CredentialForm, VerifyForm
from deqi.web.staff.views import STAFFING, UNFIT


@require_GET
@page(*MANAGERS)
def listed(request: HttpRequest) -> HttpResponse:
    asked = reading(request)
    told = {
        "found": staff_reads.credentials(asked),
        "warn_days": WARN_DAYS,
        "may_change": asked.actor.role in STAFFING,
    }
    return render(request, "staff/credentials.html", told)


@require_http_methods(["GET", "POST"])
@page(*STAFFING)
def add(request: HttpRequest, practitioner: UUID) -> HttpResponse:
    name = _name(request, practitioner)
    form = CredentialForm(request.POST or None)
    if taken(
        form, lambda: staff.add_credential(call(request), practitioner, form.license())
    ):
        messages.success(
            request, _("Kept. It lets nobody needle before it is verified.")
        )
        return redirect("credentials-list")
    status = UNFIT if form.errors else 200
    told = {"form": form, "name": name}
    return render(request, "staff/add_credential.html", told, status=status)


def _name(request: HttpRequest, practitioner: UUID) -> str:
    found = staff_reads.credentials(reading(request))
    names = dict(found.without) | {each.practitioner: each.name for each in found.held}
    if practitioner not in names:
        raise NotFound("No such practitioner works here.")
    return names[practitioner]


@require_http_methods(["GET", "POST"])
@page(*STAFFING)
def verify(request: HttpRequest, credential: UUID) -> HttpResponse:
    held = _held(request, credential)
    form = VerifyForm(request.POST or None)
    if taken(
        form,
        lambda: staff.verify(call(request), credential, how=form.cleaned_data["how"]),
    ):
        messages.success(request, _("Verified."))
        return redirect("credentials-list")
    status = UNFIT if form.errors else 200
    told = {"form": form, "held": held}
    return render(request, "staff/verify.html", told, status=status)


def _held(request: HttpRequest, credential: UUID) -> Licence:
    rows = staff_reads.credentials(reading(request)).held
    found = next((each for each in rows if each.id == credential), None)
    if found is None:
        raise NotFound("There is no such credential here.")
    return found


@require_POST
@page(*STAFFING)
def revoke(request: HttpRequest, credential: UUID) -> HttpResponse:
    held = _held(request, credential)
    staff.revoke(call(request), held.id)
    messages.success(request, _("Revoked: from now on it holds no more."))
    return redirect("credentials-list")
