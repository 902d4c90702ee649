"""A patient's own visits: what is booked, and cancelling it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from deqi.core.roles import Role
from deqi.operations import visits, visits_reads
from deqi.web.asking import call, page, reading
from deqi.web.forms import taken
from deqi.web.visits.forms import CancelForm
from deqi.web.visits.words import PURPOSES, STEPS, TONES


@require_safe
@page(Role.PATIENT)
def show(request: HttpRequest) -> HttpResponse:
    held = visits_reads.mine(reading(request))
    told = {
        "visits": [
            (each, PURPOSES[each.purpose], STEPS[each.step], TONES[each.step])
            for each in held
        ],
        "clinic_name": held[0].clinic if held else "",
    }
    return render(request, "own/visits.html", told)


@page(Role.PATIENT)
def cancel(request: HttpRequest, visit: UUID) -> HttpResponse:
    held = {each.id: each for each in visits_reads.mine(reading(request))}
    if visit not in held:
        raise Http404
    form = CancelForm(request.POST or None)
    if taken(
        form, lambda: visits.cancel(call(request), visit, why=form.cleaned_data["why"])
    ):
        messages.success(request, _("The visit is cancelled; its time is free."))
        return redirect("own-visits")
    told = {"form": form, "visit": held[visit], "clinic_name": held[visit].clinic}
    status = 422 if form.is_bound else 200
    return render(request, "own/cancel.html", told, status=status)
