"""Views of consent at the desk."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from deqi.core.roles import Role
from deqi.operations import consents
from deqi.operations.refusals import Refused
from deqi.web.asking import call, page, reading
from deqi.web.consents.forms import ConsentForm
from deqi.web.forms import refuse


@page(Role.PRACTITIONER)
def consent(request: HttpRequest, episode: UUID) -> HttpResponse:
    form = ConsentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        text, proxy = form.cleaned_data["text"], form.proxy_name()
        try:
            consents.give(call(request), episode, text=text, proxy=proxy)
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("The consent is kept."))
            return redirect("episodes-consent", episode)
    found = consents.offered(reading(request), episode)
    if not form.is_bound:
        form = ConsentForm(initial={"text": found.text})
    told = {"found": found, "person": found.person, "form": form}
    status = 422 if form.errors else 200
    return render(request, "consents/consent.html", told, status=status)


@require_POST
@page(Role.PRACTITIONER)
def withdraw(request: HttpRequest, episode: UUID) -> HttpResponse:
    found = consents.offered(reading(request), episode)
    if found.given is not None:
        consents.withdraw(call(request), found.given)
        messages.success(request, _("Withdrawn. Nobody needles this patient now."))
    return redirect("episodes-consent", episode)
