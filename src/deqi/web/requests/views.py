"""Views of what patients ask about their own record."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from deqi.core.roles import Role
from deqi.operations import requests
from deqi.operations.refusals import KeyMissing, Unfit
from deqi.web.asking import call, page, reading
from deqi.web.forms import refuse
from deqi.web.requests.forms import KINDS, AnswerForm

UNFIT = 422


@require_GET
@page(Role.CLINIC_MANAGER)
def listed(request: HttpRequest) -> HttpResponse:
    return _list(request, AnswerForm(auto_id=False))


def _list(
    request: HttpRequest, form: AnswerForm, *, about: UUID | None = None
) -> HttpResponse:
    rows = requests.listed(reading(request))
    told = {
        "requests": [(each, KINDS[each.kind]) for each in rows],
        "form": form,
        "blank": AnswerForm(auto_id=False),
        "about": about,
    }
    status = UNFIT if form.errors else 200
    return render(request, "requests/list.html", told, status=status)


@require_POST
@page(Role.CLINIC_MANAGER)
def answer(request: HttpRequest, request_id: UUID) -> HttpResponse:
    form = AnswerForm(request.POST)
    if form.is_valid():
        try:
            requests.answer(call(request), request_id, form.cleaned_data["text"])
        except (Unfit, KeyMissing) as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("Answered; the patient can read it."))
            return redirect("requests-list")
    return _list(request, form, about=request_id)
