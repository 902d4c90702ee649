"""Views of clinics and rooms."""

from __future__ import annotations

from dataclasses import asdict
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from deqi.core.roles import Role
from deqi.operations import clinics, clinics_reads
from deqi.operations.clinics_reads import Shown
from deqi.operations.refusals import NotFound
from deqi.web.asking import call, page, reading
from deqi.web.clinics.forms import ClinicForm, RoomForm
from deqi.web.forms import taken
from deqi.web.network.views import MANAGERS

UNFIT = 422


@require_GET
@page(*MANAGERS)
def listed(request: HttpRequest) -> HttpResponse:
    return _list(request, RoomForm())


def _list(request: HttpRequest, form: RoomForm) -> HttpResponse:
    asked = reading(request)
    told = {
        "clinics": clinics_reads.mine(asked),
        "form": form,
        "may_add": asked.actor.role is Role.NETWORK_MANAGER,
        "may_change": asked.actor.role is not Role.AUDITOR,
        "has_rooms": asked.actor.role is Role.CLINIC_MANAGER,
    }
    status = UNFIT if form.errors else 200
    return render(request, "clinics/list.html", told, status=status)


@require_http_methods(["GET", "POST"])
@page(Role.NETWORK_MANAGER)
def add(request: HttpRequest) -> HttpResponse:
    form = ClinicForm(request.POST or None)
    if taken(form, lambda: clinics.add(call(request), form.house())):
        messages.success(request, _("The clinic is there; now give it people."))
        return redirect("staff-list")
    status = UNFIT if form.errors else 200
    return render(request, "clinics/edit.html", {"form": form}, status=status)


@require_http_methods(["GET", "POST"])
@page(Role.CLINIC_MANAGER, Role.NETWORK_MANAGER)
def change(request: HttpRequest, clinic: UUID) -> HttpResponse:
    shown = _own(request, clinic)
    form = ClinicForm(request.POST or None, initial=asdict(shown.house))
    if taken(form, lambda: clinics.change(call(request), clinic, form.house())):
        messages.success(request, _("Kept."))
        return redirect("clinics-list")
    told = {"form": form, "clinic": shown}
    status = UNFIT if form.errors else 200
    return render(request, "clinics/edit.html", told, status=status)


def _own(request: HttpRequest, clinic: UUID) -> Shown:
    rows = clinics_reads.mine(reading(request))
    found = next((each for each in rows if each.id == clinic), None)
    if found is None:
        raise NotFound("There is no such clinic here.")
    return found


@require_POST
@page(Role.CLINIC_MANAGER)
def add_room(request: HttpRequest) -> HttpResponse:
    form = RoomForm(request.POST)
    if taken(form, lambda: clinics.add_room(call(request), form.cleaned_data["name"])):
        messages.success(request, _("The room is there."))
        return redirect("clinics-list")
    return _list(request, form)


@require_POST
@page(Role.CLINIC_MANAGER)
def close_room(request: HttpRequest, room: UUID) -> HttpResponse:
    clinics.close_room(call(request), room)
    messages.success(request, _("The room is closed; it is booked no more."))
    return redirect("clinics-list")
