"""Views of letters."""

from __future__ import annotations

from dataclasses import asdict, astuple
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from deqi.core.roles import Role
from deqi.operations import letters, letters_reads, letters_waiting, typesetting
from deqi.operations.operation import fresh_key
from deqi.operations.refusals import Refused
from deqi.web.asking import call, page, reading
from deqi.web.forms import taken
from deqi.web.letters.forms import LetterForm


@page(Role.PRACTITIONER)
def draft(request: HttpRequest, episode: UUID) -> HttpResponse:
    if request.method == "POST":
        anew = "anew" in request.POST
        letter = letters.draft(call(request), episode, anew=anew)
        return redirect("letters-edit", letter)
    found = letters_reads.listed(reading(request), episode)
    in_hand = next((each for each in found.letters if each.signed_at is None), None)
    told = {"found": found, "person": found.person, "in_hand": in_hand}
    return render(request, "letters/list.html", told)


@page(Role.PRACTITIONER)
def edit(request: HttpRequest, letter: UUID) -> HttpResponse:
    form = LetterForm(request.POST or None)
    if taken(
        form,
        lambda: letters.edit(
            call(request), letter, form.text(), revision=form.cleaned_data["revision"]
        ),
    ):
        messages.success(request, _("Saved."))
        return redirect("letters-show", letter)
    found = letters_reads.read(reading(request), letter)
    if found.signed_at is not None:
        return redirect("letters-show", letter)
    if not form.is_bound:
        form = LetterForm(initial=asdict(found.text) | {"revision": found.revision})
    told = {"letter": found, "person": found.person, "form": form}
    status = 422 if form.errors else 200
    return render(request, "letters/edit.html", told, status=status)


@require_GET
@page(Role.PRACTITIONER)
def shown(request: HttpRequest, letter: UUID) -> HttpResponse:
    return _shown(request, letter)


def _shown(request: HttpRequest, letter: UUID, sentence: str = "") -> HttpResponse:
    found = letters_reads.read(reading(request), letter)
    told = {"letter": found, "person": found.person, "refused": sentence}
    told["unset"] = typesetting.unset(*astuple(found.text))
    status = 422 if sentence else 200
    return render(request, "letters/show.html", told, status=status)


@require_POST
@page(Role.PRACTITIONER)
def sign(request: HttpRequest, letter: UUID) -> HttpResponse:
    sent = request.POST.get("revision", "")
    revision = int(sent) if sent.isdecimal() else 0
    try:
        letters.sign(call(request), letter, revision=revision)
    except Refused as refused:
        return _shown(request, letter, refused.sentence)
    messages.success(request, _("Signed. Nobody can change it any more."))
    return redirect("letters-show", letter)


@require_POST
@page(Role.PRACTITIONER, Role.FRONT_DESK)
def send(request: HttpRequest, letter: UUID) -> HttpResponse:
    asked = call(request)
    letters.send(asked, letter)
    messages.success(request, _("Marked as sent."))
    if asked.actor.role is Role.FRONT_DESK or "from_list" in request.POST:
        everybody = "?all=1" if "all" in request.POST else ""
        return redirect(f"{reverse('letters-waiting')}{everybody}")
    return redirect("letters-show", letter)


@require_GET
@page(Role.PRACTITIONER, Role.FRONT_DESK)
def waiting(request: HttpRequest) -> HttpResponse:
    asked = reading(request)
    treats = asked.actor.role is Role.PRACTITIONER
    mine = treats and "all" not in request.GET
    found = letters_waiting.listed(asked, mine=mine)
    told = {
        "unsent": [(each, fresh_key()) for each in found.unsent],
        "in_hand": found.in_hand,
        "mine": mine,
        "treats": treats,
    }
    return render(request, "letters/waiting.html", told)


@require_GET
@never_cache
@page(Role.PRACTITIONER)
def pdf(request: HttpRequest, letter: UUID) -> HttpResponse:
    found = letters_reads.read(reading(request), letter)
    if found.signed_at is None:
        raise Http404
    answer = HttpResponse(found.pdf, content_type="application/pdf")
    # No name of the patient in the name of the file: it lies in a folder of downloads.
    day = f"{found.signed_at:%Y-%m-%d}"
    answer["Content-Disposition"] = f'inline; filename="letter-{day}.pdf"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
