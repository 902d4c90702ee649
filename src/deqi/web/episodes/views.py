"""Views of an episode itself."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from deqi.core.roles import Role
from deqi.operations import episodes, episodes_reads
from deqi.web.asking import call, page, reading
from deqi.web.episodes.forms import TermsForm
from deqi.web.forms import taken


@page(Role.PRACTITIONER)
def change(request: HttpRequest, episode: UUID) -> HttpResponse:
    found = episodes_reads.read(reading(request), episode)
    form = TermsForm(request.POST or None, initial=TermsForm.first(found.terms))
    if taken(form, lambda: episodes.change(call(request), episode, form.terms())):
        messages.success(request, _("The changes are kept."))
        return redirect("episodes-plan", episode)
    told = {"found": found, "person": found.person, "form": form}
    status = 422 if form.errors else 200
    return render(request, "episodes/change.html", told, status=status)
