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
from deqi.web import harms
from deqi.web.asking import call, page, reading
from deqi.web.consents.forms import ConsentForm
from deqi.web.forms import taken


@page(Role.PRACTITIONER)
def consent(request: HttpRequest, episode: UUID) -> HttpResponse:
    form = ConsentForm(request.POST or None)
    if taken(
        form,
        lambda: consents.give(
            call(request),
            episode,
            text=form.cleaned_data["text"],
            proxy=form.proxy_name(),
        ),
    ):
        messages.success(request, _("The consent is kept."))
        return redirect("episodes-consent", episode)
    found = consents.offered(reading(request), episode)
    if not form.is_bound:
        form = ConsentForm(initial={"text": found.text})
    told = {"found": found, "person": found.person, "form": form}
    told |= {"harms": harms.of(found.harms)}
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
