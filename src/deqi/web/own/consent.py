"""Consent: the text, and harms with their rates, before anybody agrees."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.views.decorators.http import require_http_methods, require_POST

from deqi.core.roles import Role
from deqi.operations import consents, own_consents
from deqi.operations.own_consents import Own
from deqi.operations.refusals import Refused
from deqi.web import harms
from deqi.web.asking import call, page, reading
from deqi.web.forms import refuse


class AgreeForm(forms.Form):
    """Agreeing takes a choice of its own, and the version that was read."""

    text = forms.UUIDField(widget=forms.HiddenInput)
    agrees = forms.ChoiceField(
        label=later("Do you agree?"),
        choices=[
            ("yes", later("Yes, I have read this and agree")),
            ("no", later("No, I do not agree now")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": later("Choose an answer.")},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@page(Role.PATIENT)
def show(request: HttpRequest) -> HttpResponse:
    found = own_consents.mine(reading(request))
    first = {"text": found.offered.text} if found.offered else {}
    form = AgreeForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            return _answered(request, found, form)
        except Refused as refused:
            refuse(form, refused)
    return _page(request, found, form)


def _answered(request: HttpRequest, found: Own, form: AgreeForm) -> HttpResponse:
    if found.episode is None or found.offered is None:
        raise Http404
    if form.cleaned_data["agrees"] == "no":
        messages.info(
            request,
            _("You have not agreed. Nobody needles you; talk with us about it."),
        )
        return redirect("own-home")
    text: UUID = form.cleaned_data["text"]
    consents.give(call(request), found.episode, text=text)
    messages.success(
        request, _("Your consent is kept. You can withdraw it at any time.")
    )
    return redirect("own-consent")


def _page(request: HttpRequest, found: Own, form: AgreeForm) -> HttpResponse:
    offered = found.offered
    told = {
        "found": found,
        "offered": offered,
        "words": found.words,
        "clinic_name": found.words.clinic,
        "form": form,
        "harms": harms.of(offered.harms) if offered else [],
    }
    status = 422 if form.is_bound else 200
    return render(request, "own/consent.html", told, status=status)


@require_POST
@page(Role.PATIENT)
def withdraw(request: HttpRequest) -> HttpResponse:
    found = own_consents.mine(reading(request))
    if found.offered is None or found.offered.given is None:
        raise Http404
    consents.withdraw(call(request), found.offered.given)
    messages.success(request, _("Your consent is withdrawn. Nobody needles you now."))
    return redirect("own-consent")
