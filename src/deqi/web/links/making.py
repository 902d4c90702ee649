"""Links at the desk: made, shown once, sent by mail where that is wanted, revoked."""

from __future__ import annotations

import logging
from typing import Any
from uuid import UUID

from allauth.account.adapter import get_adapter
from allauth.core import context
from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from deqi.core.roles import Role
from deqi.operations import links, links_reads
from deqi.operations.links import Purpose
from deqi.operations.links_reads import Held
from deqi.operations.operation import fresh_key
from deqi.operations.refusals import Refused
from deqi.web import asking
from deqi.web.accounts.invitations import NOWHERE
from deqi.web.asking import page
from deqi.web.forms import refuse

_log = logging.getLogger(__name__)

WORDS = {
    Purpose.CHECK_IN: _("Check-in before a visit: a minute, no account"),
    Purpose.INTAKE: _("The questions before the first visit: no account"),
    Purpose.SIGN_IN: _("An account of their own"),
}


class MakingForm(forms.Form):
    """What the link is for, in which episode, and whether it goes by mail."""

    purpose = forms.ChoiceField(
        label=_("What is it for?"),
        choices=[(each.value, words) for each, words in WORDS.items()],
        widget=forms.RadioSelect,
    )
    episode = forms.TypedChoiceField(
        label=_("Which episode?"), coerce=UUID, widget=forms.RadioSelect
    )
    by_mail = forms.BooleanField(label=_("Send it by e-mail"), required=False)

    def __init__(self, held: Held, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["episode"]
        field.choices = [(each.id, each.name) for each in held.episodes]  # type: ignore[attr-defined]  # of a choice field
        if len(held.episodes) == 1:
            # Nothing is to be chosen, and nobody else's choice is taken.
            field.initial, field.disabled = held.episodes[0].id, True
            field.widget = forms.HiddenInput()
        if not held.email:
            self.fields["by_mail"].disabled = True
            self.fields["by_mail"].help_text = _("No e-mail address is known.")


@page(Role.PRACTITIONER, Role.FRONT_DESK)
@require_http_methods(["GET", "HEAD", "POST"])
def make(request: HttpRequest, patient: UUID) -> HttpResponse:
    held = links_reads.held(asking.reading(request), patient)
    form = MakingForm(held, request.POST or None)
    if held.episodes and form.is_bound and form.is_valid():
        try:
            return _made(request, held, form)
        except Refused as refused:
            refuse(form, refused)
    shown = [(each, WORDS[each.purpose], fresh_key()) for each in held.open]
    told = {"held": held, "form": form, "open": shown}
    status = 422 if form.is_bound else 200
    return render(request, "links/make.html", told, status=status)


def _made(request: HttpRequest, held: Held, form: MakingForm) -> HttpResponse:
    call, told = asking.call(request), form.cleaned_data
    links.make(call, told["episode"], Purpose(told["purpose"]))
    place = reverse("links-show", kwargs={"token": links.token(call)})
    link = request.build_absolute_uri(place)
    went: bool | None = None
    if told["by_mail"]:
        went = _send(request, held.email, link)
    shown = {"held": held, "link": link, "is_sent": went, "is_lost": went is False}
    return render(request, "links/made.html", shown)


def _send(request: HttpRequest, email: str, link: str) -> bool:
    """Send a link; return whether it went. Why not stands in the log."""
    if settings.EMAIL_BACKEND == NOWHERE:
        _log.warning("a link did not go: there is no mail server")
        return False
    try:
        with context.request_context(request):
            get_adapter(request).send_mail("links/email/link", email, {"link": link})
    except OSError as fault:
        # smtplib's own faults are among them; their text quotes the address.
        _log.warning("a link did not go: %s", type(fault).__name__)
        return False
    return True


@require_POST
@page(Role.PRACTITIONER, Role.FRONT_DESK)
def revoke(request: HttpRequest, patient: UUID, link: UUID) -> HttpResponse:
    links.revoke(asking.call(request), link)
    messages.success(request, gettext("The link is revoked; it opens nothing now."))
    return redirect("links-make", patient)
