"""Views of patients at the desk."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from deqi.core.roles import Role
from deqi.operations import (
    charts_reads,
    doubles,
    episodes,
    patients,
    patients_reads,
)
from deqi.operations.patients_reads import Card
from deqi.operations.refusals import Refused
from deqi.web.asking import call, page, reading
from deqi.web.forms import refuse, taken
from deqi.web.patients.curve import draw
from deqi.web.patients.forms import EpisodeForm, PatientForm
from deqi.web.patients.page import shown
from deqi.web.patients.page import told as words

DESK = (Role.PRACTITIONER, Role.FRONT_DESK, Role.CLINIC_MANAGER)


@page(*DESK)
@never_cache
def search(request: HttpRequest) -> HttpResponse:
    # What is typed is a name: it is sent as a form, so that no address carries it.
    typed = request.POST.get("typed", "")
    asked = reading(request)
    told = {
        "typed": typed,
        "found": patients_reads.find(asked, typed),
        "most": patients_reads.MOST_FOUND,
        "treats": asked.actor.role is Role.PRACTITIONER,
    }
    alone = request.headers.get("HX-Request") == "true"
    return render(request, f"patients/{'found' if alone else 'search'}.html", told)


@page(*DESK)
def register(request: HttpRequest) -> HttpResponse:
    form = PatientForm(request.POST or None)
    alike: tuple[doubles.Known, ...] = ()
    if request.method == "POST" and form.is_valid():
        who = form.identity()
        if "is_new" not in request.POST:
            alike = doubles.alike(reading(request), who)
        if not alike:
            try:
                patient = patients.register(call(request), who, doctor=form.doctor())
            except Refused as refused:
                refuse(form, refused)
            else:
                messages.success(request, _("The patient is registered."))
                return redirect("patients-card", patient)
    told = {"form": form, "alike": alike}
    status = 422 if form.errors else 409 if alike else 200
    return render(request, "patients/register.html", told, status=status)


@page(*DESK)
def card(request: HttpRequest, patient: UUID) -> HttpResponse:
    asked = reading(request)
    found = patients_reads.card(asked, patient)
    told = {
        "card": found,
        "visits": [words(each) for each in found.visits],
        "treats": asked.actor.role is Role.PRACTITIONER,
        "keeps_documents": asked.actor.role is not Role.CLINIC_MANAGER,
    }
    return render(request, "patients/card.html", told)


@page(Role.PRACTITIONER)
def chart(request: HttpRequest, patient: UUID) -> HttpResponse:
    found = charts_reads.chart(reading(request), patient)
    told = {"page": shown(found), "chart": found, "curve": draw(found.curve)}
    return render(request, "patients/chart.html", told)


@page(*DESK)
def change(request: HttpRequest, patient: UUID) -> HttpResponse:
    found = patients_reads.card(reading(request), patient)
    form = PatientForm(request.POST or None, initial=_first(found))
    if taken(
        form,
        lambda: patients.change(
            call(request),
            patient,
            form.identity(language=found.identity.language),
            form.doctor(),
        ),
    ):
        messages.success(request, _("The changes are kept."))
        return redirect("patients-card", patient)
    told = {"form": form, "card": found}
    status = 422 if form.errors else 200
    return render(request, "patients/change.html", told, status=status)


def _first(found: Card) -> dict[str, object]:
    who, doctor = found.identity, found.doctor
    return {
        name: getattr(doctor if name.startswith("doctor_") else who, name)
        for name in PatientForm.base_fields
    }


@page(Role.PRACTITIONER, Role.FRONT_DESK)
def open_episode(request: HttpRequest, patient: UUID) -> HttpResponse:
    asked = reading(request)
    found = patients_reads.card(asked, patient)
    clinical = asked.actor.role is Role.PRACTITIONER
    form = EpisodeForm(request.POST or None, clinical=clinical)
    if taken(form, lambda: episodes.open_episode(call(request), patient, form.terms())):
        messages.success(request, _("The episode is open; a visit can be booked."))
        return redirect("patients-card", patient)
    told = {"form": form, "card": found}
    status = 422 if form.errors else 200
    return render(request, "patients/open_episode.html", told, status=status)
