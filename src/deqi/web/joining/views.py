"""Becoming a patient of a clinic."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from deqi.operations import accounts, patients, signposts
from deqi.operations.operation import fresh_key
from deqi.operations.patients import PatientAlready
from deqi.operations.refusals import Refused
from deqi.web import asking
from deqi.web.forms import refuse
from deqi.web.joining.forms import JoiningForm


@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    clinics = signposts.every()
    form = JoiningForm(clinics, request.POST or None)
    told = {"clinics": clinics, "form": form, "key": fresh_key()}
    if not request.user.is_authenticated:
        return render(request, "joining/clinics.html", told)
    if request.method == "POST" and form.is_valid():
        try:
            return _joined(request, form, request.user.id)
        except Refused as refused:
            refuse(form, refused)
            is_known = isinstance(refused, PatientAlready)
            told |= {"is_known": is_known}
    status = 422 if form.is_bound else 200
    return render(request, "joining/join.html", told, status=status)


def _joined(request: HttpRequest, form: JoiningForm, user: UUID) -> HttpResponse:
    newcomer = accounts.newcomer(user, form.cleaned_data["clinic"])
    request.actor = newcomer  # type: ignore[attr-defined]  # who is about to be one
    patients.join(asking.call(request), form.identity(email=str(request.user)))
    request.session[asking.PLACE] = asking.place(newcomer)
    return redirect("/me/intake/")
