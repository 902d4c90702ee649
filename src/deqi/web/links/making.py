"""Making a link at the desk: shown once, and sent by mail where that is wanted."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from allauth.account.adapter import get_adapter
from allauth.core import context
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from deqi.core.roles import Role
from deqi.operations import links, patients_reads
from deqi.operations.links import Purpose
from deqi.operations.refusals import Refused
from deqi.web import asking
from deqi.web.asking import page
from deqi.web.forms import refuse

WORDS = {
    Purpose.CHECK_IN: _("Check-in before a visit: a minute, no account"),
    Purpose.INTAKE: _("The questions before the first visit: no account"),
    Purpose.SIGN_IN: _("An account of their own"),
}


class MakingForm(forms.Form):
    """What the link is for, and whether it goes by mail."""

    purpose = forms.ChoiceField(
        label=_("What is it for?"),
        choices=[(each.value, words) for each, words in WORDS.items()],
        widget=forms.RadioSelect,
    )
    by_mail = forms.BooleanField(label=_("Send it by e-mail"), required=False)

    def __init__(self, *args: Any, reaches: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not reaches:
            self.fields["by_mail"].disabled = True
            self.fields["by_mail"].help_text = _("No e-mail address is known.")


@page(Role.PRACTITIONER, Role.FRONT_DESK)
@require_http_methods(["GET", "HEAD", "POST"])
def make(request: HttpRequest, patient: UUID) -> HttpResponse:
    card = patients_reads.card(asking.reading(request), patient)
    episode = next((each for each in card.episodes if each.is_open), None)
    form = MakingForm(request.POST or None, reaches=bool(card.identity.email))
    told: dict[str, object] = {"card": card, "form": form, "episode": episode}
    if episode and form.is_bound and form.is_valid():
        try:
            told["link"] = _made(request, episode.id, form.cleaned_data["purpose"])
        except Refused as refused:
            refuse(form, refused)
        else:
            told["is_sent"] = form.cleaned_data["by_mail"]
            if told["is_sent"]:
                _send(request, card.identity.email, told["link"])
            return render(request, "links/made.html", told)
    status = 422 if form.is_bound else 200
    return render(request, "links/make.html", told, status=status)


def _made(request: HttpRequest, episode: UUID, purpose: str) -> str:
    call = asking.call(request)
    links.make(call, episode, Purpose(purpose))
    place = reverse("links-show", kwargs={"token": links.token(call)})
    return request.build_absolute_uri(place)


def _send(request: HttpRequest, email: str, link: object) -> None:
    with context.request_context(request):
        get_adapter(request).send_mail("links/email/link", email, {"link": link})
